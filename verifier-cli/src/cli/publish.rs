//! The arguments of `abide publish`.

use super::{AccessArgs, below, not_blank};
use clap::Args;
use std::path::PathBuf;

/// Arguments of `abide publish`.
#[derive(Debug, Args)]
pub(crate) struct PublishArgs {
    /// Contract file, or folder (searched for *.json at any depth).
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Version of the consumer.
    #[arg(long, short = 'a', value_name = "VERSION", value_parser = not_blank, alias = "consumer-app-version")]
    pub(crate) version: String,
    /// Branch the consumer is built from.
    #[arg(long, value_name = "BRANCH", value_parser = not_blank)]
    pub(crate) branch: Option<String>,
    /// Tag for the version; may be repeated.
    #[arg(long, short = 't', value_name = "TAG", value_parser = not_blank)]
    pub(crate) tag: Vec<String>,
    /// Address of the build that publishes.
    #[arg(long, value_name = "URL")]
    pub(crate) build_url: Option<String>,
    /// Publish although the broker does not know a name and knows one like it.
    #[arg(long)]
    pub(crate) allow_similar_names: bool,
    #[command(flatten)]
    pub(crate) access: AccessArgs,
}

pub(super) fn help() -> String {
    below("  abide publish target/contracts --version 1.0.0 --branch main --broker https://broker.example")
}
