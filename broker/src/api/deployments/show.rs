//! `GET /deployed-versions/{uuid}`.

use crate::api::{Answer, stay};
use crate::app::App;
use crate::domain::StayKind;
use crate::extract::Names;
use crate::links::Links;
use axum::extract::State;

/// The deployment.
pub async fn show(State(app): State<App>, links: Links, Names(uuid): Names<String>) -> Answer {
    stay::show(&app, &links, StayKind::Deployment, &uuid).await
}
