//! Lists of releases: of one version, and what is supported in an environment.

use crate::api::{Answer, stay};
use crate::app::App;
use crate::domain::StayKind;
use crate::extract::{Names, Query};
use crate::links::Links;
use crate::store::stay::Narrow;
use axum::extract::State;

/// `GET …/versions/{v}/released-versions/environment/{uuid}`.
pub async fn of_version(
    State(app): State<App>,
    links: Links,
    Names((name, number, uuid)): Names<(String, String, String)>,
) -> Answer {
    stay::of_version(&app, &links, StayKind::Release, [&name, &number, &uuid]).await
}

/// `GET /environments/{uuid}/released-versions/currently-supported`: `pacticipant` and `version` narrow it.
pub async fn currently_supported(
    State(app): State<App>,
    links: Links,
    Names(uuid): Names<String>,
    Query(query): Query,
) -> Answer {
    let narrow =
        Narrow { participant: query.filled("pacticipant"), version: query.filled("version"), ..Narrow::default() };
    stay::live(&app, &links, StayKind::Release, &uuid, narrow).await
}
