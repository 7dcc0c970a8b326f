//! What changed between two contracts, and the states a provider must know.

use crate::harness::{TestBroker, contract};
use serde_json::{Value, json};

async fn put(broker: &TestBroker, version: &str, contract: &Value) -> Value {
    broker.put(&format!("/pacts/provider/B/consumer/A/version/{version}"), contract).await.expect(201)
}

#[tokio::test]
async fn differences_are_named_by_their_place() {
    let broker = TestBroker::start().await;
    let mut other = contract("A", "B", "words");
    let first = put(&broker, "1", &other).await;
    put(&broker, "2", &other).await;
    other["interactions"][0]["response"]["status"] = 404.into();
    let third = put(&broker, "3", &other).await;
    let difference = "\n\n$.interactions[0].response.status was 200, is now 404\n";

    let previous = third["_links"]["pb:diff-previous-distinct"]["href"].as_str().unwrap();
    let text = broker.get(previous).await.text;
    assert!(
        text.contains("- version 2 of ") && text.contains("+ version 3 of ") && text.ends_with(difference),
        "{text}"
    );
    let pair = "/pacts/provider/B/consumer/A";
    let reply = broker.get(&format!("{pair}/version/3/diff/version/1")).await;
    assert!(reply.headers["content-type"].to_str().unwrap().starts_with("text/plain"));
    assert!(reply.text.contains("- version 1 of ") && reply.text.ends_with(difference), "{}", reply.text);
    assert!(broker.get(&format!("{pair}/version/2/diff/version/1")).await.text.ends_with("Both say the same.\n"));
    let sha = |contract: &Value| contract["_links"]["pb:pact-version"]["name"].as_str().unwrap().to_owned();
    let by_content = third["_links"]["pb:diff"]["href"].as_str().unwrap().replace("{pactVersion}", &sha(&first));
    assert!(broker.get(&by_content).await.text.ends_with(difference));

    broker.get(&format!("{pair}/version/1/diff/previous-distinct")).await.expect(404);
    broker.get(&format!("{pair}/version/3/diff/version/9")).await.expect(404);
    broker.get("/pacts/provider/B/consumer/nobody/version/3/diff/version/1").await.expect(404);
}

#[tokio::test]
async fn provider_states_are_listed_with_who_needs_them() {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    let with_state = |consumer: &str, state: Value| {
        let mut contract = contract(consumer, "B", "words");
        contract["interactions"][0]["providerStates"] = json!([state]);
        contract
    };
    let publish = async |consumer: &str, version: &str, branch: &str, contract: Value| {
        let mut body = crate::harness::publication(consumer, version, &[("B", contract)]);
        body["branch"] = branch.into();
        broker.post("/contracts/publish", &body).await.expect(200);
    };
    publish("A", "1", "main", with_state("A", json!({ "name": "stock", "params": { "sku": "x" } }))).await;
    publish("C", "1", "main", with_state("C", json!({ "name": "stock", "params": { "sku": "x" } }))).await;
    publish("C", "2", "feat/x", with_state("C", json!({ "name": "no stock" }))).await;
    broker.deploy("C 2", &production, None).await;
    let of = async |place: &str| {
        broker.get(&format!("/pacts/provider/B/provider-states{place}")).await.expect(200)["providerStates"].clone()
    };
    assert_eq!(of("").await, json!([{ "name": "stock", "params": { "sku": "x" }, "consumers": ["A", "C"] }]));
    let open = json!([{ "name": "no stock", "consumers": ["C"] }]);
    assert_eq!(of("/branch/feat%2Fx").await, open);
    assert_eq!(of("/environment/production").await, open);
    assert_eq!(of(&format!("/environment/{}", production["uuid"].as_str().unwrap())).await, open);
    broker.get("/pacts/provider/B/provider-states/environment/nowhere").await.expect(404);
    broker.get("/pacts/provider/nobody/provider-states").await.expect(404);
}
