//! The arguments of `abide versions`, `abide branches` and `abide tags`.

use super::{AccessArgs, ConfirmArg, ForceArg, OutputArg, below, not_blank};
use clap::{Args, Subcommand};

/// What to do with versions.
#[derive(Debug, Subcommand)]
pub enum VersionsCommand {
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
pub enum BranchesCommand {
    /// List a participant's branches, those first that have changed last.
    #[command(after_help = branches_help())]
    List(ListBranchesArgs),
    /// Delete a branch; its versions stay.
    #[command(after_help = branches_help())]
    Delete(DeleteBranchArgs),
}

/// What to do with tags.
#[derive(Debug, Subcommand)]
pub enum TagsCommand {
    /// Give a version a tag.
    #[command(after_help = tags_help())]
    Create(CreateTagArgs),
    /// List a version's tags.
    #[command(after_help = tags_help())]
    List(ListTagsArgs),
    /// Take a tag from a version.
    #[command(after_help = tags_help())]
    Delete(DeleteTagArgs),
}

/// Whose it is.
#[derive(Debug, Args)]
pub struct ParticipantArg {
    /// Whose it is.
    #[arg(long, short = 'a', value_name = "NAME", value_parser = not_blank, alias = "pacticipant")]
    pub participant: String,
}

/// A participant's version.
#[derive(Debug, Args)]
pub struct VersionArgs {
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub participant: ParticipantArg,
    /// Version that is meant.
    #[arg(long, short = 'e', value_name = "VERSION", value_parser = not_blank, alias = "pacticipant-version")]
    pub version: String,
}

/// How much of a list is shown.
#[derive(Debug, Clone, Copy, Args)]
pub struct LimitArg {
    /// How many are listed.
    #[arg(long, value_name = "N", default_value = "100", value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: u32,
}

impl LimitArg {
    /// The number of entries.
    pub fn size(self) -> usize {
        usize::try_from(self.limit).unwrap_or(usize::MAX)
    }
}

/// Arguments of `abide versions list`.
#[derive(Debug, Args)]
pub struct ListVersionsArgs {
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub participant: ParticipantArg,
    /// List only those on this branch.
    #[arg(long, value_name = "BRANCH", value_parser = not_blank, conflicts_with = "tag")]
    pub branch: Option<String>,
    /// List only those with this tag.
    #[arg(long, short = 't', value_name = "TAG", value_parser = not_blank)]
    pub tag: Option<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub limit: LimitArg,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub output: OutputArg,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub access: AccessArgs,
}

/// Arguments of `abide versions describe`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("which").required(true))]
pub struct DescribeVersionArgs {
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub participant: ParticipantArg,
    /// Version that is meant.
    #[arg(long, short = 'e', value_name = "VERSION", value_parser = not_blank, alias = "pacticipant-version", group = "which")]
    pub version: Option<String>,
    /// The latest version on this branch is meant.
    #[arg(long, value_name = "BRANCH", value_parser = not_blank, group = "which")]
    pub branch: Option<String>,
    /// The latest version is meant, or the latest one with this tag.
    #[arg(long, short = 'l', value_name = "TAG", value_parser = not_blank, num_args = 0..=1, group = "which")]
    pub latest: Option<Option<String>>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub output: OutputArg,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub access: AccessArgs,
}

/// Arguments of `abide versions delete`.
#[derive(Debug, Args)]
pub struct DeleteVersionArgs {
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub version: VersionArgs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub confirm: ConfirmArg,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub force: ForceArg,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub access: AccessArgs,
}

/// Arguments of `abide branches list`.
#[derive(Debug, Args)]
pub struct ListBranchesArgs {
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub participant: ParticipantArg,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub limit: LimitArg,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub output: OutputArg,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub access: AccessArgs,
}

/// Arguments of `abide branches delete`.
#[derive(Debug, Args)]
pub struct DeleteBranchArgs {
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub participant: ParticipantArg,
    /// Branch that is meant.
    #[arg(long, value_name = "BRANCH", value_parser = not_blank)]
    pub branch: String,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub confirm: ConfirmArg,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub access: AccessArgs,
}

/// Arguments of `abide tags create`.
#[derive(Debug, Args)]
pub struct CreateTagArgs {
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub version: VersionArgs,
    /// Tag for the version; may be repeated.
    #[arg(long, short = 't', value_name = "TAG", value_parser = not_blank, required = true)]
    pub tag: Vec<String>,
    /// Create participant and version if the broker does not know them.
    #[arg(long)]
    pub auto_create_version: bool,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub access: AccessArgs,
}

/// Arguments of `abide tags list`.
#[derive(Debug, Args)]
pub struct ListTagsArgs {
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub version: VersionArgs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub output: OutputArg,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub access: AccessArgs,
}

/// Arguments of `abide tags delete`.
#[derive(Debug, Args)]
pub struct DeleteTagArgs {
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub version: VersionArgs,
    /// Tag that is meant.
    #[arg(long, short = 't', value_name = "TAG", value_parser = not_blank)]
    pub tag: String,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub confirm: ConfirmArg,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub access: AccessArgs,
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
  abide branches delete --participant order-service --branch new-checkout --yes",
    )
}

pub(super) fn tags_help() -> String {
    below(
        "  abide tags create --participant order-service --version 1.0.0 --tag prod
  abide tags list --participant order-service --version 1.0.0
  abide tags delete --participant order-service --version 1.0.0 --tag prod --yes",
    )
}
