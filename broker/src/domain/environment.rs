//! An environment: a place where versions are live.

use super::Moment;

/// A place such as `production`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    /// The database's key.
    pub id: i64,
    /// Its identity in URLs.
    pub uuid: String,
    /// The name pipelines use.
    pub name: String,
    /// The name people read.
    pub display_name: String,
    /// Whether customers meet what is live here.
    pub production: bool,
    /// Who to ask, as JSON text.
    pub contacts: Option<String>,
    /// When it was created.
    pub created_at: Moment,
    /// When its own fields last changed.
    pub updated_at: Moment,
}

/// What a client sets on an environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvironmentFields {
    /// The name pipelines use.
    pub name: String,
    /// The name people read.
    pub display_name: String,
    /// Whether customers meet what is live here.
    pub production: bool,
    /// Who to ask, as JSON text.
    pub contacts: Option<String>,
}
