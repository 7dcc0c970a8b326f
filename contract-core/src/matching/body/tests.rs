//! What is said of bodies that are not JSON.

use super::super::{match_request, match_response};
use crate::body::{Body, Content};
use crate::http::{ActualRequest, ActualResponse, Headers, Request, Response};
use crate::rule::{Regex, Rule};
use crate::rule_path::RulePath;
use crate::rules::{BodyRules, Combine, RuleSet, Rules};

const TYPE: Rule = Rule::Type { min: None, max: None };

/// What a contract expects of a body.
pub(super) struct Expected {
    pub(super) content: Content,
    pub(super) content_type: Option<&'static str>,
    pub(super) rules: Vec<(&'static str, Rule)>,
}

impl Expected {
    pub(super) fn text(content_type: &'static str, text: &str) -> Self {
        Self { content: Content::Text(text.to_owned()), content_type: Some(content_type), rules: Vec::new() }
    }

    fn bytes(content_type: &'static str, bytes: &[u8]) -> Self {
        Self { content: Content::Bytes(bytes.to_vec()), ..Self::text(content_type, "") }
    }

    pub(super) fn with(self, rules: impl IntoIterator<Item = (&'static str, Rule)>) -> Self {
        Self { rules: rules.into_iter().collect(), ..self }
    }

    fn parts(&self) -> (Headers, Body, Rules) {
        let mut headers = Headers::default();
        if let Some(content_type) = self.content_type {
            headers.add("Content-Type", [content_type.to_owned()]);
        }
        let body = BodyRules::compile(self.sets());
        (headers, Body::new(self.content.clone(), None), Rules { body, ..Rules::default() })
    }

    /// A set for each path; rules with the same one are all to be met.
    fn sets(&self) -> Vec<(RulePath, RuleSet)> {
        let mut sets: Vec<(RulePath, RuleSet)> = Vec::new();
        for (path, rule) in &self.rules {
            let path = RulePath::parse(path).unwrap();
            match sets.iter_mut().find(|(known, _)| *known == path) {
                Some((_, set)) => set.rules.push(rule.clone()),
                None => sets.push((path, RuleSet::one(rule.clone()))),
            }
        }
        sets
    }

    /// What differs in a request that sends this, as one line for each difference: its place and its sentence.
    pub(super) fn in_request(&self, actual: impl AsRef<[u8]>) -> String {
        self.in_request_as(self.content_type, actual)
    }

    pub(super) fn in_request_as(&self, content_type: Option<&str>, actual: impl AsRef<[u8]>) -> String {
        let (headers, body, rules) = self.parts();
        let expected = Request { headers, body, rules, ..Request::default() };
        let sent: Vec<_> = content_type.into_iter().map(|value| ("content-type", value)).collect();
        let body = Some(actual.as_ref());
        lines(&match_request(&expected, &ActualRequest { method: "GET", path: "/", query: "", headers: &sent, body }))
    }

    pub(super) fn in_response(&self, actual: impl AsRef<[u8]>) -> String {
        let (headers, body, rules) = self.parts();
        let expected = Response { headers, body, rules, ..Response::default() };
        let sent: Vec<_> = self.content_type.into_iter().map(|value| ("content-type", value)).collect();
        lines(&match_response(&expected, &ActualResponse { status: 200, headers: &sent, body: Some(actual.as_ref()) }))
    }
}

/// What differs in a request under several more rules at one place, one of which is enough.
pub(super) fn judged(expected: &Expected, (path, rules): (&str, Vec<Rule>), actual: &str) -> String {
    let (headers, body, _) = expected.parts();
    let any = (RulePath::parse(path).unwrap(), RuleSet::of(rules, Combine::Or));
    let rules = Rules { body: BodyRules::compile(expected.sets().into_iter().chain([any])), ..Rules::default() };
    let expected_type = expected.content_type.unwrap_or_default();
    let expected = Request { headers, body, rules, ..Request::default() };
    let headers = [("content-type", expected_type)];
    let body = Some(actual.as_bytes());
    lines(&match_request(&expected, &ActualRequest { method: "GET", path: "/", query: "", headers: &headers, body }))
}

fn lines(mismatches: &[crate::Mismatch]) -> String {
    let line = |mismatch: &crate::Mismatch| {
        format!("{} {mismatch}", mismatch.identifier().unwrap_or_else(|| mismatch.attribute()))
    };
    mismatches.iter().map(line).collect::<Vec<_>>().join("\n")
}

pub(super) fn regex(source: &str) -> Rule {
    Rule::Regex(Regex::new(source).unwrap())
}

const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01";
const PDF: &[u8] = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3";

#[test]
fn binary_bodies_are_compared_byte_by_byte() {
    let expected = Expected::bytes("image/jpeg", JPEG);
    assert_eq!(expected.in_request(JPEG), "");
    assert_eq!(
        expected.in_request(b"\xff\xd8\xff\xdb"),
        "$ Actual body [image/jpeg, 4 bytes, starting with ffd8ffdb] is not equal to the expected body \
         [image/jpeg, 12 bytes, starting with ffd8ffe000104a4649460001]"
    );
}

#[test]
fn the_looks_of_a_body_are_what_a_content_type_rule_asks_for() {
    let rule = || [("$", Rule::ContentType("image/jpeg".into()))];
    let expected = Expected::bytes("application/octet-stream", JPEG).with(rule());
    assert_eq!(expected.in_request(b"\xff\xd8\xff\xdb"), "");
    assert_eq!(
        expected.in_request(PDF),
        "$ Expected binary contents to have content type 'image/jpeg' but detected contents was 'application/pdf'"
    );
    let json = Expected { content: Content::Json(crate::json::Value::Null), ..Expected::text("application/json", "") };
    let json = json.with([("$", Rule::ContentType("application/json".into()))]);
    assert_eq!(json.in_request("{\"any\": 1}"), "");
}

#[test]
fn other_rules_hold_beside_one_about_the_looks_of_a_document() {
    let value = crate::json::parse(br#"{"a":1,"b":"x"}"#).unwrap().into_owned();
    let json = Expected { content: Content::Json(value), ..Expected::text("application/json", "") };
    let json = json.with([("$", Rule::ContentType("application/json".into())), ("$.a", Rule::Integer)]);
    assert_eq!(json.in_response(r#"{"a":7,"b":"x"}"#), "");
    assert_eq!(
        json.in_response(r#"{"a":"no","b":"y"}"#),
        "$.a Expected 'no' (String) to be an integer\n$.b Expected 'y' (String) to be equal to 'x' (String)"
    );
    assert_eq!(json.in_response("{}"), "$ Actual map is missing the following keys: a, b");
    assert!(json.in_response("7").starts_with("$ Type mismatch"));
    let form = Expected::text("application/x-www-form-urlencoded", "a=1");
    let form = form.with([("$", Rule::ContentType("text/plain".into())), ("$.a", Rule::Integer)]);
    assert_eq!(form.in_request("a=2"), "");
    assert_eq!(form.in_request("a=x"), "$.a Expected 'x' (String) to be an integer");
}

#[test]
fn rules_at_the_root_judge_bytes() {
    let bytes = |rule: Rule| Expected::bytes("application/octet-stream", JPEG).with([("$", rule)]);
    assert_eq!(bytes(Rule::NotEmpty).in_request(b"x"), "");
    assert_eq!(bytes(Rule::NotEmpty).in_request(b""), "$ Expected [] (0 bytes) to not be empty");
    assert_eq!(bytes(TYPE).in_request(b"x"), "");
    assert_eq!(bytes(TYPE).in_request(b""), "$ Expected a body but was missing");
    assert!(bytes(Rule::Equality).in_request(b"x").starts_with("$ Actual body [application/octet-stream, 1 bytes"));
    assert!(bytes(regex("x")).in_request(b"x").starts_with("$ Unable to match"));
    let text = Expected::bytes("application/x-own", b"one").with([("$", regex("[a-z]+"))]);
    assert_eq!(text.in_request("two"), "");
    assert_eq!(text.in_request("2"), "$ Expected '2' to match '[a-z]+'");
}

#[test]
fn texts_are_read_in_their_charset() {
    let hello = Expected::text("text/plain", "Hello World!");
    assert_eq!(
        hello.in_request("Hello Mars!"),
        "$ Expected body 'Hello World!' to match 'Hello Mars!' using equality but did not match"
    );
    let green = Expected::text("text/plain; charset=ISO-8859-1", "grün");
    assert_eq!(green.in_request(b"gr\xfcn"), "");
    assert!(green.in_request("grün").contains("using equality"));
    assert_eq!(Expected::text("text/plain; charset=x", "a").in_request("a"), "");
    let ruled = Expected::text("text/plain; charset=x", "a").with([("$", TYPE)]);
    assert_eq!(ruled.in_request("b"), "$ Expected a text body but could not read it: the charset `x` is not known");
    assert!(hello.in_request(b"Hello \xff").starts_with("$ Actual body [text/plain, 7 bytes"));
}

#[test]
fn a_body_sent_without_type_is_what_it_looks_like() {
    let xml = Expected::text("application/xml", "<a/>");
    assert_eq!(
        xml.in_request_as(None, "{}"),
        "Content-Type Expected a header 'Content-Type' but was missing\n\
         body-content-type Expected a body of 'application/xml' but the actual content type was 'application/json'"
    );
    let text = Expected::text("text/plain", "12");
    assert_eq!(text.in_request_as(None, "12"), "Content-Type Expected a header 'Content-Type' but was missing");
}

#[test]
fn a_hint_makes_text_of_an_unknown_type() {
    let response = |hint: Option<&str>| {
        let content = Content::Text("a".into());
        let body = Body { hint: hint.map(ToOwned::to_owned), ..Body::new(content, Some("application/x-own".into())) };
        let expected = Response { body, ..Response::default() };
        let headers = [("content-type", "application/x-own")];
        lines(&match_response(&expected, &ActualResponse { status: 200, headers: &headers, body: Some(b"b") }))
    };
    assert!(response(None).starts_with("$ Actual body"));
    assert_eq!(response(Some("TEXT")), "$ Expected body 'a' to match 'b' using equality but did not match");
}

const FORM: &str = "application/x-www-form-urlencoded";

#[test]
fn form_parameters_are_compared_by_name() {
    let expected = Expected::text(FORM, "a=1&b=2&c=3&d=4");
    assert_eq!(expected.in_request("d=4&a=1&b=2&c=3"), "");
    assert_eq!(
        expected.in_request("a=1&b=2&c=33&d=4"),
        "$.c Expected form post parameter 'c' with value '3' but was '33'"
    );
    assert_eq!(expected.in_request("a=1&b=2&d=4"), "$.c Expected form post parameter 'c' but was missing");
    assert_eq!(expected.in_response("a=1&b=2&c=3&d=4&e=5"), "");
    assert_eq!(expected.in_request("a=1&b=2&c=3&d=4&e=5"), "$.e Unexpected form post parameter 'e' received");
    let twice = Expected::text(FORM, "x y=1&x+y=2");
    assert_eq!(twice.in_request("x%20y=1&x%20y=2"), "");
    assert_eq!(
        twice.in_request("x+y=1&x+y=3"),
        "$['x y'][1] Expected form post parameter 'x y' with value '2' but was '3'"
    );
    assert_eq!(
        twice.in_request("x+y=1"),
        "$['x y'] Expected form post parameter 'x y' with 2 value(s) but received 1 value(s)"
    );
}

#[test]
fn rules_for_form_parameters_check_every_value() {
    let digits = Expected::text(FORM, "a=1&b=x").with([("$.a", regex(r"\d+"))]);
    assert_eq!(digits.in_request("a=12&a=345&b=x"), "");
    assert_eq!(digits.in_request("a=12&a=z&b=x"), r"$.a[1] Expected 'z' to match '\d+'");
    let second = Expected::text(FORM, "a=1&a=2").with([("$.a[1]", Rule::Number)]);
    assert_eq!(second.in_request("a=1&a=7.5"), "");
    assert!(second.in_request("a=3&a=7.5").starts_with("$.a[0] Expected form post parameter"));
    let two = Expected::text(FORM, "a=1&a=2").with([("$.a", Rule::Type { min: Some(2), max: None })]);
    assert_eq!(two.in_request("a=x"), r#"$.a Expected ["x"] (size 1) to have minimum size of 2"#);
    let all = Expected::text(FORM, "a=1&b=2").with([("$", TYPE)]);
    assert_eq!(all.in_request("a=x&b=y"), "");
    let second = Expected::text(FORM, "a=x&a=1").with([("$.a[1]", Rule::Number)]);
    let either = |actual| judged(&second, ("$.a", vec![Rule::Type { min: Some(3), max: None }, regex("x")]), actual);
    assert_eq!(either("a=x&a=1"), "");
    assert_eq!(either("a=y&a=1&a=z"), "");
    assert_eq!(
        either("a=y&a=1"),
        "$.a Expected [\"y\", \"1\"] (size 2) to have minimum size of 3\n$.a[0] Expected 'y' to match 'x'"
    );
    let senseless = Expected::text(FORM, "a=1").with([("$.a", Rule::Values)]);
    assert!(senseless.in_request("a=1").starts_with("$.a Unable to match"));
}

const MIXED: &str = "multipart/mixed; boundary=b";

fn mixed(second: &str) -> String {
    format!(
        "\r\n--b\r\nContent-Type: text/plain\r\n\r\nThis is the body.\r\n--b\r\nContent-Type: application/octet-stream\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{second}\r\n--b--\r\n"
    )
}

#[test]
fn parts_without_name_are_compared_by_position_whatever_the_boundary() {
    let expected = Expected::text(MIXED, &mixed("aGVsbG8="));
    assert_eq!(expected.in_request(mixed("aGVs\r\nbG8=")), "");
    let renamed = mixed("aGVsbG8=").replace("--b", "--other");
    assert_eq!(expected.in_request_as(Some("multipart/mixed; boundary=other"), renamed), "");
    assert_eq!(
        expected.in_request(mixed("aGV5")),
        "$[1] Actual body [application/octet-stream, 3 bytes, starting with 686579] is not equal to the expected body \
         [application/octet-stream, 5 bytes, starting with 68656c6c6f]"
    );
    assert_eq!(
        expected.in_request("--b--"),
        "$[0] Expected part '[0]' but was missing\n$[1] Expected part '[1]' but was missing"
    );
    assert_eq!(
        expected.in_request("--b\r\n"),
        "$ Expected a multipart body but could not read it: the closing delimiter `--b--` is missing"
    );
    let broken = Expected::text(MIXED, "text");
    assert!(broken.in_request("--b--").starts_with("$ The contract's multipart example cannot be read: "));
}

const FORM_DATA: &str = "multipart/form-data; boundary=b";

fn form_data(parts: &[(&str, &str, &str)]) -> String {
    let part = |(name, kind, content): &(&str, &str, &str)| {
        let kind = if kind.is_empty() { String::new() } else { format!("Content-Type: {kind}\r\n") };
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"any\"\r\n{kind}\r\n{content}\r\n")
    };
    parts.iter().map(part).collect::<String>() + "--b--"
}

#[test]
fn named_parts_are_bodies_with_rules_of_their_own() {
    let example = [("id", "", "12"), ("order", "application/json", r#"{"qty":1}"#), ("file", "image/jpeg", "x")];
    let expected = Expected::text(FORM_DATA, &form_data(&example));
    let swapped = [example[2], example[0], example[1]];
    assert_eq!(expected.in_request(form_data(&swapped)), "");
    let ruled = Expected::text(FORM_DATA, &form_data(&example)).with([
        ("$.id", Rule::Integer),
        ("$.order.qty", Rule::Integer),
        ("$.file", TYPE),
    ]);
    let other =
        [("id", "text/plain", "-7"), ("order", "application/json", r#"{"qty":2}"#), ("file", "image/jpeg", "y")];
    assert_eq!(ruled.in_request(form_data(&other)), "");
    let wrong =
        [("id", "", "a"), ("order", "application/json", r#"{"qty":"2"}"#), ("file", "image/png", "y"), ("x", "", "")];
    assert_eq!(
        ruled.in_request(form_data(&wrong)),
        "$.id Expected 'a' (String) to be an integer\n\
         $.order.qty Expected '2' (String) to be an integer\n\
         $.file Expected a body of 'image/jpeg' but the actual content type was 'image/png'\n\
         $.x Unexpected part 'x' received"
    );
    assert!(!ruled.in_response(form_data(&wrong)).contains("Unexpected"));
    assert!(expected.in_request(form_data(&example[1..])).starts_with("$.id Expected part 'id' but was missing"));
}

#[test]
fn the_type_asked_for_a_multipart_body_is_the_one_it_is_sent_as() {
    let example = form_data(&[("id", "", "12"), ("order", "application/json", r#"{"qty":1}"#)]);
    let of_type = |wanted: &str| Expected::text(FORM_DATA, &example).with([("$", Rule::ContentType(wanted.into()))]);
    let form = of_type("multipart/form-data");
    assert_eq!(form.in_request(&*example), "");
    let other = example.replace(":1", ":2");
    assert_eq!(form.in_request(&*other), "$.order.qty Expected 2 (Integer) to be equal to 1 (Integer)");
    assert_eq!(
        of_type("multipart/mixed").in_request(&*example),
        "$ Expected binary contents to have content type 'multipart/mixed' but detected contents was 'multipart/form-data'"
    );
}

#[test]
fn headers_of_parts_must_be_there() {
    let part = |header: &str| format!("--b\r\n{header}\r\n\r\na\r\n--b--");
    let expected = Expected::text(MIXED, &part("X-Kind: one"));
    assert_eq!(expected.in_request(part("x-kind: one")), "");
    assert_eq!(
        expected.in_request(part("x-kind: two")),
        "$[0] Expected header 'X-Kind' to have value 'one' but was 'two'"
    );
    assert_eq!(expected.in_request(part("x: 1")), "$[0] Expected a header 'X-Kind' but was missing");
}

#[test]
fn parts_of_one_name_keep_their_order_and_empty_ones_stay_empty() {
    let parts = |first, second| form_data(&[("a", "", first), ("a", "", second)]);
    let expected = Expected::text(FORM_DATA, &parts("1", ""));
    assert_eq!(expected.in_request(parts("1", "")), "");
    assert_eq!(
        expected.in_request(parts("1", "2")),
        "$.a Expected body '' to match '2' using equality but did not match"
    );
    assert_eq!(expected.in_request(parts("", "")), "$.a Expected a body but was missing");
}

#[test]
fn nested_multipart_bodies_have_a_bottom() {
    let nested = (0..10).fold("x".to_owned(), |inner, at| {
        let kind = if at == 0 { "text/plain".to_owned() } else { format!("multipart/mixed; boundary=b{}", at - 1) };
        format!("--b{at}\r\nContent-Type: {kind}\r\n\r\n{inner}\r\n--b{at}--")
    });
    let expected = Expected::text("multipart/mixed; boundary=b9", &nested);
    assert_eq!(
        expected.in_request(&nested),
        "$[0][0][0][0] Expected a multipart body but could not read it: multipart bodies are nested deeper than 4 levels"
    );
}

#[test]
#[cfg(not(feature = "xml"))]
fn xml_bodies_need_their_feature() {
    let (headers, body, rules) = Expected::text("application/xml", "<a/>").parts();
    let obstacles = Response { headers, body, rules, ..Response::default() }.obstacles();
    let why = "the feature `xml` of abide-contract-core is off";
    assert_eq!(obstacles, [format!("the response's XML body cannot be compared: {why}")]);
    let said = Expected::text("application/xml", "<a/>").in_request("<a/>");
    assert_eq!(said, format!("$ Expected an XML body but could not read it: {why}"));
}

#[test]
fn the_values_of_a_form_field_are_a_list() {
    let form = || Expected::text("application/x-www-form-urlencoded", "a=1&a=2");
    let digits = || Rule::EachValue(crate::rule::Each::of([regex("[0-9]+")]));
    assert_eq!(form().with([("$.a", digits())]).in_request("a=3&a=44"), "");
    assert_eq!(form().with([("$.a", digits())]).in_request("a=3&a=x"), "$.a[1] Expected 'x' to match '[0-9]+'");
    let any = || vec![Rule::Type { min: Some(3), max: None }, regex("[0-9]+")];
    assert_eq!(judged(&form(), ("$.a", any()), "a=7"), "");
    assert_eq!(judged(&form(), ("$.a", any()), "a=x&a=y&a=z"), "");
    assert_eq!(
        judged(&form(), ("$.a", any()), "a=x"),
        "$.a Expected [\"x\"] (size 1) to have minimum size of 3\n$.a Expected 'x' to match '[0-9]+'"
    );
    let positions = form().with([("$.a", Rule::Type { min: Some(2), max: None }), ("$.a[1]", regex("[a-z]+"))]);
    assert_eq!(positions.in_request("a=1&a=x"), "");
    assert_eq!(positions.in_request("a=1"), "$.a Expected [\"1\"] (size 1) to have minimum size of 2");
}
