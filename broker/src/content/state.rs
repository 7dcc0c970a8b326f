//! The provider states a contract names.

use super::LISTS;
use abide_contract_core::json::{self, Value};

/// A state, with its parameters as sorted JSON text where it has any.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProviderState {
    /// Its name.
    pub name: String,
    /// Its parameters.
    pub parameters: Option<String>,
}

/// Every state of every interaction or message, in whichever spelling, in order and once.
pub fn states(body: &str) -> Vec<ProviderState> {
    let Ok(contract) = json::parse(body.as_bytes()) else { return Vec::new() };
    let items = LISTS.iter().flat_map(|list| contract.get(list).and_then(Value::as_array).unwrap_or_default());
    let mut found: Vec<ProviderState> = items.flat_map(of_interaction).collect();
    found.sort();
    found.dedup();
    found
}

fn of_interaction(interaction: &Value<'_>) -> Vec<ProviderState> {
    let several = interaction.get("providerStates").and_then(Value::as_array).unwrap_or_default();
    let one = interaction.get("providerState").or_else(|| interaction.get("provider_state"));
    several.iter().chain(one).filter_map(read).collect()
}

fn read(state: &Value<'_>) -> Option<ProviderState> {
    let name = state.as_str().or_else(|| state.get("name")?.as_str())?;
    let parameters = state.get("params").filter(|parameters| match parameters {
        Value::Object(object) => !object.sorted().is_empty(),
        Value::Null => false,
        _ => true,
    });
    Some(ProviderState { name: name.to_owned(), parameters: parameters.map(Value::to_compact) })
}

#[cfg(test)]
mod tests {
    use super::states;

    #[test]
    fn states_are_found_in_every_spelling_once_and_in_order() {
        let body = r#"{"interactions":[
            {"providerState":"old"},{"provider_state":"older"},{"providerState":null},
            {"providerStates":[{"name":"new","params":{"id":1.0}},{"name":"new"},{"name":"empty","params":{}}]},
            {"providerStates":[{"name":"new"}]}],"messages":[{"providerStates":[{"name":"event"}]}]}"#;
        let found: Vec<String> = states(body)
            .into_iter()
            .map(|state| format!("{} {}", state.name, state.parameters.unwrap_or_default()))
            .collect();
        assert_eq!(found, ["empty ", "event ", "new ", "new {\"id\":1.0}", "old ", "older "]);
        assert!(states("[").is_empty() && states("{}").is_empty());
    }
}
