//! Tags of versions.

use super::{Broker, Error, Which};
use hyper::Method;
use serde_json::json;
use url::Url;

impl Broker {
    /// Gives a version a tag; participant and version are created where missing.
    pub async fn create_tag(&self, participant: &str, version: &str, tag: &str) -> Result<(), Error> {
        let url = self.tag(participant, version, tag).await?;
        self.send(Method::PUT, url, &json!({})).await?;
        Ok(())
    }

    /// Takes a tag from a version.
    pub async fn delete_tag(&self, participant: &str, version: &str, tag: &str) -> Result<(), Error> {
        let url = self.tag(participant, version, tag).await?;
        match self.delete(url, false).await {
            Err(Error::Refused { status: 404, .. }) => {
                self.version_document(participant, &Which::Number(version.to_owned())).await?;
                let (participant, version) = (participant.to_owned(), version.to_owned());
                Err(Error::UnknownTag { participant, version, tag: tag.to_owned() })
            }
            other => other,
        }
    }

    async fn tag(&self, participant: &str, version: &str, tag: &str) -> Result<Url, Error> {
        let names = [("pacticipant", participant), ("version", version), ("tag", tag)];
        self.address("pb:pacticipant-version-tag", &names).await
    }
}
