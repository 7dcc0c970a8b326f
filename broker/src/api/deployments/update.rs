//! `PATCH /deployed-versions/{uuid}`.

use crate::api::{Answer, stay};
use crate::app::App;
use crate::domain::StayKind;
use crate::extract::{MergePatch, Names};
use crate::links::Links;
use axum::extract::State;

/// `{"currentlyDeployed": false}` ends it; only recording a new one can start it again.
pub async fn update(
    State(app): State<App>,
    links: Links,
    Names(uuid): Names<String>,
    MergePatch(body): MergePatch,
) -> Answer {
    stay::update(&app, &links, StayKind::Deployment, &uuid, &body).await
}
