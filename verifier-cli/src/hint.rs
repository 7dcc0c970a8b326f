//! What to try after an error, as a value: this library says it in words that hold for everybody who embeds it, the command
//! line in its flags and commands.

use std::borrow::Cow;
use std::fmt;

/// What to try.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hint {
    /// Nothing that has another name for whoever embeds the library.
    Words(Cow<'static, str>),
    /// See whether the broker runs, or name another one.
    AnotherBroker,
    /// Give the broker credentials.
    Credentials,
    /// Create the environment; the broker has none.
    FirstEnvironment,
    /// Look for the environment among those the broker has.
    Environments,
    /// Update the participant or environment there is.
    Update {
        /// `participant` or `environment`.
        what: &'static str,
    },
    /// Look for the branch among those of the participant.
    Branches {
        /// Whose.
        participant: String,
    },
    /// Look for the tag among those of the version.
    Tags {
        /// Whose version.
        participant: String,
        /// Which version.
        version: String,
    },
    /// Look for the contract among those of the version.
    Contracts {
        /// Whose version.
        consumer: String,
        /// Which version.
        version: String,
    },
    /// Say which of several instances is meant.
    Instance,
    /// Look at what is live in the environment.
    Live {
        /// Which environment.
        environment: String,
    },
    /// Delete it although it is live.
    Force,
    /// Name the provider as the contract does.
    ProviderName,
    /// See whether the provider runs at this address.
    Running(Endpoint),
    /// See whether this is the address of the provider's gRPC port, and of which kind.
    GrpcPort {
        /// How the address was given.
        endpoint: Endpoint,
        /// Whether the port may want TLS.
        perhaps_tls: bool,
    },
    /// Give the address that is missing.
    MissingAddress(Endpoint),
    /// Use TLS, and trust whoever signed the provider's certificate.
    Secure,
    /// Trust whoever signed the provider's certificate.
    Authority,
    /// Show the provider a certificate.
    ClientCertificate,
    /// Wait longer for answers.
    MoreTime,
    /// Allow larger messages.
    LargerMessages,
    /// Send credentials among the headers.
    Headers,
    /// Name the address that sets up provider states.
    StateUrl,
    /// Take the contracts from a broker.
    ResultsNeedBroker,
}

/// How the address of a provider is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Endpoint {
    /// For HTTP.
    Http,
    /// For gRPC.
    Grpc,
    /// For questions about what it offers.
    Reflection,
}

impl From<&'static str> for Hint {
    fn from(words: &'static str) -> Self {
        Self::Words(Cow::Borrowed(words))
    }
}

impl From<String> for Hint {
    fn from(words: String) -> Self {
        Self::Words(Cow::Owned(words))
    }
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Words(words) => words,
            Self::AnotherBroker => "is the broker running, and is this its address?",
            Self::Credentials => "give credentials for the broker",
            Self::FirstEnvironment => "create it first",
            Self::Environments => "is it one the broker lists?",
            Self::Update { .. } => "update the one there is",
            Self::Branches { .. } => "is it one of the participant's branches?",
            Self::Tags { .. } => "is it one of the version's tags?",
            Self::Contracts { .. } => "is the provider one of those the version has contracts with?",
            Self::Instance => "say which application instance is meant",
            Self::Live { environment } => return write!(f, "look at what is live in {environment}"),
            Self::Force => "it can be deleted by force all the same",
            Self::ProviderName => "name the provider as the contract does",
            Self::Running(_) => "is it running, and is this its address?",
            Self::GrpcPort { perhaps_tls: false, .. } => "is this the address of its gRPC port?",
            Self::GrpcPort { perhaps_tls: true, .. } => {
                "is this the address of its gRPC port? with TLS it begins with https://"
            }
            Self::MissingAddress(_) => "give the verifier one",
            Self::Secure => "give its address as https://…, and trust the authority behind its certificate",
            Self::Authority => "trust the authority that signed its certificate",
            Self::ClientCertificate => "if it asks for a certificate, show one, with its key",
            Self::MoreTime => "give it more time",
            Self::LargerMessages => "allow larger messages",
            Self::Headers => "if it wants credentials, give them as headers",
            Self::StateUrl => "give the state URL, the address that sets up provider states",
            Self::ResultsNeedBroker => "results can be published for contracts of a broker only: give one",
        })
    }
}
