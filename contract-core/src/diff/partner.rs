//! Which interaction of the later contract is which of the earlier one.

use crate::file::canonical::interaction_id;
use crate::json::Value;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// For each interaction of `new` the place of its partner in `old`: the very same one, or else one with the same
/// description and states, or else one with the same description. Nobody is partner of two.
pub(super) fn pairs(old: &[Value<'_>], new: &[Value<'_>]) -> Vec<Option<usize>> {
    let mut partners = vec![None; new.len()];
    let mut free = vec![true; old.len()];
    for key in [interaction_id, description_with_states, description] {
        let mut waiting: HashMap<String, Vec<usize>> = HashMap::new();
        // From the end, so that the first of several is the first to be taken.
        for (at, item) in old.iter().enumerate().rev().filter(|(at, _)| free[*at]) {
            waiting.entry(key(item)).or_default().push(at);
        }
        for (item, partner) in new.iter().zip(&mut partners).filter(|(_, partner)| partner.is_none()) {
            if let Entry::Occupied(mut same) = waiting.entry(key(item))
                && let Some(at) = same.get_mut().pop()
            {
                free[at] = false;
                *partner = Some(at);
            }
        }
    }
    partners
}

fn description(interaction: &Value<'_>) -> String {
    interaction.get("description").map(Value::to_compact).unwrap_or_default()
}

fn description_with_states(interaction: &Value<'_>) -> String {
    let states = states(interaction).map(Value::to_compact).unwrap_or_default();
    format!("{} {states}", description(interaction))
}

fn states<'v, 'a>(interaction: &'v Value<'a>) -> Option<&'v Value<'a>> {
    ["providerStates", "providerState", "provider_state"].iter().find_map(|key| interaction.get(key))
}

/// The names of an interaction's provider states, in any spelling.
pub(super) fn state_names(interaction: &Value<'_>) -> Vec<String> {
    let name = |state: &Value<'_>| state.get("name").unwrap_or(state).as_str().map(str::to_owned);
    match states(interaction) {
        Some(Value::Array(states)) => states.iter().filter_map(name).collect(),
        Some(state) => name(state).into_iter().collect(),
        None => Vec::new(),
    }
}
