//! The tree messages are compared in: typed, and holding exactly the fields that were on the wire.

use crate::json::Text;
use std::borrow::Cow;

/// A value. What it means is for its field to say.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node<'a> {
    Bool(bool),
    /// Any signed integer.
    Int(i64),
    /// Any unsigned integer.
    Uint(u64),
    Float(f32),
    Double(f64),
    Text(Text<'a>),
    Bytes(Cow<'a, [u8]>),
    Enum(i32),
    Message(Box<Fields<'a>>),
    List(Vec<Node<'a>>),
    /// Sorted by key.
    Map(Vec<(Key<'a>, Node<'a>)>),
}

/// The key of a map.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key<'a> {
    Bool(bool),
    Int(i64),
    Uint(u64),
    Text(Text<'a>),
}

/// The fields of a message that were on the wire.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Fields<'a> {
    /// By position in the message type, ascending.
    set: Vec<(u32, Node<'a>)>,
    /// Fields the message type does not have, in the order they came.
    pub(crate) unknown: Vec<Unknown<'a>>,
}

/// A field its message type does not have.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Unknown<'a> {
    pub(crate) number: u32,
    /// The field as it came, with its number.
    pub(crate) raw: Cow<'a, [u8]>,
}

impl<'a> Fields<'a> {
    pub(crate) fn get(&self, position: u32) -> Option<&Node<'a>> {
        match self.set.binary_search_by_key(&position, |(known, _)| *known) {
            Ok(at) => Some(&self.set[at].1),
            Err(_) => None,
        }
    }

    /// The value at a position, made when there is none.
    pub(super) fn entry(&mut self, position: u32, make: impl FnOnce() -> Node<'a>) -> &mut Node<'a> {
        // Fields come in the order of their numbers, as a rule.
        let at = match self.set.last() {
            Some((last, _)) if *last == position => self.set.len() - 1,
            Some((last, _)) if *last > position => {
                match self.set.binary_search_by_key(&position, |(known, _)| *known) {
                    Ok(at) => at,
                    Err(at) => {
                        self.set.insert(at, (position, make()));
                        at
                    }
                }
            }
            _ => {
                self.set.push((position, make()));
                self.set.len() - 1
            }
        };
        &mut self.set[at].1
    }

    pub(crate) fn put(&mut self, position: u32, node: Node<'a>) {
        *self.entry(position, || Node::Bool(false)) = node;
    }

    pub(super) fn retain(&mut self, keep: impl Fn(u32) -> bool) {
        self.set.retain(|(position, _)| keep(*position));
    }

    /// Positions and values, by field number.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &Node<'a>)> {
        self.set.iter().map(|(position, node)| (*position, node))
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (u32, &mut Node<'a>)> {
        self.set.iter_mut().map(|(position, node)| (*position, node))
    }

    /// Whether nothing was on the wire.
    pub(crate) fn is_empty(&self) -> bool {
        self.set.is_empty() && self.unknown.is_empty()
    }

    /// The same fields, owning their texts.
    pub(crate) fn into_owned(self) -> Fields<'static> {
        let own = |unknown: Unknown<'a>| Unknown { number: unknown.number, raw: unknown.raw.into_owned().into() };
        Fields {
            set: self.set.into_iter().map(|(position, node)| (position, node.into_owned())).collect(),
            unknown: self.unknown.into_iter().map(own).collect(),
        }
    }
}

impl<'a> Node<'a> {
    /// The same value, owning its text.
    pub(crate) fn into_owned(self) -> Node<'static> {
        match self {
            Self::Bool(flag) => Node::Bool(flag),
            Self::Int(number) => Node::Int(number),
            Self::Uint(number) => Node::Uint(number),
            Self::Float(number) => Node::Float(number),
            Self::Double(number) => Node::Double(number),
            Self::Enum(number) => Node::Enum(number),
            Self::Text(text) => Node::Text(text.into_owned()),
            Self::Bytes(bytes) => Node::Bytes(bytes.into_owned().into()),
            Self::Message(fields) => Node::Message(Box::new(fields.into_owned())),
            Self::List(items) => Node::List(items.into_iter().map(Node::into_owned).collect()),
            Self::Map(entries) => {
                Node::Map(entries.into_iter().map(|(key, node)| (key.into_owned(), node.into_owned())).collect())
            }
        }
    }

    /// Whether both are one value; not-a-number equals itself.
    #[expect(clippy::float_cmp, reason = "what was sent is compared, nothing has been computed")]
    pub(crate) fn is_same(&self, other: &Node<'_>) -> bool {
        match (self, other) {
            (Self::Bool(left), Node::Bool(right)) => left == right,
            (Self::Int(left), Node::Int(right)) => left == right,
            (Self::Uint(left), Node::Uint(right)) => left == right,
            (Self::Float(left), Node::Float(right)) => left == right || (left.is_nan() && right.is_nan()),
            (Self::Double(left), Node::Double(right)) => left == right || (left.is_nan() && right.is_nan()),
            (Self::Text(left), Node::Text(right)) => left == right,
            (Self::Bytes(left), Node::Bytes(right)) => left == right,
            (Self::Enum(left), Node::Enum(right)) => left == right,
            _ => false,
        }
    }

    /// Whether it is an empty list or map, or a message without fields.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Message(fields) => fields.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Map(entries) => entries.is_empty(),
            _ => false,
        }
    }

    pub(crate) fn fields(&self) -> Option<&Fields<'a>> {
        match self {
            Self::Message(fields) => Some(fields),
            _ => None,
        }
    }
}

impl Key<'_> {
    fn into_owned(self) -> Key<'static> {
        match self {
            Self::Bool(flag) => Key::Bool(flag),
            Self::Int(number) => Key::Int(number),
            Self::Uint(number) => Key::Uint(number),
            Self::Text(text) => Key::Text(text.into_owned()),
        }
    }

    /// The key as it stands in paths and in JSON.
    pub(crate) fn to_text(&self) -> Cow<'_, str> {
        match self {
            Self::Bool(flag) => flag.to_string().into(),
            Self::Int(number) => number.to_string().into(),
            Self::Uint(number) => number.to_string().into(),
            Self::Text(text) => Cow::Borrowed(text),
        }
    }
}
