//! Bytes to tree.

use super::node::{Fields, Key, Node, Unknown};
use super::schema::{Field, Kind, Schema, Shape, TypeId};
use crate::json::Text;
use std::borrow::Cow;

/// How deep messages may be nested.
pub(crate) const MAX_DEPTH: u32 = 100;

/// Why bytes are no message of their type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}, at byte {offset}")]
pub(crate) struct DecodeError {
    /// In bytes from the start of the message.
    pub(crate) offset: usize,
    pub(crate) reason: String,
}

impl DecodeError {
    /// The error of a message of this type.
    pub(crate) fn of(self, message: &str) -> super::Error {
        super::Error::Bytes { message: message.to_owned(), offset: self.offset, reason: self.reason }
    }
}

type Result<T> = std::result::Result<T, DecodeError>;

/// Reads a message of this type; texts are borrowed.
pub(crate) fn decode<'a>(schema: &Schema, id: TypeId, bytes: &'a [u8]) -> Result<Fields<'a>> {
    decode_at(schema, id, bytes, 0)
}

/// Reads a message that stands `depth` messages deep in others, as what an `Any` holds does.
pub(crate) fn decode_at<'a>(schema: &Schema, id: TypeId, bytes: &'a [u8], depth: u32) -> Result<Fields<'a>> {
    let mut reader = Reader { schema, bytes, at: 0, has_unsorted: false };
    let mut fields = Fields::default();
    reader.message(id, &mut fields, bytes.len(), Nesting { depth, ..Nesting::default() })?;
    if reader.has_unsorted {
        sort_maps_below(&mut fields);
    }
    Ok(fields)
}

/// Reads a varint at the start of `bytes`; the value and its length.
pub(super) fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut value = 0;
    for (at, byte) in bytes.iter().take(10).enumerate() {
        let part = u64::from(byte & 0x7f);
        if at == 9 && part > 1 {
            return None;
        }
        value |= part << (7 * at);
        if byte & 0x80 == 0 {
            return Some((value, at + 1));
        }
    }
    None
}

struct Reader<'s, 'a> {
    schema: &'s Schema,
    bytes: &'a [u8],
    at: usize,
    /// Whether a message with maps came in parts: sorting after each part would cost their number squared.
    has_unsorted: bool,
}

/// Where a message stands.
#[derive(Clone, Copy, Default)]
struct Nesting {
    /// In how many others.
    depth: u32,
    /// The number of the group it is.
    group: Option<u32>,
    /// Whether it is a further part of one that was begun.
    is_further: bool,
}

impl Nesting {
    fn below(depth: u32, is_further: bool) -> Self {
        Self { depth: depth + 1, group: None, is_further }
    }
}

/// How values are laid out.
const VARINT: u32 = 0;
const FIXED64: u32 = 1;
const LENGTH: u32 = 2;
const GROUP: u32 = 3;
const END_GROUP: u32 = 4;
const FIXED32: u32 = 5;

impl<'a> Reader<'_, 'a> {
    fn error<T>(&self, reason: impl Into<String>) -> Result<T> {
        Err(DecodeError { offset: self.at, reason: reason.into() })
    }

    fn varint(&mut self, end: usize) -> Result<u64> {
        // Most are one byte long.
        if let Some(byte) = self.bytes[..end].get(self.at).filter(|byte| **byte < 0x80) {
            self.at += 1;
            return Ok(u64::from(*byte));
        }
        let Some((value, length)) = varint(&self.bytes[self.at..end]) else {
            return self.error("a number that does not end");
        };
        self.at += length;
        Ok(value)
    }

    fn tag(&mut self, end: usize) -> Result<(u32, u32)> {
        let start = self.at;
        let tag = self.varint(end)?;
        let number = u32::try_from(tag >> 3).ok().filter(|number| (1..1 << 29).contains(number));
        let Some(number) = number else {
            self.at = start;
            return self.error("a field number that cannot be");
        };
        Ok((number, (tag & 7) as u32))
    }

    /// The end of what a length announces.
    fn length(&mut self, end: usize) -> Result<usize> {
        let length = self.varint(end)?;
        match usize::try_from(length).ok().and_then(|length| self.at.checked_add(length)).filter(|to| *to <= end) {
            Some(to) => Ok(to),
            None => self.error("the message is cut off"),
        }
    }

    fn fixed<const N: usize>(&mut self, end: usize) -> Result<[u8; N]> {
        match self.bytes[self.at..end].first_chunk::<N>() {
            Some(chunk) => {
                self.at += N;
                Ok(*chunk)
            }
            None => self.error("the message is cut off"),
        }
    }

    /// Reads fields up to `end`, or to the end of the group with this number.
    fn message(&mut self, id: TypeId, fields: &mut Fields<'a>, end: usize, nesting: Nesting) -> Result<()> {
        let Nesting { depth, group, is_further } = nesting;
        if depth > MAX_DEPTH {
            return self.error(format!("messages nested more than {MAX_DEPTH} deep"));
        }
        let schema = self.schema;
        let message = schema.message(id);
        let mut has_maps = false;
        while self.at < end {
            let start = self.at;
            let (number, wire) = self.tag(end)?;
            if wire == END_GROUP {
                if group == Some(number) {
                    self.finish(fields, (has_maps, is_further));
                    return Ok(());
                }
                self.at = start;
                return self.error("the end of a group that was not begun");
            }
            let Some((position, field)) = message.by_number(number) else {
                self.skip(number, wire, end, depth)?;
                let raw = Cow::Borrowed(&self.bytes[start..self.at]);
                fields.unknown.push(Unknown { number, raw });
                continue;
            };
            has_maps |= matches!(field.shape, Shape::Map(_));
            if let Some(oneof) = field.oneof {
                fields.retain(|known| known == position || message.fields[known as usize].oneof != Some(oneof));
            }
            self.field((position, field), fields, (wire, end), depth)?;
        }
        if group.is_some() {
            return self.error("a group that does not end");
        }
        self.finish(fields, (has_maps, is_further));
        Ok(())
    }

    /// Maps are sorted; of entries with one key the last one stays.
    fn finish(&mut self, fields: &mut Fields<'_>, (has_maps, is_further): (bool, bool)) {
        match (has_maps, is_further) {
            (true, false) => sort_maps(fields),
            (true, true) => self.has_unsorted = true,
            (false, _) => {}
        }
    }

    fn field(
        &mut self,
        (position, field): (u32, &Field),
        fields: &mut Fields<'a>,
        (wire, end): (u32, usize),
        depth: u32,
    ) -> Result<()> {
        match (field.shape, field.kind) {
            (Shape::Single, Kind::Message(_) | Kind::Group(_)) => {
                // A message that comes in parts is merged.
                let mut is_further = true;
                let node = fields.entry(position, || {
                    is_further = false;
                    Node::Message(Box::default())
                });
                let Node::Message(inner) = node else { return Ok(()) };
                self.nested(field, inner, (wire, end), Nesting::below(depth, is_further))
            }
            (Shape::Single, kind) => {
                let value = self.scalar(field, kind, (wire, end))?;
                fields.put(position, value);
                Ok(())
            }
            (Shape::List, Kind::Message(_) | Kind::Group(_)) => {
                let mut inner = Fields::default();
                self.nested(field, &mut inner, (wire, end), Nesting::below(depth, false))?;
                if let Node::List(items) = fields.entry(position, || Node::List(Vec::new())) {
                    items.push(Node::Message(Box::new(inner)));
                }
                Ok(())
            }
            (Shape::List, kind) => {
                self.list(field, kind, fields.entry(position, || Node::List(Vec::new())), (wire, end))
            }
            (Shape::Map(key), _) => {
                let entry = self.map_entry(field, key, (wire, end), depth)?;
                if let Node::Map(entries) = fields.entry(position, || Node::Map(Vec::new())) {
                    entries.push(entry);
                }
                Ok(())
            }
        }
    }

    fn nested(
        &mut self,
        field: &Field,
        inner: &mut Fields<'a>,
        (wire, end): (u32, usize),
        nesting: Nesting,
    ) -> Result<()> {
        match field.kind {
            Kind::Message(id) if wire == LENGTH => {
                let to = self.length(end)?;
                self.message(id, inner, to, nesting)
            }
            Kind::Group(id) if wire == GROUP => {
                self.message(id, inner, end, Nesting { group: Some(field.number), ..nesting })
            }
            _ => self.wrong_wire(field, wire),
        }
    }

    fn wrong_wire<T>(&self, field: &Field, wire: u32) -> Result<T> {
        self.error(format!("the field `{}` has the wire type {wire}, which does not fit its type", field.name))
    }

    fn list(&mut self, field: &Field, kind: Kind, node: &mut Node<'a>, (wire, end): (u32, usize)) -> Result<()> {
        let Node::List(items) = node else { return Ok(()) };
        let own = wire_of(kind);
        if wire == LENGTH && own != LENGTH {
            let to = self.length(end)?;
            while self.at < to {
                items.push(self.scalar(field, kind, (own, to))?);
            }
            return Ok(());
        }
        items.push(self.scalar(field, kind, (wire, end))?);
        Ok(())
    }

    fn map_entry(
        &mut self,
        field: &Field,
        key_kind: Kind,
        (wire, end): (u32, usize),
        depth: u32,
    ) -> Result<(Key<'a>, Node<'a>)> {
        if wire != LENGTH {
            return self.wrong_wire(field, wire);
        }
        let to = self.length(end)?;
        let (mut key, mut value) = (self.schema.default_of(key_kind), self.schema.default_of(field.kind));
        let mut is_further = false;
        while self.at < to {
            match self.tag(to)? {
                (1, wire) => key = self.scalar(field, key_kind, (wire, to))?,
                (2, wire) => match (field.kind, &mut value) {
                    (Kind::Message(id), Node::Message(inner)) if wire == LENGTH => {
                        let to = self.length(to)?;
                        let nesting = Nesting::below(depth, std::mem::replace(&mut is_further, true));
                        self.message(id, inner, to, nesting)?;
                    }
                    (kind, value) => *value = self.scalar(field, kind, (wire, to))?,
                },
                (number, wire) => self.skip(number, wire, to, depth)?,
            }
        }
        Ok((to_key(key), value))
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "how the wire format has it")]
    fn scalar(&mut self, field: &Field, kind: Kind, (wire, end): (u32, usize)) -> Result<Node<'a>> {
        if wire != wire_of(kind) {
            return self.wrong_wire(field, wire);
        }
        Ok(match kind {
            Kind::Bool => Node::Bool(self.varint(end)? != 0),
            Kind::Int32 => Node::Int(i64::from(self.varint(end)? as i32)),
            Kind::Int64 => Node::Int(self.varint(end)? as i64),
            Kind::Sint32 => {
                let number = self.varint(end)? as u32;
                Node::Int(i64::from((number >> 1) as i32 ^ -((number & 1) as i32)))
            }
            Kind::Sint64 => {
                let number = self.varint(end)?;
                Node::Int((number >> 1) as i64 ^ -((number & 1) as i64))
            }
            Kind::Uint32 => Node::Uint(u64::from(self.varint(end)? as u32)),
            Kind::Uint64 => Node::Uint(self.varint(end)?),
            Kind::Enum(_) => Node::Enum(self.varint(end)? as i32),
            Kind::Sfixed32 => Node::Int(i64::from(i32::from_le_bytes(self.fixed(end)?))),
            Kind::Sfixed64 => Node::Int(i64::from_le_bytes(self.fixed(end)?)),
            Kind::Fixed32 => Node::Uint(u64::from(u32::from_le_bytes(self.fixed(end)?))),
            Kind::Fixed64 => Node::Uint(u64::from_le_bytes(self.fixed(end)?)),
            Kind::Float => Node::Float(f32::from_le_bytes(self.fixed(end)?)),
            Kind::Double => Node::Double(f64::from_le_bytes(self.fixed(end)?)),
            Kind::Bytes => Node::Bytes(Cow::Borrowed(self.chunk(end)?)),
            Kind::Text => Node::Text(self.text(field, end)?),
            Kind::Message(_) | Kind::Group(_) => return self.wrong_wire(field, wire),
        })
    }

    fn chunk(&mut self, end: usize) -> Result<&'a [u8]> {
        let to = self.length(end)?;
        let chunk = &self.bytes[self.at..to];
        self.at = to;
        Ok(chunk)
    }

    fn text(&mut self, field: &Field, end: usize) -> Result<Text<'a>> {
        match std::str::from_utf8(self.chunk(end)?) {
            Ok(text) => Ok(text.into()),
            Err(_) => self.error(format!("the text of the field `{}` is not UTF-8", field.name)),
        }
    }

    fn skip(&mut self, number: u32, wire: u32, end: usize, depth: u32) -> Result<()> {
        match wire {
            VARINT => self.varint(end).map(|_| ()),
            FIXED64 => self.fixed::<8>(end).map(|_| ()),
            FIXED32 => self.fixed::<4>(end).map(|_| ()),
            LENGTH => self.chunk(end).map(|_| ()),
            GROUP if depth > MAX_DEPTH => self.error(format!("groups nested more than {MAX_DEPTH} deep")),
            GROUP => loop {
                match self.tag(end)? {
                    (ended, END_GROUP) if ended == number => return Ok(()),
                    (_, END_GROUP) => return self.error("the end of a group that was not begun"),
                    (number, wire) => self.skip(number, wire, end, depth + 1)?,
                }
            },
            _ => self.error(format!("the wire type {wire}, which there is not")),
        }
    }
}

/// Sorts the maps that are fields of this message.
fn sort_maps(fields: &mut Fields<'_>) {
    for (_, node) in fields.iter_mut() {
        if let Node::Map(entries) = node {
            sort(entries);
        }
    }
}

/// Sorts the maps of this message and of all messages in it.
fn sort_maps_below(fields: &mut Fields<'_>) {
    sort_maps(fields);
    fields.iter_mut().for_each(|(_, node)| sort_maps_in(node));
}

fn sort_maps_in(node: &mut Node<'_>) {
    match node {
        Node::Message(fields) => sort_maps_below(fields),
        Node::List(items) => items.iter_mut().for_each(sort_maps_in),
        Node::Map(entries) => entries.iter_mut().for_each(|(_, value)| sort_maps_in(value)),
        _ => {}
    }
}

/// Sorts entries by key; of entries with one key the last one stays.
pub(super) fn sort(entries: &mut Vec<(Key<'_>, Node<'_>)>) {
    entries.sort_by(|left, right| left.0.cmp(&right.0));
    entries.dedup_by(|later, first| {
        let is_same = later.0 == first.0;
        if is_same {
            std::mem::swap(later, first);
        }
        is_same
    });
}

fn to_key(node: Node<'_>) -> Key<'_> {
    match node {
        Node::Bool(flag) => Key::Bool(flag),
        Node::Int(number) => Key::Int(number),
        Node::Uint(number) => Key::Uint(number),
        Node::Text(text) => Key::Text(text),
        // Keys are of no other kind.
        _ => Key::Bool(false),
    }
}

/// How values of a kind are laid out.
pub(super) fn wire_of(kind: Kind) -> u32 {
    match kind {
        Kind::Fixed64 | Kind::Sfixed64 | Kind::Double => FIXED64,
        Kind::Fixed32 | Kind::Sfixed32 | Kind::Float => FIXED32,
        Kind::Text | Kind::Bytes | Kind::Message(_) => LENGTH,
        Kind::Group(_) => GROUP,
        _ => VARINT,
    }
}
