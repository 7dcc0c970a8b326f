//! `DELETE /pacticipants/{p}/branches/{b}`: the versions stay.

use super::branch;
use crate::api::participant;
use crate::app::App;
use crate::error::ApiError;
use crate::extract::Names;
use crate::store;
use axum::extract::State;
use axum::http::StatusCode;

/// Deletes the branch.
pub async fn delete(
    State(app): State<App>,
    Names((name, branch_name)): Names<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let mut transaction = app.store.write().await?;
    let participant = participant(&mut transaction, "pacticipant", &name).await?;
    let branch = branch(&mut transaction, &participant, &branch_name).await?;
    store::branch::delete(&mut transaction, branch.id).await?;
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
