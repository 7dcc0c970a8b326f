//! Exit codes: what a pipeline learns without reading.

use crate::verify::Answer;
use std::process::ExitCode;

/// What every command's `--help` says about them that has none of its own.
pub const HELP: &str = "\
Exit codes:
  0  yes: kept, published, deployable, recorded, deleted, nothing doubtful
  1  the answer is no: a mismatch, a provider state that failed, not deployable or not yet, an
     unknown version, branch or tag, what is not live, what exists already, other content under a
     published version, findings of a check, a deletion that was declined or is of what is live
  2  wrong usage
  3  could not find out: provider, broker or state URL not reachable, credentials refused, a
     contract or file that cannot be read, an unknown participant or environment, an interaction
     that cannot be verified, nothing to verify
When several apply, 1 wins over 3, and 3 over 0.
Colour is for terminals only, and not where NO_COLOR is set.";

/// What `abide diff --help` says about them.
pub const OF_DIFF: &str = "\
Exit codes:
  0  both say the same
  1  they differ
  2  wrong usage
  3  could not find out: a file, version or contract that is not there or cannot be read, broker
     not reachable, credentials refused";

/// What `abide convert --help` says about them.
pub const OF_CONVERT: &str = "\
Exit codes:
  0  written
  1  the version cannot hold what the contract says
  2  wrong usage
  3  the file is not there or cannot be read";

/// What `abide schema --help` says about them.
pub const OF_SCHEMA: &str = "\
Exit codes:
  0  printed
  2  wrong usage";

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
