//! Types nobody's own files have, and other people's do.

use super::strictness::ruled;
use super::tests::{OK, answered, said};
use crate::draft::Draft;
use crate::file::from_slice;
use crate::generate::{Context, Generator};
use crate::grpc::{ActualAnswer, ActualStatus, Call, Code};
use crate::json::Json;
use crate::mismatch::Place;
use crate::pattern::{include, integer, like, not_empty, number, regex};
use crate::protobuf::decode::decode;
use crate::protobuf::fill::fill;
use crate::protobuf::node::Node;
use crate::protobuf::sample::{message, nested_anys, set_of};
use crate::protobuf::well_known::WellKnown;
use crate::protobuf::{Descriptors, MessageType};
use crate::rule_path::RulePath;
use crate::rules::BodyRules;
use serde_json::{Value, json};
use std::sync::Arc;

const ODD: &str = r#"syntax = "proto3"; package odd;
    enum Sign { ZERO = 0; ONE = 1; NEGATIVE = -1; }
    enum Twice { option allow_alias = true; NONE = 0; B = 1; BB = 1; }
    message Reply {
        Sign sign = 1; Twice twice = 2; map<string, Sign> signs = 3; string text = 4; repeated string texts = 5;
    }
    message Ask {}
    service Odd { rpc Ask_(Ask) returns (Reply); }"#;

fn descriptors(text: &'static str) -> Arc<Descriptors> {
    Arc::new(Descriptors::from_set(&set_of(&[("odd.proto", text)]), None).unwrap())
}

fn call(response: &Value) -> Call {
    let descriptors = descriptors(ODD);
    let mut draft = Draft::new(&descriptors, "odd.Odd/Ask_").unwrap();
    draft.request(&Json::from(json!({}))).unwrap();
    draft.response(&Json::from(response)).unwrap();
    draft.finish().unwrap().resolve().unwrap()
}

#[test]
fn the_first_value_of_an_enum_is_its_default_and_the_first_name_of_a_number_its_name() {
    let absent = b"";
    assert_eq!(answered(&call(&json!({"sign": "ZERO"})), absent), "");
    assert_ne!(answered(&call(&json!({"sign": "NEGATIVE"})), absent), "");
    let entry = b"\x1a\x03\x0a\x01a";
    assert_eq!(answered(&call(&json!({"signs": {"a": "ZERO"}})), entry), "");
    assert_ne!(answered(&call(&json!({"signs": {"a": "NEGATIVE"}})), entry), "");
    assert_eq!(answered(&call(&json!({"twice": regex("^B$", "B")})), b"\x10\x01"), "");
    assert_eq!(answered(&call(&json!({"twice": "BB"})), b"\x10\x01"), "");
}

#[test]
fn the_default_of_a_proto2_enum_is_its_first_value() {
    const OLD: &str = r#"syntax = "proto2"; package old;
        enum Size { FIVE = 5; ONE = 1; }
        message Reply { optional Size size = 1; }
        service Old { rpc Get(Reply) returns (Reply); }"#;
    let reply = descriptors(OLD).pool().unwrap().message("old.Reply").unwrap();
    let field = reply.schema().message(reply.id()).by_name("size").unwrap().1;
    assert!(field.default.is_same(&Node::Enum(5)));
}

#[test]
fn an_enum_number_nobody_knows_meets_no_rule() {
    for rule in [not_empty("ONE"), regex(".*", "ONE"), include("", "ONE"), like("ONE"), integer(1), number(1)] {
        let said = answered(&call(&json!({"sign": rule})), b"\x08\x09");
        assert!(said.contains("Expected 9 (Integer) to be a value of its enum"), "{said}");
    }
}

#[test]
fn rules_about_what_a_list_holds_do_not_apply_to_a_single_value() {
    for rule in [
        json!({"match": "eachValue", "value": "5", "rules": [{"match": "regex", "regex": "[0-4]"}]}),
        json!({"match": "eachKey", "value": "5", "rules": [{"match": "regex", "regex": "[0-4]"}]}),
        json!({"match": "values"}),
    ] {
        let call = ruled(&json!({"name": "5"}), &json!({"$.name": {"matchers": [rule]}}));
        let said = answered(&call, b"\x0a\x017");
        assert!(said.contains("message $.name   "), "{rule}: {said}");
    }
}

#[test]
fn a_list_that_may_not_be_empty_may_not_be_left_off() {
    for rule in [json!({"match": "type", "min": 1}), json!({"match": "notEmpty"})] {
        let call = ruled(&json!({"tags": []}), &json!({"$.tags": {"matchers": [rule]}}));
        assert!(answered(&call, b"").contains("message $.tags   "), "{rule}");
        assert_eq!(answered(&call, b"\x72\x01a"), "", "{rule}");
    }
}

#[test]
fn the_names_of_metadata_have_no_case() {
    let mut file: Value = serde_json::from_slice(include_bytes!("../../file/grpc/unary.json")).unwrap();
    let answer = &mut file["interactions"][0]["response"][0];
    answer["contents"] = json!({"content": ""});
    answer["metadata"] = json!({"Grpc-Status": "ABORTED", "Grpc-Message": "no 1"});
    answer["matchingRules"] =
        json!({"metadata": {"$.grpc-message": {"matchers": [{"match": "regex", "regex": "no \\d"}]}}});
    let contract = from_slice(file.to_string().as_bytes(), "x").unwrap().contract;
    let call = contract.interactions[0].as_grpc().unwrap().resolve().unwrap();
    let end = |status| said(&call.match_answer(&ActualAnswer { status: Some(status), ..ActualAnswer::default() }));
    let aborted = ActualStatus { code: Code(10), message: "no 7", details: b"" };
    assert_eq!(end(aborted), "");
    assert!(end(ActualStatus { message: "none", ..aborted }).contains("'no \\d'"));
    assert!(end(OK).contains("ABORTED"));
}

/// What comes of a message of this type when a value is generated at this place.
fn filled(kind: &MessageType, bytes: &[u8], path: &str) -> Option<Vec<u8>> {
    let tree = decode(kind.schema(), kind.id(), bytes).unwrap().into_owned();
    let generators = [(RulePath::parse(path).unwrap(), Generator::RandomInt { min: 7, max: 7 })];
    fill(
        kind,
        (&tree, &generators, &BodyRules::default()),
        &|path| Place::Message(path.to_string()),
        &Context::consumer(),
    )
    .unwrap()
}

#[test]
fn values_are_generated_only_so_deep_in_messages_of_any_type() {
    let everything = message("Everything");
    let path = |levels: usize| format!("$.any{}.quantity", ".value".repeat(levels));
    assert!(filled(&everything, &nested_anys(20_000), &path(20_001)).is_none());
    let item = everything.to_bytes(&Json::from(json!({"any": {"@type": "shop.v1.Item", "quantity": 1}}))).unwrap();
    assert_ne!(filled(&everything, &item, &path(1)), Some(item));
}

#[test]
fn a_type_is_known_by_its_fields_too() {
    const FAKE: &str = r#"syntax = "proto3"; package google.protobuf;
        message Timestamp { int64 seconds = 1; }
        message Duration { int64 seconds = 1; int32 nanos = 2; }
        message FieldMask { string paths = 1; }
        message Reply { repeated Timestamp times = 1; }
        service Odd { rpc Get(Reply) returns (Reply); }"#;
    let pool = descriptors(FAKE);
    let known = |name: &str| {
        let kind = pool.pool().unwrap().message(&format!("google.protobuf.{name}")).unwrap();
        kind.schema().message(kind.id()).known
    };
    assert_eq!(["Timestamp", "Duration", "FieldMask"].map(known), [WellKnown::No, WellKnown::Duration, WellKnown::No]);
    let everything = message("Everything");
    let schema = everything.schema();
    for name in
        ["Any", "Timestamp", "Duration", "FieldMask", "Struct", "Value", "ListValue", "StringValue", "BytesValue"]
    {
        let id = schema.find(&format!("google.protobuf.{name}")).unwrap();
        assert_ne!(schema.message(id).known, WellKnown::No, "{name}");
    }
}
