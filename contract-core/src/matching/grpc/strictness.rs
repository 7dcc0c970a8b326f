//! Answers a contract must not let pass, whatever else it says, and a few that it must.

use super::tests::{OK, answered, bytes, draft, look, parts, said, stream};
use crate::body::{Content, to_base64};
use crate::file::from_slice;
use crate::generate::Context;
use crate::grpc::{ActualAnswer, ActualCall, ActualStatus, Call, Code, Order};
use crate::interaction::Exchange;
use crate::json::Json;
use crate::pattern::{datetime, equal, include, like, regex};
use crate::protobuf::sample::nested_anys;
use crate::protobuf::status::write_status;
use serde_json::{Value, json};

const NOT_FOUND: ActualStatus<'static> = ActualStatus { code: Code(5), message: "", details: b"" };
const CUT_OFF: Option<ActualStatus<'static>> = None;

/// What is said of messages and an end.
fn ended(call: &Call, messages: &[&[u8]], status: Option<ActualStatus<'_>>) -> String {
    said(&call.match_answer(&ActualAnswer { messages, status, ..ActualAnswer::default() }))
}

/// A call that fails.
fn failing(details: &[Value]) -> Call {
    let mut draft = draft("Look");
    draft.request(&Json::from(json!({}))).unwrap();
    draft.status(Code(5), None).unwrap();
    for detail in details {
        draft.detail(&Json::from(detail)).unwrap();
    }
    draft.finish().unwrap().resolve().unwrap()
}

#[test]
fn answers_that_were_cut_off_leave_nothing_open() {
    let items = [json!({"sku": "a"}), json!({"sku": "b"})];
    let (a, b) = (bytes("Item", &items[0]), bytes("Item", &items[1]));
    let (a, b) = (a.as_slice(), b.as_slice());
    let open = |draft: &mut crate::draft::Draft| draft.order(Order::Prefix).unwrap();
    let lost = stream(&items, |draft| {
        open(draft);
        draft.status(Code(15), Some(parts("lost"))).unwrap();
    });
    let counted = stream(&items, |draft| {
        open(draft);
        draft.response_metadata("x-count", parts("2"), crate::draft::Part::Trailers).unwrap();
    });
    let noted = stream(&items, |draft| {
        open(draft);
        draft.response_metadata("x-note", parts("2"), crate::draft::Part::Either).unwrap();
    });
    let exact = stream(&items, |_| {});
    let ranged = stream(&items, |draft| draft.count(2, Some(9)).unwrap());
    let (two, one) = ([a, b], [a]);
    let said: Vec<_> = [
        ("an error was expected", &failing(&[]), &two[..], CUT_OFF),
        ("a message was expected", &look(&json!({})).resolve().unwrap(), &[b"", b""], CUT_OFF),
        ("its error never came", &lost, &two, Some(OK)),
        ("its error was not read", &lost, &two, CUT_OFF),
        ("its trailer never came", &counted, &two, Some(OK)),
        ("its trailer was not read", &counted, &two, CUT_OFF),
        ("its metadata was not read", &noted, &two, CUT_OFF),
        ("its end was not read", &exact, &two, CUT_OFF),
        ("too few were read", &ranged, &one, CUT_OFF),
    ]
    .into_iter()
    .map(|(what, call, messages, status)| format!("{what}: {}", ended(call, messages, status)))
    .collect();
    insta::assert_snapshot!(said.join("\n"));
    for call in [&lost, &counted, &noted] {
        assert_eq!(call.enough(), None);
    }
}

#[test]
fn a_pattern_inside_an_any_is_for_its_own_field() {
    let inner = json!({"@type": "shop.v1.Item", "sku": like("a"), "quantity": 7});
    let nested = json!({"@type": "shop.v1.Everything", "name": "n", "any": inner});
    for (expected, place) in [(inner.clone(), "$.any.value.quantity"), (nested, "$.any.value.any.value.quantity")] {
        let call = look(&json!({"any": expected})).resolve().unwrap();
        let with = |quantity: i32, name: &str| {
            let item = json!({"@type": "shop.v1.Item", "sku": "b", "quantity": quantity});
            let nested = json!({"@type": "shop.v1.Everything", "name": name, "any": item});
            let any = if place.matches("any").count() > 1 { nested } else { item };
            answered(&call, &bytes("Everything", &json!({"any": any})))
        };
        assert_eq!(with(7, "n"), "");
        assert_eq!(with(99, "n"), format!("message {place}   Expected 99 (Integer) to be equal to 7 (Integer)"));
        assert_eq!(with(7, "m").is_empty(), !place.starts_with("$.any.value.any"));
    }
}

#[test]
fn a_type_that_may_be_another_does_not_free_the_value() {
    let any = json!({"@type": like("shop.v1.Item"), "sku": "a"});
    let call = look(&json!({"any": any})).resolve().unwrap();
    let other = |value: Value| answered(&call, &bytes("Everything", &json!({"any": value})));
    assert_eq!(other(json!({"@type": "shop.v1.Item", "sku": "a"})), "");
    assert_eq!(other(json!({"@type": "shop.v1.OutOfStock", "sku": "a"})), "");
    insta::assert_snapshot!(other(json!({"@type": "shop.v1.OutOfStock", "sku": "z"})), @"message $.any.value   Expected '0a017a' (String) to be equal to '0a0161' (String)");
}

#[test]
fn an_error_behind_a_message_without_fields_leaves_the_message() {
    let call = stream(&[json!({})], |draft| draft.status(Code(15), Some(parts("lost"))).unwrap());
    let lost = ActualStatus { code: Code(15), message: "lost", details: b"" };
    assert_eq!(ended(&call, &[b""], Some(lost)), "");
    assert!(ended(&call, &[], Some(lost)).contains("Expected exactly 1 message but received 0"));
    assert_eq!(call.answer(&Context::consumer()).unwrap().messages, [b""]);
    let repeated = stream(&[json!({})], |draft| {
        draft.repeat_last(1, None).unwrap();
        draft.status(Code(15), None).unwrap();
    });
    assert_eq!(ended(&repeated, &[b"", b""], Some(lost)), "");
}

#[test]
fn details_keep_their_patterns_and_may_come_in_any_order() {
    let at = |text: &str| json!({"@type": "shop.v1.Everything", "at": text});
    let pattern =
        json!({"@type": "shop.v1.Everything", "at": datetime("yyyy-MM-dd'T'HH:mm:ssX", "2026-01-31T10:00:00Z")});
    let any = json!({"@type": "shop.v1.Everything", "any": {"@type": "shop.v1.Item", "sku": regex("s.*", "s1"), "quantity": 1}});
    let call = failing(&[pattern, any.clone(), json!({"@type": "shop.v1.Everything", "tags": []})]);
    let item = |sku: &str, quantity: i32| json!({"@type": "shop.v1.Everything", "any": {"@type": "shop.v1.Item", "sku": sku, "quantity": quantity}});
    let carried = |details: &[Value]| {
        let details: Vec<_> = details
            .iter()
            .map(|detail| {
                let mut bare = detail.clone();
                bare.as_object_mut().unwrap().remove("@type");
                ("shop.v1.Everything".to_owned(), bytes("Everything", &bare))
            })
            .collect();
        ended(&call, &[], Some(ActualStatus { details: &write_status(5, "", &details), ..NOT_FOUND }))
    };
    let none = json!({"@type": "shop.v1.Everything"});
    let tagged = json!({"@type": "shop.v1.Everything", "tags": ["x"]});
    assert_eq!(carried(&[at("1999-01-01T00:00:00Z"), item("s9", 1), none.clone()]), "");
    assert_eq!(carried(&[item("s9", 1), none.clone(), at("1999-01-01T00:00:00Z")]), "");
    let said = [
        [at("1999-01-01T00:00:00.5Z"), item("s9", 1), none.clone()],
        [at("1999-01-01T00:00:00Z"), item("s9", 2), none],
        [at("1999-01-01T00:00:00Z"), item("s9", 1), tagged],
    ]
    .map(|details| carried(&details));
    insta::assert_snapshot!(said.join("\n"), @r"
    message details[0].$.at   Expected '1999-01-01T00:00:00.500Z' to match a datetime pattern of 'yyyy-MM-dd'T'HH:mm:ssX'   (rule datetime at $.at)
    message details[1].$.any.value.quantity   Expected 2 (Integer) to be equal to 1 (Integer)
    message details[2].$.tags   Expected a List with 0 elements but received 1 elements
    ");
}

#[test]
fn a_status_in_the_metadata_is_compared_with_its_details() {
    let unary = include_bytes!("../../file/grpc/unary.json");
    let resolved = |status: &[u8]| {
        let mut file: Value = serde_json::from_slice(unary).unwrap();
        let answer = &mut file["interactions"][0]["response"][0];
        answer["contents"] = json!({"content": ""});
        answer["metadata"] = json!({"grpc-status": "NOT_FOUND", "grpc-status-details-bin": to_base64(status)});
        let contract = from_slice(file.to_string().as_bytes(), "x").unwrap().contract;
        contract.interactions[0].as_grpc().unwrap().resolve().unwrap()
    };
    let reply = |name: &str, bytes: &[u8]| vec![(name.to_owned(), bytes.to_vec())];
    let known = write_status(5, "no", &reply("demo.v1.Reply", b"\x0a\x04bolt\x10\x07"));
    let unknown = write_status(5, "no", &reply("demo.v2.Reply", b"\x01\x02"));
    let end = |status: &[u8], message: &str, details: &[u8]| {
        ended(&resolved(status), &[], Some(ActualStatus { message, details, ..NOT_FOUND }))
    };
    for status in [&known, &unknown] {
        assert_eq!(end(status, "no", status), "");
        assert_eq!(resolved(status).answer(&Context::consumer()).unwrap().details, *status);
    }
    // The same fields in another order.
    let turned = write_status(5, "no", &reply("demo.v1.Reply", b"\x10\x07\x0a\x04bolt"));
    assert_eq!(end(&known, "no", &turned), "");
    let said = [
        end(b"\x08\x05\x12\x02no", "", b""),
        end(&known, "no", b""),
        end(&known, "no", &write_status(5, "no", &reply("demo.v1.Reply", b"\x0a\x03nut\x10\x07"))),
        end(&unknown, "no", &write_status(5, "no", &reply("demo.v2.Reply", b"\x01\x03"))),
    ];
    insta::assert_snapshot!(said.join("\n"), @"
    metadata grpc-message   Expected grpc-message 'no' but was ''
    message details[0]   Expected a status detail 'demo.v1.Reply' but was missing
    message details[0].$.name   Expected 'nut' (String) to be equal to 'bolt' (String)
    message details[0].$   Expected 'AQM=' (String) to be equal to 'AQI=' (String)
    ");
}

#[test]
fn times_out_of_range_have_no_text() {
    let duration = look(&json!({"took": include("s", "1s")})).resolve().unwrap();
    // One second, minus one nanosecond; as many seconds as there are.
    for took in [
        &b"\xaa\x01\x0d\x08\x01\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"[..],
        b"\xaa\x01\x0b\x08\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01",
    ] {
        assert_eq!(
            answered(&duration, took),
            "message $.took   Expected a Protobuf body but could not read it: its seconds and nanoseconds are out of the range of a duration"
        );
    }
    let mut exact = look(&json!({"took": "1s"}));
    let odd = b"\xaa\x01\x0d\x08\x01\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01";
    assert_eq!(
        answered(&exact.resolve().unwrap(), odd),
        "message $.took.nanos   Expected -1 (Integer) to be equal to 0 (Integer)"
    );
    exact.responses[0].contents.content = Content::Bytes(odd.to_vec());
    assert_eq!(answered(&exact.resolve().unwrap(), odd), "");
}

#[test]
fn rules_see_the_base64_of_bytes_in_metadata() {
    for (pattern, sent, passes) in [
        (parts(equal("aGVsbG8=")), "aGVsbG8=", true),
        (parts(equal("aGVsbG8=")), "aGVsbG8", true),
        (parts(equal("aGVsbG8=")), "aGVsbG9=", false),
        (parts(regex("aGVs.*", "aGVsbG8=")), "aGVsbG9v", true),
        (parts(regex("aGVs.*", "aGVsbG8=")), "aGVsbG9v,AAE=", false),
        (parts(regex("AA.*", "AAE=")), "AP8", false),
    ] {
        let mut draft = draft("Look");
        draft.request(&Json::from(json!({}))).unwrap();
        draft.request_metadata("x-bin", pattern).unwrap();
        draft.response(&Json::from(json!({}))).unwrap();
        let call = draft.finish().unwrap().resolve().unwrap();
        let said = said(&call.match_call(&ActualCall { metadata: &[("x-bin", sent)], messages: &[b""] }));
        assert_eq!(said.is_empty(), passes, "{sent}: {said}");
    }
}

#[test]
fn anys_in_anys_are_compared_as_deep_as_they_can_be() {
    let mut grpc = look(&json!({}));
    for levels in [5, 30_000] {
        let bytes = nested_anys(levels);
        grpc.responses[0].contents.content = Content::Bytes(bytes.clone());
        let call = grpc.resolve().unwrap();
        assert_eq!(answered(&call, &bytes), "");
        assert_ne!(answered(&call, &nested_anys(levels + 1)), "");
        assert_ne!(answered(&call, b""), "");
    }
}

/// An answer with these fields, under rules as a file has them for its body.
pub(super) fn ruled(fields: &Value, rules: &Value) -> Call {
    let mut grpc = look(fields);
    let contract = json!({"consumer": {"name": "c"}, "provider": {"name": "p"}, "interactions": [
        {"description": "d", "request": {}, "response": {"body": fields, "matchingRules": {"body": rules}}}
    ]});
    let mut contract = from_slice(contract.to_string().as_bytes(), "x").unwrap().contract;
    let Exchange::Http(http) = &mut contract.interactions[0].exchange else { panic!("{rules}") };
    grpc.responses[0].rules.body = std::mem::take(&mut http.response.rules.body);
    grpc.resolve().unwrap()
}

#[test]
fn entries_no_example_stands_for_are_judged_by_their_rules() {
    let only = |rules: Value| json!({"matchers": rules});
    let digits = json!({"match": "regex", "regex": "[0-9]+"});
    let values = json!([{"match": "eachValue", "rules": [digits]}]);
    let keys = json!([{"match": "eachKey", "rules": [{"match": "regex", "regex": "[a-z]+"}]}]);
    let no_map = ruled(&json!({"labels": {}}), &json!({"$.labels": only(values.clone())}));
    let no_list = ruled(&json!({"tags": []}), &json!({"$.tags": only(values)}));
    let starred =
        ruled(&json!({"labels": {"a": "1"}}), &json!({"$.labels": only(keys), "$.labels.*": only(json!([digits]))}));
    let cases = [
        (&no_map, json!({"labels": {"b": "2"}}), json!({"labels": {"b": "x"}})),
        (&no_list, json!({"tags": ["2", "3"]}), json!({"tags": ["2", "x"]})),
        (&starred, json!({"labels": {"b": "2"}}), json!({"labels": {"b": "x"}})),
    ];
    for (call, good, bad) in cases {
        assert_eq!(answered(call, &bytes("Everything", &good)), "");
        let said = answered(call, &bytes("Everything", &bad));
        assert!(said.contains("Expected 'x' to match '[0-9]+'"), "{bad}: {said}");
    }
}
