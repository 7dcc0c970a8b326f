//! `DELETE /integrations/provider/{p}/consumer/{c}` and `DELETE /integrations`.

use crate::api::participant;
use crate::api::protection::protect;
use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Names, Query};
use crate::store;
use axum::extract::State;
use axum::http::StatusCode;
use std::collections::HashSet;

/// Removes a pair's contracts and results, with versions and participants that nothing else speaks of, unless a consumer's
/// version that has a contract with the provider is live.
pub async fn delete(
    State(app): State<App>,
    Names((provider, consumer)): Names<(String, String)>,
    Query(query): Query,
) -> Result<StatusCode, ApiError> {
    let mut transaction = app.store.write().await?;
    let provider = participant(&mut transaction, "provider", &provider).await?;
    let consumer = participant(&mut transaction, "consumer", &consumer).await?;
    let versions = store::integration::consumer_versions(&mut transaction, consumer.id, provider.id).await?;
    let versions: HashSet<i64> = versions.into_iter().collect();
    let mut live = store::overview::live(&mut transaction, None).await?;
    live.retain(|live| versions.contains(&live.version_id));
    protect(&format!("The integration between {} and {}", consumer.name, provider.name), &live, &query)?;
    store::integration::delete(&mut transaction, consumer.id, provider.id).await?;
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes everything but the environments, unless anything is live.
pub async fn delete_all(State(app): State<App>, Query(query): Query) -> Result<StatusCode, ApiError> {
    let mut transaction = app.store.write().await?;
    let live = store::overview::live(&mut transaction, None).await?;
    protect("All integrations", &live, &query)?;
    store::integration::delete_all(&mut transaction).await?;
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
