//! A version of a participant, usually one commit.

use super::Moment;

/// One version; its `id` is also its order: a larger one is later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The database's key and the version's place in the order.
    pub id: i64,
    /// Whose version it is.
    pub participant_id: i64,
    /// The number or commit the pipeline gave it.
    pub number: String,
    /// The build that made it.
    pub build_url: Option<String>,
    /// When it was first seen.
    pub created_at: Moment,
    /// When its own fields last changed.
    pub updated_at: Moment,
}

/// A version's membership of one branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BranchMembership {
    /// The version.
    pub version_id: i64,
    /// The branch's name.
    pub branch: String,
    /// Whether the version is the branch's head.
    pub latest: bool,
}

/// A tag on a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagMembership {
    /// The version.
    pub version_id: i64,
    /// The tag's name.
    pub tag: String,
    /// Whether the version is the newest of its participant with this tag.
    pub latest: bool,
}

/// Where a version is live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presence {
    /// The version.
    pub version_id: i64,
    /// The environment's identity in URLs.
    pub environment_uuid: String,
    /// The environment's name.
    pub environment: String,
    /// The name people read.
    pub environment_display_name: String,
    /// Whether it is a production environment.
    pub production: bool,
    /// `true` for a deployment, `false` for a release.
    pub deployed: bool,
    /// The application instance, for deployments that name one.
    pub application_instance: Option<String>,
    /// Since when.
    pub since: Moment,
}
