//! What to try, in flags and commands of this program.

use crate::hint::{Endpoint, Hint};
use std::borrow::Cow;

/// A hint as it is shown.
pub(super) fn words(hint: &Hint) -> Cow<'static, str> {
    Cow::Borrowed(match hint {
        Hint::AnotherBroker => {
            "is the broker running, and is this its address? `--broker` or `ABIDE_BROKER_URL` names another one"
        }
        Hint::Credentials => "give `--token`, or `--username` and `--password`, or the `ABIDE_BROKER_*` variables",
        Hint::FirstEnvironment => "create it with `abide environments create --name NAME`",
        Hint::Environments => "`abide environments list` shows those there are",
        Hint::Instance => "`--application-instance` says which",
        Hint::Force => "`--force` deletes it all the same",
        Hint::ProviderName => "`--provider` takes the name the contract states",
        Hint::MissingAddress(Endpoint::Http) => "give it with `--url URL`",
        Hint::Secure => "give its address as https://…, and with `--ca` the authority behind its certificate",
        Hint::Authority => "name the authority that signed its certificate with `--ca`",
        Hint::ClientCertificate => "if it asks for a certificate, give `--client-cert` and `--client-key`",
        Hint::MoreTime => "give it more time with `--timeout`",
        Hint::LargerMessages => "allow more with `--max-message-size`",
        Hint::Headers => "if it wants credentials, give them with `--header`",
        Hint::StateUrl => "give the state URL, the address that sets up provider states (`--state-url`)",
        Hint::ResultsNeedBroker => "results can be published for contracts of a broker only: give `--broker`",
        other => return Cow::Owned(named(other)),
    })
}

/// A hint that names something of the question, or nothing that is ours.
fn named(hint: &Hint) -> String {
    match hint {
        Hint::Update { what } => format!("`abide {what}s update` changes the one there is"),
        Hint::Branches { participant } => {
            format!("`abide branches list --participant {participant}` shows those there are")
        }
        Hint::Tags { participant, version } => {
            format!("`abide tags list --participant {participant} --version {version}` shows those there are")
        }
        Hint::Contracts { consumer, version } => {
            format!("`abide versions describe --participant {consumer} --version {version}` shows its contracts")
        }
        Hint::Live { environment } => {
            format!("`abide environments describe --environment {environment}` shows what is live there")
        }
        Hint::Running(endpoint) => format!("is it running, and is `{}` its address?", flag(*endpoint)),
        Hint::GrpcPort { endpoint, perhaps_tls } => {
            let tls = if *perhaps_tls { " with TLS it begins with https://" } else { "" };
            format!("is `{}` the address of its gRPC port?{tls}", flag(*endpoint))
        }
        Hint::MissingAddress(endpoint) => format!("give it with `{}`", flag(*endpoint)),
        other => other.to_string(),
    }
}

fn flag(endpoint: Endpoint) -> &'static str {
    match endpoint {
        Endpoint::Http => "--url",
        Endpoint::Grpc => "--transport grpc=URL",
        Endpoint::Reflection => "--reflection URL",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_and_commands_are_named_here_and_nowhere_else() {
        let name = || "order-service".to_owned();
        let number = || "1.0.0".to_owned();
        for hint in [
            Hint::AnotherBroker,
            Hint::Credentials,
            Hint::FirstEnvironment,
            Hint::Environments,
            Hint::Update { what: "participant" },
            Hint::Branches { participant: name() },
            Hint::Tags { participant: name(), version: number() },
            Hint::Contracts { consumer: name(), version: number() },
            Hint::Instance,
            Hint::Live { environment: "production".to_owned() },
            Hint::Force,
            Hint::ProviderName,
            Hint::Running(Endpoint::Http),
            Hint::GrpcPort { endpoint: Endpoint::Grpc, perhaps_tls: true },
            Hint::MissingAddress(Endpoint::Http),
            Hint::MissingAddress(Endpoint::Reflection),
            Hint::Secure,
            Hint::Authority,
            Hint::ClientCertificate,
            Hint::MoreTime,
            Hint::LargerMessages,
            Hint::Headers,
            Hint::StateUrl,
            Hint::ResultsNeedBroker,
        ] {
            let names_ours = |text: &str| text.contains("`--") || text.contains("`abide ");
            assert!(names_ours(&words(&hint)), "{hint:?}");
            assert!(!names_ours(&hint.to_string()), "{hint:?}");
        }
    }
}
