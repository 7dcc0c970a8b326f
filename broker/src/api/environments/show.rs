//! `GET /environments/{uuid}`.

use super::{document, environment};
use crate::api::Answer;
use crate::app::App;
use crate::extract::Names;
use crate::hal::Hal;
use crate::links::Links;
use axum::extract::State;

/// The environment.
pub async fn show(State(app): State<App>, links: Links, Names(uuid): Names<String>) -> Answer {
    let mut transaction = app.store.read().await?;
    let environment = environment(&mut transaction, &uuid).await?;
    Ok(Hal::ok(&document(&links, &environment)))
}
