//! `POST /pacticipants`.

use super::{read_fields, representation::document};
use crate::api::Answer;
use crate::app::App;
use crate::error::ApiError;
use crate::extract::JsonObject;
use crate::fields::Fields;
use crate::hal::{Hal, link};
use crate::links::Links;
use crate::store;
use axum::extract::State;
use serde_json::json;

/// Creates; a name that is taken is a conflict, with the link to who has it.
pub async fn create(State(app): State<App>, links: Links, JsonObject(body): JsonObject) -> Answer {
    let mut fields = Fields::of(&body);
    let name = fields.name("name");
    let set = read_fields(&mut fields);
    fields.finish()?;
    let mut transaction = app.store.write().await?;
    if store::participant::find(&mut transaction, &name).await?.is_some() {
        let message = format!("A pacticipant with name '{name}' already exists.");
        let body = json!({ "error": message, "_links": { "pb:pacticipant": link(links.participant(&name)) } });
        return Err(ApiError::Conflict { message, body });
    }
    let participant = store::participant::create(&mut transaction, &name, set, app.now()).await?;
    transaction.commit().await?;
    Ok(Hal::created(&document(&links, &participant, None, &[], &[]), links.participant(&name)))
}
