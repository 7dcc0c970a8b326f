//! Verification results.

use crate::harness::{TestBroker, assert_document, results_url};
use serde_json::json;

#[tokio::test]
async fn a_result_is_kept_and_read_back() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    let contract = broker.get("/pacts/provider/B/consumer/A/latest").await.expect(200);
    let url = results_url(&contract).to_owned();
    let body = json!({
        "success": false,
        "providerApplicationVersion": "7",
        "buildUrl": "https://ci/7",
        "testResults": [{ "interactionId": contract["interactions"][0]["_id"], "success": false, "mismatches": [{ "attribute": "status", "description": "expected 200" }] }],
        "verifiedBy": { "implementation": "abide", "version": "0.1.0", "clientLanguage": { "name": "rust", "testFramework": "libtest" } },
        "somethingNew": 1,
    });
    let reply = broker.post(&url, &body).await;
    let location = reply.headers["location"].to_str().unwrap().to_owned();
    let created = reply.expect(201);
    assert_document("verification", &created);
    assert_eq!(broker.get(&location).await.expect(200), created);
    assert_eq!(broker.get(&format!("{url}/1")).await.expect(200), created);
    for latest in ["latest", "version/1"] {
        let path = format!("/pacts/provider/B/consumer/A/{latest}/verification-results/latest");
        assert_eq!(broker.get(&path).await.expect(200)["success"], false);
    }
    let content = contract["_links"]["pb:latest-verification-results"]["href"].as_str().unwrap();
    assert_eq!(broker.get(content).await.expect(200), created);
    broker.get("/pacticipants/B/versions/7").await.expect(200);
}

#[tokio::test]
async fn results_in_the_object_form_of_older_verifiers_are_kept_too() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    let contract = broker.get("/pacts/provider/B/consumer/A/version/1").await.expect(200);
    let url = results_url(&contract);
    let body =
        json!({ "success": true, "providerApplicationVersion": "1", "testResults": { "tests": [], "summary": {} } });
    assert_eq!(broker.post(url, &body).await.expect(201)["testResults"]["tests"], json!([]));
}

#[tokio::test]
async fn content_verified_once_is_verified_for_every_version_that_says_the_same() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    broker.verify("A 1", "B 1", true).await;
    broker.publish("A 2", "B", "words").await;
    assert_eq!(
        broker.get("/pacts/provider/B/consumer/A/version/2/verification-results/latest").await.expect(200)["success"],
        true
    );
}

#[tokio::test]
async fn results_that_make_no_sense_are_refused() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    let contract = broker.get("/pacts/provider/B/consumer/A/version/1").await.expect(200);
    let url = results_url(&contract);
    let refused = broker.post(url, &json!({ "success": "yes", "buildUrl": "javascript:x" })).await.expect(400);
    let fields: Vec<&String> = refused["errors"].as_object().unwrap().keys().collect();
    assert_eq!(fields, ["buildUrl", "providerApplicationVersion", "success"]);
    let nowhere = format!("/pacts/provider/B/consumer/A/pact-version/{:040}/verification-results", 0);
    broker.post(&nowhere, &json!({ "success": true, "providerApplicationVersion": "1" })).await.expect(404);
    broker.get(&format!("{url}/all")).await.expect(404);
    broker.get(&format!("{url}/99")).await.expect(404);
}

#[tokio::test]
async fn the_result_of_a_live_version_is_not_deleted_by_accident() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    broker.verify("A 1", "B 1", true).await;
    let failed = broker.verify("A 1", "B 1", false).await;
    let url = failed["_links"]["self"]["href"].as_str().unwrap();
    let production = broker.environment("production", true).await;
    broker.deploy("B 1", &production, None).await;
    let refused = broker.delete(url).await.expect(409);
    assert_eq!((&refused["live"][0]["pacticipant"], &refused["live"][0]["version"]), (&json!("B"), &json!("1")));
    assert_eq!(broker.get(url).await.expect(200)["success"], false);
    broker.delete(&format!("{url}?force=true")).await.expect(204);
    let other = broker.verify("A 1", "B 2", false).await;
    broker.delete(other["_links"]["self"]["href"].as_str().unwrap()).await.expect(204);
}
