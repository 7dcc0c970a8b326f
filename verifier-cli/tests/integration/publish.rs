//! `abide publish`.

use crate::contracts::{a_charge, contract};
use crate::harness::{Cli, Ran};
use crate::stub::{Canned, Running, Stub, hal, json};
use insta::assert_snapshot;
use serde_json::{Value, json};

fn broker(answer: Canned) -> Running {
    let index = json!({"_links": {"pb:publish-contracts": {"href": "/contracts/publish"}}});
    Stub::new().on("GET /", hal(200, &index)).on("POST /contracts/publish", answer).start()
}

fn accepted() -> Value {
    json!({
        "notices": [
            {"type": "debug", "text": "Created order-service version 1.0.0 with branch main"},
            {"type": "success", "text": "Pact successfully published"},
        ],
        "_links": {"pb:contracts": [{"href": "http://broker/pacts/1", "name": "Pact"}]},
    })
}

#[track_caller]
fn publish(broker: &Running, paths: &[&str]) -> Ran {
    let cli = Cli::new()
        .names("broker", broker.url())
        .file("contracts/a.json", &contract(&[a_charge()]))
        .file("contracts/b.json", &contract(&[]).replace("payment-service", "inventory-service"))
        .file("other.json", &contract(&[]).replace("order-service", "web"))
        .file("broken.json", "{\"consumer\": ");
    let version = ["--version", "1.0.0", "--branch", "main", "--tag", "t", "--broker", broker.url()];
    cli.run(["publish"].iter().chain(paths).chain(&version).copied())
}

#[test]
fn the_contracts_of_one_consumer_go_out_together() {
    let broker = broker(hal(200, &accepted()));
    assert_snapshot!(publish(&broker, &["contracts", "other.json"]), @"
    exit 0
    --- stdout
    published 2 contracts of order-service 1.0.0 (branch main)
      http://broker/pacts/1
    published 1 contract of web 1.0.0 (branch main)
      http://broker/pacts/1
    --- stderr
    Created order-service version 1.0.0 with branch main
    Pact successfully published
    Created order-service version 1.0.0 with branch main
    Pact successfully published
    ");
    let sent: Vec<_> = broker.seen().into_iter().skip(1).map(|seen| seen.json()).collect();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0]["pacticipantName"], json!("order-service"));
    assert_eq!(sent[0]["pacticipantVersionNumber"], json!("1.0.0"));
    assert_eq!((&sent[0]["branch"], &sent[0]["tags"]), (&json!("main"), &json!(["t"])));
    assert_eq!(sent[0]["contracts"].as_array().unwrap().len(), 2);
    assert_eq!(sent[0]["contracts"][0]["contentType"], json!("application/json"));
    assert_eq!(sent[1]["pacticipantName"], json!("web"));
}

#[test]
fn other_content_under_a_published_version_is_a_no() {
    let broker = broker(json(
        409,
        &json!({
            "notices": [
                {"type": "error", "text": "Cannot change the content of the pact for order-service version 1.0.0"},
                {"type": "info", "text": " - amount\n + total"},
            ],
            "errors": {"contracts": ["Cannot change the content of the pact for order-service version 1.0.0"]},
        }),
    ));
    assert_snapshot!(publish(&broker, &["contracts"]), @"
    exit 1
    --- stderr
    Cannot change the content of the pact for order-service version 1.0.0
     - amount
     + total
    error: nothing of order-service 1.0.0 is published: it was published before, with other content
    hint: a version's contracts never change: publish under a version of its own, such as the commit
    ");
}

#[test]
fn a_name_like_a_known_one_is_a_no_with_its_own_ways_out() {
    let complaint = "'payment-svc' is not known here, and its name is very similar to 'payment-service'.";
    let refusal = json!({
        "notices": [{"type": "error", "text": complaint}],
        "errors": {"contracts": [complaint]},
    });
    let broker = broker(json(409, &refusal));
    assert_snapshot!(publish(&broker, &["contracts"]), @"
    exit 1
    --- stderr
    'payment-svc' is not known here, and its name is very similar to 'payment-service'.
    error: nothing of order-service 1.0.0 is published: a name in it is not known, and like one that is
    hint: correct the name, create it with `abide participants create --name NAME`, or publish with `--allow-similar-names`
    ");
    assert_eq!(publish(&broker, &["contracts", "--allow-similar-names"]).code, 1);
    let sent: Vec<_> = broker.lines().into_iter().filter(|line| line.starts_with("POST")).collect();
    assert_eq!(sent, ["POST /contracts/publish", "POST /contracts/publish?allowSimilarNames=true"]);
}

#[test]
fn a_conflict_of_another_kind_is_not_explained_away() {
    let broker = broker(json(409, &json!({"error": "Another request has just written the same resource. Try again."})));
    assert_snapshot!(publish(&broker, &["contracts"]), @"
    exit 1
    --- stderr
    error: nothing of order-service 1.0.0 is published: Another request has just written the same resource. Try again.
    ");
}

#[test]
fn nothing_is_sent_unless_everything_can_be_read() {
    let broker = broker(hal(200, &accepted()));
    assert_snapshot!(publish(&broker, &["contracts", "broken.json"]), @"
    exit 3
    --- stderr
    error: contract file `broken.json` is not valid JSON
    caused by: the text ends where a JSON value was expected at line 1 column 14
    ");
    assert_eq!(publish(&broker, &["gone.json"]).code, 3);
    assert!(broker.lines().is_empty());
}

#[test]
fn what_the_broker_finds_wrong_is_passed_on() {
    let broker = broker(hal(400, &json!({"errors": {"contracts": ["can't be blank (at index 0)"]}})));
    assert_snapshot!(publish(&broker, &["contracts"]), @"
    exit 3
    --- stderr
    error: cannot publish the contracts of order-service 1.0.0
    caused by: the broker answered 400: contracts can't be blank (at index 0) (http://broker/contracts/publish)
    ");
}

#[test]
fn blank_names_are_wrong_usage() {
    for arguments in [
        &["publish", ".", "--version", ""][..],
        &["publish", ".", "--version", "1", "--branch", " "],
        &["can-i-deploy", "--participant", "a", "--version", "", "--to-environment", "e"],
        &["can-i-deploy", "--participant", "a", "--version", "1", "--to-environment", ""],
        &["can-i-deploy", "--participant", "a", "--version", "1", "--to", ""],
        &["record-deployment", "--participant", "a", "--version", "", "--environment", "e"],
        &["environments", "create", "--name", ""],
    ] {
        let ran = Cli::new().run(arguments.iter().copied());
        assert_eq!(ran.code, 2, "{arguments:?} {ran}");
        assert!(ran.to_string().contains("it is blank; is the variable set?"), "{ran}");
    }
}

#[test]
fn two_files_that_contradict_each_other_are_named() {
    let mut other = a_charge();
    other["response"]["status"] = json!(204);
    let cli = Cli::new().file("one.json", &contract(&[a_charge()])).file("two.json", &contract(&[other]));
    let ran = cli.run(["publish", "one.json", "two.json", "--version", "1", "--broker", "http://127.0.0.1:9"]);
    assert_eq!(ran.code, 3, "{ran}");
    assert!(
        ran.to_string().contains("`one.json` and `two.json` are both of order-service and payment-service"),
        "{ran}"
    );
}
