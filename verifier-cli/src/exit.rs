//! Exit codes: what a pipeline learns without reading.

use crate::verify::Answer;
use std::process::ExitCode;

/// What every command's `--help` says about them.
pub const HELP: &str = "\
Exit codes:
  0  yes: kept, published, deployable, recorded, deleted, nothing doubtful, no difference
  1  the answer is no: a mismatch, a provider state that failed, not deployable, an unknown version,
     other content under a published version, findings of a check, a difference, what is live and
     therefore not deleted
  2  wrong usage
  3  could not find out: provider, broker or state URL not reachable, unreadable contract, unknown
     participant or environment, nothing to verify
When several apply, 1 wins over 3, and 3 over 0.";

/// How a command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// The answer is yes.
    Yes,
    /// The answer is no.
    No,
    /// The command was used wrongly.
    Usage,
    /// The answer could not be found out.
    Unknown,
}

impl Exit {
    /// How a command ends that did two things: a no wins over the unknown, and that over a yes.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let order = [Self::Usage, Self::No, Self::Unknown, Self::Yes];
        order.into_iter().find(|exit| [self, other].contains(exit)).unwrap_or(other)
    }

    /// The number of it.
    pub fn code(self) -> u8 {
        match self {
            Self::Yes => 0,
            Self::No => 1,
            Self::Usage => 2,
            Self::Unknown => 3,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

impl From<Answer> for Exit {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Yes => Self::Yes,
            Answer::No => Self::No,
            Answer::Unknown => Self::Unknown,
        }
    }
}
