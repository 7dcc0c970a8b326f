//! The arguments of the commands that look at files alone.

use super::verify::header;
use super::{OutputArg, below, with_codes};
use crate::exit;
use clap::{Args, ValueEnum};
use std::num::NonZeroU64;
use std::path::PathBuf;
use url::Url;

/// Arguments of `abide check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Contract file, or folder (searched for *.json at any depth).
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) output: OutputArg,
    #[command(flatten)]
    pub(crate) provider: ReflectionArgs,
}

/// How a running provider is asked what it offers.
#[derive(Debug, Args)]
#[command(next_help_heading = "Comparing with a running provider, with --reflection")]
pub(crate) struct ReflectionArgs {
    /// Address of a gRPC provider with server reflection: the messages of the contracts' calls are held against its own.
    /// http:// is HTTP/2 without TLS.
    #[arg(long, value_name = "URL")]
    pub(crate) reflection: Option<Url>,
    /// Metadata for every question: 'NAME: VALUE'; may be repeated.
    #[arg(long, short = 'H', value_name = "NAME: VALUE", value_parser = header, requires = "reflection")]
    pub(crate) header: Vec<(String, String)>,
    /// How long to wait for each answer, to its end.
    #[arg(long, value_name = "SECONDS", default_value = "30", requires = "reflection")]
    pub(crate) timeout: NonZeroU64,
    /// PEM file with a certificate authority to trust beside the system's.
    #[arg(long, value_name = "FILE", requires = "reflection")]
    pub(crate) ca: Option<PathBuf>,
    /// PEM file with the certificate chain to show to a provider that asks for one.
    #[arg(long, value_name = "FILE", requires_all = ["reflection", "client_key"])]
    pub(crate) client_cert: Option<PathBuf>,
    /// PEM file with the key of that certificate.
    #[arg(long, value_name = "FILE", requires_all = ["reflection", "client_cert"])]
    pub(crate) client_key: Option<PathBuf>,
}

/// What `abide check` does, in full.
pub(super) const CHECK: &str = "\
Say what contract files are, and what is doubtful about them. Needs no provider and no broker. With `--reflection URL` the \
descriptors of gRPC calls are also compared with those of a running provider.

Findings are what makes a contract say more, less or something else than it should: rules that hit nothing, that cannot \
fail or stand where they say nothing, examples that break their own rules, exact values that look generated, lists of \
unlike examples, interactions that cannot be told apart, and what cannot be verified. Notes are what was read leniently, \
a version that is not stated, unknown fields, and generators that make no value; they do not change the exit code.

Against a running provider, findings are methods, fields and enum values that are missing or differ there in number, type, \
label, name, oneof or streaming, in every message the contracts' calls can reach; what the provider has added is none.";

pub(super) fn check_help() -> String {
    below(
        "  abide check target/contracts
  abide check orders.json --output json=check.json
  abide check target/contracts --reflection http://localhost:50051",
    )
}

/// Arguments of `abide schema`.
#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// Of what.
    #[arg(value_name = "DOCUMENT", value_enum)]
    pub(crate) document: Document,
}

/// A document that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Document {
    /// Contract files as we write them.
    Contract,
    /// What the commands that list or describe write with `--output json`.
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
    with_codes("  abide schema contract > contract.schema.json", exit::OF_SCHEMA)
}
