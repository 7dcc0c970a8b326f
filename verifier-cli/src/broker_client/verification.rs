//! Contracts a provider has to verify, and the results of doing so.

use super::{Broker, Document, Error, Notice, hal, read};
use hyper::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The relation by which a contract's document leads to the place for its results.
pub const PUBLISH_RESULTS: &str = "pb:publish-verification-results";

/// Which contracts are asked for.
#[derive(Debug, Clone, Default)]
pub struct ForVerification {
    /// Consumer version selectors, as the broker reads them; none leaves the choice to the broker.
    pub selectors: Vec<Value>,
    /// The branch the provider is built from.
    pub provider_branch: Option<String>,
    /// Whether contracts that were never verified successfully may be marked as pending.
    pub include_pending: bool,
}

/// A contract the broker wants verified.
#[derive(Debug, Clone, Deserialize)]
pub struct PactToVerify {
    /// Why it was selected, in a few words.
    #[serde(rename = "shortDescription", default)]
    pub short_description: String,
    #[serde(rename = "verificationProperties", default)]
    properties: Properties,
    #[serde(rename = "_links")]
    links: Links,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct Properties {
    #[serde(default)]
    pending: bool,
    #[serde(default)]
    notices: Vec<Notice>,
}

#[derive(Debug, Clone, Deserialize)]
struct Links {
    #[serde(rename = "self")]
    own: Link,
}

#[derive(Debug, Clone, Deserialize)]
struct Link {
    href: String,
    #[serde(default)]
    name: Option<String>,
}

impl PactToVerify {
    /// Where the contract is.
    pub fn href(&self) -> &str {
        &self.links.own.href
    }

    /// What the broker calls it, such as `Pact between order-service (1.0.0) and payment-service`.
    pub fn name(&self) -> Option<&str> {
        self.links.own.name.as_deref()
    }

    /// Whether a failure is to be reported without failing the run.
    pub fn pending(&self) -> bool {
        self.properties.pending
    }

    /// What the broker says about it, now and after verification.
    pub fn notices(&self) -> &[Notice] {
        &self.properties.notices
    }
}

/// The answer to [`Broker::contracts_for_verification`].
#[derive(Debug, Clone)]
pub enum Queried {
    /// The contracts to verify; may be none.
    Contracts(Vec<PactToVerify>),
    /// The broker has never heard of the provider, so nobody has a contract with it.
    UnknownProvider,
}

/// The result of verifying one contract.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VerificationResult {
    /// Whether the contract is kept.
    pub success: bool,
    /// The provider's version that was verified.
    #[serde(rename = "providerApplicationVersion")]
    pub provider_version: String,
    /// Where it was built.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub build_url: Option<String>,
    /// One entry for each interaction.
    pub test_results: Vec<TestResult>,
}

/// The result of one interaction.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TestResult {
    /// The identity the broker has stamped on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interaction_id: Option<String>,
    /// Its description.
    pub interaction_description: String,
    /// Whether it is kept.
    pub success: bool,
    /// What differs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mismatches: Vec<TestMismatch>,
    /// What went wrong before anything could be compared.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<TestException>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TestMismatch {
    /// What part differs: status, header, body…
    pub attribute: String,
    /// The header's name or the path in the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// The sentence.
    pub description: String,
}

/// Something that went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TestException {
    /// The sentence.
    pub message: String,
}

/// A result the broker has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Where it is.
    pub url: String,
}

impl Broker {
    /// Asks which contracts `provider` has to verify.
    pub async fn contracts_for_verification(&self, provider: &str, wish: &ForVerification) -> Result<Queried, Error> {
        let index = self.index().await?;
        let rels = ["pb:provider-pacts-for-verification", "beta:provider-pacts-for-verification"];
        let url = match rels.iter().find_map(|rel| index.href_with(rel, &[("provider", provider)])) {
            Some(href) => self.resolve(&href)?,
            None => self.within(&format!("pacts/provider/{}/for-verification", hal::encoded(provider)))?,
        };
        let mut body = json!({
            "consumerVersionSelectors": wish.selectors,
            "includePendingStatus": wish.include_pending,
        });
        if let Some(branch) = &wish.provider_branch {
            body["providerVersionBranch"] = json!(branch);
        }
        let mut document = match self.send(Method::POST, url, &body).await {
            Err(Error::Refused { status: 404, .. }) => return Ok(Queried::UnknownProvider),
            other => other?,
        };
        match document.content["_embedded"]["pacts"].take() {
            Value::Null => {
                let what = "JSON without a list of contracts".to_owned();
                Err(Error::NoBroker { url: document.url.to_string(), what })
            }
            list => Ok(Queried::Contracts(read(&document.url, list)?)),
        }
    }

    /// Fetches a contract: its bytes, as the broker gave them, and its links.
    pub async fn contract(&self, href: &str) -> Result<(Vec<u8>, Document), Error> {
        let url = self.resolve(href)?;
        let answer = self.fetch(&url).await?;
        let document = self.document(url, &answer)?;
        Ok((answer.body.to_vec(), document))
    }

    /// Says that `version` of the contract's provider belongs to `branch`; `contract` is the contract's document.
    pub async fn set_provider_branch(&self, contract: &Document, version: &str, branch: &str) -> Result<(), Error> {
        let href = contract.href("pb:provider");
        let provider = match href {
            Some(href) => self.get(self.resolve(href)?).await?,
            None => return Err(Error::MissingLink { url: contract.url.to_string(), rel: "pb:provider".to_owned() }),
        };
        let values = [("version", version), ("branch", branch)];
        let Some(href) = provider.href_with("pb:branch-version", &values) else {
            return Err(Error::MissingLink { url: provider.url.to_string(), rel: "pb:branch-version".to_owned() });
        };
        self.send(Method::PUT, self.resolve(&href)?, &json!({})).await?;
        Ok(())
    }

    /// Publishes the result of verifying the contract whose document is `contract`.
    pub async fn publish_result(&self, contract: &Document, result: &VerificationResult) -> Result<Recorded, Error> {
        let Some(href) = contract.href(PUBLISH_RESULTS) else {
            return Err(Error::MissingLink { url: contract.url.to_string(), rel: PUBLISH_RESULTS.to_owned() });
        };
        let url = self.resolve(href)?;
        let mut body = serde_json::to_value(result).map_err(|source| Error::Shape { url: url.to_string(), source })?;
        body["verifiedBy"] = json!({"implementation": "abide", "version": env!("CARGO_PKG_VERSION")});
        let document = self.send(Method::POST, url, &body).await?;
        let url = match document.href("self") {
            Some(href) => self.resolve(href)?,
            None => document.url,
        };
        Ok(Recorded { url: url.into() })
    }
}
