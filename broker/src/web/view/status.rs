//! How a status looks: word, shape and colour, in this order of importance.

use crate::domain::status::Status;

/// Word, shape and colour of something that can be good, bad or open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Look {
    /// What people read and hear.
    pub(crate) word: &'static str,
    /// The symbol of the sprite.
    pub(crate) icon: &'static str,
    /// The class that colours it.
    pub(crate) tint: &'static str,
}

impl Look {
    /// An interaction that a verifier reported as kept.
    pub(crate) const PASSED: Self = Self { word: "Passed", icon: "ok", tint: "ok" };
    /// An interaction a result says nothing about: never taken for a tick.
    pub(crate) const NOT_REPORTED: Self = Self { word: "Not reported", icon: "none", tint: "none" };
    /// The verdict that a version can be deployed.
    pub(crate) const YES: Self = Self { word: "Yes", icon: "ok", tint: "ok" };
    /// The verdict that it would break somebody.
    pub(crate) const NO: Self = Self { word: "No", icon: "bad", tint: "bad" };
    /// The verdict that evidence is missing.
    pub(crate) const NOT_YET: Self = Self { word: "Not yet", icon: "never", tint: "warn" };
    /// A partner that is needed and not there.
    pub(crate) const NOT_DEPLOYED: Self = Self { word: "Not deployed", icon: "none", tint: "none" };
    /// A partner that is needed and has no version of the kind that is asked for.
    pub(crate) const NO_SUCH_VERSION: Self = Self { word: "No such version", icon: "none", tint: "none" };
    /// A version nobody has published or verified.
    pub(crate) const UNKNOWN_VERSION: Self = Self { word: "Unknown version", icon: "none", tint: "none" };
    /// A step of the tutorial nobody has taken yet.
    pub(crate) const WAITING: Self = Self { word: "Waiting", icon: "never", tint: "warn" };
}

impl Look {
    /// The verdict in people's words: a breach that was seen is a No, whatever else is missing.
    pub(crate) fn of_verdict(answer: Option<bool>, failed: usize) -> Self {
        match (answer, failed) {
            (Some(true), _) => Self::YES,
            (Some(false), _) | (None, 1..) => Self::NO,
            (None, 0) => Self::NOT_YET,
        }
    }
}

impl From<Status> for Look {
    fn from(status: Status) -> Self {
        let (word, icon, tint) = match status {
            Status::Failed => ("Failed", "bad", "bad"),
            Status::Never => ("Never verified", "never", "warn"),
            Status::Changed => ("Changed", "changed", "warn"),
            Status::Pending => ("Failed, pending", "pending", "wip"),
            Status::WorkInProgress => ("Work in progress", "wip", "wip"),
            Status::Verified => ("Verified", "ok", "ok"),
            Status::NotLive => ("Not live", "none", "none"),
        };
        Self { word, icon, tint }
    }
}

/// The status as it stands in a query string.
pub(crate) fn key(status: Status) -> &'static str {
    match status {
        Status::Failed => "failed",
        Status::Never => "never",
        Status::Changed => "changed",
        Status::Pending => "pending",
        Status::WorkInProgress => "wip",
        Status::Verified => "verified",
        Status::NotLive => "none",
    }
}

/// What a group of contracts with this status has in common.
pub(crate) fn meaning(status: Status) -> &'static str {
    match status {
        Status::Failed => "a version that is live or newest on its main branch does not keep the newest contract",
        Status::Never => "a version that is live or newest on its main branch has no result for the newest contract",
        Status::Changed => "a version that is live or newest on its main branch has kept earlier content only",
        Status::Pending => "not kept, and never was: the provider's build stays green",
        Status::WorkInProgress => "from a branch beside the main one, not verified yet",
        Status::Verified => "kept by every version that is live or newest on its main branch",
        Status::NotLive => "one side is not live",
    }
}
