//! What the walk over JSON bodies says.

use crate::body::Body;
use crate::http::{ActualRequest, ActualResponse, Request, Response};
use crate::json::parse;
use crate::matching::{match_request, match_response};
use crate::mismatch::Mismatch;
use crate::rule::{Budget, Regex, Rule};
use crate::rule_path::RulePath;
use crate::rules::{BodyRules, RuleSet, Rules};

const TYPE: Rule = Rule::Type { min: None, max: None };

fn rules(sets: &[(&str, Rule)]) -> Rules {
    let sets = sets.iter().map(|(path, rule)| (RulePath::parse(path).unwrap(), RuleSet::one(rule.clone())));
    Rules { body: BodyRules::compile(sets), ..Rules::default() }
}

fn body(text: &str) -> Body {
    Body::json(parse(text.as_bytes()).unwrap().into_owned())
}

fn said(mismatches: &[Mismatch]) -> String {
    let line = |mismatch: &Mismatch| format!("{} {mismatch}", mismatch.identifier().unwrap_or(""));
    mismatches.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn in_request(expected: &str, sets: &[(&str, Rule)], actual: &str) -> String {
    let expected = Request { body: body(expected), rules: rules(sets), ..Request::default() };
    let actual = ActualRequest { method: "GET", path: "/", body: Some(actual.as_bytes()), ..ActualRequest::default() };
    said(&match_request(&expected, &actual))
}

fn in_response(expected: &str, sets: &[(&str, Rule)], actual: &str) -> String {
    let expected = Response { body: body(expected), rules: rules(sets), ..Response::default() };
    let actual = ActualResponse { status: 200, body: Some(actual.as_bytes()), headers: &[] };
    said(&match_response(&expected, &actual))
}

#[test]
fn extra_keys_pass_in_responses_only() {
    let (expected, actual) = (r#"{"a":1}"#, r#"{"a":1,"b":2}"#);
    assert_eq!(in_response(expected, &[], actual), "");
    assert_eq!(in_request(expected, &[], actual), "$ Expected a Map with keys [a] but received one with keys [a, b]");
    assert_eq!(in_response(actual, &[], expected), "$ Actual map is missing the following keys: b");
    assert_eq!(in_request("{}", &[], expected), r#"$ Expected an empty Map but received {"a":1}"#);
    assert_eq!(in_response("{}", &[], expected), "");
}

#[test]
fn every_difference_is_reported_with_its_path() {
    let actual = r#"{"a":{"b c":["x",2]},"d":null}"#;
    assert_eq!(
        in_response(r#"{"a":{"b c":[1,2,3]},"d":"1"}"#, &[], actual),
        "\
        $.a['b c'] Expected a List with 3 elements but received 2 elements\n\
        $.a['b c'][0] Expected 'x' (String) to be equal to 1 (Integer)\n\
        $.d Expected null (Null) to be equal to '1' (String)"
    );
}

#[test]
fn a_type_rule_cascades_and_repeats_the_first_item() {
    let expected = r#"{"items":[{"id":1,"tags":["a"]}]}"#;
    let sets = [("$.items", Rule::Type { min: Some(1), max: None })];
    assert_eq!(in_response(expected, &sets, r#"{"items":[{"id":7,"tags":["b","c"]},{"id":8,"tags":[]}]}"#), "");
    assert_eq!(
        in_response(expected, &sets, r#"{"items":[{"id":7,"tags":["b"]},{"id":"8","tags":[1]}]}"#),
        "$.items[1].id Expected '8' (String) to be the same type as 1 (Integer)\n\
         $.items[1].tags[0] Expected 1 (Integer) to be the same type as 'a' (String)"
    );
    assert_eq!(
        in_response(expected, &sets, r#"{"items":[]}"#),
        "$.items Expected [] (size 0) to have minimum size of 1"
    );
}

#[test]
fn a_deeper_rule_beats_an_inherited_one_and_equality_resets() {
    let digits = Rule::Regex(Regex::new(r"\d+").unwrap());
    let sets = [("$", TYPE), ("$.items[*].id", digits), ("$.kind", Rule::Equality)];
    let expected = r#"{"items":[{"id":"1","n":1}],"kind":"x"}"#;
    assert_eq!(in_response(expected, &sets, r#"{"items":[{"id":"22","n":9}],"kind":"x"}"#), "");
    assert_eq!(
        in_response(expected, &sets, r#"{"items":[{"id":"a","n":9}],"kind":"y"}"#),
        "$.items[0].id Expected 'a' to match '\\d+'\n$.kind Expected 'y' (String) to be equal to 'x' (String)"
    );
}

#[test]
fn equality_on_a_map_asks_for_exactly_its_keys() {
    let sets = [("$", TYPE), ("$.a", Rule::Equality)];
    assert_eq!(
        in_response(r#"{"a":{"b":1}}"#, &sets, r#"{"a":{"b":1,"c":2},"d":3}"#),
        "$.a Expected a Map with keys [b] but received one with keys [b, c]"
    );
}

#[test]
fn extra_keys_are_not_held_against_wildcard_rules() {
    let sets = [("$.person.*", TYPE)];
    assert_eq!(in_response(r#"{"person":{"name":"x"}}"#, &sets, r#"{"person":{"name":"y","age":3}}"#), "");
}

#[test]
fn kinds_are_compared_before_rules() {
    assert_eq!(
        in_response(r#"{"a":["b"]}"#, &[("$.a", TYPE)], r#"{"a":"b"}"#),
        r#"$.a Type mismatch: Expected 'b' (String) to be the same type as ["b"] (Array)"#
    );
}

#[test]
fn a_rule_for_a_place_that_is_not_there_is_ignored() {
    assert_eq!(in_response("[1]", &[("$.product.price", Rule::Decimal)], "[1]"), "");
}

#[test]
fn what_is_not_json_is_named_with_line_and_column() {
    let said = in_response("{}", &[], "{\"a\":");
    assert!(said.contains("line 1 column 6") || said.contains("actual content type"), "{said}");
}

#[test]
fn bodies_are_missing_empty_null_or_there() {
    let response = |body: Body| Response { body, ..Response::default() };
    let got = |expected: &Response, body: Option<&[u8]>| {
        said(&match_response(expected, &ActualResponse { status: 200, headers: &[], body }))
    };
    let missing = response(Body::default());
    assert_eq!(got(&missing, Some(b"anything")), "");
    let empty = response(Body::new(crate::body::Content::Empty, None));
    assert_eq!(got(&empty, None), "");
    assert_eq!(got(&empty, Some(b"abc")), "$ Expected an empty body but received 3 bytes");
    let null = response(Body::new(crate::body::Content::Null, None));
    assert_eq!(got(&null, Some(b" null ")), "");
    assert_eq!(got(&response(body("[1]")), None), "$ Expected a body but was missing");
    assert_eq!(got(&response(Body::text("Hello")), Some(b"Hello")), "");
}

#[test]
fn html_where_json_was_expected_is_a_type_mismatch_alone() {
    let expected = Response { body: body(r#"{"a":1}"#), ..Response::default() };
    let headers = [("Content-Type", "text/html; charset=utf-8")];
    let actual = ActualResponse { status: 200, headers: &headers, body: Some(b"<html></html>") };
    assert_eq!(
        said(&match_response(&expected, &actual)).trim(),
        "Expected a body of 'application/json' but the actual content type was 'text/html; charset=utf-8'"
    );
}

fn each(rules: impl IntoIterator<Item = Rule>) -> crate::rule::Each {
    crate::rule::Each::of(rules)
}

#[test]
fn values_compares_entries_whatever_their_keys() {
    let sets = [("$.a", Rule::Values), ("$.a.*", TYPE)];
    let expected = r#"{"a":{"one":"x","two":"y"}}"#;
    assert_eq!(in_request(expected, &sets, r#"{"a":{"three":"z"}}"#), "");
    assert_eq!(
        in_request(expected, &sets, r#"{"a":{"three":1}}"#),
        "$.a.three Expected 1 (Integer) to be the same type as 'x' (String)"
    );
    assert_eq!(in_request(r#"{"a":{}}"#, &sets, r#"{"a":{"three":1}}"#), "");
}

#[test]
fn each_key_checks_every_key_and_leaves_extra_values_alone() {
    let key = Rule::EachKey(each([Rule::Regex(Regex::new(r"[a-z]+").unwrap())]));
    assert_eq!(in_request(r#"{"a":1}"#, &[("$", key.clone())], r#"{"a":1,"b":"any"}"#), "");
    assert_eq!(
        in_request(r#"{"a":1}"#, &[("$", key)], r#"{"a":2,"100":1}"#),
        "$.a Expected 2 (Integer) to be equal to 1 (Integer)\n$[100] Expected '100' to match '[a-z]+'"
    );
}

#[test]
fn each_value_checks_every_value_and_deeper_rules_still_apply() {
    let digits = || Rule::Regex(Regex::new(r"\d+").unwrap());
    let value = [("$", Rule::EachValue(each([digits()])))];
    assert_eq!(in_request(r#"{"one":"1","two":"2"}"#, &value, r#"{"one":"11","three":"3"}"#), "");
    assert_eq!(in_request(r#"{"one":"1"}"#, &value, r#"{"x":"y"}"#), "$.x Expected 'y' to match '\\d+'");
    assert_eq!(in_request("[\"1\"]", &value, "[\"1\",\"2\",\"x\"]"), "$[2] Expected 'x' to match '\\d+'");
    let nested = [("$", Rule::EachValue(each([TYPE]))), ("$.*.id", digits())];
    assert_eq!(in_request(r#"{"a":{"id":"1","n":"x"}}"#, &nested, r#"{"b":{"id":"7","n":"y"}}"#), "");
    assert_eq!(
        in_request(r#"{"a":{"id":"1","n":"x"}}"#, &nested, r#"{"b":{"id":"z","n":3}}"#),
        "$.b.id Expected 'z' to match '\\d+'\n$.b.n Expected 3 (Integer) to be the same type as 'x' (String)"
    );
}

#[test]
fn array_contains_finds_an_item_for_each_variant() {
    let variant = |index, path: &str, rule| crate::rule::Variant {
        index,
        rules: BodyRules::compile([(RulePath::parse(path).unwrap(), RuleSet::one(rule))]),
        ..Default::default()
    };
    let sets = [("$", Rule::ArrayContains(vec![variant(0, "$.id", Rule::Integer), variant(1, "$.*", TYPE)]))];
    let expected = r#"[{"id":1,"kind":"a"},{"kind":"b","n":2}]"#;
    assert_eq!(in_response(expected, &sets, r#"[{"n":9,"kind":"z"},{"x":0},{"id":7,"kind":"a"}]"#), "");
    assert_eq!(
        in_response(expected, &sets, r#"[{"id":7,"kind":"a"}]"#),
        r#"$ Variant at index 1 ({"kind":"b","n":2}) was not found in the actual list"#
    );
}

#[test]
fn the_work_of_array_contains_is_bounded_and_giving_up_is_a_difference() {
    let item = |last: usize| format!("[{}{last}]", "1,".repeat(300));
    let items = |from: usize| format!("[{}]", (from..from + 200).map(item).collect::<Vec<_>>().join(","));
    let variants = (0..200).map(|index| crate::rule::Variant { index, ..crate::rule::Variant::default() });
    let sets = [("$", Rule::ArrayContains(variants.collect()))];
    let said = in_response(&items(0), &sets, &items(500));
    assert!(said.ends_with("$ Gave up comparing the variants of a list: it would take too long"), "{said}");
}

#[test]
fn not_empty_and_semver_hold_in_bodies() {
    assert_eq!(
        in_response(r#"{"a":[1]}"#, &[("$.a", Rule::NotEmpty)], r#"{"a":[]}"#),
        "$.a Expected [] (Array) to not be empty"
    );
    assert_eq!(in_response(r#"{"a":"1.0.0"}"#, &[("$.a", Rule::Semver)], r#"{"a":"2.1.0"}"#), "");
}

#[test]
fn texts_that_backtrack_share_the_work_of_one_comparison() {
    let costly = || Rule::Regex(Regex::new("(?:a|aa)+(?=b)c").unwrap());
    let many = format!("[{}]", vec![format!("\"{}\"", "a".repeat(19)); 1_000].join(","));
    let budget = Budget::of(1_000_000);
    let said = in_response("[\"b\"]", &[("$", TYPE), ("$[*]", costly())], &many);
    let (first, last) = (said.lines().next().unwrap(), said.lines().last().unwrap());
    assert!(first.starts_with("$[0] Expected 'aaaaaaaaaaaaaaaaaaa' to match"), "{first}");
    assert!(last.starts_with("$[999] Gave up comparing so many texts with regular"), "{last}");
    // Items that were not looked at are not said to be of no variant.
    let variant = crate::rule::Variant { rules: rules(&[("$", costly())]).body, ..crate::rule::Variant::default() };
    assert_eq!(
        in_response("[\"b\"]", &[("$", Rule::ArrayContains(vec![variant]))], &many),
        "$ Gave up comparing so many texts with regular expressions that backtrack: it would take too long"
    );
    drop(budget);
    assert!(in_response("\"b\"", &[("$", costly())], "\"aa\"").contains("to match"));
}

#[test]
fn what_is_told_does_not_grow_with_the_body_and_its_depth() {
    let (depth, open) = (100, |at: usize| "[".repeat(at));
    let expected = format!("{}{}", open(depth), "]".repeat(depth));
    let numbers = vec!["1"; 20_000].join(",");
    let actual = format!("{}{numbers}{}", open(depth), ",0]".repeat(depth));
    let (rows, size) = (format!("[{numbers}]"), |said: &str| said.len());
    let lengths = in_response(&expected, &[], &actual);
    assert!(lengths.starts_with("$ Expected a List with 1 elements but received 2 elements\n"), "{}", size(&lengths));
    assert!(size(&lengths) < 100_000, "{}", size(&lengths));
    let most = Rule::Type { min: None, max: Some(1) };
    let sizes: Vec<_> = (0..depth).map(|at| (format!("${}", "[0]".repeat(at)), most.clone())).collect();
    let sizes: Vec<_> = sizes.iter().map(|(path, rule)| (path.as_str(), rule.clone())).collect();
    let said = in_response(&expected, &sizes, &actual);
    assert!(said.contains("(size 20001) to have maximum size of 1"), "{}", size(&said));
    assert!(size(&said) < 200_000, "{}", size(&said));
    let template = format!("[\"{}\"]", "x".repeat(10_000));
    let said = in_response(&template, &[("$", TYPE)], &rows);
    assert!(said.ends_with("\n$ Further differences are not told: there are too many"), "{}", size(&said));
    assert!(size(&said) < 20_000_000, "{}", size(&said));
}
