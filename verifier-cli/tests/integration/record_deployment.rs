//! `abide record-deployment`.

use crate::harness::{Cli, Ran};
use crate::stub::{Running, Stub, hal};
use insta::assert_snapshot;
use serde_json::json;

/// A broker that knows order-service 1.0.0 and the environment production.
fn broker() -> Running {
    let index = json!({"_links": {
        "pb:pacticipant": {"href": "/pacticipants/{pacticipant}", "templated": true},
        "pb:pacticipant-version": {"href": "/pacticipants/{pacticipant}/versions/{version}", "templated": true},
        "pb:environments": {"href": "/environments"},
    }});
    let record = "/pacticipants/order-service/versions/1.0.0/deployed-versions/environment/u-1";
    let version =
        json!({"number": "1.0.0", "_links": {"pb:record-deployment": [{"name": "production", "href": record}]}});
    let environments =
        json!({"_embedded": {"environments": [{"uuid": "u-1", "name": "production", "production": true}]}});
    Stub::new()
        .on("GET /", hal(200, &index))
        .on("GET /pacticipants/order-service", hal(200, &json!({"name": "order-service"})))
        .on("GET /pacticipants/order-service/versions/1.0.0", hal(200, &version))
        .on("GET /environments", hal(200, &environments))
        .on(&format!("POST {record}"), hal(201, &json!({"uuid": "d-1", "currentlyDeployed": true})))
        .start()
}

#[track_caller]
fn record(broker: &Running, participant: &str, version: &str, environment: &str, more: &[&str]) -> Ran {
    let cli = Cli::new().names("broker", broker.url());
    let what = ["--participant", participant, "--version", version, "--environment", environment];
    cli.run(["record-deployment", "--broker", broker.url()].iter().chain(&what).chain(more).copied())
}

#[test]
fn a_deployment_is_recorded() {
    let broker = broker();
    let ran = record(&broker, "order-service", "1.0.0", "production", &["--application-instance", "blue"]);
    assert_snapshot!(ran, @"
    exit 0
    --- stdout
    order-service 1.0.0 is recorded as deployed to production (instance blue)
    ");
    assert_eq!(broker.seen().last().unwrap().json(), json!({"applicationInstance": "blue"}));
}

#[test]
fn an_unknown_version_is_a_no_and_other_unknown_names_leave_the_answer_open() {
    let broker = broker();
    assert_snapshot!(record(&broker, "order-service", "9", "production", &[]), @"
    exit 1
    --- stderr
    error: cannot record the deployment of order-service 9 to production
    caused by: the broker knows no version 9 of `order-service`
    hint: a version is known once it has published contracts or verification results
    ");
    assert_snapshot!(record(&broker, "nobody", "1.0.0", "production", &[]), @"
    exit 3
    --- stderr
    error: cannot record the deployment of nobody 1.0.0 to production
    caused by: the broker knows no participant named `nobody`
    hint: is it spelled as in the contracts?
    ");
    assert_snapshot!(record(&broker, "order-service", "1.0.0", "moon", &[]), @"
    exit 3
    --- stderr
    error: cannot record the deployment of order-service 1.0.0 to moon
    caused by: the broker knows no environment named `moon`
    hint: it knows production
    ");
}
