//! Commands a person can paste into a shell.

use super::Ways;

/// One argument, quoted if the shell would read it differently.
pub fn quoted(argument: &str) -> String {
    let plain = !argument.is_empty()
        && argument.chars().all(|character| {
            character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.' | '/' | ':' | '@' | '+' | '=')
        });
    if plain { argument.to_owned() } else { format!("'{}'", argument.replace('\'', r"'\''")) }
}

/// Verifies everything the broker has for a provider, which is spoken to in these ways, and publishes the results for one
/// version, on a branch if one is given.
pub fn verify(provider: &str, ways: Ways, version: Option<&str>, branch: Option<&str>, broker: &str) -> String {
    let version = version.map_or_else(|| "<version>".to_owned(), quoted);
    let branch = branch.map_or_else(String::new, |branch| format!(" --provider-branch {}", quoted(branch)));
    format!(
        "abide verify --provider {} {} --broker {} --publish --provider-version {version}{branch}",
        quoted(provider),
        ways.arguments("<provider url>", "<provider url>"),
        quoted(broker)
    )
}

/// Says that a version is live in an environment.
pub fn record_deployment(participant: &str, version: Option<&str>, environment: &str, broker: &str) -> String {
    let version = version.map_or_else(|| "<version>".to_owned(), quoted);
    format!(
        "abide record-deployment --participant {} --version {version} --environment {} --broker {}",
        quoted(participant),
        quoted(environment),
        quoted(broker)
    )
}

/// Gives a version a tag.
pub fn tag(participant: &str, version: Option<&str>, tag: &str, broker: &str) -> String {
    let version = version.map_or_else(|| "<version>".to_owned(), quoted);
    format!(
        "abide tags create --participant {} --version {version} --tag {} --broker {}",
        quoted(participant),
        quoted(tag),
        quoted(broker)
    )
}

/// Says which branch is a participant's main branch.
pub fn set_main_branch(participant: &str, broker: &str) -> String {
    format!(
        "abide participants update --name {} --main-branch <branch> --broker {}",
        quoted(participant),
        quoted(broker)
    )
}

/// Publishes a consumer's contracts under a version, on a branch if one is given.
pub fn publish(version: Option<&str>, branch: Option<&str>, broker: &str) -> String {
    let version = version.map_or_else(|| "<version>".to_owned(), quoted);
    let branch = branch.map_or_else(String::new, |branch| format!(" --branch {}", quoted(branch)));
    format!("abide publish target/contracts --version {version}{branch} --broker {}", quoted(broker))
}

#[cfg(test)]
mod tests {
    use super::{Ways, quoted, verify};

    #[test]
    fn arguments_are_quoted_only_where_a_shell_needs_it() {
        let cases = [
            ("order-service", "order-service"),
            ("a b", "'a b'"),
            ("it's", r"'it'\''s'"),
            ("", "''"),
            ("$(x)", "'$(x)'"),
        ];
        for (argument, expected) in cases {
            assert_eq!(quoted(argument), expected);
        }
        assert_eq!(
            verify("a b", Ways::of(true, true), Some("1"), None, "http://h:1"),
            "abide verify --provider 'a b' --url <provider url> --transport grpc=<provider url> --broker http://h:1 --publish --provider-version 1"
        );
    }
}
