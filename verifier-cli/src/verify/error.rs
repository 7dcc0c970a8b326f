//! Why a contract could not be loaded, or a verifier not be set up.

use crate::hint::Hint;
use crate::{broker_client, network};
use abide_contract_core::file;

/// What the verifier cannot go on from.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A contract is no contract; the message names it.
    #[error(transparent)]
    Contract(#[from] file::Error),
    /// A folder cannot be read.
    #[error("cannot read the folder `{path}`")]
    Folder {
        /// The folder.
        path: String,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// A contract's address did not answer.
    #[error("cannot fetch the contract at {url}")]
    Fetch {
        /// The address.
        url: String,
        /// Why not.
        #[source]
        source: network::Error,
    },
    /// A contract's address answered with an error.
    #[error("cannot fetch the contract at {url}: it answered {status}")]
    Status {
        /// The address.
        url: String,
        /// The status.
        status: String,
    },
    /// The broker was of no help.
    #[error(transparent)]
    Broker(#[from] broker_client::Error),
    /// The broker was asked for contracts, but none is known.
    #[error("no broker is known")]
    NoBroker,
    /// The contract is with somebody else.
    #[error("`{origin}` is a contract with the provider `{stated}`, not `{provider}`")]
    OtherProvider {
        /// The contract.
        origin: String,
        /// The provider it names.
        stated: String,
        /// The provider being verified.
        provider: String,
    },
    /// The address of the provider or of its state handler cannot be used.
    #[error("`{url}` cannot be the address of a {whose}: {reason}")]
    Address {
        /// The address.
        url: String,
        /// Whose address it should be.
        whose: &'static str,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A header cannot be sent.
    #[error("`{name}` cannot be sent as a header")]
    Header {
        /// Its name.
        name: String,
        /// Why not.
        #[source]
        source: hyper::http::Error,
    },
}

impl Error {
    /// What to try.
    pub fn hint(&self) -> Option<Hint> {
        match self {
            Self::Broker(error) => error.hint(),
            Self::OtherProvider { .. } => Some(Hint::ProviderName),
            Self::Address { .. } => Some("give it as http://host:port or https://host/path".into()),
            Self::NoBroker => Some("name it, or the contracts themselves".into()),
            Self::Fetch { source, .. } => {
                Some(source.hint().unwrap_or_else(|| "is this its address, and can it be reached from here?".into()))
            }
            Self::Folder { .. } => Some("may it be read, with everything below it?".into()),
            Self::Contract(_) | Self::Status { .. } | Self::Header { .. } => None,
        }
    }
}
