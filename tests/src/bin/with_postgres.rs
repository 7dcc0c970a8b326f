//! Runs a command beside a PostgreSQL server of its own, which `ABIDE_TEST_POSTGRES_URL` names.
//!
//! `cargo run -p abide-system-tests --bin with-postgres -- cargo test -p abide-broker`

use abide_system_tests::postgres::{Durability, Server};
use anyhow::Context as _;
use clap::Parser;
use std::ffi::OsString;
use std::process::{Command, ExitCode};

/// Runs a command beside a PostgreSQL server of its own, and ends as the command does.
#[derive(Debug, Parser)]
#[command(name = "with-postgres")]
struct Arguments {
    /// The command; it finds the server in the variable `ABIDE_TEST_POSTGRES_URL`.
    #[arg(value_name = "COMMAND", required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    command: Vec<OsString>,
}

fn main() -> anyhow::Result<ExitCode> {
    let command = Arguments::parse().command;
    let (program, arguments) = command.split_first().context("there is no command")?;
    let server = Server::start(Durability::None)?;
    let status = Command::new(program)
        .args(arguments)
        .env("ABIDE_TEST_POSTGRES_URL", server.url())
        .status()
        .with_context(|| format!("{} cannot be started", program.display()))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
