//! Contracts that are published.

use super::{Broker, Error, Which};
use serde_json::Value;

impl Broker {
    /// The contract of a consumer's version with a provider: its bytes, as the broker gives them.
    pub async fn published(&self, consumer: &str, version: &str, provider: &str) -> Result<Vec<u8>, Error> {
        let names = [("provider", provider), ("consumer", consumer), ("consumerApplicationVersion", version)];
        let url = self.address("pb:publish-pact", &names).await?;
        let answer = self.fetch(&url).await?;
        match self.document(url, &answer) {
            Err(Error::Refused { status: 404, .. }) => {
                self.participant_document(provider).await?;
                self.version_document(consumer, &Which::Number(version.to_owned())).await?;
                let (consumer, provider) = (consumer.to_owned(), provider.to_owned());
                Err(Error::NoContract { consumer, version: version.to_owned(), provider })
            }
            other => other.map(|_| answer.body.to_vec()),
        }
    }

    /// Whom a participant has contracts with, in either role.
    pub async fn partners(&self, participant: &str) -> Result<Vec<String>, Error> {
        let document = self.get(self.address("pb:latest-pact-versions", &[]).await?).await?;
        let contracts = document.content["pacts"].as_array().map(Vec::as_slice).unwrap_or_default();
        let party = |contract: &Value, role: &str| contract["_embedded"][role]["name"].as_str().map(str::to_owned);
        let mut partners: Vec<_> = contracts
            .iter()
            .filter_map(|contract| match (party(contract, "consumer")?, party(contract, "provider")?) {
                (consumer, provider) if consumer == participant => Some(provider),
                (consumer, provider) if provider == participant => Some(consumer),
                _ => None,
            })
            .collect();
        partners.sort_unstable();
        partners.dedup();
        Ok(partners)
    }
}
