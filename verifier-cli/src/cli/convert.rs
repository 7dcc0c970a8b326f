//! The arguments of `abide convert`.

use super::with_codes;
use crate::exit;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Arguments of `abide convert`.
#[derive(Debug, Args)]
pub(crate) struct ConvertArgs {
    /// Contract file, of any version.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Version of the format to write it in.
    #[arg(long, value_name = "VERSION", value_enum)]
    pub(crate) format: FormatVersion,
}

/// A version of the format that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatVersion {
    /// HTTP, with the rules `type` and `regex`.
    #[value(name = "2")]
    V2,
    /// HTTP or messages, with generators and more rules.
    #[value(name = "3")]
    V3,
    /// Everything.
    #[value(name = "4")]
    V4,
}

/// What `abide convert` does, in full.
pub(super) const CONVERT: &str = "\
Write a contract file in another version of the format, on the standard output: an older one for tools that read nothing \
newer, or the newest.

What the version cannot hold is refused, with the interaction that has it, and nothing is written. What was read leniently is \
said on the standard error.";

pub(super) fn help() -> String {
    with_codes("  abide convert orders.json --format 3 > orders-v3.json", exit::OF_CONVERT)
}
