//! `abide deployments` and `abide releases`.

use crate::estate::{abide, document, estate};
use insta::assert_snapshot;
use serde_json::json;

#[test]
fn what_is_deployed_and_released_is_listed_across_environments() {
    let broker = estate().start();
    assert_snapshot!(abide(&broker, "deployments list"), @"
    exit 0
    --- stdout
    production   order-service   1.0.0   since 2026-01-03T08:00:00+00:00
    production   order-service   1.0.0   since 2026-01-03T08:00:00+00:00   instance blue
    ");
    assert_snapshot!(abide(&broker, "releases list"), @"
    exit 0
    --- stdout
    app-store   order-service   1.0.0   since 2026-01-03T08:00:00+00:00
    ");
    let deployments = document(&broker, "deployments list --participant order-service");
    assert_eq!(deployments["deployments"][1]["applicationInstance"], json!("blue"));
    assert_eq!(document(&broker, "releases list")["releases"][0]["environment"], json!("app-store"));
}

#[test]
fn a_list_is_narrowed_to_names_that_are_known() {
    let broker = estate().start();
    assert_eq!(abide(&broker, "deployments list --environment app-store").stdout, "");
    assert_eq!(document(&broker, "deployments list --participant payment-service")["deployments"], json!([]));
    let ran = abide(&broker, "releases list --environment gone");
    assert!(ran.code == 3 && ran.stderr.contains("it knows production, app-store"), "{ran}");
    assert_eq!(abide(&broker, "deployments list --participant web").code, 3);
}
