//! Tree to JSON: for people, for rules, and for what is JSON anyway.

use super::decode::decode;
use super::node::{Fields, Node};
use super::schema::{Field, Kind, Schema, Shape, TypeId};
use super::time;
use super::well_known::WellKnown;
use crate::body::to_base64;
use crate::json::{Json, Number, Object, Value};
use std::fmt::Write as _;

/// A message as JSON, fields by their names in the `.proto`.
pub(crate) fn message(schema: &Schema, id: TypeId, fields: &Fields<'_>) -> Json {
    let kind = schema.message(id);
    match kind.known {
        WellKnown::Struct | WellKnown::Value | WellKnown::ListValue => json_of(schema, id, fields),
        WellKnown::Any => any(schema, fields),
        WellKnown::Wrapper | WellKnown::BytesWrapper => match (fields.get(0), kind.fields.first()) {
            (Some(value), Some(field)) => single(schema, field.kind, value),
            (None, Some(field)) => single(schema, field.kind, &field.default),
            (_, None) => Json::Null,
        },
        WellKnown::Timestamp | WellKnown::Duration | WellKnown::FieldMask => match text_of(kind.known, fields) {
            Some(text) => Json::string(text),
            None => plain(schema, id, fields),
        },
        WellKnown::No => plain(schema, id, fields),
    }
}

fn plain(schema: &Schema, id: TypeId, fields: &Fields<'_>) -> Json {
    let kind = schema.message(id);
    let entries = fields.iter().filter_map(|(position, node)| {
        let field = kind.fields.get(position as usize)?;
        Some((field.name.clone(), value(schema, field, node)))
    });
    Json::Object(entries.collect())
}

/// The value of a field, whatever its shape.
pub(crate) fn value(schema: &Schema, field: &Field, node: &Node<'_>) -> Json {
    match (field.shape, node) {
        (Shape::List, Node::List(items)) => {
            Json::Array(items.iter().map(|item| single(schema, field.kind, item)).collect())
        }
        (Shape::Map(_), Node::Map(entries)) => {
            let entry = |(key, value): &(super::node::Key<'_>, Node<'_>)| {
                (key.to_text().into_owned(), single(schema, field.kind, value))
            };
            Json::Object(entries.iter().map(entry).collect())
        }
        (_, node) => single(schema, field.kind, node),
    }
}

/// One value of a kind.
pub(crate) fn single(schema: &Schema, kind: Kind, node: &Node<'_>) -> Json {
    match (kind.message(), node) {
        (Some(id), Node::Message(fields)) => message(schema, id, fields),
        (_, Node::Bytes(bytes)) => Json::string(to_base64(bytes)),
        (_, node) => leaf(schema, kind, node).into_owned(),
    }
}

/// A value that is neither message nor list nor map, as rules see it: enums by name, numbers exactly, bytes as the text they
/// are or else in hexadecimal.
pub(crate) fn leaf<'n>(schema: &Schema, kind: Kind, node: &'n Node<'_>) -> Value<'n> {
    match node {
        Node::Bool(flag) => Value::Bool(*flag),
        Node::Int(number) => Value::Number(Number::from(*number)),
        Node::Uint(number) => Value::Number(Number::from(*number)),
        Node::Float(number) => float(f64::from(*number), &format!("{number:?}")),
        Node::Double(number) => float(*number, &format!("{number:?}")),
        Node::Text(text) => Value::string(text.as_str()),
        Node::Bytes(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) if !text.chars().any(char::is_control) => Value::string(text),
            _ => Value::string(hexadecimal(bytes)),
        },
        Node::Enum(number) => match kind {
            Kind::Enum(id) => match schema.enumeration(id).and_then(|known| known.name_of(*number)) {
                Some(name) => Value::string(name.to_owned()),
                None => Value::Number(Number::from(*number)),
            },
            _ => Value::Number(Number::from(*number)),
        },
        Node::Message(_) | Node::List(_) | Node::Map(_) => Value::Null,
    }
}

fn float(number: f64, shortest: &str) -> Json {
    if number.is_nan() {
        return Json::string("NaN");
    }
    match Number::parse(shortest) {
        Some(number) => Json::Number(number),
        None => Json::string(if number < 0.0 { "-Infinity" } else { "Infinity" }),
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What a message that is one text in JSON reads; `None` where its values are out of range.
pub(crate) fn text_of(known: WellKnown, fields: &Fields<'_>) -> Option<String> {
    let number = |position| match fields.get(position) {
        Some(Node::Int(number)) => *number,
        _ => 0,
    };
    match known {
        WellKnown::Timestamp => time::print_timestamp(number(0), number(1)),
        WellKnown::Duration => time::print_duration(number(0), number(1)),
        WellKnown::FieldMask => {
            let Some(Node::List(paths)) = fields.get(0) else { return Some(String::new()) };
            let paths =
                paths.iter().filter_map(|path| if let Node::Text(text) = path { Some(text.as_str()) } else { None });
            Some(paths.map(camel).collect::<Vec<_>>().join(","))
        }
        _ => None,
    }
}

fn camel(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    let mut raise = false;
    for letter in path.chars() {
        match letter {
            '_' => raise = true,
            letter if raise => {
                text.push(letter.to_ascii_uppercase());
                raise = false;
            }
            letter => text.push(letter),
        }
    }
    text
}

/// The JSON a `Struct`, `Value` or `ListValue` stands for; whole numbers are integers.
pub(crate) fn json_of(schema: &Schema, id: TypeId, fields: &Fields<'_>) -> Json {
    let kind = schema.message(id);
    let inner = |node: &Node<'_>, at: usize| match (node, kind.fields.get(at).and_then(|field| field.kind.message())) {
        (Node::Message(fields), Some(id)) => json_of(schema, id, fields),
        _ => Json::Null,
    };
    match kind.known {
        WellKnown::Struct => {
            let Some(Node::Map(entries)) = fields.get(0) else { return Json::Object(Object::new()) };
            Json::Object(entries.iter().map(|(key, value)| (key.to_text().into_owned(), inner(value, 0))).collect())
        }
        WellKnown::ListValue => {
            let Some(Node::List(items)) = fields.get(0) else { return Json::Array(Vec::new()) };
            Json::Array(items.iter().map(|item| inner(item, 0)).collect())
        }
        _ => match fields.iter().last() {
            Some((_, Node::Double(number))) => whole_or_double(*number),
            Some((_, Node::Text(text))) => Json::string(text.to_string()),
            Some((_, Node::Bool(flag))) => Json::Bool(*flag),
            Some((position, node @ Node::Message(_))) => inner(node, position as usize),
            _ => Json::Null,
        },
    }
}

fn whole_or_double(number: f64) -> Json {
    let text = format!("{number}");
    match Number::parse(&text).filter(|_| number.abs() < 1e15) {
        Some(number) => Json::Number(number),
        None => float(number, &format!("{number:?}")),
    }
}

fn any(schema: &Schema, fields: &Fields<'_>) -> Json {
    let url = any_url(fields);
    let bytes = any_bytes(fields);
    let mut object = Object::new();
    object.insert("@type", Json::string(url.to_owned()));
    let inner = schema.find_url(url).and_then(|id| Some((id, decode(schema, id, bytes).ok()?)));
    let Some((id, fields)) = inner else {
        object.insert("value", Json::string(to_base64(bytes)));
        return Json::Object(object);
    };
    match message(schema, id, &fields) {
        Json::Object(inner) if schema.message(id).known == WellKnown::No => {
            for (key, value) in inner {
                object.insert(key, value);
            }
        }
        other => {
            object.insert("value", other);
        }
    }
    Json::Object(object)
}

/// The type an `Any` says it holds.
pub(crate) fn any_url<'n>(fields: &'n Fields<'_>) -> &'n str {
    match fields.get(0) {
        Some(Node::Text(url)) => url,
        _ => "",
    }
}

/// What an `Any` holds.
pub(crate) fn any_bytes<'n>(fields: &'n Fields<'_>) -> &'n [u8] {
    match fields.get(1) {
        Some(Node::Bytes(bytes)) => bytes,
        _ => &[],
    }
}
