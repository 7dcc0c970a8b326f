//! A participant: a service that consumes, provides, or both.

use super::Moment;

/// A service as the broker knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// The database's key.
    pub id: i64,
    /// The name contracts use.
    pub name: String,
    /// The name people read.
    pub display_name: String,
    /// The branch releases are made from.
    pub main_branch: Option<String>,
    /// Where its source lives.
    pub repository_url: Option<String>,
    /// The repository's name at its host.
    pub repository_name: Option<String>,
    /// The repository's owner at its host.
    pub repository_namespace: Option<String>,
    /// When it was first seen.
    pub created_at: Moment,
    /// When its own fields last changed.
    pub updated_at: Moment,
}

/// What a client may set on a participant; absent fields stay as they are when merged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ParticipantFields {
    /// The name people read.
    pub display_name: Option<String>,
    /// The branch releases are made from.
    pub main_branch: Option<String>,
    /// Where its source lives.
    pub repository_url: Option<String>,
    /// The repository's name at its host.
    pub repository_name: Option<String>,
    /// The repository's owner at its host.
    pub repository_namespace: Option<String>,
}

impl ParticipantFields {
    /// These fields where given, the participant's own elsewhere.
    #[must_use]
    pub fn or(self, current: &Participant) -> Self {
        Self {
            display_name: self.display_name.or_else(|| Some(current.display_name.clone())),
            main_branch: self.main_branch.or_else(|| current.main_branch.clone()),
            repository_url: self.repository_url.or_else(|| current.repository_url.clone()),
            repository_name: self.repository_name.or_else(|| current.repository_name.clone()),
            repository_namespace: self.repository_namespace.or_else(|| current.repository_namespace.clone()),
        }
    }

    /// These fields without those that `is_cleared` says, by their name on the wire, are to be empty.
    #[must_use]
    pub fn without(self, is_cleared: impl Fn(&str) -> bool) -> Self {
        let kept = |field: &str, value: Option<String>| value.filter(|_| !is_cleared(field));
        Self {
            display_name: kept("displayName", self.display_name),
            main_branch: kept("mainBranch", self.main_branch),
            repository_url: kept("repositoryUrl", self.repository_url),
            repository_name: kept("repositoryName", self.repository_name),
            repository_namespace: kept("repositoryNamespace", self.repository_namespace),
        }
    }
}

/// Branch names that are taken for the main branch when none is set, best first.
pub const MAIN_BRANCH_CANDIDATES: [&str; 3] = ["develop", "main", "master"];
