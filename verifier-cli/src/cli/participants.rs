//! The arguments of `abide participants`.

use super::{AccessArgs, ConfirmArg, ForceArg, OutputArg, below, not_blank};
use clap::{Args, Subcommand};

/// What to do with participants.
#[derive(Debug, Subcommand)]
pub enum ParticipantsCommand {
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
pub struct NameArg {
    /// Name of the participant, as in contracts.
    #[arg(long, short = 'n', value_name = "NAME", value_parser = not_blank, aliases = ["participant", "pacticipant"])]
    pub name: String,
}

/// What is said about a participant.
#[derive(Debug, Args)]
pub struct ParticipantFieldsArgs {
    /// Name that people read.
    #[arg(long, value_name = "TEXT")]
    pub display_name: Option<String>,
    /// Branch its releases come from.
    #[arg(long, value_name = "BRANCH", value_parser = not_blank)]
    pub main_branch: Option<String>,
    /// Address of its code.
    #[arg(long, short = 'r', value_name = "URL")]
    pub repository_url: Option<String>,
}

/// Arguments of `abide participants create`.
#[derive(Debug, Args)]
pub struct CreateParticipantArgs {
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub name: NameArg,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub fields: ParticipantFieldsArgs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub access: AccessArgs,
}

/// Arguments of `abide participants update`.
#[derive(Debug, Args)]
pub struct UpdateParticipantArgs {
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub name: NameArg,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub fields: ParticipantFieldsArgs,
    /// Create the participant if the broker does not know it.
    #[arg(long)]
    pub create: bool,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub access: AccessArgs,
}

/// Arguments of `abide participants list`.
#[derive(Debug, Args)]
pub struct ListParticipantsArgs {
    /// List only those in whose name this text is found.
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub output: OutputArg,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub access: AccessArgs,
}

/// Arguments of `abide participants describe`.
#[derive(Debug, Args)]
pub struct DescribeParticipantArgs {
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub name: NameArg,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub output: OutputArg,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub access: AccessArgs,
}

/// Arguments of `abide participants delete`.
#[derive(Debug, Args)]
pub struct DeleteParticipantArgs {
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub name: NameArg,
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

pub(super) fn help() -> String {
    below(
        "  abide participants create --name order-service --main-branch main
  abide participants update --create --name order-service --repository-url https://git.example/order
  abide participants list --search order
  abide participants describe --name order-service --output json
  abide participants delete --name order-service --yes",
    )
}
