//! `abide check --reflection`: contracts beside what a running provider says of itself.

#![expect(clippy::unwrap_used, reason = "a harness may panic")]

use super::contract::{PROTO, call, compiled, contract, look};
use super::peer::{Peer, Step, good};
use super::reflecting::{self, Serves};
use super::{stock, tls};
use crate::contracts::{a_refund, document};
use crate::harness::{Cli, Ran};
use crate::stub::nobody;
use abide_contract_core::protobuf::reflection::{FileDescriptors, Reply, Told};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use insta::assert_snapshot;
use prost::Message as _;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// The contract's `.proto` as a provider has it that has moved on.
fn moved() -> String {
    let moved = PROTO
        .replace("int64 qty = 2;", "int32 qty = 3;")
        .replace("rpc Watch(Ask) returns (stream Reply);", "rpc Watch(Ask) returns (Reply);")
        .replace("rpc Batch", "rpc BatchAll")
        .replace("string id = 1;", "string id = 1; string shelf = 2;");
    assert_ne!(moved, PROTO);
    moved
}

fn calls() -> Vec<Value> {
    vec![look(), call("Watch", &["a1"], &[("bolt", 7)]), call("Batch", &["a1"], &[("parts", 1)])]
}

#[track_caller]
fn check(interactions: &[Value], provider: &str, more: &[&str]) -> Ran {
    let cli = Cli::new().file("web.json", &contract(interactions).to_string()).names("provider", provider);
    cli.run(["check", "web.json", "--reflection", provider].iter().chain(more).copied())
}

/// What is said on the standard error.
#[track_caller]
fn unasked(provider: &str, more: &[&str]) -> String {
    let begun = Instant::now();
    let ran = check(&[look()], provider, more);
    assert!(begun.elapsed() < Duration::from_secs(10), "{ran}");
    assert_eq!(ran.code, 3, "{ran}");
    assert!(ran.stdout.ends_with("not compared with the provider"), "{ran}");
    ran.stderr
}

#[test]
fn a_provider_that_has_not_moved_is_as_the_contract_says() {
    let provider = reflecting::start(PROTO, Serves::Both);
    assert_snapshot!(check(&[look(), call("Watch", &["a1"], &[("bolt", 7)])], &provider, &[]), @"
    exit 0
    --- stdout
    shop-web -> stock   web.json
      format   version 4.0
      holds    2 Synchronous/Messages
      rules    1 integer, 1 type
      plugins  protobuf 0.5.0

      ✓  nothing is doubtful
      ✓  2 methods as the provider at http://provider/ has them

    1 contract: nothing is doubtful
    ");
    // What is added is no drift.
    let provider = reflecting::start(&PROTO.replace("int64 qty = 2;", "int64 qty = 2; string more = 3;"), Serves::Both);
    let ran = check(&[look()], &provider, &[]);
    assert_eq!(ran.code, 0, "{ran}");
}

#[test]
fn drift_is_told_with_interactions_both_sides_and_effect() {
    assert_snapshot!(check(&calls(), &reflecting::start(&moved(), Serves::Both), &[]), @"
    exit 1
    --- stdout
    shop-web -> stock   web.json
      format   version 4.0
      holds    3 Synchronous/Messages
      rules    1 integer, 1 type
      plugins  protobuf 0.5.0

      x  demo.v1.Stock/Look, demo.v1.Stock/Watch   a call of Look, a call of Watch
         `demo.v1.Reply.qty` has the number 2 in the contract and 3 at the provider
         neither side reads what the other sends in it
      x  demo.v1.Stock/Look, demo.v1.Stock/Watch   a call of Look, a call of Watch
         `demo.v1.Reply.qty` has the type `int64` in the contract and `int32` at the provider
         numbers that do not fit the smaller type are cut off, or change their sign
      x  demo.v1.Stock/Batch   a call of Batch
         `demo.v1.Stock/Batch`, client streaming in the contract, is missing at the provider
         calls end with UNIMPLEMENTED; it has `Watch`
      x  demo.v1.Stock/Watch   a call of Watch
         `demo.v1.Stock/Watch` is server streaming in the contract and unary at the provider
         one side sends or awaits more messages than the other: the call fails, or messages are lost

    1 contract: 4 findings
    ");
}

#[test]
fn drift_is_part_of_the_json_result() {
    let provider = reflecting::start(&moved(), Serves::Both);
    let ran = check(&calls(), &provider, &["--output", "json"]);
    assert_eq!(ran.code, 1, "{ran}");
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((&report["answer"], &report["summary"]["findings"]), (&json!("no"), &json!(4)), "{report:#}");
    let file = &report["contracts"][0];
    assert_eq!(file["compared"], json!(["demo.v1.Stock/Batch", "demo.v1.Stock/Look", "demo.v1.Stock/Watch"]));
    let number = file["drift"].as_array().unwrap().iter().find(|drift| drift["change"] == "field-number").unwrap();
    assert_eq!(
        number,
        &json!({
            "element": "demo.v1.Reply.qty", "change": "field-number", "contract": "2", "provider": "3",
            "effect": "neither side reads what the other sends in it",
            "methods": ["demo.v1.Stock/Look", "demo.v1.Stock/Watch"],
            "interactions": ["a call of Look", "a call of Watch"],
            "text": "`demo.v1.Reply.qty` has the number 2 in the contract and 3 at the provider",
        })
    );
    let unasked = check(&[look()], &nobody(), &["--output", "json"]);
    let report: Value = serde_json::from_str(&unasked.stdout).unwrap();
    assert_eq!((unasked.code, &report["answer"], &report["summary"]["notLoaded"]), (3, &json!("unknown"), &json!(0)));
    assert_eq!(report["problems"].as_array().unwrap().len(), 1, "{report:#}");
}

#[test]
fn the_older_version_of_reflection_will_do_and_what_is_imported_is_asked_for() {
    let imports = |text: &str| {
        text.replace("message Reply {", "message Reply { google.protobuf.Timestamp at = 9; Shelf shelf = 10;")
            .replace("package", "import \"google/protobuf/timestamp.proto\"; import \"shelf.proto\"; package")
    };
    for serves in [Serves::OnlyAlpha, Serves::OnlyAlphaElse404] {
        let provider = reflecting::start(&imports(PROTO), serves);
        let ran = check(&[look()], &provider, &[]);
        assert_eq!(ran.code, 0, "{serves:?}: {ran}");
    }
}

#[test]
fn a_provider_that_cannot_be_asked_leaves_the_answer_open_and_says_what_to_do() {
    assert_snapshot!(unasked(&stock::start(), &[]), @"
    error: the provider at http://provider/ does not serve reflection
    hint: switch on gRPC server reflection in the provider, v1 or v1alpha, at least where it is checked
    ");
    assert_snapshot!(unasked(&nobody(), &[]), @"
    error: cannot reach the gRPC provider at http://provider/: Connection refused
    hint: is it running, and is `--reflection URL` its address?
    ");
    let said = |steps: Vec<Step>| unasked(&Peer::start(steps).url, &["--timeout", "1"]);
    assert_snapshot!(said(vec![Step::Hang]), @"
    error: the call to the provider at http://provider/ did not end within 1 s: nothing had come
    hint: give it more time with `--timeout`
    ");
    let refused = vec![("content-type", "application/grpc"), ("grpc-status", "16"), ("grpc-message", "who are you?")];
    assert_snapshot!(said(vec![Step::Head(200, refused), Step::End]), @"
    error: the provider at http://provider/ does not say what it offers: UNAUTHENTICATED (who are you?)
    hint: if it wants credentials, give them with `--header`
    ");
    assert_snapshot!(said(vec![Step::Head(404, vec![("content-type", "text/html")]), Step::End]), @"error: what the provider at http://provider/ says about itself cannot be used: the answer is HTTP 404 text/html, which is not a gRPC answer");
    assert_snapshot!(said(good(b"\xff\xff")), @"error: what the provider at http://provider/ says about itself cannot be used: failed to decode Protobuf message: invalid varint");
    assert_snapshot!(said(good(b"")), @"error: what the provider at http://provider/ says about itself cannot be used: it answers nothing");
    assert_snapshot!(said(vec![Step::Grpc, Step::Trailers(vec![("grpc-status", "0")])]), @"error: what the provider at http://provider/ says about itself cannot be used: it ends without an answer");
}

/// The answer of a provider to whatever it is asked: these files.
fn told(files: Vec<Vec<u8>>) -> Vec<Step> {
    let reply = Reply { told: Some(Told::Files(FileDescriptors { files })), ..Reply::default() };
    good(&reply.encode_to_vec())
}

/// The file of the contract.
fn file() -> Vec<u8> {
    let set = STANDARD.decode(compiled(PROTO).encoded()).unwrap();
    // A set of one file: its tag and a length of two bytes come first.
    assert!(set[0] == 0x0a && set[1] >= 0x80 && set[2] < 0x80, "{set:?}");
    set[3..].to_vec()
}

#[test]
fn descriptors_that_cannot_be_used_are_told_from_drift() {
    let edition = [&file()[..file().len() - 8], b"\x62\x08editions"].concat();
    let import = [&file()[..], b"\x1a\x0anone.proto"].concat();
    for (files, sentence) in [
        (vec![edition], "`stock.proto` uses `editions`, which is not supported: only proto2 and proto3 are"),
        (vec![b"\xff".to_vec()], "cannot be used: the descriptors cannot be read"),
        (vec![import], "cannot be used: it answers other files than `none.proto`, which it imports"),
        (vec![], "cannot be used: there is nothing in its answer"),
    ] {
        let said = unasked(&Peer::start(told(files)).url, &["--timeout", "5"]);
        assert!(said.contains(sentence), "{sentence}: {said}");
    }
}

#[test]
fn tls_and_credentials_are_given_as_to_verify() {
    let client = rcgen::generate_simple_self_signed(["shop".to_owned()]).unwrap();
    let (url, ca) = tls::start_with(Some(&client.cert.pem()), told(vec![file()]));
    let cli = Cli::new()
        .file("ca.pem", &ca)
        .file("client.pem", &client.cert.pem())
        .file("client.key", &client.signing_key.serialize_pem())
        .file("web.json", &contract(&[look()]).to_string());
    let target = ["check", "web.json", "--reflection", &url, "--ca", "ca.pem"];
    let identity = ["--client-cert", "client.pem", "--client-key", "client.key"];
    let ran = cli.run(target.iter().chain(&identity).copied());
    assert_eq!(ran.code, 0, "{ran}");
    let ran = cli.run(target);
    assert!(ran.code == 3 && ran.stderr.contains("hint: if it asks for a certificate, give `--client-cert`"), "{ran}");
    let peer = Peer::start(told(vec![file()]));
    let ran = check(&[look()], &peer.url, &["--header", "authorization: Bearer t"]);
    assert_eq!(ran.code, 0, "{ran}");
    assert!(peer.seen()[0].metadata.contains(&"authorization: Bearer t".to_owned()), "{:?}", peer.seen());
}

#[test]
fn flags_about_the_provider_need_one_and_contracts_calls_to_compare() {
    let cli = Cli::new().file("web.json", &contract(&[look()]).to_string());
    for flags in [&["--ca", "ca.pem"][..], &["--header", "a: b"], &["--timeout", "1"], &["--reflection", "ftp://host"]]
    {
        let ran = cli.run(["check", "web.json"].iter().chain(flags).copied());
        assert_eq!(ran.code, 2, "{flags:?} {ran}");
    }
    let cli = Cli::new().file("web.json", &document(&[a_refund()]).to_string());
    let ran = cli.run(["check", "web.json", "--reflection", "http://127.0.0.1:1"]);
    assert!(ran.code == 3 && ran.stderr.contains("the contracts have no gRPC calls to compare"), "{ran}");
}
