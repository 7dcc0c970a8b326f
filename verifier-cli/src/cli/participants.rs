//! The arguments of `abide participants`.

use super::{AccessArgs, DeletionArgs, ForceArg, ShowArgs, below, not_blank};
use clap::{Args, Subcommand};

/// What to do with participants.
#[derive(Debug, Subcommand)]
pub(crate) enum ParticipantsCommand {
    /// Create a participant; publishing a contract does it, too.
    #[command(after_help = help())]
    Create(CreateParticipantArgs),
    /// Change what is said about a participant.
    #[command(after_help = help())]
    Update(UpdateParticipantArgs),
    /// List the participants.
    #[command(after_help = help())]
    List(ListParticipantsArgs),
    /// Say what there is to know about a participant.
    #[command(after_help = help())]
    Describe(DescribeParticipantArgs),
    /// Delete a participant with all its versions, contracts and results.
    #[command(after_help = help())]
    Delete(DeleteParticipantArgs),
}

/// Whom it is about.
#[derive(Debug, Args)]
pub(crate) struct NameArg {
    /// Name of the participant, as in contracts.
    #[arg(long, short = 'n', value_name = "NAME", value_parser = not_blank, aliases = ["participant", "pacticipant"])]
    pub(crate) name: String,
}

/// What is said about a participant.
#[derive(Debug, Args)]
pub(crate) struct ParticipantFieldsArgs {
    /// Name that people read.
    #[arg(long, value_name = "TEXT")]
    pub(crate) display_name: Option<String>,
    /// Branch its releases come from.
    #[arg(long, value_name = "BRANCH", value_parser = not_blank)]
    pub(crate) main_branch: Option<String>,
    /// Address of its code.
    #[arg(long, short = 'r', value_name = "URL")]
    pub(crate) repository_url: Option<String>,
}

/// Arguments of `abide participants create`.
#[derive(Debug, Args)]
pub(crate) struct CreateParticipantArgs {
    #[command(flatten)]
    pub(crate) name: NameArg,
    #[command(flatten)]
    pub(crate) fields: ParticipantFieldsArgs,
    #[command(flatten)]
    pub(crate) access: AccessArgs,
}

/// Arguments of `abide participants update`.
#[derive(Debug, Args)]
pub(crate) struct UpdateParticipantArgs {
    #[command(flatten)]
    pub(crate) name: NameArg,
    #[command(flatten)]
    pub(crate) fields: ParticipantFieldsArgs,
    /// Create the participant if the broker does not know it.
    #[arg(long)]
    pub(crate) create: bool,
    #[command(flatten)]
    pub(crate) access: AccessArgs,
}

/// Arguments of `abide participants list`.
#[derive(Debug, Args)]
pub(crate) struct ListParticipantsArgs {
    /// List only those in whose name this text is found.
    #[arg(long, value_name = "TEXT")]
    pub(crate) search: Option<String>,
    #[command(flatten)]
    pub(crate) show: ShowArgs,
}

/// Arguments of `abide participants describe`.
#[derive(Debug, Args)]
pub(crate) struct DescribeParticipantArgs {
    #[command(flatten)]
    pub(crate) name: NameArg,
    #[command(flatten)]
    pub(crate) show: ShowArgs,
}

/// Arguments of `abide participants delete`.
#[derive(Debug, Args)]
pub(crate) struct DeleteParticipantArgs {
    #[command(flatten)]
    pub(crate) name: NameArg,
    #[command(flatten)]
    pub(crate) force: ForceArg,
    #[command(flatten)]
    pub(crate) deletion: DeletionArgs,
}

pub(super) fn help() -> String {
    below(
        "  abide participants create --name order-service --main-branch main
  abide participants update --create --name order-service --repository-url https://git.example/order
  abide participants list --search order
  abide participants describe --name order-service --output json
  abide participants delete --name order-service --yes",
    )
}
