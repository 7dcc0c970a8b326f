//! What is said of lists and maps under rules that open them.

use crate::http::ActualResponse;
use crate::interaction::Exchange;
use crate::matching::match_response;

/// What is said of a response body; `rules` are those for the body as a file has them.
fn said(expected: &str, rules: &str, actual: &str) -> String {
    let file = format!(
        r#"{{"consumer":{{"name":"c"}},"provider":{{"name":"p"}},"interactions":[{{"description":"d","request":{{}},
        "response":{{"body":{expected},"matchingRules":{{"body":{rules}}}}}}}]}}"#
    );
    let contract = crate::file::from_slice(file.as_bytes(), "c.json").unwrap().contract;
    let Exchange::Http(http) = &contract.interactions[0].exchange else { panic!("{file}") };
    let actual = ActualResponse { status: 200, headers: &[], body: Some(actual.as_bytes()) };
    let mismatches = match_response(&http.response, &actual);
    let line = |mismatch: &crate::Mismatch| format!("{} {mismatch}", mismatch.identifier().unwrap_or_default());
    mismatches.iter().map(line).collect::<Vec<_>>().join("\n")
}

const EACH_KEY: &str = r#"{"match":"eachKey","rules":[{"match":"regex","regex":"[a-z]+"}]}"#;
const DIGITS: &str = r#"{"match":"regex","regex":"[0-9]+"}"#;

fn each_value(rule: &str) -> String {
    format!(r#"{{"match":"eachValue","rules":[{rule}]}}"#)
}

fn at(path: &str, rules: &[&str]) -> String {
    format!(r#""{path}":{{"matchers":[{}]}}"#, rules.join(","))
}

fn any_at(path: &str, rules: &[&str]) -> String {
    format!(r#""{path}":{{"combine":"OR","matchers":[{}]}}"#, rules.join(","))
}

fn table(cases: &[(&str, &[String], &str, &str)]) {
    for (expected, rules, actual, wanted) in cases {
        let rules = format!("{{{}}}", rules.join(","));
        assert_eq!(said(expected, &rules, actual), *wanted, "{expected} {rules} {actual}");
    }
}

#[test]
fn values_of_further_keys_are_judged_where_a_path_leads_to_them() {
    let keys = at("$.m", &[EACH_KEY]);
    let keys_alone = [keys.clone()];
    let one = r#"{"m":{"a":1}}"#;
    let integers = [keys.clone(), at("$.m.*", &[r#"{"match":"integer"}"#])];
    table(&[
        (one, &integers, r#"{"m":{"b":2}}"#, ""),
        (one, &integers, r#"{"m":{"b":"x"}}"#, "$.m.b Expected 'x' (String) to be an integer"),
        (r#"{"m":{}}"#, &integers, r#"{"m":{"b":"x"}}"#, "$.m.b Expected 'x' (String) to be an integer"),
        (one, &keys_alone, r#"{"m":{"b":"x"}}"#, ""),
        (one, &[keys.clone(), at("$", &[r#"{"match":"type"}"#])], r#"{"m":{"b":"x"}}"#, ""),
        (one, &[keys.clone(), at("$.m.*", &[r#"{"match":"equality"}"#])], r#"{"m":{"b":"x"}}"#, ""),
        (
            r#"{"m":{"a":{"id":"1"}}}"#,
            &[keys, at("$.m.*.id", &[DIGITS])],
            r#"{"m":{"b":{"id":"x"}}}"#,
            "$.m.b.id Expected 'x' to match '[0-9]+'",
        ),
    ]);
}

#[test]
fn each_value_needs_no_example() {
    let map = [at("$.m", &[&each_value(r#"{"match":"integer"}"#)])];
    let list = [at("$.m", &[&each_value(DIGITS)])];
    table(&[
        (r#"{"m":{}}"#, &map, r#"{"m":{"a":1}}"#, ""),
        (r#"{"m":{}}"#, &map, r#"{"m":{"a":"x"}}"#, "$.m.a Expected 'x' (String) to be an integer"),
        (r#"{"m":[]}"#, &list, r#"{"m":["1",2]}"#, ""),
        (r#"{"m":[]}"#, &list, r#"{"m":["1","x"]}"#, "$.m[1] Expected 'x' to match '[0-9]+'"),
    ]);
}

#[test]
fn rules_that_open_one_place_say_nothing_of_those_below() {
    let nested = [at("$.m", &[&each_value(EACH_KEY)])];
    let expected = r#"{"m":{"x":{"k":1}}}"#;
    table(&[
        (expected, &nested, r#"{"m":{"y":{"k":1}}}"#, ""),
        (expected, &nested, r#"{"m":{"x":{"k":"zzz"}}}"#, "$.m.x.k Expected 'zzz' (String) to be equal to 1 (Integer)"),
        (expected, &nested, r#"{"m":{"x":{"0":1}}}"#, "$.m.x[0] Expected '0' to match '[a-z]+'"),
        (expected, &[nested[0].clone(), at("$", &[r#"{"match":"type"}"#])], r#"{"m":{"x":{"k":2}}}"#, ""),
    ]);
}

#[test]
fn each_value_holds_beside_a_rule_at_the_entries() {
    let digits = at("$.m", &[&each_value(DIGITS)]);
    let both = [digits, at("$.m.*", &[r#"{"match":"type"}"#])];
    let keys = [at("$.m", &[&each_value(EACH_KEY)]), at("$.m.*", &[r#"{"match":"type"}"#])];
    table(&[
        (r#"{"m":{"a":"1"}}"#, &both, r#"{"m":{"a":"2"}}"#, ""),
        (r#"{"m":{"a":"1"}}"#, &both, r#"{"m":{"a":"x"}}"#, "$.m.a Expected 'x' to match '[0-9]+'"),
        (
            r#"{"m":{"a":"1"}}"#,
            &both,
            r#"{"m":{"a":2}}"#,
            "$.m.a Expected 2 (Integer) to be the same type as '1' (String)",
        ),
        (r#"{"m":{"x":{"k":1}}}"#, &keys, r#"{"m":{"x":{"k":2}}}"#, ""),
        (r#"{"m":{"x":{"k":1}}}"#, &keys, r#"{"m":{"x":{"0":2}}}"#, "$.m.x[0] Expected '0' to match '[a-z]+'"),
    ]);
}

#[test]
fn one_rule_that_is_met_is_enough_and_one_that_has_no_say_is_not_met() {
    let key_or_type = [any_at("$.m", &[EACH_KEY, r#"{"match":"type"}"#])];
    let contains = r#"{"match":"arrayContains","variants":[{"index":0,"rules":{}}]}"#;
    let contains_or_type = [any_at("$", &[contains, r#"{"match":"type"}"#])];
    table(&[
        (r#"{"m":{"a":1}}"#, &key_or_type, r#"{"m":{"a":2}}"#, ""),
        (r#"{"m":{"a":1}}"#, &key_or_type, r#"{"m":{"b":2}}"#, ""),
        (
            r#"{"m":{"a":1}}"#,
            &key_or_type,
            r#"{"m":{"a":"x"}}"#,
            "$.m.a Expected 'x' (String) to be the same type as 1 (Integer)",
        ),
        ("[1]", &contains_or_type, "[2]", ""),
        ("[1]", &contains_or_type, r#"["x",1]"#, ""),
        (
            "[1]",
            &contains_or_type,
            r#"["x"]"#,
            "$ Variant at index 0 (1) was not found in the actual list\n\
             $[0] Expected 'x' (String) to be the same type as 1 (Integer)",
        ),
    ]);
}

#[test]
fn rules_about_keys_belong_on_maps_and_variants_on_lists() {
    table(&[
        ("[1,2]", &[at("$", &[EACH_KEY])], "[]", "$ Unable to match [] (Array) with rule 'eachKey'"),
        ("[1]", &[at("$", &[r#"{"match":"values"}"#])], "[]", "$ Unable to match [] (Array) with rule 'values'"),
        (
            r#"{"a":1}"#,
            &[at("$", &[r#"{"match":"arrayContains","variants":[]}"#])],
            r#"{"a":1}"#,
            r#"$ Unable to match {"a":1} (Object) with rule 'arrayContains'"#,
        ),
    ]);
}

#[test]
fn trying_rules_one_of_which_is_enough_is_bounded() {
    let depth = 24;
    let expected = format!("{}1{}", r#"{"a":"#.repeat(depth), "}".repeat(depth));
    let actual = expected.replace('1', "\"x\"");
    let rules: Vec<String> =
        (0..depth).map(|at| any_at(&format!("${}", ".a".repeat(at)), &[EACH_KEY, r#"{"match":"values"}"#])).collect();
    let said = said(&expected, &format!("{{{}}}", rules.join(",")), &actual);
    assert!(said.contains("Gave up comparing"), "{}", said.len());
}
