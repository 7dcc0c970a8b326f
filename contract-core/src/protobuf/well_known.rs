//! Message types that come with the language and have a JSON form of their own.

use prost_reflect::{Kind, MessageDescriptor};

/// Which of them a message type is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WellKnown {
    /// None of them.
    No,
    Any,
    Timestamp,
    Duration,
    FieldMask,
    Struct,
    Value,
    ListValue,
    /// A single value in a field `value`.
    Wrapper,
    /// The one wrapper whose value other tools address by the path of the field that holds it.
    BytesWrapper,
}

/// The fields of `google.protobuf.Value`, whose second to last and last hold further ones.
const VALUE: [&str; 6] =
    ["google.protobuf.NullValue", "double", "string", "bool", "google.protobuf.Struct", "google.protobuf.ListValue"];

impl WellKnown {
    /// One of them by its name and by its fields: descriptors that give such a name to something else mean something else.
    pub(super) fn of(message: &MessageDescriptor) -> Self {
        let Some(name) = message.full_name().strip_prefix("google.protobuf.") else { return Self::No };
        let (known, wanted): (_, &[&str]) = match name {
            "Any" => (Self::Any, &["string", "bytes"]),
            "Timestamp" => (Self::Timestamp, &["int64", "int32"]),
            "Duration" => (Self::Duration, &["int64", "int32"]),
            "FieldMask" => (Self::FieldMask, &["list of string"]),
            "Struct" => (Self::Struct, &["map to google.protobuf.Value"]),
            "Value" => (Self::Value, &VALUE),
            "ListValue" => (Self::ListValue, &["list of google.protobuf.Value"]),
            "BytesValue" => (Self::BytesWrapper, &["bytes"]),
            "DoubleValue" => (Self::Wrapper, &["double"]),
            "FloatValue" => (Self::Wrapper, &["float"]),
            "Int64Value" => (Self::Wrapper, &["int64"]),
            "UInt64Value" => (Self::Wrapper, &["uint64"]),
            "Int32Value" => (Self::Wrapper, &["int32"]),
            "UInt32Value" => (Self::Wrapper, &["uint32"]),
            "BoolValue" => (Self::Wrapper, &["bool"]),
            "StringValue" => (Self::Wrapper, &["string"]),
            _ => return Self::No,
        };
        if has_fields(message, wanted) { known } else { Self::No }
    }

    /// Whether it is JSON in the shape of messages.
    pub(crate) fn is_json(self) -> bool {
        matches!(self, Self::Struct | Self::Value | Self::ListValue)
    }

    /// Whether it is one text in JSON and several fields on the wire.
    pub(crate) fn is_text(self) -> bool {
        matches!(self, Self::Timestamp | Self::Duration | Self::FieldMask)
    }

    /// Whether it has no JSON form of its own.
    pub(crate) fn is_plain(self) -> bool {
        self == Self::No
    }
}

/// Whether the message has exactly fields of these kinds, numbered from 1.
fn has_fields(message: &MessageDescriptor, wanted: &[&str]) -> bool {
    let mut fields: Vec<_> = message.fields().collect();
    fields.sort_by_key(prost_reflect::FieldDescriptor::number);
    fields.len() == wanted.len()
        && (1..).zip(&fields).zip(wanted).all(|((number, field), wanted)| {
            let entry = field.kind().as_message().filter(|_| field.is_map()).cloned();
            let (form, kind) = match entry.and_then(|entry| entry.get_field(2)) {
                Some(value) => ("map to ", value.kind()),
                None if field.is_list() => ("list of ", field.kind()),
                None => ("", field.kind()),
            };
            let kind = match &kind {
                Kind::Message(message) => message.full_name().to_owned(),
                Kind::Enum(kind) => kind.full_name().to_owned(),
                scalar => format!("{scalar:?}"),
            };
            field.number() == number && wanted.strip_prefix(form) == Some(kind.as_str())
        })
}
