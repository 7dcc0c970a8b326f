//! The seam between `abide` and `abide-broker`, which share no types: a contract, as two teams would have it.
//!
//! The command line is the consumer, run against mocks of a broker; then it replays what it expects against the real one,
//! which [`states`] brings into the states that are presupposed.

mod contracts;
mod environments;
mod participants;
mod states;

use crate::shop::Shop;
use abide_mock_server::declare::{Contract, Interaction};
use abide_mock_server::prelude::*;
use serde_json::{Value, json};
use std::fs;

/// A broker that knows order-service 1.0.0 with its contract, live as `states` says.
const KNOWN: &str = "order-service 1.0.0 is published, deployed to production and released to app-store";

/// A participant that nobody needs any more, with a version on a branch and with a tag; nothing of it is live.
const RETIRED: &str = "retired-service 0.9.0 is on branch old and has the tag old";

/// The uuid in examples; in the real broker each environment has its own.
const UUID: &str = "2f3a1c4e-8f0b-4c5d-9e6f-7a8b9c0d1e2f";

/// A link to a path, whatever the broker's own address.
fn link(path: &str) -> Value {
    let escaped = path.replace('{', r"\{").replace('}', r"\}");
    json!({ "href": regex(format!("https?://[^/]+{escaped}"), format!("http://broker.example{path}")) })
}

/// A link to a path in which `UUID` stands for whatever the broker has made up.
fn link_with_uuid(path: &str) -> Value {
    let pattern = path.replace("UUID", "[^/]+");
    let example = path.replace("UUID", UUID);
    json!({ "href": regex(format!("https?://[^/]+{pattern}"), format!("http://broker.example{example}")) })
}

/// What every command asks first: the links all commands follow.
fn index() -> Interaction {
    let participant = "/pacticipants/{pacticipant}";
    let version = format!("{participant}/versions/{{version}}");
    interaction("a look for the links").request(get("/")).respond(status(200).json(json!({ "_links": {
        "pb:publish-contracts": link("/contracts/publish"),
        "pb:publish-pact": link("/pacts/provider/{provider}/consumer/{consumer}/version/{consumerApplicationVersion}"),
        "pb:latest-pact-versions": link("/pacts/latest"),
        "pb:pacticipants": link("/pacticipants"),
        "pb:pacticipant": link(participant),
        "pb:latest-version": link(&format!("{participant}/latest-version")),
        "pb:latest-tagged-version": link(&format!("{participant}/latest-version/{{tag}}")),
        "pb:pacticipant-version": link(&version),
        "pb:pacticipant-version-tag": link(&format!("{version}/tags/{{tag}}")),
        "pb:pacticipant-branch": link(&format!("{participant}/branches/{{branch}}")),
        "pb:environments": link("/environments"),
        "pb:environment": link("/environments/{uuid}")
    } })))
}

/// Runs `abide` against a mock that expects these interactions after the index, to a yes.
#[track_caller]
fn agreed(shop: &Shop, command: &str, asked: Vec<Interaction>) {
    answered(shop, command, 0, asked);
}

/// The same, to any exit code.
#[track_caller]
fn answered(shop: &Shop, command: &str, code: i32, asked: Vec<Interaction>) {
    let contract = contract("abide", "abide-broker").folder(shop.folder().join("seam")).interaction(index());
    let broker = asked.into_iter().fold(contract, Contract::interaction).start();
    shop.abide(&format!("{command} --broker {}", broker.url())).exits(code);
    broker.finish();
}

#[test]
fn what_the_command_line_expects_of_a_broker_is_what_our_broker_does() {
    let shop = Shop::open();
    contracts::agree(&shop);
    participants::agree(&shop);
    environments::agree(&shop);
    let seam: Value =
        serde_json::from_slice(&fs::read(shop.folder().join("seam/abide-abide-broker.json")).unwrap()).unwrap();
    let agreed = seam["interactions"].as_array().unwrap().len();

    states::bring_about(&shop);
    let states = states::handler(shop.broker_url());
    let broker = shop.broker_url();
    shop.abide(&format!("verify seam --provider abide-broker --url {broker} --state-url {}", states.url()))
        .exits(0)
        .says(&format!("{agreed} passed"));
}
