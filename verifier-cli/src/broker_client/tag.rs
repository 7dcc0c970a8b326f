//! Tags of versions.

use super::{Broker, Error, Mark, Which};
use hyper::Method;
use serde::Serialize;
use serde_json::json;
use url::Url;

/// A tag of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tag {
    /// Its name.
    pub name: String,
    /// Whether no later version has it.
    pub latest: bool,
    /// When the version got it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
}

impl Broker {
    /// A tag of a version; the error says which of the three names is unknown.
    pub async fn tag(&self, participant: &str, version: &str, name: &str) -> Result<Tag, Error> {
        let known = self.version(participant, &Which::Number(version.to_owned())).await?.version;
        let Some(Mark { latest, .. }) = known.tags.into_iter().find(|mark| mark.name == name) else {
            let (participant, version) = (participant.to_owned(), version.to_owned());
            return Err(Error::UnknownTag { participant, version, tag: name.to_owned() });
        };
        let content = self.get(self.tag_address(participant, version, name).await?).await?.content;
        let created_at = content["createdAt"].as_str().map(str::to_owned);
        Ok(Tag { name: name.to_owned(), latest, created_at })
    }

    /// Gives a version a tag; participant and version are created where missing.
    pub async fn create_tag(&self, participant: &str, version: &str, tag: &str) -> Result<(), Error> {
        let url = self.tag_address(participant, version, tag).await?;
        self.send(Method::PUT, url, &json!({})).await?;
        Ok(())
    }

    /// Takes a tag from a version.
    pub async fn delete_tag(&self, participant: &str, version: &str, tag: &str) -> Result<(), Error> {
        let url = self.tag_address(participant, version, tag).await?;
        match self.delete(url, false).await {
            Err(Error::Refused { status: 404, .. }) => {
                self.version_document(participant, &Which::Number(version.to_owned())).await?;
                let (participant, version) = (participant.to_owned(), version.to_owned());
                Err(Error::UnknownTag { participant, version, tag: tag.to_owned() })
            }
            other => other,
        }
    }

    async fn tag_address(&self, participant: &str, version: &str, tag: &str) -> Result<Url, Error> {
        let names = [("pacticipant", participant), ("version", version), ("tag", tag)];
        self.address("pb:pacticipant-version-tag", &names).await
    }
}
