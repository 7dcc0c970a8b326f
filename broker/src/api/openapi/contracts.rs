//! Publishing, reading, comparing, selecting and taking back contracts.

use super::operation::{Operation, delete, get, patch, post, put};

const PROVIDER: &str = "/pacts/provider/{provider}";
const PAIR: &str = "/pacts/provider/{provider}/consumer/{consumer}";
const OLD: &str = "/pact/provider/{provider}/consumer/{consumer}";

/// What asked for contracts to verify before there was a `POST`.
const LEGACY: [&str; 8] = [
    "provider_version_branch",
    "provider_version_tags[]",
    "include_pending_status",
    "include_wip_pacts_since",
    "consumer_version_selectors[][tag]",
    "consumer_version_selectors[][latest]",
    "consumer_version_selectors[][fallback_tag]",
    "consumer_version_selectors[][consumer]",
];

pub(super) fn operations() -> Vec<Operation> {
    let mut all = publishing();
    all.extend(of_provider());
    all.extend(of_pair());
    all.extend(differences());
    all
}

fn publishing() -> Vec<Operation> {
    let force = &["allowSimilarNames"];
    let one = |path: String| {
        vec![
            get(path.clone(), "The contract of a consumer's version").ok_or_json("Contract"),
            put(path, "Publishes one contract; other content for the same version is refused")
                .query(force)
                .takes("ContractFile")
                .ok("Contract")
                .created("Contract"),
        ]
    };
    let mut all = vec![
        post("/contracts/publish", "Publishes a version's contracts, all or none")
            .query(force)
            .takes("Publication")
            .ok("Published"),
        get("/pacts/latest", "The newest contract of every pair").ok("LatestContracts"),
        patch(format!("{PAIR}/version/{{version}}"), "Merges into what the version has; contradictions are refused")
            .query(force)
            .takes("ContractFile")
            .ok("Contract")
            .created("Contract"),
        delete(format!("{PAIR}/version/{{version}}"), "Takes a version's contract back, unless the version is live")
            .query(&["force"])
            .ok("Remaining"),
        get(format!("{OLD}/latest"), "Deprecated: the pair's newest contract").ok_or_json("Contract"),
    ];
    for path in [
        format!("{PAIR}/version/{{version}}"),
        format!("{PAIR}/versions/{{version}}"),
        format!("{OLD}/version/{{version}}"),
    ] {
        all.extend(one(path));
    }
    all
}

fn of_provider() -> Vec<Operation> {
    let list = |rest: &str, summary| get(format!("{PROVIDER}{rest}"), summary).ok("ContractsOfProvider");
    let states = |rest: &str, summary| get(format!("{PROVIDER}/provider-states{rest}"), summary).ok("ProviderStates");
    vec![
        list("", "Every contract of a provider"),
        list("/latest", "The newest contract of each consumer"),
        list("/latest/{tag}", "The newest contract of each consumer whose version has a tag"),
        list("/tag/{tag}", "Every contract whose version has a tag"),
        list("/branch", "Every contract from the consumers' main branches"),
        list("/branch/latest", "The contracts of the heads of the consumers' main branches"),
        list("/branch/{branch}", "Every contract from a branch"),
        list("/branch/{branch}/latest", "The contracts of a branch's heads"),
        get(
            format!("{PROVIDER}/for-verification"),
            "Where to POST; with a query string, what clients before that asked for",
        )
        .query(&LEGACY)
        .ok("ContractsToVerify"),
        post(format!("{PROVIDER}/for-verification"), "What a provider's build is to verify, and why")
            .takes("Selection")
            .ok("ContractsToVerify"),
        states("", "The states that the main branches' contracts name"),
        states("/branch/{branch}", "The states that a branch's contracts name"),
        states("/environment/{environment}", "The states that the contracts of what is live name"),
    ]
}

fn of_pair() -> Vec<Operation> {
    let list = |rest: &str, summary| get(format!("{PAIR}{rest}"), summary).ok("ContractsOfPair");
    let contract = |rest: &str, summary| get(format!("{PAIR}{rest}"), summary).ok_or_json("Contract");
    let gone = |rest: &str, summary| delete(format!("{PAIR}{rest}"), summary).query(&["force"]);
    vec![
        contract("/latest", "The pair's newest contract"),
        contract("/latest/{tag}", "The newest contract whose version has a tag"),
        contract("/latest-untagged", "The newest contract whose version has no tag"),
        contract("/branch/{branch}/latest", "The contract of a branch's head"),
        contract("/version/{version}/previous-distinct", "The contract before it that says something else"),
        contract("/pact-version/{digest}", "A contract by its content"),
        contract("/pact-version/{digest}/metadata/{metadata}", "A contract by its content, as it was selected"),
        list("/versions", "The pair's contracts, newest first"),
        gone("/versions", "Takes all of them back").no_content(),
        list("/tag/{tag}", "Those whose version has a tag"),
        gone("/tag/{tag}", "Takes those back").ok("Remaining"),
        list("/branch", "Those from the consumer's main branch"),
        list("/branch/versions", "Those from the consumer's main branch"),
        list("/branch/latest", "That of the head of the consumer's main branch"),
        list("/branch/latest/versions", "That of the head of the consumer's main branch"),
        list("/branch/{branch}", "Those from a branch"),
        gone("/branch/{branch}", "Takes those back").ok("Remaining"),
        list("/branch/{branch}/latest/versions", "That of a branch's head"),
    ]
}

fn differences() -> Vec<Operation> {
    let text = |rest: &str, summary| get(format!("{PAIR}{rest}"), summary).raw("text/plain");
    vec![
        text(
            "/version/{version}/diff/previous-distinct",
            "What differs from the contract before it that says something else",
        ),
        text("/version/{version}/diff/version/{other}", "What differs from another version's contract"),
        text("/pact-version/{digest}/diff/pact-version/{other}", "What differs from another content"),
    ]
}
