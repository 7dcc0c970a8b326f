//! A deployment: a version replaced another in an environment. A release: a version was put on offer there beside others.

use super::Moment;

/// A version deployed to an environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deployment {
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
    /// Which instance of the application, where several run side by side.
    pub application_instance: Option<String>,
    /// Since when.
    pub created_at: Moment,
    /// Until when; `None` while it is live.
    pub undeployed_at: Option<Moment>,
}

/// A version released to an environment, for instance a mobile app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Its identity in URLs.
    pub uuid: String,
    /// Whose version it is.
    pub participant: String,
    /// The version's key and order.
    pub version_id: i64,
    /// The version's number.
    pub version: String,
    /// Where it is on offer.
    pub environment: String,
    /// The environment's identity in URLs.
    pub environment_uuid: String,
    /// Since when.
    pub created_at: Moment,
    /// Until when; `None` while it is supported.
    pub support_ended_at: Option<Moment>,
}
