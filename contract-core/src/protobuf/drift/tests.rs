//! Every kind of drift, as a table of two versions of one `.proto`.

use super::{Change, Comparison, Drift};
use crate::protobuf::sample::set_of;
use crate::protobuf::{MethodName, Pool};
use std::sync::Arc;

/// A message as it goes out and comes back.
const ECHO: &str = "service S { rpc Call(M) returns (M); }";

fn pool(text: &str) -> Arc<Pool> {
    let text =
        if text.starts_with("syntax") { text.to_owned() } else { format!("syntax = \"proto3\"; package t; {text}") };
    Arc::new(Pool::decode(&set_of(&[("t.proto", Box::leak(text.into_boxed_str()))])).unwrap())
}

/// What differs for the method `t.S/Call`.
fn drift(contract: &str, provider: &str) -> Vec<Drift> {
    let mut comparison = Comparison::default();
    let method = pool(contract).method(&MethodName::new("t.S/Call")).unwrap();
    comparison.add(&method, Some(&pool(provider)));
    comparison.finish()
}

/// The same, each as its change, its sentence and its effect.
fn sentences(contract: &str, provider: &str) -> Vec<String> {
    drift(contract, provider).iter().map(|drift| format!("{}: {drift}: {}", drift.change, drift.effect)).collect()
}

#[track_caller]
fn echo(contract: &str, provider: &str, expected: &[&str]) {
    assert_eq!(
        sentences(&format!("{ECHO} {contract}"), &format!("{ECHO} {provider}")),
        expected,
        "{contract} | {provider}"
    );
}

#[test]
fn what_is_the_same_on_the_wire_is_no_drift() {
    let message = "message M { string a = 1; optional int32 b = 2; oneof x { C c = 3; D d = 4; } map<string, C> m = 5; \
                   repeated int64 n = 6; } message C { M again = 1; } enum D { ZERO = 0; ONE = 1; }";
    for provider in [
        message.to_owned(),
        // What is added.
        message.replace("ONE = 1;", "ONE = 1; TWO = 2;").replace("message C {", "message C { string more = 2;"),
        message.replace("oneof x {", "oneof x { string e = 9;") + " message Other {}",
        // Names and forms the wire does not show.
        message.replace("oneof x", "oneof y"),
        message.replace("repeated int64 n = 6", "repeated int64 n = 6 [packed = false]"),
        message.replace("string a = 1", "string a = 1 [json_name = \"alpha\", deprecated = true]"),
    ] {
        echo(message, &provider, &[]);
    }
}

/// Fields of a message in the contract and at the provider, and how what differs begins.
const FIELDS: &[(&str, &str, &str)] = &[
    (
        "string a = 1;",
        "",
        "field-missing: `t.M.a`, number 1 of type `string` in the contract, is missing at the provider: the provider does not read what the consumer sends in it, and the consumer never gets it",
    ),
    ("string a = 1; string b = 2;", "int32 b = 2; ", "field-missing: `t.M.a`"),
    (
        "int32 a = 2;",
        "int32 a = 3;",
        "field-number: `t.M.a` has the number 2 in the contract and 3 at the provider: neither side reads what the other sends in it",
    ),
    (
        "int32 a = 2;",
        "int32 a = 3; int32 b = 2;",
        "field-number: `t.M.a` has the number 2 in the contract and 3 at the provider: each side takes the other's bytes for another field, `b`",
    ),
    (
        "int32 a = 1;",
        "int32 b = 1;",
        "field-name: `t.M.a` is named `a` in the contract and `b` at the provider: the bytes are read all the same; JSON, field masks and generated code use the name",
    ),
    (
        "int32 a = 1;",
        "string a = 1;",
        "field-type: `t.M.a` has the type `int32` in the contract and `string` at the provider: the bytes have another form: the reader drops the value or refuses the message",
    ),
    (
        "int64 a = 1;",
        "int32 a = 1;",
        "field-type: `t.M.a` has the type `int64` in the contract and `int32` at the provider: numbers that do not fit the smaller type are cut off, or change their sign",
    ),
    (
        "int64 a = 1;",
        "sint64 a = 1;",
        "field-type: `t.M.a` has the type `int64` in the contract and `sint64` at the provider: the bytes are read as another number",
    ),
    (
        "float a = 1;",
        "fixed32 a = 1;",
        "field-type: `t.M.a` has the type `float` in the contract and `fixed32` at the provider: the bytes are read as another number",
    ),
    (
        "fixed64 a = 1;",
        "sfixed64 a = 1;",
        "field-type: `t.M.a` has the type `fixed64` in the contract and `sfixed64` at the provider: large numbers change their sign",
    ),
    (
        "bytes a = 1;",
        "string a = 1;",
        "field-type: `t.M.a` has the type `bytes` in the contract and `string` at the provider: bytes that are no UTF-8 are refused by the side that reads text",
    ),
    (
        "int32 a = 1;",
        "bool a = 1;",
        "field-type: `t.M.a` has the type `int32` in the contract and `bool` at the provider: the side that reads a `bool` takes every number but 0 for true",
    ),
    (
        "N a = 1;",
        "bytes a = 1;",
        "field-type: `t.M.a` has the type `t.N` in the contract and `bytes` at the provider: one side reads the bytes of a message, the other what it likes",
    ),
    (
        "N a = 1;",
        "O a = 1;",
        "field-type: `t.M.a` has the type `t.N` in the contract and `t.O` at the provider: the name is not sent: calls work as far as the fields agree",
    ),
    (
        "map<string, int32> a = 1;",
        "map<string, string> a = 1;",
        "field-type: `t.M.a` has the type `map<string, int32>` in the contract and `map<string, string>` at the provider: the bytes have another form",
    ),
    (
        "map<int32, N> a = 1;",
        "map<int64, N> a = 1;",
        "field-type: `t.M.a` has the type `map<int32, t.N>` in the contract and `map<int64, t.N>` at the provider: numbers that do not fit",
    ),
    (
        "map<string, N> a = 1;",
        "repeated N a = 1;",
        "field-type: `t.M.a` has the type `map<string, t.N>` in the contract and `t.N` at the provider: the bytes have another form",
    ),
    (
        "int32 a = 1;",
        "repeated int32 a = 1;",
        "field-label: `t.M.a` is singular in the contract and repeated at the provider: of several values the other side keeps one, or it cannot read them",
    ),
    (
        "optional int32 a = 1;",
        "int32 a = 1;",
        "field-label: `t.M.a` is optional in the contract and singular at the provider: the provider takes a default for not set, and the provider does not send a default: the consumer finds it not set",
    ),
    (
        "int32 a = 1;",
        "optional int32 a = 1;",
        "field-label: `t.M.a` is singular in the contract and optional at the provider: the consumer does not send a default: the provider finds it not set, and the consumer takes a default for not set",
    ),
    (
        "N a = 1;",
        "oneof x { N a = 1; }",
        "oneof-membership: `t.M.a` is in no oneof in the contract and in the oneof `x` at the provider: setting one member of a oneof clears the others: what one side sets together, the other reads in part",
    ),
    (
        "oneof x { N a = 1; N b = 2; }",
        "oneof x { N a = 1; } N b = 2;",
        "oneof-membership: `t.M.b` is in the oneof `x` in the contract and in no oneof at the provider",
    ),
];

#[test]
fn fields_drift_in_each_respect() {
    for (contract, provider, expected) in FIELDS {
        let others = "message N { string n = 1; } message O { string n = 1; }";
        let message = |fields: &str| format!("{ECHO} {others} message M {{ {fields} }}");
        let found = sentences(&message(contract), &message(provider));
        assert!(found.first().is_some_and(|first| first.starts_with(expected)), "{contract} | {provider}: {found:#?}");
    }
}

#[test]
fn a_field_that_swaps_its_number_is_not_a_renamed_one() {
    echo(
        "message M { int32 a = 1; int32 b = 2; }",
        "message M { int32 b = 1; int32 a = 2; }",
        &[
            "field-number: `t.M.a` has the number 1 in the contract and 2 at the provider: each side takes the other's bytes for another field, `b`",
            "field-number: `t.M.b` has the number 2 in the contract and 1 at the provider: each side takes the other's bytes for another field, `a`",
        ],
    );
    echo(
        "message M { int32 a = 1; int32 b = 2; }",
        "message M { int32 b = 1; }",
        &[
            "field-missing: `t.M.a`, number 1 of type `int32` in the contract, is missing at the provider: its number is `b` there: each side takes the other's bytes for another field",
            "field-number: `t.M.b` has the number 2 in the contract and 1 at the provider: each side takes the other's bytes for another field, `a`",
        ],
    );
}

#[test]
fn a_field_may_drift_in_several_respects_at_once() {
    let changes = |contract: &str, provider: &str| {
        drift(&format!("{ECHO} {contract}"), &format!("{ECHO} {provider}"))
            .iter()
            .map(|drift| drift.change)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        changes("message M { int32 a = 1; }", "message M { oneof x { string b = 1; string c = 2; } }"),
        [Change::FieldName, Change::FieldType, Change::FieldLabel, Change::OneofMembership]
    );
}

#[test]
fn what_a_provider_cannot_do_without_is_drift_in_requests() {
    let proto2 = |service: &str, message: &str| {
        format!("syntax = \"proto2\"; package t; service S {{ {service} }} message M {{ {message} }} message N {{}}")
    };
    let ask = "rpc Call(M) returns (N);";
    let tell = "rpc Call(N) returns (M);";
    for (service, contract, provider, expected) in [
        (
            ask,
            "",
            "required int32 a = 1;",
            vec![
                "field-required: `t.M.a` is unknown in the contract and required at the provider: the provider cannot read the messages the consumer sends",
            ],
        ),
        (tell, "", "required int32 a = 1;", vec![]),
        (
            ask,
            "optional int32 a = 1;",
            "required int32 a = 1;",
            vec![
                "field-label: `t.M.a` is optional in the contract and required at the provider: the provider cannot read messages without it",
            ],
        ),
        (
            tell,
            "optional int32 a = 1;",
            "required int32 a = 1;",
            vec![
                "field-label: `t.M.a` is optional in the contract and required at the provider: the bytes are read all the same",
            ],
        ),
        (
            tell,
            "required int32 a = 1;",
            "optional int32 a = 1;",
            vec![
                "field-label: `t.M.a` is required in the contract and optional at the provider: the consumer cannot read messages without it",
            ],
        ),
        (
            ask,
            "optional group G = 1 { }",
            "optional G g = 1; message G { }",
            vec![
                "field-type: `t.M.g` has the type `group t.M.G` in the contract and `t.M.G` at the provider: the bytes have another form: the reader drops the value or refuses the message",
            ],
        ),
    ] {
        assert_eq!(
            sentences(&proto2(service, contract), &proto2(service, provider)),
            expected,
            "{service} {contract} | {provider}"
        );
    }
}

#[test]
fn values_of_enums_drift() {
    let with = |values: &str| format!("message M {{ repeated E e = 1; }} enum E {{ ZERO = 0; {values} }}");
    for (contract, provider, expected) in [
        (
            "RED = 1;",
            "",
            vec![
                "enum-value-missing: `t.E.RED`, number 1 in the contract, is missing at the provider: the provider gets a number it does not know, and the provider never sends it",
            ],
        ),
        (
            "RED = 1;",
            "RED = 2;",
            vec![
                "enum-value-number: `t.E.RED` has the number 1 in the contract and 2 at the provider: each side gets a number it does not know",
            ],
        ),
        (
            "RED = 1;",
            "CRIMSON = 1;",
            vec![
                "enum-value-name: `t.E.RED` is named `RED` in the contract and `CRIMSON` at the provider: the bytes are read all the same; JSON, field masks and generated code use the name",
            ],
        ),
        (
            "RED = 1; BLUE = 2;",
            "BLUE = 1;",
            vec![
                "enum-value-number: `t.E.BLUE` has the number 2 in the contract and 1 at the provider: each side takes the other's value for another, `RED`",
                "enum-value-missing: `t.E.RED`, number 1 in the contract, is missing at the provider: its number is `BLUE` there: each side takes the other's value for another",
            ],
        ),
    ] {
        echo(&with(contract), &with(provider), &expected);
    }
}

#[test]
fn methods_drift() {
    let service = |method: &str| {
        format!("service S {{ {method} }} message A {{ string a = 1; }} message B {{ string a = 1; int32 b = 2; }}")
    };
    let ours = service("rpc Call(A) returns (A);");
    for (provider, expected) in [
        (
            service("rpc Cal(A) returns (A);"),
            vec![
                "method-missing: `t.S/Call`, unary in the contract, is missing at the provider: calls end with UNIMPLEMENTED; it has `Cal`",
            ],
        ),
        (
            service("rpc Call(A) returns (stream A);"),
            vec![
                "streaming-kind: `t.S/Call` is unary in the contract and server streaming at the provider: one side sends or awaits more messages than the other: the call fails, or messages are lost",
            ],
        ),
        (
            service("rpc Call(B) returns (A);"),
            vec![
                "request-type: `t.S/Call` takes `t.A` in the contract and `t.B` at the provider: the name is not sent: calls work as far as the fields agree",
            ],
        ),
        (
            service("rpc Call(A) returns (B);"),
            vec![
                "response-type: `t.S/Call` returns `t.A` in the contract and `t.B` at the provider: the name is not sent: calls work as far as the fields agree",
            ],
        ),
        (
            "message A {}".to_owned(),
            vec![
                "method-missing: `t.S/Call`, unary in the contract, is missing at the provider: the provider does not describe the service, so calls should end with UNIMPLEMENTED",
            ],
        ),
    ] {
        assert_eq!(sentences(&ours, &provider), expected, "{provider}");
    }
    // The fields of messages of other names are compared all the same.
    let found = sentences(&service("rpc Call(A) returns (B);"), &service("rpc Call(A) returns (A);"));
    assert!(found.iter().any(|line| line.starts_with("field-missing: `t.B.b`")), "{found:?}");
}

#[test]
fn a_difference_several_methods_share_is_told_once_with_the_direction_it_matters_in() {
    let text = |field: &str| {
        format!(
            "service S {{ rpc Ask(A) returns (N); rpc Tell(N) returns (A); rpc Idle(N) returns (N); }} message N {{}} \
                 message A {{ B b = 1; }} message B {{ {field} }}"
        )
    };
    let (contract, provider) = (pool(&text("string s = 1;")), pool(&text("")));
    let found = |methods: &[&str]| {
        let mut comparison = Comparison::default();
        for name in methods {
            comparison.add(&contract.method(&MethodName::new(*name)).unwrap(), Some(&provider));
        }
        comparison.finish()
    };
    let both = found(&["t.S/Tell", "t.S/Ask", "t.S/Idle", "t.S/Ask"]);
    assert_eq!((both.len(), both[0].methods.as_slice()), (1, &["t.S/Ask".to_owned(), "t.S/Tell".to_owned()][..]));
    assert_eq!(found(&["t.S/Ask"])[0].effect, "the provider does not read what the consumer sends in it");
    assert_eq!(found(&["t.S/Tell"])[0].effect, "the consumer never gets it");
    assert_eq!(found(&["t.S/Idle"]), []);
}

#[test]
fn a_provider_that_does_not_know_the_service_has_none_of_its_methods() {
    let mut comparison = Comparison::default();
    let method = pool(&format!("{ECHO} message M {{}}")).method(&MethodName::new("t.S/Call")).unwrap();
    comparison.add(&method, None);
    assert_eq!(comparison.finish()[0].change, Change::MethodMissing);
}
