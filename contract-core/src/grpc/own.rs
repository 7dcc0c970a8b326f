//! Metadata that is the protocol's own.

use crate::message::is_type_key;

/// Names that do not begin with `grpc-`.
const OWN: [&str; 3] = ["te", "user-agent", "date"];

/// Whether metadata is the protocol's own, and neither sent nor compared as metadata.
pub fn is_own(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    is_type_key(&name) || OWN.contains(&name.as_str()) || name.starts_with("grpc-")
}
