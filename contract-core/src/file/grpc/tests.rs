//! Files with gRPC interactions: read, written, merged.

use crate::contract::Contract;
use crate::file::{from_slice, merge, record, to_json, to_text};
use crate::grpc::{Code, Grpc, Order, Turn};
use crate::json::{Json, Value, parse};
use crate::protobuf::CallKind;
use std::time::Duration;

const UNARY: &str = include_str!("unary.json");

fn read(text: &str) -> Contract {
    from_slice(text.as_bytes(), "shop-web-stock.json").unwrap().contract
}

fn call(contract: &Contract) -> &Grpc {
    contract.interactions[0].as_grpc().unwrap()
}

/// The plugin's file with a part of it replaced.
fn altered(from: &str, to: &str) -> String {
    assert!(UNARY.contains(from), "{from}");
    UNARY.replacen(from, to, 1)
}

#[test]
fn what_the_plugin_writes_is_read_and_written_back_as_it_was() {
    let contract = read(UNARY);
    let grpc = call(&contract);
    assert_eq!(grpc.method.to_string(), "demo.v1.Stock/Look");
    assert_eq!(grpc.descriptors.as_ref().unwrap().key(), grpc.descriptor_key);
    assert_eq!(grpc.requests[0].contents.to_bytes().unwrap().as_ref(), b"\x0a\x02a1");
    assert_eq!(grpc.response_messages().len(), 1);
    assert_eq!(to_json(&contract), parse(UNARY.as_bytes()).unwrap());
    assert_eq!(to_text(&read(&to_text(&contract))), to_text(&contract));
}

#[test]
fn an_error_answer_has_no_message() {
    let error = r#""response": [{"contents": {"content": "", "contentType": "application/protobuf;message=.demo.v1.Reply",
        "contentTypeHint": "BINARY", "encoded": "base64"},
        "metadata": {"grpc-status": "NOT_FOUND", "grpc-message": "no such part"}}], "was": ["#;
    let text = altered("\"response\": [\n", error);
    let contract = read(&text);
    let grpc = call(&contract);
    assert!(grpc.response_messages().is_empty());
    let end = grpc.end();
    assert_eq!((end.code, end.message.as_deref()), (Some(Code(5)), Some("no such part")));
    assert_eq!(to_json(&contract), parse(text.as_bytes()).unwrap());
}

const EXTENSION: &str = r#""abide": {"v": 1, "later": true, "grpc": {
    "kind": "bidi", "requests": [{"contents": {"content": "CgJhMg==", "encoded": "base64"}}],
    "responses": {"order": "prefix", "min": 1, "max": 9, "repeat": 0}, "script": ["c0", "s0", "c1", "close", "end"],
    "end": {"code": 5, "message": "gone", "trailers": {"x-count": "2"},
            "details": [{"contents": {"content": "CgRib2x0", "encoded": "base64", "contentType": "application/protobuf;message=.demo.v1.Reply"}}]},
    "headers": ["x-head"], "deadline_ms": 500, "strict_presence": true,
    "rules": {"response.0": {"$.name": [{"match": "regex", "regex": "b.*"}]}, "detail.0": {"$.name": [{"match": "type"}]}},
    "named": {"detail.0": {"tags": []}}
}}, "protobuf": {"#;

#[test]
fn our_extension_is_read_and_written_back_as_it_was() {
    let text = altered("\"protobuf\": {\n", EXTENSION);
    let contract = read(&text);
    let grpc = call(&contract);
    let extension = grpc.extension.as_ref().unwrap();
    assert_eq!(grpc.not_understood, None);
    assert_eq!(extension.kind, Some(CallKind::Bidirectional));
    assert_eq!(grpc.requests.len(), 2);
    assert_eq!((extension.stream.order, extension.stream.max), (Order::Prefix, Some(9)));
    assert_eq!(extension.script[3..], [Turn::HalfClose, Turn::End]);
    assert_eq!(extension.deadline, Some(Duration::from_millis(500)));
    assert_eq!(grpc.end().code, Some(Code(5)));
    assert_eq!(extension.response_rules[0].1.iter().len(), 1);
    assert_eq!((extension.detail_rules[0].1.iter().len(), extension.detail_named.len()), (1, 1));
    assert_eq!(to_json(&contract), parse(text.as_bytes()).unwrap());
}

#[test]
fn an_extension_that_is_not_understood_in_full_is_kept_and_stands_in_the_way() {
    for later in [
        r#"{"v": 2, "grpc": {"kind": "unary"}}"#,
        r#"{"v": 1, "grpc": {"kind": "duplex"}}"#,
        r#"{"v": 1, "grpc": {"strict_presence": "yes"}}"#,
        r#"{"v": 1, "grpc": {"ordering": "any"}}"#,
        r#"{"v": 1, "grpc": {"rulez": {}}}"#,
        r#"{"v": 1, "grpc": {"rules": {"answer.0": {}}}}"#,
        r#"{"v": 1, "grpc": {"end": {"cod": 5}}}"#,
        r#"{"v": 1, "grpc": {"end": {"code": "FINE"}}}"#,
        r#"{"v": 1, "grpc": {"end": {"message": 5}}}"#,
        r#"{"v": 1, "grpc": {"end": {"trailers": ["x"]}}}"#,
        r#"{"v": 1, "grpc": {"end": {"trailers": {"x": {}}}}}"#,
    ] {
        let text = altered("\"protobuf\": {\n", &format!("\"abide\": {later}, \"protobuf\": {{"));
        let contract = read(&text);
        assert!(call(&contract).not_understood.is_some(), "{later}");
        assert_eq!(to_json(&contract), parse(text.as_bytes()).unwrap());
        assert_eq!(contract.interactions[0].obstacles().len(), 1, "{later}");
    }
}

#[test]
fn other_parts_and_transports_stay_what_they_are() {
    let text = altered("\"protobuf\": {\n", r#""other": {"a": 1}, "protobuf": {"more": [1], "#);
    let contract = read(&text);
    assert_eq!(to_json(&contract), parse(text.as_bytes()).unwrap());
    for (from, to) in [("\"transport\": \"grpc\"", "\"transport\": \"smoke\""), ("\"service\":", "\"sirvice\":")] {
        let text = altered(from, to);
        let contract = read(&text);
        assert!(contract.interactions[0].as_grpc().is_none());
        assert_eq!(contract.interactions[0].obstacles().len(), 1);
        assert_eq!(to_json(&contract), parse(text.as_bytes()).unwrap());
    }
}

fn entries(contract: &Contract) -> Vec<String> {
    let json = to_json(contract);
    let entries = json.get("metadata").and_then(|metadata| metadata.get("plugins")).and_then(Value::as_array);
    let keys = |entry: &Json| {
        let keys = entry.get("configuration").and_then(Value::as_object).unwrap().sorted();
        keys.iter().map(|(key, _)| key[..4].to_owned()).collect::<Vec<_>>().join("+")
    };
    let line = |entry: &Json| format!("{} {}", entry.get("version").unwrap().to_text(), keys(entry));
    entries.unwrap_or_default().iter().map(line).collect()
}

#[test]
fn every_entry_of_the_plugin_is_looked_through_and_the_first_one_gets_all_that_is_needed() {
    let older = r#""plugins": [{"name": "protobuf", "version": "0.6.1", "configuration": {"beef": {}}}, {"#;
    let contract = read(&altered("\"plugins\": [\n      {\n", older));
    assert!(call(&contract).descriptors.is_some());
    assert_eq!(entries(&contract), ["0.6.1 a27a+beef", "0.5.0 a27a"]);
    let mut bare = read(UNARY);
    bare.metadata.remove("plugins");
    assert_eq!(entries(&bare), ["0.5.0 a27a"]);
}

#[test]
fn merging_keeps_every_entry_and_recording_takes_out_what_nobody_needs() {
    let other = UNARY
        .replace("look up a part", "look up another part")
        .replace("\"9f3c1d22\"", "\"0000\"")
        .replace("a27a218119e7bdd02ba8700cd5db4e2a", "c0de218119e7bdd02ba8700cd5db4e2a");
    let later = other.replace("\"0.5.0\"", "\"0.6.0\"");
    let merged = merge(read(UNARY), read(&later)).unwrap();
    assert_eq!(entries(&merged), ["0.5.0 a27a+c0de", "0.6.0 c0de"]);
    assert_eq!(to_json(&merge(read(&later), read(UNARY)).unwrap()), to_json(&merged));
    let both = record(read(UNARY), read(&other)).unwrap();
    assert_eq!(entries(&both), ["0.5.0 a27a+c0de"]);

    let anew = UNARY.replace("a27a218119e7bdd02ba8700cd5db4e2a", "c0de218119e7bdd02ba8700cd5db4e2a");
    assert_eq!(entries(&record(read(UNARY), read(&anew)).unwrap()), ["0.5.0 c0de"]);
}

#[test]
fn a_key_is_made_of_description_and_states() {
    let mut contract = read(UNARY);
    contract.interactions[0].key = None;
    let key =
        |contract: &Contract| to_json(contract).get("interactions").unwrap().as_array().unwrap()[0].get("key").cloned();
    let first = key(&contract);
    assert_eq!(first, key(&contract));
    assert_eq!(first.as_ref().and_then(Json::as_str).map(str::len), Some(8));
    contract.interactions[0].states.clear();
    assert_ne!(first, key(&contract));
}
