//! Verification results.

use super::operation::{Operation, delete, get, post};

const PAIR: &str = "/pacts/provider/{provider}/consumer/{consumer}";

pub(super) fn operations() -> Vec<Operation> {
    let results = |rest: &str| format!("{PAIR}/pact-version/{{digest}}{rest}");
    let latest =
        |rest: &str, summary| get(format!("{PAIR}{rest}/verification-results/latest"), summary).ok("Verification");
    vec![
        post(results("/verification-results"), "Publishes a result for a content")
            .takes("NewVerification")
            .created("Verification"),
        post(
            results("/metadata/{metadata}/verification-results"),
            "Publishes a result for a content, as it was selected",
        )
        .takes("NewVerification")
        .created("Verification"),
        get(results("/verification-results/{number}"), "A result").ok("Verification"),
        delete(
            results("/verification-results/{number}"),
            "Takes a result back, unless its version is live; the one before it counts again",
        )
        .query(&["force"])
        .no_content(),
        get(results("/metadata/{metadata}/verification-results/{number}"), "A result").ok("Verification"),
        latest("/pact-version/{digest}", "The newest result for a content"),
        latest("/version/{version}", "The newest result for a version's contract"),
        latest("/latest", "The newest result for the pair's newest contract"),
        latest("/latest/{tag}", "The newest result for the newest contract whose version has a tag"),
        get(
            "/verification-results/consumer/{consumer}/version/{version}/latest",
            "The newest results of everything a consumer's version needs",
        )
        .ok("VerificationSummary"),
    ]
}
