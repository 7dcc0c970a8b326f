//! The arguments of `abide environments`.

use super::{AccessArgs, DeletionArgs, ForceArg, ShowArgs, below, not_blank};
use clap::{Args, Subcommand};

/// What to do with environments.
#[derive(Debug, Subcommand)]
pub(crate) enum EnvironmentsCommand {
    /// Create an environment.
    #[command(after_help = help())]
    Create(CreateEnvironmentArgs),
    /// Change what is said about an environment.
    #[command(after_help = help())]
    Update(UpdateEnvironmentArgs),
    /// List the environments.
    #[command(after_help = help())]
    List(ShowArgs),
    /// Say what there is to know about an environment: what is deployed and released there.
    #[command(after_help = help())]
    Describe(DescribeEnvironmentArgs),
    /// Delete an environment with all that was recorded there.
    #[command(after_help = help())]
    Delete(DeleteEnvironmentArgs),
}

/// Which environment it is about.
#[derive(Debug, Args)]
pub(crate) struct EnvironmentArg {
    /// Environment that is meant: its name, or the broker's uuid for it.
    #[arg(long, value_name = "ENVIRONMENT", value_parser = not_blank, alias = "uuid")]
    pub(crate) environment: String,
}

/// What is said about an environment.
#[derive(Debug, Args)]
pub(crate) struct EnvironmentFieldsArgs {
    /// Name that people read.
    #[arg(long, value_name = "TEXT")]
    pub(crate) display_name: Option<String>,
    /// It is a production environment.
    #[arg(long, overrides_with = "no_production")]
    pub(crate) production: bool,
    /// It is not a production environment.
    #[arg(long, overrides_with = "production")]
    pub(crate) no_production: bool,
    /// Team or person to ask about it.
    #[arg(long, value_name = "NAME", value_parser = not_blank)]
    pub(crate) contact_name: Option<String>,
    /// E-mail address of that contact; needs `--contact-name`.
    #[arg(long, value_name = "EMAIL", requires = "contact_name")]
    pub(crate) contact_email_address: Option<String>,
}

/// Arguments of `abide environments create`.
#[derive(Debug, Args)]
pub(crate) struct CreateEnvironmentArgs {
    /// Name that commands use; no spaces.
    #[arg(long, short = 'n', value_name = "NAME", value_parser = not_blank)]
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) fields: EnvironmentFieldsArgs,
    #[command(flatten)]
    pub(crate) access: AccessArgs,
}

/// Arguments of `abide environments update`.
#[derive(Debug, Args)]
pub(crate) struct UpdateEnvironmentArgs {
    #[command(flatten)]
    pub(crate) environment: EnvironmentArg,
    /// Its new name; no spaces.
    #[arg(long, short = 'n', value_name = "NAME", value_parser = not_blank)]
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) fields: EnvironmentFieldsArgs,
    #[command(flatten)]
    pub(crate) access: AccessArgs,
}

/// Arguments of `abide environments describe`.
#[derive(Debug, Args)]
pub(crate) struct DescribeEnvironmentArgs {
    #[command(flatten)]
    pub(crate) environment: EnvironmentArg,
    /// Show only what is live of this participant.
    #[arg(long, short = 'a', value_name = "NAME", value_parser = not_blank, alias = "pacticipant")]
    pub(crate) participant: Option<String>,
    #[command(flatten)]
    pub(crate) show: ShowArgs,
}

/// Arguments of `abide environments delete`.
#[derive(Debug, Args)]
pub(crate) struct DeleteEnvironmentArgs {
    #[command(flatten)]
    pub(crate) environment: EnvironmentArg,
    #[command(flatten)]
    pub(crate) force: ForceArg,
    #[command(flatten)]
    pub(crate) deletion: DeletionArgs,
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
