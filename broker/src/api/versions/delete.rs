//! `DELETE /pacticipants/{p}/versions/{v}`: with its contracts and results.

use crate::api::protection::protect;
use crate::api::version;
use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Names, Query};
use crate::store;
use axum::extract::State;
use axum::http::StatusCode;

/// Deletes, unless the version is live: its contracts are what protects it.
pub async fn delete(
    State(app): State<App>,
    Names((name, number)): Names<(String, String)>,
    Query(query): Query,
) -> Result<StatusCode, ApiError> {
    let mut transaction = app.store.write().await?;
    let (_, version) = version(&mut transaction, &name, &number).await?;
    let mut live = store::overview::live(&mut transaction, None).await?;
    live.retain(|live| live.version_id == version.id);
    protect(&format!("{name} version {number}"), &live, &query)?;
    store::version::delete(&mut transaction, version.id).await?;
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
