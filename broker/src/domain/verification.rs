//! A verification result: a provider's version was checked against a contract's content.

use super::Moment;

/// A result as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Its number, one sequence for the whole broker.
    pub number: i64,
    /// The content that was verified.
    pub content_id: i64,
    /// The provider version's key and order.
    pub provider_version_id: i64,
    /// The provider version's number.
    pub provider_version: String,
    /// Whether the contract was kept.
    pub success: bool,
    /// The build that verified it.
    pub build_url: Option<String>,
    /// The verifier's per-interaction results, as JSON text.
    pub test_results: Option<String>,
    /// Who verified it, as JSON text.
    pub verified_by: Option<String>,
    /// Whether the contract was pending for the verifier.
    pub pending: bool,
    /// When the result arrived.
    pub created_at: Moment,
}

/// A result to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVerification {
    /// The content that was verified.
    pub content_id: i64,
    /// The provider version's key.
    pub provider_version_id: i64,
    /// Whether the contract was kept.
    pub success: bool,
    /// The build that verified it.
    pub build_url: Option<String>,
    /// The verifier's per-interaction results, as JSON text.
    pub test_results: Option<String>,
    /// Who verified it, as JSON text.
    pub verified_by: Option<String>,
    /// What the verifier's URL said about why the contract was selected, as JSON text.
    pub metadata: Option<String>,
    /// Whether the contract was pending for the verifier.
    pub pending: bool,
    /// Whether the contract was selected as work in progress.
    pub work_in_progress: bool,
}

/// The newest result of one content and one provider version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LatestVerification {
    /// The result's number.
    pub number: i64,
    /// The content that was verified.
    pub content_id: i64,
    /// The provider version's key and order.
    pub provider_version_id: i64,
    /// The provider version's number.
    pub provider_version: String,
    /// Whether the contract was kept.
    pub success: bool,
    /// When the result arrived.
    pub created_at: Moment,
}
