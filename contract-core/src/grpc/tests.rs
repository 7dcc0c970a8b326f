//! Calls held against their descriptors: what stands in the way, and what is sent.

use super::{Call, Grpc};
use crate::draft::{Draft, Part};
use crate::file::from_slice;
use crate::generate::Context;
use crate::json::{Json, Object, parse};
use crate::pattern::{Parts, from_state, like, regex, split};
use crate::protobuf::sample::{message, shop};
use serde_json::{Value, json};

const UNARY: &str = include_str!("../file/grpc/unary.json");

/// Where the metadata of the answer begins.
const ANSWERED: &str = "\"metadata\": {\n            \"contentType\": \"application/protobuf;message=.demo.v1.Reply\"";

fn obstacles(text: &str) -> Vec<String> {
    from_slice(text.as_bytes(), "x").unwrap().contract.interactions[0].obstacles()
}

#[test]
fn what_stands_in_the_way_of_a_verification_is_named() {
    assert!(obstacles(UNARY).is_empty());
    let descriptors = "CqcBCgtzdG9jay5wcm90bxIHZGVtby52MSIVCgNBc2sSDgoC";
    let said: Vec<_> = [
        (".demo.v1.Stock/Look", ".demo.v1.Stock/Lok"),
        (".demo.v1.Stock/Look", ".demo.v1.Stok/Look"),
        ("\"descriptorKey\": \"a27a", "\"descriptorKey\": \"b27a"),
        ("\"a27a218119e7bdd02ba8700cd5db4e2a\": {", "\"b27a218119e7bdd02ba8700cd5db4e2a\": {"),
        (descriptors, "CqcBCgtzdG9jay5wcm90bxIHZGVtby52MSIVCgNBc2sSDgoD"),
        (descriptors, "%"),
        ("CgJhMQ==", "CgJh"),
        ("CgRib2x0EAcaAXgaAXk=", "CAE="),
        ("\"match\": \"integer\"", "\"match\": \"telepathy\""),
        ("\"protobuf\": {\n", r#""abide": {"v": 1, "grpc": {"kind": "server"}}, "protobuf": {"#),
        (
            "\"protobuf\": {\n",
            r#""abide": {"v": 1, "grpc": {"requests": [{"contents": {"content": ""}}]}}, "protobuf": {"#,
        ),
        ("\"protobuf\": {\n", r#""abide": {"v": 1, "grpc": {"script": ["s7"]}}, "protobuf": {"#),
        ("\"protobuf\": {\n", r#""abide": {"v": 1, "grpc": {"rules": {"response.5": {}}}}, "protobuf": {"#),
        ("\"protobuf\": {\n", r#""abide": {"v": 1, "grpc": {"named": {"detail.0": {}}}}, "protobuf": {"#),
        (ANSWERED, r#""metadata": {"grpc-status": "NOT_FOUNDD"}, "was": {"#),
        (ANSWERED, r#""metadata": {"grpc-status-details-bin": "CP8="}, "was": {"#),
    ]
    .iter()
    .map(|(from, to)| {
        assert!(UNARY.contains(from), "{from}");
        let text = UNARY.replacen(from, to, 1);
        // Where the key was altered in the metadata, the interaction's is too.
        let text = if from.ends_with("\": {") {
            text.replace("\"descriptorKey\": \"a27a", "\"descriptorKey\": \"b27a")
        } else {
            text
        };
        obstacles(&text).join("; ")
    })
    .collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn old_forms_of_names_are_verified() {
    for name in ["Stock/Look", "Stock/Look:response", "demo.v1.Stock/Look"] {
        assert!(obstacles(&UNARY.replace(".demo.v1.Stock/Look", name)).is_empty(), "{name}");
    }
    let no_contents = UNARY.replace("\"content\": \"CgRib2x0EAcaAXgaAXk=\",", "");
    let contract = from_slice(no_contents.as_bytes(), "x").unwrap().contract;
    let call = contract.interactions[0].as_grpc().unwrap().resolve().unwrap();
    assert_eq!(call.expected_responses().len(), 1);
    assert!(call.expected_responses()[0].bytes.is_empty());
}

fn parts(value: impl serde::Serialize) -> Parts {
    split(&Json::from_serialize(&value).unwrap())
}

fn asking(request: &Value) -> Draft {
    let mut draft = Draft::new(&shop(), "shop.v1.Shop/Look").unwrap();
    draft.request(&Json::from(request)).unwrap();
    draft.response(&Json::from(json!({}))).unwrap();
    draft
}

fn provider(values: &str) -> Context {
    let values = parse(values.as_bytes()).unwrap().into_owned();
    Context::provider(values.as_object().cloned().unwrap_or_default())
}

fn sent(call: &Call, values: &str) -> Result<String, String> {
    let bytes = call.requests(&provider(values)).map_err(|error| error.to_string())?;
    Ok(message("Everything").to_json(&bytes[0]).unwrap().to_compact())
}

#[test]
fn values_of_states_are_put_in_by_the_types_of_their_fields() {
    let request = json!({
        "big": from_state("${big}", 1), "name": from_state("/n/${name}", "/n/a"), "color": from_state("${color}", "RED"),
        "items": [{"sku": from_state("${sku}", "s")}, {"sku": "t"}], "tags": from_state("${tags}", json!(["x"])),
        "labels": {"a": from_state("${name}", "b")}, "wrapped": from_state("${name}", "w"), "byId": {"7": {"sku": from_state("sku", "s")}},
        "extra": {"a": [from_state("${sku}", "s"), 1]}, "any": {"@type": "shop.v1.Item", "sku": from_state("${sku}", "s")},
    });
    let call = asking(&request).finish().unwrap().resolve().unwrap();
    let values = r#"{"big": "9007199254740993", "name": "Ann", "color": "GREEN", "sku": "S", "tags": ["p", "q"]}"#;
    insta::assert_snapshot!(sent(&call, values).unwrap(), @r#"{"any":{"@type":"type.googleapis.com/shop.v1.Item","sku":"S"},"big":9007199254740993,"by_id":{"7":{"sku":"S"}},"color":"GREEN","extra":{"a":["S",1]},"items":[{"sku":"S"},{"sku":"t"}],"labels":{"a":"Ann"},"name":"/n/Ann","tags":["p","q"],"wrapped":"Ann"}"#);
    insta::assert_snapshot!(sent(&call, r#"{"big": 1}"#).unwrap_err(), @"the message at `$.color` needs `color` (`${color}`), but the provider states have returned only: big");
    let other = asking(&json!({"color": from_state("${color}", "RED")})).finish().unwrap().resolve().unwrap();
    insta::assert_snapshot!(sent(&other, r#"{"color": "PINK"}"#).unwrap_err(), @r#"the message at `$.color` needs a value of the field's enum, but `${color}` is `"PINK"`"#);
    // A mock server keeps the examples, byte for byte.
    let bytes = call.requests(&Context::consumer()).unwrap();
    assert_eq!(bytes[0].as_ref(), call.expected_requests()[0].bytes);
}

#[test]
fn generators_whose_place_is_not_there_are_passed_over() {
    let contract =
        from_slice(UNARY.replacen("\"$.id\": {\n", "\"$.nothing.here\": {\n", 9).as_bytes(), "x").unwrap().contract;
    let call = contract.interactions[0].as_grpc().unwrap().resolve().unwrap();
    let context = provider(r#"{"id": "Z", "auth": "Bearer z"}"#);
    assert_eq!(call.requests(&context).unwrap()[0].as_ref(), b"\x0a\x02a1");
    let contract = from_slice(UNARY.as_bytes(), "x").unwrap().contract;
    let call = contract.interactions[0].as_grpc().unwrap().resolve().unwrap();
    assert_eq!(call.requests(&context).unwrap()[0].as_ref(), b"\x0a\x01Z");
    assert_eq!(call.request_metadata(&context).unwrap(), [("auth".to_owned(), "Bearer z".to_owned())]);
}

#[test]
fn an_example_meets_its_own_rules() {
    let response = json!({
        "name": regex("[a-z]+", "a"), "items": [{"sku": like("s")}], "at": like("2026-01-31T10:00:00Z"), "color": "GREEN", "maybe": 0,
        "labels": {"a": "b"}, "any": {"@type": "shop.v1.Item", "sku": "x"}, "extra": {"a": [1, {"b": null}]}, "tags": [], "rectangle": {},
    });
    let mut draft = asking(&response);
    draft.response_metadata("x-a", parts(like("1")), Part::Trailers).unwrap();
    let grpc: Grpc = Grpc { responses: draft.clone().finish().unwrap().requests, ..draft.finish().unwrap() };
    let call = grpc.resolve().unwrap();
    let answer = call.answer(&Context::consumer()).unwrap();
    assert!(call.match_request(0, &call.requests(&Context::consumer()).unwrap()[0]).is_empty());
    let messages: Vec<&[u8]> = answer.messages.iter().map(Vec::as_slice).collect();
    let status = Some(super::ActualStatus::default());
    let actual = super::ActualAnswer {
        messages: &messages,
        trailers: &[("x-a", "1")],
        status,
        ..super::ActualAnswer::default()
    };
    assert_eq!(call.match_answer(&actual), []);
}

#[test]
fn an_answer_without_descriptors_cannot_be_judged() {
    let grpc = Grpc { descriptors: None, descriptor_key: "k".to_owned(), extra: Object::new(), ..Grpc::default() };
    assert_eq!(grpc.resolve().unwrap_err().to_string(), "the contract has no descriptors under the key `k`");
}
