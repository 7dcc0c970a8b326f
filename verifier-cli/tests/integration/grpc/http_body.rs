//! `abide verify` and `abide check` with Protobuf bodies of HTTP interactions, as the protobuf plugin of other tools writes
//! them.

use crate::harness::{Cli, Ran};
use crate::stub::{Running, Stub, bare, json};
use insta::assert_snapshot;
use serde_json::{Value, json};

const CONTRACT: &str = include_str!("http.json");
const TYPE: &str = "application/protobuf;message=.demo.v1.Reply";

/// A provider that answers this message, and sets up states.
fn provider(message: &[u8]) -> Running {
    let answer = bare(200).with("content-type", TYPE).holding(message);
    Stub::new().on("POST /look", answer).on("POST /states", json(200, &json!({"id": "z9"}))).start()
}

fn verify(contract: &str, provider: &Running) -> Ran {
    let cli = Cli::new().file("http.json", contract).names("provider", provider.url());
    let state_url = format!("{}/states", provider.url());
    cli.run(["verify", "http.json", "--provider", "stock", "--url", provider.url(), "--state-url", &state_url])
}

/// The contract with a state whose handler returns the id to ask for.
fn with_state() -> Value {
    let mut contract: Value = serde_json::from_str(CONTRACT).expect("the fixture is JSON");
    contract["interactions"][0]["providerStates"] = json!([{"name": "part z9 exists"}]);
    contract
}

#[test]
fn a_message_is_compared_field_by_field() {
    // Other values, in another order, and a field nobody knows.
    let good = provider(b"\x1a\x01q\x10\x09\x0a\x03nut\xfa\x01\x01x");
    let ran = verify(&with_state().to_string(), &good);
    assert_eq!(ran.code, 0, "{ran}");
    // The generator has put the value of the state into the message.
    assert_eq!(good.the("POST /look").body, "\n\u{2}z9");
    let bad = provider(b"\x0a\x03nut\x10\x09\x1a\x01Q");
    assert_snapshot!(verify(&with_state().to_string(), &bad), @"
    exit 1
    --- stdout
    shop-web -> stock   http.json

      x  look up a part over HTTP   given part z9 exists   [time]
         body $.tags[0]   Expected 'Q' to match '[a-z]+'   (rule regex at $.tags)

    1 interaction: 1 failed   [time]
    ");
}

#[test]
fn a_message_that_cannot_be_decoded_is_not_verified() {
    let mut contract = with_state();
    contract["metadata"]["plugins"] = json!([]);
    let provider = provider(b"\x0a\x04bolt\x10\x07\x1a\x01x");
    assert_snapshot!(verify(&contract.to_string(), &provider), @"
    exit 3
    --- stdout
    shop-web -> stock   http.json

      ?  look up a part over HTTP   given part z9 exists   [time]
         not verified: the request's Protobuf body cannot be compared: the contract has no descriptors under the key `a27a218119e7bdd02ba8700cd5db4e2a`
         not verified: the response's Protobuf body cannot be compared: the contract has no descriptors under the key `a27a218119e7bdd02ba8700cd5db4e2a`

    1 interaction: 1 not verified   [time]
    ");
    assert!(provider.lines().is_empty());
}

#[test]
fn examples_are_checked_against_their_rules() {
    let cli = Cli::new().file("http.json", CONTRACT);
    assert_eq!(cli.run(["check", "http.json"]).code, 0);
    let mut contract: Value = serde_json::from_str(CONTRACT).expect("the fixture is JSON");
    let rules = &mut contract["interactions"][0]["response"]["matchingRules"]["body"];
    rules["$.name"]["matchers"][0] = json!({"match": "regex", "regex": "n.*"});
    rules["$.nobody"] = json!({"matchers": [{"match": "type"}]});
    let cli = Cli::new().file("http.json", &contract.to_string());
    assert_snapshot!(cli.run(["check", "http.json"]), @"
    exit 1
    --- stdout
    shop-web -> stock   http.json
      format   version 4.0
      holds    1 Synchronous/HTTP
      rules    1 eachValue, 1 integer, 3 regex, 1 type
      plugins  protobuf 0.4.0, protobuf 0.5.0

      x  /interactions/0/response/body/content   look up a part over HTTP
         the example breaks its own rule `regex` at $.name: Expected 'bolt' to match 'n.*'
      x  /interactions/0/response/matchingRules/body/$.nobody/matchers/0   look up a part over HTTP
         `$.nobody` hits nothing in the example, so that nothing shows what `type` is for

    1 contract: 2 findings
    ");
}
