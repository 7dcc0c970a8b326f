//! Pictures of bodies, as people see them.

use crate::explain::body_difference;
use crate::file::from_slice;
use crate::http::{ActualRequest, ActualResponse};
use crate::matching::{match_request, match_response};

/// The picture of a response, or request, with this example and these body rules.
fn picture(example: &str, rules: &str, actual: &str, in_request: bool) -> String {
    let part = format!(
        r#"{{"body": {{"content": {example}, "contentType": "application/json"}}, "matchingRules": {{"body": {rules}}}}}"#
    );
    let (request, response) = if in_request { (part.as_str(), "{}") } else { ("{}", part.as_str()) };
    let file = format!(
        r#"{{"consumer": {{"name": "a"}}, "provider": {{"name": "b"}}, "interactions": [{{"type": "Synchronous/HTTP",
        "description": "d", "request": {request}, "response": {response}}}]}}"#
    );
    let contract = from_slice(file.as_bytes(), "test").unwrap().contract;
    let (request, response) = contract.interactions[0].as_http().unwrap();
    let body = Some(actual.as_bytes());
    let (expected, mismatches) = if in_request {
        let actual = ActualRequest { method: "GET", path: "/", body, ..ActualRequest::default() };
        (&request.body, match_request(request, &actual))
    } else {
        (&response.body, match_response(response, &ActualResponse { status: 200, headers: &[], body }))
    };
    assert!(!mismatches.is_empty());
    body_difference(expected, actual.as_bytes(), &mismatches).join("\n")
}

fn rules(rules: &[(&str, &str)]) -> String {
    let sets = rules.iter().map(|(path, rule)| format!(r#""{path}": {{"matchers": [{rule}]}}"#));
    format!("{{{}}}", sets.collect::<Vec<_>>().join(","))
}

#[test]
fn a_renamed_key_is_missing_and_the_new_one_stands_beside_it() {
    let rules =
        rules(&[("$.payment_id", r#"{"match":"regex","regex":"pay-.*"}"#), ("$.amount", r#"{"match":"number"}"#)]);
    let example = r#"{"payment_id":"pay-abc123","status":"SUCCESS","amount":99.99}"#;
    let text = picture(example, &rules, r#"{"charge_id":"pay-7","status":"SUCCESS","amount":12.5}"#, false);
    insta::assert_snapshot!(text, @r#"
    - expected  + received
      {
        "amount": 12.5,
        "charge_id": "pay-7",
    -   "payment_id": "pay-abc123",
        "status": "SUCCESS"
      }
    "#);
}

#[test]
fn only_what_differs_is_marked_and_the_rest_is_as_received() {
    let rules = rules(&[("$.items", r#"{"match":"type","min":1}"#), ("$.items[*].qty", r#"{"match":"integer"}"#)]);
    let example =
        r#"{"id":1,"items":[{"sku":"A","qty":1,"tags":["x"],"at":{"shelf":"a long text","row":"another long text"}}]}"#;
    let item = |sku: &str, qty: &str| {
        format!(
            r#"{{"sku":"{sku}","qty":{qty},"tags":["y"],"at":{{"shelf":"some long text","row":"and even more of it"}}}}"#
        )
    };
    let mut items: Vec<_> = (0..9).map(|at| item(&format!("S-{at}"), "2")).collect();
    items[6] = item("S-6", "\"2\"");
    let text = picture(example, &rules, &format!(r#"{{"id":1,"items":[{}]}}"#, items.join(",")), false);
    insta::assert_snapshot!(text, @r#"
    - expected  + received
      {
        "id": 1,
        "items": [
          … 4 more
          {… 4 entries},
          {… 4 entries},
          {
            "at": {… 2 entries},
    -       "qty": 1,
    +       "qty": "2",
            "sku": "S-6",
            "tags": ["y"]
          },
          {… 4 entries},
          {… 4 entries}
        ]
      }
    "#);
}

#[test]
fn lists_show_what_is_missing_and_what_is_too_much() {
    let example = r#"{"a":[{"n":1},{"n":2}],"b":[{"n":1}],"c":[1],"d":[{"n":1}]}"#;
    let rules = rules(&[("$.c", r#"{"match":"type","max":2}"#), ("$.d", r#"{"match":"type","min":2}"#)]);
    let text = picture(example, &rules, r#"{"a":[{"n":1}],"b":[{"n":1},{"n":5}],"c":[1,2,3],"d":[{"n":4}]}"#, false);
    insta::assert_snapshot!(text, @r#"
    - expected  + received
      {
        "a": [
          {"n":1},
    -     {"n":2}
        ],
        "b": [
          {"n":1},
    +     {"n":5}
        ],
        "c": [
          1,
          2,
    +     3
        ],
        "d": [
          {"n":4},
    -     {"n":1}
        ]
      }
    "#);
}

#[test]
fn a_request_shows_keys_nobody_expects() {
    let text = picture(
        r#"{"order":{"sku":"A","qty":1},"to":{}}"#,
        "{}",
        r#"{"order":{"sku":"B","quantity":1},"to":{"street":"Mainstreet"}}"#,
        true,
    );
    insta::assert_snapshot!(text, @r#"
    - expected  + received
      {
        "order": {
    -     "qty": 1,
    +     "quantity": 1,
    -     "sku": "A"
    +     "sku": "B"
        },
        "to": {
    +     "street": "Mainstreet"
        }
      }
    "#);
}

#[test]
fn variants_and_open_maps_are_shown_by_their_templates() {
    let example = r#"{"list":[{"kind":"a"},{"kind":"b"}],"map":{"one":{"n":1}}}"#;
    let rules = rules(&[
        ("$.list", r#"{"match":"arrayContains","variants":[{"index":0,"rules":{}},{"index":1,"rules":{}}]}"#),
        ("$.map", r#"{"match":"values"}"#),
    ]);
    let text =
        picture(example, &rules, r#"{"list":[{"kind":"a"},{"kind":"c"}],"map":{"x":{"n":1},"y":{"n":2}}}"#, false);
    insta::assert_snapshot!(text, @r#"
    - expected  + received
      {
        "list": [
          {"kind":"a"},
          {"kind":"c"},
    -     {"kind":"b"}
        ],
        "map": {
          "x": {"n":1},
          "y": {
    -       "n": 1
    +       "n": 2
          }
        }
      }
    "#);
}

#[test]
fn another_kind_of_value_is_shown_whole_and_long_texts_around_where_they_part() {
    let long = "word ".repeat(40);
    let example = format!(r#"{{"a":{{"b":[1,2],"t":"{long}end","u":{{"x":1}}}}}}"#);
    let text = picture(&example, "{}", &format!(r#"{{"a":{{"b":"1,2","t":"{long}END","u":[]}}}}"#), false);
    insta::assert_snapshot!(text, @r#"
    - expected  + received
      {
        "a": {
    -     "b": [1,2],
    +     "b": "1,2",
    -     "t": … 181 characters … word word word word end",
    +     "t": … 181 characters … word word word word END",
    -     "u": {"x":1}
    +     "u": []
        }
      }
    "#);
}

#[test]
fn what_a_sentence_says_alone_gets_no_picture() {
    for (example, actual) in [("1", "2"), (r#"{"a":1}"#, r#"{"a":2}"#), (r#"{"a":1}"#, "{"), (r#"{"a":1}"#, "")] {
        assert_eq!(picture(example, "{}", actual, false), "", "{actual}");
    }
}

#[test]
fn a_picture_of_a_large_body_stays_small() {
    let items: Vec<_> = (0..5_000).map(|at| format!(r#"{{"id":{at},"name":"{}"}}"#, "n".repeat(200))).collect();
    let example = r#"[{"id":"x","name":"n"}]"#;
    let rules = rules(&[("$", r#"{"match":"type"}"#)]);
    let text = picture(example, &rules, &format!("[{}]", items.join(",")), false);
    assert!(text.lines().count() <= 62, "{text}");
    assert!(text.len() < 10_000);
}
