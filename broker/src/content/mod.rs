//! What a contract says: read, named by its digest, compared, merged, and printed with its links.
//!
//! The text is never pushed through a lossy tree: numbers keep the digits they were written with.

mod difference;
mod kind;
mod state;

pub use difference::{changes, differences};
pub use kind::{Kind, kinds};
pub use state::{ProviderState, states};

use crate::domain::{Moment, Ways};
use abide_contract_core::file::canonical::{content_digest, interaction_id};
use abide_contract_core::json::{self, Value};

const LISTS: [&str; 2] = ["interactions", "messages"];

/// A contract ready to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// The digest of what it says.
    pub digest: String,
    /// Its JSON text with sorted keys and an `_id` on every interaction.
    pub body: String,
    /// The consumer it names.
    pub consumer: Option<String>,
    /// The provider it names.
    pub provider: Option<String>,
    /// How the provider is spoken to for it.
    pub ways: Ways,
}

/// Why bytes are not a contract.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ContentError {
    /// Not JSON.
    #[error("{0}")]
    NotJson(#[from] json::ParseError),
    /// JSON, but a list, a text or a number.
    #[error("a contract must be a JSON object")]
    NotAnObject,
}

impl Contract {
    /// Reads a contract, whichever version of the format it is in.
    pub fn read(bytes: &[u8]) -> Result<Self, ContentError> {
        Self::from_value(json::parse(bytes)?)
    }

    fn from_value(mut value: Value<'_>) -> Result<Self, ContentError> {
        let object = value.as_object_mut().ok_or(ContentError::NotAnObject)?;
        // Left by a broker the file was downloaded from.
        object.remove("_links");
        object.remove("createdAt");
        for list in LISTS {
            if let Some(Value::Array(items)) = object.get_mut(list) {
                items.iter_mut().for_each(stamp);
            }
        }
        let name = |party| value.get(party)?.get("name")?.as_str().map(str::to_owned);
        Ok(Self {
            digest: content_digest(&value),
            consumer: name("consumer"),
            provider: name("provider"),
            ways: kind::ways(&value),
            body: value.to_compact(),
        })
    }
}

fn stamp(interaction: &mut Value<'_>) {
    let id = interaction_id(interaction);
    if let Some(object) = interaction.as_object_mut() {
        object.insert("_id", Value::string(id));
    }
}

/// The contract's text with `createdAt` and `_links` put into it.
pub fn document(body: &str, created_at: Moment, links: &serde_json::Value) -> String {
    let inner = body.strip_prefix('{').unwrap_or(body);
    let comma = if inner.starts_with('}') { "" } else { "," };
    format!("{{\"_links\":{links},\"createdAt\":\"{created_at}\"{comma}{inner}")
}

/// How many interactions and how many messages a contract has.
pub fn lengths(body: &str) -> [usize; 2] {
    let contract = json::parse(body.as_bytes()).ok();
    LISTS.map(|list| contract.as_ref().and_then(|contract| contract.get(list)?.as_array()).map_or(0, <[_]>::len))
}

/// Two contracts that cannot become one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeConflict(pub Vec<String>);

/// One contract of two: an interaction with a known description and state is replaced if it asks for the same, others are added.
/// Where one asks for something else, the conflict names the JSON paths of what it asks for.
pub fn merge(kept: &str, added: &str) -> Result<Contract, MergeConflict> {
    let conflict = |message: &str| MergeConflict(vec![message.to_owned()]);
    let mut result = json::parse(kept.as_bytes()).map_err(|_| conflict("the contract that is kept cannot be read"))?;
    let mut added = json::parse(added.as_bytes()).map_err(|_| conflict("the contract cannot be read"))?;
    let mut contradicting = result.clone();
    let mut contradicts = false;
    let mut lists = 0;
    for list in LISTS {
        let Some(Value::Array(from)) = added.as_object_mut().and_then(|object| object.get_mut(list)) else { continue };
        let Some(Value::Array(into)) = result.as_object_mut().and_then(|object| object.get_mut(list)) else {
            return Err(conflict(&format!("the contract that is kept has no `{list}` to merge into")));
        };
        lists += 1;
        for interaction in std::mem::take(from) {
            match into.iter().position(|candidate| identity(candidate) == identity(&interaction)) {
                Some(at) if into[at].get("request") == interaction.get("request") => into[at] = interaction,
                Some(at) => {
                    contradicts = true;
                    ask(&mut contradicting, (list, at), interaction.get("request"));
                }
                None => into.push(interaction),
            }
        }
    }
    if lists == 0 {
        return Err(conflict("only contracts with `interactions` or `messages` can be merged"));
    }
    if contradicts {
        let changes = changes(kept, &contradicting.to_compact());
        if changes.is_empty() {
            return Err(conflict("the contract contradicts itself: one interaction asks for two things"));
        }
        return Err(MergeConflict(changes));
    }
    Contract::from_value(result).map_err(|_| conflict("the contract that is kept is not an object"))
}

/// What makes two interactions the same one: description and provider states.
fn identity(interaction: &Value<'_>) -> (String, String) {
    let states = interaction
        .get("providerStates")
        .or_else(|| interaction.get("providerState"))
        .or_else(|| interaction.get("provider_state"));
    (
        interaction.get("description").map(Value::to_compact).unwrap_or_default(),
        states.map(Value::to_compact).unwrap_or_default(),
    )
}

/// Lets the interaction at a place of a list ask for `request`.
fn ask<'a>(contract: &mut Value<'a>, (list, at): (&str, usize), request: Option<&Value<'a>>) {
    let Some(Value::Array(items)) = contract.as_object_mut().and_then(|object| object.get_mut(list)) else { return };
    let Some(interaction) = items.get_mut(at).and_then(Value::as_object_mut) else { return };
    match request {
        Some(request) => drop(interaction.insert("request", request.clone())),
        None => drop(interaction.remove("request")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Contract, changes, document, merge};
    use crate::domain::Moment;

    fn contract(interactions: &str) -> Contract {
        Contract::read(
            format!(r#"{{"consumer":{{"name":"a"}},"provider":{{"name":"b"}},"interactions":{interactions}}}"#)
                .as_bytes(),
        )
        .unwrap()
    }

    #[test]
    fn numbers_keep_their_digits_and_links_of_another_broker_go() {
        let contract = contract(
            r#"[{"description":"x","response":{"body":[1.0,12345678901234567890,1e2]}}],"_links":{"self":1},"createdAt":"then""#,
        );
        let text = document(&contract.body, Moment(0), &serde_json::json!({}));
        assert!(text.contains("[1.0,12345678901234567890,1e2]"), "{text}");
        assert!(!text.contains("then"), "{text}");
        assert!(text.starts_with(r#"{"_links":{},"createdAt":"1970-01-01T00:00:00+00:00","#), "{text}");
    }

    #[test]
    fn changes_are_named_by_their_path_whatever_the_order() {
        let before = contract(r#"[{"description":"x","response":{"status":200}},{"description":"y"}]"#);
        let after = contract(r#"[{"description":"z"},{"description":"x","response":{"status":201,"a-b":1}}]"#);
        assert_eq!(
            changes(&before.body, &after.body),
            [
                "$.interactions[0] is new: \"z\"",
                "$.interactions[1].response['a-b'] is new: 1",
                "$.interactions[1].response.status was 200, is now 201",
                "$.interactions was \"y\", is gone",
            ]
        );
    }

    #[test]
    fn merging_adds_and_replaces_but_never_changes_a_request() {
        let kept = contract(r#"[{"description":"x","request":{"path":"/"},"response":{"status":200}}]"#);
        let added =
            contract(r#"[{"description":"x","request":{"path":"/"},"response":{"status":201}},{"description":"y"}]"#);
        let merged = merge(&kept.body, &added.body).unwrap();
        assert_eq!(merged.digest, added.digest);
        let messages = |list: &str| {
            Contract::read(
                format!(r#"{{"consumer":{{"name":"a"}},"provider":{{"name":"b"}},"messages":{list}}}"#).as_bytes(),
            )
            .unwrap()
        };
        let both = messages(r#"[{"description":"x"},{"description":"y"}]"#);
        let merged =
            merge(&messages(r#"[{"description":"x"}]"#).body, &messages(r#"[{"description":"y"}]"#).body).unwrap();
        assert_eq!(merged.digest, both.digest);
        assert!(merge(&kept.body, &both.body).is_err(), "messages do not go into requests");
        let other = contract(r#"[{"description":"x","request":{"path":"/other"}}]"#);
        let changed = "$.interactions[0].request.path was \"/\", is now \"/other\"";
        assert_eq!(merge(&kept.body, &other.body).unwrap_err().0, [changed]);
        let added = contract(r#"[{"description":"y"},{"description":"x","response":{"status":500}}]"#);
        let gone = "$.interactions[0].request was {\"path\":\"/\"}, is gone";
        assert_eq!(merge(&kept.body, &added.body).unwrap_err().0, [gone], "what does not contradict is not named");
    }
}
