//! The commands: arguments in, one call, one report out.

mod access;
mod branches;
mod can_i;
mod check;
mod confirm;
mod convert;
mod diff;
mod environments;
mod live;
mod participants;
mod publish;
mod record;
mod report;
mod schema;
mod tags;
mod verify;
mod versions;

use crate::broker_client::{Broker, Error as BrokerError};
use crate::cli::{Cli, Command, ShowArgs};
use crate::exit::Exit;
use crate::output::{Out, failure};
use crate::verify::Error as VerifyError;
use anyhow::Context as _;
use clap::Parser as _;
use report::Report;

/// Wrong usage that only shows when arguments are seen together or used.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Usage(String);

/// Runs the command the process was started with, and tells what went wrong, if anything did. Wrong usage that shows in
/// the arguments alone, `--help` and `--version` end the process here.
pub fn run() -> Exit {
    match in_runtime(dispatch(Cli::parse())) {
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
        Command::CanIDeploy(args) => can_i::deploy(args).await,
        Command::CanIMerge(args) => can_i::merge(args).await,
        Command::RecordDeployment(args) => record::deployment(args).await,
        Command::RecordUndeployment(args) => record::undeployment(args).await,
        Command::RecordRelease(args) => record::release(args).await,
        Command::RecordSupportEnded(args) => record::support_ended(args).await,
        Command::Diff(args) => diff::run(args).await,
        Command::Check(args) => check::run(&args).await,
        Command::Convert(args) => convert::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Participants(command) => participants::run(command).await,
        Command::Versions(command) => versions::run(command).await,
        Command::Branches(command) => branches::run(command).await,
        Command::Tags(command) => tags::run(command).await,
        Command::Environments(command) => environments::run(command).await,
        Command::Deployments(command) => live::deployments(command).await,
        Command::Releases(command) => live::releases(command).await,
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
    match error.downcast_ref::<BrokerError>() {
        Some(
            BrokerError::UnknownVersion { .. }
            | BrokerError::UnknownBranch { .. }
            | BrokerError::UnknownTag { .. }
            | BrokerError::NotLive { .. }
            | BrokerError::Conflict { .. }
            | BrokerError::Protected { .. }
            | BrokerError::Taken { .. }
            | BrokerError::Refused { status: 409, .. },
        ) => Exit::No,
        Some(BrokerError::Address { .. }) => Exit::Usage,
        _ => Exit::Unknown,
    }
}

/// Says on the standard output what was done.
fn say(done: &str) -> anyhow::Result<Exit> {
    let mut out = Out::standard();
    out.line(done);
    out.finish()?;
    Ok(Exit::Yes)
}

/// Where the flags want an answer written, and the broker that gives it; flags that contradict each other come first.
fn showing(args: &ShowArgs) -> anyhow::Result<(Report<'_>, Broker)> {
    Ok((Report::to(&args.output)?, access::broker(&args.access)?))
}
