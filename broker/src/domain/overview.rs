//! Facts the overview is made of: which versions a contract is judged against.

use super::Moment;

/// A version that is live in an environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    /// Whose version it is.
    pub participant_id: i64,
    /// Its participant's name.
    pub participant: String,
    /// The version's key and order.
    pub version_id: i64,
    /// The version's number.
    pub version: String,
    /// The environment's name.
    pub environment: String,
    /// Whether it is a production environment.
    pub production: bool,
    /// `true` for a deployment, `false` for a release.
    pub deployed: bool,
    /// The application instance, for deployments that name one.
    pub application_instance: Option<String>,
    /// Since when.
    pub since: Moment,
}

/// The head of a participant's main branch, or its newest version where it has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Whose version it is.
    pub participant_id: i64,
    /// The version's key and order.
    pub version_id: i64,
    /// The version's number.
    pub version: String,
}
