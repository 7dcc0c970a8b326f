//! Every URL the broker hands out. Absolute, and each name is percent-encoded as one segment.

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but unreserved characters, so that a slash in a name stays inside its segment.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Like [`SEGMENT`], for values of a query.
const QUERY: &AsciiSet = SEGMENT;

/// What must not stand in a base URL taken from a request.
const BASE: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\'').add(b'\\').add(b'`');

/// Ends of paths that stand for the type that is asked for.
pub const SUFFIXES: [(&str, &str); 4] =
    [(".json", "application/hal+json"), (".csv", "text/csv"), (".svg", "image/svg+xml"), (".yaml", "application/yaml")];

/// One segment of a path.
pub fn segment(name: &str) -> String {
    // A segment of dots only would be taken for a step up by every client that normalises paths.
    if matches!(name, "." | "..") {
        return name.replace('.', "%2E");
    }
    // At the end of a path it would be read as the type that is asked for.
    for (suffix, _) in SUFFIXES {
        if let Some(stem) = name.strip_suffix(suffix) {
            return format!("{}%2E{}", utf8_percent_encode(stem, SEGMENT), &suffix[1..]);
        }
    }
    utf8_percent_encode(name, SEGMENT).to_string()
}

/// One value of a query.
pub fn query_value(text: &str) -> String {
    utf8_percent_encode(text, QUERY).to_string()
}

fn pair_segments(provider: &str, consumer: &str) -> String {
    format!("provider/{}/consumer/{}", segment(provider), segment(consumer))
}

/// Makes URLs below one base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Links {
    base: String,
}

impl Links {
    /// URLs below `base`, which has no slash at its end.
    pub fn new(base: &str) -> Self {
        Self { base: utf8_percent_encode(base.trim_end_matches('/'), BASE).to_string() }
    }

    /// The base itself: the index without its slash.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// A path below the base, such as `/pacts/latest`; names in it are already encoded.
    pub fn path(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// `/pacticipants`.
    pub fn participants(&self) -> String {
        self.path("/pacticipants")
    }

    /// A participant.
    pub fn participant(&self, name: &str) -> String {
        format!("{}/pacticipants/{}", self.base, segment(name))
    }

    /// A participant's versions.
    pub fn versions(&self, participant: &str) -> String {
        format!("{}/versions", self.participant(participant))
    }

    /// A version.
    pub fn version(&self, participant: &str, number: &str) -> String {
        format!("{}/{}", self.versions(participant), segment(number))
    }

    /// A tag of a version.
    pub fn tag(&self, participant: &str, number: &str, tag: &str) -> String {
        format!("{}/tags/{}", self.version(participant, number), segment(tag))
    }

    /// A label of a participant.
    pub fn label(&self, participant: &str, label: &str) -> String {
        format!("{}/labels/{}", self.participant(participant), segment(label))
    }

    /// A participant's branches.
    pub fn branches(&self, participant: &str) -> String {
        format!("{}/branches", self.participant(participant))
    }

    /// A branch.
    pub fn branch(&self, participant: &str, branch: &str) -> String {
        format!("{}/{}", self.branches(participant), segment(branch))
    }

    /// A version as a member of a branch.
    pub fn branch_version(&self, participant: &str, branch: &str, number: &str) -> String {
        format!("{}/versions/{}", self.branch(participant, branch), segment(number))
    }

    /// What a pair's contracts are below.
    pub fn pair(&self, provider: &str, consumer: &str) -> String {
        format!("{}/pacts/{}", self.base, pair_segments(provider, consumer))
    }

    /// Everything a provider is asked for.
    pub fn provider_contracts(&self, provider: &str) -> String {
        format!("{}/pacts/provider/{}", self.base, segment(provider))
    }

    /// A contract by its consumer's version.
    pub fn contract(&self, provider: &str, consumer: &str, version: &str) -> String {
        format!("{}/version/{}", self.pair(provider, consumer), segment(version))
    }

    /// A pair's newest contract.
    pub fn latest_contract(&self, provider: &str, consumer: &str) -> String {
        format!("{}/latest", self.pair(provider, consumer))
    }

    /// A contract by its content.
    pub fn content(&self, provider: &str, consumer: &str, digest: &str) -> String {
        format!("{}/pact-version/{}", self.pair(provider, consumer), segment(digest))
    }

    /// A contract by its content, with the reason it was selected for.
    pub fn content_with_metadata(&self, provider: &str, consumer: &str, digest: &str, metadata: &str) -> String {
        format!("{}/metadata/{}", self.content(provider, consumer, digest), segment(metadata))
    }

    /// A verification result.
    pub fn verification(&self, provider: &str, consumer: &str, digest: &str, number: i64) -> String {
        format!("{}/verification-results/{number}", self.content(provider, consumer, digest))
    }

    /// An integration, for deleting it.
    pub fn integration(&self, provider: &str, consumer: &str) -> String {
        format!("{}/integrations/{}", self.base, pair_segments(provider, consumer))
    }

    /// One line of the dashboard.
    pub fn dashboard_of(&self, provider: &str, consumer: &str) -> String {
        format!("{}/dashboard/{}", self.base, pair_segments(provider, consumer))
    }

    /// The matrix of a pair.
    pub fn matrix_of(&self, provider: &str, consumer: &str) -> String {
        format!("{}/matrix/{}", self.base, pair_segments(provider, consumer))
    }

    /// Everybody a participant is connected with.
    pub fn group(&self, participant: &str) -> String {
        format!("{}/groups/{}", self.base, segment(participant))
    }

    /// The newest results of everything a consumer's version needs.
    pub fn results_of_consumer_version(&self, consumer: &str, number: &str) -> String {
        format!("{}/verification-results/consumer/{}/version/{}/latest", self.base, segment(consumer), segment(number))
    }

    /// All environments.
    pub fn environments(&self) -> String {
        self.path("/environments")
    }

    /// An environment.
    pub fn environment(&self, uuid: &str) -> String {
        format!("{}/{}", self.environments(), segment(uuid))
    }

    /// Where a version's deployments to an environment are recorded.
    pub fn record_deployment(&self, participant: &str, number: &str, environment_uuid: &str) -> String {
        format!("{}/deployed-versions/environment/{}", self.version(participant, number), segment(environment_uuid))
    }

    /// Where a version's release to an environment is recorded.
    pub fn record_release(&self, participant: &str, number: &str, environment_uuid: &str) -> String {
        format!("{}/released-versions/environment/{}", self.version(participant, number), segment(environment_uuid))
    }

    /// A deployment.
    pub fn deployment(&self, uuid: &str) -> String {
        format!("{}/deployed-versions/{}", self.base, segment(uuid))
    }

    /// A release.
    pub fn release(&self, uuid: &str) -> String {
        format!("{}/released-versions/{}", self.base, segment(uuid))
    }

    /// The verdict's page and resource for a version and an environment.
    pub fn can_i_deploy(&self, participant: &str, number: &str, environment: &str) -> String {
        format!(
            "{}/can-i-deploy?pacticipant={}&version={}&environment={}",
            self.base,
            query_value(participant),
            query_value(number),
            query_value(environment)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Links;

    #[test]
    fn names_stay_inside_their_segment() {
        let links = Links::new("http://broker/sub/");
        assert_eq!(
            links.branch_version("a b", "feat/1?#", ".."),
            "http://broker/sub/pacticipants/a%20b/branches/feat%2F1%3F%23/versions/%2E%2E"
        );
    }
}
