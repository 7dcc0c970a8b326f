//! Lists of deployments: of one version, and what is live in an environment.

use crate::api::{Answer, stay};
use crate::app::App;
use crate::domain::StayKind;
use crate::extract::{Names, Query};
use crate::links::Links;
use crate::query::Node;
use crate::store::stay::Narrow;
use axum::extract::State;

/// `GET …/versions/{v}/deployed-versions/environment/{uuid}`: past ones too, newest first.
pub async fn of_version(
    State(app): State<App>,
    links: Links,
    Names((name, number, uuid)): Names<(String, String, String)>,
) -> Answer {
    stay::of_version(&app, &links, StayKind::Deployment, [&name, &number, &uuid]).await
}

/// `GET /environments/{uuid}/deployed-versions/currently-deployed`: `pacticipant` and `applicationInstance` narrow it; a
/// blank instance means deployments that name none.
pub async fn currently_deployed(
    State(app): State<App>,
    links: Links,
    Names(uuid): Names<String>,
    Query(query): Query,
) -> Answer {
    let instance = query.get("applicationInstance").or_else(|| query.get("target")).and_then(Node::text);
    let narrow =
        Narrow { participant: query.filled("pacticipant"), application_instance: instance, ..Narrow::default() };
    stay::live(&app, &links, StayKind::Deployment, &uuid, narrow).await
}
