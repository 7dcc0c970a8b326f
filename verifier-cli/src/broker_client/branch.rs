//! Branches of participants.

use super::{Broker, Document, Error, Page};
use serde::Serialize;
use serde_json::Value;

/// A branch of a participant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Branch {
    /// Its name.
    pub name: String,
    /// Its newest version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_version: Option<String>,
    /// When its first version was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
}

impl Broker {
    /// The first `size` branches of a participant, those first that have changed last.
    pub async fn branches(&self, participant: &str, size: usize) -> Result<Page<Branch>, Error> {
        let document = self.participant_document(participant).await?;
        let page = self.page(self.follow(&document, "pb:branches", &["branches"])?, "branches", size).await?;
        Ok(Page { items: page.items.iter().map(branch).collect(), total: page.total })
    }

    /// A branch of a participant.
    pub async fn branch(&self, participant: &str, name: &str) -> Result<Branch, Error> {
        Ok(branch(&self.branch_document(participant, name).await?.content))
    }

    /// Deletes a branch; its versions stay.
    pub async fn delete_branch(&self, participant: &str, branch: &str) -> Result<(), Error> {
        let url = self.branch_document(participant, branch).await?.url;
        self.delete(url, false).await
    }

    /// The branch's document; the error says whether participant or branch is unknown.
    pub(super) async fn branch_document(&self, participant: &str, branch: &str) -> Result<Document, Error> {
        let names = [("pacticipant", participant), ("branch", branch)];
        let url = self.address("pb:pacticipant-branch", &names).await?;
        match self.get(url).await {
            Err(Error::Refused { status: 404, .. }) => {
                self.participant_document(participant).await?;
                Err(Error::UnknownBranch { participant: participant.to_owned(), branch: branch.to_owned() })
            }
            other => other,
        }
    }
}

fn branch(content: &Value) -> Branch {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    Branch {
        name: text(&content["name"]).unwrap_or_default(),
        latest_version: text(&content["_links"]["pb:latest-version"]["name"]),
        created_at: text(&content["createdAt"]),
    }
}
