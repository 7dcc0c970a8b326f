//! Tree to JSON: for people, for rules, and for what is JSON anyway.

use super::decode::{MAX_DEPTH, decode_at};
use super::node::{Fields, Node};
use super::schema::{Field, Kind, Schema, Shape, TypeId};
use super::time;
use super::well_known::WellKnown;
use crate::body::to_base64;
use crate::json::{Json, Number, Object, Value};
use std::cell::Cell;
use std::fmt::Write as _;

/// A message as JSON, fields by their names in the `.proto`.
pub(crate) fn message(schema: &Schema, id: TypeId, fields: &Fields<'_>) -> Json {
    Printer::new(schema).message(id, fields)
}

/// The same, as long as there is room for it; `None` where there is not. Names come from descriptors and may be long, so that
/// a message of few bytes can have much to print. The room left is in characters, and each value takes some besides its own.
pub(crate) fn message_within(schema: &Schema, id: TypeId, fields: &Fields<'_>, room: &Cell<usize>) -> Option<Json> {
    let json = Printer { room: Some(room), ..Printer::new(schema) }.message(id, fields);
    (room.get() > 0).then_some(json)
}

/// The value of a field, whatever its shape.
pub(crate) fn value(schema: &Schema, field: &Field, node: &Node<'_>) -> Json {
    Printer::new(schema).value(field, node)
}

/// One value of a kind.
pub(crate) fn single(schema: &Schema, kind: Kind, node: &Node<'_>) -> Json {
    Printer::new(schema).single(kind, node)
}

/// What a value takes of the room besides its own characters: a line of its own.
const LINE: usize = 32;

/// How deep in messages a value stands: what an `Any` holds counts as in it, and too deep stays bytes.
#[derive(Clone, Copy)]
struct Printer<'s> {
    schema: &'s Schema,
    depth: u32,
    /// How many more characters may be printed, where that is bounded.
    room: Option<&'s Cell<usize>>,
}

impl<'s> Printer<'s> {
    fn new(schema: &'s Schema) -> Self {
        Self { schema, depth: 0, room: None }
    }

    /// Takes room for a line with so many characters; whether there was any left.
    fn takes(self, characters: usize) -> bool {
        let Some(room) = self.room else { return true };
        room.set(room.get().saturating_sub(characters.saturating_add(LINE)));
        room.get() > 0
    }

    fn message(self, id: TypeId, fields: &Fields<'_>) -> Json {
        let kind = self.schema.message(id);
        let below = Self { depth: self.depth + 1, ..self };
        match kind.known {
            WellKnown::Struct | WellKnown::Value | WellKnown::ListValue => {
                let json = json_of(self.schema, id, fields);
                self.takes_all(&json);
                json
            }
            WellKnown::Any => below.any(fields),
            WellKnown::Wrapper | WellKnown::BytesWrapper => match (fields.get(0), kind.fields.first()) {
                (Some(value), Some(field)) => below.single(field.kind, value),
                (None, Some(field)) => below.single(field.kind, &field.default),
                (_, None) => Json::Null,
            },
            WellKnown::Timestamp | WellKnown::Duration | WellKnown::FieldMask => match text_of(kind.known, fields) {
                Some(text) => Json::string(text),
                None => below.plain(id, fields),
            },
            WellKnown::No => below.plain(id, fields),
        }
    }

    fn plain(self, id: TypeId, fields: &Fields<'_>) -> Json {
        let kind = self.schema.message(id);
        let entries = fields.iter().filter_map(|(position, node)| {
            let field = kind.fields.get(position as usize)?;
            self.takes(field.name.len()).then(|| (field.name.clone(), self.value(field, node)))
        });
        Json::Object(entries.collect())
    }

    /// Takes the room for JSON that was JSON before: it is no longer than its message.
    fn takes_all(self, json: &Json) {
        if self.room.is_none() {
            return;
        }
        match json {
            Json::Object(object) => object.iter().for_each(|(key, value)| {
                self.takes(key.len());
                self.takes_all(value);
            }),
            Json::Array(items) => items.iter().for_each(|item| {
                self.takes(0);
                self.takes_all(item);
            }),
            Json::String(text) => {
                self.takes(text.len());
            }
            _ => {}
        }
    }

    fn value(self, field: &Field, node: &Node<'_>) -> Json {
        match (field.shape, node) {
            (Shape::List, Node::List(items)) => {
                let taken = items.iter().take_while(|_| self.takes(0));
                Json::Array(taken.map(|item| self.single(field.kind, item)).collect())
            }
            (Shape::Map(_), Node::Map(entries)) => {
                let entry = |(key, value): &(super::node::Key<'_>, Node<'_>)| {
                    let key = key.to_text().into_owned();
                    self.takes(key.len()).then(|| (key, self.single(field.kind, value)))
                };
                Json::Object(entries.iter().map_while(entry).collect())
            }
            (_, node) => self.single(field.kind, node),
        }
    }

    fn single(self, kind: Kind, node: &Node<'_>) -> Json {
        match (kind.message(), node) {
            (Some(id), Node::Message(fields)) => self.message(id, fields),
            (_, Node::Bytes(bytes)) => {
                self.takes(bytes.len());
                Json::string(to_base64(bytes))
            }
            (_, node) => {
                let leaf = leaf(self.schema, kind, node);
                if let Value::String(text) = &leaf {
                    self.takes(text.len());
                }
                leaf.into_owned()
            }
        }
    }

    fn any(self, fields: &Fields<'_>) -> Json {
        let (url, bytes) = (any_url(fields), any_bytes(fields));
        let mut object = Object::new();
        object.insert("@type", Json::string(url.to_owned()));
        let inner = any_message(self.schema, url, self.depth);
        let inner = inner.and_then(|id| Some((id, decode_at(self.schema, id, bytes, self.depth).ok()?)));
        let Some((id, fields)) = inner else {
            object.insert("value", Json::string(to_base64(bytes)));
            return Json::Object(object);
        };
        match self.message(id, &fields) {
            Json::Object(inner) if self.schema.message(id).known == WellKnown::No => {
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

/// The type of what an `Any` holds that stands so deep; `None` where it stays bytes: nobody knows the type, or `Any`s in
/// `Any`s go deeper than messages may.
pub(crate) fn any_message(schema: &Schema, url: &str, depth: u32) -> Option<TypeId> {
    schema.find_url(url).filter(|_| depth < MAX_DEPTH)
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
