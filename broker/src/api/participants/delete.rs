//! `DELETE /pacticipants/{name}`: with its versions, contracts, results and deployments.

use crate::api::participant;
use crate::api::protection::protect;
use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Names, Query};
use crate::store;
use axum::extract::State;
use axum::http::StatusCode;

/// Deletes, unless one of its versions is live somewhere: its contracts are what protects it.
pub async fn delete(
    State(app): State<App>,
    Names(name): Names<String>,
    Query(query): Query,
) -> Result<StatusCode, ApiError> {
    let mut transaction = app.store.write().await?;
    let participant = participant(&mut transaction, "pacticipant", &name).await?;
    let mut live = store::overview::live(&mut transaction, None).await?;
    live.retain(|live| live.participant_id == participant.id);
    protect(&name, &live, &query)?;
    store::participant::delete(&mut transaction, participant.id).await?;
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
