//! Recording that a version is deployed.

use super::{Broker, Document, Error, read};
use hyper::Method;
use serde::Deserialize;
use serde_json::{Value, json};

/// A recorded deployment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Deployment {
    /// The broker's identity for it.
    pub uuid: String,
}

impl Broker {
    /// Records that `version` of `participant` now runs in `environment`, on `instance` if there are several.
    ///
    /// A deployment is recorded through a link the version has for each environment; when that is missing, it is found
    /// out which of the three names is unknown.
    pub async fn record_deployment(
        &self,
        participant: &str,
        version: &str,
        environment: &str,
        instance: Option<&str>,
    ) -> Result<Deployment, Error> {
        let known = self.version(participant, version).await?;
        let links = known.links("pb:record-deployment");
        let Some((_, href)) = links.iter().find(|(name, _)| *name == Some(environment)) else {
            self.environment(environment).await?;
            let (url, rel) = (known.url.to_string(), format!("pb:record-deployment ({environment})"));
            return Err(Error::MissingLink { url, rel });
        };
        let body = instance.map_or_else(|| json!({}), |instance| json!({"applicationInstance": instance}));
        let document = self.send(Method::POST, self.resolve(href)?, &body).await?;
        read(&document.url, document.content)
    }

    /// The version's document; the error says whether participant or version is unknown.
    pub async fn version(&self, participant: &str, version: &str) -> Result<Document, Error> {
        let names = [("pacticipant", participant), ("version", version)];
        let url = self.address("pb:pacticipant-version", &names).await?;
        match self.get(url).await {
            Err(Error::Refused { status: 404, .. }) => {
                self.participant(participant).await?;
                Err(Error::UnknownVersion { participant: participant.to_owned(), version: version.to_owned() })
            }
            other => other,
        }
    }

    /// The participant's document.
    pub async fn participant(&self, name: &str) -> Result<Document, Error> {
        let url = self.address("pb:pacticipant", &[("pacticipant", name)]).await?;
        match self.get(url).await {
            Err(Error::Refused { status: 404, .. }) => Err(Error::UnknownParticipant { name: name.to_owned() }),
            Ok(document) if document.content == Value::Null => Err(Error::UnknownParticipant { name: name.to_owned() }),
            other => other,
        }
    }
}
