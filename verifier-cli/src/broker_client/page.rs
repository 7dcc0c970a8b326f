//! The beginning of a list, and how long the whole is.

use super::{Broker, Error, read};
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

/// The first entries of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The entries.
    pub items: Vec<T>,
    /// How many there are in all.
    pub total: usize,
}

impl Broker {
    /// The first `size` entries of the list at `url`, embedded under `key`.
    pub(super) async fn page(&self, mut url: Url, key: &str, size: usize) -> Result<Page<Value>, Error> {
        url.query_pairs_mut().append_pair("page", "1").append_pair("size", &size.to_string());
        let mut document = self.get(url).await?;
        let total = document.content["page"]["totalElements"].as_u64().and_then(|total| total.try_into().ok());
        let Value::Array(items) = document.content["_embedded"][key].take() else {
            return Ok(Page { items: Vec::new(), total: total.unwrap_or(0) });
        };
        Ok(Page { total: total.unwrap_or(items.len()), items })
    }

    /// The whole list at `url`, embedded under `key`.
    pub(super) async fn list<T: DeserializeOwned>(&self, url: Url, key: &str) -> Result<Vec<T>, Error> {
        let mut document = self.get(url).await?;
        match document.content["_embedded"][key].take() {
            Value::Null => Ok(Vec::new()),
            list => read(&document.url, list),
        }
    }
}
