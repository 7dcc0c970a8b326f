//! Versions of participants.

use super::{Broker, Document, Error, Page};
use serde::Serialize;
use serde_json::Value;

/// Which version of a participant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// The one with this number.
    Number(String),
    /// The newest.
    Latest,
    /// The newest with this tag.
    LatestTagged(String),
    /// The newest on this branch.
    LatestOn(String),
}

/// Which versions are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope<'n> {
    /// All of them.
    All,
    /// Those on a branch.
    Branch(&'n str),
    /// Those with a tag.
    Tag(&'n str),
}

/// A version of a participant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// Its number, often a commit.
    pub number: String,
    /// When the broker first heard of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
    /// The build that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub build_url: Option<String>,
    /// The branches it is on.
    pub branches: Vec<Mark>,
    /// Its tags.
    pub tags: Vec<Mark>,
}

/// A branch a version is on, or a tag it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// The name.
    pub name: String,
    /// Whether no later version has it.
    pub latest: bool,
}

/// A version with what hangs on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionDetails {
    /// The version.
    #[serde(flatten)]
    pub version: Version,
    /// Its contracts, by the names the broker gives them.
    pub contracts: Vec<String>,
    /// Where it is deployed.
    pub deployed: Vec<Place>,
    /// Where it is released and supported.
    pub released: Vec<Place>,
}

/// Where a version is live.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// The environment.
    pub environment: String,
    /// Which of several instances there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_instance: Option<String>,
}

impl Broker {
    /// The newest `size` versions of a participant.
    pub async fn versions(&self, participant: &str, scope: Scope<'_>, size: usize) -> Result<Page<Version>, Error> {
        let url = match scope {
            Scope::Branch(branch) => {
                let document = self.branch_document(participant, branch).await?;
                self.follow(&document, "pb:versions", &["versions"])?
            }
            Scope::All => {
                let document = self.participant_document(participant).await?;
                self.follow(&document, "pb:versions", &["versions"])?
            }
            Scope::Tag(tag) => {
                let document = self.participant_document(participant).await?;
                self.follow(&document, "pb:tagged-versions", &["tags", tag, "versions"])?
            }
        };
        let page = self.page(url, "versions", size).await?;
        Ok(Page { items: page.items.iter().map(version).collect(), total: page.total })
    }

    /// A version with what hangs on it.
    pub async fn version(&self, participant: &str, which: &Which) -> Result<VersionDetails, Error> {
        let document = self.version_document(participant, which).await?;
        let contracts = document.links("pb:pact-versions").into_iter();
        let mut details = VersionDetails {
            version: version(&document.content),
            contracts: contracts.filter_map(|(name, _)| name.map(str::to_owned)).collect(),
            deployed: places(&document.content["_links"]["pb:deployed-environments"]),
            released: places(&document.content["_links"]["pb:released-environments"]),
        };
        if !details.deployed.is_empty() || !details.released.is_empty() {
            // The links have the names people read and, at their end, the identities.
            let environments = self.environments().await?;
            for place in details.deployed.iter_mut().chain(&mut details.released) {
                if let Some(known) = environments.iter().find(|known| place.environment.ends_with(&known.uuid)) {
                    place.environment.clone_from(&known.name);
                }
            }
        }
        Ok(details)
    }

    /// Deletes a version with its contracts and results; what is live only by `force`.
    pub async fn delete_version(&self, participant: &str, version: &str, force: bool) -> Result<(), Error> {
        let url = self.version_document(participant, &Which::Number(version.to_owned())).await?.url;
        self.delete(url, force).await
    }

    /// The version's document; the error says whether participant or version is unknown.
    pub(super) async fn version_document(&self, participant: &str, which: &Which) -> Result<Document, Error> {
        let name = ("pacticipant", participant);
        let url = match which {
            Which::Number(number) => self.address("pb:pacticipant-version", &[name, ("version", number)]).await?,
            Which::Latest => self.address("pb:latest-version", &[name]).await?,
            Which::LatestTagged(tag) => self.address("pb:latest-tagged-version", &[name, ("tag", tag)]).await?,
            Which::LatestOn(branch) => {
                let document = self.branch_document(participant, branch).await?;
                self.follow(&document, "pb:latest-version", &["latest-version"])?
            }
        };
        match self.get(url).await {
            Err(Error::Refused { status: 404, .. }) => {
                self.participant_document(participant).await?;
                Err(Error::UnknownVersion { participant: participant.to_owned(), which: which.clone() })
            }
            other => other,
        }
    }
}

fn version(content: &Value) -> Version {
    let text = |key: &str| content[key].as_str().map(str::to_owned);
    Version {
        number: text("number").unwrap_or_default(),
        created_at: text("createdAt"),
        build_url: text("buildUrl"),
        branches: marks(&content["_embedded"]["branchVersions"]),
        tags: marks(&content["_embedded"]["tags"]),
    }
}

fn marks(list: &Value) -> Vec<Mark> {
    let mark = |item: &Value| {
        Some(Mark { name: item["name"].as_str()?.to_owned(), latest: item["latest"].as_bool().unwrap_or(false) })
    };
    list.as_array().into_iter().flatten().filter_map(mark).collect()
}

/// Places by their links: until the environments are known, by the address of each.
fn places(links: &Value) -> Vec<Place> {
    let place = |link: &Value| {
        Some(Place {
            environment: link["href"].as_str()?.to_owned(),
            application_instance: link["application_instance"].as_str().map(str::to_owned),
        })
    };
    links.as_array().into_iter().flatten().filter_map(place).collect()
}
