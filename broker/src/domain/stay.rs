//! A version's time in an environment.

use super::Moment;

/// How a version comes to an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StayKind {
    /// It replaces the version that was there.
    Deployment,
    /// It is put on offer beside others, for instance a mobile app.
    Release,
}

/// A version in an environment, from one moment until another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stay {
    /// Its identity in URLs.
    pub uuid: String,
    /// Whose version it is.
    pub participant: String,
    /// The version's key and order.
    pub version_id: i64,
    /// The version's number.
    pub version: String,
    /// Where it is live.
    pub environment: String,
    /// The environment's identity in URLs.
    pub environment_uuid: String,
    /// Which instance of the application, where several are deployed side by side.
    pub application_instance: Option<String>,
    /// Since when.
    pub created_at: Moment,
    /// Until when; `None` while it is live.
    pub ended_at: Option<Moment>,
}
