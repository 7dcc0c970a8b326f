//! Participants, versions, branches and tags.

use crate::harness::{TestBroker, assert_document};
use serde_json::json;

#[tokio::test]
async fn participants_are_created_changed_and_removed() {
    let broker = TestBroker::start().await;
    let created = broker.post("/pacticipants", &json!({ "name": "order-service", "mainBranch": "trunk" })).await;
    assert_eq!(created.headers["location"], "http://broker/pacticipants/order-service");
    assert_document("participant", &created.expect(201));
    let taken = broker.post("/pacticipants", &json!({ "name": "order-service" })).await.expect(409);
    assert_eq!(taken["_links"]["pb:pacticipant"]["href"], "http://broker/pacticipants/order-service");

    broker.advance(1);
    let merged =
        broker.patch("/pacticipants/order-service", &json!({ "repositoryUrl": "https://git/x" })).await.expect(200);
    assert_eq!((&merged["mainBranch"], &merged["repositoryUrl"]), (&json!("trunk"), &json!("https://git/x")));
    assert_eq!(merged["updatedAt"], "2026-01-01T00:00:01+00:00");
    let replaced = broker.put("/pacticipants/order-service", &json!({ "name": "order-service" })).await.expect(200);
    assert!(replaced.get("mainBranch").is_none(), "{replaced}");
    broker.patch("/pacticipants/new", &json!({})).await.expect(201);
    broker.put("/pacticipants/absent", &json!({})).await.expect(404);
    broker.post("/pacticipants", &json!({ "name": " ", "mainBranch": "a b" })).await.expect(400);

    assert_document("participants", &broker.get("/pacticipants?page=1&size=1").await.expect(200));
    assert_eq!(broker.get("/pacticipants?q=ORDER").await.expect(200)["pacticipants"].as_array().unwrap().len(), 1);
    broker.get("/pacticipants?page=0").await.expect(400);
    broker.delete("/pacticipants/new").await.expect(204);
    assert_eq!(broker.get("/pacticipants/new").await.expect(404)["error"], "No pacticipant with name 'new' found");
}

#[tokio::test]
async fn what_is_live_cannot_be_deleted() {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    broker.put("/pacticipants/A/versions/1", &json!({})).await.expect(201);
    broker.deploy("A 1", &production, None).await;
    broker.delete("/pacticipants/A").await.expect(409);
    broker.delete("/pacticipants/A/versions/1").await.expect(409);
    broker.delete("/pacticipants/A/versions/1?force=true").await.expect(204);
    let uuid = production["uuid"].as_str().unwrap();
    broker.put("/pacticipants/A/versions/2", &json!({})).await.expect(201);
    let release = format!("/pacticipants/A/versions/2/released-versions/environment/{uuid}");
    broker.post(&release, &json!({})).await.expect(201);
    broker.delete("/pacticipants/A").await.expect(409);
    broker.delete("/pacticipants/A?force=true").await.expect(204);
}

#[tokio::test]
async fn a_version_shows_where_it_belongs_and_where_to_record_it() {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    broker.publish("A 1", "B", "words").await;
    broker.put("/pacticipants/A/versions/1/tags/v1", &json!({})).await.expect(201);
    broker.put("/pacticipants/A/versions/1/tags/v1", &json!({})).await.expect(200);
    broker.deploy("A 1", &production, None).await;
    assert_document("version", &broker.get("/pacticipants/A/versions/1").await.expect(200));
    let participant = broker.get("/pacticipants/A").await.expect(200);
    assert_eq!(participant["_links"]["pb:deployed-environments"][0]["name"], "production");
    assert_eq!(participant["_embedded"]["latestVersion"]["number"], "1");
}

#[tokio::test]
async fn versions_are_written_with_the_content_type_clients_use() {
    let broker = TestBroker::start().await;
    broker
        .put("/pacticipants/A/versions/1", &json!({ "buildUrl": "https://ci/1", "tags": [{ "name": "dev" }] }))
        .await
        .expect(201);
    let updated = broker.patch("/pacticipants/A/versions/1", &json!({})).await.expect(200);
    assert_eq!(updated["buildUrl"], "https://ci/1");
    let cleared = broker.put("/pacticipants/A/versions/1", &json!({})).await.expect(200);
    assert!(cleared.get("buildUrl").is_none());
    let plain = axum::http::Request::patch("/pacticipants/A/versions/1").header("content-type", "application/json");
    broker.send(plain.body("{}".into()).unwrap()).await.expect(415);
    broker.delete("/pacticipants/A/versions/1").await.expect(204);
    broker.get("/pacticipants/A/versions/1").await.expect(404);
}

#[tokio::test]
async fn the_head_of_a_branch_is_the_version_added_last() {
    let broker = TestBroker::start().await;
    let add = |version: &str| format!("/pacticipants/A/branches/feat%2F1/versions/{version}");
    broker.put("/pacticipants/A/versions/1", &json!({})).await.expect(201);
    broker.put(&add("2"), &json!({})).await.expect(201);
    let added = broker.put(&add("1"), &json!({})).await;
    assert_eq!(added.headers["location"], "http://broker/pacticipants/A/branches/feat%2F1/versions/1");
    assert_document("branch_version", &added.expect(201));
    broker.put(&add("2"), &json!({})).await.expect(200);
    let head = broker.get("/pacticipants/A/branches/feat%2F1/latest-version").await.expect(200);
    assert_eq!(head["number"], "1", "adding it again does not move the head");
    assert_eq!(broker.get("/pacticipants/A/latest-version").await.expect(200)["number"], "2");
    broker.delete(&add("1")).await.expect(204);
    assert_eq!(broker.get("/pacticipants/A/branches/feat%2F1/latest-version").await.expect(200)["number"], "2");
    broker.get(&add("1")).await.expect(404);
    broker.get(&add("2")).await.expect(200);

    assert_document("branches", &broker.get("/pacticipants/A/branches").await.expect(200));
    let versions = broker.get("/pacticipants/A/branches/feat%2F1/versions").await.expect(200);
    assert_eq!(versions["_embedded"]["versions"].as_array().unwrap().len(), 1);
    broker.delete("/pacticipants/A/branches/feat%2F1").await.expect(204);
    broker.get("/pacticipants/A/branches/feat%2F1").await.expect(404);
    broker.get("/pacticipants/A/versions/2").await.expect(200);
}

#[tokio::test]
async fn deleting_the_head_version_leaves_the_branch_to_the_one_before() {
    let broker = TestBroker::start().await;
    for version in ["1", "2"] {
        broker.put(&format!("/pacticipants/A/branches/main/versions/{version}"), &json!({})).await.expect(201);
    }
    broker.delete("/pacticipants/A/versions/2").await.expect(204);
    assert_eq!(broker.get("/pacticipants/A/branches/main/latest-version").await.expect(200)["number"], "1");
}

#[tokio::test]
async fn a_page_of_versions_says_how_many_there_are() {
    let broker = TestBroker::start().await;
    for version in 1..=3 {
        broker.put(&format!("/pacticipants/A/versions/{version}"), &json!({})).await.expect(201);
    }
    let page = broker.get("/pacticipants/A/versions?page=2&size=2").await.expect(200);
    assert_eq!(page["page"], json!({ "number": 2, "size": 2, "totalElements": 3, "totalPages": 2 }));
    assert_eq!(page["_embedded"]["versions"][0]["number"], "1");
    assert_eq!(page["_links"]["previous"]["href"], "http://broker/pacticipants/A/versions?page=1&size=2");
}

#[tokio::test]
async fn a_field_that_is_patched_with_null_is_empty_afterwards() {
    let broker = TestBroker::start().await;
    let fields = json!({ "name": "order-service", "displayName": "Orders", "mainBranch": "trunk", "repositoryUrl": "https://git/1", "repositoryName": "order" });
    broker.post("/pacticipants", &fields).await.expect(201);
    let patch = json!({ "repositoryUrl": null, "displayName": null, "mainBranch": null });
    let patched = broker.patch("/pacticipants/order-service", &patch).await.expect(200);
    assert!(patched.get("repositoryUrl").is_none() && patched.get("mainBranch").is_none(), "{patched}");
    assert_eq!((&patched["displayName"], &patched["repositoryName"]), (&json!("Order Service"), &json!("order")));
}

#[tokio::test]
async fn lists_that_are_cut_off_lead_on_and_keep_what_narrows_them() {
    let broker = TestBroker::start().await;
    for number in 1..=101 {
        broker.put(&format!("/pacticipants/A/branches/feat-{number}/versions/{number}"), &json!({})).await.expect(201);
    }
    broker.put("/pacticipants/A/branches/main/versions/102", &json!({})).await.expect(201);
    for (path, total) in [("/pacticipants/A/versions", 102), ("/pacticipants/A/branches?q=feat", 101)] {
        let list = broker.get(path).await.expect(200);
        assert_eq!(
            list["page"],
            json!({ "number": 1, "size": 100, "totalElements": total, "totalPages": 2 }),
            "{path}"
        );
        let rest = broker.get(list["_links"]["next"]["href"].as_str().unwrap()).await.expect(200);
        let rest = rest["_embedded"].as_object().unwrap().values().next().unwrap().as_array().unwrap().len();
        assert_eq!(rest, total - 100, "{path}");
    }
    let few = broker.get("/pacticipants/A/branches?q=main").await.expect(200);
    assert!(few.get("page").is_none() && few["_links"].get("next").is_none(), "{few}");
}
