//! What older versions hold, and what is refused.

use super::*;
use crate::file::{from_json, from_slice};

const V4: &str = r#"{"consumer":{"name":"a"},"provider":{"name":"b"},"interactions":[{"type":"Synchronous/HTTP",
    "description":"x","providerStates":[{"name":"s"}],"request":{"method":"PUT","path":"/p","query":{"q":["1 2"]},
    "headers":{"A":["1","2"]},"body":{"content":{"n":[1]},"contentType":"application/json"},
    "matchingRules":{"body":{"$.n":{"matchers":[{"match":"type","min":1}]}},"query":{"q":{"matchers":[{"match":"regex","regex":".*"}]}}}},
    "response":{"status":201}}]}"#;

fn v4(text: &str) -> Contract {
    from_slice(text.as_bytes(), "test").unwrap().contract
}

#[test]
fn what_version_2_and_3_can_hold_is_written_and_read_back() {
    for version in [OldVersion::V2, OldVersion::V3] {
        let written = to_old_json(&v4(V4), version).unwrap();
        let read = from_json(&written, "test").unwrap().contract;
        let (request, _) = read.interactions[0].as_http().unwrap();
        assert_eq!(request.query, [("q".into(), vec![Some("1 2".into())])]);
        assert_eq!(request.rules, v4(V4).interactions[0].as_http().unwrap().0.rules);
        assert_eq!(to_old_json(&read, version).unwrap(), written);
    }
    let written = to_old_json(&v4(V4), OldVersion::V2).unwrap();
    insta::assert_snapshot!(written.get("interactions").unwrap().to_compact());
}

#[test]
fn what_they_cannot_hold_is_refused_by_name() {
    let refused =
        |from: &str, to: &str, version| to_old_json(&v4(&V4.replace(from, to)), version).unwrap_err().to_string();
    let said = [
        refused(r#""name":"s""#, r#""name":"s","params":{"a":1}"#, OldVersion::V2),
        refused(r#""name":"s""#, r#""name":"""#, OldVersion::V2),
        refused(r#"{"match":"type","min":1}"#, r#"{"match":"integer"}"#, OldVersion::V2),
        refused(r#"{"match":"type","min":1}"#, r#"{"match":"semver"}"#, OldVersion::V3),
        refused(r#""description":"x""#, r#""description":"x","pending":true"#, OldVersion::V3),
        refused(r#""description":"x""#, r#""description":"x","key":"k""#, OldVersion::V3),
        refused("Synchronous/HTTP", "Synchronous/Messages", OldVersion::V3),
        refused(r#""A":["1","2"]"#, r#""Cookie":["1","2"]"#, OldVersion::V2),
        refused(r#"{"status":201}"#, r#"{"matchingRules":{"status":{"matchers":[{"match":"type"}]}}}"#, OldVersion::V2),
        refused(r#"{"status":201}"#, r#"{"matchingRules":{"fish":{"a":1}}}"#, OldVersion::V2),
        refused(
            r#"{"status":201}"#,
            r#"{"body":{"content":"a","contentType":"a/b","contentTypeHint":"TEXT"}}"#,
            OldVersion::V3,
        ),
    ];
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn what_would_be_read_as_something_else_is_refused_or_written_otherwise() {
    let request = |query: &str, headers: &str, rules: &str| {
        let request = format!(
            r#""request":{{"method":"GET","path":"/","query":{query},"headers":{headers},"matchingRules":{{{rules}}}}},"#
        );
        let (before, rest) = V4.split_once(r#""request":"#).unwrap();
        let (_, response) = rest.split_once(r#""response":"#).unwrap();
        v4(&format!(r#"{before}{request}"response":{response}"#))
    };
    let set = |more: &str| format!(r#"{{"matchers":[{{"match":"regex","regex":"[0-9]+"{more}}}]}}"#);
    let regex = set("");
    for (contract, keys) in [
        // A position, and a name that reads like one.
        (request(r#"{"a":["1"]}"#, "{}", &format!(r#""query":{{"a[0]":{regex}}}"#)), Some(&["$.query.a[0]"][..])),
        (request(r#"{"a[0]":["1"]}"#, "{}", &format!(r#""query":{{"a[0]":{regex}}}"#)), Some(&["$.query['a[0]']"])),
        (
            request("{}", r#"{"Vary":["1","2"]}"#, &format!(r#""header":{{"Vary[0]":{regex},"Vary[1]":{regex}}}"#)),
            Some(&["$.headers.Vary[0]", "$.headers.Vary[1]"]),
        ),
        (request(r#"{"a":["1"]}"#, "{}", &format!(r#""query":{{"a[*]":{regex}}}"#)), Some(&["$.query.a[*]"])),
        (request(r#"{"a":["1"]}"#, "{}", &format!(r#""query":{{"a":{regex},"a[*]":{regex}}}"#)), None),
        (request(r#"{"a":["1"]}"#, "{}", &format!(r#""query":{{"']\"]":{regex}}}"#)), None),
        (request("{}", "{}", &format!(r#""metadata":{{"a":{regex},"b":{regex}}}"#)), None),
        (request("{}", r#"{"A":["1","2"]}"#, &format!(r#""header":{{"A":{regex}}}"#)), None),
        (request("{}", "{}", &format!(r#""path":{}"#, set(r#","matchers":[{"match":"type"}]"#))), None),
    ] {
        let stated = contract.interactions[0].as_http().unwrap().0;
        match (to_old_json(&contract, OldVersion::V2), keys) {
            (Ok(written), Some(keys)) => {
                let read = from_json(&written, "test").unwrap().contract;
                let rules = &read.interactions[0].as_http().unwrap().0.rules;
                assert_eq!(rules.sets().count(), stated.rules.sets().count());
                assert!(stated.query.iter().all(|(name, _)| rules.for_query(name).is_some()), "{rules:?}");
                let text = written.to_compact();
                assert!(keys.iter().all(|key| text.contains(&format!(r#""{key}":"#))), "{text}");
            }
            (Err(error), None) => assert!(error.what.len() < 100, "{error}"),
            (other, _) => panic!("{:?}: {other:?}", stated.rules),
        }
    }
}

#[test]
fn a_body_of_another_type_than_its_header_is_refused() {
    for (stated, version) in [("text/plain", OldVersion::V2), ("application/octet-stream", OldVersion::V3)] {
        let response = format!(
            r#"{{"headers":{{"Content-Type":["{stated}"]}},"body":{{"content":{{"a":1}},"contentType":"application/json"}}}}"#
        );
        let contract = v4(&V4.replace(r#"{"status":201}"#, &response));
        let said = to_old_json(&contract, version).unwrap_err().what;
        assert_eq!(said, format!("a body of type `application/json` beside the type `{stated}`"));
    }
}

#[test]
fn bodies_and_generators_that_would_be_read_as_others_are_refused() {
    for response in [
        r#"{"body":{"content":"AAH/","encoded":"base64"}}"#,
        r#"{"body":{"content":"6Q==","contentType":"text/plain","encoded":"base64"}}"#,
        r#"{"body":{"content":"abcd","contentType":"application/octet-stream","encoded":false}}"#,
        r#"{"body":{"content":"{\"a\":1}","contentType":"application/json","encoded":false}}"#,
        r#"{"body":{"content":"a"},"generators":{"body":{"$":{"type":"MockServerURL","regex":".*"}}}}"#,
        r#"{"body":{"content":"a"},"generators":{"body":{"$":{"type":"Uuid","format":"simple"}}}}"#,
    ] {
        let contract = v4(&V4.replace(r#"{"status":201}"#, response));
        assert!(to_old_json(&contract, OldVersion::V3).is_err(), "{response}");
    }
    let no_value = v4(&V4.replace(r#""q":["1 2"]"#, r#""q":[]"#));
    let written = to_old_json(&no_value, OldVersion::V2).unwrap();
    assert_eq!(written.get("interactions").unwrap().to_compact().matches(r#""query":"q""#).count(), 1);
}

#[test]
fn types_of_bodies_and_lists_of_headers_are_kept() {
    let picture = r#"{"headers":{"Set-Cookie":["a=1","b=2"]},
        "body":{"content":"/9j/4AAQ","contentType":"image/jpeg","encoded":"base64"}}"#;
    let contract = v4(&V4.replace(r#"{"status":201}"#, picture));
    let read = from_json(&to_old_json(&contract, OldVersion::V3).unwrap(), "test").unwrap().contract;
    let (_, response) = read.interactions[0].as_http().unwrap();
    let (_, stated) = contract.interactions[0].as_http().unwrap();
    assert_eq!(response.body.content, stated.body.content);
    assert_eq!(response.headers.first("content-type"), Some("image/jpeg"));
    assert_eq!(response.headers.get("set-cookie").unwrap(), ["a=1", "b=2"]);
}

#[test]
fn a_query_of_version_1_stays_the_text_it_was_in_version_2() {
    for (query, v2) in [
        ("b=2&a=1&b=3", r#""query":"b=2&a=1&b=3""#),
        ("q=a+b&r=%c3%A4&s=&t&mail=a@b.c", r#""query":"q=a+b&r=%c3%A4&s=&t&mail=a@b.c""#),
        ("q=1&&r=2", r#""query":"q=1&&r=2""#),
    ] {
        let v1 = format!(
            r#"{{"consumer":{{"name":"a"}},"provider":{{"name":"b"}},"metadata":{{"pactSpecification":{{"version":"1.0.0"}}}},
            "interactions":[{{"description":"x","request":{{"method":"GET","path":"/","query":"{query}"}},"response":{{}}}}]}}"#
        );
        let mut contract = v4(&v1);
        let written = to_old_json(&contract, OldVersion::V2).unwrap();
        assert!(written.to_compact().contains(v2), "{}", written.to_compact());
        let again = from_json(&written, "test").unwrap().contract;
        let query = |contract: &Contract| contract.interactions[0].as_http().unwrap().0.query.clone();
        assert_eq!(query(&again), query(&contract));
        // A text that no longer says what the parameters say is not written.
        if let Exchange::Http(http) = &mut contract.interactions[0].exchange {
            http.request.query.push(("more".to_owned(), vec![None]));
        }
        let text = to_old_json(&contract, OldVersion::V2).unwrap().to_compact();
        assert!(text.contains("&more") && !text.contains(v2), "{text}");
    }
}
