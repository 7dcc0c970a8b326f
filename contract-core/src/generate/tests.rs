//! What generators make, and where.

use super::*;
use crate::body::{Body, Content};
use crate::http::{Headers, Request, Response};
use crate::json::{Json, parse};
use crate::message::Message;
use crate::rule::{Rule, Variant};
use crate::rules::{BodyRules, RuleSet, Rules};
use std::borrow::Cow;

fn context(mode: Mode, values: &str) -> Context {
    let mut values = parse(values.as_bytes()).unwrap().into_owned();
    Context { mode, ..Context::provider(std::mem::take(values.as_object_mut().unwrap())) }
}

fn from_state(expression: &str) -> Generator {
    Generator::ProviderState { expression: expression.to_owned(), data_type: None }
}

fn request() -> Request {
    let mut headers = Headers::default();
    headers.add("X-Order", ["example".to_owned()]);
    Request {
        path: "/orders/1".to_owned(),
        query: vec![("id".to_owned(), vec![Some("1".to_owned()), None])],
        headers,
        body: Body::json(parse(br#"{"id":1,"items":[{"id":1},{"id":2}]}"#).unwrap().into_owned()),
        generators: Generators {
            path: Some(from_state("/orders/${id}")),
            query: vec![("$.id[0]".to_owned(), from_state("id"))],
            header: vec![("x-order".to_owned(), from_state("${id}"))],
            body: vec![
                (RulePath::parse("$.items[*].id").unwrap(), from_state("${id}")),
                (RulePath::parse("$.nowhere").unwrap(), from_state("${unknown}")),
            ],
            ..Generators::default()
        },
        ..Request::default()
    }
}

#[test]
fn every_part_of_a_request_takes_the_states_values() {
    let request = request();
    let made = generate_request(&request, &context(Mode::Provider, r#"{"id":1000}"#)).unwrap();
    assert_eq!(made.path, "/orders/1000");
    assert_eq!(made.query[0].1, [Some("1000".to_owned()), None]);
    assert_eq!(made.headers.first("x-order"), Some("1000"));
    let Content::Json(body) = &made.body.content else { panic!("{:?}", made.body) };
    assert_eq!(body.to_compact(), r#"{"id":1,"items":[{"id":1000},{"id":1000}]}"#);
}

#[test]
fn nothing_is_copied_when_there_is_nothing_to_make() {
    let request = request();
    assert!(matches!(generate_request(&request, &context(Mode::Consumer, "{}")), Ok(Cow::Borrowed(_))));
    let mut plain = request.clone();
    plain.generators = Generators { path: Some(Generator::Other(Json::Null)), ..Generators::default() };
    assert!(matches!(generate_request(&plain, &context(Mode::Provider, "{}")), Ok(Cow::Borrowed(_))));
}

#[test]
fn an_unknown_value_is_named_with_its_place_and_the_values_there_are() {
    let said = |values| generate_request(&request(), &context(Mode::Provider, values)).unwrap_err().to_string();
    insta::assert_snapshot!(said(r#"{"b":1,"a":2}"#), @"the path needs `id` (`/orders/${id}`), but the provider states have returned only: a, b");
    insta::assert_snapshot!(said("{}"), @"the path needs `id` (`/orders/${id}`), but no provider state has returned any value");
}

#[test]
fn a_response_takes_values_when_a_provider_sends_it() {
    let generators = Generators {
        status: Some(from_state("${code}")),
        body: vec![(RulePath::root(), from_state("Hello ${name}"))],
        ..Generators::default()
    };
    let response = Response { body: Body::text("Hello you"), generators, ..Response::default() };
    let made = generate_response(&response, &context(Mode::Provider, r#"{"code":"201","name":"Ann"}"#)).unwrap();
    assert_eq!((made.status, &made.body.content), (201, &Content::Text("Hello Ann".to_owned())));
}

#[test]
fn an_inner_place_is_filled_after_the_outer_one() {
    let request = Request {
        body: Body::json(parse(br#"{"a":{"b":1}}"#).unwrap().into_owned()),
        generators: Generators {
            body: vec![
                (RulePath::parse("$.a.b").unwrap(), from_state("inner")),
                (RulePath::parse("$.a").unwrap(), from_state("outer")),
            ],
            ..Generators::default()
        },
        ..Request::default()
    };
    let made = generate_request(&request, &context(Mode::Provider, r#"{"inner":9,"outer":{"b":2,"c":3}}"#)).unwrap();
    assert_eq!(made.body.content, Content::Json(parse(br#"{"a":{"b":9,"c":3}}"#).unwrap().into_owned()));
}

fn json(text: &str) -> Json {
    parse(text.as_bytes()).unwrap().into_owned()
}

fn body_of(generators: &str, body: &str, context: &Context) -> String {
    let read = json(generators);
    let entries = read.as_object().unwrap().iter();
    let body_generators = entries.map(|(path, raw)| (RulePath::parse(path).unwrap(), Generator::from_json(raw)));
    let generators = Generators { body: body_generators.collect(), ..Generators::default() };
    let request = Request { body: Body::json(json(body)), generators, ..Request::default() };
    match &generate_request(&request, context).unwrap().body.content {
        Content::Json(made) => made.to_compact(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_seed_and_a_moment_make_the_same_values_every_time() {
    let all = r#"{
        "$.int": {"type": "RandomInt", "min": 1, "max": 1000}, "$.decimal": {"type": "RandomDecimal", "digits": 6},
        "$.hex": {"type": "RandomHexadecimal", "digits": 6}, "$.text": {"type": "RandomString", "size": 6},
        "$.regex": {"type": "Regex", "regex": "\\d{1,8}"}, "$.date": {"type": "Date"}, "$.time": {"type": "Time"},
        "$.stamp": {"type": "DateTime", "expression": "tomorrow @ midnight"}, "$.uuid": {"type": "Uuid"},
        "$.flag": {"type": "RandomBoolean"}, "$.fish": {"type": "Fish"}
    }"#;
    let names = ["int", "decimal", "hex", "text", "regex", "date", "time", "stamp", "uuid", "flag", "fish"];
    let body = format!("{{{}}}", names.map(|name| format!(r#""{name}":"a""#)).join(","));
    let context = Context::consumer().seed(42).at(Moment::parse("2000-02-28T10:00:00Z").unwrap());
    let made = body_of(all, &body, &context);
    insta::assert_snapshot!(made.replace(",\"", ",\n\""), @r#"
    {"date":"2000-02-28",
    "decimal":29.9827,
    "fish":"a",
    "flag":true,
    "hex":"9DA444",
    "int":278,
    "regex":"98",
    "stamp":"2000-02-29T00:00:00.000Z",
    "text":"cObHwq",
    "time":"10:00:00",
    "uuid":"2e867859-6d61-437a-92a9-a236cbe0fc6c"}
    "#);
    assert_eq!(body_of(all, &body, &context), made);
    assert_ne!(body_of(all, &body, &context.clone().seed(43)), made);
    let fewer = r#"{"$.uuid": {"type": "Uuid"}}"#;
    let (made, fewer) = (json(&made), json(&body_of(fewer, &body, &context)));
    assert_eq!(fewer.get("uuid"), made.get("uuid"));
    assert_ne!(body_of(all, &body, &Context::consumer()), body_of(all, &body, &Context::consumer()));
}

#[test]
fn every_place_a_wildcard_leads_to_gets_a_value_of_its_own() {
    let generators =
        r#"{"$.items[*].id": {"type": "Uuid"}, "$.items[0].id": {"type": "RandomInt", "min": 5, "max": 5}}"#;
    let made = json(&body_of(generators, r#"{"items":[{"id":1},{"id":2},{"id":3}]}"#, &Context::consumer().seed(1)));
    let ids: Vec<_> =
        made.get("items").unwrap().as_array().unwrap().iter().map(|item| item.get("id").unwrap()).collect();
    assert_eq!(ids[0].to_compact(), "5");
    assert!(ids[1].as_str().unwrap().len() == 36 && ids[1] != ids[2]);
}

#[test]
fn a_generator_acts_only_where_it_has_something_to_act_with() {
    let generators = r#"{"$.one": {"type": "MockServerURL", "regex": ".*(/a)", "example": "http://1234:8080/a"},
        "$.two": {"type": "ProviderState", "expression": "${id}"}}"#;
    let body = r#"{"one":"a","two":"b"}"#;
    let provider = context(Mode::Provider, r#"{"id":1000}"#).mock_server("http://somewhere.world");
    assert_eq!(body_of(generators, body, &provider), r#"{"one":"a","two":1000}"#);
    let consumer = Context::consumer().mock_server("http://somewhere.world");
    assert_eq!(body_of(generators, body, &consumer), r#"{"one":"http://somewhere.world/a","two":"b"}"#);
    assert_eq!(body_of(generators, body, &Context::consumer()), body);
}

#[test]
fn headers_and_parameters_that_are_not_there_are_added() {
    let int = || Generator::RandomInt { min: 7, max: 7 };
    let generators = Generators {
        query: vec![("v1".to_owned(), int()), ("v2".to_owned(), from_state("${id}"))],
        header: vec![("X-TEST".to_owned(), int()), ("X-OTHER".to_owned(), Generator::Other(Json::Null))],
        method: Some(Generator::Regex { regex: "PUT".to_owned() }),
        ..Generators::default()
    };
    let request = Request { generators, ..Request::default() };
    let made = generate_request(&request, &Context::consumer()).unwrap();
    assert_eq!(made.query, [("v1".to_owned(), vec![Some("7".to_owned())])]);
    assert_eq!((made.headers.first("x-test"), made.headers.first("x-other")), (Some("7"), None));
    assert_eq!(made.method, "PUT");
}

#[test]
fn a_status_must_be_one() {
    let respond = |min, max| {
        let status = Some(Generator::RandomInt { min, max });
        let response = Response { generators: Generators { status, ..Generators::default() }, ..Response::default() };
        generate_response(&response, &Context::consumer()).map(|made| made.status).map_err(|error| error.to_string())
    };
    assert!((201..=599).contains(&respond(201, 599).unwrap()));
    insta::assert_snapshot!(respond(7, 7).unwrap_err(), @"the status needs a status code, but `RandomInt` is `7`");
    insta::assert_snapshot!(respond(8, 7).unwrap_err(), @"the status cannot be made by `RandomInt`: its `min` 8 is greater than its `max` 7");
}

#[test]
fn a_message_has_values_in_its_metadata_and_contents() {
    let int = || Generator::RandomInt { min: 7, max: 7 };
    let generators = Generators {
        metadata: vec![("ID".to_owned(), int()), ("tag.id".to_owned(), int())],
        body: vec![(RulePath::parse("$.one").unwrap(), int())],
        ..Generators::default()
    };
    let mut metadata = json(r#"{"ID":"sjhd","tag":{"id":"x"},"weight":100.5}"#);
    let metadata = std::mem::take(metadata.as_object_mut().unwrap());
    let contents = Body::json(json(r#"{"one":"a"}"#));
    let message = Message { contents, metadata, generators, ..Message::default() };
    let made = generate_message(&message, &Context::consumer()).unwrap();
    assert_eq!(Json::Object(made.metadata.clone()).to_compact(), r#"{"ID":7,"tag":{"id":7},"weight":100.5}"#);
    assert_eq!(made.contents.content, Content::Json(json(r#"{"one":7}"#)));
}

#[test]
fn the_items_a_list_must_contain_have_generators_of_their_own() {
    let at = |path: &str, value: i64| (RulePath::parse(path).unwrap(), Generator::RandomInt { min: value, max: value });
    let contains = |variants| [(RulePath::parse("$.list").unwrap(), RuleSet::one(Rule::ArrayContains(variants)))];
    let inner = Variant { index: 0, generators: vec![at("$", 3)], ..Variant::default() };
    let variants = vec![
        Variant { index: 1, generators: vec![at("$.id", 1), at("$.nowhere", 1)], ..Variant::default() },
        Variant {
            index: 2,
            rules: BodyRules::compile(contains(vec![inner])),
            generators: vec![at("$.id", 2)],
            ..Variant::default()
        },
        Variant { index: 9, generators: vec![at("$", 9)], ..Variant::default() },
    ];
    let rules = Rules { body: BodyRules::compile(contains(variants)), ..Rules::default() };
    let body = Body::json(json(r#"{"list":[{"id":0},{"id":0},{"id":0,"list":[0]}]}"#));
    let response = Response { body, rules, ..Response::default() };
    let made = generate_response(&response, &Context::consumer()).unwrap();
    assert_eq!(made.body.content, Content::Json(json(r#"{"list":[{"id":0},{"id":1},{"id":2,"list":[3]}]}"#)));
}

#[test]
fn what_cannot_be_made_is_named_with_its_place() {
    let generators = Generators {
        body: vec![(RulePath::parse("$.a").unwrap(), Generator::Regex { regex: "(?=a)b".to_owned() })],
        ..Generators::default()
    };
    let response = Response { body: Body::json(json(r#"{"a":1}"#)), generators, ..Response::default() };
    let error = generate_response(&response, &Context::consumer()).unwrap_err();
    insta::assert_snapshot!(error, @"the body at `$.a` cannot be made by `Regex`: no text can be made from regular expression `(?=a)b`: look-around, including look-ahead and look-behind, is not supported at offset 0");
}
