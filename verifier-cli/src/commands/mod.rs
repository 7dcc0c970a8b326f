//! The commands: arguments in, one call, one report out.

mod access;
mod can_i_deploy;
mod check;
mod environments;
mod publish;
mod record_deployment;
mod schema;
mod verify;

use crate::broker_client;
use crate::cli::{Cli, Command, EnvironmentsCommand};
use crate::exit::Exit;
use crate::output::{Out, failure, json};
use crate::verify::Error as VerifyError;
use anyhow::Context as _;

/// Wrong usage that only shows when arguments are seen together or used.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Usage(String);

/// Runs a command and tells what went wrong, if anything did.
pub fn run(cli: Cli) -> Exit {
    match in_runtime(dispatch(cli)) {
        Ok(exit) => exit,
        Err(error) => {
            failure::tell(&error);
            exit_of(&error)
        }
    }
}

/// Nothing of this is set up before the arguments are read, so that `--help` answers at once.
fn in_runtime(work: impl Future<Output = anyhow::Result<Exit>>) -> anyhow::Result<Exit> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().context("cannot start")?.block_on(work)
}

async fn dispatch(cli: Cli) -> anyhow::Result<Exit> {
    match cli.command {
        Command::Verify(args) => verify::run(*args).await,
        Command::Publish(args) => publish::run(args).await,
        Command::CanIDeploy(args) => can_i_deploy::run(args).await,
        Command::RecordDeployment(args) => record_deployment::run(args).await,
        Command::Check(args) => check::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Environments(EnvironmentsCommand::Create(args)) => environments::create(args).await,
        Command::Environments(EnvironmentsCommand::List(args)) => environments::list(args).await,
    }
}

/// An error means that something could not be found out, unless it says otherwise.
fn exit_of(error: &anyhow::Error) -> Exit {
    if error.is::<Usage>() {
        return Exit::Usage;
    }
    if matches!(error.downcast_ref(), Some(VerifyError::Address { .. } | VerifyError::Header { .. })) {
        return Exit::Usage;
    }
    match error.downcast_ref::<broker_client::Error>() {
        Some(broker_client::Error::UnknownVersion { .. } | broker_client::Error::Conflict { .. }) => Exit::No,
        Some(broker_client::Error::Address { .. }) => Exit::Usage,
        _ => Exit::Unknown,
    }
}

/// Writes a JSON document and closes with a line break.
fn write_json(out: &mut Out, document: &impl serde::Serialize) -> anyhow::Result<()> {
    out.line(&json::text(document)?);
    out.finish()?;
    Ok(())
}
