//! `DELETE /pacticipants/{p}/versions/{v}`: with its contracts and results.

use crate::api::version;
use crate::app::App;
use crate::error::ApiError;
use crate::extract::Names;
use crate::store;
use axum::extract::State;
use axum::http::StatusCode;

/// Deletes, unless the version is live: its contracts are what protects it.
pub async fn delete(
    State(app): State<App>,
    Names((name, number)): Names<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let mut transaction = app.store.write().await?;
    let (_, version) = version(&mut transaction, &name, &number).await?;
    if let Some(presence) = store::version::presences_of(&mut transaction, &[version.id]).await?.first() {
        let message = format!("{name} version {number} is live in {}: it cannot be deleted.", presence.environment);
        return Err(ApiError::conflict(message));
    }
    store::version::delete(&mut transaction, version.id).await?;
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
