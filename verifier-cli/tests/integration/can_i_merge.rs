//! `abide can-i-merge`.

use crate::estate::abide;
use crate::stub::{Running, Stub, hal};
use insta::assert_snapshot;
use serde_json::{Value, json};

fn broker(answer: &Value) -> Running {
    Stub::new().on("GET /", hal(200, &json!({"_links": {}}))).on("GET /matrix", hal(200, answer)).start()
}

#[test]
fn a_version_is_judged_with_the_main_branches() {
    let broker = broker(&json!({"summary": {"deployable": true}, "notices": [], "matrix": []}));
    assert_snapshot!(abide(&broker, "can-i-merge --participant order-service --version 1.0.0"), @"
    exit 0
    --- stdout
    Yes: order-service 1.0.0 can be merged
    ");
    assert_eq!(
        broker.lines()[1],
        "GET /matrix?q%5B%5D%5Bpacticipant%5D=order-service&q%5B%5D%5Bversion%5D=1.0.0&latestby=cvp&latest=true&mainBranch=true"
    );
}

#[test]
fn a_no_says_why() {
    let broker = broker(&json!({
        "summary": {"deployable": false},
        "reasons": [{"state": "failed", "text": "payment-service 2 does not keep the contract of order-service 1.0.0"}],
        "matrix": [],
    }));
    assert_snapshot!(abide(&broker, "can-i-merge --participant order-service --branch feat/1"), @"
    exit 1
    --- stdout
    No: the latest order-service on branch feat/1 cannot be merged

      x  Failed   payment-service 2 does not keep the contract of order-service 1.0.0
    ");
    let ran = abide(&broker, "can-i-merge --participant order-service --branch feat/1 --output json");
    let document: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((ran.code, &document["command"]), (1, &json!("can-i-merge")));
    assert_eq!(document["subjects"], json!([{"participant": "order-service", "branch": "feat/1"}]));
}
