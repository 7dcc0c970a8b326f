//! Labels, and lists by them.

use crate::harness::TestBroker;
use serde_json::{Value, json};

fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn labels_come_and_go_and_list_their_participants() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    let label = "/pacticipants/A/labels/team%2Fcart";
    let created = broker.put(label, &json!({})).await;
    assert_eq!(created.headers["location"], "http://broker/pacticipants/A/labels/team%2Fcart");
    let created = created.expect(201);
    broker.put(label, &json!({})).await.expect(200);
    assert_eq!(broker.get(label).await.expect(200), created);
    broker.put("/pacticipants/B/labels/team%2Fcart", &json!({})).await.expect(201);
    broker.put("/pacticipants/B/labels/core", &json!({})).await.expect(201);

    assert_eq!(names(&broker.get("/labels").await.expect(200)["_embedded"]["labels"]), ["core", "team/cart"]);
    let page = broker.get("/labels?page=2&size=1").await.expect(200);
    assert_eq!((names(&page["_embedded"]["labels"]), &page["page"]["totalElements"]), (vec!["team/cart"], &json!(2)));
    let list = broker.get("/pacticipants/label/team%2Fcart").await.expect(200);
    assert_eq!(names(&list["_embedded"]["pacticipants"]), ["A", "B"]);
    let shown = broker.get("/pacticipants/B").await.expect(200);
    assert_eq!(names(&shown["_embedded"]["labels"]), ["core", "team/cart"]);

    broker.delete(label).await.expect(204);
    broker.delete(label).await.expect(404);
    broker.get(label).await.expect(404);
    broker.put("/pacticipants/nobody/labels/x", &json!({})).await.expect(404);
    broker.put("/pacticipants/A/labels/%20", &json!({})).await.expect(400);
    assert_eq!(broker.get("/pacticipants/label/nowhere").await.expect(200)["pacticipants"], json!([]));
}
