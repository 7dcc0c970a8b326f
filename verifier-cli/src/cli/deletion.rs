//! How every command that deletes is told that it may.

use clap::Args;

/// Whether to ask before something is deleted.
#[derive(Debug, Clone, Copy, Args)]
pub struct ConfirmArg {
    /// Delete without asking; needed where nobody can be asked.
    #[arg(long, short = 'y')]
    pub yes: bool,
}

/// Whether what is live is deleted, too.
#[derive(Debug, Clone, Copy, Args)]
pub struct ForceArg {
    /// Delete it although something of it is live.
    #[arg(long)]
    pub force: bool,
}
