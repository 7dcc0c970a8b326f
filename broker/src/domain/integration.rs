//! An integration: one consumer has contracts with one provider.

use super::Moment;
use std::collections::{BTreeMap, BTreeSet};

/// A pair of participants with contracts between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Integration {
    /// The consumer's key.
    pub consumer_id: i64,
    /// The consumer's name.
    pub consumer: String,
    /// The provider's key.
    pub provider_id: i64,
    /// The provider's name.
    pub provider: String,
    /// When the first contract was published.
    pub created_at: Moment,
    /// When the last one was.
    pub updated_at: Moment,
}

/// The integrations of everybody who is connected with `name`, over however many others, until `most` participants are
/// reached; nearer ones come first.
pub fn group(integrations: &[Integration], name: &str, most: usize) -> Vec<Integration> {
    let mut neighbours: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for Integration { consumer, provider, .. } in integrations {
        neighbours.entry(consumer).or_default().insert(provider);
        neighbours.entry(provider).or_default().insert(consumer);
    }
    let mut reached: BTreeSet<&str> = BTreeSet::from([name]);
    let mut edge = vec![name];
    while !edge.is_empty() && reached.len() < most {
        let next: BTreeSet<&str> = edge
            .iter()
            .filter_map(|name| neighbours.get(name))
            .flatten()
            .copied()
            .filter(|name| !reached.contains(name))
            .collect();
        edge = next.into_iter().take(most.saturating_sub(reached.len())).collect();
        reached.extend(&edge);
    }
    let inside = |integration: &&Integration| {
        reached.contains(integration.consumer.as_str()) && reached.contains(integration.provider.as_str())
    };
    integrations.iter().filter(inside).cloned().collect()
}

/// A graph of services in the language of Graphviz.
pub fn dot(integrations: &[Integration]) -> String {
    let quoted = |name: &str| format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""));
    let edges: Vec<String> = integrations
        .iter()
        .map(|integration| format!("  {} -> {};\n", quoted(&integration.consumer), quoted(&integration.provider)))
        .collect();
    let edges = edges.concat();
    format!(
        "digraph {{\n  ranksep=3;\n  ratio=auto;\n  overlap=false;\n  node [shape=plaintext, fontname=\"Helvetica\"];\n{edges}}}\n"
    )
}

/// One line per participant for the diagrams of old pages: key, name, place, and the keys of its providers.
pub fn relationships(integrations: &[Integration]) -> String {
    let mut names: BTreeMap<i64, (&str, Vec<i64>)> = BTreeMap::new();
    for integration in integrations {
        names.entry(integration.provider_id).or_insert((&integration.provider, Vec::new()));
        let consumer = names.entry(integration.consumer_id).or_insert((&integration.consumer, Vec::new()));
        consumer.1.push(integration.provider_id);
    }
    let field = |name: &str| {
        // A cell that begins like a formula would be run as one by a spreadsheet.
        let name = if name.starts_with(['=', '+', '-', '@']) { format!("'{name}") } else { name.to_owned() };
        if name.contains([',', '"', '\n']) { format!("\"{}\"", name.replace('"', "\"\"")) } else { name }
    };
    let lines: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(place, (id, (name, providers)))| {
            let providers: Vec<String> = providers.iter().map(|provider| format!(",{provider}")).collect();
            format!("{id},{},1,1,0,{}{},0\n", field(name), place + 1, providers.concat())
        })
        .collect();
    lines.concat()
}

#[cfg(test)]
mod tests {
    use super::{Integration, dot, group, relationships};
    use crate::domain::Moment;

    fn integration((consumer_id, consumer): (i64, &str), (provider_id, provider): (i64, &str)) -> Integration {
        Integration {
            consumer_id,
            consumer: consumer.to_owned(),
            provider_id,
            provider: provider.to_owned(),
            created_at: Moment(0),
            updated_at: Moment(0),
        }
    }

    fn shop() -> Vec<Integration> {
        let (web, order, pay, other) = ((1, "web"), (2, "order, \"a\""), (3, "=pay"), (4, "other"));
        vec![integration(web, order), integration(order, pay), integration(other, other)]
    }

    #[test]
    fn a_group_is_everybody_connected_and_no_more_than_asked_for() {
        let names = |most| group(&shop(), "web", most).iter().map(|found| found.provider.clone()).collect::<Vec<_>>();
        assert_eq!(names(150), ["order, \"a\"", "=pay"]);
        assert_eq!(names(2), ["order, \"a\""]);
        assert!(group(&shop(), "nobody", 150).is_empty());
    }

    #[test]
    fn graphs_and_lines_quote_what_their_readers_would_misread() {
        assert!(dot(&shop()).contains("\"order, \\\"a\\\"\" -> \"=pay\";"));
        assert_eq!(
            relationships(&shop()),
            "1,web,1,1,0,1,2,0\n2,\"order, \"\"a\"\"\",1,1,0,2,3,0\n3,'=pay,1,1,0,3,0\n4,other,1,1,0,4,4,0\n"
        );
    }
}
