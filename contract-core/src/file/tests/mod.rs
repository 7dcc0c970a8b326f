//! What is read from contract files in the shapes of versions 2, 3 and 4, and what is written.

mod wild;

use super::*;
use crate::body::Content;
use crate::json::Json;

pub(super) fn load(text: &str) -> Loaded {
    from_slice(text.as_bytes(), "test.json").unwrap_or_else(|error| panic!("{error}"))
}

/// Why the first interaction cannot be read.
fn problem(text: &str) -> String {
    load(text).contract.interactions[0].obstacles().join("\n")
}

fn refused(text: &str) -> String {
    let error = from_slice(text.as_bytes(), "test.json").unwrap_err();
    match std::error::Error::source(&error) {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

/// A file with one interaction whose request and response are given.
pub(super) fn file(interaction: &str, version: &str) -> String {
    format!(
        r#"{{"consumer":{{"name":"web"}},"provider":{{"name":"orders"}},"interactions":[{interaction}],
            "metadata":{{"pactSpecification":{{"version":"{version}"}}}}}}"#
    )
}

const V2: &str = r#"{"description":"an order","provider_state":"there is one","request":{"method":"get","path":"/orders/1",
    "query":"a=1&b=x+y","headers":{"Accept":"application/json"},"matchingRules":{"$.path":{"regex":"/orders/\\d+"},
    "$.query.a":{"match":"type"},"$.header.Accept":{"match":"regex","regex":".*json"}}},
    "response":{"status":200,"body":{"id":1,"at":"2020-01-01"},
    "matchingRules":{"$.body.id":{"match":"type"},"$['body']['at']":{"date":"yyyy-MM-dd"},"$.body.n":{"min":1}}}}"#;

#[test]
fn version_2_is_read_by_its_shape() {
    let loaded = load(&file(V2, "2.0.0"));
    let interaction = &loaded.contract.interactions[0];
    assert_eq!(interaction.states[0].name, "there is one");
    let (request, response) = interaction.as_http().unwrap();
    assert_eq!(request.query, [("a".into(), vec![Some("1".into())]), ("b".into(), vec![Some("x y".into())])]);
    assert_eq!(request.rules.path.as_ref().unwrap().rules[0].name(), "regex");
    assert!(request.rules.for_query("a").is_some() && request.rules.for_header("accept").is_some());
    let rules: Vec<_> = response.rules.sets().map(|(_, path, set)| format!("{path} {}", set.rules[0].name())).collect();
    assert_eq!(rules, ["$.at date", "$.id type", "$.n type"]);
    assert!(matches!(response.body.content, Content::Json(_)));
}

#[test]
fn version_3_is_read_by_its_shape() {
    let loaded = load(&file(
        r#"{"description":"x","providerStates":[{"name":"s","params":{"id":7}},"t"],
            "request":{"method":"POST","path":"/","query":{"q":["1",null],"r":"2"},
              "matchingRules":{"body":{"$.a":{"matchers":[{"match":"integer"},{"match":"null"}],"combine":"OR"}},
                "path":{"matchers":[{"match":"regex","regex":"/.*"}]},"header":{},"odd":{"x":1}},
              "generators":{"path":{"type":"ProviderState","expression":"/${id}","dataType":"STRING"}},
              "body":{"a":1}},
            "response":{"headers":{"X":["1","2"]},"body":"text"}}"#,
        "3.0.0",
    ));
    let interaction = &loaded.contract.interactions[0];
    assert_eq!(interaction.states.len(), 2);
    assert_eq!(interaction.states[0].params.get("id").unwrap().to_text(), "7");
    let (request, response) = interaction.as_http().unwrap();
    assert_eq!(request.query[0].1, [Some("1".into()), None]);
    assert_eq!(request.rules.body.iter().next().unwrap().1.combine, crate::rules::Combine::Or);
    assert!(request.generators.path.is_some());
    assert_eq!(response.headers.get("x").unwrap(), ["1", "2"]);
    assert_eq!(response.body.content, Content::Text("text".into()));
    assert_eq!(loaded.notes[0].pointer, "/interactions/0/request/matchingRules/odd");
    assert!(interaction.obstacles()[0].contains("odd"));
}

#[test]
fn version_4_bodies_are_unwrapped() {
    let with = |body: &str| {
        let text =
            format!(r#"{{"type":"Synchronous/HTTP","description":"x","request":{{}},"response":{{"body":{body}}}}}"#);
        load(&file(&text, "4.0")).contract.interactions[0].as_http().unwrap().1.body.clone()
    };
    let json = |text: &str| Content::Json(crate::json::parse(text.as_bytes()).unwrap().into_owned());
    for (body, content) in [
        (r#"{"content":{"a":1.0},"contentType":"application/json","encoded":false}"#, json(r#"{"a":1.0}"#)),
        (r#"{"content":"x","contentType":"application/json","encoded":false}"#, json("\"x\"")),
        (r#"{"content":"[1]","contentType":"application/json","encoded":"JSON"}"#, json("[1]")),
        (r#"{"content":"aGk=","contentType":"text/plain","encoded":"base64"}"#, Content::Text("hi".into())),
        (r#"{"content":"/w==","contentType":"image/png","encoded":true}"#, Content::Bytes(vec![255])),
        (r#"{"content":"hi","contentType":"text/plain"}"#, Content::Text("hi".into())),
        (r#"{"content":""}"#, Content::Empty),
        (r#"{"content":null}"#, Content::Null),
        (r#"{"contentType":"text/plain"}"#, Content::Missing),
        (r#"{"other":1}"#, json(r#"{"other":1}"#)),
        ("[1]", json("[1]")),
        ("null", Content::Null),
    ] {
        assert_eq!(with(body).content, content, "{body}");
    }
}

#[test]
fn kinds_and_rules_that_are_not_known_are_kept_and_said() {
    let text = file(
        r#"{"type":"Async/Telepathy","description":"m","request":{"contents":{"content":1}},"odd":true},
           {"type":"Synchronous/HTTP","description":"h","request":{},"extra":5,
            "response":{"matchingRules":{"body":{"$":{"matchers":[{"match":"magic","power":9}]}}}}}"#,
        "4.0",
    );
    let contract = load(&text).contract;
    let obstacles: Vec<_> = contract.interactions.iter().flat_map(Interaction::obstacles).collect();
    assert_eq!(
        obstacles,
        [
            "interactions of type `Async/Telepathy` cannot be verified yet",
            "the response's rule `magic` at body `$` is not known to this version"
        ]
    );
    let written = to_json(&contract);
    let interactions = written.get("interactions").unwrap().as_array().unwrap();
    let find = |description: &str| {
        interactions.iter().find(|i| i.get("description").unwrap().to_text() == description).unwrap()
    };
    assert_eq!(find("m").get("odd"), Some(&Value::Bool(true)));
    assert!(find("h").to_compact().contains(r#"{"match":"magic","power":9}"#));
    assert_eq!(find("h").get("extra").unwrap().to_text(), "5");
}

use crate::interaction::Interaction;

#[test]
fn what_is_written_is_read_back_the_same_and_written_the_same() {
    let first = load(&file(V2, "2.0.0")).contract;
    let text = to_text(&first);
    let second = load(&text);
    assert_eq!(second.notes, []);
    assert_eq!(to_text(&second.contract), text);
    insta::assert_snapshot!(text);
}

#[test]
fn what_is_no_contract_says_what_it_looks_like() {
    let said = [
        "",
        "<html></html>",
        "[1]",
        "3",
        r#"{"error":"no"}"#,
        r#"{"openapi":"3.1.0"}"#,
        r#"{"a":1}"#,
        "{\"interactions\": [,]}",
    ]
    .map(refused);
    insta::assert_snapshot!(said.join("\n"), @r"
    contract file `test.json` is not valid JSON (it is empty): there is no JSON value, only white space, at line 1 column 1
    contract file `test.json` is not valid JSON (it looks like HTML or XML): expected a JSON value but found `<` at line 1 column 1
    `test.json` is not a contract: it is JSON, but an Array, where a contract is an object
    `test.json` is not a contract: it is JSON, but an Integer, where a contract is an object
    `test.json` is not a contract: it looks like an error a broker answered
    `test.json` is not a contract: it looks like an OpenAPI document
    `test.json` is not a contract: it has neither `interactions` nor `messages`
    contract file `test.json` is not valid JSON: expected a JSON value but found `,` at line 1 column 19
    ");
}

#[test]
fn malformed_parts_are_named_with_their_place() {
    let said = [
        r#"{"description":"x","request":{"matchingRules":{"body":{"$.a":{"matchers":[{"match":"regex","regex":"("}]}}}}}"#,
        r#"{"description":"x","request":{"matchingRules":{"body":{"$.a[":{"matchers":[{"match":"type"}]}}}}}"#,
        r#"{"description":"x","request":{"matchingRules":{"$.bdy":{"match":"type"}}}}"#,
        r#"{"description":"x","response":{"status":"many"}}"#,
        r#"{"description":"x","request":{"path":7}}"#,
        r#"{"description":"x","providerStates":[{"params":{}}]}"#,
        r#"{"description":"x","response":{"matchingRules":{"body":{"$":{"matchers":[{"match":"type","min":"a"}]}}}}}"#,
    ]
    .map(|interaction| problem(&file(interaction, "3.0.0")));
    insta::assert_snapshot!(said.join("\n"));
    let said = refused(&file(r#""x""#, "3.0.0"));
    assert!(said.ends_with("malformed at /interactions/0: expected an interaction, which is an object"), "{said}");
}

#[test]
fn merging_is_commutative_and_tells_a_conflict() {
    let one = load(&file(r#"{"description":"a","request":{"path":"/a"}}"#, "3.0.0")).contract;
    let two = load(&file(r#"{"description":"b","request":{"path":"/b"}}"#, "3.0.0")).contract;
    let both = merge(one.clone(), two.clone()).unwrap();
    assert_eq!(to_text(&both), to_text(&merge(two.clone(), one.clone()).unwrap()));
    assert_eq!(to_text(&both), to_text(&merge(both.clone(), one.clone()).unwrap()));
    let other = load(&file(r#"{"description":"a","request":{"path":"/other"}}"#, "3.0.0")).contract;
    let conflict = merge(one.clone(), other.clone()).unwrap_err();
    assert_eq!(conflict, merge(other.clone(), one.clone()).unwrap_err());
    assert!(conflict.to_string().contains("/other") && conflict.to_string().contains("\"/a\""));
    let recorded = record(both, other).unwrap();
    assert!(to_text(&recorded).contains("/other") && to_text(&recorded).contains("/b"));
    let stranger = Contract::new("web", "payments");
    assert!(matches!(merge(one, stranger), Err(Conflict::Pair { .. })));
}

#[test]
fn a_broken_file_never_panics() {
    let text = file(V2, "2.0.0");
    for end in (0..text.len()).step_by(7) {
        let _ = from_slice(&text.as_bytes()[..end], "cut");
    }
    let value: Json = crate::json::parse(text.as_bytes()).unwrap().into_owned();
    assert!(from_json(&value, "whole").is_ok());
}

#[test]
fn messages_of_version_3_become_interactions() {
    let text = r#"{"consumer":{"name":"a"},"provider":{"name":"b"},"messages":[{"description":"m","providerState":"s",
        "contents":{"id":1},"metaData":{"contentType":"application/json","k":"v"},"odd":1,
        "matchingRules":{"body":{"$.id":{"matchers":[{"match":"type"}]}},"metadata":{"k":{"matchers":[{"match":"type"}]}}}}],
        "metadata":{"pactSpecification":{"version":"3.0.0"}}}"#;
    let contract = load(text).contract;
    let crate::interaction::Exchange::Message(message) = &contract.interactions[0].exchange else {
        panic!("{contract:?}")
    };
    assert_eq!(message.content_type(), Some("application/json"));
    assert_eq!(message.rules.metadata.len(), 1);
    let again = load(&to_text(&contract)).contract;
    assert_eq!(to_text(&again), to_text(&contract));
    insta::assert_snapshot!(to_json(&contract).get("interactions").unwrap().to_compact());
}

#[test]
fn synchronous_messages_keep_their_responses_in_order() {
    let contract = load(&file(
        r#"{"type":"Synchronous/Messages","description":"m","transport":"grpc","pluginConfiguration":{"x":{"y":1}},
            "request":{"contents":{"content":"AQI=","contentType":"application/protobuf","encoded":"base64",
              "contentTypeHint":"BINARY"},"metadata":{"a":[1]}},
            "response":[{"contents":{"content":"z","contentType":"text/plain","encoded":false}},{"contents":{"content":{"b":1}}}]}"#,
        "4.0",
    ))
    .contract;
    let crate::interaction::Exchange::SyncMessage(exchange) = &contract.interactions[0].exchange else { panic!() };
    assert_eq!(exchange.request.contents.content, Content::Bytes(vec![1, 2]));
    assert_eq!(exchange.responses.len(), 2);
    insta::assert_snapshot!(to_json(&contract).get("interactions").unwrap().to_compact());
}

#[test]
fn rules_the_first_ruby_tools_wrote_in_place_are_read() {
    let loaded = load(&file(
        r#"{"description":"x","request":{"path":{"json_class":"Pact::Term","data":{"generate":"/a/1",
              "matcher":{"json_class":"Regexp","o":1,"s":"/A/\\d"}}},
            "headers":{"X":{"json_class":"Pact::Term","data":{"generate":"v","matcher":{"json_class":"Regexp","o":0,"s":"v+"}}}}},
            "response":{"body":{"a":{"json_class":"Pact::SomethingLike","contents":{"b":1}},
              "l":{"json_class":"Pact::ArrayLike","contents":"t","min":2}}}}"#,
        "1.0.0",
    ));
    let (request, response) = loaded.contract.interactions[0].as_http().unwrap();
    assert_eq!(request.path, "/a/1");
    let crate::rule::Rule::Regex(regex) = &request.rules.path.as_ref().unwrap().rules[0] else { panic!() };
    assert!(regex.matches("/a/7"));
    assert_eq!(request.headers.first("X"), Some("v"));
    assert!(request.rules.for_header("x").is_some());
    let Content::Json(body) = &response.body.content else { panic!() };
    assert_eq!(body.to_compact(), r#"{"a":{"b":1},"l":["t","t"]}"#);
    let rules: Vec<_> = response.rules.sets().map(|(_, path, _)| path).collect();
    assert_eq!(rules, ["$.a", "$.l"]);
    assert!(loaded.notes.iter().any(|note| note.text.contains("json_class")));
}

#[test]
fn lists_in_lists_the_first_ruby_tools_repeat_do_not_multiply_without_end() {
    let like =
        |contents: &str, min: u64| format!(r#"{{"json_class":"Pact::ArrayLike","contents":{contents},"min":{min}}}"#);
    let body = like(&like(&like("1", 1_000), 1_000), 5_000_000_000);
    let text = format!(r#"{{"description":"x","request":{{}},"response":{{"body":{body}}}}}"#);
    let loaded = load(&file(&text, "1.0.0"));
    let response = loaded.contract.interactions[0].as_http().unwrap().1;
    let Content::Json(body) = &response.body.content else { panic!() };
    assert!(body.to_compact().len() < 4 << 20);
    let rules = response.rules.sets().map(|(_, path, set)| format!("{path} {:?}", set.rules[0])).collect::<Vec<_>>();
    assert!(rules.iter().any(|rule| rule.starts_with("$ ") && rule.contains("5000000000")), "{rules:?}");
    assert!(loaded.notes.iter().any(|note| note.text.contains("their examples hold fewer")));
}

#[test]
fn a_query_of_version_1_is_one_text() {
    let request = |version| {
        load(&file(r#"{"description":"x","request":{"query":"a=1&b=2"}}"#, version)).contract.interactions[0]
            .as_http()
            .unwrap()
            .0
            .clone()
    };
    let turned = crate::http::ActualRequest { method: "GET", path: "/", query: "b=2&a=1", ..Default::default() };
    assert_eq!(crate::matching::match_request(&request("1.1.0"), &turned), []);
    let said = crate::matching::match_request(&request("1.0.0"), &turned);
    assert_eq!(said[0].to_string(), "Expected query 'a=1&b=2' but was 'b=2&a=1'");
}

#[test]
fn the_first_tools_called_the_provider_the_producer() {
    let loaded = load(r#"{"consumer":{"name":"a"},"producer":{"name":"b"},"interactions":[]}"#);
    assert_eq!(loaded.contract.provider.name, "b");
    assert_eq!(loaded.notes, []);
}

#[test]
fn size_nesting_and_number_are_bounded() {
    let blank = vec![b' '; usize::try_from(MAX_SIZE).unwrap() + 1];
    assert_eq!(
        from_slice(&blank, "a.json").unwrap_err().to_string(),
        "contract file `a.json` is larger than 67108864 bytes"
    );
    let nested = format!(r#"{{"interactions": {}"#, "[".repeat(200));
    assert!(refused(&nested).ends_with("is not valid JSON: nesting deeper than 128 levels at line 1 column 145"));
    let many = format!(r#"{{"interactions": [{}0]}}"#, "0,".repeat(MAX_INTERACTIONS));
    assert!(refused(&many).ends_with("malformed at /interactions: more than 100000 interactions"));
    let long = format!(r#"{{"match":"regex","regex":"{}"}}"#, "x".repeat(70_000));
    let rule = V2.replace(r#"{"date":"yyyy-MM-dd"}"#, &long);
    assert!(problem(&file(&rule, "2.0.0")).ends_with("cannot be compiled: it is longer than 65536 bytes"));
}
