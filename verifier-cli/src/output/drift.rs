//! Where the messages of a contract's calls differ from those of the provider that runs: in lines, and as JSON.

use super::Out;
use abide_contract_core::check::Checked;
use abide_contract_core::contract::Contract;
use abide_contract_core::protobuf::drift::{Comparison, Drift};
use abide_contract_core::protobuf::{Method, Pool};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// As many interactions are named on one line.
const NAMED: usize = 3;

/// A contract's calls, held against the provider.
#[derive(Debug, Default)]
pub struct Compared {
    /// The methods that are called, `package.Service/Method`, sorted.
    pub methods: BTreeSet<String>,
    /// What differs, each with the positions of the interactions it concerns.
    pub drifts: Vec<(Drift, Vec<usize>)>,
}

/// The calls of a contract whose methods its own descriptors have, by the positions of the interactions.
pub fn calls(contract: &Contract) -> Vec<(usize, Method)> {
    let interactions = contract.interactions.iter().enumerate();
    let call = |(at, interaction): (usize, &abide_contract_core::interaction::Interaction)| {
        let grpc = interaction.as_grpc()?;
        let pool = grpc.descriptors.as_ref()?.pool().ok()?;
        Some((at, pool.method(&grpc.method).ok()?))
    };
    interactions.filter_map(call).collect()
}

fn name(method: &Method) -> String {
    format!("{}/{}", method.service(), method.name())
}

impl Compared {
    /// Compares the calls with what the provider says of their services.
    pub fn of(calls: &[(usize, Method)], services: &BTreeMap<String, Option<Arc<Pool>>>) -> Self {
        let mut comparison = Comparison::default();
        for (_, method) in calls {
            comparison.add(method, services.get(method.service()).and_then(Option::as_deref));
        }
        let concerned = |drift: &Drift| {
            let calls = calls.iter().filter(|(_, method)| drift.methods.contains(&name(method)));
            calls.map(|(at, _)| *at).collect()
        };
        let drifts = comparison.finish().into_iter().map(|drift| (concerned(&drift), drift));
        Self {
            methods: calls.iter().map(|(_, method)| name(method)).collect(),
            drifts: drifts.map(|(interactions, drift)| (drift, interactions)).collect(),
        }
    }
}

fn descriptions<'c>(checked: &'c Checked, interactions: &[usize]) -> Vec<&'c str> {
    let described = interactions.iter().filter_map(|at| checked.contract.interactions.get(*at));
    described.map(|interaction| interaction.description.as_str()).collect()
}

/// Writes what differs for people.
pub(super) fn blocks(out: &mut Out, checked: &Checked, compared: &Compared) {
    for (drift, interactions) in &compared.drifts {
        let described = descriptions(checked, interactions);
        let more = match described.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let told = described.into_iter().take(NAMED).collect::<Vec<_>>().join(", ");
        let mark = out.style.bad("x");
        out.line(&format!("  {mark}  {}{}", drift.methods.join(", "), out.style.faint(&format!("   {told}{more}"))));
        out.line(&format!("     {drift}"));
        out.line(&format!("     {}", drift.effect));
    }
}

/// A difference as JSON.
#[derive(Debug, Serialize)]
pub(super) struct Drifted<'r> {
    element: &'r str,
    change: &'static str,
    contract: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<&'r str>,
    effect: &'r str,
    methods: &'r [String],
    interactions: Vec<&'r str>,
    text: String,
}

/// What differs as JSON.
pub(super) fn said<'r>(checked: &'r Checked, compared: &'r Compared) -> Vec<Drifted<'r>> {
    let drifted = |(drift, interactions): &'r (Drift, Vec<usize>)| Drifted {
        element: &drift.element,
        change: drift.change.name(),
        contract: &drift.contract,
        provider: drift.provider.as_deref(),
        effect: &drift.effect,
        methods: &drift.methods,
        interactions: descriptions(checked, interactions),
        text: drift.to_string(),
    };
    compared.drifts.iter().map(drifted).collect()
}

#[cfg(test)]
mod tests {
    use abide_contract_core::protobuf::drift::Change;

    #[test]
    fn the_schema_lists_every_change() {
        let schema: serde_json::Value = serde_json::from_str(crate::output::check::SCHEMA).unwrap();
        let listed = &schema["$defs"]["drift"]["properties"]["change"]["enum"];
        assert_eq!(*listed, serde_json::json!(Change::ALL.map(Change::name)));
    }
}
