//! `DELETE /environments/{uuid}`.

use super::environment;
use crate::api::protection::protect;
use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Names, Query};
use crate::store;
use axum::extract::State;
use axum::http::StatusCode;

/// Deletes the environment, unless something is live there: without it nothing would be judged against that any more.
pub async fn delete(
    State(app): State<App>,
    Names(uuid): Names<String>,
    Query(query): Query,
) -> Result<StatusCode, ApiError> {
    let mut transaction = app.store.write().await?;
    let environment = environment(&mut transaction, &uuid).await?;
    let live = store::overview::live(&mut transaction, Some(&environment.name)).await?;
    protect(&format!("Environment {}", environment.name), &live, &query)?;
    store::environment::delete(&mut transaction, environment.id).await?;
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
