//! Publishing contracts under a version of their consumer.

use super::{Broker, Error, Notice, notice};
use base64::Engine as _;
use hyper::Method;
use serde_json::{Value, json};

/// A contract file to be published.
#[derive(Debug, Clone)]
pub struct ToPublish {
    /// The consumer named in it.
    pub consumer: String,
    /// The provider named in it.
    pub provider: String,
    /// The file as it is.
    pub content: Vec<u8>,
}

/// What is published for one consumer in one request.
#[derive(Debug, Clone, Default)]
pub struct Publication {
    /// The consumer.
    pub consumer: String,
    /// Its version.
    pub version: String,
    /// The branch it was built from.
    pub branch: Option<String>,
    /// Tags to put on the version.
    pub tags: Vec<String>,
    /// Where it was built.
    pub build_url: Option<String>,
    /// Whether it is published although the broker does not know a name and knows one like it.
    pub allow_similar_names: bool,
    /// The contracts.
    pub contracts: Vec<ToPublish>,
}

/// What the broker made of it.
#[derive(Debug, Clone)]
pub struct Published {
    /// What the broker says.
    pub notices: Vec<Notice>,
    /// Where the contracts are now.
    pub contracts: Vec<String>,
}

impl Broker {
    /// Publishes all contracts of one consumer's version at once: all are taken, or none.
    pub async fn publish(&self, publication: &Publication) -> Result<Published, Error> {
        let mut url = self.address("pb:publish-contracts", &[]).await?;
        if publication.allow_similar_names {
            url.query_pairs_mut().append_pair("allowSimilarNames", "true");
        }
        let answer = self.exchange(Method::POST, &url, Some(&body(publication))).await?;
        if answer.status == 409 {
            let content: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
            let errors = notice::complaints(&json!({"errors": content["errors"], "error": content["error"]}));
            return Err(Error::Conflict { notices: notice::notices(&content), errors });
        }
        let document = self.document(url, &answer)?;
        let links = document.links("pb:contracts").into_iter().map(|(_, href)| href.to_owned());
        Ok(Published { notices: notice::notices(&document.content), contracts: links.collect() })
    }
}

fn body(publication: &Publication) -> Value {
    let contract = |contract: &ToPublish| {
        json!({
            "consumerName": contract.consumer,
            "providerName": contract.provider,
            "specification": "pact",
            "contentType": "application/json",
            "content": base64::engine::general_purpose::STANDARD.encode(&contract.content),
        })
    };
    let mut body = json!({
        "pacticipantName": publication.consumer,
        "pacticipantVersionNumber": publication.version,
        "contracts": publication.contracts.iter().map(contract).collect::<Vec<_>>(),
    });
    if let Some(branch) = &publication.branch {
        body["branch"] = json!(branch);
    }
    if !publication.tags.is_empty() {
        body["tags"] = json!(publication.tags);
    }
    if let Some(build_url) = &publication.build_url {
        body["buildUrl"] = json!(build_url);
    }
    body
}
