//! What is live where: deployments and releases.

use super::{Broker, Environment, Error};
use hyper::Method;
use serde::Serialize;
use serde_json::{Value, json};

/// A version that is live in an environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Live {
    /// The participant.
    pub participant: String,
    /// Its version.
    pub version: String,
    /// Which of several instances in the environment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_instance: Option<String>,
    /// Since when it is live.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Where it is recorded.
    #[serde(skip)]
    pub(super) href: Option<String>,
}

/// The two ways to be live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// One version at a time, on each instance.
    Deployed,
    /// Many versions at once, until their support ends.
    Released,
}

impl Way {
    /// As it is said of a version: `deployed to production`, `released to production`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Deployed => "deployed",
            Self::Released => "released",
        }
    }

    /// The relation from an environment, the list's key, and the field that says that it is live.
    fn wire(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Deployed => ("pb:currently-deployed-deployed-versions", "deployedVersions", "currentlyDeployed"),
            Self::Released => ("pb:currently-supported-released-versions", "releasedVersions", "currentlySupported"),
        }
    }
}

impl Broker {
    /// What is live in an environment in one way, of one participant or of all.
    pub async fn live(
        &self,
        environment: &Environment,
        way: Way,
        participant: Option<&str>,
    ) -> Result<Vec<Live>, Error> {
        let (rel, key, _) = way.wire();
        let document = self.get(self.address("pb:environment", &[("uuid", &environment.uuid)]).await?).await?;
        let Some(href) = document.href(rel) else {
            return Err(Error::MissingLink { url: document.url.to_string(), rel: rel.to_owned() });
        };
        let mut url = self.resolve(href)?;
        if let Some(participant) = participant {
            url.query_pairs_mut().append_pair("pacticipant", participant);
        }
        let list: Vec<Value> = self.list(url, key).await?;
        let mut live: Vec<Live> = list.iter().map(live).collect();
        // A broker that does not know the question answers with everybody.
        live.retain(|live| participant.is_none_or(|name| live.participant == name));
        Ok(live)
    }

    /// Records that a version is not live any more.
    pub async fn end(&self, live: &Live, way: Way) -> Result<(), Error> {
        let Some(href) = &live.href else {
            let url = self.base.to_string();
            return Err(Error::MissingLink { url, rel: format!("self of {} {}", live.participant, live.version) });
        };
        let (_, _, field) = way.wire();
        self.send(Method::PATCH, self.resolve(href)?, &json!({field: false})).await?;
        Ok(())
    }
}

fn live(content: &Value) -> Live {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let embedded = &content["_embedded"];
    Live {
        participant: text(&embedded["pacticipant"]["name"]).unwrap_or_default(),
        version: text(&embedded["version"]["number"]).unwrap_or_default(),
        application_instance: text(&content["applicationInstance"]),
        since: text(&content["createdAt"]),
        href: text(&content["_links"]["self"]["href"]),
    }
}
