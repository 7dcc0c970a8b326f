//! How many interactions of which kind a contract holds.

use crate::content::{self, Kind};
use abide_contract_core::json;

/// Contracts longer than this are not counted for a list: their own page tells.
pub(crate) const COUNTED: i64 = 256 * 1024;

const KINDS: [(Kind, &str); 4] =
    [(Kind::Http, "HTTP"), (Kind::Grpc, "gRPC"), (Kind::Message, "message"), (Kind::Other, "other")];

/// `9 HTTP, 3 gRPC, 2 messages`; empty when the text cannot be read.
pub(crate) fn words(body: &str) -> String {
    let Ok(contract) = json::parse(body.as_bytes()) else { return String::new() };
    let kinds = content::kinds(&contract);
    let counted = KINDS.map(|(kind, name)| (name, kinds.iter().filter(|found| **found == kind).count()));
    let part = |(name, count)| match (name, count) {
        ("message", 2..) => format!("{count} messages"),
        _ => format!("{count} {name}"),
    };
    counted.into_iter().filter(|(_, count)| *count > 0).map(part).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn interactions_are_counted_by_kind() {
        let body = r#"{"interactions": [{}, {"type": "Synchronous/HTTP"}, {"type": "Asynchronous/Messages"},
            {"type": "Synchronous/Messages", "pluginConfiguration": {"protobuf": {}}}, {"type": "New"}], "messages": [{}]}"#;
        assert_eq!(words(body), "2 HTTP, 1 gRPC, 2 messages, 1 other");
        assert_eq!(words("[]"), "");
        assert_eq!(words("{"), "");
    }
}
