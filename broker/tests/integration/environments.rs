//! Environments, deployments and releases.

use crate::harness::{TestBroker, assert_document};
use serde_json::{Value, json};

#[tokio::test]
async fn environments_are_created_by_people_only() {
    let broker = TestBroker::start().await;
    assert_eq!(broker.get("/environments").await.expect(200)["_embedded"]["environments"], json!([]));
    let body = json!({ "name": "production", "production": true, "contacts": [{ "name": "ops", "details": { "emailAddress": "a@b" } }] });
    let created = broker.post("/environments", &body).await;
    let location = created.headers["location"].to_str().unwrap().to_owned();
    let created = created.expect(201);
    assert_document("environment", &created);
    assert_eq!(broker.get(&location).await.expect(200), created);

    let taken = broker.post("/environments", &body).await.expect(400);
    assert_eq!(taken["errors"]["name"][0], "Another environment with name 'production' already exists.");
    let wrong = broker.post("/environments", &json!({ "name": "a b", "contacts": [{}] })).await.expect(400);
    assert_eq!(wrong["errors"].as_object().unwrap().len(), 3, "{wrong}");

    broker.environment("test", false).await;
    assert_document("environments", &broker.get("/environments").await.expect(200));
    let named = broker.get("/environments?name=test").await.expect(200);
    assert_eq!(named["_embedded"]["environments"].as_array().unwrap().len(), 1);

    broker.advance(1);
    let replaced = broker.put(&location, &json!({ "name": "live", "production": true })).await.expect(200);
    assert_eq!((&replaced["displayName"], replaced.get("contacts")), (&json!("Live"), None));
    broker.delete(&location).await.expect(204);
    broker.get(&location).await.expect(404);
}

async fn live(broker: &TestBroker, environment: &Value, query: &str) -> Vec<String> {
    let url = environment["_links"]["pb:currently-deployed-deployed-versions"]["href"].as_str().unwrap();
    let list = broker.get(&format!("{url}{query}")).await.expect(200);
    let number = |item: &Value| item["_embedded"]["version"]["number"].as_str().unwrap().to_owned();
    list["_embedded"]["deployedVersions"].as_array().unwrap().iter().map(number).collect()
}

#[tokio::test]
async fn one_version_per_instance_is_live() {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    for version in ["1", "2"] {
        broker.put(&format!("/pacticipants/A/versions/{version}"), &json!({})).await.expect(201);
    }
    let first = broker.deploy("A 1", &production, None).await;
    assert_document("deployment", &first);
    assert_eq!(broker.deploy("A 1", &production, None).await, first, "recording it again changes nothing");
    broker.deploy("A 1", &production, Some("blue")).await;
    broker.advance(5);
    broker.deploy("A 2", &production, None).await;
    assert_eq!(live(&broker, &production, "").await, ["2", "1"]);
    assert_eq!(live(&broker, &production, "?applicationInstance=").await, ["2"]);
    assert_eq!(live(&broker, &production, "?pacticipant=A&applicationInstance=blue").await, ["1"]);
    assert!(live(&broker, &production, "?pacticipant=Z").await.is_empty());

    let url = first["_links"]["self"]["href"].as_str().unwrap();
    let replaced = broker.get(url).await.expect(200);
    assert_eq!(
        (&replaced["currentlyDeployed"], &replaced["undeployedAt"]),
        (&json!(false), &json!("2026-01-01T00:00:05+00:00"))
    );
}

#[tokio::test]
async fn a_deployment_ends_and_does_not_come_back_by_a_patch() {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    broker.put("/pacticipants/A/versions/1", &json!({})).await.expect(201);
    let deployment = broker.deploy("A 1", &production, None).await;
    let url = deployment["_links"]["self"]["href"].as_str().unwrap();
    assert_eq!(broker.patch(url, &json!({})).await.expect(200)["currentlyDeployed"], true);
    broker.patch(url, &json!({ "currentlyDeployed": true })).await.expect(422);
    broker.patch(url, &json!({ "currentlyDeployed": "no" })).await.expect(400);
    assert_eq!(broker.patch(url, &json!({ "currentlyDeployed": false })).await.expect(200)["currentlyDeployed"], false);
    assert!(live(&broker, &production, "").await.is_empty());
    let history = broker
        .get(&format!(
            "/pacticipants/A/versions/1/deployed-versions/environment/{}",
            production["uuid"].as_str().unwrap()
        ))
        .await
        .expect(200);
    assert_eq!(history["_embedded"]["deployedVersions"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn recording_what_nobody_knows_is_a_404() {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    let uuid = production["uuid"].as_str().unwrap();
    broker.put("/pacticipants/A/versions/1", &json!({})).await.expect(201);
    for path in ["/pacticipants/A/versions/9", "/pacticipants/Z/versions/1"] {
        broker.post(&format!("{path}/deployed-versions/environment/{uuid}"), &json!({})).await.expect(404);
    }
    broker.post("/pacticipants/A/versions/1/deployed-versions/environment/nowhere", &json!({})).await.expect(404);
}

#[tokio::test]
async fn releases_stand_side_by_side_until_their_support_ends() {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    let uuid = production["uuid"].as_str().unwrap();
    for version in ["1", "2"] {
        broker.put(&format!("/pacticipants/app/versions/{version}"), &json!({})).await.expect(201);
        broker
            .post(&format!("/pacticipants/app/versions/{version}/released-versions/environment/{uuid}"), &json!({}))
            .await
            .expect(201);
    }
    let again = broker
        .post(&format!("/pacticipants/app/versions/1/released-versions/environment/{uuid}"), &json!({}))
        .await
        .expect(200);
    assert_document("release", &again);
    let list = production["_links"]["pb:currently-supported-released-versions"]["href"].as_str().unwrap();
    let count = |document: Value| document["_embedded"]["releasedVersions"].as_array().unwrap().len();
    assert_eq!(count(broker.get(list).await.expect(200)), 2);
    let url = again["_links"]["self"]["href"].as_str().unwrap();
    broker.patch(url, &json!({ "currentlySupported": true })).await.expect(422);
    broker.patch(url, &json!({ "currentlySupported": false })).await.expect(200);
    assert_eq!(count(broker.get(list).await.expect(200)), 1);
}

#[tokio::test]
async fn an_environment_with_live_versions_is_deleted_only_by_force() {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    let url = production["_links"]["self"]["href"].as_str().unwrap();
    broker.put("/pacticipants/A/versions/1", &json!({})).await.expect(201);
    broker.deploy("A 1", &production, Some("blue")).await;
    let refused = broker.delete(url).await.expect(409);
    assert_eq!(
        refused["live"],
        json!([{ "pacticipant": "A", "version": "1", "environment": "production", "applicationInstance": "blue",
                 "since": "2026-01-01T00:00:00+00:00" }])
    );
    let words = refused["error"].as_str().unwrap();
    assert!(words.contains("A 1 is live in production") && words.contains("?force=true"), "{words}");
    broker.delete(&format!("{url}?force=")).await.expect(400);
    broker.delete(&format!("{url}?force=false")).await.expect(409);
    broker.delete(&format!("{url}?force=true")).await.expect(204);
    broker.get(url).await.expect(404);
}
