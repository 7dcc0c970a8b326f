//! Lists and maps under rules that open them are judged as those of JSON bodies are: the same case through both.

use super::strictness::ruled;
use super::tests::{answered, bytes, draft, said};
use crate::file::from_slice;
use crate::http::ActualResponse;
use crate::interaction::Exchange;
use crate::json::Json;
use crate::matching::match_response;
use crate::pattern::like;
use serde_json::{Value, json};

/// What is said of the case as a JSON body and as a message.
fn both(expected: &Value, rules: &Value, actual: &Value) -> [String; 2] {
    let contract = json!({"consumer": {"name": "c"}, "provider": {"name": "p"}, "interactions": [
        {"description": "d", "request": {}, "response": {"body": expected, "matchingRules": {"body": rules}}}
    ]});
    let contract = from_slice(contract.to_string().as_bytes(), "x").unwrap().contract;
    let Exchange::Http(http) = &contract.interactions[0].exchange else { panic!("{rules}") };
    let body = actual.to_string();
    let response = ActualResponse { status: 200, headers: &[], body: Some(body.as_bytes()) };
    let json = match_response(&http.response, &response).iter().map(ToString::to_string).collect::<Vec<_>>();
    [json.join("\n"), answered(&ruled(expected, rules), &bytes("Everything", actual))]
}

/// Holds the table of answers, and whether they pass, against both.
#[track_caller]
fn table(expected: &Value, rules: &Value, answers: &[(Value, bool)]) {
    for (actual, passes) in answers {
        let said = both(expected, rules, actual);
        assert_eq!(said.each_ref().map(String::is_empty), [*passes; 2], "{expected} {rules} {actual}: {said:?}");
    }
}

fn regex(source: &str) -> Value {
    json!({"match": "regex", "regex": source})
}

fn each(kind: &str, rules: &[Value]) -> Value {
    json!({"match": kind, "rules": rules})
}

fn digits() -> Value {
    each("eachValue", &[regex("[0-9]+")])
}

fn letters() -> Value {
    each("eachKey", &[regex("[a-z]+")])
}

fn contains(rules: &Value) -> Value {
    json!({"match": "arrayContains", "variants": [{"index": 0, "rules": rules}]})
}

fn sized(min: Option<usize>, max: Option<usize>) -> Value {
    let mut rule = json!({"match": "type"});
    for (name, size) in [("min", min), ("max", max)] {
        if let Some(size) = size {
            rule[name] = json!(size);
        }
    }
    rule
}

fn all(rules: &[Value]) -> Value {
    json!({"combine": "AND", "matchers": rules})
}

fn any(rules: &[Value]) -> Value {
    json!({"combine": "OR", "matchers": rules})
}

fn tags<const N: usize>(tags: [&str; N]) -> Value {
    json!({"tags": tags.as_slice()})
}

fn labels<const N: usize>(labels: [(&str, &str); N]) -> Value {
    let labels: serde_json::Map<_, _> = labels.into_iter().map(|(key, value)| (key.to_owned(), json!(value))).collect();
    json!({"labels": labels})
}

#[test]
fn rules_of_each_value_hold_beside_those_at_an_entry() {
    let at_items = json!({"$.tags": all(&[digits()]), "$.tags.*": all(&[sized(None, None)])});
    table(&tags(["1"]), &at_items, &[(tags(["2", "3"]), true), (tags(["2", "x"]), false)]);
    let at_one = json!({"$.tags": all(&[digits()]), "$.tags[0]": all(&[regex("[0-5]")])});
    table(&tags(["1"]), &at_one, &[(tags(["2", "9"]), true), (tags(["9"]), false), (tags(["2", "x"]), false)]);
    let contradicting = json!({"$.tags": all(&[digits()]), "$.tags[0]": all(&[regex("[a-c]")])});
    table(&tags(["1"]), &contradicting, &[(tags(["a"]), false), (tags(["1"]), false)]);
    let at_entries = json!({"$.labels": all(&[digits()]), "$.labels.*": all(&[sized(None, None)])});
    let (good, bad) = (labels([("b", "2")]), labels([("b", "x")]));
    table(&labels([("a", "1")]), &at_entries, &[(good, true), (bad, false), (labels([("a", "x")]), false)]);
    let at_key = json!({"$.labels": all(&[digits()]), "$.labels.a": any(&[regex("[0-5]"), regex("[a-c]")])});
    table(
        &labels([("a", "1")]),
        &at_key,
        &[(labels([("a", "2"), ("z", "9")]), true), (labels([("a", "9")]), false), (labels([("a", "b")]), false)],
    );
    let two = each("eachValue", &[regex("[0-9]"), regex("[0-5]")]);
    let filled = json!({"$.tags": all(&[two]), "$.tags.*": all(&[json!({"match": "notEmpty"})])});
    table(&tags(["1"]), &filled, &[(tags(["2"]), true), (tags(["9"]), false)]);
    let structural = json!({"$.tags": all(&[each("eachValue", &[letters()])]), "$.tags.*": all(&[sized(None, None)])});
    table(&tags(["1"]), &structural, &[(tags(["1"]), false)]);
    let items = json!({"items": [{"sku": "a", "quantity": 1}]});
    let whole =
        json!({"$.items": all(&[each("eachValue", &[sized(None, None)])]), "$.items[*].sku": all(&[regex("[a-c]")])});
    table(
        &items,
        &whole,
        &[
            (json!({"items": [{"sku": "b", "quantity": 7}]}), true),
            (json!({"items": [{"sku": "z", "quantity": 7}]}), false),
        ],
    );
    let scalar = json!({"$.items": all(&[each("eachValue", &[json!({"match": "integer"})])]), "$.items[*]": all(&[sized(None, None)])});
    table(&items, &scalar, &[(items.clone(), false)]);
}

#[test]
fn all_rules_of_a_list_or_map_hold_at_once() {
    let two = json!({"$.tags": all(&[digits(), sized(Some(2), None)])});
    table(&tags(["1"]), &two, &[(tags(["1"]), false), (tags(["1", "2"]), true), (tags(["1", "x"]), false)]);
    let found = json!({"$.tags": all(&[contains(&json!({})), sized(Some(2), Some(3))])});
    table(
        &tags(["a"]),
        &found,
        &[
            (tags(["a"]), false),
            (tags(["b", "a"]), true),
            (tags(["b", "c"]), false),
            (tags(["a", "b", "c", "d"]), false),
        ],
    );
    let filled = json!({"$.tags": all(&[digits(), json!({"match": "notEmpty"})])});
    table(&tags(["1"]), &filled, &[(tags(["5"]), true), (tags([]), false)]);
    let same = json!({"$.tags": all(&[json!({"match": "equality"}), digits()])});
    table(&tags(["1"]), &same, &[(tags(["1"]), true), (tags(["1", "2"]), false), (tags(["2"]), false)]);
    let keyed = json!({"$.labels": all(&[letters(), digits(), sized(Some(1), Some(2))])});
    table(
        &labels([("a", "1")]),
        &keyed,
        &[
            (labels([("b", "2")]), true),
            (labels([("1", "2")]), false),
            (labels([("b", "x")]), false),
            (labels([("a", "1"), ("b", "2"), ("c", "3")]), false),
        ],
    );
    let values = json!({"$.labels": all(&[json!({"match": "values"}), sized(Some(2), None)])});
    table(&labels([("a", "1")]), &values, &[(labels([("b", "1"), ("c", "1")]), true), (labels([("b", "1")]), false)]);
}

#[test]
fn one_rule_of_a_list_is_enough() {
    let either = |rules: &[Value]| json!({"$.tags": any(rules)});
    let (one, a) = (tags(["1"]), tags(["a"]));
    let kind = || sized(None, None);
    table(
        &one,
        &either(&[digits(), sized(Some(2), None)]),
        &[(tags(["2"]), true), (tags(["x"]), false), (tags(["x", "y"]), true)],
    );
    table(
        &one,
        &either(&[sized(None, Some(1)), digits()]),
        &[(tags(["x"]), true), (tags(["1", "2"]), true), (tags(["1", "x"]), false)],
    );
    table(&a, &either(&[contains(&json!({})), kind()]), &[(tags(["b"]), true), (tags(["b", "a"]), true)]);
    table(
        &a,
        &either(&[contains(&json!({})), sized(None, Some(1))]),
        &[(tags(["b", "a"]), true), (tags(["b", "c"]), false), (tags(["b"]), true)],
    );
    table(
        &a,
        &either(&[contains(&json!({})), digits()]),
        &[(tags(["a", "x"]), true), (tags(["1", "2"]), true), (tags(["1", "x"]), false)],
    );
    table(&a, &either(&[letters(), kind()]), &[(tags(["b"]), true)]);
    table(&a, &either(&[letters(), digits()]), &[(tags(["b"]), false), (tags(["7"]), true)]);
    table(&one, &either(&[json!({"match": "integer"}), digits()]), &[(tags(["2"]), true), (tags(["x"]), false)]);
    table(&one, &either(&[json!({"match": "notEmpty"}), digits()]), &[(tags(["x"]), true), (tags(["2"]), true)]);
    table(
        &a,
        &either(&[json!({"match": "equality"}), digits()]),
        &[(tags(["a"]), true), (tags(["1"]), true), (tags(["b"]), false), (tags(["a", "b"]), false)],
    );
    let items = json!({"items": [{"sku": "a", "quantity": 1}]});
    let rules = json!({"$.items": any(&[sized(Some(2), None), contains(&json!({"$.sku": all(&[regex("[a-c]")])}))])});
    let item = |sku: &str| json!({"sku": sku, "quantity": 1});
    table(
        &items,
        &rules,
        &[
            (json!({"items": [item("c")]}), true),
            (json!({"items": [item("z")]}), false),
            (json!({"items": [item("z"), item("y")]}), true),
        ],
    );
}

#[test]
fn one_rule_of_a_map_is_enough() {
    let either = |rules: &[Value]| json!({"$.labels": any(rules)});
    let one = labels([("a", "1")]);
    let kind = || sized(None, None);
    table(
        &one,
        &either(&[letters(), digits()]),
        &[
            (labels([("b", "x")]), true),
            (labels([("1", "2")]), true),
            (labels([("1", "x")]), false),
            (labels([("a", "x")]), false),
        ],
    );
    table(
        &one,
        &either(&[letters(), kind()]),
        &[(labels([("a", "2")]), true), (labels([("b", "2")]), true), (labels([("1", "x")]), false)],
    );
    table(
        &one,
        &either(&[sized(Some(2), None), letters()]),
        &[
            (labels([("1", "x")]), false),
            (labels([("b", "x")]), true),
            // The size says nothing of the values to the rule about keys.
            (labels([("a", "x")]), false),
            (labels([("a", "x"), ("2", "y")]), true),
        ],
    );
    table(
        &one,
        &either(&[json!({"match": "values"}), sized(Some(2), None)]),
        &[
            (labels([("b", "1")]), true),
            (labels([("b", "2")]), false),
            (labels([("a", "2")]), false),
            (labels([("a", "2"), ("b", "3")]), true),
        ],
    );
    table(
        &one,
        &either(&[contains(&json!({})), kind()]),
        &[(labels([("a", "2")]), true), (labels([("b", "2")]), false)],
    );
    table(&one, &json!({"$.labels": all(&[contains(&json!({}))])}), &[(one.clone(), false)]);
    table(&tags(["a"]), &json!({"$.tags": all(&[letters()])}), &[(tags(["a"]), false)]);
}

#[test]
fn what_rules_that_open_a_place_say_is_said_once_and_no_further_down() {
    let rules = json!({"$.tags": any(&[contains(&json!({})), sized(None, Some(1))])});
    let [_, said] = both(&tags(["a"]), &rules, &tags(["b", "c"]));
    insta::assert_snapshot!(said, @r#"
    message $.tags   Variant at index 0 ("a") was not found in the actual list
    message $.tags   Expected ["b", "c"] (size 2) to have maximum size of 1   (rule type at $.tags)
    "#);
}

#[test]
fn of_many_rules_one_of_which_would_be_enough_a_few_are_told() {
    let ways: Vec<_> = (0..1_000).map(|at| each("eachValue", &[regex(&format!("never{at}"))])).collect();
    let rules = json!({"$.labels": any(&ways)});
    for said in both(&labels([("a", "1")]), &rules, &labels([("a", "x"), ("b", "y")])) {
        assert_eq!(said.lines().count(), 20, "{said}");
    }
}

#[test]
fn an_empty_map_or_list_under_a_rule_says_nothing_of_what_is_in_it() {
    let kind = || json!({"$.labels": all(&[sized(None, None)]), "$.tags": all(&[sized(None, None)])});
    let whole = || json!({"$": all(&[sized(None, None)])});
    let some = [(labels([]), true), (labels([("a", "1")]), true)];
    let many = [(tags([]), true), (tags(["x", "y"]), true)];
    for rules in [kind(), whole()] {
        table(&labels([]), &rules, &some);
        table(&tags([]), &rules, &many);
    }
    let equal = |path: &str| json!({path: all(&[json!({"match": "equality"})])});
    table(&labels([]), &equal("$.labels"), &[(labels([]), true), (labels([("a", "1")]), false)]);
    table(&tags([]), &equal("$.tags"), &[(tags([]), true), (tags(["x"]), false)]);
    let filled = json!({"$.tags": all(&[sized(Some(1), None)])});
    table(&tags([]), &filled, &[(tags([]), false), (tags(["x"]), true)]);
}

#[test]
fn requests_have_no_entries_an_empty_map_does_not_name() {
    for (expected, actual, passes) in [
        (json!({"labels": like(json!({}))}), labels([("a", "1")]), false),
        (json!({"labels": like(json!({}))}), labels([]), true),
        (json!({"tags": like(json!([]))}), tags(["x"]), true),
        (json!({"tags": []}), tags(["x"]), false),
    ] {
        let mut draft = draft("Look");
        draft.request(&Json::from(&expected)).unwrap();
        draft.response(&Json::from(json!({}))).unwrap();
        let call = draft.finish().unwrap().resolve().unwrap();
        let found = said(&call.match_request(0, &bytes("Everything", &actual)));
        assert_eq!(found.is_empty(), passes, "{expected} {actual}: {found}");

        let body = crate::pattern::split(&Json::from(&expected));
        let rules = crate::rules::Rules { body: crate::rules::BodyRules::compile(body.rules), ..Default::default() };
        let request = crate::http::Request { body: crate::body::Body::json(body.example), rules, ..Default::default() };
        let sent = actual.to_string();
        let headers = [("content-type", "application/json")];
        let arrived = crate::http::ActualRequest {
            method: "GET",
            path: "/",
            query: "",
            headers: &headers,
            body: Some(sent.as_bytes()),
        };
        let found = said(&crate::matching::match_request(&request, &arrived));
        assert_eq!(found.is_empty(), passes, "as JSON: {expected} {actual}: {found}");
    }
}
