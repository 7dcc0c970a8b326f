//! A publication: a consumer's version said this about a provider.

use super::{Moment, Ways};

/// A publication without the contract's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// The database's key.
    pub id: i64,
    /// The consumer's key.
    pub consumer_id: i64,
    /// The consumer's name.
    pub consumer: String,
    /// The provider's key.
    pub provider_id: i64,
    /// The provider's name.
    pub provider: String,
    /// The consumer version's key and order.
    pub consumer_version_id: i64,
    /// The consumer version's number.
    pub consumer_version: String,
    /// The key of what was said.
    pub content_id: i64,
    /// The digest of what was said: 40 hexadecimal digits.
    pub digest: String,
    /// How a provider is spoken to for it.
    pub ways: Ways,
    /// How often this version's contract was replaced, starting at 1.
    pub revision: i64,
    /// When it was published.
    pub created_at: Moment,
}

/// What a contract says, shared by all publications that say the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The database's key.
    pub id: i64,
    /// The consumer's key.
    pub consumer_id: i64,
    /// The provider's key.
    pub provider_id: i64,
    /// 40 hexadecimal digits.
    pub digest: String,
    /// When it was first published.
    pub created_at: Moment,
}
