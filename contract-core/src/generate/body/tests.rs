//! What generators make in bodies of every type.

use crate::body::{Body, Content};
use crate::file::from_slice;
use crate::generate::{Context, Generator, Generators, generate_request};
use crate::http::Request;
use crate::json::parse;
use crate::rule_path::RulePath;

const FORM: &str = "application/x-www-form-urlencoded";
const PARTS: &str = "multipart/form-data; boundary=b";

fn request(content_type: &str, content: Content, generators: &[(&str, &str)]) -> Request {
    let generator = |expression: &str| Generator::ProviderState { expression: expression.to_owned(), data_type: None };
    let body = generators.iter().map(|(path, name)| (RulePath::parse(path).unwrap(), generator(name))).collect();
    Request {
        body: Body::new(content, Some(content_type.to_owned())),
        generators: Generators { body, ..Generators::default() },
        ..Request::default()
    }
}

/// The body that is sent: `id` is 7, `text` is `a & <b>`, `map` is a map.
fn sent(content_type: &str, body: impl Into<Vec<u8>>, generators: &[(&str, &str)]) -> Result<String, String> {
    let body = body.into();
    let content = String::from_utf8(body).map_or_else(|error| Content::Bytes(error.into_bytes()), Content::Text);
    let values = parse(br#"{"id": 7, "text": "a & <b>", "map": {"x": [1]}, "bell": "\u0007"}"#).unwrap().into_owned();
    let request = request(content_type, content, generators);
    assert_eq!(request.obstacles(), Vec::<String>::new());
    let made = generate_request(&request, &Context::provider(values.as_object().unwrap().clone()));
    let made = made.map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&made.body.to_bytes().unwrap()).into_owned())
}

#[test]
fn parameters_of_forms_are_filled_and_the_others_stay_as_they_are() {
    for (generators, expected) in [
        (&[("$.id", "id")][..], "id=7&a%20b=1&&id=7&flag&n%5B0%5D=+x"),
        (&[("$.id[1]", "text")], "id=1&a%20b=1&&id=a+%26+%3Cb%3E&flag&n%5B0%5D=+x"),
        (&[("$['a b']", "id"), ("$.flag[*]", "id")], "id=1&a%20b=7&&id=2&flag=7&n%5B0%5D=+x"),
        (
            &[("$['n[0]']", "map"), ("$.nothing", "id"), ("$.id[2]", "id"), ("$[0]", "id"), ("$.id.x", "id")],
            "id=1&a%20b=1&&id=2&flag&n%5B0%5D=%7B%22x%22%3A%5B1%5D%7D",
        ),
        (&[("$.*", "id"), ("$.id[0]", "text")], "id=a+%26+%3Cb%3E&a%20b=7&&id=7&flag=7&n%5B0%5D=7"),
        (&[("$", "text")], "a & <b>"),
    ] {
        assert_eq!(sent(FORM, "id=1&a%20b=1&&id=2&flag&n%5B0%5D=+x", generators).unwrap(), expected, "{generators:?}");
    }
}

#[test]
fn parts_of_multipart_bodies_are_filled_by_their_types() {
    let body = "--b\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; \
                name=order\r\nContent-Type: application/json\r\n\r\n{ \"id\": 1, \"n\": 2 }\r\n--b\r\nContent-Type: \
                text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\naGVs\r\nbG8=\r\n--b\r\nContent-Type: \
                application/x-www-form-urlencoded\r\n\r\na=1&b=2\r\n--b--\r\n";
    for (generators, before, after) in [
        (&[("$.id", "id")][..], "\r\n\r\n1\r\n", "\r\n\r\n7\r\n"),
        (&[("$.order.id", "map")], r#"{ "id": 1, "n": 2 }"#, r#"{"id":{"x":[1]},"n":2}"#),
        (&[("$[2]", "text")], "aGVs\r\nbG8=", "YSAmIDxiPg=="),
        (&[("$[3].b", "text"), ("$.nothing", "id"), ("$[0]", "id")], "b=2", "b=a+%26+%3Cb%3E"),
        (&[("$[*].a", "id")], "a=1", "a=7"),
    ] {
        if generators[0].0 == "$[*].a" {
            // One of the parts is a text, which has no places inside.
            assert_eq!(request(PARTS, Content::Text(body.to_owned()), generators).obstacles().len(), 1);
            continue;
        }
        assert!(body.contains(before), "{before}");
        assert_eq!(sent(PARTS, body, generators).unwrap(), body.replacen(before, after, 1), "{generators:?}");
    }
}

#[cfg(feature = "xml")]
#[test]
fn texts_and_attributes_of_xml_are_filled_and_all_else_stays_as_it_is() {
    let body = "<?xml version='1.0'?><!DOCTYPE ä>\n<o:order xmlns:o='urn:o' o:no=\"1\" id = 'x>'>\n  <item sku='a'/><item></item>\
                <note><!-- n -->old<![CDATA[ & new]]></note><mixed> a <b>c</b> d </mixed><only><b/></only>\n</o:order>";
    for (generators, before, after) in [
        (&[("$['urn:o:order']['@id']", "text")][..], "'x>'", "'a &amp; &lt;b&gt;'"),
        (&[("$['o:order']['@urn:o:no']", "id")], "no=\"1\"", "no=\"7\""),
        (
            &[("$['o:order'].item[*]['#text']", "id")],
            "<item sku='a'/><item></item>",
            "<item sku='a'>7</item><item>7</item>",
        ),
        (
            &[("$['o:order'].item", "id"), ("$['o:order'].item['@sku']", "id")],
            "<item sku='a'/><item></item>",
            "<item sku='7'>7</item><item>7</item>",
        ),
        (&[("$['o:order'].note", "text")], "old<![CDATA[ & new]]>", "a &amp; &lt;b&gt;"),
        (&[("$['o:order'].mixed", "id")], "<mixed> a <b>c</b> d </mixed>", "<mixed>7<b>c</b></mixed>"),
        (&[("$['o:order'].mixed.*", "id")], "<mixed> a <b>c</b> d </mixed>", "<mixed>7<b>7</b></mixed>"),
        (&[("$['o:order'].only", "id"), ("$.order.item", "id"), ("$['o:order'].item.b", "id")], "x", "x"),
    ] {
        assert!(body.contains(before), "{before}");
        assert_eq!(
            sent("application/xml", body, generators).unwrap(),
            body.replacen(before, after, 1),
            "{generators:?}"
        );
    }
    let error = sent("text/xml", "<a>b</a>", &[("$.a", "bell")]).unwrap_err();
    assert_eq!(error, r#"the body at `$.a` needs a text XML can hold, but `bell` is `"\u0007"`"#);
}

#[test]
fn a_document_stored_as_a_text_is_filled_as_json() {
    assert_eq!(sent("application/json", r#"{"id": 1, "n": 2}"#, &[("$.id", "id")]).unwrap(), r#"{"id":7,"n":2}"#);
    assert_eq!(sent("application/octet-stream", b"\xff", &[("$", "id")]).unwrap(), "7");
}

#[test]
fn what_has_no_places_inside_is_an_obstacle_of_a_request() {
    for (content_type, body, path, reason) in [
        ("text/plain", &b"{}"[..], "$.id", "a text has no places inside"),
        ("image/png", b"x", "$.id", "a binary body has no places inside"),
        ("application/json", b"{", "$.id", "a text has no places inside"),
        (FORM, b"id=\xff", "$.id", "it is not UTF-8: invalid utf-8 sequence of 1 bytes from index 3"),
        (PARTS, b"--b\r\n", "$.id", "the closing delimiter `--b--` is missing"),
        (PARTS, b"--b\r\n\r\nx\r\n--b--", "$[0].id", "in part 0, a text has no places inside"),
        (
            PARTS,
            b"--b\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nx\r\n--b--",
            "$[0]",
            "parts in quoted-printable cannot be filled",
        ),
        #[cfg(feature = "xml")]
        ("text/xml", b"<a>", "$.a", "the root node was opened but never closed"),
        #[cfg(not(feature = "xml"))]
        ("text/xml", b"<a/>", "$.a", "the feature `xml` of abide-contract-core is off"),
    ] {
        let mut request = request(content_type, Content::Bytes(body.to_vec()), &[(path, "id")]);
        let said = format!("the request's generator `ProviderState` at `{path}` makes no value: {reason}");
        assert!(request.obstacles().contains(&said), "{:?}", request.obstacles());
        request.generators.body[0].1 = Generator::Other(crate::json::Json::Null);
        assert!(!request.obstacles().iter().any(|said| said.contains("generator")));
    }
}

#[test]
fn generators_inside_rules_make_values_where_the_rules_are_put() {
    let read = |rules: &str, body: &str| {
        let contract = format!(
            r#"{{"consumer": {{"name": "a"}}, "provider": {{"name": "b"}}, "interactions": [{{"type": "Synchronous/HTTP",
                "description": "x", "response": {{}}, "request": {{"body": {{"content": {body}, "contentType": "application/json"}},
                "matchingRules": {{"body": {rules}}}}}}}]}}"#
        );
        let contract = from_slice(contract.as_bytes(), "x").unwrap().contract;
        let values = parse(br#"{"id": 7}"#).unwrap().into_owned();
        let context = Context::provider(values.as_object().unwrap().clone());
        let (request, _) = contract.interactions[0].as_http().unwrap();
        let made = generate_request(request, &context).unwrap();
        String::from_utf8(made.body.to_bytes().unwrap().into_owned()).unwrap()
    };
    let generator = r#""generator": {"type": "ProviderState", "expression": "${id}"}"#;
    let each = format!(
        r#"{{"$.map": {{"matchers": [{{"match": "eachValue", "rules": [{{"match": "type"}}], {generator}}},
            {{"match": "eachKey", "rules": [{{"match": "type"}}], {generator}}}]}},
            "$.list": {{"matchers": [{{"match": "eachValue", "rules": [{{"match": "eachValue", "rules": [], {generator}}}]}}]}}}}"#
    );
    assert_eq!(
        read(&each, r#"{"map": {"a": 1, "b": {"c": 2}}, "list": [[1, 2], [], {"d": 3}], "other": [4]}"#),
        r#"{"list":[[7,7],[],{"d":7}],"map":{"a":7,"b":7},"other":[4]}"#
    );
    let variants = format!(
        r#"{{"$.list": {{"matchers": [{{"match": "arrayContains", "variants": [{{"index": 1, "rules": {{"$.map": {{"matchers":
            [{{"match": "eachValue", "rules": [], {generator}}}]}}}}, "generators": {{"$.id": {{"type": "ProviderState", "expression": "id"}}}}}}]}}]}}}}"#
    );
    assert_eq!(
        read(&variants, r#"{"list": [{"id": 1}, {"id": 2, "map": {"a": 3}}]}"#),
        r#"{"list":[{"id":1},{"id":7,"map":{"a":7}}]}"#
    );
}
