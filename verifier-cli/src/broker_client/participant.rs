//! Participants: the services that have contracts with each other.

use super::{Broker, Document, Error, read};
use hyper::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A service that has contracts with others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Participant {
    /// Its name in contracts and commands.
    pub name: String,
    /// What is said about it.
    #[serde(flatten)]
    pub fields: ParticipantFields,
    /// When the broker first heard of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
}

/// What is said about a participant.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ParticipantFields {
    /// The name people read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The branch its releases come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub main_branch: Option<String>,
    /// Where its code is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repository_url: Option<String>,
}

/// A participant with what hangs on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ParticipantDetails {
    /// The participant.
    #[serde(flatten)]
    pub participant: Participant,
    /// Its newest version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_version: Option<String>,
    /// The environments one of its versions is deployed to.
    pub deployed_to: Vec<String>,
}

impl Broker {
    /// All participants, or those in whose name `search` is found.
    pub async fn participants(&self, search: Option<&str>) -> Result<Vec<Participant>, Error> {
        let mut url = self.address("pb:pacticipants", &[]).await?;
        if let Some(search) = search {
            url.query_pairs_mut().append_pair("q", search);
        }
        self.list(url, "pacticipants").await
    }

    /// A participant with what hangs on it.
    pub async fn participant(&self, name: &str) -> Result<ParticipantDetails, Error> {
        let document = self.participant_document(name).await?;
        let deployed = document.links("pb:deployed-environments");
        Ok(ParticipantDetails {
            latest_version: document.content["_embedded"]["latestVersion"]["number"].as_str().map(str::to_owned),
            deployed_to: deployed.into_iter().filter_map(|(name, _)| name.map(str::to_owned)).collect(),
            participant: read(&document.url, document.content)?,
        })
    }

    /// Creates a participant; a name that is taken is refused.
    pub async fn create_participant(&self, participant: &Participant) -> Result<Participant, Error> {
        let url = self.address("pb:pacticipants", &[]).await?;
        let body = serde_json::to_value(participant).map_err(|source| Error::Shape { url: url.to_string(), source })?;
        let created = self.send(Method::POST, url, &body).await;
        let document = created.map_err(|error| error.or_taken("participant", &participant.name))?;
        read(&document.url, document.content)
    }

    /// Sets the fields that are given.
    pub async fn update_participant(&self, name: &str, fields: &ParticipantFields) -> Result<Participant, Error> {
        let url = self.participant_document(name).await?.url;
        let body = serde_json::to_value(fields).map_err(|source| Error::Shape { url: url.to_string(), source })?;
        let document = self.send(Method::PATCH, url, &body).await?;
        read(&document.url, document.content)
    }

    /// Deletes a participant with all its versions, contracts and results; what is live only by `force`.
    pub async fn delete_participant(&self, name: &str, force: bool) -> Result<(), Error> {
        let url = self.address("pb:pacticipant", &[("pacticipant", name)]).await?;
        match self.delete(url, force).await {
            Err(Error::Refused { status: 404, .. }) => Err(Error::UnknownParticipant { name: name.to_owned() }),
            other => other,
        }
    }

    /// The participant's document.
    pub(super) async fn participant_document(&self, name: &str) -> Result<Document, Error> {
        let url = self.address("pb:pacticipant", &[("pacticipant", name)]).await?;
        match self.get(url).await {
            Err(Error::Refused { status: 404, .. }) => Err(Error::UnknownParticipant { name: name.to_owned() }),
            Ok(document) if document.content == Value::Null => Err(Error::UnknownParticipant { name: name.to_owned() }),
            other => other,
        }
    }
}
