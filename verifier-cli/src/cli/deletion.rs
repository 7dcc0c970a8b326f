//! How every command that deletes is told where, and that it may.

use super::AccessArgs;
use clap::Args;

/// Whether to ask before something is deleted, and the broker it is deleted from.
#[derive(Debug, Args)]
pub(crate) struct DeletionArgs {
    /// Delete without asking; needed where nobody can be asked.
    #[arg(long, short = 'y')]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) access: AccessArgs,
}

/// Whether what is live is deleted, too.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct ForceArg {
    /// Delete it although something of it is live.
    #[arg(long)]
    pub(crate) force: bool,
}
