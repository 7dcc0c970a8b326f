//! The arguments of `abide can-i-deploy` and `abide can-i-merge`.

use super::{ShowArgs, below, not_blank};
use clap::Args;
use std::time::Duration;

/// Arguments of `abide can-i-deploy`.
#[derive(Debug, Args)]
pub(crate) struct CanIDeployArgs {
    #[command(flatten)]
    pub(crate) subjects: SubjectArgs,
    /// Environment it is to be deployed to.
    #[arg(long, value_name = "ENVIRONMENT", value_parser = not_blank, conflicts_with = "to")]
    pub(crate) to_environment: Option<String>,
    /// Tag whose latest versions it has to get along with.
    #[arg(long, value_name = "TAG", value_parser = not_blank)]
    pub(crate) to: Option<String>,
    #[command(flatten)]
    pub(crate) asking: AskingArgs,
}

/// Arguments of `abide can-i-merge`.
#[derive(Debug, Args)]
pub(crate) struct CanIMergeArgs {
    #[command(flatten)]
    pub(crate) subjects: SubjectArgs,
    #[command(flatten)]
    pub(crate) asking: AskingArgs,
}

/// Whose versions a question is about.
#[derive(Debug, Args)]
pub(crate) struct SubjectArgs {
    /// Participant; may be repeated, each with its own version, to ask whether they get along with each other.
    #[arg(long, short = 'a', value_name = "NAME", value_parser = not_blank, alias = "pacticipant", required = true)]
    pub(crate) participant: Vec<String>,
    /// Its version, the first one that of the first participant, and so on; needed unless `--branch` or `--latest` says
    /// which.
    #[arg(long, short = 'e', value_name = "VERSION", value_parser = not_blank, alias = "pacticipant-version")]
    pub(crate) version: Vec<String>,
    /// The latest version on this branch is meant.
    #[arg(long, value_name = "BRANCH", value_parser = not_blank, conflicts_with_all = ["version", "latest"])]
    pub(crate) branch: Option<String>,
    /// The latest version is meant, or the latest one with this tag.
    #[arg(long, short = 'l', value_name = "TAG", value_parser = not_blank, num_args = 0..=1, conflicts_with = "version")]
    #[expect(clippy::option_option, reason = "this is how clap reads a flag whose value may be left away")]
    pub(crate) latest: Option<Option<String>>,
}

/// How a question is asked.
#[derive(Debug, Args)]
pub(crate) struct AskingArgs {
    /// Participant whose results do not count; may be repeated.
    #[arg(long, value_name = "NAME", value_parser = not_blank)]
    pub(crate) ignore: Vec<String>,
    /// Ask again while verification results are missing; a no ends it at once.
    #[arg(long)]
    pub(crate) wait: bool,
    /// How long to wait for missing results, with `--wait`.
    #[arg(long, value_name = "SECONDS", default_value = "600", value_parser = seconds, requires = "wait")]
    pub(crate) timeout: Duration,
    /// How long to wait between two questions, with `--wait`.
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds, requires = "wait",
          alias = "retry-interval")]
    pub(crate) interval: Duration,
    #[command(flatten)]
    pub(crate) show: ShowArgs,
}

/// A day at most: nobody waits longer, and clocks can add it.
fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse::<f64>() {
        Ok(number) if (0.05..=86_400.0).contains(&number) => Ok(Duration::from_secs_f64(number)),
        _ => Err("expected a number of seconds, from 0.05 to 86400".to_owned()),
    }
}

pub(super) fn deploy_help() -> String {
    below(
        "  abide can-i-deploy --participant order-service --version 1.0.0 --to-environment production
  abide can-i-deploy --participant order-service --version 1.0.0 --to-environment production \\
        --wait --timeout 900
  abide can-i-deploy --participant order-service --version 1.0.0 \\
        --participant payment-service --version 2.0.0 --output json",
    )
}

pub(super) fn merge_help() -> String {
    below(
        "  abide can-i-merge --participant order-service --version 1.0.0
  abide can-i-merge --participant order-service --branch new-checkout --wait --output json=answer.json",
    )
}
