//! A small shop in a broker: something failed, something never verified, something on a branch, three environments.

use crate::harness::{TestBroker, publication, results_url};
use serde_json::{Value, json};

/// The contract of orders with payments: a rule of most kinds, a state with parameters, a text, a message.
pub(super) fn charges() -> Value {
    let matchers = |matchers: Value| json!({ "combine": "AND", "matchers": matchers });
    json!({
        "consumer": { "name": "orders" },
        "provider": { "name": "payments" },
        "interactions": [
            {
                "type": "Synchronous/HTTP",
                "description": "a charge",
                "providerStates": [{ "name": "a customer", "params": { "id": "cust-1" } }],
                "comments": { "testname": "tests/charges.rs:18" },
                "request": {
                    "method": "POST",
                    "path": "/charges",
                    "query": { "dry_run": ["false"] },
                    "headers": { "Content-Type": ["application/json"] },
                    "body": { "contentType": "application/json", "content": { "amount": 99.90, "customer": "cust-1" } },
                    "matchingRules": { "body": { "$.amount": matchers(json!([{ "match": "number" }])) } },
                    "generators": { "body": { "$.customer": { "type": "ProviderState", "expression": "${id}" } } },
                },
                "response": {
                    "status": 201,
                    "headers": { "Content-Type": ["application/json"] },
                    "body": {
                        "contentType": "application/json",
                        "content": { "id": "pay-1", "status": "SUCCESS", "lines": [{ "sku": "S", "cents": 9990 }] },
                    },
                    "matchingRules": {
                        "header": { "Content-Type": matchers(json!([{ "match": "include", "value": "json" }])) },
                        "body": {
                            "$.id": matchers(json!([{ "match": "regex", "regex": "pay-[0-9]+" }])),
                            "$.lines": matchers(json!([{ "match": "type", "min": 1 }])),
                            "$.lines[*].cents": matchers(json!([{ "match": "integer" }])),
                        },
                    },
                },
            },
            {
                "type": "Synchronous/HTTP",
                "description": "all charges",
                "request": { "method": "GET", "path": "/charges" },
                "response": { "status": 200, "body": { "contentType": "text/plain", "content": "pay-1\npay-2" } },
            },
            { "type": "Synchronous/Telepathy", "description": "a thought", "thought": { "of": "money" } },
        ],
        "metadata": { "pactSpecification": { "version": "4.0" }, "abide": { "version": "0.1.0" } },
    })
}

/// Sends the result of `provider_version` for the contract of `orders 2` with `payments`.
async fn report(broker: &TestBroker, provider_version: &str, breaks: bool) {
    let contract = broker.get("/pacts/provider/payments/consumer/orders/version/2").await.expect(200);
    let url = results_url(&contract);
    let results: Vec<Value> = contract["interactions"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|interaction| interaction["description"] != "a thought")
        .map(|interaction| {
            let failed = breaks && interaction["description"] == "a charge";
            let mut result = json!({ "interactionId": interaction["_id"], "success": !failed });
            if failed {
                result["mismatches"] = json!([
                    { "attribute": "body", "identifier": "$.id", "description": "Expected 17 (Integer) to be a string" },
                    { "attribute": "header", "identifier": "content-type", "description": "Expected header 'content-type' to include 'json'" },
                ]);
            }
            result
        })
        .collect();
    let body = json!({
        "success": !breaks, "providerApplicationVersion": provider_version, "testResults": results,
        "buildUrl": "https://ci.example.com/builds/12",
    });
    broker.post(url, &body).await.expect(201);
}

/// The shop as it is five hours after the new year.
pub(super) async fn shop() -> TestBroker {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    let test = broker.environment("test", false).await;
    broker.publish("orders 1", "payments", "a charge as it was").await;
    broker.publish("orders 1", "stock", "a reservation").await;
    broker.put("/pacticipants/payments/branches/main/versions/1", &json!({})).await.expect(201);
    broker.verify("orders 1", "payments 1", true).await;
    broker.verify("orders 1", "stock 7", true).await;
    for (version, environment) in
        [("orders 1", &production), ("payments 1", &production), ("stock 7", &production), ("payments 1", &test)]
    {
        broker.deploy(version, environment, None).await;
    }
    broker.advance(3 * 3600);
    let mut second = publication("orders", "2", &[("payments", charges())]);
    second["branch"] = "main".into();
    second["tags"] = json!(["rc"]);
    second["buildUrl"] = "https://ci.example.com/builds/7".into();
    broker.post("/contracts/publish", &second).await.expect(200);
    broker.put("/pacticipants/payments/branches/main/versions/2", &json!({})).await.expect(201);
    report(&broker, "1", true).await;
    report(&broker, "2", false).await;
    broker.publish("shop 1", "orders", "an order").await;
    broker.publish_on(Some("main"), "app 1", "orders", "a basket").await.expect(200);
    broker.publish_on(Some("feat/one-click"), "app 2", "stock", "a look").await.expect(200);
    broker.verify("shop 1", "orders 2", true).await;
    broker.verify("shop 1", "orders 1", true).await;
    broker.advance(2 * 3600);
    broker
}
