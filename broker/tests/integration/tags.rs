//! Tags, and what is concluded from them: a version's branch, a deployment, the main branch.

use crate::harness::{TestBroker, assert_document, contract, publication};
use abide_broker::domain::conclusions::Conclusions;
use serde_json::{Value, json};

/// Gives a version (`name number`) a tag, and expects this status.
async fn tag(broker: &TestBroker, version: &str, tag: &str, status: u16) {
    let (name, number) = version.rsplit_once(' ').unwrap();
    broker.put(&format!("/pacticipants/{name}/versions/{number}/tags/{tag}"), &json!({})).await.expect(status);
}

/// The branches of a version.
async fn branches(broker: &TestBroker, version: &str) -> Vec<String> {
    let (name, number) = version.rsplit_once(' ').unwrap();
    let found = broker.get(&format!("/pacticipants/{name}/versions/{number}")).await.expect(200);
    names(&found["_embedded"]["branchVersions"], "/name")
}

/// The numbers of the versions that are deployed to an environment.
async fn deployed(broker: &TestBroker, environment: &Value) -> Vec<String> {
    let uuid = environment["uuid"].as_str().unwrap();
    let path = format!("/environments/{uuid}/deployed-versions/currently-deployed");
    names(&broker.get(&path).await.expect(200)["_embedded"]["deployedVersions"], "/_embedded/version/number")
}

fn names(items: &Value, pointer: &str) -> Vec<String> {
    items.as_array().unwrap().iter().map(|item| item.pointer(pointer).unwrap().as_str().unwrap().to_owned()).collect()
}

async fn main_branch(broker: &TestBroker, name: &str) -> Value {
    broker.get(&format!("/pacticipants/{name}")).await.expect(200)["mainBranch"].clone()
}

#[tokio::test]
async fn tags_come_and_go() {
    let broker = TestBroker::start().await;
    let tag = "/pacticipants/A/versions/1/tags/prod";
    broker.put(tag, &json!({})).await.expect(201);
    assert_document("tag", &broker.get(tag).await.expect(200));
    assert_eq!(broker.get("/pacticipants/A/latest-version/prod").await.expect(200)["number"], "1");
    broker.delete(tag).await.expect(204);
    broker.delete(tag).await.expect(404);
    broker.get("/pacticipants/A/latest-version/prod").await.expect(404);
}

#[tokio::test]
async fn the_first_tag_of_a_new_version_is_its_branch() {
    let broker = TestBroker::start().await;
    tag(&broker, "A 1", "feat", 201).await;
    tag(&broker, "A 1", "dev", 201).await;
    assert_eq!(branches(&broker, "A 1").await, ["feat"]);
    let head = broker.get("/pacticipants/A/branches/feat/latest-version").await.expect(200);
    assert_eq!(head["number"], "1");
    broker.delete("/pacticipants/A/versions/1/tags/feat").await.expect(204);
    assert_eq!(branches(&broker, "A 1").await, ["feat"], "the branch stays when the tag goes");
}

#[tokio::test]
async fn a_version_that_is_older_or_has_a_branch_gets_none_from_a_tag() {
    let broker = TestBroker::start().await;
    broker.put("/pacticipants/A/branches/main/versions/1", &json!({})).await.expect(201);
    tag(&broker, "A 1", "dev", 201).await;
    assert_eq!(branches(&broker, "A 1").await, ["main"]);
    broker.put("/pacticipants/A/versions/2", &json!({})).await.expect(201);
    broker.put("/pacticipants/A/versions/3", &json!({})).await.expect(201);
    broker.advance(9);
    tag(&broker, "A 2", "dev", 201).await;
    assert_eq!(branches(&broker, "A 2").await, ["dev"]);
    broker.advance(1);
    tag(&broker, "A 3", "dev", 201).await;
    assert!(branches(&broker, "A 3").await.is_empty());
}

#[tokio::test]
async fn tags_that_come_with_a_publication_or_a_version_say_nothing_else() {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    let mut body = publication("A", "1", &[("B", contract("A", "B", "words"))]);
    body["tags"] = json!(["production"]);
    broker.post("/contracts/publish", &body).await.expect(200);
    broker.put("/pacticipants/A/versions/2", &json!({ "tags": [{ "name": "production" }] })).await.expect(201);
    assert!(branches(&broker, "A 1").await.is_empty() && branches(&broker, "A 2").await.is_empty());
    assert!(deployed(&broker, &production).await.is_empty());
}

#[tokio::test]
async fn a_tag_with_the_name_of_an_environment_records_a_deployment() {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    broker.publish("A 1", "B", "words").await;
    broker.publish("A 2", "B", "words").await;
    tag(&broker, "A 1", "production", 201).await;
    assert_eq!(deployed(&broker, &production).await, ["1"]);
    tag(&broker, "A 2", "production", 201).await;
    assert_eq!(deployed(&broker, &production).await, ["2"]);
    tag(&broker, "A 1", "production", 200).await;
    assert_eq!(deployed(&broker, &production).await, ["1"], "the same tag again is a deployment again");
    let ask = "/can-i-deploy?pacticipant=B&version=1&environment=production";
    broker.verify("A 1", "B 1", false).await;
    assert_eq!(broker.get(ask).await.expect(200)["summary"]["deployable"], false);
    broker.delete("/pacticipants/A/versions/1/tags/production").await.expect(204);
    assert_eq!(deployed(&broker, &production).await, ["1"], "the deployment stays when the tag goes");
    tag(&broker, "A 2", "staging", 201).await;
    assert_eq!(deployed(&broker, &production).await, ["1"]);
}

#[tokio::test]
async fn an_instance_with_a_name_is_not_replaced_by_a_tag() {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    broker.publish("A 1", "B", "words").await;
    broker.deploy("A 1", &production, Some("canary")).await;
    tag(&broker, "A 2", "production", 201).await;
    let mut both = deployed(&broker, &production).await;
    both.sort();
    assert_eq!(both, ["1", "2"]);
}

#[tokio::test]
async fn a_branch_or_tag_with_a_main_branch_s_name_is_the_main_branch() {
    let broker = TestBroker::start().await;
    tag(&broker, "A 1", "master", 201).await;
    tag(&broker, "A 1", "main", 201).await;
    assert_eq!(main_branch(&broker, "A").await, "master");
    broker.put("/pacticipants/B/branches/main/versions/1", &json!({})).await.expect(201);
    assert_eq!(main_branch(&broker, "B").await, "main");
}

#[tokio::test]
async fn every_conclusion_can_be_switched_off() {
    let none = Conclusions { branch_of_first_tag: false, deployment_of_tag: false, main_branch: false };
    let broker = TestBroker::start_with(|app| app.with_conclusions(none)).await;
    let main = broker.environment("main", true).await;
    tag(&broker, "A 1", "main", 201).await;
    broker.publish("B 1", "A", "words").await;
    assert!(branches(&broker, "A 1").await.is_empty() && deployed(&broker, &main).await.is_empty());
    assert_eq!((main_branch(&broker, "A").await, main_branch(&broker, "B").await), (Value::Null, Value::Null));
}
