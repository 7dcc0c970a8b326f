//! Bodies: the payload itself in versions 1 to 3, an object around it in version 4.

use super::Error;
use super::reader::Reader;
use crate::body::{Body, Content, ContentType, Family, from_base64, to_base64};
use crate::json::{Json, Object, Value, parse};

const WRAPPER: [&str; 4] = ["content", "contentType", "encoded", "contentTypeHint"];

/// Reads the body under `key` of a part whose `Content-Type` header or metadata state this type.
pub(super) fn read(
    (part, key): (&Object<'_>, &str),
    header: Option<&str>,
    in_wrapper: bool,
    reader: &mut Reader<'_>,
) -> Result<Body, Error> {
    let Some(value) = part.get(key) else {
        return Ok(Body::default());
    };
    let is_around = |object: &&Object<'_>| {
        (in_wrapper && is_wrapper(object)) || (reader.states_no_version() && looks_like_wrapper(object))
    };
    let wrapper = value.as_object().filter(is_around);
    match wrapper {
        Some(object) => reader.at(key, |reader| unwrap(object, header, reader)),
        None => Ok(Body::new(bare(value, header), None)),
    }
}

/// Whether an object says something of a body, where version 4 has an object around it; an encoding of nothing is nothing.
fn is_wrapper(object: &Object<'_>) -> bool {
    let is_blank = |value: &Value<'_>| value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty());
    (!object.is_empty() && object.keys().all(|key| WRAPPER.contains(&key)))
        || object.contains_key("content")
        || object.contains_key("contentTypeHint")
        || object.get("contentType").is_some_and(|stated| !is_blank(stated))
}

/// Whether an object has the shape of what version 4 puts around a body, and nothing else.
pub(crate) fn looks_like_wrapper(object: &Object<'_>) -> bool {
    let has = |key| object.contains_key(key);
    has("content") && (has("contentType") || has("encoded")) && object.keys().all(|key| WRAPPER.contains(&key))
}

/// A payload without wrapper.
pub(super) fn bare(value: &Value<'_>, header: Option<&str>) -> Content {
    let text = match value {
        Value::Null => return Content::Null,
        Value::String(text) if text.is_empty() => return Content::Empty,
        Value::String(text) => text,
        other => return Content::Json(other.clone().into_owned()),
    };
    match header.map(|header| ContentType::parse(header).family()) {
        Some(Family::Json) => match parse(text.as_bytes()) {
            // Some writers stored the whole document as a text.
            Ok(document) if document.is_container() => Content::Json(document.into_owned()),
            _ => Content::Json(value.clone().into_owned()),
        },
        Some(Family::Binary | Family::Multipart) => {
            from_base64(text).map_or_else(|| Content::Text(text.to_string()), Content::Bytes)
        }
        _ => Content::Text(text.to_string()),
    }
}

fn unwrap(object: &Object<'_>, header: Option<&str>, reader: &mut Reader<'_>) -> Result<Body, Error> {
    let content_type = match object.get("contentType") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) if text.trim().is_empty() => None,
        Some(Value::String(text)) => Some(text.to_string()),
        Some(_) => return Err(reader.error_at("contentType", "expected a text")),
    };
    let family = content_type.as_deref().or(header).map(|text| ContentType::parse(text).family());
    let content = match object.get("content") {
        None => Content::Missing,
        Some(Value::Null) => Content::Null,
        Some(Value::String(text)) if text.is_empty() => Content::Empty,
        Some(value) => reader.at("content", |reader| content(value, object.get("encoded"), family, reader))?,
    };
    let hint = object.get("contentTypeHint").and_then(Value::as_str).map(ToOwned::to_owned);
    let is_read = |key: &str, value: &Value<'_>| match key {
        "contentTypeHint" => value.as_str().is_some(),
        key => WRAPPER.contains(&key),
    };
    Ok(Body { content, content_type, hint, meaning: None, extra: super::rule::kept(object, is_read) })
}

fn content(
    value: &Value<'_>,
    encoded: Option<&Value<'_>>,
    family: Option<Family>,
    reader: &mut Reader<'_>,
) -> Result<Content, Error> {
    let Value::String(text) = value else {
        return Ok(Content::Json(value.clone().into_owned()));
    };
    match encoded {
        Some(Value::String(encoding)) if encoding.eq_ignore_ascii_case("json") => match parse(text.as_bytes()) {
            Ok(document) => Ok(Content::Json(document.into_owned())),
            Err(error) => Err(reader.error(format!("encoded as JSON, but {error}"))),
        },
        Some(Value::Bool(true)) => base64(text, family, reader),
        Some(Value::String(encoding)) if encoding.eq_ignore_ascii_case("base64") => base64(text, family, reader),
        Some(Value::String(encoding)) if !encoding.eq_ignore_ascii_case("false") => {
            Err(reader.error(format!("the encoding `{encoding}` is not known")))
        }
        Some(odd @ (Value::Number(_) | Value::Array(_) | Value::Object(_))) => {
            Err(reader.error(format!("the encoding {odd} is not known")))
        }
        _ if family == Some(Family::Json) => Ok(Content::Json(value.clone().into_owned())),
        _ => Ok(Content::Text(text.to_string())),
    }
}

fn base64(text: &str, family: Option<Family>, reader: &Reader<'_>) -> Result<Content, Error> {
    let bytes = from_base64(text).ok_or_else(|| reader.error("this is not base64"))?;
    Ok(match (family, String::from_utf8(bytes)) {
        (Some(Family::Json), Ok(text)) => match parse(text.as_bytes()) {
            Ok(document) => Content::Json(document.into_owned()),
            Err(_) => Content::Text(text),
        },
        (Some(Family::Text | Family::Xml | Family::Form), Ok(text)) => Content::Text(text),
        (_, Ok(text)) => Content::Bytes(text.into_bytes()),
        (_, Err(error)) => Content::Bytes(error.into_bytes()),
    })
}

/// Writes a body as version 4 has it; `None` where there is none.
///
/// A text or binary body of no stated type stays without one, since stating one would narrow what it matches.
pub(super) fn write(body: &Body, header: Option<&str>) -> Option<Json> {
    let (content, encoded, usual) = match &body.content {
        Content::Missing if *body == Body::default() => return None,
        Content::Missing => (None, false, ""),
        Content::Empty => (Some(Value::string("")), false, ""),
        Content::Null => (Some(Value::Null), false, ""),
        Content::Json(value) => (Some(value.clone()), false, "application/json"),
        Content::Text(text) => (Some(Value::string(text.clone())), false, ""),
        Content::Bytes(bytes) => (Some(Value::string(to_base64(bytes))), true, ""),
    };
    let mut object = body.extra.clone();
    let content_type = body.content_type.as_deref().or(header).unwrap_or(usual);
    if let Some(content) = content {
        object.insert("content", content);
        let encoded = if encoded { Value::string("base64") } else { Value::Bool(false) };
        object.insert("encoded", encoded);
    }
    if !content_type.is_empty() {
        object.insert("contentType", Value::string(content_type.to_owned()));
    }
    if let Some(hint) = &body.hint {
        object.insert("contentTypeHint", Value::string(hint.clone()));
    }
    Some(Value::Object(object))
}
