//! `abide diff`.

use crate::contracts::{a_charge, contract};
use crate::estate::{abide, estate};
use crate::harness::Cli;
use crate::stub::hal;
use insta::assert_snapshot;
use serde_json::{Value, json};

/// A charge that costs another amount and is answered with another status.
fn changed() -> Value {
    let mut changed = a_charge();
    changed["response"]["status"] = json!(204);
    changed["request"]["headers"] = json!({"X-Trace": "1"});
    changed
}

fn named(description: &str) -> Value {
    let mut other = a_charge();
    other["description"] = json!(description);
    other
}

fn files() -> Cli {
    Cli::new()
        .file("before.json", &contract(&[a_charge(), named("an old call"), named("a lasting call")]))
        .file("after.json", &contract(&[named("a lasting call"), changed(), named("a new call")]))
}

#[test]
fn two_files_are_compared_interaction_by_interaction() {
    assert_snapshot!(files().run(["diff", "before.json", "after.json"]), @r#"
    exit 1
    --- stdout
    before.json -> after.json

      ~  a request for a charge
         request.headers   is new: {"X-Trace":"1"}
         response.status   was 200, is now 204
      +  a new call
      -  an old call

    Interactions: 1 added, 1 removed, 1 changed, 1 unchanged
    "#);
}

#[test]
fn the_difference_is_one_json_document() {
    assert_snapshot!("diff.json", files().run(["diff", "before.json", "after.json", "--output", "json"]));
}

#[test]
fn the_order_of_interactions_is_no_difference() {
    let cli = Cli::new()
        .file("a.json", &contract(&[a_charge(), named("x")]))
        .file("b.json", &contract(&[named("x"), a_charge()]));
    assert_snapshot!(cli.run(["diff", "a.json", "b.json"]), @"
    exit 0
    --- stdout
    a.json -> b.json

    Both say the same: 2 interactions
    ");
    let ran = cli.run(["diff", "a.json", "b.json", "--output", "json"]);
    let document: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((ran.code, &document["equal"], &document["summary"]["unchanged"]), (0, &json!(true), &json!(2)));
}

#[test]
fn what_differs_beside_the_interactions_is_a_difference() {
    let cli = Cli::new().file("a.json", &contract(&[])).file("b.json", &contract(&[]).replace("order-service", "web"));
    assert_snapshot!(cli.run(["diff", "a.json", "b.json"]), @r#"
    exit 1
    --- stdout
    a.json -> b.json

      ~  $.consumer.name was "order-service", is now "web"

    Interactions: none; 1 difference beside them
    "#);
}

#[test]
fn two_published_versions_are_compared() {
    let at = |version: &str| format!("GET /pacts/provider/payment-service/consumer/order-service/version/{version}");
    let published = |interactions: &[Value]| {
        let mut body: Value = serde_json::from_str(&contract(interactions)).unwrap();
        body["_links"] = json!({"self": {"href": "/"}});
        body["createdAt"] = json!("2026-01-01T08:00:00+00:00");
        hal(200, &body)
    };
    let broker = estate().on(&at("1.0.0"), published(&[a_charge()])).on(&at("1.1"), published(&[changed()])).start();
    let pair = "--consumer order-service --provider payment-service";
    assert_snapshot!(abide(&broker, &format!("diff 1.0.0 1.1 {pair}")), @r#"
    exit 1
    --- stdout
    order-service 1.0.0 -> order-service 1.1

      ~  a request for a charge
         request.headers   is new: {"X-Trace":"1"}
         response.status   was 200, is now 204

    Interactions: 1 changed
    "#);
    assert_eq!(abide(&broker, &format!("diff 1.1 1.1 {pair}")).code, 0);
}

#[test]
fn what_cannot_be_compared_is_no_difference() {
    let broker = estate().start();
    assert_snapshot!(abide(&broker, "diff 1.0.0 9 --consumer order-service --provider payment-service"), @"
    exit 3
    --- stderr
    error: cannot get the contract of order-service 1.0.0 with payment-service
    caused by: order-service 1.0.0 has no contract with payment-service
    hint: `abide versions describe --participant order-service --version 1.0.0` shows its contracts
    ");
    assert_snapshot!(abide(&broker, "diff 9 1.0.0 --consumer order-service --provider payment-service"), @"
    exit 3
    --- stderr
    error: cannot get the contract of order-service 9 with payment-service
    caused by: the broker knows no version 9 of `order-service`
    hint: a version is known once it has published contracts or verification results
    ");
    assert_eq!(abide(&broker, "diff 1 2 --consumer order-service --provider web").code, 3);
    assert_snapshot!(files().run(["diff", "before.json", "1.0.0"]), @"
    exit 3
    --- stderr
    error: there is no file `1.0.0`; for versions of a broker give `--consumer` and `--provider`, too
    ");
    assert_eq!(files().file("x.json", "{}").run(["diff", "before.json", "x.json"]).code, 3);
}
