//! `abide record-deployment`, `record-undeployment`, `record-release` and `record-support-ended`.

use crate::estate::{VERSION, abide, estate};
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

#[test]
fn the_end_of_a_deployment_is_recorded_on_the_instance_that_is_meant() {
    let broker =
        estate().on("PATCH /live/d-1", hal(200, &json!({}))).on("PATCH /live/d-2", hal(200, &json!({}))).start();
    let undeployed = "record-undeployment --participant order-service --environment production";
    assert_snapshot!(abide(&broker, undeployed), @"
    exit 0
    --- stdout
    order-service 1.0.0 is recorded as not deployed to production any more
    ");
    let sent = broker.the("PATCH /live/d-1");
    assert_eq!(sent.json(), json!({"currentlyDeployed": false}));
    assert!(sent.headers.contains(&"content-type: application/merge-patch+json".to_owned()), "{:?}", sent.headers);
    assert_eq!(abide(&broker, &format!("{undeployed} --application-instance blue")).code, 0);
    broker.the("PATCH /live/d-2");
}

#[test]
fn what_is_not_deployed_cannot_end() {
    let broker = estate().start();
    let record = |rest: &str| abide(&broker, &format!("record-undeployment {rest}"));
    assert_snapshot!(record("--participant order-service --environment production --target green"), @"
    exit 1
    --- stderr
    error: cannot record that order-service is not deployed to production any more
    caused by: no version of order-service is deployed to production like that; there is 1.0.0, 1.0.0 on instance blue
    hint: `--application-instance` says which
    ");
    assert_snapshot!(record("--participant payment-service --environment production"), @"
    exit 1
    --- stderr
    error: cannot record that payment-service is not deployed to production any more
    caused by: no version of payment-service is deployed to production
    hint: `abide environments describe --environment production` shows what is live there
    ");
    assert_eq!(record("--participant web --environment production").code, 3);
    assert_eq!(record("--participant order-service --environment moon").code, 3);
}

#[test]
fn a_release_and_its_end_are_recorded() {
    let release = format!("POST {VERSION}/released/u-2");
    let broker =
        estate().on(&release, hal(201, &json!({"uuid": "r-1"}))).on("PATCH /live/r-1", hal(200, &json!({}))).start();
    let what = "--participant order-service --version 1.0.0 --environment app-store";
    assert_snapshot!(abide(&broker, &format!("record-release {what}")), @"
    exit 0
    --- stdout
    order-service 1.0.0 is recorded as released to app-store
    ");
    assert_eq!(broker.the(&release).json(), json!({}));
    assert_snapshot!(abide(&broker, &format!("record-support-ended {what}")), @"
    exit 0
    --- stdout
    order-service 1.0.0 is recorded as not supported in app-store any more
    ");
    assert_eq!(broker.the("PATCH /live/r-1").json(), json!({"currentlySupported": false}));
    let other = abide(&broker, "record-support-ended --pacticipant order-service --version 2 --environment app-store");
    assert_snapshot!(other, @"
    exit 1
    --- stderr
    error: cannot record that order-service 2 is not supported in app-store any more
    caused by: no version of order-service is released to app-store like that; there is 1.0.0
    hint: `abide environments describe --environment app-store` shows what is live there
    ");
}
