//! `DELETE …/verification-results/{number}`.

use super::{content, show::numbered};
use crate::app::App;
use crate::error::ApiError;
use crate::extract::Names;
use crate::store;
use axum::extract::State;
use axum::http::StatusCode;

/// Deletes a result; the one before it, of the same content and version, counts again.
pub async fn delete(
    State(app): State<App>,
    Names((provider, consumer, digest, number)): Names<(String, String, String, String)>,
) -> Result<StatusCode, ApiError> {
    let mut transaction = app.store.write().await?;
    let content = content(&mut transaction, &provider, &consumer, &digest).await?;
    let result = numbered(&mut transaction, content.id, &number).await?;
    store::verification::delete(&mut transaction, &result).await?;
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
