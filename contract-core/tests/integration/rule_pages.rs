//! The examples on the rules' pages hold.

use abide_contract_core::file::from_slice;
use abide_contract_core::http::ActualResponse;
use abide_contract_core::matching::match_response;

/// Whether a response with this body is accepted, by the rule at a path of the example.
fn accepts(example: &str, path: &str, rule: &str, actual: &str) -> bool {
    let file = format!(
        r#"{{"interactions":[{{"type":"Synchronous/HTTP","description":"d","request":{{}},"response":{{
        "body":{{"content":{example},"contentType":"application/json"}},
        "matchingRules":{{"body":{{"{path}":{{"matchers":[{rule}]}}}}}}}}}}]}}"#
    );
    let contract = from_slice(file.as_bytes(), "page").unwrap().contract;
    let (_, response) = contract.interactions[0].as_http().unwrap();
    match_response(response, &ActualResponse { status: 200, headers: &[], body: Some(actual.as_bytes()) }).is_empty()
}

#[track_caller]
fn page(example: &str, path: &str, rule: &str, (good, bad): (&[&str], &[&str])) {
    for actual in good {
        assert!(accepts(example, path, rule, actual), "{rule} must accept {actual}");
    }
    for actual in bad {
        assert!(!accepts(example, path, rule, actual), "{rule} must not accept {actual}");
    }
}

#[test]
fn the_pages_of_single_values_are_right() {
    page(r#""USD""#, "$", r#"{"match":"equality"}"#, (&[r#""USD""#], &[r#""usd""#]));
    page(
        r#""x""#,
        "$",
        r#"{"match":"regex","regex":"pay-[0-9]+"}"#,
        (&[r#""pay-17""#], &[r#""pay-17b""#, r#""xpay-17""#]),
    );
    page("1", "$", r#"{"match":"number"}"#, (&["1", "2.5", "1e3"], &[r#""1""#]));
    page("1", "$", r#"{"match":"integer"}"#, (&["1", "-7"], &["1.0", r#""1""#]));
    page("1.5", "$", r#"{"match":"decimal"}"#, (&["1.0", "-2.50"], &["1", r#""1.0""#]));
    let paid = r#"{"paid":true}"#;
    let (good, bad) = ([r#"{"paid":false}"#, r#"{"paid":"true"}"#], [r#"{"paid":1}"#, r#"{"paid":"yes"}"#]);
    page(paid, "$.paid", r#"{"match":"boolean"}"#, (&good, &bad));
    let none = r#"{"cancelled_at":null}"#;
    page(none, "$.cancelled_at", r#"{"match":"null"}"#, (&[none], &[r#"{"cancelled_at":""}"#, "{}"]));
    page(r#""Ann""#, "$", r#"{"match":"notEmpty"}"#, (&[r#""Bob""#], &[r#""""#, "null", "7"]));
    let (good, bad) = ([r#""1.0.0""#, r#""2.1.0-rc.1+build.7""#], [r#""1.0""#, r#""v1.0.0""#, r#""01.0.0""#]);
    page(r#""1.0.0""#, "$", r#"{"match":"semver"}"#, (&good, &bad));
}

#[test]
fn the_page_of_dates_is_right() {
    let (good, bad) = ([r#""29.02.2024""#], [r#""29.02.2023""#, r#""2024-02-29""#, r#""1.3.2024""#]);
    page(r#""x""#, "$", r#"{"match":"date","format":"dd.MM.yyyy"}"#, (&good, &bad));
    page(r#""x""#, "$", r#"{"match":"time"}"#, (&[r#""23:59:59""#], &[r#""24:00:00""#, r#""9:15:00""#]));
    let (good, bad) = ([r#""2024-02-29T10:15:00+01:00""#], [r#""2024-02-29 10:15""#]);
    page(r#""x""#, "$", r#"{"match":"datetime"}"#, (&good, &bad));
}

#[test]
fn the_pages_of_lists_and_maps_are_right() {
    let items = r#"{"items":[{"qty":1}]}"#;
    let good = [r#"{"items":[{"qty":7},{"qty":2.5}]}"#];
    page(items, "$.items", r#"{"match":"type","min":1}"#, (&good, &[r#"{"items":[]}"#, r#"{"items":[{"qty":"7"}]}"#]));
    let each = r#"{"match":"eachKey","rules":[{"match":"regex","regex":"[0-9]+"}]},
        {"match":"eachValue","rules":[{"match":"decimal"}]}"#;
    page(r#"{"17":9.99}"#, "$", each, (&[r#"{"4":1.50,"5":2.50}"#, "{}"], &[r#"{"four":1.50}"#, r#"{"4":"1.50"}"#]));
    let contains = r#"{"match":"arrayContains","variants":[
        {"index":0,"rules":{"$.href":{"matchers":[{"match":"regex","regex":"/orders/[0-9]+"}]}}}]}"#;
    let good = [r#"[{"rel":"next","href":"/x"},{"rel":"self","href":"/orders/7"}]"#];
    let bad = [r#"[{"rel":"next","href":"/orders/7"}]"#, "[]"];
    page(r#"[{"rel":"self","href":"/orders/1"}]"#, "$", contains, (&good, &bad));
}
