//! Lists of releases: of one version, and what is supported in an environment.

use crate::api::{Answer, environments::environment, stay, version};
use crate::app::App;
use crate::domain::StayKind;
use crate::extract::{Names, Query};
use crate::links::Links;
use crate::store;
use crate::store::stay::Narrow;
use axum::extract::State;

/// `GET …/versions/{v}/released-versions/environment/{uuid}`.
pub async fn of_version(
    State(app): State<App>,
    links: Links,
    Names((name, number, uuid)): Names<(String, String, String)>,
) -> Answer {
    let mut transaction = app.store.read().await?;
    let (_, version) = version(&mut transaction, &name, &number).await?;
    let environment = environment(&mut transaction, &uuid).await?;
    let kind = StayKind::Release;
    let releases = store::stay::of_version(&mut transaction, kind, version.id, environment.id).await?;
    let url = links.record_release(&name, &number, &uuid);
    Ok(stay::list(&links, kind, &releases, "Released versions", url))
}

/// `GET /environments/{uuid}/released-versions/currently-supported`: `pacticipant` and `version` narrow it.
pub async fn currently_supported(
    State(app): State<App>,
    links: Links,
    Names(uuid): Names<String>,
    Query(query): Query,
) -> Answer {
    let mut transaction = app.store.read().await?;
    let environment = environment(&mut transaction, &uuid).await?;
    let narrow = Narrow {
        participant: query.filled("pacticipant"),
        version: query.filled("version"),
        application_instance: None,
    };
    let kind = StayKind::Release;
    let releases = store::stay::live(&mut transaction, kind, environment.id, narrow).await?;
    let title = format!("Currently supported released versions for {}", environment.display_name);
    let url = format!("{}/released-versions/currently-supported", links.environment(&uuid));
    Ok(stay::list(&links, kind, &releases, &title, url))
}
