//! `pluginConfiguration.abide`: what the plugin's shape has no place for.
//!
//! ```json
//! { "v": 1, "grpc": {
//!     "kind": "bidi",
//!     "requests": [ { "contents": {}, "matchingRules": {} } ],
//!     "responses": { "order": "exact", "min": 1, "max": 100, "repeat": 1 },
//!     "script": [ "c0", "s0", "c1", "close", "s1", "end" ],
//!     "end": { "code": 0, "message": "", "details": [ { "contents": {} } ], "trailers": { "x-count": "2" } },
//!     "headers": [ "x-head" ], "deadline_ms": 500, "strict_presence": true,
//!     "named": { "response.1": { "tags": [] } },
//!     "rules": { "response.0": { "$.at": [ { "match": "datetime", "format": "yyyy-MM-dd'T'HH:mm:ssX" } ] } } } }
//! ```
//!
//! Every field but `v` may be missing. `requests` are the messages behind the first one, `rules` those that other tools could
//! not apply, also to the details of `end` (`detail.0`); `named` says which fields of later messages were named, where they
//! have empty lists or maps. How calls are judged must be known in full: a field of `grpc` that is not known, or of another
//! type, stands in the way of verifying the call.

use super::super::reader::Reader;
use super::super::rules::{read_paths, write_paths};
use super::super::{Error, message, rule};
use crate::grpc::{Code, End, Extension, Order, Stream, Turn};
use crate::json::{Json, Number, Object, Value};
use crate::message::Message;
use crate::protobuf::CallKind;
use crate::rules::BodyRules;
use std::time::Duration;

const FIELDS: [&str; 10] =
    ["kind", "requests", "responses", "script", "end", "headers", "deadline_ms", "strict_presence", "rules", "named"];

/// Reads the extension, and the request messages it holds.
pub(super) fn read(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<(Extension, Vec<Message>), Error> {
    let whole = object(value, reader)?;
    if whole.get("v").map(Value::to_text).as_deref() != Some("1") {
        return Err(reader.error_at("v", "only version 1 is known"));
    }
    let mut extension = Extension { extra: without(whole, &["v", "grpc"]), ..Extension::default() };
    let Some(value) = whole.get("grpc") else { return Ok((extension, Vec::new())) };
    let requests = reader.at("grpc", |reader| read_grpc(object(value, reader)?, &mut extension, reader))?;
    Ok((extension, requests))
}

fn read_grpc(object: &Object<'_>, extension: &mut Extension, reader: &mut Reader<'_>) -> Result<Vec<Message>, Error> {
    known_only(object, &FIELDS, reader)?;
    extension.kind = named(object, "kind", &CallKind::NAMED, reader)?;
    extension.script = texts(object, "script", reader)?
        .iter()
        .map(|turn| Turn::parse(turn).ok_or_else(|| reader.error(format!("`{turn}` is no turn of a conversation"))))
        .collect::<Result<_, _>>()?;
    extension.headers = texts(object, "headers", reader)?;
    extension.deadline = number(object, "deadline_ms", reader)?.map(|time| Duration::from_millis(time as u64));
    extension.strict_presence = flag(object, "strict_presence", reader)?;
    if let Some(value) = object.get("responses") {
        extension.stream = reader.at("responses", |reader| stream(value, reader))?;
    }
    if let Some(value) = object.get("end") {
        extension.end = reader.at("end", |reader| end(value, reader))?;
    }
    if let Some(value) = object.get("rules") {
        reader.at("rules", |reader| rules(value, extension, reader))?;
    }
    if let Some(value) = object.get("named") {
        reader.at("named", |reader| named_fields(value, extension, reader))?;
    }
    messages(object, "requests", reader)
}

/// Which messages a key such as `response.2` is about.
#[derive(Clone, Copy)]
enum Side {
    Request,
    Response,
    Detail,
}

/// Which message a key means.
fn side(key: &str, reader: &mut Reader<'_>) -> Result<(Side, usize), Error> {
    match key.split_once('.').and_then(|(side, index)| Some((side, index.parse().ok()?))) {
        Some(("request", index)) => Ok((Side::Request, index)),
        Some(("response", index)) => Ok((Side::Response, index)),
        Some(("detail", index)) => Ok((Side::Detail, index)),
        _ => Err(reader.error_at(key, "expected `request.N`, `response.N` or `detail.N`")),
    }
}

fn object<'v, 'a>(value: &'v Value<'a>, reader: &Reader<'_>) -> Result<&'v Object<'a>, Error> {
    value.as_object().ok_or_else(|| reader.error("expected an object"))
}

fn known_only(object: &Object<'_>, known: &[&str], reader: &Reader<'_>) -> Result<(), Error> {
    match object.keys().find(|key| !known.contains(key)) {
        Some(unknown) => Err(reader.error(format!("`{unknown}` is not known"))),
        None => Ok(()),
    }
}

fn without(object: &Object<'_>, known: &[&str]) -> Object<'static> {
    rule::kept(object, |key, _| known.contains(&key))
}

fn named<T: Copy>(
    object: &Object<'_>,
    key: &str,
    known: &[(&'static str, T)],
    reader: &mut Reader<'_>,
) -> Result<Option<T>, Error> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match known.iter().find(|(name, _)| Some(*name) == value.as_str()) {
            Some((_, found)) => Ok(Some(*found)),
            None => Err(reader.error_at(key, format!("{value} is not known"))),
        },
    }
}

fn number(object: &Object<'_>, key: &str, reader: &mut Reader<'_>) -> Result<Option<usize>, Error> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match value.to_text().parse() {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(reader.error_at(key, "expected a whole number")),
        },
    }
}

fn flag(object: &Object<'_>, key: &str, reader: &mut Reader<'_>) -> Result<bool, Error> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(flag)) => Ok(*flag),
        Some(_) => Err(reader.error_at(key, "expected true or false")),
    }
}

fn texts(object: &Object<'_>, key: &str, reader: &mut Reader<'_>) -> Result<Vec<String>, Error> {
    let items = match object.get(key) {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(value) => value.as_array(),
    };
    let texts = items.and_then(|items| items.iter().map(|item| item.as_str().map(ToOwned::to_owned)).collect());
    texts.ok_or_else(|| reader.error_at(key, "expected a list of texts"))
}

fn messages(object: &Object<'_>, key: &str, reader: &mut Reader<'_>) -> Result<Vec<Message>, Error> {
    let Some(value) = object.get(key).filter(|value| !value.is_null()) else { return Ok(Vec::new()) };
    reader.at(key, |reader| {
        let items = value.as_array().ok_or_else(|| reader.error("expected a list of messages"))?;
        let numbered = items.iter().enumerate();
        numbered.map(|(at, item)| reader.at(at, |reader| message::read_one(item, reader))).collect()
    })
}

fn stream(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<Stream, Error> {
    let object = object(value, reader)?;
    known_only(object, &["order", "min", "max", "repeat"], reader)?;
    Ok(Stream {
        order: named(object, "order", &Order::NAMED, reader)?.unwrap_or_default(),
        min: number(object, "min", reader)?,
        max: number(object, "max", reader)?,
        repeat: number(object, "repeat", reader)?,
    })
}

fn end(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<End, Error> {
    let object = object(value, reader)?;
    known_only(object, &["code", "message", "details", "trailers"], reader)?;
    let code = match object.get("code") {
        None | Some(Value::Null) => None,
        Some(value) => {
            let code = Code::parse(&value.to_text());
            Some(code.ok_or_else(|| reader.error_at("code", format!("{value} is no status code")))?)
        }
    };
    let message = match object.get("message") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text.to_string()),
        Some(_) => return Err(reader.error_at("message", "expected a text")),
    };
    Ok(End { code, message, details: messages(object, "details", reader)?, trailers: trailers(object, reader)? })
}

fn trailers(object: &Object<'_>, reader: &mut Reader<'_>) -> Result<Object<'static>, Error> {
    let Some(value) = object.get("trailers").filter(|value| !value.is_null()) else { return Ok(Object::new()) };
    reader.at("trailers", |reader| {
        let trailers = self::object(value, reader)?;
        match trailers.iter().find(|(_, value)| value.is_container() || value.is_null()) {
            Some((name, _)) => Err(reader.error_at(name, "expected a text")),
            None => Ok(trailers.clone().into_owned()),
        }
    })
}

/// Fields named, by message.
fn named_fields(value: &Value<'_>, extension: &mut Extension, reader: &mut Reader<'_>) -> Result<(), Error> {
    for (key, value) in object(value, reader)?.iter() {
        let (side, index) = side(key, reader)?;
        let named = match side {
            Side::Request => &mut extension.request_named,
            Side::Response => &mut extension.response_named,
            Side::Detail => &mut extension.detail_named,
        };
        named.push((index, value.clone().into_owned()));
    }
    Ok(())
}

/// Rules by message: `request.0`, `response.2`.
fn rules(value: &Value<'_>, extension: &mut Extension, reader: &mut Reader<'_>) -> Result<(), Error> {
    for (key, value) in object(value, reader)?.iter() {
        let sets = BodyRules::compile(reader.at(key, |reader| read_paths(value, reader))?);
        let (side, index) = side(key, reader)?;
        let rules = match side {
            Side::Request => &mut extension.request_rules,
            Side::Response => &mut extension.response_rules,
            Side::Detail => &mut extension.detail_rules,
        };
        rules.push((index, sets));
    }
    Ok(())
}

/// Writes the extension, with the request messages it holds.
pub(super) fn write(extension: &Extension, requests: &[Message]) -> Json {
    let mut whole = extension.extra.clone();
    // One that is not understood is kept in full.
    if !whole.contains_key("v") {
        whole.insert("v", Value::Number(1.into()));
    }
    let grpc = write_grpc(extension, requests);
    if !grpc.is_empty() {
        whole.insert("grpc", Value::Object(grpc));
    }
    Value::Object(whole)
}

fn write_grpc(extension: &Extension, requests: &[Message]) -> Object<'static> {
    let mut object = Object::new();
    let list = |items: Vec<Json>| (!items.is_empty()).then_some(Value::Array(items));
    let deadline = extension.deadline.and_then(|deadline| u64::try_from(deadline.as_millis()).ok());
    let parts = [
        ("kind", extension.kind.map(|kind| Value::string(kind.name()))),
        ("requests", list(requests.iter().map(message::write).collect())),
        ("responses", write_stream(&extension.stream)),
        ("script", list(extension.script.iter().map(|turn| Value::string(turn.to_string())).collect())),
        ("end", write_end(&extension.end)),
        ("headers", list(extension.headers.iter().cloned().map(Value::string).collect())),
        ("deadline_ms", deadline.map(|deadline| Value::Number(deadline.into()))),
        ("strict_presence", extension.strict_presence.then_some(Value::Bool(true))),
        (
            "rules",
            by_message([&extension.request_rules, &extension.response_rules, &extension.detail_rules], write_paths),
        ),
        (
            "named",
            by_message([&extension.request_named, &extension.response_named, &extension.detail_named], Json::clone),
        ),
    ];
    insert(&mut object, parts);
    object
}

fn insert<const N: usize>(object: &mut Object<'static>, parts: [(&'static str, Option<Json>); N]) {
    for (key, value) in parts {
        if let Some(value) = value {
            object.insert(key, value);
        }
    }
}

fn write_stream(stream: &Stream) -> Option<Json> {
    let number = |number: Option<usize>| number.map(|number| Value::Number(Number::from(number)));
    let order = Order::NAMED.into_iter().find(|(_, order)| *order == stream.order);
    let mut object = Object::new();
    let parts = [
        ("order", order.filter(|_| stream.order != Order::Exact).map(|(name, _)| Value::string(name))),
        ("min", number(stream.min)),
        ("max", number(stream.max)),
        ("repeat", number(stream.repeat)),
    ];
    insert(&mut object, parts);
    (!object.is_empty()).then_some(Value::Object(object))
}

fn write_end(end: &End) -> Option<Json> {
    let mut object = Object::new();
    let details: Vec<_> = end.details.iter().map(message::write).collect();
    let parts = [
        ("code", end.code.map(|code| Value::Number(code.0.into()))),
        ("message", end.message.clone().map(Value::string)),
        ("details", (!details.is_empty()).then_some(Value::Array(details))),
        ("trailers", (!end.trailers.is_empty()).then(|| Value::Object(end.trailers.clone()))),
    ];
    insert(&mut object, parts);
    (!object.is_empty()).then_some(Value::Object(object))
}

/// Something said of single messages, by their positions.
type Numbered<T> = [(usize, T)];

/// What is said of single messages, by their names.
fn by_message<T>(sides: [&Numbered<T>; 3], write: fn(&T) -> Json) -> Option<Json> {
    let named = ["request", "response", "detail"].into_iter().zip(sides);
    let all =
        named.flat_map(|(side, said)| said.iter().map(move |(index, value)| (format!("{side}.{index}"), write(value))));
    let all: Object<'static> = all.collect();
    (!all.is_empty()).then_some(Value::Object(all))
}
