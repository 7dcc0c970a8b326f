//! What can go wrong between us and a broker.

use super::Notice;
use crate::network;

/// Why a broker could not be asked, or what it refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address is none.
    #[error("`{address}` is not the address of a broker: {reason}")]
    Address {
        /// What was given.
        address: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A link of the broker leads nowhere.
    #[error("the broker's link `{href}` is no address")]
    Link {
        /// The link.
        href: String,
        /// What is wrong with it.
        #[source]
        source: url::ParseError,
    },
    /// Nobody answered.
    #[error("cannot reach the broker at {url}")]
    Unreachable {
        /// What was asked for.
        url: String,
        /// Why there was no answer.
        #[source]
        source: network::Error,
    },
    /// The credentials are missing or wrong.
    #[error("the broker refused the credentials: {url} answered {status}")]
    Credentials {
        /// What was asked for.
        url: String,
        /// 401 or 403.
        status: u16,
        /// Whether any were sent.
        sent: bool,
    },
    /// What answered is no broker.
    #[error("not a Pact broker: {url} answered {what}")]
    NoBroker {
        /// What was asked for.
        url: String,
        /// What came instead of HAL.
        what: String,
    },
    /// A link every broker has is missing.
    #[error("the broker cannot do this: {url} has no link `{rel}`")]
    MissingLink {
        /// The document that should have it.
        url: String,
        /// The relation.
        rel: String,
    },
    /// The broker answered with an error.
    #[error("the broker answered {status}{} ({url})", colon(.detail))]
    Refused {
        /// What was asked for.
        url: String,
        /// The status.
        status: u16,
        /// What the broker says about it; may be empty.
        detail: String,
    },
    /// The answer is not shaped as it should be.
    #[error("the broker's answer cannot be read: {url}")]
    Shape {
        /// What was asked for.
        url: String,
        /// What does not fit.
        #[source]
        source: serde_json::Error,
    },
    /// The version already has a contract with other content (409).
    #[error("the broker already has another content under this version")]
    Conflict {
        /// What the broker says about it.
        notices: Vec<Notice>,
        /// Its errors.
        errors: Vec<String>,
    },
    /// The broker does not know the participant.
    #[error("the broker knows no participant named `{name}`")]
    UnknownParticipant {
        /// The name asked for.
        name: String,
    },
    /// The broker does not know the version.
    #[error("the broker knows no version {version} of `{participant}`")]
    UnknownVersion {
        /// The participant, which is known.
        participant: String,
        /// The version asked for.
        version: String,
    },
    /// The broker does not know the environment.
    #[error("the broker knows no environment named `{name}`")]
    UnknownEnvironment {
        /// The name asked for.
        name: String,
        /// The names it knows.
        known: Vec<String>,
    },
}

fn colon(detail: &str) -> String {
    if detail.is_empty() { String::new() } else { format!(": {detail}") }
}

impl Error {
    /// What to try.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Address { .. } => "give it as http://host:port or https://host/path".to_owned(),
            Self::Unreachable { .. } => "is the broker running, and is this its address? `--broker` or \
                                         `ABIDE_BROKER_URL` names another one"
                .to_owned(),
            Self::Credentials { sent: false, .. } => {
                "give `--token`, or `--username` and `--password`, or the `ABIDE_BROKER_*` variables".to_owned()
            }
            Self::Credentials { .. } => "is the token still valid, and may it do this?".to_owned(),
            Self::NoBroker { .. } => {
                "the address of a broker is the one of its index; does it need a context path?".to_owned()
            }
            Self::UnknownEnvironment { known, .. } if known.is_empty() => {
                "create it with `abide environments create --name NAME`".to_owned()
            }
            Self::UnknownEnvironment { known, .. } => format!("it knows {}", known.join(", ")),
            Self::UnknownParticipant { .. } => "is it spelled as in the contracts?".to_owned(),
            Self::UnknownVersion { .. } => {
                "a version is known once it has published contracts or verification results".to_owned()
            }
            Self::Refused { detail, .. } if detail.contains("nvironment with name") && detail.contains("not exist") => {
                "`abide environments list` shows those there are".to_owned()
            }
            Self::Refused { status: 500.., .. } => "the broker's log says more".to_owned(),
            Self::MissingLink { .. } => "is it a Pact broker, and not too old?".to_owned(),
            Self::Link { .. } => "the broker's own idea of its address may be wrong".to_owned(),
            Self::Refused { .. } | Self::Shape { .. } | Self::Conflict { .. } => return None,
        })
    }
}
