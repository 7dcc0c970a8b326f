//! The binary `abide`: runs the command it was started with, and ends with its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    abide_verifier_cli::commands::run().into()
}
