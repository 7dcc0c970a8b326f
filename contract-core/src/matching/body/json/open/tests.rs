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
    let key_or_many = any_at("$.m", &[EACH_KEY, r#"{"match":"type","min":5}"#]);
    let contains_or_type = [any_at("$", &[contains, r#"{"match":"type"}"#])];
    table(&[
        (r#"{"m":{"a":1}}"#, &key_or_type, r#"{"m":{"a":2}}"#, ""),
        (r#"{"m":{"a":1}}"#, &key_or_type, r#"{"m":{"b":2}}"#, ""),
        (
            r#"{"m":{"a":1}}"#,
            &key_or_type,
            r#"{"m":{"a":"x"}}"#,
            "$.m.a Expected 'x' (String) to be equal to 1 (Integer)\n\
             $.m.a Expected 'x' (String) to be the same type as 1 (Integer)",
        ),
        // What one rule says of the values is no help to one that says nothing of them.
        (
            r#"{"m":{"a":1,"b":2}}"#,
            &key_or_type,
            r#"{"m":{"a":5}}"#,
            "$.m.a Expected 5 (Integer) to be equal to 1 (Integer)\n$.m Actual map is missing the following keys: b",
        ),
        (r#"{"m":{"a":1}}"#, &[key_or_many, at("$", &[TYPE])], r#"{"m":{"a":5}}"#, ""),
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

fn contains(index: usize) -> String {
    format!(r#"{{"match":"arrayContains","variants":[{{"index":{index},"rules":{{}}}}]}}"#)
}

fn keys(regex: &str) -> String {
    format!(r#"{{"match":"eachKey","rules":[{{"match":"regex","regex":"{regex}"}}]}}"#)
}

const TYPE: &str = r#"{"match":"type"}"#;
const INTEGER: &str = r#"{"match":"integer"}"#;
const WITH_7: &str = r#"{"match":"include","value":"7"}"#;

/// One set at `$.v`, which holds the example `expected`: what is said where `actual` is there.
fn judged(cases: &[(&str, &[&str], &str, &str)]) {
    for (expected, rules, actual, wanted) in cases {
        let (expected, actual) = (format!(r#"{{"v":{expected}}}"#), format!(r#"{{"v":{actual}}}"#));
        let set = format!("{{{}}}", at("$.v", rules));
        assert_eq!(said(&expected, &set, &actual), *wanted, "{expected} {rules:?} {actual}");
    }
}

#[test]
fn every_rule_of_a_set_is_met_however_many_open_the_place() {
    let (begins, ends) = (keys("a.*"), keys(".*1"));
    let (with_7, integer) = (each_value(WITH_7), each_value(INTEGER));
    let no_7 = "Expected '1' to include '7'";
    let as_said = |place: &str| format!("$.v{place} {no_7}");
    judged(&[
        (r#"{"a1":1}"#, &[&begins, &ends], r#"{"a21":1}"#, ""),
        (r#"{"a1":1}"#, &[&begins, &ends], r#"{"b1":1}"#, "$.v.b1 Expected 'b1' to match 'a.*'"),
        (r#"{"a1":1}"#, &[&begins, &ends], r#"{"a2":1}"#, "$.v.a2 Expected 'a2' to match '.*1'"),
        ("[71]", &[&with_7, &integer], "[17]", ""),
        ("[71]", &[&with_7, &integer], "[1]", &as_said("[0]")),
        ("[71]", &[&integer, &with_7], "[1]", &as_said("[0]")),
        ("[71]", &[&with_7, &integer], "[7.5]", "$.v[0] Expected 7.5 (Decimal) to be an integer"),
        (r#"{"a":71}"#, &[&with_7, &integer], r#"{"b":1}"#, &as_said(".b")),
        (r#"{"a":71}"#, &[&integer, &with_7], r#"{"b":1}"#, &as_said(".b")),
        (
            r#"["x","y"]"#,
            &[&contains(0), &contains(1)],
            r#"["x"]"#,
            "$.v Variant at index 1 (\"y\") was not found in the actual list",
        ),
        (r#"["x","y"]"#, &[&contains(0), &contains(1)], r#"["y","z","x"]"#, ""),
    ]);
}

#[test]
fn items_a_list_must_contain_are_asked_for_beside_what_is_asked_of_every_item() {
    let letters = each_value(r#"{"match":"regex","regex":"[xy]"}"#);
    let (contains, most) = (contains(0), r#"{"match":"type","max":2}"#);
    judged(&[
        (r#"["x","y"]"#, &[&contains, &letters], r#"["y","x","y"]"#, ""),
        (r#"["x","y"]"#, &[&contains, &letters], r#"["x","zzz"]"#, "$.v[1] Expected 'zzz' to match '[xy]'"),
        (r#"["x","y"]"#, &[&letters, &contains], r#"["x","zzz"]"#, "$.v[1] Expected 'zzz' to match '[xy]'"),
        (
            r#"["x","y"]"#,
            &[&contains, &letters],
            r#"["y"]"#,
            "$.v Variant at index 0 (\"x\") was not found in the actual list",
        ),
        (
            r#"["x","y"]"#,
            &[&contains, TYPE],
            r#"["x",7]"#,
            "$.v[1] Expected 7 (Integer) to be the same type as 'y' (String)",
        ),
        (
            r#"["x"]"#,
            &[&contains, most],
            r#"["x","y","z"]"#,
            r#"$.v Expected ["x", "y", "z"] (size 3) to have maximum size of 2"#,
        ),
    ]);
}

#[test]
fn each_value_leaves_the_other_rules_of_its_set_in_force() {
    let with_7 = each_value(WITH_7);
    let (least, text) = (r#"{"match":"type","min":1}"#, "(String) to be the same type as 7 (Integer)");
    judged(&[
        (r#"{"a":7}"#, &[TYPE, &with_7], r#"{"b":17}"#, ""),
        (r#"{"a":7}"#, &[TYPE, &with_7], r#"{"a":"7"}"#, &format!("$.v.a Expected '7' {text}")),
        ("[7]", &[&with_7, TYPE], r#"["7"]"#, &format!("$.v[0] Expected '7' {text}")),
        ("[7]", &[TYPE, &with_7], "[70,8]", "$.v[1] Expected '8' to include '7'"),
        // A size is for the list alone, not for the lists in it.
        (r#"[["a"]]"#, &[least, &each_value(TYPE)], "[[]]", ""),
        (r#"[["a"]]"#, &[least, &each_value(TYPE)], "[]", "$.v Expected [] (size 0) to have minimum size of 1"),
        // Inside of the entries all of them hold as well.
        (
            r#"[{"n":"a7"}]"#,
            &[TYPE, &each_value(r#"{"match":"regex","regex":"a.*"}"#)],
            r#"[{"n":5}]"#,
            "$.v[0].n Expected 5 (Integer) to be the same type as 'a7' (String)\n\
             $.v[0].n Expected '5' to match 'a.*'",
        ),
    ]);
}

#[test]
fn sets_that_meet_at_one_entry_are_both_met() {
    let outer = at("$.m", &[&each_value(&keys("a.*"))]);
    let inner = [outer.clone(), at("$.m.*", &[&keys(".*1")])];
    let either = [outer, any_at("$.m.*", &[&keys(".*1"), &keys(".*2")])];
    let deep = [at("$.m", &[&each_value(&each_value(WITH_7))]), at("$.m.*", &[TYPE])];
    let one = r#"{"m":{"x":{"a1":1}}}"#;
    table(&[
        (one, &inner, r#"{"m":{"y":{"a21":1}}}"#, ""),
        (one, &inner, r#"{"m":{"x":{"b1":1}}}"#, "$.m.x.b1 Expected 'b1' to match 'a.*'"),
        (one, &inner, r#"{"m":{"x":{"a2":1}}}"#, "$.m.x.a2 Expected 'a2' to match '.*1'"),
        (one, &either, r#"{"m":{"x":{"a2":1}}}"#, ""),
        (one, &either, r#"{"m":{"x":{"b2":1}}}"#, "$.m.x.b2 Expected 'b2' to match 'a.*'"),
        (
            one,
            &either,
            r#"{"m":{"x":{"a3":1}}}"#,
            "$.m.x.a3 Expected 'a3' to match '.*1'\n$.m.x.a3 Expected 'a3' to match '.*2'",
        ),
        (r#"{"m":{"x":{"k":7}}}"#, &deep, r#"{"m":{"x":{"k":17}}}"#, ""),
        (r#"{"m":{"x":{"k":7}}}"#, &deep, r#"{"m":{"x":{"k":1}}}"#, "$.m.x.k Expected '1' to include '7'"),
        (
            r#"{"m":{"x":{"k":7}}}"#,
            &deep,
            r#"{"m":{"x":{"k":"7"}}}"#,
            "$.m.x.k Expected '7' (String) to be the same type as 7 (Integer)",
        ),
    ]);
}

#[test]
fn equality_beside_other_rules_still_asks_for_the_example_itself() {
    let equality = r#"{"match":"equality"}"#;
    let more = "$.v Expected a Map with keys [a] but received one with keys [a, b]";
    let one = r#"{"a":1}"#;
    let (key, value) = (keys("[a-z]"), each_value(INTEGER));
    let two = r#"{"a":1,"b":2}"#;
    judged(&[
        (one, &[equality, TYPE], one, ""),
        (one, &[equality, TYPE], two, more),
        (one, &[r#"{"match":"notEmpty"}"#, equality], two, more),
        (one, &[equality, &key], two, more),
        (one, &[&value, equality], two, &format!("{more}\n$.v.b Expected 2 (Integer) to be equal to 1 (Integer)")),
        (one, &[equality, TYPE], r#"{"a":2}"#, "$.v.a Expected 2 (Integer) to be equal to 1 (Integer)"),
        (
            r#"{"a":{"b":1}}"#,
            &[equality, TYPE],
            r#"{"a":{"b":1,"c":1}}"#,
            &more.replace("a]", "b]").replace("[a, b]", "[b, c]").replace("$.v", "$.v.a"),
        ),
    ]);
    let sized = [any_at("$.v", &[equality, r#"{"match":"type","min":2}"#])];
    table(&[
        (r#"{"v":{"a":1}}"#, &sized, r#"{"v":{"a":1}}"#, ""),
        (r#"{"v":{"a":1}}"#, &sized, r#"{"v":{"a":2,"b":1}}"#, ""),
        (r#"{"v":{"a":1}}"#, &sized, r#"{"v":{"a":2}}"#, r#"$.v Expected {"a":2} (size 1) to have minimum size of 2"#),
    ]);
}
