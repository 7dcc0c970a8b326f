//! What kind of exchange an interaction is, as far as its file says.

use crate::domain::Ways;
use abide_contract_core::json::Value;

/// The kinds of interactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A request and a response.
    Http,
    /// A gRPC call.
    Grpc,
    /// A message, or one with a reply.
    Message,
    /// Of a type nobody here knows.
    Other,
}

/// The kind of every interaction of a contract, in the order of the file.
pub fn kinds(contract: &Value<'_>) -> Vec<Kind> {
    let items = |list: &str| contract.get(list).and_then(Value::as_array).unwrap_or_default();
    let messages = items("messages").iter().map(|_| Kind::Message);
    items("interactions").iter().map(kind).chain(messages).collect()
}

/// How a provider is spoken to for a contract.
pub(super) fn ways(contract: &Value<'_>) -> Ways {
    let kinds = kinds(contract);
    let has = |kind: Kind| kinds.contains(&kind);
    Ways::of(has(Kind::Http) || has(Kind::Message), has(Kind::Grpc))
}

fn kind(interaction: &Value<'_>) -> Kind {
    let plugin = interaction.get("pluginConfiguration").is_some_and(|plugins| plugins.get("protobuf").is_some());
    match interaction.get("type").and_then(Value::as_str) {
        None | Some("Synchronous/HTTP") => Kind::Http,
        Some("Synchronous/Messages") if plugin => Kind::Grpc,
        Some("Synchronous/Messages" | "Asynchronous/Messages") => Kind::Message,
        Some(_) => Kind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::ways;
    use abide_contract_core::json::parse;

    #[test]
    fn providers_are_spoken_to_by_the_kinds_of_interactions() {
        let http = "{}";
        let call = r#"{"type": "Synchronous/Messages", "pluginConfiguration": {"protobuf": {}}}"#;
        let message = r#"{"type": "Asynchronous/Messages"}"#;
        for (interactions, number) in [
            (vec![], 1),
            (vec![http], 1),
            (vec![call, call], 2),
            (vec![call, http], 3),
            (vec![call, message], 3),
            (vec![message], 1),
        ] {
            let text = format!(r#"{{"interactions": [{}]}}"#, interactions.join(","));
            assert_eq!(ways(&parse(text.as_bytes()).unwrap()).number(), number, "{text}");
        }
        let old = br#"{"interactions": [], "messages": [{}]}"#;
        assert_eq!(ways(&parse(old).unwrap()).number(), 1);
    }
}
