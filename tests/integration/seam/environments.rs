//! Environments, and what is live in them.

use super::{KNOWN, RETIRED, UUID, agreed, link_with_uuid};
use crate::shop::Shop;
use abide_mock_server::declare::Interaction;
use abide_mock_server::prelude::*;
use serde_json::{Value, json};

const VERSION: &str = "/pacticipants/order-service/versions/1.0.0";

#[track_caller]
pub(super) fn agree(shop: &Shop) {
    environments(shop);
    changes(shop);
    deletion(shop);
    deployments(shop);
    releases(shop);
}

/// One environment that stands for each: all are read alike.
fn fields() -> Value {
    json!({
        "uuid": uuid(UUID), "name": like("production"), "displayName": like("Production"), "production": boolean(true),
        "_links": {
            "pb:currently-deployed-deployed-versions":
                link_with_uuid("/environments/UUID/deployed-versions/currently-deployed"),
            "pb:currently-supported-released-versions":
                link_with_uuid("/environments/UUID/released-versions/currently-supported")
        }
    })
}

pub(super) fn list() -> Interaction {
    interaction("a list of environments")
        .given(KNOWN)
        .request(get("/environments"))
        .respond(status(200).json(json!({ "_embedded": { "environments": each_like(fields()) } })))
}

/// The environment with this key among what the provider's states return.
fn path(key: &str, rest: &str) -> Pattern {
    from_state(format!("/environments/${{{key}}}{rest}"), format!("/environments/{UUID}{rest}"))
}

fn one() -> Interaction {
    interaction("a look at an environment")
        .given(KNOWN)
        .request(get(path("production", "")))
        .respond(status(200).json(fields()))
}

/// What finding an environment by its name takes.
pub(super) fn look() -> Vec<Interaction> {
    vec![list(), one()]
}

/// A version that is live, in the list of what is.
fn live(flag: &str, place: &str) -> Value {
    each_of(json!({
        "uuid": uuid(UUID), flag: true, "createdAt": like("2026-03-01T08:00:00+00:00"),
        "_embedded": { "pacticipant": { "name": "order-service" }, "version": { "number": "1.0.0" } },
        "_links": { "self": link_with_uuid(&format!("{place}/UUID")) }
    }))
}

fn each_of(item: Value) -> Value {
    json!(each_like(item))
}

fn deployed() -> Interaction {
    interaction("what is deployed of order-service")
        .given(KNOWN)
        .request(get(path("production", "/deployed-versions/currently-deployed")).query("pacticipant", "order-service"))
        .respond(
            status(200)
                .json(json!({ "_embedded": { "deployedVersions": live("currentlyDeployed", "/deployed-versions") } })),
        )
}

fn released() -> Interaction {
    interaction("what is released of order-service")
        .given(KNOWN)
        .request(get(path("store", "/released-versions/currently-supported")).query("pacticipant", "order-service"))
        .respond(
            status(200)
                .json(json!({ "_embedded": { "releasedVersions": live("currentlySupported", "/released-versions") } })),
        )
}

/// Nothing of retired-service is live.
pub(super) fn live_of_the_retired() -> Vec<Interaction> {
    let nothing = |description: &str, rest: &str, key: &str| {
        interaction(description)
            .given(RETIRED)
            .request(get(path("production", rest)).query("pacticipant", "retired-service"))
            .respond(status(200).json(json!({ "_embedded": { key: [] } })))
    };
    vec![
        nothing("what is deployed of retired-service", "/deployed-versions/currently-deployed", "deployedVersions"),
        nothing("what is released of retired-service", "/released-versions/currently-supported", "releasedVersions"),
    ]
}

/// order-service 1.0.0 with all that its document is read for.
pub(super) fn live_version() -> Interaction {
    let record = |place: &str| {
        each_of(json!({
            "name": like("production"),
            "href": link_with_uuid(&format!("{VERSION}/{place}/environment/UUID"))["href"]
        }))
    };
    let there = || each_of(json!({ "name": like("Production"), "href": link_with_uuid("/environments/UUID")["href"] }));
    interaction("a look at a version that is live")
        .given(KNOWN)
        .request(get(VERSION))
        .respond(status(200).json(json!({
        "number": "1.0.0",
        "_links": {
            "pb:pact-versions": each_like(json!({ "name": like("Pact between order-service and payment-service") })),
            "pb:record-deployment": record("deployed-versions"),
            "pb:record-release": record("released-versions"),
            "pb:deployed-environments": there(),
            "pb:released-environments": there()
        }
    })))
}

#[track_caller]
fn environments(shop: &Shop) {
    agreed(shop, "environments list", vec![list()]);
    agreed(shop, "versions describe --participant order-service --version 1.0.0", vec![live_version(), list()]);
    let all = |description: &str, place: &str, key: &str, item: Value| {
        interaction(description)
            .given(KNOWN)
            .request(get(path(if key == "deployedVersions" { "production" } else { "store" }, place)))
            .respond(status(200).json(json!({ "_embedded": { key: item } })))
    };
    let deployed = all(
        "what is deployed to an environment",
        "/deployed-versions/currently-deployed",
        "deployedVersions",
        each_of(json!({
            "createdAt": like("2026-03-01T08:00:00+00:00"),
            "_embedded": { "pacticipant": { "name": like("order-service") }, "version": { "number": like("1.0.0") } }
        })),
    );
    let released = all(
        "what is released to an environment",
        "/released-versions/currently-supported",
        "releasedVersions",
        live("currentlySupported", "/released-versions"),
    );
    let mut asked = look();
    asked.extend([deployed, released]);
    agreed(shop, "environments describe --environment production", asked);
}

#[track_caller]
fn changes(shop: &Shop) {
    let created = interaction("an environment to be created")
        .given("staging is not known")
        .request(
            post("/environments").json(json!({ "name": "staging", "displayName": "staging", "production": false })),
        )
        .respond(status(201).json(json!({ "uuid": uuid(UUID), "name": "staging", "production": false })));
    agreed(shop, "environments create --name staging", vec![created]);

    let updated = interaction("an environment to be changed")
        .given(KNOWN)
        .request(put(path("production", "")).json(json!({
            "name": like("production"), "displayName": "Live", "production": true
        })))
        .respond(status(200).json(json!({ "uuid": uuid(UUID), "name": "production", "displayName": "Live" })));
    let mut asked = look();
    asked.push(updated);
    agreed(shop, "environments update --environment production --display-name Live --production", asked);
}

/// The uuid of the environment that is deleted, in examples.
const CANARY: &str = "7b6f0c1d-2a3e-4f5b-8c9d-0e1f2a3b4c5d";

#[track_caller]
fn deletion(shop: &Shop) {
    let state = "nothing is live in the environment canary";
    let path =
        |rest: &str| from_state(format!("/environments/${{canary}}{rest}"), format!("/environments/{CANARY}{rest}"));
    let (deployed, released) = ("/deployed-versions/currently-deployed", "/released-versions/currently-supported");
    let link = |rest: &str| {
        let example = format!("http://broker.example/environments/{CANARY}{rest}");
        json!({ "href": regex(format!("https?://[^/]+/environments/[^/]+{rest}"), example) })
    };
    let list = interaction("a list with the environment canary").given(state).request(get("/environments")).respond(
        status(200).json(json!({ "_embedded": { "environments": array_containing([json!({
            "uuid": uuid(CANARY), "name": "canary", "production": false
        })]) } })),
    );
    let one = interaction("a look at the environment canary").given(state).request(get(path(""))).respond(
        status(200).json(json!({ "_links": {
            "pb:currently-deployed-deployed-versions": link(deployed),
            "pb:currently-supported-released-versions": link(released)
        } })),
    );
    let nothing = |description: &str, rest: &str, key: &str| {
        let nothing = status(200).json(json!({ "_embedded": { key: [] } }));
        interaction(description).given(state).request(get(path(rest))).respond(nothing)
    };
    let none_deployed = nothing("what is deployed to canary", deployed, "deployedVersions");
    let none_released = nothing("what is released to canary", released, "releasedVersions");
    let gone = interaction("an environment to be deleted").given(state).request(delete(path(""))).respond(status(204));
    let asked = vec![list, one, none_deployed, none_released, gone];
    agreed(shop, "environments delete --environment canary --yes", asked);
}

#[track_caller]
fn deployments(shop: &Shop) {
    let recorded = interaction("a deployment to be recorded")
        .given(KNOWN)
        .request(
            post(from_state(
                format!("{VERSION}/deployed-versions/environment/${{production}}"),
                format!("{VERSION}/deployed-versions/environment/{UUID}"),
            ))
            .json(json!({})),
        )
        .respond(status(201).json(json!({ "uuid": uuid(UUID) })));
    let command = "record-deployment --participant order-service --version 1.0.0 --environment production";
    agreed(shop, command, vec![live_version(), recorded]);

    let ended = interaction("a deployment to be ended")
        .given(KNOWN)
        .request(
            patch(from_state("/deployed-versions/${deployment}", format!("/deployed-versions/{UUID}")))
                .body(r#"{"currentlyDeployed":false}"#, "application/merge-patch+json"),
        )
        .respond(status(200).json(json!({ "currentlyDeployed": false })));
    let mut asked = look();
    asked.extend([deployed(), ended]);
    agreed(shop, "record-undeployment --participant order-service --environment production", asked);
}

#[track_caller]
fn releases(shop: &Shop) {
    let recorded = interaction("a release to be recorded")
        .given(KNOWN)
        .request(
            post(from_state(
                format!("{VERSION}/released-versions/environment/${{store}}"),
                format!("{VERSION}/released-versions/environment/{UUID}"),
            ))
            .json(json!({})),
        )
        .respond(status(200).json(json!({ "uuid": uuid(UUID) })));
    let command = "record-release --participant order-service --version 1.0.0 --environment production";
    agreed(shop, command, vec![live_version(), recorded]);

    let ended = interaction("a release to be ended")
        .given(KNOWN)
        .request(
            patch(from_state("/released-versions/${release}", format!("/released-versions/{UUID}")))
                .body(r#"{"currentlySupported":false}"#, "application/merge-patch+json"),
        )
        .respond(status(200).json(json!({ "currentlySupported": false })));
    let mut asked = look();
    asked.extend([released(), ended]);
    let command = "record-support-ended --participant order-service --version 1.0.0 --environment production";
    agreed(shop, command, asked);
}
