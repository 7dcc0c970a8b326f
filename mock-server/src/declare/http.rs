//! HTTP requests and responses, as a test declares them.

use super::interaction::{Ask, Compose, Composed};
use super::text::{Text, TextParts};
use abide_contract_core::body::{Body, Content, ContentType, Family};
use abide_contract_core::generate::Generator;
use abide_contract_core::http::{Headers, Request, Response};
use abide_contract_core::interaction::{Exchange, Http};
use abide_contract_core::json::{self, Json};
use abide_contract_core::pattern::{self, Parts};
use abide_contract_core::rule::Rule;
use abide_contract_core::rule_path::RulePath;
use abide_contract_core::rules::{BodyRules, RuleSet};
use serde::Serialize;

macro_rules! methods {
    ($($function:ident $method:literal),* $(,)?) => {$(
        #[doc = concat!("A `", $method, "` request to `path`, which may be a pattern over text.")]
        #[track_caller]
        pub fn $function(path: impl Into<Text>) -> HttpRequest {
            request($method, path)
        }
    )*};
}
methods!(get "GET", post "POST", put "PUT", patch "PATCH", delete "DELETE", head "HEAD", options "OPTIONS");

/// A request with any method to `path`, which may be a pattern over text.
///
/// The path begins with `/` and is written as it reads: spaces and umlauts are encoded on the wire, not here.
#[track_caller]
pub fn request(method: &str, path: impl Into<Text>) -> HttpRequest {
    let sendable = http::Method::from_bytes(method.as_bytes()).is_ok() && method != "CONNECT";
    assert!(sendable, "`{method}` cannot be the method of a request to a provider");
    let TextParts { example, mut rule, generator } = path.into().into_parts("a path");
    assert!(example.starts_with('/'), "the path `{example}` must begin with `/`");
    if let Some((before, _)) = example.split_once('?') {
        panic!("the path `{example}` holds a query: write the path `{before}` and add `.query(name, value)`");
    }
    assert!(!example.contains('#'), "the path `{example}` holds a fragment, which is never sent");
    if rule.as_ref().is_some_and(|rule| matches!(rule.rules[..], [Rule::Type { .. }])) {
        // As a rule it would let every path through. A state's value is meant: the test asks for the example.
        assert!(generator.is_some(), "`like({example:?})` lets every path through: say with `regex(..)` which ones");
        rule = None;
    }
    let mut request = Request { method: method.to_owned(), path: example, ..Request::default() };
    request.rules.path = rule;
    request.generators.path = generator;
    HttpRequest(request)
}

/// A response with this status code.
#[track_caller]
pub fn status(code: u16) -> HttpResponse {
    assert!((200..600).contains(&code), "{code} cannot be the status of an answer: they go from 200 to 599");
    HttpResponse(Response { status: code, ..Response::default() })
}

/// What the consumer sends, from [`get`], [`post`] and their like.
#[derive(Debug, Clone)]
#[must_use = "a request does nothing until an interaction takes it: `interaction(..).request(..)`"]
pub struct HttpRequest(Request);

impl HttpRequest {
    /// Expects a query parameter; the same name again expects one more value of it.
    ///
    /// Parameters that are not declared are refused.
    #[track_caller]
    pub fn query(mut self, name: impl Into<String>, value: impl Into<Text>) -> Self {
        let name = name.into();
        let parts = value.into().into_parts(&format!("the query parameter `{name}`"));
        let (rules, generators) = (&mut self.0.rules.query, &mut self.0.generators.query);
        if let Some((_, values)) = self.0.query.iter_mut().find(|(known, _)| *known == name) {
            refuse_mixture("query parameter", &name, rules, &parts);
            values.push(Some(parts.example));
        } else {
            keep(rules, &name, parts.rule);
            keep(generators, &name, parts.generator);
            self.0.query.push((name, vec![Some(parts.example)]));
        }
        self
    }

    /// Expects a header; the same name again expects one more value of it. Headers that are not declared may be sent.
    #[track_caller]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Text>) -> Self {
        let request = &mut self.0;
        add_header(&mut request.headers, &mut request.rules.header, &mut request.generators.header, (name, value));
        self
    }

    /// Expects a JSON body: `json!` with patterns anywhere inside, or any value that serialises.
    ///
    /// Keys that are not declared are refused, as a typing error would be.
    #[track_caller]
    pub fn json(self, value: impl Serialize) -> Self {
        self.with_body(Filled::json(&value))
    }

    /// Expects exactly this text, of type `text/plain`.
    #[track_caller]
    pub fn text(self, text: impl Into<String>) -> Self {
        self.with_body(Filled::exactly(Body::text(text)))
    }

    /// Expects a body of any other type.
    #[track_caller]
    pub fn body(self, bytes: impl Into<Vec<u8>>, content_type: &str) -> Self {
        self.with_body(Filled::exactly(body_of(bytes.into(), content_type)))
    }

    #[track_caller]
    fn with_body(mut self, filled: Filled) -> Self {
        assert!(self.0.body == Body::default(), "a request has one body, and this one is given a second");
        (self.0.body, self.0.rules.body, self.0.generators.body) = (filled.body, filled.rules, filled.generators);
        self
    }
}

/// What the consumer needs back, from [`status`].
#[derive(Debug, Clone)]
#[must_use = "a response does nothing until an interaction takes it: `.respond(status(..))`"]
pub struct HttpResponse(Response);

impl HttpResponse {
    /// Answers with a header, and needs it from the provider; the same name again is one more value of it.
    #[track_caller]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Text>) -> Self {
        let response = &mut self.0;
        add_header(&mut response.headers, &mut response.rules.header, &mut response.generators.header, (name, value));
        self
    }

    /// Answers with a JSON body: `json!` with patterns anywhere inside, or any value that serialises.
    ///
    /// List only what the consumer reads; the provider may send more.
    #[track_caller]
    pub fn json(self, value: impl Serialize) -> Self {
        self.with_body(Filled::json(&value))
    }

    /// Answers with this text, of type `text/plain`.
    #[track_caller]
    pub fn text(self, text: impl Into<String>) -> Self {
        self.with_body(Filled::exactly(Body::text(text)))
    }

    /// Answers with a body of any other type.
    #[track_caller]
    pub fn body(self, bytes: impl Into<Vec<u8>>, content_type: &str) -> Self {
        self.with_body(Filled::exactly(body_of(bytes.into(), content_type)))
    }

    #[track_caller]
    fn with_body(mut self, filled: Filled) -> Self {
        assert!(self.0.body == Body::default(), "a response has one body, and this one is given a second");
        let status = self.0.status;
        assert!(!matches!(status, 204 | 205 | 304), "a response with status {status} never has a body");
        (self.0.body, self.0.rules.body, self.0.generators.body) = (filled.body, filled.rules, filled.generators);
        self
    }
}

/// A body with the rules and generators for places in it.
struct Filled {
    body: Body,
    rules: BodyRules,
    generators: Vec<(RulePath, Generator)>,
}

impl Filled {
    /// JSON with patterns inside.
    #[track_caller]
    fn json(value: &impl Serialize) -> Self {
        let Parts { example, rules, generators } = parts(value, "the body");
        Self { body: Body::json(example), rules: BodyRules::compile(rules), generators }
    }

    /// What is to arrive as it is.
    fn exactly(body: Body) -> Self {
        Self { body, rules: BodyRules::default(), generators: Vec::new() }
    }
}

impl Ask for HttpRequest {
    type Answer = HttpResponse;
}

impl Compose for HttpRequest {
    #[track_caller]
    fn compose(self, answer: HttpResponse) -> Composed {
        let (mut request, mut response) = (self.0, answer.0);
        assert!(
            request.method != "HEAD" || response.body == Body::default(),
            "the answer to a HEAD request never has a body"
        );
        settle_type(&request.headers, &mut request.body);
        settle_type(&response.headers, &mut response.body);
        // Other tools replay the headers a contract lists and nothing more, so the type has to be among them.
        if let Some(content_type) = &request.body.content_type
            && request.headers.get("content-type").is_none()
        {
            request.headers.add("Content-Type", [content_type.clone()]);
        }
        Composed::Exchange(Exchange::Http(Box::new(Http { request, response })))
    }
}

/// A value, serialised and taken apart into example, rules and generators.
#[track_caller]
pub(super) fn parts(value: &impl Serialize, what: &str) -> Parts {
    match Json::from_serialize(value) {
        Ok(tree) => pattern::split(&tree),
        Err(error) => panic!("{what} cannot be written as JSON: {error}"),
    }
}

#[track_caller]
fn body_of(bytes: Vec<u8>, content_type: &str) -> Body {
    assert!(content_type.contains('/'), "`{content_type}` is no content type; they look like `image/png`");
    let family = ContentType::parse(content_type).family();
    let content = match (family, bytes) {
        (_, bytes) if bytes.is_empty() => Content::Empty,
        (Family::Binary | Family::Multipart, bytes) => Content::Bytes(bytes),
        (Family::Json, bytes) => match json::parse(&bytes) {
            Ok(value) => Content::Json(value.into_owned()),
            Err(error) => panic!("the body is declared as `{content_type}`, but it is not JSON: {error}"),
        },
        (_, bytes) => match String::from_utf8(bytes) {
            Ok(text) => Content::Text(text),
            Err(error) => Content::Bytes(error.into_bytes()),
        },
    };
    Body::new(content, Some(content_type.to_owned()))
}

/// A `Content-Type` header says more of a body than the word it was declared with: `.json(..)` may be a `+json` type.
fn settle_type(headers: &Headers, body: &mut Body) {
    if let (Some(stated), Some(known)) = (headers.first("content-type"), &mut body.content_type) {
        stated.clone_into(known);
    }
}

#[track_caller]
fn add_header(
    headers: &mut Headers,
    rules: &mut Vec<(String, RuleSet)>,
    generators: &mut Vec<(String, Generator)>,
    (name, value): (impl Into<String>, impl Into<Text>),
) {
    let name = name.into();
    assert!(http::HeaderName::from_bytes(name.as_bytes()).is_ok(), "`{name}` cannot be the name of a header");
    let parts = value.into().into_parts(&format!("the header `{name}`"));
    assert!(
        http::HeaderValue::from_str(&parts.example).is_ok(),
        "`{}` cannot be the value of header `{name}`: it holds control characters",
        parts.example.escape_debug()
    );
    if headers.get(&name).is_some() {
        refuse_mixture("header", &name, rules, &parts);
    } else {
        keep(rules, &name, parts.rule);
        keep(generators, &name, parts.generator);
    }
    headers.add(name, [parts.example]);
}

fn keep<T>(list: &mut Vec<(String, T)>, name: &str, item: Option<T>) {
    list.extend(item.map(|item| (name.to_owned(), item)));
}

/// A rule holds for every value of its header or parameter, so a further value comes with the same rule or none has one.
#[track_caller]
fn refuse_mixture(what: &str, name: &str, rules: &[(String, RuleSet)], parts: &TextParts) {
    let known = rules.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, rule)| rule);
    assert!(
        known == parts.rule.as_ref() && parts.generator.is_none(),
        "the {what} `{name}` is given several values, and one of them is a pattern: a pattern holds for every value, so \
         give each value the same one, or none"
    );
}
