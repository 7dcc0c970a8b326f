//! Runs a command beside a PostgreSQL server of its own, which `ABIDE_TEST_POSTGRES_URL` names.
//!
//! `cargo run -p abide-system-tests --bin with-postgres -- cargo test -p abide-broker`

use abide_system_tests::postgres::{Durability, Server};
use anyhow::Context as _;
use std::process::{Command, ExitCode};

fn main() -> anyhow::Result<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    let program = arguments.next().context("usage: with-postgres COMMAND [ARGUMENT…]")?;
    let server = Server::start(Durability::None)?;
    let status = Command::new(&program)
        .args(arguments)
        .env("ABIDE_TEST_POSTGRES_URL", server.url())
        .status()
        .with_context(|| format!("{} cannot be started", program.display()))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
