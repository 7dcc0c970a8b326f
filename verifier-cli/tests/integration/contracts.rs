//! The contracts the tests verify and publish.

#![expect(clippy::unwrap_used, reason = "a harness may panic")]

use serde_json::{Value, json};

/// The same as a value.
pub(crate) fn document(interactions: &[Value]) -> Value {
    serde_json::from_str(&contract(interactions)).unwrap()
}

/// A contract between `order-service` and `payment-service` with these interactions.
pub(crate) fn contract(interactions: &[Value]) -> String {
    json!({
        "consumer": {"name": "order-service"},
        "provider": {"name": "payment-service"},
        "interactions": interactions,
        "metadata": {"pactSpecification": {"version": "4.0"}},
    })
    .to_string()
}

/// `GET /charges/1`: a charge whose amount may be any number.
pub(crate) fn a_charge() -> Value {
    json!({
        "type": "Synchronous/HTTP",
        "description": "a request for a charge",
        "request": {"method": "GET", "path": "/charges/1"},
        "response": {
            "status": 200,
            "headers": {"Content-Type": ["application/json"]},
            "body": {
                "content": {"id": "pay-1", "amount": 99.5},
                "contentType": "application/json",
                "encoded": false,
            },
            "matchingRules": {
                "body": {
                    "$.id": {"combine": "AND", "matchers": [{"match": "regex", "regex": "pay-[0-9]+"}]},
                    "$.amount": {"combine": "AND", "matchers": [{"match": "number"}]},
                },
            },
        },
    })
}

/// `DELETE /charges/2`, answered 204, in a state with a parameter.
pub(crate) fn a_refund() -> Value {
    json!({
        "type": "Synchronous/HTTP",
        "description": "a request to refund a charge",
        "providerStates": [{"name": "a charge", "params": {"id": 2}}],
        "request": {"method": "DELETE", "path": "/charges/2"},
        "response": {"status": 204},
    })
}

/// An event, which cannot be verified yet.
pub(crate) fn an_event() -> Value {
    json!({
        "type": "Asynchronous/Messages",
        "description": "payment.succeeded",
        "contents": {"content": {"id": "pay-1"}, "contentType": "application/json", "encoded": false},
    })
}
