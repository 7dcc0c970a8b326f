//! How every broker command is told which broker, and who asks.

use clap::Args;
use std::path::PathBuf;

/// The broker and the credentials. Flags win over `ABIDE_*` variables, and those over `PACT_BROKER_*` ones.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Broker")]
#[expect(clippy::doc_markdown, reason = "the text is shown on a terminal")]
pub(crate) struct AccessArgs {
    /// Address of the broker [env: ABIDE_BROKER_URL, PACT_BROKER_BASE_URL].
    #[arg(long, short = 'b', value_name = "URL", aliases = ["broker-base-url", "broker-url"])]
    pub(crate) broker: Option<String>,
    /// Bearer token [env: ABIDE_BROKER_TOKEN, PACT_BROKER_TOKEN].
    #[arg(long, short = 'k', value_name = "TOKEN", alias = "broker-token", conflicts_with_all = ["username", "password"])]
    pub(crate) token: Option<String>,
    /// User for basic authentication [env: ABIDE_BROKER_USERNAME, PACT_BROKER_USERNAME].
    #[arg(long, value_name = "NAME", aliases = ["broker-username", "user"])]
    pub(crate) username: Option<String>,
    /// Password for basic authentication [env: ABIDE_BROKER_PASSWORD, PACT_BROKER_PASSWORD].
    #[arg(long, value_name = "PASSWORD", alias = "broker-password")]
    pub(crate) password: Option<String>,
    /// PEM file with a certificate authority to trust beside the system's.
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
}
