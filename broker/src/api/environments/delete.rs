//! `DELETE /environments/{uuid}`.

use super::environment;
use crate::app::App;
use crate::error::ApiError;
use crate::extract::Names;
use crate::store;
use axum::extract::State;
use axum::http::StatusCode;

/// Deletes the environment and forgets what was live there.
pub async fn delete(State(app): State<App>, Names(uuid): Names<String>) -> Result<StatusCode, ApiError> {
    let mut transaction = app.store.write().await?;
    let environment = environment(&mut transaction, &uuid).await?;
    store::environment::delete(&mut transaction, environment.id).await?;
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
