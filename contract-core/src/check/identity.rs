//! Interactions that cannot be told apart: what records or merges a contract takes them for one.

use super::Kind;
use super::report::Report;
use crate::contract::Contract;
use crate::interaction::Interaction;
use std::collections::HashMap;

pub(super) fn check(contract: &Contract, report: &mut Report<'_, '_>) {
    let mut known: HashMap<(bool, &str), Vec<usize>> = HashMap::new();
    for (at, interaction) in contract.interactions.iter().enumerate() {
        let keyed = interaction.key.as_deref().map(|key| (true, key));
        let names = keyed.into_iter().chain([(false, interaction.description.as_str())]);
        let mut first = None;
        for name in names {
            let others = known.entry(name).or_default();
            let same = others.iter().copied().find(|other| contract.interactions[*other].is_same(interaction));
            first = first.or(same);
            if same.is_none() {
                others.push(at);
            }
        }
        if let Some(first) = first {
            tell(&contract.interactions[first], interaction, (first, at), report);
        }
    }
}

fn tell(first: &Interaction, second: &Interaction, (at, here): (usize, usize), report: &mut Report<'_, '_>) {
    let pointers = report.source.interactions();
    let (Some(other), Some(pointer)) = (pointers.get(at).cloned(), pointers.get(here).cloned()) else { return };
    let by = match (&first.key, &second.key) {
        (Some(key), Some(_)) => format!("the key `{key}`"),
        _ if second.states.is_empty() => format!("the description \"{}\" without states", second.description),
        _ => format!("the description \"{}\" with the same states", second.description),
    };
    let content = if first.exchange == second.exchange { "the same" } else { "other" };
    report.interaction = Some(here);
    let text = format!("{by} is that of {other} already, with {content} content");
    report.add(Kind::DuplicateInteraction, pointer, text);
    report.interaction = None;
}
