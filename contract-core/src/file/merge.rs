//! Two contracts of one pair made into one.
//!
//! Merging is for parallel writers whose contracts must agree: the order of the two does not matter, and one interaction
//! with two contents is a [`Conflict`]. Recording is for a test run that writes into the file an earlier run left: what
//! is new replaces what was there.

use super::write::write;
use crate::contract::Contract;
use crate::json::{Object, Value};

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
    let mut merged = left;
    for interaction in right.interactions {
        let Some(known) = merged.interactions.iter().find(|known| known.is_same(&interaction)) else {
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
    merged.metadata = merge_maps(merged.metadata, right.metadata);
    merged.extra = merge_maps(merged.extra, right.extra);
    Ok(merged)
}

/// The existing contract with everything in `recorded` put in place of what has the same identity.
pub fn record(existing: Contract, recorded: Contract) -> Result<Contract, Conflict> {
    check_pair(&existing, &recorded)?;
    let mut result = existing;
    result.interactions.retain(|old| !recorded.interactions.iter().any(|new| old.is_same(new)));
    result.interactions.extend(recorded.interactions);
    for (key, value) in recorded.metadata {
        result.metadata.insert(key, value);
    }
    Ok(result)
}

/// Both maps' entries; where they differ, maps are merged and of other values the one that prints last stays.
fn merge_maps(mut left: Object<'static>, right: Object<'static>) -> Object<'static> {
    for (key, value) in right {
        let merged = match (left.remove(&key), value) {
            (None, value) => value,
            (Some(Value::Object(left)), Value::Object(right)) => Value::Object(merge_maps(left, right)),
            (Some(left), right) if left.to_compact() > right.to_compact() => left,
            (Some(_), right) => right,
        };
        left.insert(key, merged);
    }
    left
}
