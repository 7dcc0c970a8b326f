//! `pact broker publish`, and the commands that show what has been published.

use super::contract::{self, charge, currency, refund};
use super::scene::{Scene, names, values};
use serde_json::Value;
use std::collections::BTreeSet;

pub(super) fn a_new_version(scene: &Scene<'_>) {
    scene.file("first/contract.json", &contract::of(&[charge()]));
    let version = "--consumer-app-version 1.0.0 --branch main --tag dev --build-url http://ci.example/1";
    scene
        .broker(&format!("publish first {version}"))
        .exits(0)
        .says("Created order-service version 1.0.0 with branch main and tag dev")
        .says("Pact successfully published for order-service version 1.0.0 and provider payment-service");
    assert_eq!(scene.marks("branches", "order-service", "1.0.0"), names(["main"]));
    assert_eq!(scene.marks("tags", "order-service", "1.0.0"), names(["dev"]));
    assert_eq!(scene.get("/pacticipants/order-service/versions/1.0.0")["buildUrl"], "http://ci.example/1");
    assert_eq!(scene.interactions("1.0.0"), names(["a look at a charge"]));
}

pub(super) fn the_same_again(scene: &Scene<'_>) {
    let said = scene.broker("publish first --consumer-app-version 1.0.0 --branch main").exits(0);
    said.says("with no content changes");
    assert_eq!(scene.interactions("1.0.0"), names(["a look at a charge"]));
}

pub(super) fn other_content(scene: &Scene<'_>) {
    scene.file("second/contract.json", &contract::of(&[currency()]));
    scene
        .broker("publish second --consumer-app-version 1.0.0 --branch main")
        .exits(1)
        .says("Cannot change the content of the pact for order-service version 1.0.0");
    assert_eq!(scene.interactions("1.0.0"), names(["a look at a charge"]));
}

pub(super) fn merged(scene: &Scene<'_>) {
    let said = scene.broker("publish second --consumer-app-version 1.0.0 --branch main --merge").exits(0);
    said.says("Pact successfully merged for order-service version 1.0.0");
    assert_eq!(scene.interactions("1.0.0"), names(["a look at a charge", "a look at the currency of a charge"]));
}

pub(super) fn on_a_feature_branch(scene: &Scene<'_>) {
    scene.file("feature/contract.json", &contract::of(&[refund()]));
    scene
        .broker("publish feature --consumer-app-version 1.1.0 --branch feat/refunds")
        .exits(0)
        .says("Created order-service version 1.1.0 with branch feat/refunds");
    assert_eq!(scene.marks("branches", "order-service", "1.1.0"), names(["feat/refunds"]));
    assert_eq!(scene.answer("/pacticipants/order-service/branches/feat%2Frefunds").status, 200);
}

pub(super) fn the_latest(scene: &Scene<'_>) {
    scene.broker("list-latest-pact-versions").exits(0).says("\"order-service\"").says("\"1.0.0\"");
    let latest = scene.json("list-latest-pact-versions -o json");
    let pacts = latest["pacts"].as_array().unwrap();
    assert_eq!(pacts.len(), 1, "{latest:#}");
    assert_eq!(pacts[0]["_embedded"]["consumer"]["_embedded"]["version"]["number"], "1.0.0");
    assert_eq!(pacts[0]["_embedded"]["provider"]["name"], "payment-service");
}

pub(super) fn of_a_provider(scene: &Scene<'_>) {
    let versions = |more: &str| -> BTreeSet<String> {
        let answer = scene.json(&format!("get-pacts --provider payment-service {more} -o json"));
        let hrefs = values(&answer["pacts"], "href");
        hrefs.iter().map(|href| href.rsplit('/').next().unwrap().to_owned()).collect()
    };
    assert_eq!(versions(""), names(["1.0.0"]));
    assert_eq!(versions("--latest"), names(["1.0.0"]));
    assert_eq!(versions("--branch feat/refunds"), names(["1.1.0"]));
    assert_eq!(versions("--branch feat/refunds --latest"), names(["1.1.0"]));
    scene.broker("get-pacts --provider payment-service --consumer order-service").exits(0).says("(1.0.0)");
}

pub(super) fn downloaded(scene: &Scene<'_>) {
    let arguments = "get-pacts --provider payment-service --branch feat/refunds --download --download-dir down";
    scene.broker(arguments).exits(0).says("down/order-service-payment-service-1.1.0.json");
    let file = scene.read("down/order-service-payment-service-1.1.0.json");
    assert_eq!(file["interactions"][0]["response"]["body"]["content"], refund()["response"]["body"]["content"]);
}

pub(super) fn provider_states(scene: &Scene<'_>) {
    let list = "provider-states list --provider payment-service";
    let check = |answer: &Value| {
        assert_eq!(values(&answer["providerStates"], "name"), names(["a charge"]));
        assert_eq!(answer["providerStates"][0]["consumers"][0], "order-service");
    };
    scene.broker(list).exits(0).says("a charge").says("order-service");
    check(&scene.json(&format!("{list} --json")));
    check(&scene.json(&format!("{list} --branch feat/refunds --json")));
}
