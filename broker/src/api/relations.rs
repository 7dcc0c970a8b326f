//! The link relations of the API in words: `/doc/{relation}`, where the `curies` of the index lead.

use super::{Answer, index};
use crate::error::ApiError;
use crate::extract::Names;
use crate::hal::{Hal, link, object};
use crate::links::{Links, segment};
use serde_json::{Value, json};

/// A link relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Its name with its prefix: `pb:publish-contracts`.
    pub name: &'static str,
    /// What is at the other end.
    pub title: &'static str,
    /// Where that is, for relations of the index; names in braces are the client's.
    pub path: Option<String>,
}

/// Relations that only stand on the resources they belong to.
const OF_RESOURCES: [(&str, &str); 53] = [
    ("pb:all-pact-versions", "Every contract of this consumer with this provider, newest first"),
    ("pb:branch", "The branch"),
    ("pb:branch-version", "A version on a branch; PUT adds it, and creates what is missing"),
    ("pb:branches", "Branches"),
    ("pb:can-i-deploy-badge", "Whether the newest version with a tag can be deployed beside another tag, as a badge"),
    ("pb:can-i-deploy-branch-to-environment-badge", "Whether a branch's newest version can be deployed, as a badge"),
    ("pb:consumer", "The consumer of the contract"),
    ("pb:consumer-version", "The consumer's version that published the contract"),
    ("pb:consumer-versions", "The consumer's versions that were selected with this content"),
    ("pb:contracts", "The contracts just published"),
    ("pb:currently-deployed-deployed-versions", "What is deployed to this environment now"),
    ("pb:currently-supported-released-versions", "What is released in this environment and still supported"),
    ("pb:dashboard", "The newest contract and result of an integration"),
    ("pb:delete_integration", "DELETE removes an integration with its contracts and results"),
    ("pb:deployed-environments", "Where a version is deployed now"),
    ("pb:diff", "What differs from other content of this contract"),
    ("pb:diff-previous-distinct", "What differs from the contract before it that says something else"),
    ("pb:group", "Everybody this participant is connected with, as CSV"),
    ("pb:label", "A label; PUT gives it, DELETE takes it away"),
    ("pb:latest-pact-version", "The newest contract of this consumer with this provider"),
    ("pb:latest-tagged-pact-version", "The newest contract whose version has a tag"),
    ("pb:latest-untagged-pact-version", "The newest contract whose version has no tag"),
    ("pb:latest-verification-results", "The newest result for this content"),
    ("pb:latest-verification-results-where-pacticipant-is-consumer", "The newest results of what this version needs"),
    ("pb:matrix", "Which versions were verified against which"),
    ("pb:matrix-for-consumer-version", "What this consumer version was verified against"),
    ("pb:pact-version", "The contract by its content: what it says never changes"),
    ("pb:pact-versions", "Contracts"),
    ("pb:pacticipant-version-tags", "The tags of the version"),
    ("pb:pacticipants-with-label", "Participants with a label"),
    ("pb:pacts", "Contracts"),
    ("pb:previous-distinct", "The contract before it that says something else"),
    ("pb:provider", "The provider of the contract"),
    ("pb:provider-version", "The provider's version that was verified"),
    ("pb:publish-verification-results", "POST publishes a result for this content"),
    ("pb:record-deployment", "POST records that this version is live in an environment, in place of the one before"),
    ("pb:record-release", "POST records that this version is on offer in an environment, beside others"),
    ("pb:released-environments", "Where a version is released and supported"),
    ("pb:tag", "A tag of this version; PUT gives it, DELETE takes it away"),
    ("pb:tag-prod-version", "PUT tags the consumer's version with prod"),
    ("pb:tag-version", "PUT tags the consumer's version"),
    ("pb:version", "A version"),
    ("pb:version-tag", "A tag of a version; PUT gives it, and creates what is missing"),
    ("pb:versions", "Versions, newest first"),
    ("pb:latest-version", "The newest version"),
    ("pb:pacticipant", "The participant"),
    ("pb:pacticipant-branch", "A branch"),
    ("pb:pacticipant-version", "A version"),
    ("pb:environment", "The environment"),
    ("pb:environments", "All environments"),
    ("pb:pacticipants", "Participants"),
    ("beta:provider-pacts-for-verification", "What a provider's build is to verify"),
    ("pb:provider-pacts-for-verification", "What a provider's build is to verify"),
];

/// The relation called `name`, with or without its prefix.
pub fn find(name: &str) -> Option<Relation> {
    let is_it = |known: &str| known == name || known.split_once(':').is_some_and(|(_, rest)| rest == name);
    let indexed = index::relations().find(|(known, ..)| known.contains(':') && is_it(known));
    if let Some((name, title, path)) = indexed {
        return Some(Relation { name, title, path: Some(path) });
    }
    let (name, title) = OF_RESOURCES.iter().find(|(known, _)| is_it(known))?;
    Some(Relation { name, title, path: None })
}

/// `GET /doc/{relation}`.
pub async fn show(links: Links, Names(name): Names<String>) -> Answer {
    let Some(relation) = find(&name) else {
        return Err(ApiError::not_found(format!("There is no link relation '{name}'.")));
    };
    let url = links.path(&format!("/doc/{}", segment(&name)));
    Ok(Hal::ok(&Value::Object(object([
        ("relation", Some(relation.name.into())),
        ("title", Some(relation.title.into())),
        ("path", relation.path.map(Value::from)),
        ("_links", Some(json!({ "self": link(url), "service-desc": link(links.path("/openapi.json")) }))),
    ]))))
}
