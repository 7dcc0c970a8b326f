//! Fields nobody knows survive being read and written, wherever they stand.
//!
//! Each file has an unknown field put into every one of its objects, one at a time; those whose keys are names of things
//! (headers, parameters, paths of rules) are left out. What is written then differs from what is written without it by that
//! field alone, at the corresponding place.

use super::{OldVersion, from_json, merge, to_json, to_old_json};
use crate::contract::Contract;
use crate::interaction::Exchange;
use crate::json::{Json, Value, parse};

const FIELD: &str = "x-unknown";
const V4: &str = include_str!("v4.json");
const V3: &str = include_str!("v3.json");
const V3_MESSAGES: &str = include_str!("messages.json");
const V2: &str = include_str!("v2.json");
const GRPC: &str = include_str!("../grpc/unary.json");

fn json(text: &str) -> Json {
    parse(text.as_bytes()).unwrap().into_owned()
}

fn read(file: &Json) -> Contract {
    from_json(file, "test.json").unwrap().contract
}

fn unknown() -> Json {
    json(r#"{"a":[1]}"#)
}

/// Whether the keys of the object at this place are names of things.
fn holds_names(pointer: &str) -> bool {
    let steps: Vec<&str> = pointer.split('/').collect();
    let named = ["query", "header", "metadata", "body"];
    match steps.as_slice() {
        [.., "matchingRules" | "generators", category] => named.contains(category),
        [.., "request" | "response", "headers" | "query"]
        | [.., "variants", _, "rules" | "generators"]
        | [.., "variants", _, "rules", "body"] => true,
        _ => false,
    }
}

/// Pointers to the objects of a file that may have a field nobody knows.
fn places(value: &Value<'_>, pointer: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            let is_flat = pointer.ends_with("/matchingRules") && object.keys().any(|key| key.starts_with('$'));
            let by_category = pointer.ends_with("/rules") && object.contains_key("body");
            if by_category || !(is_flat || holds_names(pointer)) {
                found.push(pointer.to_owned());
            }
            for (key, value) in object.iter() {
                places(value, &format!("{pointer}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                places(item, &format!("{pointer}/{at}"), found);
            }
        }
        _ => {}
    }
}

fn at<'v>(value: &'v mut Json, pointer: &str) -> Option<&'v mut Json> {
    pointer.split('/').skip(1).try_fold(value, |value, step| match value {
        Value::Object(object) => object.get_mut(step),
        Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        _ => None,
    })
}

/// The file with the field at one place.
fn with_field(file: &Json, pointer: &str) -> Json {
    let mut file = file.clone();
    at(&mut file, pointer).unwrap().as_object_mut().unwrap().insert(FIELD, unknown());
    file
}

/// The file without the field, which it has at this place.
fn without_field(mut file: Json, pointer: &str) -> Json {
    let found = at(&mut file, pointer).and_then(Value::as_object_mut).and_then(|object| object.remove(FIELD));
    assert_eq!(found, Some(unknown()), "nothing at {pointer} of\n{}", file.to_pretty());
    file
}

/// The version a contract is written as.
#[derive(Clone, Copy)]
enum As {
    V4,
    Old(OldVersion),
}

impl As {
    fn write(self, contract: &Contract) -> Result<Json, String> {
        match self {
            Self::V4 => Ok(to_json(contract)),
            Self::Old(version) => to_old_json(contract, version).map_err(|error| error.to_string()),
        }
    }
}

/// Puts the field into every place of a file, and says where it is refused; `moved` is where a place is in what is written.
fn survives(text: &str, form: As, moved: impl Fn(&str) -> String) -> Vec<(String, String)> {
    let file = json(text);
    let expected = form.write(&read(&file)).unwrap();
    let mut pointers = Vec::new();
    places(&file, "", &mut pointers);
    assert!(pointers.len() > 10);
    let mut refused = Vec::new();
    for pointer in pointers {
        let contract = read(&with_field(&file, &pointer));
        match form.write(&contract) {
            Ok(written) => {
                assert_eq!(form.write(&read(&written)), Ok(written.clone()), "{pointer} read again");
                let (written, expected) = (without_field(written, &moved(&pointer)).to_pretty(), expected.to_pretty());
                assert_eq!(written, expected, "{pointer}");
            }
            Err(refusal) => refused.push((pointer, refusal)),
        }
    }
    refused
}

/// Where version 4 has what stood at a place of an older file.
fn in_version_4(pointer: &str) -> String {
    let pointer = pointer.replacen("/messages/", "/interactions/", 1);
    let wrapped = ["request/body", "response/body", "0/contents"];
    match wrapped.iter().find_map(|body| pointer.split_once(body)) {
        Some((before, rest)) if !before.contains("matchingRules") && !before.contains("generators") => {
            let body = &pointer[before.len()..pointer.len() - rest.len()];
            format!("{before}{body}/content{rest}")
        }
        _ => flat(&pointer),
    }
}

/// Where categories have a flat rule of version 2.
fn flat(pointer: &str) -> String {
    let known = [
        ("$.path", "path/matchers/0"),
        ("$.query.q", "query/q/matchers/0"),
        ("$.headers.Accept", "header/Accept/matchers/0"),
        ("$.body.a", "body/$.a/matchers/0"),
    ];
    known.iter().fold(pointer.to_owned(), |pointer, (old, new)| {
        pointer.replace(&format!("matchingRules/{old}"), &format!("matchingRules/{new}"))
    })
}

#[test]
fn at_every_place_of_a_file_of_version_4() {
    let same = |pointer: &str| pointer.to_owned();
    assert_eq!(to_json(&read(&json(V4))).to_pretty(), json(V4).to_pretty());
    assert_eq!(survives(V4, As::V4, same), []);
    assert_eq!(survives(GRPC, As::V4, same), []);
}

#[test]
fn at_every_place_of_an_older_file_written_as_version_4() {
    for text in [V3, V3_MESSAGES, V2] {
        assert_eq!(survives(text, As::V4, in_version_4), []);
    }
}

#[test]
fn at_every_place_of_an_older_file_written_as_it_was() {
    let same = |pointer: &str| pointer.to_owned();
    for (text, version) in [(V3, OldVersion::V3), (V3_MESSAGES, OldVersion::V3), (V2, OldVersion::V2)] {
        assert_eq!(survives(text, As::Old(version), same), []);
    }
}

#[test]
fn what_is_said_twice_is_kept_beside_what_is_read() {
    let interaction = |fields: &str| {
        let file = format!(
            r#"{{"consumer":{{"name":"a"}},"provider":{{"name":"b"}},"interactions":[{{"description":"x",{fields}}}],
            "metadata":{{"pactSpecification":{{"version":"4.0"}}}}}}"#
        );
        let contract = read(&json(&file));
        let written = to_json(&contract);
        assert_eq!(to_json(&read(&written)), written, "read again");
        assert!(!matches!(contract.interactions[0].exchange, Exchange::Unsupported(_)), "{file}");
        written.get("interactions").unwrap().as_array().unwrap()[0].to_compact()
    };
    let request = |rules: &str| interaction(&format!(r#""request":{{"matchingRules":{{{rules}}}}}"#));
    for (written, kept) in [
        (interaction(r#""providerStates":["s"],"providerState":"t""#), r#""providerState":"t""#),
        (interaction(r#""type":"Asynchronous/Messages","contents":{"content":1},"content":2"#), r#""content":2"#),
        (interaction(r#""type":"Asynchronous/Messages","metadata":{},"metaData":{"a":1}"#), r#""metadata":{"a":1}"#),
        (interaction(r#""type":"Asynchronous/Messages","request":{"a":1}"#), r#""request":{"a":1}"#),
        (
            interaction(
                r#""request":{"matchingRules":{"path":{"match":"type"}}},"requestMatchers":{"$.path":{"regex":"a"}}"#,
            ),
            r#""requestMatchers":{"$.path":{"regex":"a"}}"#,
        ),
        (
            request(r#""path":{"":{"match":"type","a":1},"b":2}"#),
            r#""path":{"b":2,"combine":"AND","matchers":[{"a":1,"#,
        ),
        (request(r#""path":{"matchers":[],"a":1}"#), r#""path":{"a":1,"combine":"AND","matchers":[]}"#),
        (
            request(r#""headers":{"X":{"matchers":[],"a":1}}"#),
            r#""header":{"X":{"a":1,"combine":"AND","matchers":[]}}"#,
        ),
        (request(r#""body":{"$.a":{"matchers":[],"a":1}}"#), r#""$.a":{"a":1,"combine":"AND","matchers":[]}"#),
        (
            request(r#""header":{"X":{"match":"type","a":1}},"headers":{"X":{"match":"integer","b":2}}"#),
            r#"{"a":1,"match":"type"},{"b":2,"match":"integer"}"#,
        ),
        (request(r#""body":{"$":{"match":"regex","regex":"a","min":1}}"#), r#"{"match":"regex","min":1,"regex":"a"}"#),
        (
            request(r#""body":{"$":{"match":"date","format":"yyyy","date":"MM"}}"#),
            r#"{"date":"MM","format":"yyyy","match":"date"}"#,
        ),
        (
            interaction(r#""request":{"generators":{"path":{"$":{"type":"Uuid"},"a":1}}}"#),
            r#""path":{"a":1,"type":"Uuid"}"#,
        ),
        (interaction(r#""response":{"body":{"contentTypeHint":7,"content":1}}"#), r#""contentTypeHint":7"#),
        (interaction(r#""response":{"body":{"contentTypeHint":"TEXT"}}"#), r#""contentTypeHint":"TEXT""#),
    ] {
        assert!(written.contains(kept), "{kept} in {written}");
    }
}

#[test]
fn what_stands_beside_the_version_is_kept_wherever_the_version_stands() {
    for metadata in [
        r#""metadata":{"pactSpecification":{"version":"3.0.0","a":1}}"#,
        r#""metadata":{"pact-specification":{"version":"3.0.0","a":1}}"#,
        r#""metaData":{"PactSpecification":{"version":"3.0.0","a":1}},"metadata":null"#,
    ] {
        let file = json(&format!(
            r#"{{"consumer":{{"name":"a"}},"producer":{{"name":"c"}},"provider":{{"name":"b"}},"interactions":[],{metadata}}}"#
        ));
        let expected = |version: &str| {
            format!(
                r#"{{"consumer":{{"name":"a"}},"interactions":[],"metadata":{{"pactSpecification":{{"a":1,"version":"{version}"}}}},"producer":{{"name":"c"}},"provider":{{"name":"b"}}}}"#
            )
        };
        assert_eq!(to_json(&read(&file)).to_compact(), expected("4.0"));
        assert_eq!(to_old_json(&read(&file), OldVersion::V2).unwrap().to_compact(), expected("2.0.0"));
    }
}

#[test]
fn version_3_has_what_version_2_had_and_version_2_refuses_what_it_has_no_object_for() {
    assert_eq!(survives(V2, As::Old(OldVersion::V3), flat), []);
    let text = V2.replace(r#""providerState": "s""#, r#""providerStates": [{"name": "s"}]"#).replace(
        r#"{ "match": "type", "min": 1 }"#,
        r#"{"combine": "AND", "matchers": [{"match": "type", "min": 1}]}"#,
    );
    let moved = |pointer: &str| pointer.replace("/matchers/0", "");
    let refused = survives(&text, As::Old(OldVersion::V2), moved);
    let said: Vec<_> = refused.iter().map(|(pointer, refusal)| format!("{pointer}: {refusal}")).collect();
    insta::assert_snapshot!(said.join("\n"), @r#"
    /interactions/0/providerStates/0: version 2.0.0 of the format cannot hold the field `x-unknown` of a provider state, which interaction "a" has
    /interactions/0/request/matchingRules/$.body.a: version 2.0.0 of the format cannot hold the field `x-unknown` of a set of rules, which interaction "a" has
    "#);
}

#[test]
fn where_an_older_version_has_no_object_around_a_body_they_are_refused() {
    let file = with_field(&json(V4), "/interactions/1/contents");
    let mut contract = read(&file);
    contract.interactions.retain(|interaction| interaction.description == "b");
    contract.interactions[0].pending = false;
    let refusal = to_old_json(&contract, OldVersion::V3).unwrap_err().to_string();
    assert!(refusal.contains("the field `x-unknown` of a body"), "{refusal}");
}

#[test]
fn they_are_no_other_interaction_but_another_content() {
    let plain = read(&json(V4));
    let odd = read(&with_field(&json(V4), "/interactions/0/providerStates/0"));
    assert!(plain.interactions[0].is_same(&odd.interactions[0]));
    let conflict = merge(plain, odd.clone()).unwrap_err().to_string();
    assert!(conflict.contains("\"a\" has two contents") && conflict.contains(FIELD), "{conflict}");
    assert_eq!(to_json(&merge(odd.clone(), odd.clone()).unwrap()), to_json(&odd));
}
