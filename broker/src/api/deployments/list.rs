//! Lists of deployments: of one version, and what is live in an environment.

use crate::api::{Answer, environments::environment, stay, version};
use crate::app::App;
use crate::domain::StayKind;
use crate::extract::{Names, Query};
use crate::links::Links;
use crate::query::Node;
use crate::store;
use crate::store::stay::Narrow;
use axum::extract::State;

/// `GET …/versions/{v}/deployed-versions/environment/{uuid}`: past ones too, newest first.
pub async fn of_version(
    State(app): State<App>,
    links: Links,
    Names((name, number, uuid)): Names<(String, String, String)>,
) -> Answer {
    let mut transaction = app.store.read().await?;
    let (_, version) = version(&mut transaction, &name, &number).await?;
    let environment = environment(&mut transaction, &uuid).await?;
    let kind = StayKind::Deployment;
    let deployments = store::stay::of_version(&mut transaction, kind, version.id, environment.id).await?;
    let title = format!("Deployed versions for {}", environment.display_name);
    Ok(stay::list(&links, kind, &deployments, &title, links.record_deployment(&name, &number, &uuid)))
}

/// `GET /environments/{uuid}/deployed-versions/currently-deployed`: `pacticipant` and `applicationInstance` narrow it; a
/// blank instance means deployments that name none.
pub async fn currently_deployed(
    State(app): State<App>,
    links: Links,
    Names(uuid): Names<String>,
    Query(query): Query,
) -> Answer {
    let mut transaction = app.store.read().await?;
    let environment = environment(&mut transaction, &uuid).await?;
    let instance = query.get("applicationInstance").or_else(|| query.get("target")).and_then(Node::text);
    let narrow =
        Narrow { participant: query.filled("pacticipant"), application_instance: instance, ..Narrow::default() };
    let kind = StayKind::Deployment;
    let deployments = store::stay::live(&mut transaction, kind, environment.id, narrow).await?;
    let title = format!("Currently deployed versions for {}", environment.display_name);
    let url = format!("{}/deployed-versions/currently-deployed", links.environment(&uuid));
    Ok(stay::list(&links, kind, &deployments, &title, url))
}
