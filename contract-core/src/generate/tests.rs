use super::*;
use crate::json::parse;

fn context(mode: Mode, values: &str) -> Context {
    let mut values = parse(values.as_bytes()).unwrap().into_owned();
    Context { mode, values: std::mem::take(values.as_object_mut().unwrap()) }
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
