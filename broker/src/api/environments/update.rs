//! `PUT /environments/{uuid}`.

use super::{document, environment, read};
use crate::api::Answer;
use crate::app::App;
use crate::extract::{JsonObject, Names};
use crate::hal::Hal;
use crate::links::Links;
use crate::store;
use axum::extract::State;

/// Replaces every field of an environment that exists.
pub async fn replace(
    State(app): State<App>,
    links: Links,
    Names(uuid): Names<String>,
    JsonObject(body): JsonObject,
) -> Answer {
    let mut transaction = app.store.write().await?;
    let current = environment(&mut transaction, &uuid).await?;
    let fields = read(&mut transaction, &body, Some(&current)).await?;
    let environment = store::environment::replace(&mut transaction, current.id, &fields, app.now()).await?;
    transaction.commit().await?;
    Ok(Hal::ok(&document(&links, &environment)))
}
