//! `DELETE …/version/{v}`: takes one version's contract back.

use crate::api::Answer;
use crate::api::protection::protect;
use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Names, Query};
use crate::hal::{Hal, link, titled};
use crate::links::Links;
use crate::store;
use crate::store::publication::{Pair, Which};
use axum::extract::State;
use serde_json::json;

/// Deletes, unless the consumer's version is live: its contract is what protects it.
pub async fn delete(
    State(app): State<App>,
    links: Links,
    Names((provider, consumer, number)): Names<(String, String, String)>,
    Query(query): Query,
) -> Answer {
    let mut transaction = app.store.write().await?;
    let pair = Pair { provider: &provider, consumer: &consumer };
    let Some(publication) = store::publication::find(&mut transaction, pair, Which::Version(&number)).await? else {
        return Err(ApiError::not_found(format!("There is no pact between {consumer} ({number}) and {provider}.")));
    };
    let mut live = store::overview::live(&mut transaction, None).await?;
    live.retain(|live| live.version_id == publication.consumer_version_id);
    protect(&format!("The pact between {consumer} ({number}) and {provider}"), &live, &query)?;
    store::publication::delete(&mut transaction, &publication).await?;
    let remaining = store::publication::find(&mut transaction, pair, Which::Latest).await?;
    transaction.commit().await?;
    let mut body = json!({ "_links": { "index": titled("Index", links.base()) } });
    if remaining.is_some() {
        body["_links"]["pb:latest-pact-version"] = link(links.latest_contract(&provider, &consumer));
    }
    Ok(Hal::ok(&body))
}
