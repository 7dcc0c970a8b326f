//! `DELETE /pacticipants/{name}`: with its versions, contracts, results and deployments.

use crate::api::participant;
use crate::app::App;
use crate::error::ApiError;
use crate::extract::Names;
use crate::store;
use axum::extract::State;
use axum::http::StatusCode;

/// Deletes, unless one of its versions is live somewhere: its contracts are what protects it.
pub async fn delete(State(app): State<App>, Names(name): Names<String>) -> Result<StatusCode, ApiError> {
    let mut transaction = app.store.write().await?;
    let participant = participant(&mut transaction, "pacticipant", &name).await?;
    let live = store::environment::with_deployments_of(&mut transaction, participant.id).await?;
    if let Some(environment) = live.first() {
        let message =
            format!("{name} is live in {}: it cannot be deleted. Record its undeployment first.", environment.name);
        return Err(ApiError::conflict(message));
    }
    store::participant::delete(&mut transaction, participant.id).await?;
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
