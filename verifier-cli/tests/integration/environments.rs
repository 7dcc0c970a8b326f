//! `abide environments`.

use crate::harness::Cli;
use crate::stub::{Stub, hal};
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
fn an_environment_that_exists_is_told() {
    let refused = json!({"errors": {"name": ["Another environment with name 'production' already exists"]}});
    let broker = Stub::new().on("GET /", hal(200, &index())).on("POST /environments", hal(400, &refused)).start();
    let cli = Cli::new().names("broker", broker.url());
    assert_snapshot!(cli.run(["environments", "create", "--name", "production", "--broker", broker.url()]), @"
    exit 3
    --- stderr
    error: cannot create the environment `production`
    caused by: the broker answered 400: Another environment with name 'production' already exists (http://broker/environments)
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
