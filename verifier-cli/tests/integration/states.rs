//! Provider states.

use crate::contracts::{a_charge, a_refund, contract};
use crate::harness::{Cli, Ran};
use crate::stub::{Running, Stub, bare, html, json, nobody};
use insta::assert_snapshot;
use serde_json::{Value, json};

#[track_caller]
fn verify(interactions: &[Value], provider: &str, state_url: &str) -> Ran {
    let cli = Cli::new()
        .file("orders.json", &contract(interactions))
        .names("provider", provider)
        .names("states", state_url.trim_end_matches("/states"));
    let target = ["verify", "orders.json", "--provider", "payment-service", "--url", provider];
    cli.run(target.into_iter().chain(["--state-url", state_url]))
}

fn provider() -> Running {
    Stub::new()
        .on("GET /charges/1", json(200, &json!({"id": "pay-1", "amount": 1})))
        .on("GET /charges/abc", json(200, &json!({"id": "pay-1", "amount": 1})))
        .on("DELETE /charges/2", bare(204))
        .start()
}

fn bodies(stub: &Running) -> Vec<String> {
    stub.seen().into_iter().map(|seen| seen.body).collect()
}

#[test]
fn states_are_set_up_before_and_torn_down_after() {
    let (provider, states) = (provider(), Stub::new().on("POST /states", bare(200)).start());
    let ran = verify(&[a_charge(), a_refund()], provider.url(), &format!("{}/states", states.url()));
    assert_eq!(ran.code, 0, "{ran}");
    assert_eq!(
        bodies(&states),
        [
            r#"{"action":"setup","params":{},"state":""}"#,
            r#"{"action":"teardown","params":{},"state":""}"#,
            r#"{"action":"setup","params":{"id":2},"state":"a charge"}"#,
            r#"{"action":"teardown","params":{"id":2},"state":"a charge"}"#,
        ]
    );
}

#[test]
fn a_state_that_cannot_be_set_up_fails_its_interaction() {
    let (provider, states) = (provider(), Stub::new().on("POST /states", html(500)).start());
    let ran = verify(&[a_refund()], provider.url(), &format!("{}/states", states.url()));
    assert_snapshot!(ran, @"
    exit 1
    --- stdout
    order-service -> payment-service   orders.json

      x  a request to refund a charge   given a charge   [time]
         the state `a charge` could not be set up
         http://states/states answered 500: <!doctype html><title>Welcome</title>

    1 interaction: 1 failed   [time]
    ");
    assert_eq!(states.lines().len(), 1, "nothing is torn down");
    assert!(provider.lines().is_empty(), "nothing is replayed");
}

#[test]
fn a_state_url_that_does_not_listen_leaves_the_answer_open() {
    let provider = provider();
    let ran = verify(&[a_refund()], provider.url(), &format!("{}/states", nobody()));
    assert_snapshot!(ran, @"
    exit 3
    --- stdout
    order-service -> payment-service   orders.json

      ?  a request to refund a charge   given a charge   [time]
         cannot reach the state handler at http://states/states: Connection refused

    1 interaction: 1 could not be tried   [time]
    --- stderr
    error: cannot reach the state handler at http://states/states: Connection refused
    hint: does the provider serve its state URL?
    ");
}

#[test]
fn states_nobody_sets_up_are_named_once() {
    let provider = provider();
    let mut again = a_refund();
    again["description"] = json!("another refund");
    let cli = Cli::new().file("orders.json", &contract(&[a_refund(), again]));
    let ran = cli.run(["verify", "orders.json", "--provider", "payment-service", "--url", provider.url()]);
    assert_snapshot!(ran, @"
    exit 0
    --- stdout
    order-service -> payment-service   orders.json

      ✓  a request to refund a charge   given a charge   [time]
      ✓  another refund   given a charge   [time]

    2 interactions: 2 passed   [time]
    --- stderr
    note: nobody sets up the state `a charge`: there is no state URL
    ");
}

fn with_a_value_from_its_state() -> Value {
    let mut charge = a_charge();
    charge["providerStates"] = json!([{"name": "a charge"}]);
    charge["request"]["generators"] =
        json!({"path": {"type": "ProviderState", "expression": "/charges/${charge}", "dataType": "STRING"}});
    charge
}

#[test]
fn a_value_of_the_state_goes_into_the_request() {
    let provider = provider();
    let states = Stub::new().on("POST /states", json(200, &json!({"charge": "abc"}))).start();
    let ran = verify(&[with_a_value_from_its_state()], provider.url(), &format!("{}/states", states.url()));
    assert_eq!((ran.code, provider.lines()), (0, vec!["GET /charges/abc".to_owned()]), "{ran}");
}

#[test]
fn a_value_no_state_gives_fails_the_interaction() {
    let (provider, states) = (provider(), Stub::new().on("POST /states", bare(200)).start());
    let ran = verify(&[with_a_value_from_its_state()], provider.url(), &format!("{}/states", states.url()));
    assert_snapshot!(ran, @"
    exit 1
    --- stdout
    order-service -> payment-service   orders.json

      x  a request for a charge   given a charge   [time]
         the path needs `charge` (`/charges/${charge}`), but no provider state has returned any value

    1 interaction: 1 failed   [time]
    ");
    assert!(provider.lines().is_empty());
}

#[test]
fn a_value_nobody_could_return_leaves_the_answer_open() {
    let provider = provider();
    let mut charge = a_charge();
    charge["request"]["generators"] = json!({"path": {"type": "ProviderState", "expression": "/charges/${id}"}});
    let cli = Cli::new().file("orders.json", &contract(&[charge]));
    let ran = cli.run(["verify", "orders.json", "--provider", "payment-service", "--url", provider.url()]);
    assert_snapshot!(ran, @"
    exit 3
    --- stdout
    order-service -> payment-service   orders.json

      ?  a request for a charge   [time]
         the path needs `id` (`/charges/${id}`), but no provider state has returned any value

    1 interaction: 1 could not be tried   [time]
    --- stderr
    error: the path needs `id` (`/charges/${id}`), but no provider state has returned any value
    hint: give the state URL, the address that sets up provider states (`--state-url`)
    ");
    assert!(provider.lines().is_empty(), "nothing is replayed");
}
