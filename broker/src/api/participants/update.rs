//! `PUT` and `PATCH /pacticipants/{name}`.

use super::read_fields;
use super::show::full;
use crate::api::{Answer, participant};
use crate::app::App;
use crate::extract::{JsonObject, LenientPatch, Names, writable};
use crate::fields::Fields;
use crate::hal::Hal;
use crate::links::Links;
use crate::store;
use axum::extract::State;
use serde_json::Value;

/// Replaces every field of a participant that exists.
pub async fn replace(
    State(app): State<App>,
    links: Links,
    Names(name): Names<String>,
    JsonObject(body): JsonObject,
) -> Answer {
    let mut fields = Fields::of(&body);
    let set = read_fields(&mut fields);
    fields.finish()?;
    let mut transaction = app.store.write().await?;
    let current = participant(&mut transaction, "pacticipant", &name).await?;
    let replaced = store::participant::replace(&mut transaction, &current, set, app.now()).await?;
    let document = full(&mut transaction, &links, &replaced).await?;
    transaction.commit().await?;
    Ok(Hal::ok(&document))
}

/// Sets the fields given and empties those that are `null`; a participant that does not exist is created.
pub async fn merge(
    State(app): State<App>,
    links: Links,
    Names(name): Names<String>,
    LenientPatch(body): LenientPatch,
) -> Answer {
    writable("name", &name)?;
    let mut fields = Fields::of(&body);
    let set = read_fields(&mut fields);
    fields.finish()?;
    let now = app.now();
    let mut transaction = app.store.write().await?;
    let (participant, new) = match store::participant::find(&mut transaction, &name).await? {
        Some(current) => {
            let merged = set.or(&current).without(|field| body.get(field).is_some_and(Value::is_null));
            (store::participant::replace(&mut transaction, &current, merged, now).await?, false)
        }
        None => (store::participant::create(&mut transaction, &name, set, now).await?, true),
    };
    let document = full(&mut transaction, &links, &participant).await?;
    transaction.commit().await?;
    Ok(Hal::created_if(new, &document, links.participant(&name)))
}
