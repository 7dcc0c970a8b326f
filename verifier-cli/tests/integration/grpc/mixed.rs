//! gRPC beside HTTP, contracts of other tools, and contracts that are broken.

use super::contract::{call, contract, look, reply};
use super::peer::{Peer, Step, good};
use super::{stock, verify};
use crate::contracts::{a_charge, an_event};
use crate::harness::Cli;
use crate::stub::{Stub, hal, json};
use insta::assert_snapshot;
use serde_json::json;

#[test]
fn http_and_grpc_mix_in_one_file_and_one_run() {
    let web = Stub::new().on("GET /charges/1", json(200, &json!({"id": "pay-77", "amount": 12}))).start();
    let grpc = Peer::start(good(&reply("bolt", 7)));
    let cli = Cli::new().file("web.json", &contract(&[a_charge(), look()]).to_string());
    let transport = format!("grpc={}", grpc.url);
    let both = ["verify", "web.json", "--provider", "stock", "--url", web.url(), "--transport", &transport];
    let ran = cli.run(both);
    assert_eq!(ran.code, 0, "{ran}");
    assert_snapshot!(cli.run(both[..6].iter().copied()), @"
    exit 3
    --- stdout
    shop-web -> stock   web.json

      ✓  a request for a charge   [time]
      ?  a call of Look   [time]
         the provider has no address for gRPC interactions

    2 interactions: 1 passed, 1 could not be tried   [time]
    --- stderr
    error: the provider has no address for gRPC interactions
    hint: give it with `--transport grpc=URL`
    ");
    assert_snapshot!(cli.run(["verify", "web.json", "--provider", "stock", "--transport", &transport]), @"
    exit 3
    --- stdout
    shop-web -> stock   web.json

      ?  a request for a charge   [time]
         the provider has no address for HTTP interactions
      ✓  a call of Look   [time]

    2 interactions: 1 passed, 1 could not be tried   [time]
    --- stderr
    error: the provider has no address for HTTP interactions
    hint: give it with `--url URL`
    ");
}

#[test]
fn a_contract_written_by_the_plugin_is_verified() {
    let states = Stub::new().on("POST /states", json(200, &json!({"id": "b2", "auth": "Bearer t"}))).start();
    let peer = Peer::start(good(b"\x0a\x03nut\x10\x0c\x1a\x01m"));
    let cli = Cli::new().file("plugin.json", include_str!("plugin.json"));
    let transport = format!("grpc={}", peer.url);
    let state_url = format!("{}/states", states.url());
    let target = ["verify", "plugin.json", "--provider", "stock", "--transport", &transport, "--state-url", &state_url];
    let ran = cli.run(target);
    assert_eq!(ran.code, 0, "{ran}");
    let seen = &peer.seen()[0];
    assert_eq!(seen.body, b"\0\0\0\0\x04\x0a\x02b2", "the value of the provider state is sent");
    assert!(!seen.metadata.iter().any(|line| line.starts_with("contenttype")), "{:?}", seen.metadata);
}

#[test]
fn results_are_published_with_what_differs_and_with_what_was_no_answer() {
    for (steps, mismatches, exceptions) in [
        (
            good(&reply("", 7)),
            json!([{
                "attribute": "body", "identifier": "$.name",
                "description": "Expected '' (String) to be equal to 'bolt' (String)",
            }]),
            json!(null),
        ),
        (
            vec![Step::Head(404, vec![("content-type", "text/html")]), Step::End],
            json!(null),
            json!([{"message": "the answer is HTTP 404 text/html, which is not a gRPC answer"}]),
        ),
    ] {
        let mut document = contract(&[call("Look", &["a1"], &[("bolt", 7)])]);
        document["_links"] = json!({"pb:publish-verification-results": {"href": "/results"}});
        let posted = hal(201, &json!({"_links": {"self": {"href": "/results/7"}}}));
        let index = hal(200, &json!({"_links": {}}));
        let broker = Stub::new().on("GET /", index).on("GET /pact", hal(200, &document)).on("POST /results", posted);
        let (broker, peer) = (broker.start(), Peer::start(steps));
        let (pact, transport) = (format!("{}/pact", broker.url()), format!("grpc={}", peer.url));
        let target = ["verify", &pact, "--provider", "stock", "--transport", &transport, "--broker", broker.url()];
        let ran = Cli::new().run(target.into_iter().chain(["--publish", "--provider-version", "2.0.0"]));
        assert_eq!(ran.code, 1, "{ran}");
        let result = broker.the("POST /results").json();
        assert_eq!(result["success"], json!(false));
        assert_eq!(result["testResults"][0]["mismatches"], mismatches, "{result}");
        assert_eq!(result["testResults"][0]["exceptions"], exceptions, "{result}");
    }
}

#[test]
fn broken_contracts_are_named_and_leave_the_answer_open() {
    let missing = call("Forget", &["a1"], &[("bolt", 7)]);
    let mut bytes = look();
    bytes["description"] = json!("contents that are no message");
    bytes["request"]["contents"]["content"] = json!("//8=");
    assert_snapshot!(verify(&[missing, bytes], &stock::start(), &[]), @"
    exit 3
    --- stdout
    shop-web -> stock   web.json

      ?  a call of Forget   [time]
         not verified: there is no method `Forget` in `demo.v1.Stock`
      ?  contents that are no message   [time]
         not verified: the contract's request[0] cannot be read: a number that does not end, at byte 0 of a `demo.v1.Ask`

    2 interactions: 2 not verified   [time]
    ");
    for (from, to) in
        [("protoDescriptors\":\"", "protoDescriptors\":\"AAAA"), ("protoDescriptors\":\"", "protoDescriptors\":\"!")]
    {
        let cli = Cli::new().file("web.json", &contract(&[look()]).to_string().replace(from, to));
        let transport = format!("grpc={}", stock::start());
        let ran = cli.run(["verify", "web.json", "--provider", "stock", "--transport", &transport]);
        assert_eq!(ran.code, 3, "{ran}");
        assert!(ran.stdout.contains("?  a call of Look"), "{ran}");
    }
}

#[test]
fn descriptors_that_cannot_be_used_are_named_with_the_interaction() {
    let key = contract(&[look()])["interactions"][0]["pluginConfiguration"]["protobuf"]["descriptorKey"].clone();
    let key = key.as_str().unwrap_or_default();
    for (under, bytes, sentence) in [
        (key, "/w==", "their MD5 checksum is `00594fd4f42ba43fc1ca0427a0576295`"),
        (key, "!", "are not base64"),
        ("00594fd4f42ba43fc1ca0427a0576295", "/w==", "the descriptors cannot be read: "),
        ("0123456789abcdef0123456789abcdef", "", "the contract has no descriptors under the key"),
    ] {
        let mut document = contract(&[look()]);
        let used = if bytes.is_empty() { key } else { under };
        document["metadata"]["plugins"][0]["configuration"] = json!({used: {"protoDescriptors": bytes}});
        document["interactions"][0]["pluginConfiguration"]["protobuf"]["descriptorKey"] = json!(under);
        let cli = Cli::new().file("web.json", &document.to_string());
        let transport = format!("grpc={}", stock::start());
        let ran = cli.run(["verify", "web.json", "--provider", "stock", "--transport", &transport]);
        assert_eq!(ran.code, 3, "{ran}");
        assert!(ran.stdout.contains("?  a call of Look") && ran.stdout.contains(sentence), "{sentence}: {ran}");
    }
}

#[test]
fn what_cannot_be_verified_yet_leaves_http_and_grpc_beside_it_alone() {
    let web = Stub::new().on("GET /charges/1", json(200, &json!({"id": "pay-77", "amount": 12}))).start();
    let grpc = Peer::start(good(&reply("bolt", 7)));
    let cli = Cli::new().file("web.json", &contract(&[a_charge(), look(), an_event()]).to_string());
    let transport = format!("grpc={}", grpc.url);
    let ran = cli.run(["verify", "web.json", "--provider", "stock", "--url", web.url(), "--transport", &transport]);
    assert_eq!(ran.code, 3, "{ran}");
    assert!(ran.stdout.ends_with("3 interactions: 2 passed, 1 not verified   [time]"), "{ran}");
}
