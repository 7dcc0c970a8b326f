//! Why a kept contract cannot be recorded.

use abide_contract_core::file;
use std::io;
use std::path::PathBuf;

/// Why a kept contract cannot be recorded; reaches a test as the text of a panic.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("reading contract file `{}`", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error(transparent)]
    Malformed(#[from] file::Error),
    #[error("contract file `{}` belongs to another contract", path.display())]
    OtherContract { path: PathBuf, source: file::Conflict },
    #[error("writing contract file `{}`", path.display())]
    Unwritable { path: PathBuf, source: io::Error },
    #[error("waiting for other tests that write `{}`", path.display())]
    Unlockable { path: PathBuf, source: io::Error },
    #[error("finding the folder for contract files")]
    Homeless { source: io::Error },
    #[error("`{description}` is described in two ways, at\n    {first}\n    {second}\n  and their {differing} differ")]
    Contradiction { description: String, first: String, second: String, differing: String },
}

impl Error {
    /// What to try.
    pub(crate) fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Malformed(_) => {
                Some("nothing was overwritten; delete the file or restore it, and run the tests again")
            }
            Self::OtherContract { .. } => Some(
                "both contracts would have this file's name; set ABIDE_CONTRACT_DIR to another folder for one of them",
            ),
            Self::Contradiction { .. } => Some("give one of them another description or state, or make them equal"),
            Self::Unwritable { .. } | Self::Unlockable { .. } => {
                Some("ABIDE_CONTRACT_DIR names another folder for contract files")
            }
            Self::Unreadable { .. } | Self::Homeless { .. } => None,
        }
    }
}
