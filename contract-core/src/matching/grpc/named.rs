//! Which fields a consumer named: on the wire they are, but for lists and maps that are empty.

use crate::json::{Json, Object, Value};

/// What is known about the fields named at one place.
#[derive(Debug, Clone, Copy)]
pub(super) enum Named<'e> {
    /// Nothing but what is on the wire.
    OnWire,
    /// These, as the contract states them for other tools.
    Stated(&'e Json),
}

impl<'e> Named<'e> {
    pub(super) fn of(stated: Option<&'e Json>) -> Self {
        stated.map_or(Self::OnWire, Self::Stated)
    }

    /// What is known about a field's value.
    pub(super) fn field(self, name: &str) -> Self {
        match self {
            Self::Stated(value) => Self::container(value.get(name)),
            Self::OnWire => Self::OnWire,
        }
    }

    /// What is known about an item of a list; a list may be stated by one of its items.
    pub(super) fn item(self, index: usize) -> Self {
        match self {
            Self::Stated(Value::Array(items)) => Self::container(items.get(index).or(items.first())),
            other => other,
        }
    }

    /// Where a text stands for everything below, nothing is known about it.
    fn container(value: Option<&'e Json>) -> Self {
        Self::of(value.filter(|value| value.is_container()))
    }

    /// Whether a field is stated; `None` where nothing is known.
    pub(super) fn states(self, name: &str) -> Option<bool> {
        match self {
            Self::Stated(value) => value.as_object().map(|object| object.contains_key(name)),
            Self::OnWire => None,
        }
    }

    /// The fields stated to be empty lists or maps.
    pub(super) fn empty(self) -> impl Iterator<Item = &'e str> {
        let object = match self {
            Self::Stated(value) => value.as_object(),
            Self::OnWire => None,
        };
        let is_empty = |value: &Json| match value {
            Value::Array(items) => items.is_empty(),
            Value::Object(object) => object.is_empty(),
            _ => false,
        };
        object.into_iter().flat_map(Object::iter).filter(move |(_, value)| is_empty(value)).map(|(name, _)| name)
    }
}
