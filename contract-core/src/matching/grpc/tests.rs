//! Calls compared: one table for each thing a contract can say.

use crate::draft::{Draft, Part};
use crate::file::from_slice;
use crate::grpc::{ActualAnswer, ActualCall, ActualStatus, Call, Code, Grpc, Order};
use crate::json::Json;
use crate::mismatch::Mismatch;
use crate::pattern::{
    Parts, array_containing, datetime, decimal, each_entry, each_like, include, integer, like, not_empty, number,
    regex, split,
};
use crate::protobuf::sample::{message, shop};
use serde_json::{Value, json};

pub(super) const OK: ActualStatus<'static> = ActualStatus { code: Code::OK, message: "", details: b"" };

pub(super) fn said(mismatches: &[Mismatch]) -> String {
    crate::explain(mismatches).join("\n")
}

pub(super) fn draft(method: &str) -> Draft {
    Draft::new(&shop(), &format!("shop.v1.Shop/{method}")).unwrap()
}

pub(super) fn parts(value: impl serde::Serialize) -> Parts {
    split(&Json::from_serialize(&value).unwrap())
}

/// A call that answers this.
pub(super) fn look(response: &Value) -> Grpc {
    let mut draft = draft("Look");
    draft.request(&Json::from(json!({}))).unwrap();
    draft.response(&Json::from(response)).unwrap();
    draft.finish().unwrap()
}

/// What is said of an answer.
pub(super) fn answered(call: &Call, bytes: &[u8]) -> String {
    said(&call.match_answer(&ActualAnswer { messages: &[bytes], status: Some(OK), ..ActualAnswer::default() }))
}

pub(super) fn bytes(kind: &str, value: &Value) -> Vec<u8> {
    message(kind).to_bytes(&Json::from(value)).unwrap()
}

/// Of each answer what is said, one to a line.
fn lines(expected: &Value, actual: &[Value]) -> String {
    let call = look(expected).resolve().unwrap();
    let line = |actual: &Value| match answered(&call, &bytes("Everything", actual)) {
        said if said.is_empty() => format!("{actual} passes"),
        said => format!("{actual}\n    {}", said.replace('\n', "\n    ")),
    };
    actual.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_the_plugin_has_written_is_verified() {
    let contract = from_slice(include_bytes!("../../file/grpc/unary.json"), "x").unwrap().contract;
    assert!(contract.interactions[0].obstacles().is_empty());
    let call = contract.interactions[0].as_grpc().unwrap().resolve().unwrap();
    assert_eq!(call.path(), "/demo.v1.Stock/Look");
    assert_eq!(answered(&call, b"\x0a\x03nut\x10\x09\x1a\x01q"), "");
    // As the plugin does: what is not on the wire counts as its default, of the right type.
    assert_eq!(answered(&call, b"\x1a\x01q"), "");
    insta::assert_snapshot!(answered(&call, b"\x0a\x03nut\x10\x09\x1a\x01q\x1a\x01Q"), @"message $.tags[1]   Expected 'Q' to match '[a-z]+'   (rule regex at $.tags)");
    let asked =
        |metadata: &[(&str, &str)], bytes: &[u8]| said(&call.match_call(&ActualCall { metadata, messages: &[bytes] }));
    assert_eq!(asked(&[("auth", "Bearer x"), ("more", "1")], b"\x0a\x02b2"), "");
    insta::assert_snapshot!(asked(&[("auth", "Basic x")], b"\x0a\x02b2"), @"metadata auth   Expected 'Basic x' to match 'Bearer .+'   (rule regex at auth)");
    insta::assert_snapshot!(asked(&[], b"\x0a\x02b2"), @"metadata auth   Expected metadata 'auth' but was missing");
}

#[test]
fn values_are_compared_by_their_types() {
    let expected = json!({"big": 9_007_199_254_740_993_i64, "ratio": 1.1, "price": 1.1, "color": "RED", "blob": "AAE=", "flag": true, "name": "a"});
    insta::assert_snapshot!(lines(
        &expected,
        &[
            expected.clone(),
            json!({"big": 9_007_199_254_740_992_i64, "ratio": 1.2, "price": 1.2, "color": "GREEN", "blob": "AAI=", "flag": false, "name": "b"}),
        ]
    ));
}

#[test]
fn rules_see_the_value_and_not_its_json() {
    let expected = json!({
        "big": integer(1), "huge": number(1), "price": decimal(1.5), "ratio": number(1.5), "color": like("RED"), "blob": like("AA=="),
        "name": regex("[a-z]+", "a"), "wavy": integer(1), "displayName": include("x", "axb"),
    });
    insta::assert_snapshot!(lines(
        &expected,
        &[
            json!({"big": i64::MIN, "huge": u64::MAX, "price": 100.0, "ratio": 2.0, "color": "GREEN", "blob": "/w==", "name": "zz", "wavy": -5, "displayName": "x"}),
            json!({"big": 1, "huge": 1, "price": "NaN", "ratio": "Infinity", "color": "GREEN", "blob": "", "name": "1", "wavy": 0, "displayName": "y"}),
        ]
    ));
}

#[test]
fn an_enum_number_nobody_knows_fails_where_it_is_named() {
    let unknown = b"\x50\x63";
    let named = look(&json!({"color": like("RED")})).resolve().unwrap();
    insta::assert_snapshot!(answered(&named, unknown), @"message $.color   Expected 99 (Integer) to be a value of its enum");
    assert_eq!(answered(&look(&json!({})).resolve().unwrap(), unknown), "");
}

#[test]
fn absent_fields_are_judged_by_what_absence_means() {
    let table = [
        (json!({"name": ""}), json!({})),
        (json!({"wavy": 7}), json!({})),
        (json!({"wavy": integer(7)}), json!({})),
        (json!({"name": not_empty("x")}), json!({})),
        (json!({"name": regex("[a-z]+", "x")}), json!({})),
        (json!({"maybe": 0}), json!({})),
        (json!({"maybe": like(5)}), json!({})),
        (json!({"maybe": 0}), json!({"maybe": 0})),
        (json!({"item": {}}), json!({})),
        (json!({"item": {"quantity": 0}}), json!({"item": {}})),
        (json!({"circle": "a"}), json!({})),
        (json!({"circle": like("a")}), json!({"rectangle": {}})),
        (json!({"tags": []}), json!({})),
        (json!({"tags": []}), json!({"tags": ["a"]})),
        (json!({"labels": {}}), json!({"labels": {"a": "b"}})),
        (json!({"tags": each_like("a")}), json!({})),
        (json!({"at": like("2026-01-31T10:00:00Z")}), json!({})),
        (json!({}), json!({"name": "x", "item": {"sku": "a"}})),
    ];
    let said: Vec<_> = table
        .iter()
        .map(|(expected, actual)| {
            let call = look(expected).resolve().unwrap();
            let shown = message("Everything").define(&Json::from(expected)).unwrap().expectations;
            let said = answered(&call, &bytes("Everything", actual));
            format!("{shown} ~ {actual}: {}", if said.is_empty() { "passes" } else { &said })
        })
        .collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn presence_can_be_strict_and_the_plugins_is_lax() {
    let mut draft = draft("Look");
    draft.request(&Json::from(json!({}))).unwrap();
    draft.response(&Json::from(json!({"wavy": integer(7), "name": ""}))).unwrap();
    draft.strict_presence();
    let strict = draft.finish().unwrap();
    assert_eq!(
        answered(&strict.resolve().unwrap(), b""),
        "message $.wavy   Expected the field to be 7 (Integer) but it was not set"
    );
    for expected in [json!({"maybe": like(5)}), json!({"item": {"quantity": 0}}), json!({"circle": like("a")})] {
        let plugin = Grpc { extension: None, ..look(&expected) };
        assert_eq!(answered(&plugin.resolve().unwrap(), b""), "", "{expected}");
    }
}

#[test]
fn what_passes_by_a_default_is_noted() {
    let notes = |call: &Call, actual: &[u8]| {
        let answer = ActualAnswer { messages: &[actual], status: Some(OK), ..ActualAnswer::default() };
        assert_eq!(call.match_answer(&answer), []);
        call.notes(&answer).join("\n")
    };
    let expected =
        json!({"wavy": integer(7), "name": "", "items": [{"quantity": like(3), "sku": like("")}], "big": like(1)});
    let actual = bytes("Everything", &json!({"items": [{}], "big": 2}));
    let said = "`$.wavy` was not on the wire: its rule accepts the default of its type\n\
                `$.items[0].quantity` was not on the wire: its rule accepts the default of its type";
    let ours = look(&expected);
    assert_eq!(
        notes(&ours.resolve().unwrap(), &actual).lines().collect::<std::collections::BTreeSet<_>>(),
        said.lines().collect()
    );
    let plugin = Grpc { extension: None, ..look(&json!({"name": like("x")})) };
    assert_eq!(notes(&plugin.resolve().unwrap(), b"").lines().count(), 1);
    assert_eq!(notes(&plugin.resolve().unwrap(), b"\x0a\x00"), "");
    let many = look(&json!({"items": each_like(json!({"quantity": like(3)}))})).resolve().unwrap();
    let said = notes(&many, &bytes("Everything", &json!({"items": [{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}]})));
    assert!(said.ends_with("\n2 more fields were not on the wire and passed so"), "{said}");
}

#[test]
fn lists_and_maps() {
    let expected = json!({
        "items": each_like(json!({"sku": regex("[a-z]+", "a"), "quantity": integer(1)})), "numbers": [1, 2], "tags": each_like(regex("[a-z]", "x")),
        "labels": each_entry(regex("[a-z]", "k"), like("v")), "byId": {"7": {"quantity": like(1)}},
    });
    let good = json!({
        "items": [{"sku": "z", "quantity": 9}, {"sku": "y", "quantity": 0, "color": "RED"}], "numbers": [1, 2], "tags": ["a", "b"],
        "labels": {"p": "1", "q": ""}, "by_id": {"7": {"quantity": 3}, "8": {}},
    });
    insta::assert_snapshot!(lines(
        &expected,
        &[
            good,
            json!({"items": [{"sku": "1", "quantity": 1}], "numbers": [1], "tags": ["a", "B"], "labels": {"P": "1"}, "by_id": {"8": {}}}),
            json!({"items": [], "numbers": [2, 1, 1], "tags": [], "labels": {}, "by_id": {"7": {}}}),
        ]
    ));
    let containing = json!({"items": array_containing([json!({"sku": "a"}), json!({"quantity": integer(5)})])});
    insta::assert_snapshot!(lines(&containing, &[json!({"items": [{"quantity": 3}, {"sku": "a"}]}), json!({"items": [{"quantity": 3}]})]), @r#"
    {"items":[{"quantity":3},{"sku":"a"}]} passes
    {"items":[{"quantity":3}]}
        message $.items   Variant at index 0 ({"sku":"a"}) was not found in the actual list
    "#);
}

#[test]
fn types_with_a_form_of_their_own() {
    let expected = json!({
        "at": datetime("yyyy-MM-dd'T'HH:mm:ssX", "2026-01-31T10:00:00Z"), "took": "1.5s", "wrapped": regex("[a-z]+", "w"), "wrappedBytes": "AA==",
        "extra": {"a": [{"b": integer(1)}], "c": like("x")}, "any": {"@type": "shop.v1.Item", "sku": regex("s.*", "s1")}, "mask": "a,b", "value": [1],
    });
    insta::assert_snapshot!(lines(
        &expected,
        &[
            json!({"at": "1999-01-01T00:00:00Z", "took": "1.5s", "wrapped": "q", "wrapped_bytes": "AA==", "extra": {"a": [{"b": 5}], "c": "y", "d": null},
            "any": {"@type": "shop.v1.Item", "sku": "s2", "quantity": 3}, "mask": "a,b", "value": [1]}),
            json!({"at": "1999-01-01T00:00:00.5Z", "took": "2s", "wrapped": "7", "wrapped_bytes": "AQ==", "extra": {"a": [{"b": 1.5}], "c": 1},
            "any": {"@type": "shop.v1.Item", "sku": "x"}, "mask": "a,c", "value": [2]}),
            json!({"at": "1999-01-01T00:00:00Z", "took": "1.5s", "wrapped": "w", "wrapped_bytes": "AA==", "extra": {},
            "any": {"@type": "shop.v1.OutOfStock"}, "mask": "a,b", "value": "1"}),
        ]
    ));
}

#[test]
fn requests_are_strict() {
    let mut draft = draft("Look");
    draft.request(&Json::from(json!({"name": like("a"), "labels": {"a": "1"}, "item": {"sku": "s"}}))).unwrap();
    draft.response(&Json::from(json!({}))).unwrap();
    let call = draft.finish().unwrap().resolve().unwrap();
    let asked = |bytes: &[u8]| said(&call.match_request(0, bytes));
    assert_eq!(
        asked(&bytes(
            "Everything",
            &json!({"name": "b", "labels": {"a": "1"}, "item": {"sku": "s"}, "wavy": 0, "tags": []})
        )),
        ""
    );
    let more = json!({"name": "b", "labels": {"a": "1", "b": "2"}, "item": {"sku": "s", "quantity": 2}, "wavy": 1, "tags": ["x"], "maybe": 0, "circle": "c"});
    insta::assert_snapshot!(asked(&bytes("Everything", &more)), @"
    message $.item.quantity   Unexpected field 'quantity' received
    message $.labels          Expected a Map with keys [a] but received one with keys [a, b]
    message $.wavy            Unexpected field 'wavy' received
    message $.maybe           Unexpected field 'maybe' received
    message $.tags            Unexpected field 'tags' received
    message $.circle          Unexpected field 'circle' received
    ");
    let unknown = [
        bytes("Everything", &json!({"name": "b", "labels": {"a": "1"}, "item": {"sku": "s"}})),
        b"\xfa\x7d\x02hi".to_vec(),
    ]
    .concat();
    insta::assert_snapshot!(asked(&unknown), @"message $   Unexpected field number '2015' received");
    insta::assert_snapshot!(asked(b"\x0a\x05a"), @"message $   Expected a Protobuf body but could not read it: the message is cut off, at byte 2 of a `shop.v1.Everything`");
    insta::assert_snapshot!(said(&call.match_call(&ActualCall::default())), @"message request   Expected exactly 1 message but received 0");
}

pub(super) fn stream(responses: &[Value], shape: impl FnOnce(&mut Draft)) -> Call {
    let mut draft = draft("Watch");
    draft.request(&Json::from(json!({"sku": "a"}))).unwrap();
    for response in responses {
        draft.response(&Json::from(response)).unwrap();
    }
    shape(&mut draft);
    draft.finish().unwrap().resolve().unwrap()
}

fn streamed(call: &Call, skus: &[&str], status: Option<ActualStatus<'_>>) -> String {
    let sent: Vec<_> = skus.iter().map(|sku| bytes("Item", &json!({"sku": sku}))).collect();
    let sent: Vec<&[u8]> = sent.iter().map(Vec::as_slice).collect();
    said(&call.match_answer(&ActualAnswer { messages: &sent, status, ..ActualAnswer::default() }))
}

#[test]
fn streams_are_compared_in_the_order_asked_for() {
    let both = [json!({"sku": "a"}), json!({"sku": regex("[a-z]", "b")})];
    let exact = stream(&both, |_| {});
    assert_eq!(exact.enough(), Some(3));
    assert_eq!(streamed(&exact, &["a", "z"], Some(OK)), "");
    insta::assert_snapshot!(streamed(&exact, &["z", "1", "c"], Some(OK)), @"
    message response            Expected exactly 2 messages but received 3
    message response[0].$.sku   Expected 'z' (String) to be equal to 'a' (String)
    message response[1].$.sku   Expected '1' to match '[a-z]'   (rule regex at $.sku)
    ");
    insta::assert_snapshot!(streamed(&exact, &["a"], Some(OK)), @r#"
    message response      Expected exactly 2 messages but received 1
    message response[1]   Expected a message like {"sku":"b"} but the stream had ended
    "#);

    let prefix = stream(&both, |draft| draft.order(Order::Prefix).unwrap());
    assert_eq!(prefix.enough(), Some(2));
    assert_eq!(streamed(&prefix, &["a", "z", "1"], Some(OK)), "");
    assert_eq!(streamed(&prefix, &["a", "z"], None), "");
    assert!(streamed(&prefix, &["a"], Some(OK)).contains("at least 2"));

    let any = stream(&both, |draft| draft.order(Order::Any).unwrap());
    assert_eq!(any.enough(), None);
    assert_eq!(streamed(&any, &["1", "a", "2", "b"], Some(OK)), "");
    assert_eq!(streamed(&any, &["z", "a"], Some(OK)), "");
    insta::assert_snapshot!(streamed(&any, &["a", "1"], Some(OK)), @r#"message response   Expected a message like the one at index 1 ({"sku":"b"}) but none of the 2 is"#);

    let repeat = stream(&both, |draft| draft.repeat_last(1, Some(4)).unwrap());
    assert_eq!(repeat.enough(), Some(5));
    assert_eq!(streamed(&repeat, &["a"], Some(OK)), "");
    assert_eq!(streamed(&repeat, &["a", "b", "c"], Some(OK)), "");
    insta::assert_snapshot!(streamed(&repeat, &["a", "b", "1"], Some(OK)), @"message response[2].$.sku   Expected '1' to match '[a-z]'   (rule regex at $.sku)");
    insta::assert_snapshot!(streamed(&repeat, &["a", "b", "c", "d", "e"], None), @"message response   Expected at most 4 messages but received 5");
    insta::assert_snapshot!(streamed(&repeat, &[], Some(OK)), @r#"
    message response      Expected at least 1 message but received 0
    message response[0]   Expected a message like {"sku":"a"} but the stream had ended
    "#);
}

#[test]
fn the_end_of_a_call_is_compared() {
    let not_found = ActualStatus { code: Code(5), message: "no a", details: b"" };
    let expects_ok = look(&json!({})).resolve().unwrap();
    let end = |call: &Call, messages: &[&[u8]], status| {
        said(&call.match_answer(&ActualAnswer { messages, status: Some(status), ..ActualAnswer::default() }))
    };
    insta::assert_snapshot!(end(&expects_ok, &[], not_found), @"status   Expected grpc-status OK but was NOT_FOUND (no a)");
    insta::assert_snapshot!(end(&expects_ok, &[], OK), @"message response   Expected exactly 1 message but received 0");
    insta::assert_snapshot!(end(&expects_ok, &[b"", b""], OK), @"message response   Expected exactly 1 message but received 2");

    let mut draft = draft("Look");
    draft.request(&Json::from(json!({}))).unwrap();
    draft.status(Code(5), Some(parts(regex("no [a-z]", "no x")))).unwrap();
    draft.detail(&Json::from(json!({"@type": "shop.v1.OutOfStock", "sku": "a", "left": integer(1)}))).unwrap();
    let call = draft.finish().unwrap().resolve().unwrap();
    let details = call.answer(&crate::generate::Context::consumer()).unwrap().details;
    assert_eq!(end(&call, &[], ActualStatus { details: &details, ..not_found }), "");
    insta::assert_snapshot!(end(&call, &[], not_found), @"message details[0]   Expected a status detail 'shop.v1.OutOfStock' but was missing");
    insta::assert_snapshot!(end(&call, &[], ActualStatus { code: Code(5), message: "gone", details: &details }), @"metadata grpc-message   Expected 'gone' to match 'no [a-z]'   (rule regex at grpc-message)");
    insta::assert_snapshot!(end(&call, &[b""], OK), @"status   Expected grpc-status NOT_FOUND but was OK");
    insta::assert_snapshot!(end(&call, &[], ActualStatus { code: Code(99), message: "", details: b"" }), @"status   Expected grpc-status NOT_FOUND but was 99");
    let other = crate::protobuf::status::write_status(
        5,
        "",
        &[("shop.v1.OutOfStock".to_owned(), bytes("OutOfStock", &json!({"sku": "b"})))],
    );
    insta::assert_snapshot!(end(&call, &[], ActualStatus { details: &other, ..not_found }), @"message details[0].$.sku   Expected 'b' (String) to be equal to 'a' (String)");
    assert!(end(&call, &[], ActualStatus { details: b"\x1a\x09", ..not_found }).contains("google.rpc.Status"));
}

#[test]
fn metadata_comes_where_it_must() {
    let mut draft = draft("Watch");
    draft.request(&Json::from(json!({"sku": "a"}))).unwrap();
    draft.request_metadata("x-a", parts("1")).unwrap();
    draft.request_metadata("x-b-bin", parts("AAE=")).unwrap();
    draft.response_metadata("x-head", parts(regex("[0-9]", "1")), Part::Headers).unwrap();
    draft.response_metadata("x-tail", parts("t"), Part::Trailers).unwrap();
    draft.response_metadata("x-any", parts("y"), Part::Either).unwrap();
    let call = draft.finish().unwrap().resolve().unwrap();
    let item = bytes("Item", &json!({"sku": "a"}));
    let asked = |metadata: &[(&str, &str)]| said(&call.match_call(&ActualCall { metadata, messages: &[&item] }));
    assert_eq!(asked(&[("X-A", "1"), ("x-b-bin", "AAE"), ("user-agent", "u")]), "");
    insta::assert_snapshot!(asked(&[("x-a", "2"), ("x-b-bin", "AAI")]), @"
    metadata x-a       Expected metadata 'x-a' to have value '1' but was '2'
    metadata x-b-bin   Expected metadata 'x-b-bin' to have value 'AAE=' but was 'AAI'
    ");
    let got = |headers: &[(&str, &str)], trailers: &[(&str, &str)]| {
        said(&call.match_answer(&ActualAnswer { headers, messages: &[], trailers, status: Some(OK) }))
    };
    assert_eq!(got(&[("x-head", "1")], &[("x-tail", "t"), ("x-any", "y")]), "");
    assert_eq!(got(&[("x-head", "1"), ("x-any", "y")], &[("x-tail", "t")]), "");
    insta::assert_snapshot!(got(&[("x-tail", "t")], &[("x-head", "1")]), @"
    metadata x-head   Expected header metadata 'x-head' but was missing
    metadata x-tail   Expected trailer metadata 'x-tail' but was missing
    metadata x-any    Expected metadata 'x-any' but was missing
    ");
    let answer = call.answer(&crate::generate::Context::consumer()).unwrap();
    assert_eq!(answer.headers, [("x-head".to_owned(), "1".to_owned()), ("x-any".to_owned(), "y".to_owned())]);
    assert_eq!(answer.trailers, [("x-tail".to_owned(), "t".to_owned())]);
    assert!(answer.messages.is_empty());
}
