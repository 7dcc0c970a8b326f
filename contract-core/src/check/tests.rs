//! One test for each thing that is said, and for what is not said.

use super::*;

/// What is said of a file, one line each: kind, pointer, text.
fn said_of_file(text: &str) -> String {
    let checked = check(text.as_bytes(), "test.json").unwrap_or_else(|error| panic!("{error}"));
    let line = |one: &Diagnostic| format!("{} {}: {}", one.kind, one.pointer, one.text);
    checked.diagnostics.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What is said of a file of version 4 with these interactions.
fn said_of(interactions: &str) -> String {
    said_of_file(&format!(
        r#"{{"consumer": {{"name": "web"}}, "provider": {{"name": "orders"}}, "interactions": [{interactions}],
             "metadata": {{"pactSpecification": {{"version": "4.0"}}}}}}"#
    ))
}

/// What is said of an interaction with this request and response.
fn said(request: &str, response: &str) -> String {
    said_of(&format!(
        r#"{{"type": "Synchronous/HTTP", "description": "x", "request": {{"method": "GET", "path": "/" {request}}},
             "response": {{"status": 200 {response}}}}}"#
    ))
}

/// What is said of a JSON response body and its rules.
fn said_of_body(body: &str, rules: &str) -> String {
    let rules = format!(r#""matchingRules": {{"body": {rules}}}"#);
    said("", &format!(r#", "body": {{"content": {body}, "contentType": "application/json"}}, {rules}"#))
}

/// What is said of a response body of another type and its rules.
fn said_of_text(kind: &str, body: &str, rules: &str) -> String {
    let body = Json::from(body);
    let rules = format!(r#""matchingRules": {{"body": {rules}}}"#);
    said("", &format!(r#", "body": {{"content": {body}, "contentType": "{kind}"}}, {rules}"#))
}

#[test]
fn nothing_is_said_of_a_good_contract() {
    let rules = r#"{"$.id": {"matchers": [{"match": "regex", "regex": "[0-9a-f-]{36}"}]},
        "$.items": {"matchers": [{"match": "type", "min": 1}]}, "$.items[*].qty": {"matchers": [{"match": "integer"}]},
        "$.at": {"matchers": [{"match": "datetime", "format": "yyyy-MM-dd'T'HH:mm:ssX"}]}}"#;
    let body = r#"{"id": "0b9f4a3e-58a1-4f0e-9d52-6a1f4a0c7e11", "items": [{"qty": 1}, {"qty": 2}],
        "at": "2024-05-17T10:11:12Z", "born": "1985-05-17", "status": "SUCCESS"}"#;
    assert_eq!(said_of_body(body, rules), "");
    let rules = r#"{"status": {"matchers": [{"match": "statusCode", "status": "success"}]},
        "header": {"X-Id": {"matchers": [{"match": "integer"}]}}}"#;
    assert_eq!(said("", &format!(r#", "headers": {{"x-id": ["7"]}}, "matchingRules": {rules}"#)), "");
}

#[test]
fn an_example_that_breaks_its_own_rules_is_found_wherever_it_is() {
    let request = r#", "query": {"n": ["x"]}, "matchingRules": {
        "path": {"matchers": [{"match": "regex", "regex": "/orders/\\d+"}]}, "query": {"n": {"matchers": [{"match": "integer"}]}}}"#;
    insta::assert_snapshot!(said(request, r#", "headers": {"X-Id": ["a"]},
        "matchingRules": {"status": {"matchers": [{"match": "statusCode", "status": "error"}]},
            "header": {"X-Id": {"matchers": [{"match": "number"}]}}}"#), @r"
    example-breaks-rule /interactions/0/request/path: the example breaks its own rule `regex` at path: Expected '/' to match '/orders/\d+'
    example-breaks-rule /interactions/0/request/query/n: the example breaks its own rule `integer` at n: Expected 'x' (String) to be an integer
    example-breaks-rule /interactions/0/response/headers/X-Id: the example breaks its own rule `number` at X-Id: Expected 'a' (String) to be a number
    example-breaks-rule /interactions/0/response/status: the example breaks its own rule `statusCode` at status: Expected status code 200 to be an Error response (>= 400)
    ");
    let rules = r#"{"$.items": {"matchers": [{"match": "type", "min": 2}]}, "$.items[*].id": {"matchers": [{"match": "integer"}]},
        "$.map": {"matchers": [{"match": "integer"}]}}"#;
    insta::assert_snapshot!(said_of_body(r#"{"items": [{"id": "a"}], "map": {"b/c": 1}}"#, rules), @r#"
    example-breaks-rule /interactions/0/response/body/content/items: the example breaks its own rule `type` at $.items: Expected [{"id":"a"}] (size 1) to have minimum size of 2
    example-breaks-rule /interactions/0/response/body/content/items/0/id: the example breaks its own rule `integer` at $.items[*].id: Expected 'a' (String) to be an integer
    example-breaks-rule /interactions/0/response/body/content/map: the example breaks its own rule `integer` at $.map: Unable to match {"b/c":1} (Object) with rule 'integer'
    "#);
}

#[cfg(feature = "xml")]
#[test]
fn an_example_that_contradicts_itself_is_found() {
    let response = r#", "headers": {"Content-Type": ["text/plain"]}, "body": {"content": {"a": 1}, "contentType": "application/json"}"#;
    insta::assert_snapshot!(said("", response), @"example-contradicts-itself /interactions/0/response/body/content: the example does not match itself: Expected a body of 'application/json' but the actual content type was 'text/plain'");
    insta::assert_snapshot!(said_of_text("application/xml", "<a><b></a>", "{}"), @"example-contradicts-itself /interactions/0/response/body/content: the example does not match itself: The contract's XML example cannot be read: expected 'b' tag, not 'a' at 1:7");
}

#[test]
fn examples_without_a_form_to_arrive_in_are_no_contradiction() {
    assert_eq!(
        said(r#", "path": "/a%20b c", "query": {"q": [], "r": [null, "a&b=+c"]}, "headers": {"X": []}"#, ""),
        ""
    );
    assert_eq!(said("", r#", "body": {"content": null, "contentType": "application/json"}"#), "");
    assert_eq!(
        said("", r#", "body": {"content": "iVBORw0KGgo=", "contentType": "image/png", "encoded": "base64"}"#),
        ""
    );
}

#[test]
fn rules_that_hit_nothing_are_found_in_json() {
    let rules = r#"{"$.id": {"matchers": [{"match": "type"}]}, "$['na/me']": {"matchers": [{"match": "type"}, {"match": "notEmpty"}]},
        "$.items[*].id": {"matchers": [{"match": "integer"}]}, "$.items[1]": {"matchers": [{"match": "type"}]},
        "$.*.deep": {"matchers": [{"match": "type"}]}, "$.none[*].x": {"matchers": [{"match": "integer"}]}}"#;
    insta::assert_snapshot!(said_of_body(r#"{"items": [{"id": 1}], "none": [], "in": {"deep": 1}}"#, rules), @"
    rule-hits-nothing /interactions/0/response/matchingRules/body/$.id/matchers/0: `$.id` hits nothing in the example, so that nothing shows what `type` is for
    rule-hits-nothing /interactions/0/response/matchingRules/body/$.items[1]/matchers/0: `$.items[1]` hits nothing in the example, so that nothing shows what `type` is for
    rule-hits-nothing /interactions/0/response/matchingRules/body/$.none[*].x/matchers/0: `$.none[*].x` hits nothing in the example, so that nothing shows what `integer` is for
    rule-hits-nothing /interactions/0/response/matchingRules/body/$['na~1me']/matchers/0: `$['na/me']` hits nothing in the example, so that nothing shows what `type`, `notEmpty` is for
    ");
}

#[test]
fn rules_that_hit_nothing_are_found_in_variants_too() {
    let rules = r#"{"$.items": {"matchers": [{"match": "arrayContains", "variants": [
            {"index": 0, "rules": {"$.id": {"matchers": [{"match": "integer"}]}, "$.no": {"matchers": [{"match": "type"}]}}},
            {"index": 1, "rules": {"body": {"$.name": {"matchers": [{"match": "type"}]}, "$['no']": {"matchers": [{"match": "type"}]}}}}]}]},
        "$.gone": {"matchers": [{"match": "arrayContains", "variants": [{"index": 0, "rules": {"$.id": {"matchers": [{"match": "integer"}]}}}]}]}}"#;
    insta::assert_snapshot!(said_of_body(r#"{"items": [{"id": 1}, {"name": "a"}]}"#, rules), @"
    rule-hits-nothing /interactions/0/response/matchingRules/body/$.gone/matchers/0: `$.gone` hits nothing in the example, so that nothing shows what `arrayContains` is for
    rule-hits-nothing /interactions/0/response/matchingRules/body/$.items/matchers/0/variants/0/rules/$.no/matchers/0: `$.no` hits nothing in the example, so that nothing shows what `type` is for
    rule-hits-nothing /interactions/0/response/matchingRules/body/$.items/matchers/0/variants/1/rules/body/$['no']/matchers/0: `$.no` hits nothing in the example, so that nothing shows what `type` is for
    ");
}

#[cfg(feature = "xml")]
#[test]
fn rules_that_hit_nothing_are_found_outside_json() {
    let rules = |names: &[&str]| {
        let set = |name: &&str| format!(r#""{name}": {{"matchers": [{{"match": "type"}}]}}"#);
        format!("{{{}}}", names.iter().map(set).collect::<Vec<_>>().join(", "))
    };
    let hits = |names: &[&str]| format!(r#""matchingRules": {{"query": {0}, "header": {0}}}"#, rules(names));
    let request = format!(r#", "query": {{"a": ["1"]}}, "headers": {{"A": ["1"]}}, {}"#, hits(&["a", "$.a[0]", "b"]));
    insta::assert_snapshot!(said(&request, ""), @"
    rule-cannot-fail /interactions/0/request/matchingRules/header/$.a[0]/matchers/0: the rule `type` at header `$.a[0]` cannot fail: any text is of the same type
    rule-cannot-fail /interactions/0/request/matchingRules/header/a/matchers/0: the rule `type` at header `a` cannot fail: any text is of the same type
    rule-hits-nothing /interactions/0/request/matchingRules/header/b/matchers/0: header `b` hits nothing in the example, so that nothing shows what `type` is for
    rule-cannot-fail /interactions/0/request/matchingRules/header/b/matchers/0: the rule `type` at header `b` cannot fail: any text is of the same type
    rule-cannot-fail /interactions/0/request/matchingRules/query/$.a[0]/matchers/0: the rule `type` at query `$.a[0]` cannot fail: any text is of the same type
    rule-cannot-fail /interactions/0/request/matchingRules/query/a/matchers/0: the rule `type` at query `a` cannot fail: any text is of the same type
    rule-hits-nothing /interactions/0/request/matchingRules/query/b/matchers/0: query `b` hits nothing in the example, so that nothing shows what `type` is for
    rule-cannot-fail /interactions/0/request/matchingRules/query/b/matchers/0: the rule `type` at query `b` cannot fail: any text is of the same type
    ");
    let xml = r#"<o xmlns:n="urn:x"><n:item id="1">a</n:item></o>"#;
    let paths = [
        "$.o",
        "$.o['n:item']",
        "$.o['urn:x:item']['@id']",
        "$.o['n:item'].#text",
        "$.o.item",
        "$.o['n:item'][0]['@no']",
    ];
    insta::assert_snapshot!(said_of_text("application/xml", xml, &rules(&paths)), @"
    rule-hits-nothing /interactions/0/response/matchingRules/body/$.o.item/matchers/0: `$.o.item` hits nothing in the example, so that nothing shows what `type` is for
    rule-cannot-fail /interactions/0/response/matchingRules/body/$.o['n:item'].#text/matchers/0: the rule `type` at `$.o['n:item']['#text']` cannot fail: any text is of the same type
    rule-hits-nothing /interactions/0/response/matchingRules/body/$.o['n:item'][0]['@no']/matchers/0: `$.o['n:item'][0]['@no']` hits nothing in the example, so that nothing shows what `type` is for
    rule-cannot-fail /interactions/0/response/matchingRules/body/$.o['n:item'][0]['@no']/matchers/0: the rule `type` at `$.o['n:item'][0]['@no']` cannot fail: any text is of the same type
    rule-cannot-fail /interactions/0/response/matchingRules/body/$.o['urn:x:item']['@id']/matchers/0: the rule `type` at `$.o['urn:x:item']['@id']` cannot fail: any text is of the same type
    ");
    let form = "application/x-www-form-urlencoded";
    insta::assert_snapshot!(said_of_text(form, "a=1&a=2&b=3", &rules(&["$.a", "$.a[1]", "$['b']", "$.c"])), @"
    rule-cannot-fail /interactions/0/response/matchingRules/body/$.a/matchers/0: the rule `type` at `$.a` cannot fail: any text is of the same type
    rule-cannot-fail /interactions/0/response/matchingRules/body/$.a[1]/matchers/0: the rule `type` at `$.a[1]` cannot fail: any text is of the same type
    rule-hits-nothing /interactions/0/response/matchingRules/body/$.c/matchers/0: `$.c` hits nothing in the example, so that nothing shows what `type` is for
    rule-cannot-fail /interactions/0/response/matchingRules/body/$.c/matchers/0: the rule `type` at `$.c` cannot fail: any text is of the same type
    rule-cannot-fail /interactions/0/response/matchingRules/body/$['b']/matchers/0: the rule `type` at `$.b` cannot fail: any text is of the same type
    ");
    insta::assert_snapshot!(said_of_text("text/plain", "hello", &rules(&["$.a"])), @"rule-hits-nothing /interactions/0/response/matchingRules/body/$.a/matchers/0: `$.a` hits nothing in the example, so that nothing shows what `type` is for");
    let parts = "--x\r\nContent-Disposition: form-data; name=\"order\"\r\nContent-Type: application/json\r\n\r\n{\"id\": 1}\r\n--x--\r\n";
    insta::assert_snapshot!(said_of_text("multipart/form-data;boundary=x", parts, &rules(&["$.order.id", "$.order.no", "$.file"])), @"
    rule-hits-nothing /interactions/0/response/matchingRules/body/$.file/matchers/0: `$.file` hits nothing in the example, so that nothing shows what `type` is for
    rule-hits-nothing /interactions/0/response/matchingRules/body/$.order.no/matchers/0: `$.order.no` hits nothing in the example, so that nothing shows what `type` is for
    ");
}

#[test]
fn what_only_a_plugin_understands_and_placeholders_are_left_alone() {
    let rules = r#"{"body": {"$.id": {"matchers": [{"match": "type"}]}}}"#;
    assert_eq!(
        said_of(&format!(
            r#"{{"type": "Synchronous/HTTP", "description": "x", "pluginConfiguration": {{"csv": {{}}}}, "request": {{"method": "GET", "path": "/"}},
                 "response": {{"status": 200, "body": {{"content": "id,name", "contentType": "text/csv"}}, "matchingRules": {rules}}}}}"#
        )),
        ""
    );
    let generated = r#", "status": 0, "matchingRules": {"status": {"$": {"matchers": [{"match": "statusCode", "status": "success"}]}}},
        "generators": {"status": {"type": "RandomInt", "min": 200, "max": 299}}"#;
    assert_eq!(said("", generated), "");
}

#[test]
fn rules_that_cannot_fail_are_found() {
    let rules = r#"{"$.a": {"matchers": [{"match": "regex", "regex": "^(.*)$"}]}, "$.b": {"matchers": [{"match": "include", "value": ""}]},
        "$.c": {"matchers": [{"match": "type", "min": 0}]}, "$.d": {"combine": "OR", "matchers": [{"match": "integer"}, {"match": "regex", "regex": "[\\s\\S]*"}]},
        "$.e": {"matchers": [{"match": "regex", "regex": ".+"}]}, "$.f": {"matchers": [{"match": "eachKey", "rules": []}]},
        "$.g": {"matchers": [{"match": "arrayContains", "variants": []}]}, "$.h": {"matchers": [{"match": "eachValue", "rules": [{"match": "regex", "regex": ".*"}]}]}}"#;
    let body = r#"{"a": "x", "b": "x", "c": [1], "d": 1, "e": "x", "f": {"k": 1}, "g": [1], "h": {"k": "v"}}"#;
    insta::assert_snapshot!(said_of_body(body, rules), @r"
    rule-cannot-fail /interactions/0/response/matchingRules/body/$.a/matchers/0: the rule `regex` at `$.a` cannot fail: '^(.*)$' matches any text
    rule-cannot-fail /interactions/0/response/matchingRules/body/$.b/matchers/0: the rule `include` at `$.b` cannot fail: every text includes the empty one
    rule-cannot-fail /interactions/0/response/matchingRules/body/$.d/matchers/1: the rule `regex` at `$.d` cannot fail: '[\s\S]*' matches any text, and it is enough to meet one of the rules there
    rule-cannot-fail /interactions/0/response/matchingRules/body/$.f/matchers/0: the rule `eachKey` at `$.f` cannot fail: it has no rules for the keys
    rule-cannot-fail /interactions/0/response/matchingRules/body/$.g/matchers/0: the rule `arrayContains` at `$.g` cannot fail: it has no variants
    rule-cannot-fail /interactions/0/response/matchingRules/body/$.h/matchers/0/rules/0: the rule `regex` at `$.h` cannot fail: '.*' matches any text
    ");
    let any = r#"{"$": {"matchers": [{"match": "type"}]}}"#;
    insta::assert_snapshot!(said_of_text("text/plain", "hello", any), @"rule-cannot-fail /interactions/0/response/matchingRules/body/$/matchers/0: the rule `type` at `$` cannot fail: any text is of the same type");
    insta::assert_snapshot!(said(r#", "matchingRules": {"path": {"matchers": [{"match": "type"}]}}"#, ""), @"rule-cannot-fail /interactions/0/request/matchingRules/path/matchers/0: the rule `type` at the path cannot fail: any text is of the same type");
    assert_eq!(said_of_body(r#"{"a": 1}"#, any), "");
}

#[test]
fn rules_on_parts_they_say_nothing_about_are_found() {
    let rules = r#"{"header": {"X": {"matchers": [{"match": "statusCode", "status": "success"}, {"match": "type", "max": 3}]}},
        "body": {"$.a": {"matchers": [{"match": "statusCode"}]}}, "status": {"matchers": [{"match": "contentType", "value": "text/plain"}]}}"#;
    let response =
        format!(r#", "headers": {{"X": ["200"]}}, "body": {{"content": {{"a": 200}}}}, "matchingRules": {rules}"#);
    insta::assert_snapshot!(said("", &response), @"
    rule-misplaced /interactions/0/response/matchingRules/body/$.a/matchers/0: the rule `statusCode` does not belong at `$.a`: it judges the status
    rule-misplaced /interactions/0/response/matchingRules/header/X/matchers/0: the rule `statusCode` does not belong at header `X`: it judges the status
    rule-misplaced /interactions/0/response/matchingRules/status/matchers/0: the rule `contentType` does not belong at the status: it judges bodies, and texts in them, by their looks
    ");
}

#[test]
fn exact_values_that_look_generated_are_found_once_for_each_list() {
    let id = "0b9f4a3e-58a1-4f0e-9d52-6a1f4a0c7e11";
    let body = format!(
        r#"{{"items": [{{"id": "{id}"}}, {{"id": "{id}"}}], "at": "2024-05-17T10:11:12Z", "ms": 1715940672123, "kept": "{id}", "meant": "{id}"}}"#
    );
    let rules = r#"{"$.kept": {"matchers": [{"match": "type"}]}, "$.meant": {"matchers": [{"match": "equality"}]}}"#;
    insta::assert_snapshot!(said_of_body(&body, rules), @"
    looks-generated /interactions/0/response/body/content/at: '2024-05-17T10:11:12Z' looks generated (a timestamp), and no rule lets another one pass
    looks-generated /interactions/0/response/body/content/items/0/id: '0b9f4a3e-58a1-4f0e-9d52-6a1f4a0c7e11' looks generated (a UUID), and no rule lets another one pass
    looks-generated /interactions/0/response/body/content/ms: '1715940672123' looks generated (a timestamp in milliseconds), and no rule lets another one pass
    ");
    let request = format!(
        r#", "path": "/orders/{id}", "query": {{"a": ["{id}"], "b": ["{id}"]}}, "headers": {{"X-Id": ["{id}"], "Authorization": ["Bearer {id}"], "X-Made": ["{id}"]}},
           "body": {{"content": {{"made": "{id}", "sent": "{id}"}}}}, "matchingRules": {{"query": {{"b": {{"matchers": [{{"match": "type"}}]}}}}}},
           "generators": {{"header": {{"X-Made": {{"type": "Uuid"}}}}, "body": {{"$.made": {{"type": "Uuid"}}}}}}"#
    );
    insta::assert_snapshot!(said(&request, ""), @"
    looks-generated /interactions/0/request/body/content/sent: '0b9f4a3e-58a1-4f0e-9d52-6a1f4a0c7e11' looks generated (a UUID), and no rule lets another one pass
    looks-generated /interactions/0/request/headers/Authorization: the value looks generated (a UUID), and no rule lets another one pass
    looks-generated /interactions/0/request/headers/X-Id: '0b9f4a3e-58a1-4f0e-9d52-6a1f4a0c7e11' looks generated (a UUID), and no rule lets another one pass
    rule-cannot-fail /interactions/0/request/matchingRules/query/b/matchers/0: the rule `type` at query `b` cannot fail: any text is of the same type
    looks-generated /interactions/0/request/path: '0b9f4a3e-58a1-4f0e-9d52-6a1f4a0c7e11' looks generated (a UUID), and no rule lets another one pass
    looks-generated /interactions/0/request/query/a: '0b9f4a3e-58a1-4f0e-9d52-6a1f4a0c7e11' looks generated (a UUID), and no rule lets another one pass
    ");
}

#[cfg(feature = "xml")]
#[test]
fn generated_values_are_found_below_each_value_variants_and_in_xml() {
    let id = "0b9f4a3e-58a1-4f0e-9d52-6a1f4a0c7e11";
    let rules = r#"{"$.map": {"matchers": [{"match": "eachValue", "rules": [{"match": "type"}]}]}, "$.keys": {"matchers": [{"match": "eachKey", "rules": [{"match": "type"}]}]},
        "$.list": {"matchers": [{"match": "arrayContains", "variants": [{"index": 1, "rules": {"$.id": {"matchers": [{"match": "type"}]}}}]}]}}"#;
    let body = format!(
        r#"{{"map": {{"a": "{id}"}}, "keys": {{"a": "{id}"}}, "list": [{{"id": "{id}"}}, {{"id": "{id}", "other": "{id}"}}]}}"#
    );
    insta::assert_snapshot!(said_of_body(&body, rules), @"
    looks-generated /interactions/0/response/body/content/keys/a: '0b9f4a3e-58a1-4f0e-9d52-6a1f4a0c7e11' looks generated (a UUID), and no rule lets another one pass
    looks-generated /interactions/0/response/body/content/list/1/other: '0b9f4a3e-58a1-4f0e-9d52-6a1f4a0c7e11' looks generated (a UUID), and no rule lets another one pass
    ");
    insta::assert_snapshot!(said_of_text("application/xml", &format!("<o id='{id}'><at>2024-05-17T10:11:12Z</at></o>"), "{}"), @"
    looks-generated /interactions/0/response/body/content: '0b9f4a3e-58a1-4f0e-9d52-6a1f4a0c7e11' looks generated (a UUID), and no rule lets another one pass
    looks-generated /interactions/0/response/body/content: '2024-05-17T10:11:12Z' looks generated (a timestamp), and no rule lets another one pass
    ");
}

#[test]
fn unlike_examples_under_an_each_like_are_found() {
    let rules = r#"{"$.a": {"matchers": [{"match": "type", "min": 1}]}, "$.a[*].either": {"combine": "OR", "matchers": [{"match": "integer"}, {"match": "null"}]},
        "$.b[0]": {"matchers": [{"match": "type"}]}, "$.b": {"matchers": [{"match": "type"}]}}"#;
    let with = |a: &str| {
        said_of_body(
            &format!(r#"{{"a": [{{"id": 1, "in": {{"x": 1}}, "either": 1}}, {a}], "b": [1, "x"], "c": [1, "x"]}}"#),
            rules,
        )
    };
    assert_eq!(with(r#"{"id": 2.5, "in": {"x": 7}, "either": null}"#), "");
    insta::assert_snapshot!(with(r#"{"id": 1, "in": {"x": 1, "y": 2}, "either": 1}"#), @"unlike-examples /interactions/0/response/body/content/a/1: item 1 of the example is unlike item 0 (`$.in` also has `y`), but items beyond the example are compared with item 0");
    insta::assert_snapshot!(with(r#"{"id": null, "in": {"x": 1}, "either": 1}"#), @"unlike-examples /interactions/0/response/body/content/a/1: item 1 of the example is unlike item 0 (`$.id` is null, not an Integer), but items beyond the example are compared with item 0");
    insta::assert_snapshot!(with(r#"{"in": {"x": 1}, "either": 1}"#), @"unlike-examples /interactions/0/response/body/content/a/1: item 1 of the example is unlike item 0 (`$` lacks `id`), but items beyond the example are compared with item 0");
}

#[test]
fn interactions_that_cannot_be_told_apart_are_found() {
    let one = |description: &str, more: &str, status: u16| {
        format!(
            r#"{{"type": "Synchronous/HTTP", "description": "{description}" {more}, "request": {{"method": "GET", "path": "/"}}, "response": {{"status": {status}}}}}"#
        )
    };
    let state = r#", "providerStates": [{"name": "s"}]"#;
    assert_eq!(said_of(&[one("a", "", 200), one("a", state, 200), one("b", "", 200)].join(",")), "");
    let keyed = r#", "key": "k""#;
    let all = [
        one("a", "", 200),
        one("a", state, 200),
        one("a", "", 404),
        one("a", state, 200),
        one("b", keyed, 200),
        one("c", keyed, 200),
    ];
    insta::assert_snapshot!(said_of(&all.join(",")), @r#"
    duplicate-interaction /interactions/2: the description "a" without states is that of /interactions/0 already, with other content
    duplicate-interaction /interactions/3: the description "a" with the same states is that of /interactions/1 already, with the same content
    duplicate-interaction /interactions/5: the key `k` is that of /interactions/4 already, with the same content
    "#);
}

#[test]
fn what_cannot_be_verified_is_found() {
    let rules = r#"{"body": {"$.a": {"matchers": [{"match": "telepathy"}]}}, "cookie": {"c": {"matchers": [{"match": "type"}]}}}"#;
    insta::assert_snapshot!(said("", &format!(r#", "body": {{"content": {{"a": 1}}}}, "matchingRules": {rules}"#)), @"
    not-verifiable /interactions/0/response/matchingRules/body/$.a/matchers/0: the rule `telepathy` at `$.a` is not known to this version
    not-verifiable /interactions/0/response/matchingRules/cookie: rules of category `cookie` are not known to this version
    ");
    insta::assert_snapshot!(said_of(r#"{"type": "Synchronous/Telepathy", "description": "x", "thought": 1}"#), @"not-verifiable /interactions/0: interactions of type `Synchronous/Telepathy` cannot be verified yet");
}

#[test]
fn generators_that_make_no_value_are_noted() {
    let generators = r#", "generators": {"path": {"type": "ProviderState", "expression": "${"}, "body": {"$['a']": {"type": "RandomInt", "min": 2, "max": 1}},
        "query": {"q": {"type": "Fish"}}}, "query": {"q": ["1"]}, "body": {"content": {"a": 1}}"#;
    insta::assert_snapshot!(said(generators, ""), @"
    generator-without-value /interactions/0/request/generators/body/$['a']: at `$.a`, the generator `RandomInt` makes no value: its `min` 2 is greater than its `max` 1
    generator-without-value /interactions/0/request/generators/path: at the path, the generator `ProviderState` makes no value: a `${` has no `}`
    read-leniently /interactions/0/request/generators/query/q: a generator that is not known; it is kept, and the example stays
    ");
}

#[test]
fn versions_are_noted() {
    let file = |metadata: &str, rules: &str| {
        said_of_file(&format!(
            r#"{{"consumer": {{"name": "a"}}, "provider": {{"name": "b"}}, "interactions": [{{"description": "x",
                 "request": {{"method": "GET", "path": "/"}}, "response": {{"status": 200, "body": {{"a": 1}}, "matchingRules": {rules}}}}}] {metadata}}}"#
        ))
    };
    let flat = r#"{"$.body.a": {"match": "type"}}"#;
    let by_category = r#"{"body": {"$.a": {"match": "type"}}}"#;
    insta::assert_snapshot!(file("", flat), @"no-version : no version of the format is stated; it is read as version 2");
    insta::assert_snapshot!(file(r#", "metadata": {"pactSpecification": {"version": "5.0"}}"#, flat), @"unknown-version /metadata/pactSpecification/version: `5.0` is no known version of the format; it is read as version 2");
    insta::assert_snapshot!(file(r#", "metadata": {"pactSpecificationVersion": "2.0.0"}"#, by_category), @"
    other-version /metadata: version 2.0.0 is stated, but it has the shape of version 3 and is read as that
    read-leniently /metadata/pactSpecificationVersion: the version of the format stands at `/metadata/pactSpecification/version`
    other-version /interactions/0/response/matchingRules: rules in the form of version 3 in a file of version 2
    read-leniently /interactions/0/response/matchingRules/body/$.a: a bare rule, which belongs into a list under `matchers`
    ");
    insta::assert_snapshot!(file(r#", "metadata": {"pact-specification": {"version": "3.0.0"}}"#, flat), @"
    read-leniently /metadata/pact-specification: the version of the format stands at `/metadata/pactSpecification/version`
    other-version /interactions/0/response/matchingRules: rules in the form of version 2 in a file of version 3
    ");
}

#[test]
fn lenient_readings_are_noted() {
    insta::assert_snapshot!(said_of(r#"{"description": "x", "provider_state": "s", "request": {"method": "GET", "path": "/", "query": "a=1", "headers": {"X": 1}},
        "response": {"body": {"a": 1}, "matchingRules": {"headers": {}, "body": {"$.a": {"match": "type"}}}}}"#), @"
    read-leniently /interactions/0: without a `type`; what it has tells what it is
    read-leniently /interactions/0/provider_state: the field is spelled `providerStates`
    read-leniently /interactions/0/request/headers/X: 1 where a text is due
    other-version /interactions/0/request/query: the form of version 2 in a file of version 4
    read-leniently /interactions/0/response: without a status; 200 is taken
    read-leniently /interactions/0/response/body: a bare body, which version 4 holds under `content`
    read-leniently /interactions/0/response/matchingRules/body/$.a: a bare rule, which belongs into a list under `matchers`
    read-leniently /interactions/0/response/matchingRules/headers: the category is spelled `header`
    ");
    insta::assert_snapshot!(said_of_file(r#"{"consumer": {"name": "a"}, "messages": [{"description": "m", "providerStates": "s", "content": {"a": 1}, "metaData": {}}],
        "metadata": {"pactSpecification": {"version": "3.0.0"}}}"#), @"
    read-leniently /provider: missing; its role is taken for its name
    not-judged /messages/0: interactions of type `Asynchronous/Messages` cannot be verified yet
    read-leniently /messages/0/content: the field is spelled `contents`
    read-leniently /messages/0/providerStates: a text where a list of states is due
    ");
}

#[test]
fn unknown_fields_are_noted() {
    insta::assert_snapshot!(said_of_file(r#"{"consumer": {"name": "a", "team": "x"}, "provider": {"name": "b"}, "odd": 1, "_links": {}, "interactions": [{"description": "x",
        "type": "Synchronous/HTTP", "comment": "c", "transport": "http", "_id": "1", "providerStates": [{"name": "s", "why": 1}],
        "request": {"method": "GET", "path": "/", "Aquery": "", "matchingRules": {"path": {"matchers": [{"match": "equality", "odd": 1}], "why": 1}}},
        "response": {"status": 200, "Xbody": 1, "body": {"content": [{"a": {}}], "form": 1}, "matchingRules": {"body": {
          "$": {"matchers": [{"match": "arrayContains", "variants": [{"index": 0, "odd": 1, "rules": {"$.a": {"matchers": [{"match": "eachKey", "rules": [{"match": "null", "min": 1}]}]}}}]}]}}}}}], "metadata": {"pactSpecification": {"version": "4.0"}}}"#), @"
    unknown-field /consumer/team: a field that is not known; it is kept
    unknown-field /odd: a field that is not known; it is kept
    unknown-field /interactions/0/comment: a field that is not known; it is kept
    unknown-field /interactions/0/providerStates/0/why: a field that is not known; it is kept
    unknown-field /interactions/0/request/Aquery: a field that is not known; it is kept
    unknown-field /interactions/0/request/matchingRules/path/matchers/0/odd: a field that is not known; it is kept
    unknown-field /interactions/0/request/matchingRules/path/why: a field that is not known; it is kept
    unknown-field /interactions/0/response/Xbody: a field that is not known; it is kept
    unknown-field /interactions/0/response/body/form: a field that is not known; it is kept
    unknown-field /interactions/0/response/matchingRules/body/$/matchers/0/variants/0/odd: a field that is not known; it is kept
    unknown-field /interactions/0/response/matchingRules/body/$/matchers/0/variants/0/rules/$.a/matchers/0/rules/0/min: a field that is not known; it is kept
    ");
}

#[test]
fn what_a_file_is_is_told() {
    let file = r#"{"consumer": {"name": "a"}, "provider": {"name": "b"}, "interactions": [
        {"type": "Synchronous/HTTP", "description": "x", "request": {"method": "GET", "path": "/"}, "response": {"status": 200, "body": {"content": {"a": 1, "b": 1}},
          "matchingRules": {"body": {"$.a": {"matchers": [{"match": "type"}]}, "$.b": {"matchers": [{"match": "type"}, {"match": "integer"}]}}}}},
        {"type": "Asynchronous/Messages", "description": "y", "contents": {"content": {}}}],
        "metadata": {"pactSpecification": {"version": "4.0"}, "plugins": [{"name": "protobuf", "version": "0.3.5"}]}}"#;
    let checked = check(file.as_bytes(), "a.json").unwrap();
    assert_eq!(checked.version, Version { stated: Some("4.0".to_owned()), read_as: 4 });
    assert_eq!(checked.interactions(), [("Asynchronous/Messages", 1), ("Synchronous/HTTP", 1)].into());
    assert_eq!(checked.rules, [("integer".to_owned(), 1), ("type".to_owned(), 2)].into());
    assert_eq!(checked.plugins, [Plugin { name: "protobuf".to_owned(), version: Some("0.3.5".to_owned()) }]);
    assert_eq!((checked.count(Severity::Finding), checked.count(Severity::Note)), (0, 1));
}

#[test]
fn kinds_have_names_of_their_own_and_findings_come_first() {
    let names: std::collections::HashSet<_> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(names.len(), Kind::ALL.len());
    assert!(Kind::ALL.is_sorted() && Kind::ALL.iter().map(|kind| kind.severity()).is_sorted());
}

#[test]
fn generators_that_make_nothing_are_named() {
    let part = r#", "body": {"content": "hello", "contentType": "text/plain"},
        "generators": {"body": {"$": {"type": "Uuid"}, "$.id": {"type": "Uuid"}}}"#;
    let rules = r#"{"$": {"matchers": [{"match": "eachKey", "rules": [{"match": "regex", "regex": "[a-z]"}],
        "generator": {"type": "RandomInt"}}]}}"#;
    insta::assert_snapshot!(said(part, part), @r"
    not-verifiable /interactions/0/request/generators/body/$.id: at `$.id`, the generator `Uuid` makes no value: a text has no places inside
    generator-without-value /interactions/0/response/generators/body/$.id: at `$.id`, the generator `Uuid` makes no value: a text has no places inside
    ");
    insta::assert_snapshot!(said_of_body(r#"{"a": 1}"#, rules), @"generator-without-value /interactions/0/response/matchingRules/body/$/matchers/0/generator: at `$`, the generator of `eachKey` is kept and not run");
    let values = r#", "query": {"a": ["1"]}, "matchingRules": {"query": {"a": {"matchers": [
        {"match": "eachValue", "rules": [{"match": "integer"}], "generator": {"type": "RandomInt"}}]}}}"#;
    insta::assert_snapshot!(said(values, ""), @"generator-without-value /interactions/0/request/matchingRules/query/a/matchers/0/generator: at query `a`, the generator of `eachValue` is kept and not run: it is in bodies only");
}

#[test]
fn an_example_that_takes_too_much_work_is_not_judged_and_that_is_no_finding() {
    let text = "a".repeat(17 << 10);
    let rules = r#"{"$": {"matchers": [{"match": "regex", "regex": "(?=a)(a)+"}]}}"#;
    let said = said_of_text("text/plain", &text, rules);
    assert!(said.starts_with("not-judged /interactions/0/response/body"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}
