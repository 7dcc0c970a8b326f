//! The arguments of `abide verify`.

use super::{AccessArgs, OutputArg, below, not_blank};
use clap::Args;
use std::num::NonZeroU64;
use std::path::PathBuf;
use url::Url;

/// Arguments of `abide verify`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub(crate) struct VerifyArgs {
    /// Contract file, folder (searched for *.json at any depth) or URL. Without any, the broker is asked which contracts
    /// to verify. Results can be published for those and for contracts at a broker's URLs, not for files.
    #[arg(value_name = "CONTRACT")]
    pub(crate) contracts: Vec<String>,
    /// Name of the provider, as the contracts state it.
    #[arg(long, short = 'n', value_name = "NAME", value_parser = not_blank, alias = "provider-name")]
    pub(crate) provider: String,
    /// Address of the running provider; a path in it goes before the paths of the contracts. Needed unless `--transport`
    /// is given.
    #[arg(long, short = 'u', value_name = "URL", alias = "provider-base-url", required_unless_present = "transport")]
    pub(crate) url: Option<Url>,
    /// Address for interactions over another transport: grpc=URL, where http:// is HTTP/2 without TLS. Without gRPC
    /// interactions in the contracts `--url` is enough, and with nothing else this is.
    #[arg(long, value_name = "NAME=URL", value_parser = transport)]
    pub(crate) transport: Option<Url>,
    /// Where provider states are set up and torn down: POST {"state", "params", "action"}. Without it they are named and
    /// passed over.
    #[arg(long, short = 's', value_name = "URL", aliases = ["state-change-url", "provider-states-setup-url"])]
    pub(crate) state_url: Option<Url>,
    /// Header (or gRPC metadata) for every request, in place of the contract's: 'NAME: VALUE'; may be repeated.
    #[arg(long, short = 'H', value_name = "NAME: VALUE", alias = "custom-provider-header", value_parser = header)]
    pub(crate) header: Vec<(String, String)>,
    /// How long to wait for each answer, to its end.
    #[arg(long, value_name = "SECONDS", default_value = "30")]
    pub(crate) timeout: NonZeroU64,
    /// How large a message of a gRPC answer may be.
    #[arg(long, value_name = "MIB", default_value = "4", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) max_message_size: u16,
    /// A field that a gRPC answer leaves off the wire fails where a rule is put on it, even if the default of its type would
    /// meet the rule: by itself that is noted and passes.
    #[arg(long)]
    pub(crate) strict_presence: bool,
    /// PEM file with the certificate chain to show to a provider that asks for one.
    #[arg(long, value_name = "FILE", requires = "client_key")]
    pub(crate) client_cert: Option<PathBuf>,
    /// PEM file with the key of that certificate.
    #[arg(long, value_name = "FILE", requires = "client_cert")]
    pub(crate) client_key: Option<PathBuf>,
    /// How many interactions without provider states may run at the same time.
    #[arg(long, short = 'j', value_name = "N", default_value = "1", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: u16,
    /// Replay only interactions in whose description this text or regular expression is found; not together with
    /// `--publish`.
    #[arg(long, value_name = "PATTERN", alias = "filter-description", conflicts_with = "publish")]
    pub(crate) filter: Option<String>,
    /// Succeed when there is nothing to verify.
    #[arg(long, aliases = ["ignore-no-pacts-error"])]
    pub(crate) allow_empty: bool,
    #[command(flatten)]
    pub(crate) output: OutputArg,
    /// Which contracts to ask the broker for: main, deployed-or-released, deployed, released, latest, matching-branch,
    /// branch=NAME, environment=NAME, tag=NAME, or JSON; may be repeated. Without any: main, deployed-or-released, and
    /// matching-branch if there is a provider branch. Not together with CONTRACT.
    #[arg(long, value_name = "SELECTOR", aliases = ["consumer-version-selector", "consumer-version-selectors"],
          conflicts_with = "contracts", help_heading = "Contracts from the broker")]
    pub(crate) selector: Vec<String>,
    /// Report failures of contracts that were never verified successfully, without failing. Not together with CONTRACT.
    #[arg(long, alias = "include-pending", conflicts_with = "contracts", help_heading = "Contracts from the broker")]
    pub(crate) enable_pending: bool,
    /// Publish the results to the broker.
    #[arg(
        long,
        alias = "publish-verification-results",
        requires = "provider_version",
        help_heading = "Publishing results"
    )]
    pub(crate) publish: bool,
    /// Version of the provider that is verified.
    #[arg(
        long,
        short = 'a',
        value_name = "VERSION", value_parser = not_blank,
        alias = "provider-app-version",
        help_heading = "Publishing results"
    )]
    pub(crate) provider_version: Option<String>,
    /// Branch the provider is built from.
    #[arg(long, value_name = "BRANCH", value_parser = not_blank, alias = "provider-version-branch", help_heading = "Publishing results")]
    pub(crate) provider_branch: Option<String>,
    /// Address of the build that verifies.
    #[arg(long, value_name = "URL", help_heading = "Publishing results")]
    pub(crate) build_url: Option<String>,
    #[command(flatten)]
    pub(crate) access: AccessArgs,
}

fn transport(text: &str) -> Result<Url, String> {
    match text.split_once('=') {
        Some(("grpc", url)) => url.parse().map_err(|error| format!("`{url}` is no address: {error}")),
        _ => Err("expected grpc=URL".to_owned()),
    }
}

pub(super) fn header(text: &str) -> Result<(String, String), String> {
    match text.split_once(':') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.trim().to_owned())),
        _ => Err("expected 'NAME: VALUE'".to_owned()),
    }
}

/// What `abide verify` does, in full.
pub(super) const VERIFY: &str = "\
Replay contracts against a running provider: the request of each interaction is sent, and the answer is held against what the \
consumer reads.

Provider states are brought about by a handler of the provider's own, for its tests only, at `--state-url`. It gets a POST \
with a JSON object: `state`, the name; `params`, an object; and `action`, which is `setup` before an interaction is replayed \
and `teardown` afterwards. It is called once for each state, in the contract's order, and once with an empty name where an \
interaction has none. A status of 2xx means that it is done, and the fields of a JSON object in the answer are values for \
what the contract takes from the state. With any other status on `setup` the interaction has failed; on `teardown` it is a \
warning.

Interactions of other kinds than HTTP and gRPC, such as messages, are reported as not verified.";

pub(super) fn after_help() -> String {
    below(
        "  abide verify target/contracts --provider payment-service --url http://localhost:8080 \\
        --state-url http://localhost:8080/_abide/states
  abide verify --provider payment-service --url http://localhost:8080 \\
        --broker https://broker.example --publish --provider-version 1.4.2 --provider-branch main
  abide verify --provider payment-service --url http://localhost:8080 \\
        --selector main --selector environment=production --output json=verification.json
  abide verify target/contracts --provider inventory-service --transport grpc=http://localhost:50051",
    )
}
