//! `abide branches`.

use crate::estate::{abide, document, estate};
use crate::stub::bare;
use insta::assert_snapshot;
use serde_json::json;

#[test]
fn branches_are_listed() {
    let broker = estate().start();
    assert_snapshot!(abide(&broker, "branches list --participant order-service"), @"
    exit 0
    --- stdout
    feat/1   1.0.0   2026-01-02T08:00:00+00:00
    ");
    let document = document(&broker, "branches list --participant order-service --limit 5");
    assert_eq!(document["branches"][0]["latestVersion"], json!("1.0.0"));
    assert_eq!(broker.lines().last().unwrap(), "GET /pacticipants/order-service/branches?page=1&size=5");
}

#[test]
fn a_branch_is_described_with_its_versions() {
    let broker = estate().start();
    assert_snapshot!(abide(&broker, "branches describe --participant order-service --branch feat/1 --limit 1"), @"
    exit 0
    --- stdout
    order-service feat/1
      known since      2026-01-02T08:00:00+00:00
      latest version   1.0.0
      versions         3

    1.0.0   2026-01-02T08:00:00+00:00   main (latest), feat/1; prod (latest)
    --- stderr
    note: 1 of 3 are listed: `--limit` says how many
    ");
    let document = document(&broker, "branches describe --participant order-service --branch feat/1");
    assert_eq!((&document["branch"]["name"], &document["total"]), (&json!("feat/1"), &json!(3)));
    assert_eq!(abide(&broker, "branches describe --participant order-service --branch gone").code, 1);
    assert_eq!(abide(&broker, "branches describe --participant web --branch main").code, 3);
}

#[test]
fn a_branch_is_deleted_when_somebody_says_so() {
    let path = "/pacticipants/order-service/branches/feat%2F1";
    let broker = estate().on(&format!("DELETE {path}"), bare(204)).start();
    let delete = "branches delete --participant order-service --branch feat/1";
    assert_snapshot!(abide(&broker, delete), @"
    exit 2
    --- stderr
    the branch feat/1 of order-service, and with it
      that 3 versions belonged to it; the versions stay
    error: nobody can be asked whether to delete the branch feat/1 of order-service: give `--yes`
    ");
    let ran = abide(&broker, &format!("{delete} --yes"));
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "deleted the branch feat/1 of order-service"), "{ran}");
    assert_eq!(broker.lines().last().unwrap(), &format!("DELETE {path}"));
}

#[test]
fn an_unknown_branch_is_a_no() {
    let broker = estate().start();
    assert_snapshot!(abide(&broker, "branches delete --participant order-service --branch gone --yes"), @"
    exit 1
    --- stderr
    error: cannot delete the branch gone of order-service
    caused by: the broker knows no branch `gone` of `order-service`
    hint: `abide branches list --participant order-service` shows those there are
    ");
    assert_eq!(abide(&broker, "branches delete --participant web --branch main --yes").code, 3);
}
