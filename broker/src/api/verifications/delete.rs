//! `DELETE …/verification-results/{number}`.

use super::{content, show::numbered};
use crate::api::protection::protect;
use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Names, Query};
use crate::store;
use axum::extract::State;
use axum::http::StatusCode;

/// Deletes a result, unless its version is live; the one before it, of the same content and version, counts again.
pub async fn delete(
    State(app): State<App>,
    Names((provider, consumer, digest, number)): Names<(String, String, String, String)>,
    Query(query): Query,
) -> Result<StatusCode, ApiError> {
    let mut transaction = app.store.write().await?;
    let content = content(&mut transaction, &provider, &consumer, &digest).await?;
    let result = numbered(&mut transaction, content.id, &number).await?;
    let mut live = store::overview::live(&mut transaction, None).await?;
    live.retain(|live| live.version_id == result.provider_version_id);
    protect(&format!("The verification result {number} of {provider} {}", result.provider_version), &live, &query)?;
    store::verification::delete(&mut transaction, &result).await?;
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
