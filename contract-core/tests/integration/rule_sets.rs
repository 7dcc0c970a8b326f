//! Several rules at one place: all of them are met, or one of them is, whatever they are and wherever they stand.
//!
//! The verdict on a set is held against a plain definition: under `AND` every rule alone is met, under `OR` some rule alone
//! is. Rules about keys are the one exception, since they say nothing of values: beside rules that do they are asked with the
//! values that arrived as their example.

use abide_contract_core::file::from_slice;
use abide_contract_core::http::ActualResponse;
use abide_contract_core::matching::match_response;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};

fn settings() -> ProptestConfig {
    ProptestConfig { cases: 400, rng_seed: RngSeed::Fixed(11), failure_persistence: None, ..ProptestConfig::default() }
}

const WAYS: [&str; 2] = ["AND", "OR"];

/// Whether `rules`, put on the value of `v`, take `actual` for `example`: in a response's body.
fn meets(combine: &str, rules: &[Value], example: &Value, actual: &Value) -> bool {
    let set = json!({"$.v": {"combine": combine, "matchers": rules}});
    let response = json!({"body": {"v": example}, "matchingRules": {"body": set}});
    let contract = contract(&json!({}), &response);
    let (_, response) = contract.interactions[0].as_http().unwrap();
    let body = json!({"v": actual}).to_string();
    let actual = ActualResponse { status: 200, headers: &[], body: Some(body.as_bytes()) };
    match_response(response, &actual).is_empty()
}

fn contract(request: &Value, response: &Value) -> abide_contract_core::contract::Contract {
    let file = json!({
        "consumer": {"name": "c"}, "provider": {"name": "p"},
        "interactions": [{"description": "d", "request": request, "response": response}]
    });
    from_slice(file.to_string().as_bytes(), "c.json").unwrap().contract
}

fn is(rule: &Value, name: &str) -> bool {
    rule["match"] == name
}

/// The plain definition.
fn naive(combine: &str, rules: &[Value], example: &Value, actual: &Value) -> bool {
    let is_of_keys = |rule: &&Value| is(rule, "eachKey") || is(rule, "values");
    let others_judge_values = combine == "AND" && rules.iter().any(|rule| !is_of_keys(&rule));
    let mut each = rules.iter().map(|rule| {
        let example = if others_judge_values && is_of_keys(&rule) { actual } else { example };
        meets("AND", std::slice::from_ref(rule), example, actual)
    });
    if combine == "AND" { each.all(|met| met) } else { each.any(|met| met) }
}

fn leaf() -> impl Strategy<Value = Value> {
    select(vec![
        json!(1),
        json!(2),
        json!(17),
        json!(1.5),
        json!("a"),
        json!("a1"),
        json!("b"),
        json!("7"),
        json!(null),
    ])
}

/// Rules for one value, which hold below a list or map too.
fn plain() -> impl Strategy<Value = Value> {
    select(vec![
        json!({"match": "type"}),
        json!({"match": "equality"}),
        json!({"match": "regex", "regex": "a.*|1.*"}),
        json!({"match": "regex", "regex": ".*1|1.5"}),
        json!({"match": "notEmpty"}),
    ])
}

/// Rules for one value and no list or map.
fn of_leaves() -> impl Strategy<Value = Value> {
    let others = vec![
        json!({"match": "integer"}),
        json!({"match": "number"}),
        json!({"match": "include", "value": "7"}),
        json!({"match": "null"}),
    ];
    prop_oneof![plain(), select(others)]
}

fn sized() -> impl Strategy<Value = Value> {
    (0..3_usize, 1..4_usize).prop_flat_map(|(min, max)| {
        select(vec![
            json!({"match": "type", "min": min}),
            json!({"match": "type", "max": max}),
            json!({"match": "type", "min": min, "max": max}),
        ])
    })
}

fn each_value() -> impl Strategy<Value = Value> {
    vec(of_leaves(), 1..3).prop_map(|rules| json!({"match": "eachValue", "rules": rules}))
}

fn each_key() -> impl Strategy<Value = Value> {
    let keys = vec![json!({"match": "regex", "regex": "a.*"}), json!({"match": "regex", "regex": ".*1"})];
    vec(select(keys), 1..3).prop_map(|rules| json!({"match": "eachKey", "rules": rules}))
}

fn contains() -> impl Strategy<Value = Value> {
    let variant = (0..2_usize, of_leaves());
    vec(variant, 1..3).prop_map(|variants| {
        let variant = |(index, rule)| json!({"index": index, "rules": {"$": {"matchers": [rule]}}});
        json!({"match": "arrayContains", "variants": variants.into_iter().map(variant).collect::<Vec<_>>()})
    })
}

fn map() -> impl Strategy<Value = Value> {
    btree_map(select(vec!["a1", "a2", "b1"]), leaf(), 1..4).prop_map(|map| json!(map))
}

/// A map of the same keys.
fn like(example: &Value) -> impl Strategy<Value = Value> + use<> {
    let keys: Vec<String> = example.as_object().unwrap().keys().cloned().collect();
    vec(leaf(), keys.len()).prop_map(move |values| Value::Object(keys.iter().cloned().zip(values).collect()))
}

/// Sets in which one rule at most holds below: of two the one may be enough for one entry and the other for another.
fn with_one_of(
    below: impl Strategy<Value = Value>,
    opening: impl Strategy<Value = Value>,
) -> impl Strategy<Value = Vec<Value>> {
    (vec(below, 0..2), vec(opening, 0..4))
        .prop_map(|(below, opening)| below.into_iter().chain(opening).collect::<Vec<_>>())
        .prop_filter("a set has rules", |rules| !rules.is_empty())
        .prop_shuffle()
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn a_set_on_one_value_is_met_as_its_rules_are(
        combine in select(&WAYS[..]),
        rules in vec(of_leaves(), 1..4),
        (example, actual) in (leaf(), leaf()),
    ) {
        prop_assert_eq!(meets(combine, &rules, &example, &actual), naive(combine, &rules, &example, &actual));
    }

    #[test]
    fn a_set_on_a_list_is_met_as_its_rules_are(
        combine in select(&WAYS[..]),
        rules in with_one_of(prop_oneof![plain(), sized()], prop_oneof![each_value(), contains()]),
        example in vec(leaf(), 1..4),
        actual in vec(leaf(), 0..4),
    ) {
        let (example, actual) = (json!(example), json!(actual));
        for actual in [&actual, &example] {
            prop_assert_eq!(meets(combine, &rules, &example, actual), naive(combine, &rules, &example, actual));
        }
    }

    #[test]
    fn every_rule_of_a_set_on_a_list_is_met(
        rules in vec(prop_oneof![plain(), sized(), each_value(), contains()], 1..5),
        example in vec(leaf(), 1..4),
        actual in vec(leaf(), 0..4),
    ) {
        let (example, actual) = (json!(example), json!(actual));
        prop_assert_eq!(meets("AND", &rules, &example, &actual), naive("AND", &rules, &example, &actual));
    }

    #[test]
    fn a_set_on_a_map_is_met_as_its_rules_are(
        combine in select(&WAYS[..]),
        rules in with_one_of(
            prop_oneof![plain(), sized()],
            prop_oneof![each_value(), each_key(), Just(json!({"match": "values"}))],
        ),
        (example, actual) in map().prop_flat_map(|example| (Just(example.clone()), like(&example))),
    ) {
        prop_assert_eq!(meets(combine, &rules, &example, &actual), naive(combine, &rules, &example, &actual));
    }

    #[test]
    fn keys_and_values_of_any_map_are_judged_by_every_rule(
        rules in vec(prop_oneof![each_value(), each_key()], 1..5),
        (example, actual) in (map(), map()),
    ) {
        prop_assert_eq!(meets("AND", &rules, &example, &actual), naive("AND", &rules, &example, &actual));
    }
}
