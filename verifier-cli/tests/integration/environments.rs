//! `abide environments`.

use crate::estate::{abide, document, estate};
use crate::harness::Cli;
use crate::stub::{Stub, bare, hal, json};
use insta::assert_snapshot;
use serde_json::json;

fn index() -> serde_json::Value {
    json!({"_links": {"pb:environments": {"href": "/environments"}}})
}

#[test]
fn an_environment_is_created() {
    let created = json!({"uuid": "u-1", "name": "production", "displayName": "Live", "production": true});
    let broker = Stub::new().on("GET /", hal(200, &index())).on("POST /environments", hal(201, &created)).start();
    let what = ["--name", "production", "--display-name", "Live", "--production"];
    let ran = Cli::new().run(["environments", "create", "--broker", broker.url()].into_iter().chain(what));
    assert_snapshot!(ran, @"
    exit 0
    --- stdout
    created the environment production (u-1)
    ");
    assert_eq!(
        broker.the("POST /environments").json(),
        json!({"name": "production", "displayName": "Live", "production": true})
    );
}

#[test]
fn a_name_that_is_taken_is_a_no() {
    let refused = json!({"errors": {"name": ["Another environment with name 'production' already exists"]}});
    let broker = Stub::new().on("GET /", hal(200, &index())).on("POST /environments", hal(400, &refused)).start();
    let cli = Cli::new().names("broker", broker.url());
    assert_snapshot!(cli.run(["environments", "create", "--name", "production", "--broker", broker.url()]), @"
    exit 1
    --- stderr
    error: cannot create the environment `production`
    caused by: the broker already has the environment `production`
    hint: `abide environments update` changes the one there is
    ");
}

#[test]
fn environments_are_listed() {
    let list = json!({"_embedded": {"environments": [
        {"uuid": "u-1", "name": "production", "displayName": "Production", "production": true},
        {"uuid": "u-2", "name": "test", "displayName": "Test", "production": false},
    ]}});
    let broker = Stub::new().on("GET /", hal(200, &index())).on("GET /environments", hal(200, &list)).start();
    let cli = Cli::new();
    assert_snapshot!(cli.run(["environments", "list", "--broker", broker.url()]), @"
    exit 0
    --- stdout
    production   production   Production
    test                      Test
    ");
    let ran = cli.run(["environments", "list", "--broker", broker.url(), "--output", "json"]);
    let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((ran.code, &document["environments"][0]["uuid"]), (0, &json!("u-1")));
}

#[test]
fn only_what_is_given_of_an_environment_is_changed() {
    let updated = json!({"uuid": "u-1", "name": "live", "production": false});
    let broker = estate().on("PUT /environments/u-1", hal(200, &updated)).start();
    assert_snapshot!(abide(&broker, "environments update --environment production --name live --no-production"), @"
    exit 0
    --- stdout
    updated the environment live (u-1)
    ");
    let contacts = json!([{"name": "Platform", "details": {"emailAddress": "platform@shop.example"}}]);
    assert_eq!(
        broker.the("PUT /environments/u-1").json(),
        json!({"name": "live", "displayName": "Production", "production": false, "contacts": contacts})
    );
    let new = "--contact-name Shop --contact-email-address shop@shop.example";
    assert_eq!(abide(&broker, &format!("environments update --uuid u-1 {new}")).code, 0);
    let sent = broker.seen().last().unwrap().json();
    assert_eq!(sent["contacts"], json!([{"name": "Shop", "details": {"emailAddress": "shop@shop.example"}}]));
    assert_eq!((&sent["name"], &sent["production"]), (&json!("production"), &json!(true)));
}

#[test]
fn an_environment_is_described_with_what_is_live_there() {
    let broker = estate().start();
    assert_snapshot!(abide(&broker, "environments describe --environment production"), @"
    exit 0
    --- stdout
    production
      name         Production
      production   yes
      uuid         u-1
      contact      Platform (platform@shop.example)

    Deployed
      order-service   1.0.0   since 2026-01-03T08:00:00+00:00
      order-service   1.0.0   since 2026-01-03T08:00:00+00:00   instance blue
    ");
    assert_snapshot!(abide(&broker, "environments describe --environment production --participant payment-service"), @"
    exit 0
    --- stdout
    production
      name         Production
      production   yes
      uuid         u-1
      contact      Platform (platform@shop.example)

    Nothing is live there
    ");
    let document = document(&broker, "environments describe --environment app-store");
    assert_eq!(document["deployed"], json!([]));
    assert_eq!(
        document["released"],
        json!([{"participant": "order-service", "version": "1.0.0", "since": "2026-01-03T08:00:00+00:00"}])
    );
    assert_snapshot!(abide(&broker, "environments describe --environment moon"), @"
    exit 3
    --- stderr
    error: cannot describe the environment `moon`
    caused by: the broker knows no environment named `moon`
    hint: it knows production, app-store
    ");
    assert_eq!(abide(&broker, "environments describe --environment production --participant web").code, 3);
}

#[test]
fn an_environment_is_deleted_when_somebody_says_so() {
    let broker = estate().on("DELETE /environments/u-1", bare(204)).start();
    assert_snapshot!(abide(&broker, "environments delete --environment production"), @"
    exit 2
    --- stderr
    the environment production, and with it
      that order-service 1.0.0 is deployed there
      that order-service 1.0.0 is deployed there (instance blue)
    error: nobody can be asked whether to delete the environment production: give `--yes`
    ");
    assert_eq!(abide(&broker, "environments delete --environment production --yes --force").code, 0);
    broker.the("DELETE /environments/u-1?force=true");

    let refused = json(409, &json!({"error": "Environment production cannot be deleted"}));
    let broker = estate().on("DELETE /environments/u-1", refused).start();
    assert_eq!(abide(&broker, "environments delete --environment production --yes").code, 1);
}
