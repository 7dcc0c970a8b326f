//! The arguments of `abide diff`.

use super::{ShowArgs, not_blank, with_codes};
use crate::exit;
use clap::Args;

/// Arguments of `abide diff`.
#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// Contract file, or, with a consumer and a provider, version of the consumer.
    #[arg(value_name = "BEFORE", value_parser = not_blank)]
    pub(crate) before: String,
    /// Another one.
    #[arg(value_name = "AFTER", value_parser = not_blank)]
    pub(crate) after: String,
    /// Consumer of the two published contracts.
    #[arg(long, short = 'c', value_name = "NAME", value_parser = not_blank, requires = "provider")]
    pub(crate) consumer: Option<String>,
    /// Their provider.
    #[arg(long, short = 'p', value_name = "NAME", value_parser = not_blank, requires = "consumer")]
    pub(crate) provider: Option<String>,
    #[command(flatten)]
    pub(crate) show: ShowArgs,
}

/// What `abide diff` does, in full.
pub(super) const DIFF: &str = "\
Say where two contracts differ: two files, or what a consumer has published for a provider with two of its versions.

Interactions are compared with those of the same description and provider states; each difference is named by its JSON \
path. The order of keys and of interactions makes no difference, nor do notes of tools. Contracts written in different \
versions of the format are compared as version 4.";

pub(super) fn help() -> String {
    with_codes(
        "  abide diff before.json target/contracts/order-service-payment-service.json
  abide diff 1.0.0 1.1.0 --consumer order-service --provider payment-service --output json",
        exit::OF_DIFF,
    )
}
