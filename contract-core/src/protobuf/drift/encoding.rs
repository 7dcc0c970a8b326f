//! What types and labels look like in bytes, and so what becomes of a value that one side writes and another reads.

use super::Way;
use prost_reflect::{Cardinality, FieldDescriptor, Kind};

/// What becomes of a message or enum of another name.
pub(super) const NAME_NOT_SENT: &str = "the name is not sent: calls work as far as the fields agree";

/// What becomes of a field or value of another name.
pub(super) const ONLY_A_NAME: &str =
    "the bytes are read all the same; JSON, field masks and generated code use the name";

const OTHER_FORM: &str = "the bytes have another form: the reader drops the value or refuses the message";

/// A field's type as a `.proto` has it.
pub(super) fn type_name(field: &FieldDescriptor) -> String {
    match entry(field) {
        Some((key, value)) => format!("`map<{key:?}, {value:?}>`"),
        None if field.is_group() => format!("`group {:?}`", field.kind()),
        None => format!("`{:?}`", field.kind()),
    }
}

/// The kinds of keys and values, when the field is a map.
fn entry(field: &FieldDescriptor) -> Option<(Kind, Kind)> {
    let kind = field.kind();
    let entry = kind.as_message().filter(|_| field.is_map())?;
    Some((entry.map_entry_key_field().kind(), entry.map_entry_value_field().kind()))
}

/// What becomes of values when both sides have another type.
pub(super) fn of_types(ours: &FieldDescriptor, theirs: &FieldDescriptor) -> &'static str {
    match (entry(ours), entry(theirs)) {
        (Some((our_key, our_value)), Some((their_key, their_value))) => {
            if our_key == their_key {
                of_kinds(&our_value, &their_value)
            } else {
                of_kinds(&our_key, &their_key)
            }
        }
        (None, None) if ours.is_group() == theirs.is_group() => of_kinds(&ours.kind(), &theirs.kind()),
        _ => OTHER_FORM,
    }
}

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A number of as many bytes as it needs.
    Varint,
    /// The same, with small negative numbers short.
    Zigzag,
    Fixed32,
    Fixed64,
    Float,
    Double,
    /// A length, then that many bytes.
    Length,
}

impl Form {
    fn of(kind: &Kind) -> Self {
        match kind {
            Kind::Int32 | Kind::Int64 | Kind::Uint32 | Kind::Uint64 | Kind::Bool | Kind::Enum(_) => Self::Varint,
            Kind::Sint32 | Kind::Sint64 => Self::Zigzag,
            Kind::Fixed32 | Kind::Sfixed32 => Self::Fixed32,
            Kind::Fixed64 | Kind::Sfixed64 => Self::Fixed64,
            Kind::Float => Self::Float,
            Kind::Double => Self::Double,
            Kind::String | Kind::Bytes | Kind::Message(_) => Self::Length,
        }
    }

    /// What stands before every value in the bytes.
    fn wire(self) -> u8 {
        match self {
            Self::Varint | Self::Zigzag => 0,
            Self::Fixed64 | Self::Double => 1,
            Self::Length => 2,
            Self::Fixed32 | Self::Float => 5,
        }
    }
}

fn of_kinds(ours: &Kind, theirs: &Kind) -> &'static str {
    let (our_form, their_form) = (Form::of(ours), Form::of(theirs));
    if our_form.wire() != their_form.wire() {
        return OTHER_FORM;
    }
    if our_form != their_form {
        return "the bytes are read as another number";
    }
    match (ours, theirs) {
        (Kind::Message(_), Kind::Message(_)) | (Kind::Enum(_), Kind::Enum(_)) => NAME_NOT_SENT,
        (Kind::Message(_), _) | (_, Kind::Message(_)) => {
            "one side reads the bytes of a message, the other what it likes"
        }
        (Kind::String, _) | (_, Kind::String) => "bytes that are no UTF-8 are refused by the side that reads text",
        (Kind::Bool, _) | (_, Kind::Bool) => "the side that reads a `bool` takes every number but 0 for true",
        _ if our_form == Form::Varint => "numbers that do not fit the smaller type are cut off, or change their sign",
        _ => "large numbers change their sign",
    }
}

/// How many values a field has, and whether it must have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Required,
    /// Being set to the default differs from not being set.
    Optional,
    Singular,
    Repeated,
}

impl Label {
    pub(super) fn of(field: &FieldDescriptor) -> Self {
        match field.cardinality() {
            Cardinality::Required => Self::Required,
            Cardinality::Repeated => Self::Repeated,
            Cardinality::Optional if field.supports_presence() => Self::Optional,
            Cardinality::Optional => Self::Singular,
        }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Optional => "optional",
            Self::Singular => "singular",
            Self::Repeated => "repeated",
        }
    }

    /// What becomes of values when the provider has another label.
    pub(super) fn against(self, theirs: Self, way: &Way) -> String {
        match (self, theirs) {
            (Self::Repeated, _) | (_, Self::Repeated) => {
                "of several values the other side keeps one, or it cannot read them".to_owned()
            }
            (_, Self::Required) if way.in_requests => "the provider cannot read messages without it".to_owned(),
            (Self::Required, _) if way.in_responses => "the consumer cannot read messages without it".to_owned(),
            (_, Self::Required) | (Self::Required, _) => "the bytes are read all the same".to_owned(),
            (Self::Optional, _) => way.effect(
                "the provider takes a default for not set",
                "the provider does not send a default: the consumer finds it not set",
            ),
            (Self::Singular, _) => way.effect(
                "the consumer does not send a default: the provider finds it not set",
                "the consumer takes a default for not set",
            ),
        }
    }
}
