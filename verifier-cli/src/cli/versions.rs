//! The arguments of `abide versions`, `abide branches` and `abide tags`.

use super::{AccessArgs, DeletionArgs, ForceArg, ShowArgs, below, not_blank};
use clap::{Args, Subcommand};

/// What to do with versions.
#[derive(Debug, Subcommand)]
pub(crate) enum VersionsCommand {
    /// List a participant's versions, newest first.
    #[command(after_help = versions_help())]
    List(ListVersionsArgs),
    /// Say what there is to know about a version: branches, tags, contracts, where it is live.
    #[command(after_help = versions_help())]
    Describe(DescribeVersionArgs),
    /// Delete a version with its contracts and results.
    #[command(after_help = versions_help())]
    Delete(DeleteVersionArgs),
}

/// What to do with branches.
#[derive(Debug, Subcommand)]
pub(crate) enum BranchesCommand {
    /// List a participant's branches, those first that have changed last.
    #[command(after_help = branches_help())]
    List(ListBranchesArgs),
    /// Say what there is to know about a branch: its latest version, and those before.
    #[command(after_help = branches_help())]
    Describe(DescribeBranchArgs),
    /// Delete a branch; its versions stay.
    #[command(after_help = branches_help())]
    Delete(DeleteBranchArgs),
}

/// What to do with tags.
#[derive(Debug, Subcommand)]
pub(crate) enum TagsCommand {
    /// Give a version a tag.
    #[command(after_help = tags_help())]
    Create(CreateTagArgs),
    /// List a version's tags.
    #[command(after_help = tags_help())]
    List(ListTagsArgs),
    /// Say what there is to know about a version's tag.
    #[command(after_help = tags_help())]
    Describe(DescribeTagArgs),
    /// Take a tag from a version.
    #[command(after_help = tags_help())]
    Delete(DeleteTagArgs),
}

/// Whose it is.
#[derive(Debug, Args)]
pub(crate) struct ParticipantArg {
    /// Participant.
    #[arg(long, short = 'a', value_name = "NAME", value_parser = not_blank, alias = "pacticipant")]
    pub(crate) participant: String,
}

/// A participant's version.
#[derive(Debug, Args)]
pub(crate) struct VersionArgs {
    #[command(flatten)]
    pub(crate) participant: ParticipantArg,
    /// Version that is meant.
    #[arg(long, short = 'e', value_name = "VERSION", value_parser = not_blank, alias = "pacticipant-version")]
    pub(crate) version: String,
}

/// How much of a list is shown.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct LimitArg {
    /// How many are listed.
    #[arg(long, value_name = "N", default_value = "100", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) limit: u32,
}

impl LimitArg {
    /// The number of entries.
    pub(crate) fn size(self) -> usize {
        usize::try_from(self.limit).unwrap_or(usize::MAX)
    }
}

/// Arguments of `abide versions list`.
#[derive(Debug, Args)]
pub(crate) struct ListVersionsArgs {
    #[command(flatten)]
    pub(crate) participant: ParticipantArg,
    /// List only those on this branch.
    #[arg(long, value_name = "BRANCH", value_parser = not_blank, conflicts_with = "tag")]
    pub(crate) branch: Option<String>,
    /// List only those with this tag.
    #[arg(long, short = 't', value_name = "TAG", value_parser = not_blank)]
    pub(crate) tag: Option<String>,
    #[command(flatten)]
    pub(crate) limit: LimitArg,
    #[command(flatten)]
    pub(crate) show: ShowArgs,
}

/// Arguments of `abide versions describe`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("which").required(true))]
pub(crate) struct DescribeVersionArgs {
    #[command(flatten)]
    pub(crate) participant: ParticipantArg,
    /// Version that is meant.
    #[arg(long, short = 'e', value_name = "VERSION", value_parser = not_blank, alias = "pacticipant-version", group = "which")]
    pub(crate) version: Option<String>,
    /// The latest version on this branch is meant.
    #[arg(long, value_name = "BRANCH", value_parser = not_blank, group = "which")]
    pub(crate) branch: Option<String>,
    /// The latest version is meant, or the latest one with this tag.
    #[arg(long, short = 'l', value_name = "TAG", value_parser = not_blank, num_args = 0..=1, group = "which")]
    #[expect(clippy::option_option, reason = "this is how clap reads a flag whose value may be left away")]
    pub(crate) latest: Option<Option<String>>,
    #[command(flatten)]
    pub(crate) show: ShowArgs,
}

/// Arguments of `abide versions delete`.
#[derive(Debug, Args)]
pub(crate) struct DeleteVersionArgs {
    #[command(flatten)]
    pub(crate) version: VersionArgs,
    #[command(flatten)]
    pub(crate) force: ForceArg,
    #[command(flatten)]
    pub(crate) deletion: DeletionArgs,
}

/// Arguments of `abide branches list`.
#[derive(Debug, Args)]
pub(crate) struct ListBranchesArgs {
    #[command(flatten)]
    pub(crate) participant: ParticipantArg,
    #[command(flatten)]
    pub(crate) limit: LimitArg,
    #[command(flatten)]
    pub(crate) show: ShowArgs,
}

/// Arguments of `abide branches describe`.
#[derive(Debug, Args)]
pub(crate) struct DescribeBranchArgs {
    #[command(flatten)]
    pub(crate) participant: ParticipantArg,
    /// Branch that is meant.
    #[arg(long, value_name = "BRANCH", value_parser = not_blank)]
    pub(crate) branch: String,
    #[command(flatten)]
    pub(crate) limit: LimitArg,
    #[command(flatten)]
    pub(crate) show: ShowArgs,
}

/// Arguments of `abide branches delete`.
#[derive(Debug, Args)]
pub(crate) struct DeleteBranchArgs {
    #[command(flatten)]
    pub(crate) participant: ParticipantArg,
    /// Branch that is meant.
    #[arg(long, value_name = "BRANCH", value_parser = not_blank)]
    pub(crate) branch: String,
    #[command(flatten)]
    pub(crate) deletion: DeletionArgs,
}

/// Arguments of `abide tags create`.
#[derive(Debug, Args)]
pub(crate) struct CreateTagArgs {
    #[command(flatten)]
    pub(crate) version: VersionArgs,
    /// Tag for the version; may be repeated.
    #[arg(long, short = 't', value_name = "TAG", value_parser = not_blank, required = true)]
    pub(crate) tag: Vec<String>,
    /// Create participant and version if the broker does not know them.
    #[arg(long)]
    pub(crate) auto_create_version: bool,
    #[command(flatten)]
    pub(crate) access: AccessArgs,
}

/// Arguments of `abide tags list`.
#[derive(Debug, Args)]
pub(crate) struct ListTagsArgs {
    #[command(flatten)]
    pub(crate) version: VersionArgs,
    #[command(flatten)]
    pub(crate) show: ShowArgs,
}

/// Arguments of `abide tags describe`.
#[derive(Debug, Args)]
pub(crate) struct DescribeTagArgs {
    #[command(flatten)]
    pub(crate) version: VersionArgs,
    /// Tag that is meant.
    #[arg(long, short = 't', value_name = "TAG", value_parser = not_blank)]
    pub(crate) tag: String,
    #[command(flatten)]
    pub(crate) show: ShowArgs,
}

/// Arguments of `abide tags delete`.
#[derive(Debug, Args)]
pub(crate) struct DeleteTagArgs {
    #[command(flatten)]
    pub(crate) version: VersionArgs,
    /// Tag that is meant.
    #[arg(long, short = 't', value_name = "TAG", value_parser = not_blank)]
    pub(crate) tag: String,
    #[command(flatten)]
    pub(crate) deletion: DeletionArgs,
}

pub(super) fn versions_help() -> String {
    below(
        "  abide versions list --participant order-service --branch main --limit 20
  abide versions describe --participant order-service --version 1.0.0
  abide versions describe --participant order-service --latest --output json
  abide versions delete --participant order-service --version 1.0.0 --yes",
    )
}

pub(super) fn branches_help() -> String {
    below(
        "  abide branches list --participant order-service
  abide branches describe --participant order-service --branch main --limit 10
  abide branches delete --participant order-service --branch new-checkout --yes",
    )
}

pub(super) fn tags_help() -> String {
    below(
        "  abide tags create --participant order-service --version 1.0.0 --tag prod
  abide tags list --participant order-service --version 1.0.0
  abide tags describe --participant order-service --version 1.0.0 --tag prod
  abide tags delete --participant order-service --version 1.0.0 --tag prod --yes",
    )
}
