//! The seam between `abide` and `abide-broker`, which share no types: a contract, as two teams would have it.
//!
//! The command line is the consumer, run against mocks of a broker; then it replays what it expects against the real one.

use crate::canned::Canned;
use crate::http;
use crate::shop::{self, Shop};
use abide_mock_server::declare::{Contract, Interaction};
use abide_mock_server::prelude::*;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::fs;

const CREATED: &str = "a contract of order-service 1.0.0 and the environment production";

/// The contract text that is published: the smallest there is.
fn published() -> String {
    json!({
        "consumer": { "name": "catalog-service" },
        "provider": { "name": "inventory-service" },
        "interactions": [{ "type": "Synchronous/HTTP", "description": "a look at the stock",
            "request": { "method": "GET", "path": "/stock/1" }, "response": { "status": 200 } }],
        "metadata": { "pactSpecification": { "version": "4.0" } }
    })
    .to_string()
}

/// A link to a path, whatever the broker's own address.
fn link(path: &str) -> Value {
    let escaped = path.replace('{', r"\{").replace('}', r"\}");
    json!({ "href": regex(format!("https?://[^/]+{escaped}"), format!("http://broker.example{path}")) })
}

/// What every command asks first.
fn index(rel: &str, path: &str) -> Interaction {
    interaction(format!("a look for the link {rel}"))
        .request(get("/"))
        .respond(status(200).json(json!({ "_links": { rel: link(path) } })))
}

/// Runs `abide` against a mock that expects one more interaction after the index.
#[track_caller]
fn agreed(shop: &Shop, command: &str, index: Interaction, asked: Vec<Interaction>) {
    let contract = contract("abide", "abide-broker").folder(shop.folder().join("seam")).interaction(index);
    let broker = asked.into_iter().fold(contract, Contract::interaction).start();
    shop.abide(&format!("{command} --broker {}", broker.url())).exits(0);
    broker.finish();
}

#[track_caller]
fn publish(shop: &Shop) {
    let asked = interaction("a contract to be published")
        .request(post("/contracts/publish").json(json!({
            "pacticipantName": "catalog-service", "pacticipantVersionNumber": "1.0.0", "branch": "main",
            "contracts": [{
                "consumerName": "catalog-service", "providerName": "inventory-service", "specification": "pact",
                "contentType": "application/json", "content": like(STANDARD.encode(published()))
            }]
        })))
        .respond(status(200).json(json!({
            "notices": each_like(json!({ "type": like("success"), "text": like("published") })),
            "_links": { "pb:contracts": each_like(link("/pacts/provider/inventory-service/consumer/catalog-service/version/1.0.0")) }
        })));
    shop.file("published.json", published());
    agreed(
        shop,
        "publish published.json --version 1.0.0 --branch main",
        index("pb:publish-contracts", "/contracts/publish"),
        vec![asked],
    );
}

#[track_caller]
fn can_i_deploy(shop: &Shop) {
    let asked = interaction("may a version be deployed")
        .given("payment-service 2.0.0 keeps the contract of order-service 1.0.0 and is live in production")
        .request(
            get("/matrix")
                .query("q[][pacticipant]", "order-service")
                .query("q[][version]", "1.0.0")
                .query("latestby", "cvpv")
                .query("environment", "production"),
        )
        .respond(status(200).json(json!({
            "summary": { "deployable": true, "reason": like("all is well") },
            "matrix": each_like(json!({
                "consumer": { "name": "order-service", "version": { "number": "1.0.0" } },
                "provider": { "name": "payment-service", "version": { "number": "2.0.0" } },
                "verificationResult": { "success": true, "verifiedAt": like("2026-03-01T08:00:00+00:00") }
            }))
        })));
    let command = "can-i-deploy --participant order-service --version 1.0.0 --to-environment production";
    agreed(shop, command, index("pb:environments", "/environments"), vec![asked]);
}

#[track_caller]
fn environments(shop: &Shop) {
    let environment = json!({
        "uuid": uuid("2f3a1c4e-8f0b-4c5d-9e6f-7a8b9c0d1e2f"), "name": like("production"),
        "displayName": like("Production"), "production": boolean(true)
    });
    let listed = interaction("a list of environments")
        .given(CREATED)
        .request(get("/environments"))
        .respond(status(200).json(json!({ "_embedded": { "environments": each_like(environment) } })));
    agreed(shop, "environments list", index("pb:environments", "/environments"), vec![listed]);

    let created = interaction("an environment to be created")
        .request(
            post("/environments").json(json!({ "name": "staging", "displayName": "staging", "production": false })),
        )
        .respond(status(201).json(json!({
            "uuid": uuid("2f3a1c4e-8f0b-4c5d-9e6f-7a8b9c0d1e2f"), "name": "staging", "production": false
        })));
    agreed(shop, "environments create --name staging", index("pb:environments", "/environments"), vec![created]);
}

#[track_caller]
fn record_deployment(shop: &Shop) {
    let version = "/pacticipants/order-service/versions/1.0.0";
    let known =
        interaction("a look at a version").given(CREATED).request(get(version)).respond(status(200).json(json!({
            "_links": { "pb:record-deployment": each_like(json!({
                "name": like("production"),
                "href": regex(
                    format!("https?://[^/]+{version}/deployed-versions/environment/[^/]+"),
                    format!("http://broker.example{version}/deployed-versions/environment/1"),
                )
            })) }
        })));
    let recorded = interaction("a deployment to be recorded")
        .given(CREATED)
        .request(
            post(from_state(
                format!("{version}/deployed-versions/environment/${{environment}}"),
                format!("{version}/deployed-versions/environment/1"),
            ))
            .json(json!({})),
        )
        .respond(status(201).json(json!({ "uuid": like("2f3a1c4e-8f0b-4c5d-9e6f-7a8b9c0d1e2f") })));
    let command = "record-deployment --participant order-service --version 1.0.0 --environment production";
    let index = index("pb:pacticipant-version", "/pacticipants/{pacticipant}/versions/{version}");
    agreed(shop, command, index, vec![known, recorded]);
}

#[test]
fn what_the_command_line_expects_of_a_broker_is_what_our_broker_does() {
    let shop = Shop::open();
    publish(&shop);
    can_i_deploy(&shop);
    environments(&shop);
    record_deployment(&shop);
    let seam = fs::read_to_string(shop.folder().join("seam/abide-abide-broker.json")).unwrap();
    assert_eq!(seam.matches("\"description\"").count(), 9, "{seam}");

    bring_about(&shop);
    let environments = http::resource(&format!("{}/environments", shop.broker_url()));
    let uuid = &environments["_embedded"]["environments"][0]["uuid"];
    let states = Canned::start("200 OK", "application/json", &json!({ "environment": uuid }).to_string());
    let broker = shop.broker_url();
    shop.abide(&format!("verify seam --provider abide-broker --url {broker} --state-url {}", states.url()))
        .exits(0)
        .says("9 passed");
}

/// Brings about everything the interactions presuppose, once for all of them.
#[track_caller]
fn bring_about(shop: &Shop) {
    shop.file("contracts/order-service-payment-service.json", shop::contract());
    shop.abide("publish contracts --version 1.0.0 --branch main").exits(0);
    shop.abide("environments create --name production --production").exits(0);
    let service = shop.payment_service("");
    let url = service.url();
    let verify = format!("verify --provider payment-service --url {url} --state-url {url}/_abide/states");
    shop.abide(&format!("{verify} --publish --provider-version 2.0.0 --provider-branch main")).exits(0);
    shop.abide("record-deployment --participant payment-service --version 2.0.0 --environment production").exits(0);
}
