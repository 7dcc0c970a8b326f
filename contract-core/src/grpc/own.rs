//! Metadata that is the protocol's own.

use crate::message::Message;
#[cfg(feature = "protobuf")]
use crate::message::is_type_key;
use std::borrow::Cow;

/// Names that do not begin with `grpc-`.
#[cfg(feature = "protobuf")]
const OWN: [&str; 3] = ["te", "user-agent", "date"];

/// What the metadata of a message has under a name, whose case does not matter.
pub(super) fn text_of<'m>(message: &'m Message, name: &str) -> Option<Cow<'m, str>> {
    let found = message.metadata.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.to_text())
}

/// Whether metadata is the protocol's own, and neither sent nor compared as metadata.
#[cfg(feature = "protobuf")]
pub fn is_own(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    is_type_key(&name) || OWN.contains(&name.as_str()) || name.starts_with("grpc-")
}
