//! Requests and responses as the rows of tables describe them.
//!
//! Bodies are `JSON: …`, `XML: …`, `file: …`, `EMPTY`, or plain text. A file that ends in `.xml` may describe a body: its
//! type, its contents, the encoding of these and the ends of their lines.

use super::row::Row;
use crate::conformance::part::{Kind, Part, read, read_arrived};
use crate::conformance::world::Suite;
use abide_contract_core::body::{Body, Content};
use abide_contract_core::json::{self, Json, Object, Value};
use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The columns of requests.
pub(super) const REQUEST: [&str; 9] =
    ["desc", "method", "path", "query", "headers", "content type", "body", "matching rules", "generators"];
/// The columns of responses.
pub(super) const RESPONSE: [&str; 7] =
    ["desc", "status", "headers", "content type", "body", "matching rules", "generators"];

/// The part a row describes, as a contract has it.
pub(super) fn expected(kind: Kind, row: &Row<'_>, suite: &Suite) -> Result<Part> {
    read(kind, &Value::Object(object(row, suite)?), suite.shape())
}

/// The part a row describes, as it arrives.
pub(super) fn arrived(kind: Kind, row: &Row<'_>, suite: &Suite) -> Result<Part> {
    read_arrived(kind, &Value::Object(object(row, suite)?), suite.shape())
}

fn object(row: &Row<'_>, suite: &Suite) -> Result<Object<'static>> {
    let mut object = Object::new();
    for column in ["method", "path", "query", "status"] {
        if let Some(cell) = row.get(column) {
            object.insert(column, Value::string(cell.to_owned()));
        }
    }
    if let Some(cell) = row.get("headers") {
        object.insert("headers", Value::Object(headers(cell)?));
    }
    if let Some(cell) = row.get("body") {
        let mut body = body(cell, suite)?;
        if let Some(content_type) = row.get("content type") {
            body.content_type = Some(content_type.to_owned());
        }
        object.insert("body", wrapped(&body));
    }
    for (column, field) in [("matching rules", "matchingRules"), ("generators", "generators")] {
        if let Some(cell) = row.get(column) {
            object.insert(field, suite.json(cell)?);
        }
    }
    Ok(object)
}

/// Headers written as `'Name: value', 'Name: value'`.
fn headers(cell: &str) -> Result<Object<'static>> {
    let mut headers = Object::new();
    for header in cell.split("',").map(|header| header.trim().trim_matches('\'')) {
        let (name, value) = header.split_once(':').with_context(|| format!("`{header}` is no header"))?;
        let value = Value::string(value.trim().to_owned());
        match headers.get_mut(name.trim()) {
            Some(Value::Array(values)) => values.push(value),
            _ => _ = headers.insert(name.trim().to_owned(), Value::Array(vec![value])),
        }
    }
    Ok(headers)
}

/// The body a text describes.
pub(in crate::conformance) fn body(stated: &str, suite: &Suite) -> Result<Body> {
    if stated == "EMPTY" {
        return Ok(Body::new(Content::Empty, None));
    }
    if let Some(text) = stated.strip_prefix("JSON:") {
        return Ok(Body::json(json::parse(text.trim().as_bytes()).context("the JSON body")?.into_owned()));
    }
    if let Some(text) = stated.strip_prefix("XML:") {
        return Ok(Body::new(Content::Text(text.trim().to_owned()), Some("application/xml".to_owned())));
    }
    match stated.strip_prefix("file:") {
        Some(name) => fixture(name.trim(), suite),
        None => Ok(Body::text(stated)),
    }
}

fn fixture(name: &str, suite: &Suite) -> Result<Body> {
    let bytes = suite.fixture(name)?;
    let content_type = match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("json") => return Ok(Body::json(json::parse(&bytes).context("the fixture")?.into_owned())),
        Some("xml") => return described(&String::from_utf8(bytes)?),
        Some("txt") => return Ok(Body::text(String::from_utf8(bytes)?)),
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("png") => "image/png",
        Some("gif") => "image/gif",
        Some("pdf") => "application/pdf",
        _ => "application/octet-stream",
    };
    Ok(Body::new(Content::Bytes(bytes), Some(content_type.to_owned())))
}

/// The body an XML document describes, or the document itself when it describes none.
fn described(document: &str) -> Result<Body> {
    let xml = roxmltree::Document::parse(document)?;
    let root = xml.root_element();
    let child = |name: &str| root.children().find(|child| child.has_tag_name(name));
    let (true, Some(contents)) = (root.has_tag_name("body"), child("contents")) else {
        return Ok(Body::new(Content::Text(document.to_owned()), Some("application/xml".to_owned())));
    };
    let content_type = child("contentType").and_then(|child| child.text()).unwrap_or("text/plain").trim();
    // What stands around a CDATA section is indentation.
    let text = contents.text().unwrap_or_default().trim();
    let text = if contents.attribute("eol") == Some("CRLF") { text.replace('\n', "\r\n") } else { text.to_owned() };
    let content = match contents.attribute("encoding") {
        None => Content::Text(text),
        Some("base64") => Content::Bytes(STANDARD.decode(text)?),
        Some(other) => bail!("nobody knows the encoding `{other}`"),
    };
    Ok(Body::new(content, Some(content_type.to_owned())))
}

/// A body as contracts of version 4 have it.
fn wrapped(body: &Body) -> Json {
    let mut object = Object::new();
    let (content, encoded) = match &body.content {
        Content::Missing => return Value::Object(object),
        Content::Empty => (Value::string(""), Value::Bool(false)),
        Content::Null => (Value::Null, Value::Bool(false)),
        Content::Json(value) => (value.clone(), Value::Bool(false)),
        Content::Text(text) => (Value::string(text.clone()), Value::Bool(false)),
        Content::Bytes(bytes) => (Value::string(STANDARD.encode(bytes)), Value::string("base64")),
    };
    object.insert("content", content);
    object.insert("encoded", encoded);
    if let Some(content_type) = &body.content_type {
        object.insert("contentType", Value::string(content_type.clone()));
    }
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_taken_apart_and_repeated_ones_joined() {
        let read = headers("'A: 1, 2', 'B: http://x', 'A: 3'").unwrap();
        assert_eq!(Value::Object(read).to_compact(), r#"{"A":["1, 2","3"],"B":["http://x"]}"#);
        assert!(headers("nothing").is_err());
    }

    #[test]
    fn documents_that_describe_a_body_are_read() {
        let document = |contents: &str| format!("<body><contentType>text/plain</contentType>{contents}</body>");
        let read = |contents: &str| described(&document(contents)).unwrap();
        assert_eq!(read("<contents>Hello!</contents>"), Body::text("Hello!"));
        assert_eq!(read("<contents eol=\"CRLF\">\n<![CDATA[\na\nb\n]]>\n</contents>"), Body::text("a\r\nb"));
        let bytes = Body::new(Content::Bytes(vec![0, 1]), Some("text/plain".to_owned()));
        assert_eq!(read("<contents encoding=\"base64\"> AAE= </contents>"), bytes);
        let plain = described("<values/>").unwrap();
        assert_eq!(plain, Body::new(Content::Text("<values/>".to_owned()), Some("application/xml".to_owned())));
    }
}
