//! `PATCH /released-versions/{uuid}`.

use crate::api::{Answer, stay};
use crate::app::App;
use crate::domain::StayKind;
use crate::extract::{MergePatch, Names};
use crate::links::Links;
use axum::extract::State;

/// `{"currentlySupported": false}` ends its support.
pub async fn update(
    State(app): State<App>,
    links: Links,
    Names(uuid): Names<String>,
    MergePatch(body): MergePatch,
) -> Answer {
    stay::update(&app, &links, StayKind::Release, &uuid, &body).await
}
