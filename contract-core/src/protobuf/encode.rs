//! Tree to bytes: the same tree gives the same bytes, and every field in it is written, also where it has its default.

use super::decode::wire_of;
use super::node::{Fields, Key, Node};
use super::schema::{Field, Kind, Schema, Shape, TypeId};

/// The bytes of a message: fields by number, map entries by key, unknown fields last.
pub(crate) fn encode(schema: &Schema, id: TypeId, fields: &Fields<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    message(schema, id, fields, &mut out);
    out
}

fn message(schema: &Schema, id: TypeId, fields: &Fields<'_>, out: &mut Vec<u8>) {
    let kind = schema.message(id);
    for (position, node) in fields.iter() {
        if let Some(field) = kind.fields.get(position as usize) {
            put_field(schema, field, node, out);
        }
    }
    for unknown in &fields.unknown {
        out.extend_from_slice(&unknown.raw);
    }
}

fn put_field(schema: &Schema, field: &Field, node: &Node<'_>, out: &mut Vec<u8>) {
    match (field.shape, node) {
        (Shape::List, Node::List(items)) if field.is_packed => {
            let mut packed = Vec::new();
            for item in items {
                put_value(schema, field, item, &mut packed);
            }
            if !packed.is_empty() {
                put_tag(field.number, 2, out);
                put_length(&packed, out);
            }
        }
        (Shape::List, Node::List(items)) => {
            for item in items {
                put_tagged(schema, field, item, out);
            }
        }
        (Shape::Map(key_kind), Node::Map(entries)) => {
            for (key, value) in entries {
                let mut entry = Vec::new();
                put_tag(1, wire_of(key_kind), &mut entry);
                put_key(key_kind, key, &mut entry);
                put_tag(2, wire_of(field.kind), &mut entry);
                put_value(schema, field, value, &mut entry);
                put_tag(field.number, 2, out);
                put_length(&entry, out);
            }
        }
        (_, node) => put_tagged(schema, field, node, out),
    }
}

fn put_tagged(schema: &Schema, field: &Field, node: &Node<'_>, out: &mut Vec<u8>) {
    put_tag(field.number, wire_of(field.kind), out);
    put_value(schema, field, node, out);
    if let Kind::Group(_) = field.kind {
        put_tag(field.number, 4, out);
    }
}

fn put_value(schema: &Schema, field: &Field, node: &Node<'_>, out: &mut Vec<u8>) {
    match (field.kind, node) {
        (Kind::Group(id), Node::Message(fields)) => message(schema, id, fields, out),
        (Kind::Message(id), Node::Message(fields)) => {
            let mut inner = Vec::new();
            message(schema, id, fields, &mut inner);
            put_length(&inner, out);
        }
        (_, Node::Text(text)) => put_length(text.as_bytes(), out),
        (_, Node::Bytes(bytes)) => put_length(bytes, out),
        (_, Node::Float(number)) => out.extend_from_slice(&number.to_le_bytes()),
        (_, Node::Double(number)) => out.extend_from_slice(&number.to_le_bytes()),
        (_, Node::Bool(flag)) => out.push(u8::from(*flag)),
        (kind, Node::Int(number)) => put_int(kind, *number, out),
        (kind, Node::Uint(number)) => put_uint(kind, *number, out),
        (_, Node::Enum(number)) => put_int(Kind::Int32, i64::from(*number), out),
        // A list or map inside a list there is not.
        _ => {}
    }
}

fn put_key(kind: Kind, key: &Key<'_>, out: &mut Vec<u8>) {
    match key {
        Key::Bool(flag) => out.push(u8::from(*flag)),
        Key::Int(number) => put_int(kind, *number, out),
        Key::Uint(number) => put_uint(kind, *number, out),
        Key::Text(text) => put_length(text.as_bytes(), out),
    }
}

#[expect(clippy::cast_sign_loss, clippy::cast_possible_truncation, reason = "how the wire format has it")]
fn put_int(kind: Kind, number: i64, out: &mut Vec<u8>) {
    match kind {
        Kind::Sint32 | Kind::Sint64 => put_varint(((number << 1) ^ (number >> 63)) as u64, out),
        Kind::Sfixed32 => out.extend_from_slice(&(number as i32).to_le_bytes()),
        Kind::Sfixed64 => out.extend_from_slice(&number.to_le_bytes()),
        _ => put_varint(number as u64, out),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "how the wire format has it")]
fn put_uint(kind: Kind, number: u64, out: &mut Vec<u8>) {
    match kind {
        Kind::Fixed32 => out.extend_from_slice(&(number as u32).to_le_bytes()),
        Kind::Fixed64 => out.extend_from_slice(&number.to_le_bytes()),
        _ => put_varint(number, out),
    }
}

fn put_tag(number: u32, wire: u32, out: &mut Vec<u8>) {
    put_varint(u64::from(number << 3 | wire), out);
}

fn put_length(bytes: &[u8], out: &mut Vec<u8>) {
    put_varint(bytes.len() as u64, out);
    out.extend_from_slice(bytes);
}

#[expect(clippy::cast_possible_truncation, reason = "seven bits at a time")]
pub(super) fn put_varint(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}
