//! `/labels` and `/pacticipants/{p}/labels/{l}`: words on participants.

use crate::api::{Answer, participant};
use crate::app::App;
use crate::domain::Moment;
use crate::error::ApiError;
use crate::extract::{AnyJson, Names, Query, writable};
use crate::hal::{Hal, link, named};
use crate::links::Links;
use crate::paging::Paging;
use crate::store;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

type Path = Names<(String, String)>;

/// `GET /labels`: every label in use.
pub async fn list(State(app): State<App>, links: Links, Query(query): Query) -> Answer {
    let paging = Paging::read(&query, None)?;
    let mut transaction = app.store.read().await?;
    let all = store::label::list(&mut transaction).await?;
    let items: Vec<Value> = paging.slice(&all).iter().map(|label| json!({ "name": label })).collect();
    let url = links.path("/labels");
    let mut body = json!({ "_embedded": { "labels": items }, "_links": { "self": link(url.clone()) } });
    paging.describe(i64::try_from(all.len()).unwrap_or(i64::MAX), &url, &mut body);
    Ok(Hal::ok(&body))
}

/// `PUT`: gives a participant the label.
pub async fn put(State(app): State<App>, links: Links, Names((name, label)): Path, _: AnyJson) -> Answer {
    writable("labelName", &label)?;
    let now = app.now();
    let mut transaction = app.store.write().await?;
    let participant = participant(&mut transaction, "pacticipant", &name).await?;
    let new = store::label::add(&mut transaction, participant.id, &label, now).await?;
    let since = store::label::find(&mut transaction, participant.id, &label).await?.unwrap_or(now);
    transaction.commit().await?;
    Ok(Hal::created_if(new, &represent(&links, &name, &label, since), links.label(&name, &label)))
}

/// `GET`.
pub async fn show(State(app): State<App>, links: Links, Names((name, label)): Path) -> Answer {
    let mut transaction = app.store.read().await?;
    let participant = participant(&mut transaction, "pacticipant", &name).await?;
    match store::label::find(&mut transaction, participant.id, &label).await? {
        Some(since) => Ok(Hal::ok(&represent(&links, &name, &label, since))),
        None => Err(absent(&name, &label)),
    }
}

/// `DELETE`.
pub async fn delete(State(app): State<App>, Names((name, label)): Path) -> Result<StatusCode, ApiError> {
    let mut transaction = app.store.write().await?;
    let participant = participant(&mut transaction, "pacticipant", &name).await?;
    if !store::label::remove(&mut transaction, participant.id, &label).await? {
        return Err(absent(&name, &label));
    }
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

fn absent(name: &str, label: &str) -> ApiError {
    ApiError::not_found(format!("{name} has no label {label}"))
}

fn represent(links: &Links, name: &str, label: &str, since: Moment) -> Value {
    json!({
        "name": label,
        "createdAt": since.to_string(),
        "_links": {
            "self": named("Label", label, links.label(name, label)),
            "pacticipant": named("Pacticipant", name, links.participant(name)),
        },
    })
}
