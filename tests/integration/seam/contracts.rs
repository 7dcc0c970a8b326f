//! Publishing, asking and comparing.

use super::{KNOWN, agreed, answered, link};
use crate::shop::Shop;
use abide_mock_server::declare::Interaction;
use abide_mock_server::prelude::*;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

#[track_caller]
pub(super) fn agree(shop: &Shop) {
    publish(shop);
    can_i_deploy(shop);
    diff(shop);
}

/// The contract that is published: the smallest there is.
fn published() -> Value {
    json!({
        "consumer": { "name": "catalog-service" },
        "provider": { "name": "inventory-service" },
        "interactions": [{ "type": "Synchronous/HTTP", "description": "a look at the stock",
            "request": { "method": "GET", "path": "/stock/1" }, "response": { "status": 200 } }],
        "metadata": { "pactSpecification": { "version": "4.0" } }
    })
}

#[track_caller]
fn publish(shop: &Shop) {
    let text = published().to_string();
    let place = link("/pacts/provider/inventory-service/consumer/catalog-service/version/1.0.0");
    let asked = interaction("a contract to be published")
        .request(post("/contracts/publish").json(json!({
            "pacticipantName": "catalog-service", "pacticipantVersionNumber": "1.0.0", "branch": "main",
            "contracts": [{
                "consumerName": "catalog-service", "providerName": "inventory-service", "specification": "pact",
                "contentType": "application/json", "content": like(STANDARD.encode(&text))
            }]
        })))
        .respond(status(200).json(json!({
            "notices": each_like(json!({ "type": like("success"), "text": like("published") })),
            "_links": { "pb:contracts": each_like(place) }
        })));
    shop.file("published.json", text);
    agreed(shop, "publish published.json --version 1.0.0 --branch main", vec![asked]);
}

const KEPT: &str = "payment-service 2.0.0 keeps the contract of order-service 1.0.0 and is live in production";

#[track_caller]
fn can_i_deploy(shop: &Shop) {
    let answer = || {
        status(200).json(json!({
            "summary": { "deployable": true, "reason": like("all is well"), "failed": 0 },
            "matrix": each_like(json!({
                "consumer": { "name": "order-service", "version": { "number": "1.0.0" } },
                "provider": { "name": "payment-service", "version": { "number": "2.0.0" } },
                "verificationResult": { "success": true, "verifiedAt": like("2026-03-01T08:00:00+00:00") }
            }))
        }))
    };
    let version = || get("/matrix").query("q[][pacticipant]", "order-service").query("q[][version]", "1.0.0");
    let deployed = interaction("may a version be deployed")
        .given(KEPT)
        .request(version().query("latestby", "cvpv").query("environment", "production"))
        .respond(answer());
    let order = "--participant order-service --version 1.0.0";
    agreed(shop, &format!("can-i-deploy {order} --to-environment production --wait"), vec![deployed]);

    let merged = interaction("may a version be merged")
        .given(KEPT)
        .request(version().query("latestby", "cvp").query("latest", "true").query("mainBranch", "true"))
        .respond(answer());
    agreed(shop, &format!("can-i-merge {order}"), vec![merged]);
    can_i_deploy_others(shop);
}

#[track_caller]
fn can_i_deploy_others(shop: &Shop) {
    let head = interaction("may the head of a branch be deployed, whatever somebody says")
        .given(KEPT)
        .request(
            get("/matrix")
                .query("q[][pacticipant]", "order-service")
                .query("q[][branch]", "main")
                .query("q[][latest]", "true")
                .query("latestby", "cvpv")
                .query("environment", "production")
                .query("ignore[][pacticipant]", "payment-service"),
        )
        .respond(status(200).json(json!({
            "summary": { "deployable": true },
            "matrix": each_like(json!({ "provider": { "name": "payment-service" }, "ignored": true }))
        })));
    let unknown = interaction("may a version nobody knows be deployed")
        .given(KEPT)
        .request(
            get("/matrix")
                .query("q[][pacticipant]", "order-service")
                .query("q[][version]", "9.9.9")
                .query("latestby", "cvpv")
                .query("environment", "production"),
        )
        .respond(status(200).json(json!({
            "summary": { "deployable": false },
            "reasons": each_like(json!({
                "state": "unknown_version",
                "consumer": { "name": "order-service", "version": "9.9.9" },
                "broughtInBy": like("order-service was asked about"),
                "text": like("nothing was published for it"),
                "next": like("abide publish target/contracts --version 9.9.9")
            }))
        })));
    let order = "--participant order-service --version 9.9.9";
    answered(shop, &format!("can-i-deploy {order} --to-environment production"), 1, vec![unknown]);

    let branch = "--participant order-service --branch main --ignore payment-service";
    agreed(shop, &format!("can-i-deploy {branch} --to-environment production"), vec![head]);
}

/// A contract as `abide diff` reads it: JSON with interactions.
fn a_published_contract() -> Interaction {
    interaction("a look at a published contract")
        .given(KNOWN)
        .request(get("/pacts/provider/payment-service/consumer/order-service/version/1.0.0"))
        .respond(status(200).json(json!({
            "consumer": { "name": "order-service" }, "provider": { "name": "payment-service" },
            "interactions": each_like(json!({
                "type": like("Synchronous/HTTP"), "description": like("a charge"),
                "request": { "method": like("POST"), "path": like("/api/v1/charges") },
                "response": { "status": integer(201) }
            })),
            "metadata": { "pactSpecification": { "version": "4.0" } }
        })))
}

#[track_caller]
fn diff(shop: &Shop) {
    let pair = "--consumer order-service --provider payment-service";
    agreed(shop, &format!("diff 1.0.0 1.0.0 {pair}"), vec![a_published_contract()]);
}
