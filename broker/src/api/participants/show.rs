//! `GET /pacticipants/{name}`.

use super::representation::document;
use crate::api::{Answer, participant};
use crate::app::App;
use crate::domain::Participant;
use crate::error::ApiError;
use crate::extract::Names;
use crate::hal::Hal;
use crate::links::Links;
use crate::store::version::Scope;
use crate::store::{self, Connection};
use axum::extract::State;
use serde_json::Value;

/// The participant with its newest version and where it is live.
pub async fn show(State(app): State<App>, links: Links, Names(name): Names<String>) -> Answer {
    let mut transaction = app.store.read().await?;
    let participant = participant(&mut transaction, "pacticipant", &name).await?;
    Ok(Hal::ok(&full(&mut transaction, &links, &participant).await?))
}

pub(super) async fn full(
    connection: &mut Connection,
    links: &Links,
    participant: &Participant,
) -> Result<Value, ApiError> {
    let latest = store::version::latest(connection, participant.id, Scope::All).await?;
    let environments = store::environment::with_deployments_of(connection, participant.id).await?;
    let labels = store::label::of_participant(connection, participant.id).await?;
    Ok(document(links, participant, latest.as_ref(), &environments, &labels))
}
