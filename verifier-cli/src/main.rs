//! The binary `abide`: reads the arguments, runs the command, ends with its exit code.

use abide_verifier_cli::cli::Cli;
use abide_verifier_cli::commands;
use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    commands::run(Cli::parse()).into()
}
