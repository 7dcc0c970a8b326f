//! What the broker says about a contract at a glance, and how it comes to say it.
//!
//! Two questions are kept apart. Is the newest contract kept? It is judged against the provider's main head and every
//! version of it that is live anywhere: [`of_newest`]. Is what is live together verified? That is one answer per
//! environment: [`of_live`]. Both take the worst answer of all pairs of versions, so that one good result hides nothing.

/// The state of a contract, the one that most needs somebody first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// At least one judged version does not keep it.
    Failed,
    /// A judged version has no result for this content.
    Never,
    /// A judged version has kept earlier content of this pair, but has no result for this one.
    Changed,
    /// A judged version does not keep it, and its build stays green, because it never did.
    Pending,
    /// From a branch beside the main one, and not verified yet.
    WorkInProgress,
    /// Every judged version keeps it.
    Verified,
    /// One side is not there.
    NotLive,
}

impl Status {
    /// Every status a contract can have, in the order of need.
    pub const ALL: [Self; 6] =
        [Self::Failed, Self::Never, Self::Changed, Self::Pending, Self::WorkInProgress, Self::Verified];
}

/// What one judged provider version says about one content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It has kept it.
    Kept,
    /// It has not kept it.
    Broken {
        /// The contract was pending for the verifier.
        pending: bool,
    },
    /// It has no result for it.
    Unknown {
        /// It has kept earlier content of the same pair.
        kept_earlier: bool,
    },
}

impl Answer {
    /// The status of the version alone.
    pub fn status(self) -> Status {
        match self {
            Self::Kept => Status::Verified,
            Self::Broken { pending: true } => Status::Pending,
            Self::Broken { pending: false } => Status::Failed,
            Self::Unknown { kept_earlier: true } => Status::Changed,
            Self::Unknown { kept_earlier: false } => Status::Never,
        }
    }
}

/// The status of a pair's newest contract; `beside_main` says that it comes from a branch that is not the main one.
pub fn of_newest(answers: impl IntoIterator<Item = Answer>, beside_main: bool) -> Status {
    let worst = answers.into_iter().map(Answer::status).min().unwrap_or(Status::Never);
    match worst {
        Status::Never | Status::Changed if beside_main => Status::WorkInProgress,
        other => other,
    }
}

/// The status of what is live together in one place: an answer per live consumer version's contract and live provider version.
///
/// Earlier content does not count here, nor does it that a build stayed green: both sides are live.
pub fn of_live(answers: impl IntoIterator<Item = Answer>) -> Status {
    let status = |answer| match answer {
        Answer::Kept => Status::Verified,
        Answer::Broken { .. } => Status::Failed,
        Answer::Unknown { .. } => Status::Never,
    };
    answers.into_iter().map(status).min().unwrap_or(Status::NotLive)
}

#[cfg(test)]
mod tests {
    use super::{Answer, Status, of_live, of_newest};

    const KEPT: Answer = Answer::Kept;
    const BROKEN: Answer = Answer::Broken { pending: false };
    const PENDING: Answer = Answer::Broken { pending: true };
    const NEW: Answer = Answer::Unknown { kept_earlier: false };
    const EARLIER: Answer = Answer::Unknown { kept_earlier: true };

    #[test]
    fn the_worst_answer_decides_about_the_newest_contract() {
        let cases: [(&[Answer], bool, Status); 9] = [
            (&[], false, Status::Never),
            (&[KEPT], false, Status::Verified),
            (&[KEPT, BROKEN, NEW], false, Status::Failed),
            (&[KEPT, NEW, PENDING], false, Status::Never),
            (&[KEPT, EARLIER], false, Status::Changed),
            (&[PENDING, KEPT], false, Status::Pending),
            (&[NEW], true, Status::WorkInProgress),
            (&[BROKEN], true, Status::Failed),
            (&[KEPT], true, Status::Verified),
        ];
        for (answers, beside_main, expected) in cases {
            assert_eq!(of_newest(answers.iter().copied(), beside_main), expected, "{answers:?} {beside_main}");
        }
    }

    #[test]
    fn what_is_live_together_is_verified_broken_or_unknown() {
        let cases: [(&[Answer], Status); 5] = [
            (&[], Status::NotLive),
            (&[KEPT, KEPT], Status::Verified),
            (&[KEPT, EARLIER], Status::Never),
            (&[NEW, PENDING], Status::Failed),
            (&[KEPT, BROKEN], Status::Failed),
        ];
        for (answers, expected) in cases {
            assert_eq!(of_live(answers.iter().copied()), expected, "{answers:?}");
        }
    }
}
