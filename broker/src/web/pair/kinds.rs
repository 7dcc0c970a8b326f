//! How many interactions of which kind a contract holds.

use abide_contract_core::json::{self, Value};

/// Contracts longer than this are not counted for a list: their own page tells.
pub(crate) const COUNTED: i64 = 256 * 1024;

const KINDS: [&str; 4] = ["HTTP", "gRPC", "message", "other"];

/// `9 HTTP, 3 gRPC, 2 messages`; empty when the text cannot be read.
pub(crate) fn words(body: &str) -> String {
    let Ok(contract) = json::parse(body.as_bytes()) else { return String::new() };
    let mut counts = [0_usize; KINDS.len()];
    for interaction in items(&contract, "interactions") {
        counts[kind(interaction)] += 1;
    }
    counts[2] += items(&contract, "messages").len();
    let parts = KINDS.iter().zip(counts).filter(|(_, count)| *count > 0);
    let parts: Vec<String> = parts
        .map(
            |(kind, count)| {
                if *kind == "message" && count > 1 { format!("{count} messages") } else { format!("{count} {kind}") }
            },
        )
        .collect();
    parts.join(", ")
}

fn items<'v, 'a>(contract: &'v Value<'a>, list: &str) -> &'v [Value<'a>] {
    contract.get(list).and_then(Value::as_array).unwrap_or_default()
}

fn kind(interaction: &Value<'_>) -> usize {
    let plugin = interaction.get("pluginConfiguration").is_some_and(|plugins| plugins.get("protobuf").is_some());
    match interaction.get("type").and_then(Value::as_str) {
        None | Some("Synchronous/HTTP") => 0,
        Some("Synchronous/Messages") if plugin => 1,
        Some("Synchronous/Messages" | "Asynchronous/Messages") => 2,
        Some(_) => 3,
    }
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
