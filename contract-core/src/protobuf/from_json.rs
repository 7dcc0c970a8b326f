//! JSON to tree: what consumer tests write, and what generators make.

use super::encode::encode;
use super::error::Error;
use super::nearest::nearest;
use super::node::{Fields, Key, Node};
use super::schema::{Field, Kind, Schema, Shape, TypeId};
use super::time;
use super::well_known::WellKnown;
use crate::body::from_base64;
use crate::json::{Json, Number, Object};
use crate::rule_path::write_field;

/// Reads a message; `path` is where it stands, for errors.
pub(crate) fn message(schema: &Schema, id: TypeId, json: &Json, path: &str) -> Result<Fields<'static>, Error> {
    let kind = schema.message(id);
    match kind.known {
        WellKnown::No => plain(schema, id, object(json, path, &format!("a `{}`", kind.name))?, path),
        WellKnown::Any => any(schema, object(json, path, "an object with its type under `@type`")?, path),
        WellKnown::Struct | WellKnown::Value | WellKnown::ListValue => json_message(schema, id, json, path),
        WellKnown::Wrapper | WellKnown::BytesWrapper => {
            // Bare, or as other tools are used to: in an object with `value`.
            let bare = match json {
                Json::Object(object) if object.len() == 1 => object.get("value").unwrap_or(json),
                other => other,
            };
            let mut fields = Fields::default();
            if let Some(field) = kind.fields.first() {
                fields.put(0, single(schema, field.kind, bare, path)?);
            }
            Ok(fields)
        }
        WellKnown::Timestamp | WellKnown::Duration | WellKnown::FieldMask => match json {
            Json::String(text) => from_text(kind.known, text).ok_or_else(|| unfit(path, known_text(kind.known), json)),
            _ => plain(schema, id, object(json, path, known_text(kind.known))?, path),
        },
    }
}

fn known_text(known: WellKnown) -> &'static str {
    match known {
        WellKnown::Timestamp => "a timestamp such as `2026-01-31T10:00:00Z`",
        WellKnown::Duration => "a duration such as `1.5s`",
        _ => "field names with commas between them",
    }
}

fn unfit(path: &str, wanted: impl Into<String>, json: &Json) -> Error {
    Error::Value { path: path.to_owned(), wanted: wanted.into(), value: json.to_compact() }
}

fn object<'j>(json: &'j Json, path: &str, wanted: &str) -> Result<&'j Object<'static>, Error> {
    json.as_object().ok_or_else(|| unfit(path, wanted, json))
}

/// The path of an entry.
pub(crate) fn below(path: &str, name: &str) -> String {
    let mut path = path.to_owned();
    let _ = write_field(&mut path, name);
    path
}

fn plain(schema: &Schema, id: TypeId, json: &Object<'static>, path: &str) -> Result<Fields<'static>, Error> {
    let kind = schema.message(id);
    let mut fields = Fields::default();
    for (name, entry) in json.iter() {
        let Some((position, field)) = kind.by_name(name) else {
            let names = kind.fields.iter().map(|field| field.name.as_str());
            return Err(Error::Unknown {
                what: "field",
                name: name.to_owned(),
                place: kind.name.clone(),
                nearest: nearest(name, names),
            });
        };
        let is_json = field.kind.message().is_some_and(|id| schema.message(id).known == WellKnown::Value);
        if entry.is_null() && !(is_json && field.shape == Shape::Single) {
            // As in JSON's own mapping: not set.
            continue;
        }
        let clash = |known: u32| field.oneof.is_some() && kind.fields[known as usize].oneof == field.oneof;
        if let Some((other, _)) = fields.iter().find(|(known, _)| clash(*known)) {
            let other = &kind.fields[other as usize].name;
            let oneof = field.oneof.and_then(|at| kind.oneofs.get(at as usize)).map_or("", String::as_str);
            return Err(unfit(
                path,
                format!("one of `{other}` and `{}`, which are in one oneof `{oneof}`", field.name),
                &Json::Object(json.clone()),
            ));
        }
        if fields.get(position).is_some() {
            return Err(unfit(&below(path, &field.name), "one value, not one by each of its two names", entry));
        }
        fields.put(position, value(schema, field, entry, &below(path, &field.name))?);
    }
    Ok(fields)
}

/// The value of a field, whatever its shape.
pub(crate) fn value(schema: &Schema, field: &Field, json: &Json, path: &str) -> Result<Node<'static>, Error> {
    match (field.shape, json) {
        (Shape::Single, json) => single(schema, field.kind, json, path),
        (Shape::List, Json::Array(items)) => {
            let item = |(at, item): (usize, &Json)| single(schema, field.kind, item, &format!("{path}[{at}]"));
            Ok(Node::List(items.iter().enumerate().map(item).collect::<Result<_, _>>()?))
        }
        (Shape::List, other) => Err(unfit(path, "a list", other)),
        (Shape::Map(key_kind), Json::Object(object)) => {
            let mut entries = Vec::with_capacity(object.len());
            for (name, item) in object.iter() {
                let path = below(path, name);
                let key = key(key_kind, name).ok_or_else(|| unfit(&path, described(schema, key_kind), &name.into()))?;
                entries.push((key, single(schema, field.kind, item, &path)?));
            }
            super::decode::sort(&mut entries);
            Ok(Node::Map(entries))
        }
        (Shape::Map(_), other) => Err(unfit(path, "a map", other)),
    }
}

fn key(kind: Kind, text: &str) -> Option<Key<'static>> {
    let number = Json::string(text.to_owned());
    Some(match kind {
        Kind::Text => Key::Text(text.to_owned().into()),
        Kind::Bool => Key::Bool(text.parse().ok()?),
        _ => match integer(kind, &number)? {
            Node::Int(number) => Key::Int(number),
            Node::Uint(number) => Key::Uint(number),
            _ => return None,
        },
    })
}

/// One value of a kind.
pub(crate) fn single(schema: &Schema, kind: Kind, json: &Json, path: &str) -> Result<Node<'static>, Error> {
    if let Some(id) = kind.message() {
        return Ok(Node::Message(Box::new(message(schema, id, json, path)?)));
    }
    let node = match (kind, json) {
        (Kind::Bool, Json::Bool(flag)) => Some(Node::Bool(*flag)),
        (Kind::Text, Json::String(text)) => Some(Node::Text(text.to_string().into())),
        (Kind::Bytes, Json::String(text)) => bytes(text).map(|bytes| Node::Bytes(bytes.into())),
        (Kind::Float | Kind::Double, json) => float(kind, json),
        (Kind::Enum(id), json) => return enumeration(schema, id, json, path),
        (Kind::Bool | Kind::Text | Kind::Bytes, _) => None,
        (kind, json) => integer(kind, json),
    };
    node.ok_or_else(|| unfit(path, described(schema, kind), json))
}

/// Base64 in either alphabet.
fn bytes(text: &str) -> Option<Vec<u8>> {
    from_base64(&text.replace('-', "+").replace('_', "/"))
}

/// A whole number in range, or a text of one; a fraction or an exponent is refused, since digits would be lost on the way.
fn integer(kind: Kind, json: &Json) -> Option<Node<'static>> {
    let text = match json {
        Json::Number(number) => number.as_str(),
        Json::String(text) => text.as_str(),
        _ => return None,
    };
    Number::parse(text)?;
    match kind {
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => text.parse::<i32>().ok().map(|number| Node::Int(number.into())),
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => text.parse().ok().map(Node::Int),
        Kind::Uint32 | Kind::Fixed32 => text.parse::<u32>().ok().map(|number| Node::Uint(number.into())),
        Kind::Uint64 | Kind::Fixed64 => text.parse().ok().map(Node::Uint),
        _ => None,
    }
}

fn float(kind: Kind, json: &Json) -> Option<Node<'static>> {
    let text = match json {
        Json::Number(number) => number.as_str(),
        Json::String(text) if matches!(text.as_str(), "NaN" | "Infinity" | "-Infinity") => text.as_str(),
        Json::String(text) => {
            Number::parse(text)?;
            text.as_str()
        }
        _ => return None,
    };
    let is_named = matches!(text, "NaN" | "Infinity" | "-Infinity");
    if kind == Kind::Double {
        return text.parse().ok().filter(|number: &f64| is_named || number.is_finite()).map(Node::Double);
    }
    text.parse().ok().filter(|number: &f32| is_named || number.is_finite()).map(Node::Float)
}

fn enumeration(schema: &Schema, id: u32, json: &Json, path: &str) -> Result<Node<'static>, Error> {
    let Some(known) = schema.enumeration(id) else { return Err(unfit(path, "an enum value", json)) };
    match json {
        Json::String(name) => known.number_of(name).map(Node::Enum).ok_or_else(|| Error::Unknown {
            what: "value",
            name: name.to_string(),
            place: known.name.clone(),
            nearest: nearest(name, known.values.iter().map(|(name, _)| name.as_str())),
        }),
        Json::Number(number) => {
            let number = number.as_str().parse().ok().filter(|number| known.name_of(*number).is_some());
            number.map(Node::Enum).ok_or_else(|| Error::Unknown {
                what: "value",
                name: json.to_compact(),
                place: known.name.clone(),
                nearest: Vec::new(),
            })
        }
        _ => Err(unfit(path, described(schema, Kind::Enum(id)), json)),
    }
}

/// A kind of value, in words.
fn described(schema: &Schema, kind: Kind) -> String {
    let words = match kind {
        Kind::Bool => "true or false",
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => "a whole number of 32 bits",
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => "a whole number of 64 bits",
        Kind::Uint32 | Kind::Fixed32 => "a whole number of 32 bits that is not negative",
        Kind::Uint64 | Kind::Fixed64 => "a whole number of 64 bits that is not negative",
        Kind::Float => "a number of single precision",
        Kind::Double => "a number",
        Kind::Text => "a text",
        Kind::Bytes => "bytes in base64",
        Kind::Enum(id) => {
            let name = schema.enumeration(id).map_or("", |known| known.name.as_str());
            return format!("the name of a value of `{name}`");
        }
        Kind::Message(id) | Kind::Group(id) => return format!("a `{}`", schema.message(id).name),
    };
    words.to_owned()
}

fn from_text(known: WellKnown, text: &str) -> Option<Fields<'static>> {
    let mut fields = Fields::default();
    match known {
        WellKnown::Timestamp | WellKnown::Duration => {
            let (seconds, nanos) =
                if known == WellKnown::Timestamp { time::parse_timestamp(text)? } else { time::parse_duration(text)? };
            fields.put(0, Node::Int(seconds));
            fields.put(1, Node::Int(nanos));
        }
        _ => {
            let paths = text.split(',').filter(|path| !path.is_empty());
            fields.put(0, Node::List(paths.map(|path| Node::Text(snake(path).into())).collect()));
        }
    }
    Some(fields)
}

fn snake(path: &str) -> String {
    path.chars().fold(String::with_capacity(path.len() + 4), |mut text, letter| {
        if letter.is_ascii_uppercase() {
            text.push('_');
        }
        text.push(letter.to_ascii_lowercase());
        text
    })
}

/// What stands for JSON: `Struct`, `Value` and `ListValue`.
fn json_message(schema: &Schema, id: TypeId, json: &Json, path: &str) -> Result<Fields<'static>, Error> {
    let kind = schema.message(id);
    let inner = |at: usize, json: &Json, path: &str| match kind.fields.get(at).and_then(|field| field.kind.message()) {
        Some(id) => json_message(schema, id, json, path).map(|fields| Node::Message(Box::new(fields))),
        None => Err(unfit(path, "JSON", json)),
    };
    let mut fields = Fields::default();
    match (kind.known, json) {
        (WellKnown::Struct, Json::Object(object)) => {
            let entry = |(name, item): (&str, &Json)| {
                Ok((Key::Text(name.to_owned().into()), inner(0, item, &below(path, name))?))
            };
            let mut entries = object.iter().map(entry).collect::<Result<Vec<_>, Error>>()?;
            super::decode::sort(&mut entries);
            fields.put(0, Node::Map(entries));
        }
        (WellKnown::ListValue, Json::Array(items)) => {
            let item = |(at, item): (usize, &Json)| inner(0, item, &format!("{path}[{at}]"));
            fields.put(0, Node::List(items.iter().enumerate().map(item).collect::<Result<_, _>>()?));
        }
        (WellKnown::Struct, _) => return Err(unfit(path, "a JSON object", json)),
        (WellKnown::ListValue, _) => return Err(unfit(path, "a JSON list", json)),
        (_, Json::Null) => fields.put(0, Node::Enum(0)),
        (_, Json::Number(number)) => {
            let number = number.as_str().parse().map_err(|_| unfit(path, "a number", json))?;
            fields.put(1, Node::Double(number));
        }
        (_, Json::String(text)) => fields.put(2, Node::Text(text.to_string().into())),
        (_, Json::Bool(flag)) => fields.put(3, Node::Bool(*flag)),
        (_, Json::Object(_)) => fields.put(4, inner(4, json, path)?),
        (_, Json::Array(_)) => fields.put(5, inner(5, json, path)?),
    }
    Ok(fields)
}

fn any(schema: &Schema, json: &Object<'static>, path: &str) -> Result<Fields<'static>, Error> {
    let Some(url) = json.get("@type").and_then(Json::as_str) else {
        return Err(unfit(path, "the type of what it holds under `@type`", &Json::Object(json.clone())));
    };
    let Some(id) = schema.find_url(url) else {
        let name = url.rsplit('/').next().unwrap_or(url);
        let nearest = nearest(name, schema.names());
        return Err(Error::Unknown { what: "message", name: name.to_owned(), place: String::new(), nearest });
    };
    let mut inner = json.clone();
    inner.remove("@type");
    let inner = if schema.message(id).known.is_plain() {
        plain(schema, id, &inner, path)?
    } else {
        let value = inner.get("value").ok_or_else(|| unfit(path, "a `value`", &Json::Object(json.clone())))?;
        message(schema, id, value, &below(path, "value"))?
    };
    let url = if url.contains('/') { url.to_owned() } else { format!("type.googleapis.com/{url}") };
    let mut fields = Fields::default();
    fields.put(0, Node::Text(url.into()));
    fields.put(1, Node::Bytes(encode(schema, id, &inner).into()));
    Ok(fields)
}
