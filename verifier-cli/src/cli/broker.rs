//! The arguments of the commands that only talk to a broker.

use super::{AccessArgs, OutputArg, below, not_blank};
use clap::{ArgGroup, Args};
use std::path::PathBuf;

/// Arguments of `abide publish`.
#[derive(Debug, Args)]
pub struct PublishArgs {
    /// Contract file, or folder (searched for *.json at any depth).
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// Version of the consumer.
    #[arg(long, short = 'a', value_name = "VERSION", value_parser = not_blank, alias = "consumer-app-version")]
    pub version: String,
    /// Branch the consumer is built from.
    #[arg(long, value_name = "BRANCH", value_parser = not_blank)]
    pub branch: Option<String>,
    /// Tag for the version; may be repeated.
    #[arg(long, short = 't', value_name = "TAG", value_parser = not_blank)]
    pub tag: Vec<String>,
    /// Address of the build that publishes.
    #[arg(long, value_name = "URL")]
    pub build_url: Option<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub access: AccessArgs,
}

pub(super) fn publish_help() -> String {
    below("  abide publish target/contracts --version 1.0.0 --branch main --broker https://broker.example")
}

/// Arguments of `abide can-i-deploy`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("target").required(true))]
pub struct CanIDeployArgs {
    /// Who is to be deployed.
    #[arg(long, short = 'a', value_name = "NAME", value_parser = not_blank, alias = "pacticipant")]
    pub participant: String,
    /// Version that is to be deployed.
    #[arg(long, short = 'e', value_name = "VERSION", value_parser = not_blank)]
    pub version: String,
    /// Environment it is to be deployed to.
    #[arg(long, value_name = "ENVIRONMENT", value_parser = not_blank, group = "target")]
    pub to_environment: Option<String>,
    /// Tag whose latest versions it has to get along with.
    #[arg(long, value_name = "TAG", value_parser = not_blank, group = "target")]
    pub to: Option<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub output: OutputArg,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub access: AccessArgs,
}

pub(super) fn can_i_deploy_help() -> String {
    below(
        "  abide can-i-deploy --participant order-service --version 1.0.0 --to-environment production
  abide can-i-deploy --participant order-service --version 1.0.0 --to-environment production \\
        --output json",
    )
}

/// Arguments of `abide record-deployment`.
#[derive(Debug, Args)]
pub struct RecordDeploymentArgs {
    /// Who was deployed.
    #[arg(long, short = 'a', value_name = "NAME", value_parser = not_blank, alias = "pacticipant")]
    pub participant: String,
    /// Version that was deployed.
    #[arg(long, short = 'e', value_name = "VERSION", value_parser = not_blank)]
    pub version: String,
    /// Environment it was deployed to.
    #[arg(long, value_name = "ENVIRONMENT", value_parser = not_blank)]
    pub environment: String,
    /// Which of several instances in the environment it replaces.
    #[arg(long, value_name = "INSTANCE", value_parser = not_blank)]
    pub application_instance: Option<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub access: AccessArgs,
}

pub(super) fn record_deployment_help() -> String {
    below("  abide record-deployment --participant order-service --version 1.0.0 --environment production")
}

/// Arguments of `abide environments create`.
#[derive(Debug, Args)]
pub struct CreateEnvironmentArgs {
    /// Name that commands use; no spaces.
    #[arg(long, value_name = "NAME", value_parser = not_blank)]
    pub name: String,
    /// Name that people read.
    #[arg(long, value_name = "TEXT")]
    pub display_name: Option<String>,
    /// It is a production environment.
    #[arg(long)]
    pub production: bool,
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

pub(super) fn environments_help() -> String {
    below(
        "  abide environments create --name production --display-name Production --production
  abide environments list",
    )
}
