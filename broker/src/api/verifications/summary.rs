//! `GET /verification-results/consumer/{c}/version/{v}/latest`: the newest result of everything a consumer's version needs.

use super::representation;
use crate::api::{Answer, version};
use crate::app::App;
use crate::extract::Names;
use crate::hal::{Hal, link};
use crate::links::Links;
use crate::store;
use crate::store::publication::Listing;
use axum::extract::State;
use serde_json::json;

/// Success means that every provider's newest result is one, and none is missing.
pub async fn of_consumer_version(
    State(app): State<App>,
    links: Links,
    Names((consumer, number)): Names<(String, String)>,
) -> Answer {
    let mut transaction = app.store.read().await?;
    let (_, version) = version(&mut transaction, &consumer, &number).await?;
    let contracts = store::publication::list(&mut transaction, Listing::ConsumerVersion(version.id), None).await?;
    let (mut successful, mut failed, mut unknown, mut results) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for contract in contracts {
        let result = store::verification::latest(&mut transaction, contract.content_id).await?;
        if let Some(result) = &result {
            let names = [contract.provider.as_str(), consumer.as_str(), contract.digest.as_str()];
            results.push(representation::document(&links, names, result));
        }
        match result.map(|result| result.success) {
            Some(true) => successful.push(contract.provider),
            Some(false) => failed.push(contract.provider),
            None => unknown.push(contract.provider),
        }
    }
    Ok(Hal::ok(&json!({
        "success": failed.is_empty() && unknown.is_empty(),
        "providerSummary": { "successful": successful, "failed": failed, "unknown": unknown },
        "_embedded": { "verificationResults": results },
        "_links": { "self": link(links.results_of_consumer_version(&consumer, &number)) },
    })))
}
