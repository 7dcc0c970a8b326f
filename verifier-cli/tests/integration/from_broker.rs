//! `abide verify` with contracts from a broker, and publishing the results.

use crate::contracts::{a_charge, a_refund, an_event, document};
use crate::harness::{Cli, Ran};
use crate::stub::{Running, Stub, hal, json, nobody};
use insta::assert_snapshot;
use serde_json::{Value, json};

const CONTRACT: &str = "/pacts/provider/payment-service/consumer/order-service/pact-version/abc/metadata/m";
const QUERY: &str = "/pacts/provider/payment-service/for-verification";

/// A broker with one contract. Its links name a host it does not have, as behind a proxy.
fn broker(interactions: &[Value], properties: &Value) -> Running {
    let link = |path: &str| json!({"href": format!("http://inside.example{path}")});
    let mut document = document(interactions);
    for at in 0..interactions.len() {
        document["interactions"][at]["_id"] = json!(format!("id-{at}"));
    }
    document["createdAt"] = json!("2026-01-01T00:00:00+00:00");
    document["_links"] = json!({
        "self": link(CONTRACT),
        "pb:provider": link("/pacticipants/payment-service"),
        "pb:publish-verification-results": link(&format!("{CONTRACT}/verification-results")),
    });
    let name = "Pact between order-service (1.0.0) and payment-service";
    let own = json!({"href": format!("http://inside.example{CONTRACT}"), "name": name});
    let found = json!({"_embedded": {"pacts": [
        {"shortDescription": "latest", "verificationProperties": properties, "_links": {"self": own}},
    ]}});
    Stub::new()
        .on("GET /", hal(200, &json!({"_links": {
            "pb:provider-pacts-for-verification":
                {"href": "http://inside.example/pacts/provider/{provider}/for-verification", "templated": true},
        }})))
        .on(&format!("POST {QUERY}"), hal(200, &found))
        .on(&format!("GET {CONTRACT}"), hal(200, &document))
        .on("GET /pacticipants/payment-service", hal(200, &json!({"_links": {
            "pb:branch-version":
                {"href": "http://inside.example/pacticipants/payment-service/branches/{branch}/versions/{version}"},
        }})))
        .on("PUT /pacticipants/payment-service/branches/feat%2Fx/versions/2.0.0", hal(201, &json!({})))
        .on(
            &format!("POST {CONTRACT}/verification-results"),
            hal(201, &json!({"_links": {"self": {"href": "http://inside.example/results/7"}}})),
        )
        .start()
}

fn notices() -> Value {
    json!({"pending": false, "notices": [
        {"when": "before_verification", "text": "The pact is being verified because it is live."},
        {"when": "after_verification:success_true_published_true", "text": "Well done."},
        {"when": "after_verification:success_false_published_true", "text": "This pact was pending."},
    ]})
}

fn provider(amount: &Value) -> Running {
    Stub::new().on("GET /charges/1", json(200, &json!({"id": "pay-1", "amount": amount}))).start()
}

#[track_caller]
fn verify(broker: &str, provider: &Running, more: &[&str]) -> Ran {
    let cli = Cli::new().names("broker", broker).names("provider", provider.url());
    let target = ["verify", "--provider", "payment-service", "--url", provider.url(), "--broker", broker];
    cli.run(target.iter().chain(more).copied())
}

const PUBLISH: [&str; 5] = ["--publish", "--provider-version", "2.0.0", "--provider-branch", "feat/x"];

#[test]
fn the_broker_is_asked_and_told() {
    let (broker, provider) = (broker(&[a_charge()], &notices()), provider(&json!(5)));
    assert_snapshot!(verify(broker.url(), &provider, &PUBLISH), @"
    exit 0
    --- stdout
    order-service -> payment-service   Pact between order-service (1.0.0) and payment-service

      ✓  a request for a charge   [time]

      published as success: http://broker/results/7

    1 interaction: 1 passed   [time]
    --- stderr
    note: The pact is being verified because it is live.
    note: Well done.
    ");
    assert_eq!(
        broker.lines(),
        [
            "GET /",
            &format!("POST {QUERY}"),
            &format!("GET {CONTRACT}"),
            "GET /pacticipants/payment-service",
            "PUT /pacticipants/payment-service/branches/feat%2Fx/versions/2.0.0",
            &format!("POST {CONTRACT}/verification-results"),
        ]
    );
    assert_eq!(
        broker.the(&format!("POST {QUERY}")).json(),
        json!({
            "consumerVersionSelectors": [{"mainBranch": true}, {"deployedOrReleased": true}, {"matchingBranch": true}],
            "providerVersionBranch": "feat/x",
            "includePendingStatus": false,
        })
    );
    let result = broker.the(&format!("POST {CONTRACT}/verification-results")).json();
    assert_eq!(
        result,
        json!({
            "success": true,
            "providerApplicationVersion": "2.0.0",
            "testResults": [
                {"interactionId": "id-0", "interactionDescription": "a request for a charge", "success": true},
            ],
            "verifiedBy": {"implementation": "abide", "version": env!("CARGO_PKG_VERSION")},
        })
    );
}

#[test]
fn a_failure_is_published_with_its_mismatches() {
    let (broker, provider) = (broker(&[a_charge()], &notices()), provider(&json!("5")));
    let ran = verify(broker.url(), &provider, &PUBLISH);
    assert_eq!(ran.code, 1, "{ran}");
    let result = broker.the(&format!("POST {CONTRACT}/verification-results")).json();
    assert_eq!(result["success"], json!(false));
    assert_eq!(result["testResults"][0]["mismatches"][0]["attribute"], json!("body"));
    assert_eq!(result["testResults"][0]["mismatches"][0]["identifier"], json!("$.amount"));
}

#[test]
fn what_is_unknown_is_never_published() {
    let (broker, provider) = (broker(&[a_charge(), an_event()], &notices()), provider(&json!(5)));
    let ran = verify(broker.url(), &provider, &PUBLISH);
    assert_snapshot!(ran, @"
    exit 3
    --- stdout
    order-service -> payment-service   Pact between order-service (1.0.0) and payment-service

      ✓  a request for a charge   [time]
      ?  payment.succeeded   [time]
         not verified: interactions of type `Asynchronous/Messages` cannot be verified yet

      not published: the answer is unknown

    2 interactions: 1 passed, 1 not verified   [time]
    --- stderr
    note: The pact is being verified because it is live.
    ");
    assert_eq!(broker.lines().len(), 3);
}

#[test]
fn a_pending_contract_is_reported_told_and_excused() {
    let properties = json!({"pending": true, "notices": []});
    let (broker, provider) = (broker(&[a_charge()], &properties), provider(&json!("5")));
    let ran = verify(broker.url(), &provider, &["--enable-pending", "--publish", "--provider-version", "2.0.0"]);
    assert_snapshot!(ran, @"
    exit 0
    --- stdout
    order-service -> payment-service   Pact between order-service (1.0.0) and payment-service   (pending)

      x  a request for a charge   [time]
         body $.amount   Expected '5' (String) to be a number   (rule number at $.amount)

      published as failure: http://broker/results/7

    1 interaction: 1 pending and failed   [time]
    ");
    assert_eq!(broker.the(&format!("POST {QUERY}")).json()["includePendingStatus"], json!(true));
    assert_eq!(broker.the(&format!("POST {CONTRACT}/verification-results")).json()["success"], json!(false));
}

#[test]
fn selectors_are_passed_on() {
    let (broker, provider) = (broker(&[a_charge()], &notices()), provider(&json!(5)));
    let ran = verify(broker.url(), &provider, &["--selector", "branch=x", "--selector", r#"[{"latest": true}]"#]);
    assert_eq!(ran.code, 0, "{ran}");
    let asked = broker.the(&format!("POST {QUERY}")).json();
    assert_eq!(asked["consumerVersionSelectors"], json!([{"branch": "x"}, {"latest": true}]));
}

#[test]
fn a_contract_s_address_at_the_broker_is_verified_alone_and_published() {
    let (broker, provider) = (broker(&[a_charge()], &notices()), provider(&json!(5)));
    let url = format!("{}{CONTRACT}", broker.url());
    let cli = Cli::new();
    let target = ["verify", &url, "--provider", "payment-service", "--url", provider.url()];
    let ran = cli.run(target.into_iter().chain(["--broker", broker.url(), "--token", "secret"]).chain(PUBLISH));
    assert_eq!(ran.code, 0, "{ran}");
    assert_eq!(broker.lines().len(), 4, "{:?}", broker.lines());
    assert!(
        broker.seen().iter().all(|seen| seen.headers.iter().any(|header| header == "authorization: Bearer secret"))
    );
}

#[test]
fn a_broker_that_has_nothing_for_the_provider_is_no_success() {
    let index = json!({"_links": {"pb:provider-pacts-for-verification": {"href": "/p/{provider}", "templated": true}}});
    let broker = Stub::new().on("GET /", hal(200, &index)).start();
    let provider = provider(&json!(1));
    assert_snapshot!(verify(broker.url(), &provider, &[]), @"
    exit 3
    --- stdout
    nothing to verify
    --- stderr
    note: the broker at http://broker/ knows no provider named `payment-service`
    error: there was nothing to verify
    hint: if that is fine, say `--allow-empty`
    ");
    let ran = verify(broker.url(), &provider, &["--allow-empty"]);
    assert_eq!(ran.code, 0, "{ran}");
}

#[test]
fn a_broker_that_is_down_leaves_the_answer_open() {
    assert_snapshot!(verify(&nobody(), &provider(&json!(1)), &[]), @"
    exit 3
    --- stdout
    0 interactions: 1 contract not loaded   [time]
    --- stderr
    error: cannot reach the broker at http://broker/: Connection refused
    hint: is the broker running, and is this its address? `--broker` or `ABIDE_BROKER_URL` names another one
    ");
}

#[test]
fn a_result_the_broker_does_not_take_leaves_the_answer_open() {
    // Without the links for publishing, as a contract fetched from a plain web server.
    let document = document(&[a_charge(), a_refund()]);
    let server = Stub::new().on("GET /orders.json", json(200, &document)).start();
    let provider = Stub::new()
        .on("GET /charges/1", json(200, &json!({"id": "pay-1", "amount": 1})))
        .on("DELETE /charges/2", crate::stub::bare(204))
        .start();
    let url = format!("{}/orders.json", server.url());
    let cli = Cli::new().names("server", server.url()).names("provider", provider.url());
    let target = ["verify", &url, "--provider", "payment-service", "--url", provider.url()];
    let broker = ["--broker", server.url(), "--publish", "--provider-version", "1"];
    assert_snapshot!(cli.run(target.into_iter().chain(broker)), @"
    exit 3
    --- stdout
    order-service -> payment-service   http://server/orders.json

      ✓  a request for a charge   [time]
      ✓  a request to refund a charge   given a charge   [time]

      not published: the contract does not come from a broker

    2 interactions: 2 passed   [time]
    --- stderr
    note: nobody sets up the state `a charge`: there is no state URL
    error: the result of http://server/orders.json is not published: the contract does not come from a broker
    hint: results can be published for contracts of a broker only: give `--broker`
    ");
}
