//! Message types that come with the language and have a JSON form of their own.

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

impl WellKnown {
    pub(super) fn of(name: &str) -> Self {
        match name.strip_prefix("google.protobuf.") {
            Some("Any") => Self::Any,
            Some("Timestamp") => Self::Timestamp,
            Some("Duration") => Self::Duration,
            Some("FieldMask") => Self::FieldMask,
            Some("Struct") => Self::Struct,
            Some("Value") => Self::Value,
            Some("ListValue") => Self::ListValue,
            Some("BytesValue") => Self::BytesWrapper,
            Some(
                "DoubleValue" | "FloatValue" | "Int64Value" | "UInt64Value" | "Int32Value" | "UInt32Value"
                | "BoolValue" | "StringValue",
            ) => Self::Wrapper,
            _ => Self::No,
        }
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
