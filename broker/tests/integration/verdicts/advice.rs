//! What a refusal says: its state, since when, and a next command that changes the answer once it has been run.

use crate::harness::TestBroker;
use serde_json::{Value, json};

async fn matrix(broker: &TestBroker, query: &str) -> Value {
    broker.get(&format!("/matrix?{query}")).await.expect(200)
}

async fn can_deploy(broker: &TestBroker, name: &str, version: u8) -> Value {
    let path = format!("/can-i-deploy?pacticipant={name}&version={version}&environment=production");
    broker.get(&path).await.expect(200)
}

/// State and next command of the only reason.
#[track_caller]
fn refusal(answer: &Value) -> (&str, &str) {
    assert_eq!(answer["reasons"].as_array().map(Vec::len), Some(1), "{answer}");
    let reason = &answer["reasons"][0];
    (reason["state"].as_str().unwrap(), reason["next"].as_str().unwrap())
}

/// `A 1` with a contract that `B 1` keeps, on a branch nobody takes for the main one.
async fn kept() -> TestBroker {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    broker.put("/pacticipants/B/branches/release/versions/1", &json!({})).await.expect(201);
    broker.verify("A 1", "B 1", true).await;
    broker
}

const TO_A_TAG: &str = "q[][pacticipant]=A&q[][version]=1&latestby=cvp&latest=true&tag=prod";
const TO_MAIN: &str = "q[][pacticipant]=A&q[][version]=1&latestby=cvp&latest=true&mainBranch=true";

#[tokio::test]
async fn a_tag_nobody_has_is_given_by_the_next_command() {
    let broker = kept().await;
    let answer = matrix(&broker, TO_A_TAG).await;
    let next = "abide tags create --participant B --version 1 --tag prod --broker http://broker";
    assert_eq!(refusal(&answer), ("no_such_version", next));
    assert_eq!(
        answer["reasons"][0]["text"],
        "A 1 needs B, and no version of it has the tag prod; B 1 kept it on 2026-01-01T00:00:00+00:00"
    );
    broker.put("/pacticipants/B/versions/1/tags/prod", &json!({})).await.expect(201);
    assert_eq!(matrix(&broker, TO_A_TAG).await["summary"]["deployable"], true);
}

#[tokio::test]
async fn a_main_branch_nobody_has_named_is_named_by_the_next_command() {
    let broker = kept().await;
    let next = "abide participants update --name B --main-branch <branch> --broker http://broker";
    assert_eq!(refusal(&matrix(&broker, TO_MAIN).await), ("no_such_version", next));
    broker.patch("/pacticipants/B", &json!({ "mainBranch": "trunk" })).await.expect(200);
    let next = "abide verify --provider B --url <provider url> --broker http://broker --publish --provider-version <version> \
                --provider-branch trunk";
    assert_eq!(refusal(&matrix(&broker, TO_MAIN).await), ("no_such_version", next), "it has no versions yet");
    broker.put("/pacticipants/B/branches/trunk/versions/2", &json!({})).await.expect(201);
    broker.verify("A 1", "B 2", true).await;
    assert_eq!(matrix(&broker, TO_MAIN).await["summary"]["deployable"], true);
}

#[tokio::test]
async fn where_no_version_keeps_the_contract_the_next_command_deploys_none() {
    let broker = TestBroker::start().await;
    broker.environment("production", true).await;
    broker.publish("A 1", "B", "words").await;
    broker.verify("A 1", "B 1", false).await;
    let answer = can_deploy(&broker, "A", 1).await;
    let (state, next) = refusal(&answer);
    assert_eq!((state, next.starts_with("abide verify --provider B ")), ("not_deployed", true), "{next}");
    let text = answer["reasons"][0]["text"].as_str().unwrap();
    assert!(text.contains("no version of it keeps that contract, B 1 failed it on "), "{text}");
}

#[tokio::test]
async fn a_selector_by_environment_that_finds_nothing_is_about_the_deployment() {
    let broker = kept().await;
    let production = broker.environment("production", true).await;
    let query = "q[][pacticipant]=A&q[][version]=1&q[][pacticipant]=B&q[][environment]=production&latestby=cvpv";
    let answer = matrix(&broker, query).await;
    let next =
        "abide record-deployment --participant B --version <version> --environment production --broker http://broker";
    assert_eq!(refusal(&answer), ("not_deployed", next));
    assert_eq!(answer["reasons"][0]["environment"], "production");
    broker.deploy("B 1", &production, None).await;
    assert_eq!(matrix(&broker, query).await["summary"]["deployable"], true);
}

#[tokio::test]
async fn what_is_not_deployed_is_so_since_the_last_version_left() {
    let broker = kept().await;
    let production = broker.environment("production", true).await;
    broker.advance(60);
    let deployed = broker.deploy("B 1", &production, None).await;
    let since = async || can_deploy(&broker, "A", 1).await["reasons"][0]["since"].clone();
    broker.advance(60);
    let link = deployed["_links"]["self"]["href"].as_str().unwrap();
    broker.patch(link, &json!({ "currentlyDeployed": false })).await.expect(200);
    broker.advance(60);
    assert_eq!(since().await, "2026-01-01T00:02:00+00:00");
    broker.publish("A 2", "B", "words").await;
    assert_eq!(can_deploy(&broker, "A", 2).await["reasons"][0]["since"], "2026-01-01T00:03:00+00:00");
}

#[tokio::test]
async fn what_fails_does_so_since_its_first_failure_in_a_row() {
    let broker = kept().await;
    let production = broker.environment("production", true).await;
    broker.deploy("B 1", &production, None).await;
    for (success, expected) in [
        (false, "2026-01-01T00:01:00+00:00"),
        (false, "2026-01-01T00:01:00+00:00"),
        (true, ""),
        (false, "2026-01-01T00:04:00+00:00"),
    ] {
        broker.advance(60);
        broker.verify("A 1", "B 1", success).await;
        let reason = &can_deploy(&broker, "A", 1).await["reasons"][0];
        assert_eq!(reason["since"].as_str().unwrap_or_default(), expected);
    }
}

#[tokio::test]
async fn a_release_that_is_supported_again_is_live_since_then() {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    broker.publish("A 1", "B", "words").await;
    broker.put("/pacticipants/B/versions/1", &json!({})).await.expect(201);
    let path =
        format!("/pacticipants/B/versions/1/released-versions/environment/{}", production["uuid"].as_str().unwrap());
    let released = broker.post(&path, &json!({})).await.expect(201);
    broker.advance(60);
    broker.post(&path, &json!({})).await.expect(200);
    let brought_in_by = async || can_deploy(&broker, "A", 1).await["reasons"][0]["broughtInBy"].clone();
    assert_eq!(brought_in_by().await, "A 1 was asked about; B 1 is live in production since 2026-01-01T00:00:00+00:00");
    let link = released["_links"]["self"]["href"].as_str().unwrap();
    broker.patch(link, &json!({ "currentlySupported": false })).await.expect(200);
    broker.post(&path, &json!({})).await.expect(200);
    assert_eq!(brought_in_by().await, "A 1 was asked about; B 1 is live in production since 2026-01-01T00:01:00+00:00");
}

#[tokio::test]
async fn a_yes_about_what_nobody_has_published_anything_for_says_so() {
    let broker = kept().await;
    broker.environment("production", true).await;
    broker.put("/pacticipants/A/versions/2", &json!({})).await.expect(201);
    broker.post("/pacticipants", &json!({ "name": "new" })).await.expect(201);
    let warnings = |answer: &Value| {
        assert_eq!(answer["summary"]["deployable"], true, "{answer}");
        let notices = answer["notices"].as_array().unwrap().iter();
        let texts = notices.filter_map(|notice| notice["text"].as_str()).map(str::to_owned);
        texts.filter(|text| text.contains("Nothing has been published")).collect::<Vec<_>>()
    };
    assert_eq!(
        warnings(&can_deploy(&broker, "A", 2).await),
        ["WARN: Nothing has been published for version 2 of A: no contract, and no verification result"]
    );
    assert_eq!(
        warnings(&matrix(&broker, "q[][pacticipant]=new&latestby=cvpv").await),
        ["WARN: Nothing has been published for new: no contract, and no verification result"]
    );
    assert_eq!(warnings(&can_deploy(&broker, "B", 1).await), [""; 0], "it has published a result");
}

#[tokio::test]
async fn what_is_live_is_named_with_its_instance_when_it_is_not_deleted() {
    let broker = kept().await;
    let production = broker.environment("production", true).await;
    broker.deploy("B 1", &production, None).await;
    broker.deploy("B 1", &production, Some("blue")).await;
    let refused = broker.delete("/pacticipants/B").await.expect(409);
    let text = refused["error"].as_str().unwrap();
    assert!(
        text.contains("B 1 is live in production") && text.contains("B 1 is live in production on instance blue"),
        "{text}"
    );
}

#[tokio::test]
async fn what_is_so_or_not_is_true_or_false_in_every_query() {
    let broker = kept().await;
    let words = json!(["must be true or false"]);
    for (path, field) in [
        ("/pacts/provider/B/consumer/A/latest/badge?initials=1", "initials"),
        ("/pacts/provider/B/for-verification?include_pending_status=yes", "include_pending_status"),
    ] {
        assert_eq!(broker.get(path).await.expect(400)["errors"][field], words, "{path}");
    }
    assert_eq!(broker.delete("/pacticipants/B?force=1").await.expect(400)["errors"]["force"], words);
    let contract = crate::harness::contract("A", "B", "words");
    let put = broker.put("/pacts/provider/B/consumer/A/version/2?allowSimilarNames=", &contract).await;
    assert_eq!(put.expect(400)["errors"]["allowSimilarNames"], words);
    let matrix = broker.get(&format!("/matrix?{}", TO_MAIN.replace("latest=true", "latest=1"))).await;
    assert_eq!(matrix.expect(400)["errors"], json!(["latest must be true or false"]));
}

#[tokio::test]
async fn a_parameter_nobody_has_heard_of_is_pointed_out() {
    let broker = kept().await;
    let answer = matrix(&broker, "q[][pacticipant]=A&q[][version]=1&latestby=cvpv&enviroment=production").await;
    let text = "WARN: The parameter enviroment means nothing here and was left out of the question";
    assert_eq!(answer["notices"][0], json!({ "type": "warning", "text": text }));
}
