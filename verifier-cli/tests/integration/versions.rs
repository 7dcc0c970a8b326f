//! `abide versions`.

use crate::estate::{VERSION, abide, document, estate};
use crate::stub::{bare, hal, json};
use insta::assert_snapshot;
use serde_json::json;

#[test]
fn versions_are_listed_and_a_cut_is_told() {
    let broker = estate().start();
    assert_snapshot!(abide(&broker, "versions list --participant order-service"), @"
    exit 0
    --- stdout
    1.0.0   2026-01-02T08:00:00+00:00   main (latest), feat/1; prod (latest)
    ");
    assert_eq!(broker.lines().last().unwrap(), "GET /pacticipants/order-service/versions?page=1&size=100");
    assert_snapshot!(abide(&broker, "versions list --pacticipant order-service --branch feat/1 --limit 1"), @"
    exit 0
    --- stdout
    1.0.0   2026-01-02T08:00:00+00:00   main (latest), feat/1; prod (latest)
    --- stderr
    note: 1 of 3 are listed: `--limit` says how many
    ");
    assert_eq!(
        broker.lines().last().unwrap(),
        "GET /pacticipants/order-service/branches/feat%2F1/versions?page=1&size=1"
    );
    let document = document(&broker, "versions list --participant order-service --branch feat/1");
    assert_eq!((&document["total"], &document["versions"][0]["tags"][0]["name"]), (&json!(3), &json!("prod")));
}

#[test]
fn the_versions_of_a_tag_are_found_without_a_link() {
    let tagged = "/pacticipants/order-service/tags/a%20b/versions";
    let broker = estate().on(&format!("GET {tagged}"), hal(200, &json!({"_embedded": {"versions": []}}))).start();
    let cli = crate::harness::Cli::new();
    let ran = cli.run(["versions", "list", "-a", "order-service", "--tag", "a b", "--broker", broker.url()]);
    assert_eq!((ran.code, ran.to_string().as_str()), (0, "exit 0\n"));
    assert_eq!(broker.lines().last().unwrap(), &format!("GET {tagged}?page=1&size=100"));
}

#[test]
fn a_version_is_described_with_the_names_of_its_environments() {
    let broker = estate().start();
    assert_snapshot!(abide(&broker, "versions describe --participant order-service --version 1.0.0"), @"
    exit 0
    --- stdout
    order-service 1.0.0
      known since   2026-01-02T08:00:00+00:00
      build         https://ci.example/7
      branches      main (latest), feat/1
      tags          prod (latest)
      contracts     Pact between order-service (1.0.0) and payment-service
      deployed to   production, production (instance blue)
      released to   app-store
    ");
    let document = document(&broker, "versions describe --participant order-service --latest");
    assert_eq!(document["version"]["deployed"][1], json!({"environment": "production", "applicationInstance": "blue"}));
    assert_eq!(document["version"]["released"], json!([{"environment": "app-store"}]));
}

#[test]
fn a_version_the_broker_does_not_know_is_a_no() {
    let broker = estate().start();
    assert_snapshot!(abide(&broker, "versions describe --participant order-service --version 9"), @"
    exit 1
    --- stderr
    error: cannot describe the version of order-service
    caused by: the broker knows no version 9 of `order-service`
    hint: a version is known once it has published contracts or verification results
    ");
    assert_snapshot!(abide(&broker, "versions describe --participant order-service --latest test"), @"
    exit 1
    --- stderr
    error: cannot describe the version of order-service
    caused by: the broker knows no version of `order-service` with tag `test`
    hint: a version is known once it has published contracts or verification results
    ");
    assert_snapshot!(abide(&broker, "versions describe --participant order-service --branch gone"), @"
    exit 1
    --- stderr
    error: cannot describe the version of order-service
    caused by: the broker knows no branch `gone` of `order-service`
    hint: `abide branches list --participant order-service` shows those there are
    ");
    assert_snapshot!(abide(&broker, "versions describe --participant web --latest"), @"
    exit 3
    --- stderr
    error: cannot describe the version of web
    caused by: the broker knows no participant named `web`
    hint: is it spelled as in the contracts?
    ");
}

#[test]
fn a_version_is_deleted_when_somebody_says_so() {
    let broker = estate().on(&format!("DELETE {VERSION}"), bare(204)).start();
    let delete = "versions delete --participant order-service --version 1.0.0";
    assert_snapshot!(abide(&broker, delete), @"
    exit 2
    --- stderr
    order-service 1.0.0, and with it
      Pact between order-service (1.0.0) and payment-service
      it is deployed to production, production (instance blue)
      it is released to app-store
    error: nobody can be asked whether to delete order-service 1.0.0: give `--yes`
    ");
    assert!(!broker.lines().iter().any(|line| line.starts_with("DELETE")), "{:?}", broker.lines());
    assert_eq!(abide(&broker, &format!("{delete} --yes")).code, 0);
    assert_eq!(broker.lines().last().unwrap(), &format!("DELETE {VERSION}"));
    let ran = abide(&broker, &format!("{delete} -y --force"));
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "deleted order-service 1.0.0"));
    assert_eq!(broker.lines().last().unwrap(), &format!("DELETE {VERSION}?force=true"));
}

#[test]
fn a_version_that_is_live_is_not_deleted() {
    let text = "order-service version 1.0.0 cannot be deleted: order-service 1.0.0 is live in production.";
    let broker = estate().on(&format!("DELETE {VERSION}"), json(409, &json!({"error": text, "live": []}))).start();
    let ran = abide(&broker, "versions delete --participant order-service --version 1.0.0 --yes");
    assert_eq!(ran.code, 1, "{ran}");
    assert!(ran.stderr.contains(text) && ran.stderr.contains("hint: `--force`"), "{ran}");
}
