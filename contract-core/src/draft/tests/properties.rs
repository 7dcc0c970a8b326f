//! What holds for every message a test may write.

use crate::draft::Draft;
use crate::file::{from_slice, to_text};
use crate::generate::Context;
use crate::grpc::{ActualAnswer, ActualCall, ActualStatus};
use crate::interaction::{Exchange, Interaction};
use crate::json::Json;
use crate::pattern::{each_like, equal, integer, like, not_empty, number, regex};
use crate::protobuf::sample::{message, shop};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// A value as it is, or under a pattern it meets.
fn under_pattern(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    (value, 0..4).prop_map(|(value, pattern)| match (pattern, &value) {
        (0, _) => json!(like(value)),
        (1, _) => json!(equal(value)),
        (2, Value::Number(found)) if found.is_i64() => json!(integer(found.as_i64().unwrap())),
        (2, Value::Number(_)) => json!(number(value)),
        (2, Value::String(text)) if !text.is_empty() => json!(not_empty(value)),
        (3, Value::String(text)) if text.bytes().all(|byte| byte.is_ascii_lowercase()) => {
            json!(regex("[a-z]*", text.as_str()))
        }
        _ => value,
    })
}

fn item() -> impl Strategy<Value = Value> {
    let fields = (
        prop::option::of(under_pattern("[a-z]{0,3}".prop_map(Value::from))),
        prop::option::of(under_pattern((-9..9).prop_map(Value::from))),
        prop::option::of(under_pattern(prop::sample::select(vec!["RED", "COLOR_UNKNOWN"]).prop_map(Value::from))),
    );
    fields.prop_map(|(sku, quantity, color)| object([("sku", sku), ("quantity", quantity), ("color", color)]))
}

fn object<const N: usize>(fields: [(&str, Option<Value>); N]) -> Value {
    let fields = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(fields.collect::<Map<_, _>>())
}

fn everything() -> impl Strategy<Value = Value> {
    let scalars = (
        prop::option::of(under_pattern("\\PC{0,4}".prop_map(Value::from))),
        prop::option::of(under_pattern(any::<i64>().prop_map(Value::from))),
        prop::option::of(under_pattern((-8..8).prop_map(|number| json!(f64::from(number) / 2.0)))),
        prop::option::of(under_pattern((0..2).prop_map(Value::from))),
    );
    let containers = (
        prop::option::of(item()),
        prop::option::of(prop_oneof![
            prop::collection::vec(item(), 0..3).prop_map(Value::Array),
            item().prop_map(|item| json!(each_like(item)))
        ]),
        prop::option::of(prop_oneof![
            prop::collection::vec(under_pattern("[a-z]{0,2}".prop_map(Value::from)), 0..3).prop_map(Value::Array),
            Just(json!(each_like("x")))
        ]),
        prop::option::of(
            prop::collection::btree_map("[a-z0-9]{0,2}", "[a-z]{0,2}", 0..3).prop_map(|entries| json!(entries)),
        ),
        prop::option::of(prop::collection::btree_map("[1-9]", item(), 0..3).prop_map(|entries| json!(entries))),
        prop::option::of(item()),
    );
    (scalars, containers).prop_map(|((name, big, price, maybe), (one, items, tags, labels, by_id, rectangle))| {
        object([
            ("name", name),
            ("big", big),
            ("price", price),
            ("maybe", maybe),
            ("item", one),
            ("items", items),
            ("tags", tags),
            ("labels", labels),
            ("byId", by_id),
            ("rectangle", rectangle),
        ])
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_example_meets_its_own_rules_after_a_trip_through_a_file(value in everything()) {
        let mut draft = Draft::new(&shop(), "shop.v1.Shop/Look").unwrap();
        draft.request(&Json::from(&value)).unwrap();
        draft.response(&Json::from(&value)).unwrap();
        let mut contract = crate::contract::Contract::new("a", "b");
        contract.interactions.push(Interaction::new("x", Exchange::Grpc(Box::new(draft.finish().unwrap()))));
        let text = to_text(&contract);
        let read = from_slice(text.as_bytes(), "x").unwrap();
        prop_assert_eq!(&read.notes, &[]);
        prop_assert_eq!(to_text(&read.contract), text);
        let call = read.contract.interactions[0].as_grpc().unwrap().resolve().unwrap();
        let context = Context::provider(crate::json::Object::new());
        let requests = call.requests(&context).unwrap();
        let messages: Vec<&[u8]> = requests.iter().map(AsRef::as_ref).collect();
        prop_assert_eq!(call.match_call(&ActualCall { messages: &messages, ..ActualCall::default() }), vec![]);
        let answer = ActualAnswer { messages: &messages, status: Some(ActualStatus::default()), ..ActualAnswer::default() };
        prop_assert_eq!(call.match_answer(&answer), vec![]);
    }

    #[test]
    fn bytes_of_any_kind_are_compared_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..60), value in everything()) {
        let mut draft = Draft::new(&shop(), "shop.v1.Shop/Look").unwrap();
        draft.request(&Json::from(&value)).unwrap();
        draft.response(&Json::from(&value)).unwrap();
        let call = draft.finish().unwrap().resolve().unwrap();
        let _ = call.match_request(0, &bytes);
        if let Ok(read) = message("Everything").to_json(&bytes) {
            let _ = message("Everything").to_bytes(&read);
        }
    }
}
