//! The arguments of the commands that record what is live where.

use super::{AccessArgs, below, not_blank};
use clap::Args;

/// Arguments of `abide record-deployment`.
#[derive(Debug, Args)]
pub(crate) struct RecordDeploymentArgs {
    #[command(flatten)]
    pub(crate) subject: RecordArgs,
    /// Which of several instances in the environment it replaces.
    #[arg(
        long,
        value_name = "INSTANCE",
        value_parser = not_blank,
        alias = "target",
        // Not below that of the broker's flags.
        help_heading = None::<&'static str>
    )]
    pub(crate) application_instance: Option<String>,
}

/// Arguments of `abide record-release` and `abide record-support-ended`.
#[derive(Debug, Args)]
pub(crate) struct RecordArgs {
    /// Participant.
    #[arg(long, short = 'a', value_name = "NAME", value_parser = not_blank, alias = "pacticipant")]
    pub(crate) participant: String,
    /// Its version.
    #[arg(long, short = 'e', value_name = "VERSION", value_parser = not_blank, alias = "pacticipant-version")]
    pub(crate) version: String,
    /// Environment.
    #[arg(long, value_name = "ENVIRONMENT", value_parser = not_blank)]
    pub(crate) environment: String,
    #[command(flatten)]
    pub(crate) access: AccessArgs,
}

/// Arguments of `abide record-undeployment`.
#[derive(Debug, Args)]
pub(crate) struct RecordUndeploymentArgs {
    /// Participant that is not deployed any more.
    #[arg(long, short = 'a', value_name = "NAME", value_parser = not_blank, alias = "pacticipant")]
    pub(crate) participant: String,
    /// Environment it was deployed to.
    #[arg(long, value_name = "ENVIRONMENT", value_parser = not_blank)]
    pub(crate) environment: String,
    /// Which of several instances in the environment is meant; without it the one that has no name.
    #[arg(long, value_name = "INSTANCE", value_parser = not_blank, alias = "target")]
    pub(crate) application_instance: Option<String>,
    #[command(flatten)]
    pub(crate) access: AccessArgs,
}

pub(super) fn deployment_help() -> String {
    below("  abide record-deployment --participant order-service --version 1.0.0 --environment production")
}

pub(super) fn undeployment_help() -> String {
    below("  abide record-undeployment --participant order-service --environment production")
}

pub(super) fn release_help() -> String {
    below("  abide record-release --participant shop-app --version 7.1.0 --environment app-store")
}

pub(super) fn support_ended_help() -> String {
    below("  abide record-support-ended --participant shop-app --version 6.0.0 --environment app-store")
}
