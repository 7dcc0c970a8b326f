//! Properties: what must hold of any contract, body and example.
//!
//! The cases are few and always the same, so that a run takes seconds and a failure comes back.

use abide_contract_core::body::Body;
use abide_contract_core::contract::{Contract, ProviderState};
use abide_contract_core::file::{SCHEMA, from_slice, merge, to_text};
use abide_contract_core::http::{ActualRequest, ActualResponse, Request, Response};
use abide_contract_core::interaction::{Exchange, Http, Interaction};
use abide_contract_core::json::{Json, Object};
use abide_contract_core::matching::{match_request, match_response};
use abide_contract_core::mismatch::Mismatch;
use abide_contract_core::pattern::{
    Parts, Pattern, array_containing, boolean, date, each_entry, each_like, like, split,
};
use abide_contract_core::pattern::{decimal, integer, null, number, regex, semver};
use abide_contract_core::rules::{BodyRules, Rules};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::sync::LazyLock;

/// Holds files against the schema of what is written.
static WRITTEN: LazyLock<jsonschema::Validator> =
    LazyLock::new(|| jsonschema::draft202012::new(&serde_json::from_str(SCHEMA).unwrap()).unwrap());

fn settings(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..ProptestConfig::default() }
}

/// Few keys and values, so that two bodies have much in common.
fn body() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        prop_oneof![Just("0"), Just("1"), Just("1.5"), Just("1e3"), Just("-7")].prop_map(read),
        "[ab1]{0,2}".prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 20, 3, |inner| {
        let key = prop_oneof![Just("a"), Just("b"), Just("c d"), Just("1"), Just("it's")];
        prop_oneof![vec(inner.clone(), 0..4).prop_map(Json::Array), vec((key, inner), 0..4).prop_map(object)]
    })
}

fn object(entries: Vec<(&'static str, Json)>) -> Json {
    Json::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Object<'static>>())
}

fn read(text: &str) -> Json {
    abide_contract_core::json::parse(text.as_bytes()).unwrap().into_owned()
}

/// Bodies with patterns in them, as a consumer's test has them.
fn patterned() -> impl Strategy<Value = Json> {
    let marked = |pattern: Pattern| Json::from_serialize(&pattern).unwrap();
    let pattern = prop_oneof![
        any::<i64>().prop_map(integer),
        (-1e6..1e6).prop_map(decimal),
        any::<i32>().prop_map(number),
        any::<bool>().prop_map(boolean),
        "[a-z]{1,4}-[0-9]{1,3}".prop_map(|text| regex("[a-z]+-[0-9]+", text)),
        "20[0-9]{2}-0[1-9]-[12][0-9]".prop_map(|text| date("yyyy-MM-dd", text)),
        "[1-9]\\.[0-9]\\.[1-9]".prop_map(semver),
        ".{0,3}".prop_map(like),
        Just(()).prop_map(|()| null()),
    ];
    let leaf = prop_oneof![pattern.prop_map(marked), body()];
    leaf.prop_recursive(4, 24, 3, move |inner| {
        let key = "[a-c$. ']{1,3}";
        let map = vec((key, inner.clone()), 0..4)
            .prop_map(|entries| Json::Object(entries.into_iter().collect::<Object<'static>>()));
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Json::Array),
            map.clone(),
            inner.clone().prop_map(move |value| marked(like(value))),
            inner.clone().prop_map(move |value| marked(each_like(value))),
            map.clone().prop_map(move |map| marked(array_containing([map]))),
            inner.prop_map(move |value| marked(each_entry(regex("[a-z]+", "key"), value))),
        ]
    })
}

fn in_request(request: &Request, body: &[u8]) -> Vec<Mismatch> {
    let actual = ActualRequest { method: "GET", path: "/", body: Some(body), ..ActualRequest::default() };
    match_request(request, &actual)
}

fn in_response(response: &Response, body: &[u8]) -> Vec<Mismatch> {
    match_response(response, &ActualResponse { status: response.status, headers: &[], body: Some(body) })
}

proptest! {
    #![proptest_config(settings(150))]
    #[test]
    fn an_example_satisfies_its_own_rules(value in patterned()) {
        let Parts { example, rules, .. } = split(&value);
        let sent = example.to_compact();
        let rules = Rules { body: BodyRules::compile(rules), ..Rules::default() };
        let request = Request { body: Body::json(example.clone()), rules: rules.clone(), ..Request::default() };
        prop_assert_eq!(in_request(&request, sent.as_bytes()), vec![]);
        let response = Response { body: Body::json(example), rules, ..Response::default() };
        prop_assert_eq!(in_response(&response, sent.as_bytes()), vec![]);
    }
}

/// A file of version 2 whose request and response have this body and these rules.
fn version_2(body: &Json, rules: &[(&str, &str)]) -> String {
    let rules = rules.iter().map(|(path, rule)| (format!("$.body{path}"), read(rule)));
    let rules = Json::Object(rules.collect::<Object<'static>>());
    format!(
        r#"{{"consumer":{{"name":"a"}},"provider":{{"name":"b"}},"interactions":[{{"description":"d","provider_state":"s",
        "request":{{"method":"get","path":"/","body":{body},"matchingRules":{rules}}},
        "response":{{"status":200,"body":{body},"matchingRules":{rules}}}}}],
        "metadata":{{"pactSpecification":{{"version":"2.0.0"}}}}}}"#
    )
}

fn load(text: &str) -> Contract {
    from_slice(text.as_bytes(), "test").unwrap_or_else(|error| panic!("{error}\n{text}")).contract
}

proptest! {
    #![proptest_config(settings(200))]
    #[test]
    fn what_is_upgraded_from_version_2_gives_the_same_verdicts(
        expected in body(),
        rules in vec((
            prop_oneof![Just(""), Just(".a"), Just(".b"), Just(".*"), Just("[*]"), Just(".a[0]"), Just("['c d'].a"), Just(".a[*].b")],
            prop_oneof![
                Just(r#"{"match":"type"}"#),
                Just(r#"{"match":"regex","regex":"[a1]*"}"#),
                Just(r#"{"regex":"\\d+"}"#),
                Just(r#"{"min":1}"#),
                Just(r#"{"match":"type","max":2}"#),
            ],
        ), 0..4),
        actuals in vec(body(), 1..5),
    ) {
        let old = load(&version_2(&expected, &rules));
        let text = to_text(&old);
        let new = load(&text);
        prop_assert_eq!(to_text(&new), text);
        let (old, new) = (old.interactions[0].as_http().unwrap(), new.interactions[0].as_http().unwrap());
        for actual in actuals.iter().chain([&expected]) {
            let actual = actual.to_compact();
            prop_assert_eq!(in_request(old.0, actual.as_bytes()), in_request(new.0, actual.as_bytes()));
            prop_assert_eq!(in_response(old.1, actual.as_bytes()), in_response(new.1, actual.as_bytes()));
        }
    }
}

/// An interaction out of few, so that two contracts often have the same ones, sometimes with other contents.
fn interaction() -> impl Strategy<Value = Interaction> {
    let text = || prop_oneof![Just("a"), Just("b"), Just("c")];
    (text(), option::of(text()), option::of(text()), 200..202_u16, option::of(patterned())).prop_map(
        |(description, state, key, status, body)| {
            let mut response = Response { status, ..Response::default() };
            if let Some(body) = body {
                let Parts { example, rules, generators } = split(&body);
                response.body = Body::json(example);
                response.rules.body = BodyRules::compile(rules);
                response.generators.body = generators;
            }
            let exchange = Exchange::Http(Box::new(Http { response, ..Http::default() }));
            let states = state.map(|name| ProviderState::new(name).with("n", status.to_string()));
            let (states, key) = (states.into_iter().collect(), key.map(str::to_owned));
            Interaction { states, key, ..Interaction::new(description, exchange) }
        },
    )
}

fn contract() -> impl Strategy<Value = Contract> {
    (vec(interaction(), 0..3), body(), option::of(body())).prop_map(|(interactions, tool, more)| {
        let mut contract = Contract::new("web", "orders");
        contract.interactions = interactions;
        contract.metadata.insert("tool", tool);
        if let Some(more) = more {
            contract.extra.insert("more", more.clone());
            contract.consumer.extra.insert("more", more);
        }
        contract
    })
}

proptest! {
    #![proptest_config(settings(150))]
    #[test]
    fn what_was_written_is_read_and_written_the_same(contract in contract()) {
        let text = to_text(&contract);
        let read = load(&text);
        prop_assert_eq!(to_text(&read), text.as_str());
        let file = serde_json::from_str(&text).unwrap();
        prop_assert!(WRITTEN.is_valid(&file), "{:?}\n{text}", WRITTEN.validate(&file));
        prop_assert_eq!(load(&to_text(&read)), read);
    }

    #[test]
    fn merging_is_commutative_and_idempotent(left in contract(), right in contract()) {
        let text = |merged: Result<Contract, _>| merged.map(|merged| to_text(&merged));
        let both = merge(left.clone(), right.clone());
        let other = merge(right, left.clone()).map(|other| to_text(&other));
        prop_assert_eq!(text(both.clone()).is_ok(), other.is_ok());
        if let Ok(both) = both {
            prop_assert_eq!(Ok(to_text(&both)), other);
            prop_assert_eq!(Ok(to_text(&both)), text(merge(both.clone(), both.clone())));
            prop_assert_eq!(Ok(to_text(&both)), text(merge(both, left)));
        }
    }
}
