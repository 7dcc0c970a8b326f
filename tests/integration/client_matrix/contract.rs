//! The contracts of order-service with payment-service that the clients publish.

use serde_json::{Value, json};

/// A contract with these interactions, as a file's text.
pub(super) fn of(interactions: &[Value]) -> String {
    json!({
        "consumer": { "name": "order-service" },
        "provider": { "name": "payment-service" },
        "interactions": interactions,
        "metadata": { "pactSpecification": { "version": "4.0" } },
    })
    .to_string()
}

/// What payment-service keeps.
pub(super) fn charge() -> Value {
    look("a look at a charge", "/api/v1/orders/ord-1/charge", &json!({ "order_id": "ord-1" }))
}

/// What payment-service keeps too.
pub(super) fn currency() -> Value {
    look("a look at the currency of a charge", "/api/v1/orders/ord-1/charge", &json!({ "currency": "USD" }))
}

/// What payment-service does not answer yet.
pub(super) fn refund() -> Value {
    look("a look at a refund", "/api/v1/orders/ord-1/charge", &json!({ "refund_id": "ref-1" }))
}

fn look(description: &str, path: &str, body: &Value) -> Value {
    json!({
        "type": "Synchronous/HTTP",
        "description": description,
        "providerStates": [{ "name": "a charge", "params": { "customer_id": "cust-1", "order_id": "ord-1" } }],
        "request": { "method": "GET", "path": path },
        "response": {
            "status": 200,
            "headers": { "Content-Type": ["application/json"] },
            "body": { "contentType": "application/json", "content": body },
        },
    })
}
