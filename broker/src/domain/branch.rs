//! A branch of a participant's repository.

use super::Moment;

/// A branch; its head is the version most recently added to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// The database's key.
    pub id: i64,
    /// Whose branch it is.
    pub participant_id: i64,
    /// Its name, slashes and all.
    pub name: String,
    /// The number of its head version.
    pub head: String,
    /// When its first version was recorded.
    pub created_at: Moment,
    /// When a version was last added.
    pub updated_at: Moment,
}
