//! What a broker has acknowledged, and how it is found again.

use anyhow::{Context as _, ensure};
use reqwest::Client;
use serde_json::Value;

/// A resource that must be there from now on, and what it must say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The resource's path.
    pub path: String,
    /// A JSON pointer into it.
    pub pointer: &'static str,
    /// What stands there.
    pub value: Value,
}

impl Fact {
    /// Looks for the fact at the broker with this address.
    pub async fn check(&self, http: &Client, address: &str) -> anyhow::Result<()> {
        let answer = http.get(format!("http://{address}{}", self.path)).send().await?;
        let status = answer.status();
        ensure!(status.is_success(), "{} was acknowledged and is {status}", self.path);
        let document: Value = answer.json().await?;
        let found = document.pointer(self.pointer).with_context(|| format!("{} has no {}", self.path, self.pointer))?;
        ensure!(
            *found == self.value,
            "{}: {} was acknowledged as {} and is {found}",
            self.path,
            self.pointer,
            self.value
        );
        Ok(())
    }
}

/// Looks for every fact, a few at a time.
pub async fn check(facts: &[Fact], address: &str) -> anyhow::Result<()> {
    let http = Client::new();
    let mut searches = tokio::task::JoinSet::new();
    for part in facts.chunks(facts.len().div_ceil(8).max(1)) {
        let (part, http, address) = (part.to_vec(), http.clone(), address.to_owned());
        searches.spawn(async move {
            for fact in part {
                fact.check(&http, &address).await?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(search) = searches.join_next().await {
        search??;
    }
    Ok(())
}
