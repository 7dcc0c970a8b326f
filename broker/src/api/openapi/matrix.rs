//! The matrix, verdicts, and their badges.

use super::operation::{Operation, get};

const MATRIX: [&str; 16] = [
    "q[][pacticipant]",
    "q[][version]",
    "q[][branch]",
    "q[][tag]",
    "q[][environment]",
    "q[][mainBranch]",
    "q[][latest]",
    "latestby",
    "environment",
    "tag",
    "latest",
    "mainBranch",
    "success",
    "ignore[][pacticipant]",
    "ignore[][version]",
    "limit",
];
const VERDICT: [&str; 6] =
    ["pacticipant", "version", "environment", "to", "ignore[][pacticipant]", "ignore[][version]"];
const BADGE: [&str; 2] = ["label", "initials"];

pub(super) fn operations() -> Vec<Operation> {
    let tags = "/pacticipants/{participant}/latest-version/{tag}/can-i-deploy/to/{to}";
    let branch =
        "/pacticipants/{participant}/branches/{branch}/latest-version/can-i-deploy/to-environment/{environment}";
    let verdict = |path: &str, summary| get(path, summary).ok("Matrix").raw("text/plain");
    let badge = |path: String, summary| get(path, summary).query(&BADGE).raw("image/svg+xml");
    let contract = |rest: &str| format!("/pacts/provider/{{provider}}/consumer/{{consumer}}{rest}/badge");
    vec![
        verdict("/matrix", "Which versions were verified against which, and what follows").query(&MATRIX),
        verdict("/matrix/provider/{provider}/consumer/{consumer}", "Every version of a pair"),
        verdict("/can-i-deploy", "Whether a version can go to an environment").query(&VERDICT),
        verdict(tags, "Whether the newest version with a tag can go beside what carries another"),
        verdict(branch, "Whether a branch's head can go to an environment"),
        badge(format!("{tags}/badge"), "The same as a badge"),
        badge(format!("{branch}/badge"), "The same as a badge"),
        badge(
            "/pacticipants/{participant}/main-branch/can-i-merge/badge".to_owned(),
            "Whether the main branch's head works with everybody else's",
        ),
        badge(contract("/latest"), "Whether the pair's newest contract is verified"),
        badge(contract("/latest/{tag}"), "Whether the newest contract whose version has a tag is verified"),
        badge(contract("/latest-untagged"), "Whether the newest contract whose version has no tag is verified"),
        badge(
            "/matrix/provider/{provider}/latest/{provider_tag}/consumer/{consumer}/latest/{tag}/badge".to_owned(),
            "Whether the newest versions with these tags work together",
        ),
    ]
}
