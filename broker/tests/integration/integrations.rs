//! Who calls whom: the list, its other shapes, the dashboard, the counts, and the end of an integration.

use crate::harness::{TestBroker, assert_document};
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

async fn accepting(broker: &TestBroker, path: &str, accept: &str) -> String {
    let reply = broker.send(Request::get(path).header("accept", accept).body(Body::empty()).unwrap()).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert!(reply.headers["content-type"].to_str().unwrap().starts_with(accept), "{:?}", reply.headers);
    reply.text
}

fn pairs(list: &Value) -> Vec<String> {
    let items = list["_embedded"]["integrations"].as_array().unwrap();
    items
        .iter()
        .map(|item| format!("{} {}", item["consumer"]["name"], item["provider"]["name"]).replace('"', ""))
        .collect()
}

async fn shop() -> TestBroker {
    let broker = TestBroker::start().await;
    broker.publish("web 1", "order", "words").await;
    broker.publish("order 1", "payment", "words").await;
    broker.publish("other 1", "elsewhere", "words").await;
    broker
}

#[tokio::test]
async fn integrations_are_listed_narrowed_and_drawn() {
    let broker = shop().await;
    let all = broker.get("/integrations").await.expect(200);
    assert_eq!(pairs(&all), ["order payment", "other elsewhere", "web order"]);
    assert_eq!(pairs(&broker.get("/integrations?q=ORDER").await.expect(200)), ["order payment", "web order"]);
    let page = broker.get("/integrations?page=2&size=2").await.expect(200);
    assert_eq!((pairs(&page), &page["page"]["totalPages"]), (vec!["web order".to_owned()], &json!(2)));
    let links = all["_embedded"]["integrations"][0]["_links"].as_object().unwrap();
    for relation in ["pb:dashboard", "pb:matrix", "pb:group"] {
        let reply = broker.get(links[relation]["href"].as_str().unwrap()).await;
        assert_eq!(reply.status, 200, "{relation}");
    }
    let graph = accepting(&broker, "/integrations", "text/vnd.graphviz").await;
    assert!(graph.starts_with("digraph {") && graph.contains("\"web\" -> \"order\";"), "{graph}");
    assert_eq!(accepting(&broker, "/relationships", "text/csv").await.lines().count(), 5);
    let group = accepting(&broker, "/groups/web", "text/csv").await;
    assert!(group.lines().count() == 3 && !group.contains("elsewhere"), "{group}");
    assert_eq!(broker.get("/groups/web.csv?maxPacticipants=2").await.text.lines().count(), 2);
    broker.get("/groups/web?maxPacticipants=0").await.expect(400);
    broker.get("/groups/nobody").await.expect(404);
}

#[tokio::test]
async fn the_dashboard_says_how_the_newest_contract_of_each_pair_stands() {
    let broker = shop().await;
    let status = async || {
        let shown = broker.get("/dashboard/provider/order/consumer/web").await.expect(200);
        shown["items"][0]["verificationStatus"].as_str().unwrap().to_owned()
    };
    assert_eq!(status().await, "never");
    broker.put("/pacticipants/web/versions/1/tags/dev", &json!({})).await.expect(201);
    broker.verify("web 1", "order 1", true).await;
    assert_eq!(status().await, "success");
    assert_document("dashboard", &broker.get("/dashboard/provider/order/consumer/web").await.expect(200));
    broker.verify("web 1", "order 2", false).await;
    assert_eq!(status().await, "failed");
    broker.publish("web 2", "order", "other words").await;
    assert_eq!(status().await, "stale");
    let all = broker.get("/dashboard?page=1&size=2").await.expect(200);
    assert_eq!((all["items"].as_array().unwrap().len(), &all["page"]["totalElements"]), (2, &json!(3)));
    broker.get("/dashboard/provider/nobody/consumer/web").await.expect(404);
}

#[tokio::test]
async fn a_shell_gets_the_dashboard_as_a_table() {
    let broker = shop().await;
    broker.verify("web 1", "order 1.0", true).await;
    insta::assert_snapshot!(accepting(&broker, "/dashboard", "text/plain").await, @"
    CONSUMER | C_VERSION | PROVIDER  | P_VERSION | STATUS  | VERIFIED_AT
    ---------|-----------|-----------|-----------|---------|--------------------------
    order    | 1         | payment   |           | never   |
    other    | 1         | elsewhere |           | never   |
    web      | 1         | order     | 1.0       | success | 2026-01-01T00:00:00+00:00
    ");
    let pair = "/dashboard/provider/order/consumer/web";
    broker.publish("web 2", "order", "other words").await;
    assert!(accepting(&broker, pair, "text/plain").await.contains(" | 1.0       | stale  | "));
    assert_eq!(accepting(&broker, "/dashboard?page=2&size=2", "text/plain").await.lines().count(), 3);
}

#[tokio::test]
async fn an_integration_ends_with_what_nothing_else_speaks_of() {
    let broker = shop().await;
    let production = broker.environment("production", true).await;
    broker.verify("web 1", "order 7", true).await;
    broker.deploy("web 1", &production, None).await;
    let path = "/integrations/provider/order/consumer/web";
    assert!(broker.delete(path).await.expect(409)["error"].as_str().unwrap().contains("web 1 is live in production"));
    broker.delete(&format!("{path}?force=true")).await.expect(204);
    broker.get("/pacts/provider/order/consumer/web/latest").await.expect(404);
    broker.get("/pacticipants/order/versions/1").await.expect(200);
    broker.get("/pacticipants/order/versions/7").await.expect(404);
    broker.get("/pacticipants/web/versions/1").await.expect(200);
    broker.delete("/integrations/provider/elsewhere/consumer/other").await.expect(204);
    broker.get("/pacticipants/elsewhere").await.expect(404);
    broker.get("/pacticipants/other").await.expect(404);
    broker.delete("/integrations/provider/nobody/consumer/web").await.expect(404);
}

#[tokio::test]
async fn everything_is_removed_at_once_unless_something_is_live() {
    let broker = shop().await;
    let production = broker.environment("production", true).await;
    broker.deploy("web 1", &production, None).await;
    broker.delete("/integrations").await.expect(409);
    broker.delete("/integrations?force=true").await.expect(204);
    assert_eq!(broker.get("/pacticipants").await.expect(200)["pacticipants"], json!([]));
    assert_eq!(broker.get("/environments").await.expect(200)["_embedded"]["environments"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_counts_are_told_as_json_and_to_prometheus() {
    let broker = shop().await;
    broker.verify("web 1", "order 1", true).await;
    broker.verify("web 1", "order 1", false).await;
    assert_document("metrics", &broker.get("/metrics").await.expect(200));
    let text = accepting(&broker, "/metrics", "text/plain").await;
    assert!(text.contains("# TYPE abide_broker_verifications gauge\nabide_broker_verifications 2\n"), "{text}");
}
