//! The command line: what can be typed. What is done with it is in [`crate::commands`].

mod access;
mod check;
mod convert;
mod deletion;
mod diff;
mod environments;
mod live;
mod output;
mod participants;
mod publish;
mod question;
mod record;
mod verify;
mod versions;

pub(crate) use access::AccessArgs;
pub(crate) use check::{CheckArgs, Document, ReflectionArgs, SchemaArgs};
pub(crate) use convert::{ConvertArgs, FormatVersion};
pub(crate) use deletion::{DeletionArgs, ForceArg};
pub(crate) use diff::DiffArgs;
pub(crate) use environments::{
    CreateEnvironmentArgs, DeleteEnvironmentArgs, DescribeEnvironmentArgs, EnvironmentFieldsArgs, EnvironmentsCommand,
    UpdateEnvironmentArgs,
};
pub(crate) use live::{DeploymentsCommand, ListLiveArgs, ReleasesCommand};
pub(crate) use output::{Format, OutputArg, ShowArgs};
pub(crate) use participants::{
    CreateParticipantArgs, DeleteParticipantArgs, DescribeParticipantArgs, ListParticipantsArgs, ParticipantFieldsArgs,
    ParticipantsCommand, UpdateParticipantArgs,
};
pub(crate) use publish::PublishArgs;
pub(crate) use question::{AskingArgs, CanIDeployArgs, CanIMergeArgs, SubjectArgs};
pub(crate) use record::{RecordArgs, RecordDeploymentArgs, RecordUndeploymentArgs};
pub(crate) use verify::VerifyArgs;
pub(crate) use versions::{
    BranchesCommand, CreateTagArgs, DeleteBranchArgs, DeleteTagArgs, DeleteVersionArgs, DescribeBranchArgs,
    DescribeTagArgs, DescribeVersionArgs, ListBranchesArgs, ListTagsArgs, ListVersionsArgs, TagsCommand,
    VersionsCommand,
};

use crate::exit;
use clap::{Parser, Subcommand};

/// Consumer-driven contract testing: verify providers, publish contracts, ask before you deploy.
#[derive(Debug, Parser)]
#[command(name = "abide", version, max_term_width = 100, arg_required_else_help = true, after_help = exit::HELP)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// One thing to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Replay contracts against a running provider.
    #[command(long_about = verify::VERIFY, after_help = verify::after_help())]
    Verify(Box<VerifyArgs>),
    /// Publish contracts under a version of their consumer.
    #[command(after_help = publish::help())]
    Publish(PublishArgs),
    /// Ask whether a version gets along with everybody who is live where it goes.
    #[command(after_help = question::deploy_help())]
    CanIDeploy(CanIDeployArgs),
    /// Ask whether a version gets along with the main branches of its partners.
    #[command(after_help = question::merge_help())]
    CanIMerge(CanIMergeArgs),
    /// Record that a version is deployed to an environment, in place of the one before.
    #[command(after_help = record::deployment_help())]
    RecordDeployment(RecordDeploymentArgs),
    /// Record that a participant is not deployed to an environment any more.
    #[command(after_help = record::undeployment_help())]
    RecordUndeployment(RecordUndeploymentArgs),
    /// Record that a version is released to an environment, beside those released before.
    #[command(after_help = record::release_help())]
    RecordRelease(RecordArgs),
    /// Record that a released version is not supported any more.
    #[command(after_help = record::support_ended_help())]
    RecordSupportEnded(RecordArgs),
    /// Say where two contracts differ.
    #[command(long_about = diff::DIFF, after_help = diff::help())]
    Diff(DiffArgs),
    /// Say what contract files are, and what is doubtful about them.
    #[command(long_about = check::CHECK, after_help = check::check_help())]
    Check(Box<CheckArgs>),
    /// Write a contract file in another version of the format.
    #[command(long_about = convert::CONVERT, after_help = convert::help())]
    Convert(ConvertArgs),
    /// Print the JSON Schema of contract files or of a command's JSON result.
    #[command(after_help = check::schema_help())]
    Schema(SchemaArgs),
    /// Create, update, list, describe and delete participants.
    #[command(subcommand, after_help = participants::help())]
    Participants(ParticipantsCommand),
    /// List, describe and delete versions of participants.
    #[command(subcommand, after_help = versions::versions_help())]
    Versions(VersionsCommand),
    /// List, describe and delete branches of participants.
    #[command(subcommand, after_help = versions::branches_help())]
    Branches(BranchesCommand),
    /// Create, list, describe and delete tags of versions.
    #[command(subcommand, after_help = versions::tags_help())]
    Tags(TagsCommand),
    /// Create, update, list, describe and delete environments.
    #[command(subcommand, after_help = environments::help())]
    Environments(EnvironmentsCommand),
    /// List what is deployed, as `record-deployment` has recorded it.
    #[command(subcommand, after_help = live::deployments_help())]
    Deployments(DeploymentsCommand),
    /// List what is released and supported, as `record-release` has recorded it.
    #[command(subcommand, after_help = live::releases_help())]
    Releases(ReleasesCommand),
}

/// The text below the options: examples, then exit codes.
fn below(examples: &str) -> String {
    with_codes(examples, exit::HELP)
}

/// The same for a command with exit codes of its own.
fn with_codes(examples: &str, codes: &str) -> String {
    format!("Examples:\n{examples}\n\n{codes}")
}

/// A name, version, branch or environment: an unset variable of a pipeline must not pass for one.
fn not_blank(text: &str) -> Result<String, String> {
    if text.trim().is_empty() { Err("it is blank; is the variable set?".to_owned()) } else { Ok(text.to_owned()) }
}
