//! The arguments of `abide environments`.

use super::{AccessArgs, ConfirmArg, ForceArg, OutputArg, below, not_blank};
use clap::{Args, Subcommand};

/// What to do with environments.
#[derive(Debug, Subcommand)]
pub enum EnvironmentsCommand {
    /// Create an environment.
    #[command(after_help = help())]
    Create(CreateEnvironmentArgs),
    /// Change what is said about an environment.
    #[command(after_help = help())]
    Update(UpdateEnvironmentArgs),
    /// List the environments.
    #[command(after_help = help())]
    List(ListEnvironmentsArgs),
    /// Say what there is to know about an environment: what is deployed and released there.
    #[command(after_help = help())]
    Describe(DescribeEnvironmentArgs),
    /// Delete an environment with all that was recorded there.
    #[command(after_help = help())]
    Delete(DeleteEnvironmentArgs),
}

/// Which environment it is about.
#[derive(Debug, Args)]
pub struct EnvironmentArg {
    /// Environment that is meant: its name, or the broker's uuid for it.
    #[arg(long, value_name = "ENVIRONMENT", value_parser = not_blank, alias = "uuid")]
    pub environment: String,
}

/// What is said about an environment.
#[derive(Debug, Args)]
pub struct EnvironmentFieldsArgs {
    /// Name that people read.
    #[arg(long, value_name = "TEXT")]
    pub display_name: Option<String>,
    /// It is a production environment.
    #[arg(long, overrides_with = "no_production")]
    pub production: bool,
    /// It is none.
    #[arg(long, overrides_with = "production")]
    pub no_production: bool,
    /// Team or person to ask about it.
    #[arg(long, value_name = "NAME", value_parser = not_blank)]
    pub contact_name: Option<String>,
    /// How to reach them.
    #[arg(long, value_name = "EMAIL", requires = "contact_name")]
    pub contact_email_address: Option<String>,
}

/// Arguments of `abide environments create`.
#[derive(Debug, Args)]
pub struct CreateEnvironmentArgs {
    /// Name that commands use; no spaces.
    #[arg(long, short = 'n', value_name = "NAME", value_parser = not_blank)]
    pub name: String,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub fields: EnvironmentFieldsArgs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub access: AccessArgs,
}

/// Arguments of `abide environments update`.
#[derive(Debug, Args)]
pub struct UpdateEnvironmentArgs {
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub environment: EnvironmentArg,
    /// Its new name; no spaces.
    #[arg(long, short = 'n', value_name = "NAME", value_parser = not_blank)]
    pub name: Option<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub fields: EnvironmentFieldsArgs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub access: AccessArgs,
}

/// Arguments of `abide environments list`.
#[derive(Debug, Args)]
pub struct ListEnvironmentsArgs {
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub output: OutputArg,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub access: AccessArgs,
}

/// Arguments of `abide environments describe`.
#[derive(Debug, Args)]
pub struct DescribeEnvironmentArgs {
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub environment: EnvironmentArg,
    /// Show only what is live of this participant.
    #[arg(long, short = 'a', value_name = "NAME", value_parser = not_blank, alias = "pacticipant")]
    pub participant: Option<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub output: OutputArg,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub access: AccessArgs,
}

/// Arguments of `abide environments delete`.
#[derive(Debug, Args)]
pub struct DeleteEnvironmentArgs {
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub environment: EnvironmentArg,
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
        "  abide environments create --name production --display-name Production --production
  abide environments update --environment production --display-name Live
  abide environments list
  abide environments describe --environment production --output json
  abide environments delete --environment staging --yes",
    )
}
