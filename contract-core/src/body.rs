//! Bodies and their content types.

use crate::json::Json;
use base64::Engine as _;
use std::borrow::Cow;

/// The body a contract expects.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Body {
    /// What is in it.
    pub content: Content,
    /// The type stated with the body (V4); the `Content-Type` header may say it instead.
    pub content_type: Option<String>,
    /// Whether other tools are to take it for text or binary where they do not know the type: `TEXT`, `BINARY`. Kept for
    /// writing back.
    pub hint: Option<String>,
}

impl Body {
    /// A body of a stated type, or of none.
    pub fn new(content: Content, content_type: Option<String>) -> Self {
        Self { content, content_type, hint: None }
    }

    /// A JSON body.
    pub fn json(value: impl Into<Json>) -> Self {
        Self::new(Content::Json(value.into()), Some("application/json".to_owned()))
    }

    /// A text body of type `text/plain`.
    pub fn text(text: impl Into<String>) -> Self {
        Self::new(Content::Text(text.into()), Some("text/plain".to_owned()))
    }

    /// The bytes as they go over the wire; `None` when there is no body.
    pub fn to_bytes(&self) -> Option<Cow<'_, [u8]>> {
        match &self.content {
            Content::Missing => None,
            Content::Empty | Content::Null => Some(Cow::Borrowed(&[])),
            Content::Json(value) => Some(Cow::Owned(value.to_compact().into_bytes())),
            Content::Text(text) => Some(Cow::Borrowed(text.as_bytes())),
            Content::Bytes(bytes) => Some(Cow::Borrowed(bytes)),
        }
    }
}

/// What is in a body.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Content {
    /// The contract says nothing about the body: anything matches.
    #[default]
    Missing,
    /// The body must be empty.
    Empty,
    /// Written as `null`: the body must be empty or the JSON value `null`.
    Null,
    /// JSON.
    Json(Json),
    /// Text of any other type.
    Text(String),
    /// Anything else.
    Bytes(Vec<u8>),
}

/// The family a content type belongs to, which decides how bodies are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// `application/json`, `+json` and relatives.
    Json,
    /// `application/xml`, `text/xml`, `+xml`.
    Xml,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/*`.
    Multipart,
    /// `text/*` and other types known to be text.
    Text,
    /// Everything else.
    Binary,
}

/// A content type taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentType {
    /// Type and subtype, lower case: `application/json`.
    pub essence: String,
    /// Parameters in the order written; names lower case, values without quotes.
    pub parameters: Vec<(String, String)>,
}

impl ContentType {
    /// Reads a content type; anything is accepted, so that unknown spellings can still be compared.
    pub fn parse(text: &str) -> Self {
        let mut pieces = text.split(';');
        let essence = pieces.next().unwrap_or_default().trim().to_ascii_lowercase();
        let parameter = |piece: &str| {
            let (name, value) = piece.split_once('=')?;
            Some((name.trim().to_ascii_lowercase(), value.trim().trim_matches('"').to_owned()))
        };
        Self { essence, parameters: pieces.filter_map(parameter).collect() }
    }

    /// The family it belongs to.
    pub fn family(&self) -> Family {
        let (kind, subtype) = self.essence.split_once('/').unwrap_or((&self.essence, ""));
        match (kind, subtype) {
            ("application", "graphql") => Family::Json,
            ("application", subtype) if subtype.starts_with("json") => Family::Json,
            (_, subtype) if subtype.ends_with("+json") => Family::Json,
            ("application" | "text", "xml") => Family::Xml,
            (_, subtype) if subtype.ends_with("+xml") => Family::Xml,
            ("application", "x-www-form-urlencoded") => Family::Form,
            ("multipart", _) => Family::Multipart,
            ("text", _) | ("application", "javascript" | "yaml" | "x-yaml" | "toml") => Family::Text,
            _ => Family::Binary,
        }
    }

    /// Whether a body of type `actual` may be compared with one of this type.
    ///
    /// Types are equal, or one is the other's `+suffix`; every parameter stated here is there with an equal value.
    /// A multipart boundary never counts.
    pub fn accepts(&self, actual: &Self) -> bool {
        let suffix = |essence: &str| essence.rsplit_once('+').map(|(_, suffix)| format!("application/{suffix}"));
        let same = self.essence == actual.essence
            || suffix(&self.essence).is_some_and(|base| base == actual.essence)
            || suffix(&actual.essence).is_some_and(|base| base == self.essence);
        let has = |name: &str, value: &str| {
            actual.parameters.iter().any(|(known, found)| known == name && found.eq_ignore_ascii_case(value))
        };
        same && self.parameters.iter().all(|(name, value)| name == "boundary" || has(name, value))
    }
}

/// The type a body looks like when nobody states it.
pub fn sniff(bytes: &[u8]) -> &'static str {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return "application/octet-stream";
    };
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let head: String = start.chars().take(16).collect::<String>().to_ascii_lowercase();
    if head.starts_with("<?xml") {
        "application/xml"
    } else if head.starts_with("<!doctype html") || head.starts_with("<html") {
        "text/html"
    } else if head.starts_with('<') && head[1..].starts_with(|c: char| c.is_alphabetic() || c == '!') {
        "application/xml"
    } else if !start.is_empty() && crate::json::parse(bytes).is_ok() {
        "application/json"
    } else {
        "text/plain"
    }
}

/// The type content is of by its looks; `wanted` settles what looks alike.
pub(crate) fn detect(bytes: &[u8], wanted: &str) -> String {
    let looks = sniff(bytes);
    if looks == "application/json" && wanted.eq_ignore_ascii_case("text/plain") {
        wanted.to_owned()
    } else {
        looks.to_owned()
    }
}

/// Standard base64, with padding.
pub(crate) fn to_base64(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// Standard base64, as written by any tool: padding and line breaks do not matter.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    let compact: String = text.chars().filter(|c| !c.is_ascii_whitespace() && *c != '=').collect();
    base64::engine::general_purpose::STANDARD_NO_PAD.decode(compact).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_accepts_itself_its_suffix_and_more_parameters() {
        for (expected, actual, accepted) in [
            ("application/json", "application/json;charset=utf-8", true),
            ("application/json; charset=UTF-8", "application/json;charset=utf-8", true),
            ("application/json;charset=utf-8", "application/json", false),
            ("application/vnd.api+json", "application/json", true),
            ("application/json", "application/hal+json", true),
            ("multipart/form-data; boundary=a", "multipart/form-data; boundary=b", true),
            ("application/json", "text/html", false),
        ] {
            assert_eq!(
                ContentType::parse(expected).accepts(&ContentType::parse(actual)),
                accepted,
                "{expected} {actual}"
            );
        }
    }

    #[test]
    fn bodies_without_a_type_are_recognised_by_their_looks() {
        for (bytes, kind) in [
            (&b" {\"a\":1}"[..], "application/json"),
            (b"<?xml version=\"1.0\"?><a/>", "application/xml"),
            (b"<a/>", "application/xml"),
            (b"<!DOCTYPE html><html>", "text/html"),
            (b"hello", "text/plain"),
            (b"", "text/plain"),
            (b"\xff\xfe", "application/octet-stream"),
            (b"12.5", "application/json"),
        ] {
            assert_eq!(sniff(bytes), kind);
        }
    }
}
