//! The arguments of the commands that look at files alone.

use super::{OutputArg, below};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Arguments of `abide check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Contract file, or folder (searched for *.json at any depth).
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its text would become the help of the whole command")]
    pub output: OutputArg,
}

/// What `abide check` does, in full.
pub(super) const CHECK: &str = "\
Say what contract files are, and what is doubtful about them. Needs no provider and no broker.

Findings are what makes a contract say more, less or something else than it should: rules that hit nothing, that cannot \
fail or stand where they say nothing, examples that break their own rules, exact values that look generated, lists of \
unlike examples, interactions that cannot be told apart, and what cannot be verified. Notes are what was read leniently, \
a version that is not stated, unknown fields, and generators that make no value; they do not change the exit code.";

pub(super) fn check_help() -> String {
    below(
        "  abide check target/contracts
  abide check orders.json --output json=check.json",
    )
}

/// Arguments of `abide schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Of what.
    #[arg(value_name = "DOCUMENT", value_enum)]
    pub document: Document,
}

/// A document that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Document {
    /// Contract files as we write them.
    Contract,
    /// What `--output json` of the commands that list and describe what a broker has writes.
    Broker,
    /// The result of `abide can-i-deploy --output json` and of `abide can-i-merge`.
    CanIDeploy,
    /// The result of `abide check --output json`.
    Check,
    /// The result of `abide diff --output json`.
    Diff,
    /// The result of `abide verify --output json`.
    Verify,
}

pub(super) fn schema_help() -> String {
    below("  abide schema contract > contract.schema.json")
}
