//! Why a kept contract cannot be recorded.

use abide_contract_core::file;
use std::io;
use std::path::PathBuf;

/// Why a kept contract cannot be recorded; reaches a test as the text of a panic.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("contract file `{}` cannot be read", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error(transparent)]
    Malformed(#[from] file::Error),
    #[error("contract file `{}` belongs to another contract", path.display())]
    OtherContract { path: PathBuf, source: file::Conflict },
    #[error("contract file `{}` cannot be written", path.display())]
    Unwritable { path: PathBuf, source: io::Error },
    #[error("contract file `{}` cannot be locked against other tests that write it", path.display())]
    Unlockable { path: PathBuf, source: io::Error },
    #[error("the folder for contract files cannot be found")]
    Homeless { source: io::Error },
    #[error("`{description}` is described in two ways, at\n    {first}\n    {second}\n  and their {differing} differ")]
    Contradiction { description: String, first: String, second: String, differing: String },
    #[error("contract file `{}` is to be written as version {first} of the format by one test and as version {second} by another", path.display())]
    Formats { path: PathBuf, first: &'static str, second: &'static str },
    #[error("{reason}{}", place.as_ref().map(|place| format!(", declared at {place}")).unwrap_or_default())]
    Format { place: Option<String>, reason: file::CannotHold },
}

impl Error {
    /// What to try.
    pub(crate) fn hint(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "nothing was overwritten; delete the file or restore it, and run the tests again",
            Self::OtherContract { .. } => {
                "both contracts would have this file's name; set ABIDE_CONTRACT_DIR to another folder for one of them"
            }
            Self::Contradiction { .. } => "give one of them another description or state, or make them equal",
            Self::Formats { .. } => "give every test of the contract the same `.format(..)`, or none",
            Self::Format { .. } => "version 4, which is written without `.format(..)`, holds it",
            Self::Unreadable { .. } | Self::Unwritable { .. } | Self::Unlockable { .. } => {
                "make it accessible, or name another folder for contract files with ABIDE_CONTRACT_DIR"
            }
            Self::Homeless { .. } => "name it with ABIDE_CONTRACT_DIR, as an absolute path",
        }
    }
}
