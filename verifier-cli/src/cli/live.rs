//! The arguments of `abide deployments` and `abide releases`.

use super::{ShowArgs, below, not_blank};
use clap::{Args, Subcommand};

/// What to do with deployments.
#[derive(Debug, Subcommand)]
pub(crate) enum DeploymentsCommand {
    /// List what is deployed, in one environment or in all.
    #[command(after_help = deployments_help())]
    List(ListLiveArgs),
}

/// What to do with releases.
#[derive(Debug, Subcommand)]
pub(crate) enum ReleasesCommand {
    /// List what is released and supported, in one environment or in all.
    #[command(after_help = releases_help())]
    List(ListLiveArgs),
}

/// Arguments of `abide deployments list` and `abide releases list`.
#[derive(Debug, Args)]
pub(crate) struct ListLiveArgs {
    /// Only this environment: its name, or the broker's uuid for it.
    #[arg(long, value_name = "ENVIRONMENT", value_parser = not_blank)]
    pub(crate) environment: Option<String>,
    /// Only this participant.
    #[arg(long, short = 'a', value_name = "NAME", value_parser = not_blank, alias = "pacticipant")]
    pub(crate) participant: Option<String>,
    #[command(flatten)]
    pub(crate) show: ShowArgs,
}

pub(super) fn deployments_help() -> String {
    below(
        "  abide deployments list
  abide deployments list --environment production --participant order-service --output json",
    )
}

pub(super) fn releases_help() -> String {
    below(
        "  abide releases list
  abide releases list --environment app-store --participant order-service --output json",
    )
}
