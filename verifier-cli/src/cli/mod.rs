//! The command line: what can be typed. What is done with it is in [`crate::commands`].

mod access;
mod broker;
mod check;
mod output;
mod verify;

pub use access::AccessArgs;
pub use broker::{CanIDeployArgs, CreateEnvironmentArgs, ListEnvironmentsArgs, PublishArgs, RecordDeploymentArgs};
pub use check::{CheckArgs, Document, SchemaArgs};
pub use output::{Format, OutputArg};
pub use verify::VerifyArgs;

use crate::exit;
use clap::{Parser, Subcommand};

/// Consumer-driven contract testing: verify providers, publish contracts, ask before you deploy.
#[derive(Debug, Parser)]
#[command(name = "abide", version, max_term_width = 100, arg_required_else_help = true, after_help = exit::HELP)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// One thing to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Replay contracts against a running provider.
    #[command(after_help = verify::after_help())]
    Verify(Box<VerifyArgs>),
    /// Publish contracts under a version of their consumer.
    #[command(after_help = broker::publish_help())]
    Publish(PublishArgs),
    /// Ask whether a version gets along with everybody who is live where it goes.
    #[command(after_help = broker::can_i_deploy_help())]
    CanIDeploy(CanIDeployArgs),
    /// Record that a version is deployed to an environment.
    #[command(after_help = broker::record_deployment_help())]
    RecordDeployment(RecordDeploymentArgs),
    /// Say what contract files are, and what is doubtful about them.
    #[command(long_about = check::CHECK, after_help = check::check_help())]
    Check(CheckArgs),
    /// Print the JSON Schema of contract files or of a command's JSON result.
    #[command(after_help = check::schema_help())]
    Schema(SchemaArgs),
    /// Create and list environments.
    #[command(subcommand, after_help = broker::environments_help())]
    Environments(EnvironmentsCommand),
}

/// What to do with environments.
#[derive(Debug, Subcommand)]
pub enum EnvironmentsCommand {
    /// Create an environment.
    #[command(after_help = broker::environments_help())]
    Create(CreateEnvironmentArgs),
    /// List the environments.
    #[command(after_help = broker::environments_help())]
    List(ListEnvironmentsArgs),
}

/// The text below the options: examples, then exit codes.
fn below(examples: &str) -> String {
    format!("Examples:\n{examples}\n\n{}", exit::HELP)
}

/// A name, version, branch or environment: an unset variable of a pipeline must not pass for one.
fn not_blank(text: &str) -> Result<String, String> {
    if text.trim().is_empty() { Err("it is blank; is the variable set?".to_owned()) } else { Ok(text.to_owned()) }
}
