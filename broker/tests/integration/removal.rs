//! What is taken back: contracts by tag, branch and pair, results, branches, and what is read beside them.

use crate::harness::TestBroker;
use serde_json::{Value, json};

const PAIR: &str = "/pacts/provider/B/consumer/A";

fn versions(list: &Value) -> Vec<&str> {
    let pacts = list["_links"]["pb:pacts"].as_array().unwrap();
    pacts.iter().map(|link| link["name"].as_str().unwrap()).collect()
}

async fn history() -> TestBroker {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "one").await;
    broker.publish_on(Some("feat/x"), "A 2", "B", "two").await.expect(200);
    broker.publish("A 3", "B", "three").await;
    broker.put("/pacticipants/A/versions/3/tags/dev", &json!({})).await.expect(201);
    broker
}

#[tokio::test]
async fn contracts_are_deleted_by_branch_tag_and_pair() {
    let broker = history().await;
    let production = broker.environment("production", true).await;
    broker.deploy("A 1", &production, None).await;
    let gone = broker.delete(&format!("{PAIR}/branch/feat%2Fx")).await.expect(200);
    assert_eq!(gone["_links"]["pb:latest-pact-version"]["href"], "http://broker/pacts/provider/B/consumer/A/latest");
    assert_eq!(versions(&broker.get(&format!("{PAIR}/versions")).await.expect(200)), ["3", "1"]);
    broker.delete(&format!("{PAIR}/tag/dev")).await.expect(200);
    assert_eq!(versions(&broker.get(&format!("{PAIR}/versions")).await.expect(200)), ["1"]);
    broker.delete(&format!("{PAIR}/versions")).await.expect(409);
    broker.delete(&format!("{PAIR}/branch/main")).await.expect(409);
    broker.delete(&format!("{PAIR}/versions?force=true")).await.expect(204);
    assert_eq!(broker.get(&format!("{PAIR}/versions")).await.expect(200)["_embedded"]["pacts"], json!([]));
    broker.delete(&format!("{PAIR}/tag/gone")).await.expect(200);
    broker.delete("/pacts/provider/nobody/consumer/A/versions").await.expect(404);
}

#[tokio::test]
async fn a_result_taken_back_leaves_the_one_before_it() {
    let broker = history().await;
    broker.put("/pacticipants/B/branches/main/versions/1", &json!({})).await.expect(201);
    broker.verify("A 1", "B 1", false).await;
    let second = broker.verify("A 1", "B 1", true).await;
    let url = second["_links"]["self"]["href"].as_str().unwrap();
    let deployable = async || {
        broker.get("/matrix?q[][pacticipant]=A&q[][version]=1&q[][pacticipant]=B&q[][version]=1").await.expect(200)["summary"]["deployable"].clone()
    };
    let pending = async || {
        let body = json!({ "includePendingStatus": true, "providerVersionBranch": "main", "consumerVersionSelectors": [{ "branch": "old" }] });
        broker.post("/pacts/provider/B/for-verification", &body).await.expect(200)["_embedded"]["pacts"][0]["verificationProperties"]["pending"].clone()
    };
    broker.put("/pacticipants/A/branches/old/versions/1", &json!({})).await.expect(201);
    assert_eq!((deployable().await, pending().await), (json!(true), json!(false)));
    broker.delete(url).await.expect(204);
    assert_eq!((deployable().await, pending().await), (json!(false), json!(true)));
    broker.delete(url).await.expect(404);
    let missing = broker.get(&url.replace("/2", "/all")).await.expect(404);
    assert!(missing["error"].as_str().unwrap().contains("The newest one is at `latest`"), "{missing}");
}

#[tokio::test]
async fn a_consumer_versions_results_are_summed_up() {
    let broker = history().await;
    broker.publish("A 1", "C", "words").await;
    broker.publish("A 1", "D", "words").await;
    broker.verify("A 1", "B 1", true).await;
    broker.verify("A 1", "C 1", false).await;
    let version = broker.get("/pacticipants/A/versions/1").await.expect(200);
    let url = &version["_links"]["pb:latest-verification-results-where-pacticipant-is-consumer"]["href"];
    let summary = broker.get(url.as_str().unwrap()).await.expect(200);
    assert_eq!(summary["providerSummary"], json!({ "successful": ["B"], "failed": ["C"], "unknown": ["D"] }));
    assert_eq!(
        (&summary["success"], summary["_embedded"]["verificationResults"].as_array().unwrap().len()),
        (&json!(false), 2)
    );
    broker.put("/pacticipants/A/versions/1/tags/v1", &json!({})).await.expect(201);
    let tagged = broker.get(&format!("{PAIR}/latest/v1/verification-results/latest")).await.expect(200);
    assert_eq!(tagged["success"], true);
    broker.get(&format!("{PAIR}/latest/dev/verification-results/latest")).await.expect(404);
    broker.get("/verification-results/consumer/A/version/9/latest").await.expect(404);
}

#[tokio::test]
async fn branches_are_deleted_together_except_the_main_one_and_those_named() {
    let broker = history().await;
    broker.put("/pacticipants/A/branches/feat%2Fy/versions/3", &json!({})).await.expect(201);
    let answer = broker.delete("/pacticipants/A/branches?exclude[]=feat%2Fy").await.expect(202);
    assert_eq!(answer["notices"][0], json!({ "type": "success", "text": "Deleted 1 branches of A" }));
    let left = broker.get("/pacticipants/A/branches").await.expect(200);
    let names: Vec<_> =
        left["_embedded"]["branches"].as_array().unwrap().iter().map(|branch| &branch["name"]).collect();
    assert_eq!(names, ["feat/y", "main"]);
    broker.get("/pacticipants/A/versions/2").await.expect(200);
}

#[tokio::test]
async fn an_environments_versions_are_listed_whosever_they_are() {
    let broker = history().await;
    let production = broker.environment("production", true).await;
    broker.put("/pacticipants/B/versions/1", &json!({})).await.expect(201);
    broker.deploy("A 1", &production, None).await;
    broker.deploy("B 1", &production, None).await;
    let url = format!("/environments/{}/versions", production["uuid"].as_str().unwrap());
    let found = broker.get(&url).await.expect(200);
    let owners: Vec<_> = found["_embedded"]["versions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|version| version["_links"]["pb:pacticipant"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(owners, ["B", "A"]);
    assert_eq!(broker.get(&format!("{url}?page=2&size=1")).await.expect(200)["page"]["totalElements"], 2);
    broker.get("/environments/nowhere/versions").await.expect(404);
}
