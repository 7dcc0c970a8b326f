//! What patterns come to.

use super::*;
use crate::body::Body;
use crate::generate::DataType;
use crate::http::{ActualResponse, Response};
use crate::matching::match_response;
use crate::mismatch::Mismatch;
use crate::rule::Each;
use crate::rules::{BodyRules, Rules};
use serde_json::json;
use std::panic::catch_unwind;

/// Example, rules and generators, one line each.
fn told(value: &serde_json::Value) -> String {
    let parts = split(&Json::from_serialize(value).unwrap());
    let mut lines = vec![parts.example.to_compact()];
    for (path, set) in &parts.rules {
        let bounds = match set.rules.as_slice() {
            [Rule::Type { min, max }] => {
                let bound = |name, size: &Option<usize>| size.map(|size| format!(" {name} {size}")).unwrap_or_default();
                bound("min", min) + &bound("max", max)
            }
            _ => String::new(),
        };
        lines.push(format!("{path} {}{bounds}", set.rules[0].name()));
    }
    for (path, generator) in &parts.generators {
        let Generator::ProviderState { expression, data_type } = generator else { panic!("{generator:?}") };
        lines.push(format!("{path} from {expression} as {:?}", data_type.unwrap()));
    }
    lines.join("\n")
}

#[test]
fn paths_follow_fields_items_and_lists_of_any_length() {
    let value = json!({
        "id": regex("[0-9]+", "42"),
        "plain": [1, like("two"), { "three": boolean(true) }],
        "a key": integer(7),
        "items": each_like(json!({ "sku": like("x"), "prices": each_like_min(decimal(10), 2) })),
        "tags": each_like_between("new", 0, 3),
    });
    insta::assert_snapshot!(told(&value), @r#"
    {"a key":7,"id":"42","items":[{"prices":[10.0,10.0],"sku":"x"}],"plain":[1,"two",{"three":true}],"tags":["new"]}
    $['a key'] integer
    $.id regex
    $.items type min 1
    $.items[*].prices type min 2
    $.items[*].prices[*] decimal
    $.items[*].sku type
    $.plain[1] type
    $.plain[2].three boolean
    $.tags type min 0 max 3
    "#);
}

#[test]
fn a_pattern_at_the_root_is_at_the_root() {
    assert_eq!(told(&json!(like(json!({ "a": 1, "b": (null()) })))), "{\"a\":1,\"b\":null}\n$ type\n$.b null");
    assert_eq!(told(&json!(each_like(each_like(1)))), "[[1]]\n$ type min 1\n$[*] type min 1");
    assert_eq!(told(&json!({ "a": [1, "b"] })), "{\"a\":[1,\"b\"]}");
}

#[test]
fn patterns_stand_in_structs_and_inside_each_other() {
    #[derive(Serialize)]
    struct Order {
        id: Pattern,
        note: Option<Pattern>,
        currency: &'static str,
    }
    let order = Order { id: uuid("2f3a1c4e-8f0b-4c5d-9e6f-7a8b9c0d1e2f"), note: None, currency: "EUR" };
    let value = json!({ "order": like(order), "fixed": like(json!({ "kind": equal("CARD") })) });
    insta::assert_snapshot!(told(&value), @r#"
    {"fixed":{"kind":"CARD"},"order":{"currency":"EUR","id":"2f3a1c4e-8f0b-4c5d-9e6f-7a8b9c0d1e2f","note":null}}
    $.fixed type
    $.fixed.kind equality
    $.order type
    $.order.id regex
    "#);
}

#[test]
fn of_two_patterns_at_one_place_the_inner_one_counts() {
    assert_eq!(told(&json!(like(regex("a+", "a")))), "\"a\"\n$ regex");
    assert_eq!(told(&json!(like(each_like(1)))), "[1]\n$ type min 1");
    assert_eq!(told(&json!(from_state("id", regex("[0-9]+", "42")))), "\"42\"\n$ regex\n$ from id as String");
}

#[test]
fn state_values_take_the_kind_of_their_example() {
    for (example, expected) in [
        (json!("x"), DataType::String),
        (json!(1), DataType::Integer),
        (json!(1.5), DataType::Decimal),
        (json!(true), DataType::Boolean),
        (json!([1]), DataType::Raw),
        (json!(null), DataType::Raw),
    ] {
        let parts = from_state("${id}", example).into_parts();
        let data_type = Some(expected);
        let generator = Generator::ProviderState { expression: "${id}".to_owned(), data_type };
        assert_eq!(parts.generators, [(RulePath::root(), generator)]);
        assert_eq!(parts.rules, [(RulePath::root(), RuleSet::one(Rule::Type { min: None, max: None }))]);
    }
}

#[test]
fn numbers_keep_their_text() {
    for (pattern, text) in [
        (number(99.99), "99.99"),
        (number(100), "100"),
        (number(100.0), "100.0"),
        (decimal(10), "10.0"),
        (decimal(0.1), "0.1"),
        (integer(u64::MAX), "18446744073709551615"),
        (integer(-5), "-5"),
        (like(json!(2.50)), "2.5"),
    ] {
        assert_eq!(pattern.clone().into_parts().example.to_compact(), text);
        assert_eq!(
            split(&Json::from_serialize(&json!({ "n": pattern })).unwrap()).example.get("n").unwrap().to_compact(),
            text
        );
    }
}

#[test]
fn texts_have_their_patterns() {
    let value = json!({
        "date": date("yyyy-MM-dd", "2024-02-29"),
        "time": time("HH:mm", "23:59"),
        "datetime": datetime("yyyy-MM-dd'T'HH:mm:ssXXX", "2024-02-29T12:00:00Z"),
        "part": include("err", "an error"),
    });
    insta::assert_snapshot!(told(&value), @r#"
    {"date":"2024-02-29","datetime":"2024-02-29T12:00:00Z","part":"an error","time":"23:59"}
    $.date date
    $.datetime datetime
    $.part include
    $.time time
    "#);
}

#[test]
fn one_path_never_has_two_rule_sets() {
    let value = json!({ "a": like(equal(like(number(1)))), "b": like(json!({ "c": equal(1) })) });
    let parts = split(&Json::from_serialize(&value).unwrap());
    assert_eq!(BodyRules::compile(parts.rules.clone()).iter().count(), parts.rules.len());
}

#[test]
fn maps_have_rules_for_keys_and_for_values() {
    let value = json!({
        "rates": each_entry(regex("[A-Z]{3}", "EUR"), decimal(1.08)),
        "people": each_entry(like("p1"), json!({ "name": not_empty("Ann"), "age": 7 })),
        "nested": each_entry(like("a"), each_entry(like("b"), "c")),
        "lists": each_entry(like("a"), each_like(integer(1))),
    });
    let parts = split(&Json::from_serialize(&value).unwrap());
    insta::assert_snapshot!(parts.example, @r#"{"lists":{"a":[1]},"nested":{"a":{"b":"c"}},"people":{"p1":{"age":7,"name":"Ann"}},"rates":{"EUR":1.08}}"#);
    let each = |each: &Each| each.rules.rules.iter().map(Rule::name).collect::<Vec<_>>().join(" ");
    let told = |rule: &Rule| match rule {
        Rule::EachKey(rules) => format!("keys({})", each(rules)),
        Rule::EachValue(rules) => format!("values({})", each(rules)),
        rule => rule.name().to_owned(),
    };
    let line = |(path, set): &(RulePath, RuleSet)| {
        format!("{path} {}", set.rules.iter().map(told).collect::<Vec<_>>().join(" "))
    };
    insta::assert_snapshot!(parts.rules.iter().map(line).collect::<Vec<_>>().join("\n"), @r"
    $.lists keys(type) values(type)
    $.lists.*[*] integer
    $.nested keys(type) values(type)
    $.nested.* keys(type) values(type)
    $.people keys(type) values(type)
    $.people.*.name notEmpty
    $.rates keys(regex) values(decimal)
    ");
}

#[test]
fn lists_may_contain_more_than_the_items_given() {
    let item = json!({ "rel": "self", "href": regex("/.*", "/orders/1") });
    let parts = array_containing([item, json!(from_state("${id}", 7))]).into_parts();
    assert_eq!(parts.example.to_compact(), r#"[{"href":"/orders/1","rel":"self"},7]"#);
    let [(_, set)] = parts.rules.as_slice() else { panic!("{:?}", parts.rules) };
    let [Rule::ArrayContains(variants)] = set.rules.as_slice() else { panic!("{set:?}") };
    assert_eq!(variants[0].rules.iter().map(|(path, _)| path.to_string()).collect::<Vec<_>>(), ["$.href"]);
    assert_eq!((variants[1].index, variants[1].generators.len(), parts.generators.len()), (1, 1, 0));
}

#[test]
fn patterns_of_version_4_decide_responses() {
    let value = json!({
        "rates": each_entry(regex("[A-Z]{3}", "EUR"), decimal(1.08)),
        "people": each_entry(like("p1"), json!({ "name": not_empty("Ann"), "tags": each_like(like("a")) })),
        "links": array_containing([json!({ "rel": "self", "n": integer(1) }), json!(semver("1.0.0"))]),
    });
    let parts = split(&Json::from_serialize(&value).unwrap());
    let expected = Response {
        status: 200,
        body: Body::json(parts.example.clone()),
        rules: Rules { body: BodyRules::compile(parts.rules), ..Rules::default() },
        ..Response::default()
    };
    let places = |body: &str| {
        let actual = ActualResponse { status: 200, headers: &[], body: Some(body.as_bytes()) };
        let place = |mismatch: &Mismatch| format!("{:?}", mismatch.place);
        match_response(&expected, &actual).iter().map(place).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(places(&parts.example.to_compact()), "");
    let rates = r#""rates":{"USD":1.5,"GBP":0.25}"#;
    let people = r#""people":{"x":{"name":"Bob","tags":["b","c"]},"y":{"name":"C","tags":["d"]}}"#;
    let links = r#""links":["2.0.0",{"rel":"self","n":9},null]"#;
    assert_eq!(places(&format!("{{{rates},{people},{links}}}")), "");
    for (rates, people, links, place) in [
        (r#""rates":{"usd":1.5}"#, people, links, "usd"),
        (r#""rates":{"USD":1}"#, people, links, "USD"),
        (rates, r#""people":{"x":{"name":"","tags":["b"]}}"#, links, "x"),
        (rates, r#""people":{"x":{"name":"Bob","tags":[1]}}"#, links, "tags"),
        (rates, people, r#""links":["2.0.0",{"rel":"other","n":9}]"#, "links"),
        (rates, people, r#""links":["2.0",{"rel":"self","n":9}]"#, "links"),
    ] {
        let found = places(&format!("{{{rates},{people},{links}}}"));
        assert!(found.contains(place), "{rates} {people} {links}: {found}");
    }
}

#[test]
fn what_contradicts_itself_is_refused_with_advice() {
    type Make = fn() -> Pattern;
    let cases: [(Make, &str); 18] = [
        (|| regex("(", "x"), "regex(\"(\", ..): regular expression `(` cannot be compiled"),
        (|| regex("[0-9]+", "12x"), "the example \"12x\" does not match `[0-9]+` as a whole"),
        (|| uuid("1"), "uuid(..): the example \"1\" does not match"),
        (|| include("a", "b"), "the example does not include the part"),
        (|| date("yyyy-MM-dd", "2023-02-29"), "the example is not a real date written that way"),
        (|| date("yyyy-'MM", "2023"), "date pattern `yyyy-'MM` is malformed at offset 5"),
        (|| number("1"), "number(\"1\"): the example is not a number"),
        (|| decimal(f64::NAN), "JSON has no such number"),
        (|| integer(i128::MAX), "does not fit 64 bits"),
        (|| each_like_between(1, 3, 2), "no list has at least 3 and at most 2 items"),
        (|| each_like_min(1, 1_001), "ask for 1000 at most"),
        (|| not_empty(""), "not_empty(\"\"): the example is empty"),
        (|| not_empty(json!({ "a": [] })), "or a value inside it is"),
        (|| semver("v1"), "semver(\"v1\"): the example is not a semantic version"),
        (|| each_entry(integer(1), 1), "each_entry(1, ..): keys are texts"),
        (|| each_entry(each_like("a"), 1), "give one rule with an example"),
        (|| array_containing(Vec::<u8>::new()), "array_containing([]): every list passes"),
        (|| from_state("${id", 1), "from_state(\"${id\", ..): "),
    ];
    for (make, advice) in cases {
        let said = *catch_unwind(make).unwrap_err().downcast::<String>().unwrap();
        assert!(said.contains(advice), "{said}");
    }
}
