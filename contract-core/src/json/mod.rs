//! The JSON tree bodies and contract files are compared in.
//!
//! Strings are borrowed from the bytes they were read from, numbers keep their source text (`100`, `100.0`, `1e2` and
//! integers of any length stay apart), and printing sorts keys, so that the same content always gives the same bytes.

mod convert;
mod excerpt;
mod number;
mod object;
mod parse;
mod print;
mod text;

pub use number::Number;
pub use object::Object;
pub use parse::{MAX_DEPTH, ParseError, parse};
pub use text::Text;

use std::borrow::Cow;
use std::fmt;

/// A JSON value that may borrow from the text it was read from.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, with its source text.
    Number(Number<'a>),
    /// A string, unescaped.
    String(Text<'a>),
    /// A list.
    Array(Vec<Value<'a>>),
    /// A map; the order of its entries does not count.
    Object(Object<'a>),
}

/// A JSON value that owns its text.
pub type Json = Value<'static>;

/// What kind of JSON value it is, in the words mismatches print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true`, `false`
    Boolean,
    /// A number without fraction or exponent.
    Integer,
    /// A number with a fraction or an exponent.
    Decimal,
    /// A string.
    String,
    /// A list.
    Array,
    /// A map.
    Object,
}

impl Kind {
    /// Whether a `type` rule takes both for the same type: numbers of any form agree with each other.
    pub fn agrees_with(self, other: Self) -> bool {
        let is_number = |kind| matches!(kind, Self::Integer | Self::Decimal);
        self == other || (is_number(self) && is_number(other))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl<'a> Value<'a> {
    /// The kind of this value.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Null => Kind::Null,
            Self::Bool(_) => Kind::Boolean,
            Self::Number(number) if number.is_integer() => Kind::Integer,
            Self::Number(_) => Kind::Decimal,
            Self::String(_) => Kind::String,
            Self::Array(_) => Kind::Array,
            Self::Object(_) => Kind::Object,
        }
    }

    /// A string value.
    pub fn string(text: impl Into<Text<'a>>) -> Self {
        Self::String(text.into())
    }

    /// The value under `key`, when this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_object()?.get(key)
    }

    /// The text, when this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The flag, when this is a boolean.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The number, when this is one.
    pub fn as_number(&self) -> Option<&Number<'a>> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The items, when this is a list.
    pub fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The map, when this is an object.
    pub fn as_object(&self) -> Option<&Object<'a>> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The map, to change it, when this is an object.
    pub fn as_object_mut(&mut self) -> Option<&mut Object<'a>> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether this is an object or a list.
    pub fn is_container(&self) -> bool {
        matches!(self, Self::Array(_) | Self::Object(_))
    }

    /// The same value, owning its text.
    pub fn into_owned(self) -> Json {
        match self {
            Self::Null => Value::Null,
            Self::Bool(flag) => Value::Bool(flag),
            Self::Number(number) => Value::Number(number.into_owned()),
            Self::String(text) => Value::String(text.into_owned()),
            Self::Array(items) => Value::Array(items.into_iter().map(Value::into_owned).collect()),
            Self::Object(object) => Value::Object(object.into_owned()),
        }
    }

    /// The text as it stands in a path, a query or a message: strings raw, anything else as compact JSON.
    pub fn to_text(&self) -> Cow<'_, str> {
        match self {
            Self::String(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Borrowed(number.as_str()),
            other => Cow::Owned(other.to_compact()),
        }
    }

    /// JSON without white space, keys sorted.
    pub fn to_compact(&self) -> String {
        let mut text = String::new();
        print::compact(self, &mut text);
        text
    }

    /// JSON indented by two spaces, keys sorted, without a final line break.
    pub fn to_pretty(&self) -> String {
        let mut text = String::new();
        print::pretty(self, 0, &mut text);
        text
    }
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_compact())
    }
}
