//! What integration JSON comes to.

use super::*;
use crate::body::Body;
use crate::file::{read_rule, write_generator};
use crate::http::{ActualResponse, Response};
use crate::matching::match_response;
use crate::rule::Rule;
use crate::rules::{BodyRules, Rules};
use proptest::prelude::*;

fn json(text: &str) -> Json {
    crate::json::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}")).into_owned()
}

fn resolved(text: &str) -> Parts {
    resolve(&json(text)).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Compares with the example, the rules as `{path: [rule, ..]}`, and the generators as `{path: generator}`.
#[track_caller]
fn assert_parts(text: &str, example: &str, rules: &str, generators: &str) {
    let parts = resolved(text);
    assert_eq!(parts.example.to_compact(), json(example).to_compact(), "{text}");
    let wanted = json(rules);
    let wanted = wanted.as_object().unwrap();
    let found: Vec<_> = parts.rules.iter().map(|(path, _)| path.to_string()).collect();
    assert_eq!(parts.rules.len(), wanted.len(), "{text}: {found:?}");
    for (path, set) in &parts.rules {
        let of_place = wanted.get(&path.to_string()).unwrap_or_else(|| panic!("{text}: {found:?}"));
        let of_place: Vec<Rule> = of_place.as_array().unwrap().iter().map(|rule| read_rule(rule).unwrap()).collect();
        assert_eq!(set.rules, of_place, "{text} at {path}");
    }
    let made = |(path, generator): &(RulePath, Generator)| (path.to_string(), write_generator(generator));
    let made: Object<'static> = parts.generators.iter().map(made).collect();
    assert_eq!(Json::Object(made).to_compact(), json(generators).to_compact(), "{text}");
}

#[test]
fn values_have_rules_with_parameters_beside_them() {
    for (text, example, rules) in [
        (r#"{"pact:matcher:type":"type","value":"a"}"#, r#""a""#, r#"{"$":[{"match":"type"}]}"#),
        (
            r#"{"pact:matcher:type":"regex","regex":"\\d+","value":"42"}"#,
            r#""42""#,
            r#"{"$":[{"match":"regex","regex":"\\d+"}]}"#,
        ),
        (
            r#"{"pact:matcher:type":"include","value":"part"}"#,
            r#""part""#,
            r#"{"$":[{"match":"include","value":"part"}]}"#,
        ),
        (
            r#"{"pact:matcher:type":"datetime","format":"yyyy","value":"2024"}"#,
            r#""2024""#,
            r#"{"$":[{"match":"datetime","format":"yyyy"}]}"#,
        ),
        (
            r#"{"pact:matcher:type":"timestamp","timestamp":"yyyy","value":"2024"}"#,
            r#""2024""#,
            r#"{"$":[{"match":"datetime","format":"yyyy"}]}"#,
        ),
        (
            r#"{"pact:matcher:type":"content-type","value":"text/plain"}"#,
            r#""text/plain""#,
            r#"{"$":[{"match":"contentType","value":"text/plain"}]}"#,
        ),
        (r#"{"pact:matcher:type":"equality","value":{"a":[1]}}"#, r#"{"a":[1]}"#, r#"{"$":[{"match":"equality"}]}"#),
        (r#"{"pact:matcher:type":"null"}"#, "null", r#"{"$":[{"match":"null"}]}"#),
        (r#"{"pact:matcher:type":"boolean"}"#, "true", r#"{"$":[{"match":"boolean"}]}"#),
        (
            r#"{"pact:matcher:type":"statusCode","status":"clientError"}"#,
            "400",
            r#"{"$":[{"match":"statusCode","status":"clientError"}]}"#,
        ),
        (
            r#"{"pact:matcher:type":"creditcard","brand":"visa","value":"4111"}"#,
            r#""4111""#,
            r#"{"$":[{"match":"creditcard","brand":"visa"}]}"#,
        ),
        (r#"{"value":1,"other":2}"#, r#"{"value":1,"other":2}"#, "{}"),
        ("[1, null, {}]", "[1, null, {}]", "{}"),
    ] {
        assert_parts(text, example, rules, "{}");
    }
}

#[test]
fn nested_values_have_their_own_paths() {
    assert_parts(
        r#"{"pact:matcher:type":"type","value":{
            "id":{"pact:matcher:type":"integer","value":1},
            "list":[7,{"pact:matcher:type":"semver","value":"1.0.0"}],
            "a b":{"pact:matcher:type":"type","value":{"pact:matcher:type":"decimal","value":1.50}}}}"#,
        r#"{"id":1,"list":[7,"1.0.0"],"a b":1.50}"#,
        r#"{"$":[{"match":"type"}],"$.id":[{"match":"integer"}],"$.list[1]":[{"match":"semver"}],"$['a b']":[{"match":"decimal"}]}"#,
        "{}",
    );
}

#[test]
fn items_that_say_the_same_say_it_of_every_item() {
    let item = r#"{"id":{"pact:matcher:type":"integer","value":1}}"#;
    for (text, example, rules) in [
        (
            format!(r#"{{"pact:matcher:type":"type","min":2,"value":[{item}]}}"#),
            r#"[{"id":1},{"id":1}]"#,
            r#"{"$":[{"match":"type","min":2}],"$[*].id":[{"match":"integer"}]}"#,
        ),
        (
            format!(r#"{{"pact:matcher:type":"type","min":1,"max":5,"value":[{item},{item}]}}"#),
            r#"[{"id":1},{"id":1}]"#,
            r#"{"$":[{"match":"type","min":1,"max":5}],"$[*].id":[{"match":"integer"}]}"#,
        ),
        (
            format!(
                r#"{{"pact:matcher:type":"type","value":[{item},{{"pact:matcher:type":"boolean","value":true}}]}}"#
            ),
            r#"[{"id":1},true]"#,
            r#"{"$":[{"match":"type"}],"$[0].id":[{"match":"integer"}],"$[1]":[{"match":"boolean"}]}"#,
        ),
        (
            format!(r#"{{"pact:matcher:type":"values","value":{{"a":{item}}}}}"#),
            r#"{"a":{"id":1}}"#,
            r#"{"$":[{"match":"values"}],"$.*.id":[{"match":"integer"}]}"#,
        ),
    ] {
        assert_parts(&text, example, rules, "{}");
    }
}

#[test]
fn several_rules_at_one_value_all_count() {
    for (text, example, rules) in [
        (
            r#"{"pact:matcher:type":["type",{"pact:matcher:type":"include","value":"a"}],"value":"abc"}"#,
            r#""abc""#,
            r#"{"$":[{"match":"type"},{"match":"include","value":"a"}]}"#,
        ),
        (
            r#"{"pact:matcher:type":[
                {"pact:matcher:type":"each-key","value":"AUK-155332","rules":[{"pact:matcher:type":"regex","regex":"\\w{3}-\\d+"}]},
                {"pact:matcher:type":"each-value","rules":[{"pact:matcher:type":"type"}]}],
              "AUK-155332":{"title":"...","n":{"pact:matcher:type":"integer","value":1}}}"#,
            r#"{"AUK-155332":{"title":"...","n":1}}"#,
            r#"{"$":[{"match":"eachKey","value":"AUK-155332","rules":[{"match":"regex","regex":"\\w{3}-\\d+"}]},
                {"match":"eachValue","rules":[{"match":"type"}]}],"$.*.n":[{"match":"integer"}]}"#,
        ),
        (
            r#"{"pact:matcher:type":[{"pact:matcher:type":"type","min":1,"value":[null]},
                {"pact:matcher:type":"eachKey","rules":[{"pact:matcher:type":"regex","regex":"\\w+","value":"abc"}],"value":["no matter"]},
                {"pact:matcher:type":"eachValue","rules":[{"pact:matcher:type":"type","value":100}],"value":["no matter"]}],
              "value":{"abc":1,"def":234}}"#,
            r#"{"abc":1,"def":234}"#,
            r#"{"$":[{"match":"type","min":1},{"match":"eachKey","value":"abc","rules":[{"match":"regex","regex":"\\w+"}]},
                {"match":"eachValue","value":"100","rules":[{"match":"type"}]}]}"#,
        ),
        (
            r#"{"pact:matcher:type":"eachValue","value":{"a":{"n":"x"}},
              "rules":[{"pact:matcher:type":"type","value":{"n":{"pact:matcher:type":"regex","regex":"x","value":"x"}}}]}"#,
            r#"{"a":{"n":"x"}}"#,
            r#"{"$":[{"match":"eachValue","rules":[{"match":"type"}]}],"$.*.n":[{"match":"regex","regex":"x"}]}"#,
        ),
    ] {
        assert_parts(text, example, rules, "{}");
    }
}

#[test]
fn variants_are_the_example_of_array_contains() {
    let parts = resolved(
        r#"{"pact:matcher:type":"array-contains","variants":[
            {"name":"a","n":{"pact:matcher:type":"integer","value":1}},
            {"pact:matcher:type":"regex","pact:generator:type":"Regex","regex":"b+","value":"b"}]}"#,
    );
    assert_eq!(parts.example.to_compact(), r#"[{"n":1,"name":"a"},"b"]"#);
    let [(path, set)] = parts.rules.as_slice() else { panic!("{:?}", parts.rules) };
    let [Rule::ArrayContains(variants)] = set.rules.as_slice() else { panic!("{set:?}") };
    let told: Vec<_> = variants
        .iter()
        .flat_map(|variant| {
            variant.rules.iter().map(|(path, set)| format!("{} {path} {}", variant.index, set.rules[0].name()))
        })
        .collect();
    assert_eq!((path.to_string().as_str(), told), ("$", vec!["0 $.n integer".to_owned(), "1 $ regex".to_owned()]));
    assert_eq!(variants[1].generators.len(), 1);
}

#[test]
fn generators_take_their_own_parameters() {
    for (text, example, rules, generators) in [
        (
            r#"{"pact:matcher:type":"integer","pact:generator:type":"RandomInt","min":1,"max":9,"value":5}"#,
            "5",
            r#"{"$":[{"match":"integer"}]}"#,
            r#"{"$":{"type":"RandomInt","min":1,"max":9}}"#,
        ),
        (
            r#"{"pact:matcher:type":"regex","pact:generator:type":"Uuid","regex":".+","value":"x"}"#,
            r#""x""#,
            r#"{"$":[{"match":"regex","regex":".+"}]}"#,
            r#"{"$":{"type":"Uuid"}}"#,
        ),
        (
            r#"{"a":{"pact:matcher:type":"type","pact:generator:type":"ProviderState","expression":"${id}","value":7}}"#,
            r#"{"a":7}"#,
            r#"{"$.a":[{"match":"type"}]}"#,
            r#"{"$.a":{"type":"ProviderState","expression":"${id}"}}"#,
        ),
        (
            r#"{"a":{"expression":"/x/${id}","value":"/x/7"}}"#,
            r#"{"a":"/x/7"}"#,
            "{}",
            r#"{"$.a":{"type":"ProviderState","expression":"/x/${id}"}}"#,
        ),
        (r#"{"expression":"1 + 1","value":2}"#, r#"{"expression":"1 + 1","value":2}"#, "{}", "{}"),
        (
            r#"{"pact:generator:type":"RandomBoolean","pact:matcher:type":null,"value":true}"#,
            "true",
            "{}",
            r#"{"$":{"type":"RandomBoolean"}}"#,
        ),
    ] {
        assert_parts(text, example, rules, generators);
    }
}

#[test]
fn examples_nobody_gives_are_made_once_and_for_all() {
    for (text, example) in [
        (
            r#"{"pact:matcher:type":"date","pact:generator:type":"Date","format":"yyyy-MM-dd","value":null}"#,
            "2000-01-01",
        ),
        (r#"{"pact:matcher:type":"time","format":"HH:mm"}"#, "00:00"),
        (r#"{"pact:matcher:type":"regex","regex":"ab{3}"}"#, "abbb"),
        (r#"{"pact:matcher:type":"type","pact:generator:type":"RandomInt","min":7,"max":7}"#, "7"),
        (r#"{"pact:matcher:type":"semver"}"#, "1.0.0"),
        (r#"{"pact:matcher:type":"statusCode","status":[204]}"#, "204"),
    ] {
        assert_eq!(resolved(text).example.to_text(), example, "{text}");
    }
    let random = r#"{"pact:generator:type":"Uuid","pact:matcher:type":"type"}"#;
    assert_eq!(resolved(random), resolved(random));
    let null = r#"{"pact:matcher:type":"null","pact:generator:type":"RandomInt","value":null}"#;
    assert!(resolved(null).example.is_null());
}

#[test]
fn definitions_stand_where_names_do() {
    for (text, example, rules) in [
        (
            r#"{"a":{"pact:matcher:type":"atLeast(1), eachValue(matching(regex, '\\w{3}-\\d+', 'BAF-88654'))"}}"#,
            r#"{"a":["BAF-88654"]}"#,
            r#"{"$.a":[{"match":"type","min":1},
                {"match":"eachValue","value":"BAF-88654","rules":[{"match":"regex","regex":"\\w{3}-\\d+"}]}]}"#,
        ),
        (
            r#"{"pact:matcher:type":["notEmpty('x')","type"],"value":"y"}"#,
            r#""y""#,
            r#"{"$":[{"match":"notEmpty"},{"match":"type"}]}"#,
        ),
        (
            r#"{"pact:matcher:type":"eachKey(matching(regex,'[a-z]','a')), eachValue(matching(integer, 1))"}"#,
            r#"{"a":1}"#,
            r#"{"$":[{"match":"eachKey","value":"a","rules":[{"match":"regex","regex":"[a-z]"}]},
                {"match":"eachValue","value":"1","rules":[{"match":"integer"}]}]}"#,
        ),
    ] {
        assert_parts(text, example, rules, "{}");
    }
}

#[test]
fn what_cannot_be_resolved_is_named_with_its_place() {
    for (text, pointer, reason) in [
        (r#"{"a/b":[{"pact:matcher:type":"regex","regex":"(","value":"x"}]}"#, "/a~1b/0", "cannot be compiled"),
        (r#"{"pact:matcher:type":"regex","value":"x"}"#, "", "under `regex`"),
        (r#"{"pact:matcher:type":7,"value":"x"}"#, "", "must be the name of a rule"),
        (r#"{"pact:matcher:type":["type",7],"value":"x"}"#, "/pact:matcher:type/1", "must be the name of a rule"),
        (r#"{"pact:matcher:type":[{"value":7}],"value":"x"}"#, "/pact:matcher:type/0", "expected the name of a rule"),
        (r#"{"pact:matcher:type":"type"}"#, "", "an example is needed under `value`"),
        (r#"{"pact:matcher:type":"matching(type, x)"}"#, "", "malformed at offset 15"),
        (r#"{"pact:matcher:type":"eachValue(matching($'T'))"}"#, "", "refers to `T`"),
        (r#"{"pact:matcher:type":"arrayContains","value":[]}"#, "", "a list under `variants`"),
        (
            r#"{"pact:matcher:type":"eachKey","rules":[{"pact:matcher:type":"regex","regex":"["}],"value":{}}"#,
            "/rules/0",
            "cannot be compiled",
        ),
        (
            r#"{"x":{"pact:matcher:type":"type","value":{"pact:matcher:type":"date","format":"QQQQQQ"}}}"#,
            "/x/value",
            "malformed",
        ),
        (r#"{"pact:matcher:type":"type","min":2000,"value":[1]}"#, "", "1000 at most"),
        (r#"{"pact:generator:type":"ProviderState","expression":"${","value":1}"#, "", "cannot be read"),
        (r#"{"pact:generator:type":1,"value":1}"#, "", "must be the name of a generator"),
    ] {
        let error = resolve(&json(text)).unwrap_err();
        assert_eq!(error.pointer, pointer, "{error}");
        assert!(error.to_string().contains(reason), "{error}");
    }
}

#[test]
fn depth_is_bounded_for_trees_nobody_parsed() {
    let mut deep = Json::Null;
    for _ in 0..1_000 {
        deep = Json::Object([("value", deep), (MATCHER, Json::string("type"))].into_iter().collect());
    }
    assert!(resolve(&deep).unwrap_err().reason.contains("deeper than"));
}

fn values() -> impl Strategy<Value = Json> {
    let text = |name: &str, value: &str| {
        Json::Object([(MATCHER, Json::from(name)), ("value", Json::from(value))].into_iter().collect())
    };
    let leaf = prop_oneof![
        any::<i64>().prop_map(|number| Json::Number(number.into())),
        "[a-z$./]{0,4}".prop_map(Json::from),
        Just(json(r#"{"pact:matcher:type":"integer","value":5}"#)),
        Just(json(r#"{"pact:matcher:type":"regex","regex":"[a-z]+","value":"x"}"#)),
        Just(json(r#"{"pact:matcher:type":"decimal"}"#)),
        Just(text("notEmpty", "x")),
        Just(text("include", "x")),
    ];
    leaf.prop_recursive(4, 24, 3, move |inner| {
        let list = proptest::collection::vec(inner.clone(), 1..4);
        let map = proptest::collection::vec(("[a-c$. ']{1,3}", inner.clone()), 0..3)
            .prop_map(|entries| Json::Object(entries.into_iter().collect::<Object<'static>>()));
        let ruled = |name: &'static str| {
            move |value: Json| Json::Object([(MATCHER, Json::string(name)), ("value", value)].into_iter().collect())
        };
        let contains = |items: Vec<Json>| {
            Json::Object(
                [(MATCHER, Json::string("arrayContains")), ("variants", Json::Array(items))].into_iter().collect(),
            )
        };
        prop_oneof![
            list.clone().prop_map(Json::Array),
            map.clone(),
            inner.clone().prop_map(ruled("type")),
            inner.prop_map(move |item| ruled("type")(Json::Array(vec![item]))),
            map.prop_map(ruled("values")),
            list.prop_map(contains),
        ]
    })
}

proptest! {
    #[test]
    fn an_example_satisfies_its_own_rules(value in values()) {
        let parts = resolve(&value).unwrap();
        let sent = parts.example.to_compact();
        let rules = Rules { body: BodyRules::compile(parts.rules.clone()), ..Rules::default() };
        let expected = Response { status: 200, body: Body::json(parts.example), rules, ..Response::default() };
        let actual = ActualResponse { status: 200, headers: &[], body: Some(sent.as_bytes()) };
        prop_assert_eq!(match_response(&expected, &actual), vec![]);
    }

    #[test]
    fn resolving_never_panics_and_leaves_no_marks(value in values(), name in ".{0,8}", key in "value|rules|variants|min") {
        let odd = Json::Object([(MATCHER.to_owned(), Json::from(name)), (key, value)].into_iter().collect());
        if let Ok(parts) = resolve(&odd) {
            prop_assert!(!parts.example.to_compact().contains(MATCHER));
        }
    }
}
