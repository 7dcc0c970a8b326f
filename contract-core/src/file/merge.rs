//! Two contracts of one pair made into one.
//!
//! Merging is for parallel writers whose contracts must agree: the order of the two does not matter, and one interaction
//! with two contents is a [`Conflict`]. Recording is for a test run that writes into the file an earlier run left: what
//! is new replaces what was there.

use super::grpc::plugin;
use super::write::write;
use crate::contract::{Contract, Participant};
use crate::interaction::Interaction;
use crate::json::{Object, Value};
use std::collections::HashMap;

/// Where a contract's metadata lists the plugins that read it.
const PLUGINS: &str = "plugins";

/// Why two contracts do not go together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Conflict {
    /// They are between other services.
    #[error("the contracts are of different pairs: `{left}` and `{right}`")]
    Pair {
        /// Consumer and provider of the first.
        left: String,
        /// Consumer and provider of the second.
        right: String,
    },
    /// They give one interaction two contents.
    #[error("the interaction \"{description}\" has two contents:\n{left}\nand\n{right}")]
    Interaction {
        /// Its description.
        description: String,
        /// The content in the first, as JSON.
        left: String,
        /// The content in the second, as JSON.
        right: String,
    },
}

fn check_pair(left: &Contract, right: &Contract) -> Result<(), Conflict> {
    let pair = |contract: &Contract| format!("{} -> {}", contract.consumer.name, contract.provider.name);
    if pair(left) == pair(right) { Ok(()) } else { Err(Conflict::Pair { left: pair(left), right: pair(right) }) }
}

/// Both contracts' interactions; commutative and idempotent but for the order, which writing does not keep.
pub fn merge(left: Contract, right: Contract) -> Result<Contract, Conflict> {
    check_pair(&left, &right)?;
    let mut merged = Contract {
        consumer: merge_participants(left.consumer, right.consumer),
        provider: merge_participants(left.provider, right.provider),
        interactions: Vec::with_capacity(left.interactions.len()),
        metadata: merge_maps(left.metadata, right.metadata),
        extra: merge_maps(left.extra, right.extra),
    };
    let mut index = Index::default();
    for interaction in left.interactions.into_iter().chain(right.interactions) {
        let Some(known) = index.find(&interaction, &merged.interactions) else {
            index.add(&interaction, merged.interactions.len());
            merged.interactions.push(interaction);
            continue;
        };
        let (left, right) = (write(known), write(&interaction));
        if left != right {
            let mut texts = [left.to_pretty(), right.to_pretty()];
            texts.sort();
            let [left, right] = texts;
            return Err(Conflict::Interaction { description: interaction.description, left, right });
        }
    }
    Ok(merged)
}

/// Where interactions are, by key and by description, so that looking for one does not cost the whole list.
#[derive(Default)]
struct Index {
    by_key: HashMap<String, usize>,
    by_description: HashMap<String, Vec<usize>>,
}

impl Index {
    fn find<'i>(&self, interaction: &Interaction, known: &'i [Interaction]) -> Option<&'i Interaction> {
        let by_key = interaction.key.as_ref().and_then(|key| self.by_key.get(key)).map(|at| &known[*at]);
        let alike = self.by_description.get(&interaction.description).into_iter().flatten();
        by_key.or_else(|| alike.map(|at| &known[*at]).find(|known| known.is_same(interaction)))
    }

    fn add(&mut self, interaction: &Interaction, at: usize) {
        if let Some(key) = &interaction.key {
            self.by_key.insert(key.clone(), at);
        }
        self.by_description.entry(interaction.description.clone()).or_default().push(at);
    }
}

fn merge_participants(left: Participant, right: Participant) -> Participant {
    Participant { name: left.name, extra: merge_maps(left.extra, right.extra) }
}

/// The existing contract with everything in `recorded` put in place of what has the same identity.
pub fn record(existing: Contract, recorded: Contract) -> Result<Contract, Conflict> {
    check_pair(&existing, &recorded)?;
    let mut result = existing;
    result.interactions.retain(|old| !recorded.interactions.iter().any(|new| old.is_same(new)));
    result.interactions.extend(recorded.interactions);
    for (key, value) in recorded.metadata {
        let value = match (key.as_str(), result.metadata.remove(&key)) {
            (PLUGINS, Some(known)) => plugin::merge(known, value, merge_maps),
            _ => value,
        };
        result.metadata.insert(key, value);
    }
    plugin::prune(&mut result);
    Ok(result)
}

/// Both maps' entries; where they differ, maps are merged and of other values the one that prints last stays.
fn merge_maps(mut left: Object<'static>, right: Object<'static>) -> Object<'static> {
    for (key, value) in right {
        let merged = match (left.remove(&key), value) {
            (None, value) => value,
            (Some(left @ Value::Array(_)), right @ Value::Array(_)) if key.as_str() == PLUGINS => {
                plugin::merge(left, right, merge_maps)
            }
            (Some(Value::Object(left)), Value::Object(right)) => Value::Object(merge_maps(left, right)),
            (Some(left), right) if left.to_compact() > right.to_compact() => left,
            (Some(_), right) => right,
        };
        left.insert(key, merged);
    }
    left
}
