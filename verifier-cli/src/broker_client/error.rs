//! What can go wrong between us and a broker.

use super::{Live, Notice, Way, Which};
use crate::hint::Hint;
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
    /// The name of what is to be created is in use.
    #[error("the broker already has the {what} `{name}`")]
    Taken {
        /// `participant` or `environment`.
        what: &'static str,
        /// The name.
        name: String,
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
    /// The version already has a contract with other content, or a new name is like a known one (409).
    #[error("the broker refuses{}", colon(&.errors.join("; ")))]
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
    #[error("the broker knows no version{} of `{participant}`{}", number(.which), mark(.which))]
    UnknownVersion {
        /// The participant, which is known.
        participant: String,
        /// The version asked for.
        which: Which,
    },
    /// The broker does not know the branch.
    #[error("the broker knows no branch `{branch}` of `{participant}`")]
    UnknownBranch {
        /// The participant, which is known.
        participant: String,
        /// The branch asked for.
        branch: String,
    },
    /// The version does not have the tag.
    #[error("{participant} {version} has no tag `{tag}`")]
    UnknownTag {
        /// The participant, which is known.
        participant: String,
        /// The version, which is known.
        version: String,
        /// The tag asked for.
        tag: String,
    },
    /// Nothing is published between the two.
    #[error("{consumer} {version} has no contract with {provider}")]
    NoContract {
        /// The consumer, which is known.
        consumer: String,
        /// Its version, which is known.
        version: String,
        /// The provider, which is known.
        provider: String,
    },
    /// What is to end is not live.
    #[error("no version of {participant} is {} to {environment}{}", .way.word(), but(.others))]
    NotLive {
        /// How it should be live.
        way: Way,
        /// The participant, which is known.
        participant: String,
        /// The environment, which is known.
        environment: String,
        /// What is live of it there.
        others: Vec<Live>,
    },
    /// What is to be deleted is live (409).
    #[error("the broker refuses{}", colon(.detail))]
    Protected {
        /// What the broker says about it.
        detail: String,
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

fn number(which: &Which) -> String {
    match which {
        Which::Number(number) => format!(" {number}"),
        _ => String::new(),
    }
}

fn mark(which: &Which) -> String {
    match which {
        Which::Number(_) | Which::Latest => String::new(),
        Which::LatestTagged(tag) => format!(" with tag `{tag}`"),
        Which::LatestOn(branch) => format!(" on branch `{branch}`"),
    }
}

/// What is live beside what was asked for.
fn but(others: &[Live]) -> String {
    let one = |live: &Live| match &live.application_instance {
        Some(instance) => format!("{} on instance {instance}", live.version),
        None => live.version.clone(),
    };
    match others {
        [] => String::new(),
        some => format!(" like that; there is {}", some.iter().map(one).collect::<Vec<_>>().join(", ")),
    }
}

fn colon(detail: &str) -> String {
    if detail.is_empty() { String::new() } else { format!(": {detail}") }
}

impl Error {
    /// Whether it is a refusal because of a name that is taken, told by 409 or as a complaint about the field.
    fn is_taken(&self) -> bool {
        match self {
            Self::Refused { status, detail, .. } => {
                *status == 409 || (*status == 400 && detail.contains("already exists"))
            }
            _ => false,
        }
    }

    /// The refusal to create what has this name, as what it is.
    pub(super) fn or_taken(self, what: &'static str, name: &str) -> Self {
        if self.is_taken() { Self::Taken { what, name: name.to_owned() } } else { self }
    }

    /// What to try.
    pub fn hint(&self) -> Option<Hint> {
        Some(match self {
            Self::Address { .. } => "give it as http://host:port or https://host/path".into(),
            Self::Unreachable { source, .. } => source.hint().unwrap_or(Hint::AnotherBroker),
            Self::Credentials { sent: false, .. } => Hint::Credentials,
            Self::Credentials { .. } => "is the token still valid, and may it do this?".into(),
            Self::NoBroker { .. } => {
                "the address of a broker is the one of its index; does it need a context path?".into()
            }
            Self::UnknownEnvironment { known, .. } if known.is_empty() => Hint::FirstEnvironment,
            Self::UnknownEnvironment { known, .. } => format!("it knows {}", known.join(", ")).into(),
            Self::UnknownParticipant { .. } => "is it spelled as in the contracts?".into(),
            Self::UnknownVersion { .. } => {
                "a version is known once it has published contracts or verification results".into()
            }
            Self::Refused { detail, .. } if detail.contains("nvironment with name") && detail.contains("not exist") => {
                Hint::Environments
            }
            Self::Taken { what, .. } => Hint::Update { what },
            Self::Refused { status: 500.., .. } => "the broker's log says more".into(),
            Self::MissingLink { .. } => "is it a Pact broker, and not too old?".into(),
            Self::Link { .. } => "the broker's own idea of its address may be wrong".into(),
            Self::UnknownBranch { participant, .. } => Hint::Branches { participant: participant.clone() },
            Self::UnknownTag { participant, version, .. } => {
                Hint::Tags { participant: participant.clone(), version: version.clone() }
            }
            Self::NoContract { consumer, version, .. } => {
                Hint::Contracts { consumer: consumer.clone(), version: version.clone() }
            }
            Self::NotLive { way: Way::Deployed, others, .. } if !others.is_empty() => Hint::Instance,
            Self::NotLive { environment, .. } => Hint::Live { environment: environment.clone() },
            Self::Protected { .. } => Hint::Force,
            Self::Refused { .. } | Self::Shape { .. } | Self::Conflict { .. } => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_our_own_is_not_blamed_on_the_broker() {
        let unreachable = |source| Error::Unreachable { url: "https://broker.example".to_owned(), source };
        let broken = network::Error::Tls(rustls::Error::General("no cipher suite".to_owned()));
        assert_eq!(unreachable(network::Error::Connect("refused".to_owned())).hint(), Some(Hint::AnotherBroker));
        assert!(matches!(unreachable(broken).hint(), Some(Hint::Words(_))));
    }
}
