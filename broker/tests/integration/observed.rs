//! What was observed on the broker many teams come from, and what is right: an answer by name for each.

use crate::harness::{TestBroker, contract};
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

async fn summary(broker: &TestBroker, query: &str) -> Value {
    broker.get(&format!("/matrix?{query}")).await.expect(200)["summary"].clone()
}

async fn pending(broker: &TestBroker, body: Value) -> Vec<bool> {
    let found = broker.post("/pacts/provider/B/for-verification", &body).await.expect(200);
    let items = found["_embedded"]["pacts"].as_array().unwrap();
    items.iter().map(|item| item["verificationProperties"]["pending"] == true).collect()
}

#[tokio::test]
async fn a_live_version_without_its_own_result_is_a_no_whoever_else_is_live() {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    broker.publish("A 1", "B", "words").await;
    broker.verify("A 1", "B 1", true).await;
    for version in ["2", "3"] {
        broker.put(&format!("/pacticipants/B/versions/{version}"), &json!({})).await.expect(201);
    }
    broker.deploy("B 1", &production, None).await;
    let uuid = production["uuid"].as_str().unwrap();
    broker
        .post(&format!("/pacticipants/B/versions/2/released-versions/environment/{uuid}"), &json!({}))
        .await
        .expect(201);
    for query in [
        "q[][pacticipant]=A&q[][version]=1&latestby=cvpv&environment=production",
        "q[][pacticipant]=A&q[][version]=1&q[][pacticipant]=B&q[][environment]=production&latestby=cvpv",
        "q[][pacticipant]=A&q[][version]=1&q[][pacticipant]=B&q[][version]=1&q[][pacticipant]=B&q[][version]=2",
    ] {
        let found = broker.get(&format!("/matrix?{query}")).await.expect(200);
        assert_eq!(found["summary"]["deployable"], Value::Null, "{query}");
        assert_eq!(found["reasons"][0]["provider"]["version"], "2", "{query}");
    }
    let reason =
        &broker.get("/can-i-deploy?pacticipant=A&version=1&environment=production").await.expect(200)["reasons"][0];
    assert_eq!(reason["broughtInBy"], "A 1 was asked about; B 2 is live in production since 2026-01-01T00:00:00+00:00");
    assert_eq!(reason["state"], "verified_for_another_version");
    assert!(reason["next"].as_str().unwrap().contains("--provider-version 2"), "{reason}");
}

#[tokio::test]
async fn a_live_consumer_without_a_result_is_a_no_for_its_provider() {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    broker.publish("A 1", "B", "one").await;
    broker.publish("A 2", "B", "two").await;
    broker.verify("A 1", "B 1", true).await;
    broker.deploy("A 1", &production, None).await;
    broker.deploy("A 2", &production, Some("canary")).await;
    let ask = "/can-i-deploy?pacticipant=B&version=1&environment=production";
    assert_eq!(broker.get(ask).await.expect(200)["summary"]["deployable"], Value::Null);
    broker.verify("A 2", "B 1", false).await;
    assert_eq!(broker.get(ask).await.expect(200)["summary"]["deployable"], false);
}

#[tokio::test]
async fn other_teams_publishing_never_turns_a_no_into_a_yes() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    broker.verify("A 1", "B 1", false).await;
    for number in 0..120 {
        broker.publish(&format!("Noise {number}"), "Elsewhere", "words").await;
    }
    let ask = "q[][pacticipant]=B&q[][version]=1&latestby=cvpv";
    for limit in ["", "&limit=1", "&limit=1000"] {
        assert_eq!(summary(&broker, &format!("{ask}{limit}")).await["deployable"], false, "{limit}");
    }
}

#[tokio::test]
async fn a_small_limit_hides_rows_and_not_what_is_missing() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "one").await;
    broker.publish("A 2", "B", "two").await;
    broker.verify("A 2", "B 1", true).await;
    let ask = "q[][pacticipant]=A&q[][pacticipant]=B&latestby=cvpv";
    for limit in ["", "&limit=1"] {
        let found = summary(&broker, &format!("{ask}{limit}")).await;
        assert_eq!((&found["deployable"], &found["unknown"]), (&Value::Null, &json!(1)), "{limit}");
    }
}

#[tokio::test]
async fn pending_and_work_in_progress_use_one_date_for_a_branchs_beginning() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    // The version is older than the branch it is put on.
    broker.put("/pacticipants/B/versions/9", &json!({})).await.expect(201);
    broker.advance(60);
    broker.put("/pacticipants/B/branches/other/versions/1", &json!({})).await.expect(201);
    broker.verify("A 1", "B 1", true).await;
    broker.advance(60);
    broker.put("/pacticipants/B/branches/late/versions/9", &json!({})).await.expect(201);
    let ask = |selectors: Value| {
        json!({ "providerVersionBranch": "late", "includePendingStatus": true, "includeWipPactsSince": "2025-01-01",
            "consumerVersionSelectors": selectors })
    };
    assert_eq!(pending(&broker, ask(json!([{ "branch": "main" }]))).await, [false]);
    assert_eq!(pending(&broker, ask(json!([{ "tag": "nobody", "latest": true }]))).await, [] as [bool; 0]);
}

#[tokio::test]
async fn a_result_of_a_version_on_no_branch_counts_only_where_no_branch_is_named() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    broker.verify("A 1", "B 1", true).await;
    let ask = |branch: Option<&str>| json!({ "includePendingStatus": true, "providerVersionBranch": branch });
    assert_eq!(pending(&broker, ask(None)).await, [false]);
    assert_eq!(pending(&broker, ask(Some("unheard-of"))).await, [true]);
}

#[tokio::test]
async fn pending_does_not_come_back_when_a_version_fails_later() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    broker.put("/pacticipants/B/branches/main/versions/1", &json!({})).await.expect(201);
    for success in [true, false] {
        broker.verify("A 1", "B 1", success).await;
        let body = json!({ "includePendingStatus": true, "providerVersionBranch": "main" });
        assert_eq!(pending(&broker, body).await, [false]);
        assert_eq!(pending(&broker, json!({ "includePendingStatus": true })).await, [false]);
    }
}

#[tokio::test]
async fn the_latest_of_a_branch_is_the_version_added_to_it_last_everywhere() {
    let broker = TestBroker::start().await;
    broker.publish_on(None, "A 1", "B", "one").await.expect(200);
    broker.publish("A 2", "B", "two").await;
    broker.put("/pacticipants/A/branches/main/versions/1", &json!({})).await.expect(201);
    let pair = "/pacts/provider/B/consumer/A";
    let described = |contract: &Value| contract["interactions"][0]["description"].clone();
    assert_eq!(described(&broker.get(&format!("{pair}/branch/main/latest")).await.expect(200)), "one");
    assert_eq!(broker.get("/pacticipants/A/branches/main/latest-version").await.expect(200)["number"], "1");
    for list in [format!("{pair}/branch/main/latest/versions"), "/pacts/provider/B/branch/main/latest".to_owned()] {
        let found = broker.get(&list).await.expect(200);
        let hrefs = found["_links"]["pb:pacts"].as_array().unwrap();
        assert!(hrefs.len() == 1 && hrefs[0]["href"].as_str().unwrap().ends_with("/version/1"), "{list}: {found}");
    }
    let body = json!({ "consumerVersionSelectors": [{ "branch": "main" }] });
    let found = broker.post("/pacts/provider/B/for-verification", &body).await.expect(200);
    assert_eq!(found["_embedded"]["pacts"][0]["_links"]["self"]["name"], "Pact between A (1) and B");
}

#[tokio::test]
async fn what_is_live_is_deleted_only_by_force() {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    broker.publish("A 1", "B", "words").await;
    broker.deploy("A 1", &production, None).await;
    for path in ["/pacts/provider/B/consumer/A/version/1", "/pacticipants/A/versions/1", "/pacticipants/A"] {
        let refused = broker.delete(path).await.expect(409);
        assert!(refused["error"].as_str().unwrap().contains("A 1 is live in production"), "{refused}");
        assert_eq!(refused["live"][0]["version"], "1");
    }
    broker.delete("/pacts/provider/B/consumer/A/version/1?force=true").await.expect(200);
}

#[tokio::test]
async fn a_name_that_is_taken_is_a_conflict_with_the_way_to_who_has_it() {
    let broker = TestBroker::start().await;
    broker.post("/pacticipants", &json!({ "name": "A", "mainBranch": "main" })).await.expect(201);
    let refused = broker.post("/pacticipants", &json!({ "name": "A", "mainBranch": "other" })).await.expect(409);
    assert_eq!(refused["_links"]["pb:pacticipant"]["href"], "http://broker/pacticipants/A");
    assert_eq!(broker.get("/pacticipants/A").await.expect(200)["mainBranch"], "main");
}

#[tokio::test]
async fn odd_questions_get_an_answer_or_the_field_that_is_wrong() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "one").await;
    broker.publish("A 2", "B", "two").await;
    broker.verify("A 1", "B 1", true).await;
    broker.get("/matrix?q[][pacticipant]=A&q[][pacticipant]=B&latestby=cp").await.expect(200);
    for query in ["q[][pacticipant]=A&q[][branch]=main&q[][mainBranch]=true", "q[][pacticipant]=A&latestby=zzz", "q=x"]
    {
        assert!(broker.get(&format!("/matrix?{query}")).await.expect(400)["errors"].is_array(), "{query}");
    }
    let empty = json!({ "pacticipantName": "A", "pacticipantVersionNumber": "1", "contracts": [] });
    assert!(broker.post("/contracts/publish", &empty).await.expect(400)["errors"]["contracts"].is_array());
    broker.put("/pacts/provider/B/consumer/A/version/1", &json!([])).await.expect(400);
    broker.post("/pacts/provider/B/for-verification", &json!([])).await.expect(400);
}

#[tokio::test]
async fn an_environment_nobody_knows_is_a_mistake_wherever_it_is_named() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    for query in [
        "q[][pacticipant]=A&q[][version]=1&environment=nowhere",
        "q[][pacticipant]=A&q[][version]=1&q[][pacticipant]=B&q[][environment]=nowhere",
    ] {
        let refused = broker.get(&format!("/matrix?{query}")).await.expect(400);
        assert_eq!(refused["errors"][0], "Environment with name 'nowhere' does not exist");
    }
}

#[tokio::test]
async fn a_version_and_something_else_in_one_selector_is_refused_and_an_unknown_branch_is_a_no() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    for other in ["branch=main", "tag=prod", "environment=e", "latest=true", "mainBranch=true"] {
        let other = other.replace('=', "]=");
        broker.get(&format!("/matrix?q[][pacticipant]=A&q[][version]=1&q[][{other}")).await.expect(400);
    }
    let found = summary(&broker, "q[][pacticipant]=A&q[][branch]=gone&q[][latest]=true").await;
    assert_eq!(found["deployable"], false);
    assert!(found["reason"].as_str().unwrap().contains("No version of A from branch gone exists"), "{found}");
}

#[tokio::test]
async fn an_environment_is_described_in_words() {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    broker.publish("A 1", "B", "words").await;
    broker.deploy("A 1", &production, None).await;
    let body = json!({ "consumerVersionSelectors": [{ "environment": "production" }] });
    let found = broker.post("/pacts/provider/B/for-verification", &body).await.expect(200);
    assert_eq!(found["_embedded"]["pacts"][0]["shortDescription"], "deployed to production");
}

#[tokio::test]
async fn verifiers_that_send_two_accept_lines_are_answered() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    let request = Request::post("/pacts/provider/B/for-verification")
        .header("accept", "application/hal+json")
        .header("accept", "application/json")
        .header("content-type", "application/json");
    let found = broker.send(request.body(Body::from("{}")).unwrap()).await.expect(200);
    assert_eq!(found["_embedded"]["pacts"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn merging_from_parallel_builds_is_not_stopped_by_the_rule_against_change() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "one").await;
    let merged = crate::harness::publication("A", "1", &[("B", contract("A", "B", "two"))]);
    let mut body = merged.clone();
    body["contracts"][0]["onConflict"] = "merge".into();
    broker.post("/contracts/publish", &body).await.expect(200);
    broker.post("/contracts/publish", &merged).await.expect(409);
    let kept = broker.get("/pacts/provider/B/consumer/A/version/1").await.expect(200);
    assert_eq!(kept["interactions"].as_array().unwrap().len(), 2);
}
