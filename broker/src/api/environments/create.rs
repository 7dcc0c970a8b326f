//! `POST /environments`.

use super::{document, read};
use crate::api::Answer;
use crate::app::App;
use crate::extract::JsonObject;
use crate::hal::Hal;
use crate::links::Links;
use crate::store;
use axum::extract::State;

/// Creates; a name that is taken is a 400 at `name`.
pub async fn create(State(app): State<App>, links: Links, JsonObject(body): JsonObject) -> Answer {
    let mut transaction = app.store.write().await?;
    let fields = read(&mut transaction, &body, None).await?;
    let environment = store::environment::create(&mut transaction, &app.new_id(), &fields, app.now()).await?;
    transaction.commit().await?;
    Ok(Hal::created(&document(&links, &environment), links.environment(&environment.uuid)))
}
