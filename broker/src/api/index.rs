//! `GET /`: where clients learn every other URL. Only what this broker answers is listed.

use crate::hal::{Hal, curie, titled};
use crate::links::Links;
use serde_json::{Map, Value, json};

const FIXED: [(&str, &str, &str); 9] = [
    ("self", "Index", ""),
    ("pb:publish-contracts", "Publish contracts", "/contracts/publish"),
    ("pb:latest-pact-versions", "Latest pact versions", "/pacts/latest"),
    ("pb:pacticipants", "Pacticipants", "/pacticipants"),
    ("pb:environments", "Environments", "/environments"),
    ("pb:integrations", "Integrations", "/integrations"),
    ("pb:metrics", "How much there is", "/metrics"),
    ("service-desc", "This API as an OpenAPI document", "/openapi.json"),
    ("pb:diagnostic-heartbeat", "Heartbeat", "/diagnostic/status/heartbeat"),
];

const PROVIDER: &str = "/pacts/provider/{provider}";
const PAIR: &str = "/pacts/provider/{provider}/consumer/{consumer}";
const PARTICIPANT: &str = "/pacticipants/{pacticipant}";

const TEMPLATED: [(&str, &str, &str, &str); 26] = [
    ("pb:publish-pact", "Publish a pact", PAIR, "/version/{consumerApplicationVersion}"),
    (
        "pb:tagged-pact-versions",
        "All versions of a pact for a given consumer, provider and consumer version tag",
        PAIR,
        "/tag/{tag}",
    ),
    (
        "pb:branch-pact-versions",
        "All versions of a pact for a given consumer, provider and branch",
        PAIR,
        "/branch/{branch}",
    ),
    (
        "pb:latest-branch-pact-versions",
        "Latest version of a pact for a branch",
        PAIR,
        "/branch/{branch}/latest/versions",
    ),
    ("pb:main-branch-pact-versions", "All versions of a pact for the main branch", PAIR, "/branch/versions"),
    (
        "pb:latest-main-branch-pact-versions",
        "Latest version of a pact for the main branch",
        PAIR,
        "/branch/latest/versions",
    ),
    ("pb:provider-pacts", "All pacts for a provider", PROVIDER, ""),
    ("pb:provider-pacts-with-tag", "Pacts for a provider with a consumer version tag", PROVIDER, "/tag/{tag}"),
    (
        "pb:provider-pacts-with-branch",
        "Pacts for a provider with a consumer version branch",
        PROVIDER,
        "/branch/{branch}",
    ),
    ("pb:provider-pacts-with-main-branch", "Pacts for a provider from main branches", PROVIDER, "/branch"),
    ("pb:latest-provider-pacts", "Latest pacts by provider", PROVIDER, "/latest"),
    ("pb:latest-provider-pacts-with-tag", "Latest pacts by provider with a tag", PROVIDER, "/latest/{tag}"),
    (
        "pb:latest-provider-pacts-with-branch",
        "Latest pacts by provider with a branch",
        PROVIDER,
        "/branch/{branch}/latest",
    ),
    (
        "pb:latest-provider-pacts-with-main-branch",
        "Latest pacts by provider from main branches",
        PROVIDER,
        "/branch/latest",
    ),
    (
        "pb:provider-pacts-for-verification",
        "Pact versions to be verified for the specified provider",
        PROVIDER,
        "/for-verification",
    ),
    ("pb:pacticipant", "Pacticipant", PARTICIPANT, ""),
    ("pb:latest-version", "Latest pacticipant version", PARTICIPANT, "/latest-version"),
    ("pb:latest-tagged-version", "Latest pacticipant version with a given tag", PARTICIPANT, "/latest-version/{tag}"),
    ("pb:pacticipant-version", "Pacticipant version", PARTICIPANT, "/versions/{version}"),
    ("pb:pacticipant-version-tag", "Tag of a pacticipant version", PARTICIPANT, "/versions/{version}/tags/{tag}"),
    ("pb:pacticipant-branch", "Branch of a pacticipant", PARTICIPANT, "/branches/{branch}"),
    (
        "pb:pacticipant-branch-version",
        "Version on a branch of a pacticipant",
        PARTICIPANT,
        "/branches/{branch}/versions/{version}",
    ),
    ("pb:environment", "Environment", "/environments/{uuid}", ""),
    (
        "pb:can-i-deploy-pacticipant-version-to-environment",
        "Whether a version can be deployed to an environment",
        "/can-i-deploy",
        "?pacticipant={pacticipant}&version={version}&environment={environment}",
    ),
    (
        "pb:can-i-deploy-pacticipant-version-to-tag",
        "Whether a version can be deployed beside what carries a tag",
        "/can-i-deploy",
        "?pacticipant={pacticipant}&version={version}&to={tag}",
    ),
    (
        "beta:provider-pacts-for-verification",
        "Pact versions to be verified for the specified provider",
        PROVIDER,
        "/for-verification",
    ),
];

/// Every relation of the index with its title and path.
pub(super) fn relations() -> impl Iterator<Item = (&'static str, &'static str, String)> {
    let fixed = FIXED.into_iter().map(|(name, title, path)| (name, title, path.to_owned()));
    fixed.chain(TEMPLATED.into_iter().map(|(name, title, base, rest)| (name, title, format!("{base}{rest}"))))
}

/// The index.
pub async fn show(links: Links) -> Hal {
    let mut index = Map::new();
    for (name, title, path) in relations() {
        let href = links.path(&path);
        let mut link = titled(title, href);
        link["templated"] = path.contains('{').into();
        index.insert(name.to_owned(), link);
    }
    index["beta:provider-pacts-for-verification"]["name"] = Value::from("beta");
    index.insert("curies".to_owned(), json!(["pb", "beta"].map(|prefix| curie(&links, prefix, "index"))));
    Hal::ok(&json!({ "_links": index }))
}
