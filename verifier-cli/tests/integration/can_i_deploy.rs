//! `abide can-i-deploy`.

use crate::harness::{Cli, Ran};
use crate::stub::{Canned, Running, Stub, hal};
use insta::assert_snapshot;
use serde_json::{Value, json};

fn broker(answer: Canned) -> Running {
    Stub::new().on("GET /", hal(200, &json!({"_links": {}}))).on("GET /matrix", answer).start()
}

fn row(version: &Value, result: &Value) -> Value {
    json!({
        "consumer": {"name": "order-service", "version": {"number": "1.0.0"}},
        "provider": {"name": "payment-service", "version": version},
        "pact": {"createdAt": "2026-01-01T00:00:00+00:00"},
        "verificationResult": result,
    })
}

#[track_caller]
fn ask(broker: &Running, more: &[&str]) -> Ran {
    let cli = Cli::new().names("broker", broker.url());
    let question = ["can-i-deploy", "--participant", "order-service", "--version", "1.0.0", "--broker", broker.url()];
    cli.run(question.iter().chain(more).copied())
}

const PRODUCTION: [&str; 2] = ["--to-environment", "production"];

#[test]
fn yes_when_everybody_gets_along() {
    let verified = json!({"success": true, "verifiedAt": "2026-01-02T10:00:00+00:00"});
    let broker = broker(hal(
        200,
        &json!({
            "summary": {"deployable": true, "reason": "All required verification results are published and successful"},
            "notices": [{"type": "success", "text": "All required verification results are published and successful"}],
            "matrix": [row(&json!({"number": "2.0.0"}), &verified)],
        }),
    ));
    assert_snapshot!(ask(&broker, &PRODUCTION), @"
    exit 0
    --- stdout
    Yes: order-service 1.0.0 can be deployed to production

      ✓  Verified   order-service 1.0.0 -> payment-service 2.0.0   since 2026-01-02T10:00:00+00:00
    ");
    assert_eq!(
        broker.lines()[1],
        "GET /matrix?q%5B%5D%5Bpacticipant%5D=order-service&q%5B%5D%5Bversion%5D=1.0.0&latestby=cvpv\
         &environment=production"
    );
}

#[test]
fn not_yet_when_a_result_is_missing() {
    let broker = broker(hal(
        200,
        &json!({
            "summary": {"deployable": null, "reason": "There is no verified pact", "unknown": 1},
            "notices": [{"type": "error", "text": "There is no verified pact between version 1.0.0 of order-service and payment-service"}],
            "matrix": [row(&Value::Null, &Value::Null)],
        }),
    ));
    assert_snapshot!(ask(&broker, &PRODUCTION), @"
    exit 1
    --- stdout
    Not yet: order-service 1.0.0 cannot be deployed to production

      ?  Never verified   order-service 1.0.0 -> payment-service
         next: abide verify --provider payment-service --url URL --publish --provider-version VERSION

      There is no verified pact between version 1.0.0 of order-service and payment-service
    ");
}

#[test]
fn a_broker_that_explains_itself_is_quoted() {
    let broker = broker(hal(
        200,
        &json!({
            "summary": {"deployable": false, "reason": "failed"},
            "notices": [{"type": "error", "text": "not shown beside the reasons"}],
            "matrix": [row(&json!({"number": "3.1"}), &json!({"success": true, "verifiedAt": "2026-01-01T00:00:00Z"}))],
            "reasons": [
                {
                    "state": "failed",
                    "consumer": {"name": "order-service", "version": "1.0.0"},
                    "provider": {"name": "payment-service", "version": "2.0.0"},
                    "environment": "production",
                    "since": "2026-01-02T10:00:00Z",
                    "broughtInBy": "payment-service 2.0.0 is live in production since 2026-01-01T08:00:00Z",
                    "text": "payment-service 2.0.0 does not keep the contract of order-service 1.0.0 since 2026-01-02T10:00:00Z",
                    "next": "abide verify --provider payment-service --url URL",
                },
                {
                    "state": "never_verified",
                    "consumer": {"name": "order-service", "version": "1.0.0"},
                    "provider": {"name": "inventory-service"},
                    "since": "2026-01-03T10:00:00Z",
                },
            ],
        }),
    ));
    let json = ask(&broker, &["--to-environment", "production", "--output", "json"]);
    let document: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(
        document["reasons"][0]["broughtInBy"],
        "payment-service 2.0.0 is live in production since 2026-01-01T08:00:00Z"
    );
    assert_snapshot!(ask(&broker, &PRODUCTION), @"
    exit 1
    --- stdout
    No: order-service 1.0.0 cannot be deployed to production

      x  Failed           payment-service 2.0.0 does not keep the contract of order-service 1.0.0 since 2026-01-02T10:00:00Z
         because: payment-service 2.0.0 is live in production since 2026-01-01T08:00:00Z
         next: abide verify --provider payment-service --url URL
      ?  Never verified   order-service 1.0.0 -> inventory-service   since 2026-01-03T10:00:00Z
      ✓  Verified         order-service 1.0.0 -> payment-service 3.1   since 2026-01-01T00:00:00Z
    ");
}

#[test]
fn an_unknown_version_is_a_no() {
    let text = "No pacts or verifications have been published for version 1.0.0 of order-service";
    let broker = broker(hal(
        200,
        &json!({
            "summary": {"deployable": false, "reason": text},
            "notices": [{"type": "error", "text": text}],
            "matrix": [],
        }),
    ));
    assert_snapshot!(ask(&broker, &PRODUCTION), @"
    exit 1
    --- stdout
    No: order-service 1.0.0 cannot be deployed to production

      No pacts or verifications have been published for version 1.0.0 of order-service
    ");
}

#[test]
fn an_unknown_participant_leaves_the_answer_open() {
    let broker = broker(hal(400, &json!({"errors": ["Pacticipant order-service not found"]})));
    assert_snapshot!(ask(&broker, &PRODUCTION), @"
    exit 3
    --- stderr
    error: cannot find out whether order-service 1.0.0 can be deployed to production
    caused by: the broker knows no participant named `order-service`
    hint: is it spelled as in the contracts?
    ");
}

#[test]
fn an_unknown_environment_is_told_where_to_look() {
    let broker = broker(hal(400, &json!({"errors": ["Environment with name 'production' does not exist"]})));
    assert_snapshot!(ask(&broker, &PRODUCTION), @"
    exit 3
    --- stderr
    error: cannot find out whether order-service 1.0.0 can be deployed to production
    caused by: the broker answered 400: Environment with name 'production' does not exist (http://broker/matrix)
    hint: `abide environments list` shows those there are
    ");
}

#[test]
fn a_yes_without_anybody_to_get_along_with_says_so() {
    let broker = broker(hal(
        200,
        &json!({
            "summary": {"deployable": true},
            "notices": [{"type": "success", "text": "There are no missing dependencies"}],
            "matrix": [],
        }),
    ));
    assert_snapshot!(ask(&broker, &PRODUCTION), @"
    exit 0
    --- stdout
    Yes: order-service 1.0.0 can be deployed to production

      There are no missing dependencies
    ");
}

#[test]
fn a_tag_is_asked_for_as_other_clients_do() {
    let broker = broker(hal(200, &json!({"summary": {"deployable": true}, "notices": [], "matrix": []})));
    let ran = ask(&broker, &["--to", "prod"]);
    assert_eq!(ran.code, 0, "{ran}");
    assert!(broker.lines()[1].ends_with("&latestby=cvp&latest=true&tag=prod"), "{:?}", broker.lines());
}

#[test]
fn the_answer_is_one_json_document() {
    let broker = broker(hal(
        200,
        &json!({
            "summary": {"deployable": null, "reason": "There is no verified pact"},
            "notices": [],
            "matrix": [row(&Value::Null, &Value::Null)],
        }),
    ));
    assert_snapshot!("can-i-deploy.json", ask(&broker, &["--to-environment", "production", "--output", "json"]));
}

#[test]
fn the_latest_version_of_a_branch_is_asked_about() {
    let broker = broker(hal(200, &json!({"summary": {"deployable": true}, "notices": [], "matrix": []})));
    let url = broker.url();
    let ask = |which: &[&str]| {
        let question = ["can-i-deploy", "--pacticipant", "web", "--to-environment", "production", "--broker", url];
        Cli::new().run(question.iter().chain(which).copied())
    };
    assert_snapshot!(ask(&["--branch", "feat/1"]), @"
    exit 0
    --- stdout
    Yes: the latest web on branch feat/1 can be deployed to production
    ");
    assert_snapshot!(ask(&["--latest"]), @"
    exit 0
    --- stdout
    Yes: the latest web can be deployed to production
    ");
    assert_snapshot!(ask(&["--latest", "prod"]), @"
    exit 0
    --- stdout
    Yes: the latest web with tag prod can be deployed to production
    ");
    let asked: Vec<_> = broker.lines().into_iter().filter(|line| line.contains("matrix")).collect();
    assert!(asked[0].contains("%5Bbranch%5D=feat%2F1&q%5B%5D%5Blatest%5D=true"), "{asked:?}");
}

#[test]
fn several_versions_are_asked_whether_they_get_along() {
    let verified = json!({"success": true, "verifiedAt": "2026-01-02T10:00:00+00:00"});
    let broker = broker(hal(
        200,
        &json!({"summary": {"deployable": true}, "notices": [], "matrix": [row(&json!({"number": "2"}), &verified)]}),
    ));
    assert_snapshot!(ask(&broker, &["--participant", "payment-service", "--version", "2"]), @"
    exit 0
    --- stdout
    Yes: order-service 1.0.0 and payment-service 2 can be deployed together

      ✓  Verified   order-service 1.0.0 -> payment-service 2   since 2026-01-02T10:00:00+00:00
    ");
    assert_eq!(
        broker.lines()[1],
        "GET /matrix?q%5B%5D%5Bpacticipant%5D=order-service&q%5B%5D%5Bversion%5D=1.0.0\
         &q%5B%5D%5Bpacticipant%5D=payment-service&q%5B%5D%5Bversion%5D=2&latestby=cvpv"
    );
}

#[test]
fn what_is_ignored_does_not_count_and_is_said() {
    let mut ignored = row(&json!({"number": "2.0.0"}), &json!({"success": false}));
    ignored["ignored"] = json!(true);
    let warning = "WARN: Cannot ignore web, as it does not exist";
    let broker = broker(hal(
        200,
        &json!({
            "summary": {"deployable": null, "ignored": 1},
            "notices": [{"type": "warning", "text": warning}],
            "matrix": [ignored],
            "reasons": [{"state": "never_verified", "text": "nobody has verified it"}],
        }),
    ));
    let ran = ask(&broker, &["--to-environment", "production", "--ignore", "payment-service", "--ignore", "web"]);
    assert_snapshot!(ran, @"
    exit 1
    --- stdout
    Not yet: order-service 1.0.0 cannot be deployed to production

      ?  Never verified   nobody has verified it

      1 pair ignored: payment-service, web

      WARN: Cannot ignore web, as it does not exist
    ");
    assert!(
        broker.lines()[1].ends_with("&ignore%5B%5D%5Bpacticipant%5D=payment-service&ignore%5B%5D%5Bpacticipant%5D=web")
    );
    let json = ask(&broker, &["--to-environment", "production", "--ignore", "web", "--output", "json"]);
    let document: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!((&document["ignored"], &document["matrix"][0]["ignored"]), (&json!(["web"]), &json!(true)));
}
