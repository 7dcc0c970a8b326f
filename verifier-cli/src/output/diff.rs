//! Where two contracts differ: a block for each interaction, or one JSON document.

use super::{Out, json, words};
use abide_contract_core::diff::{Change, Changed, Diff, Kind};
use abide_contract_core::json::Json;
use serde::Serialize;

/// JSON Schema (2020-12) of the JSON document.
pub const SCHEMA: &str = include_str!("../../schema/diff.json");

/// Two contracts that were compared.
#[derive(Debug)]
pub struct Compared {
    /// What the earlier one is called.
    pub before: String,
    /// What the later one is called.
    pub after: String,
    /// Where they differ.
    pub diff: Diff,
}

/// Writes where they differ.
pub fn write(out: &mut Out, compared: &Compared) {
    let Compared { before, after, diff } = compared;
    let style = out.style;
    out.line(&format!("{} -> {}", style.strong(before), style.strong(after)));
    if diff.rewritten {
        out.line(&style.faint("both as version 4 of the format, since they are written in different ones"));
    }
    out.line("");
    for interaction in &diff.interactions {
        let mark = match interaction.kind {
            Kind::Added => style.good("+"),
            Kind::Removed => style.bad("-"),
            Kind::Changed => style.unclear("~"),
        };
        let description =
            if interaction.description.is_empty() { "(no description)" } else { &interaction.description };
        let given = words::given(&interaction.states);
        let gap = if given.is_empty() { "" } else { "   " };
        out.line(&format!("  {mark}  {description}{gap}{given}"));
        for change in &interaction.changes {
            let path = change.path.strip_prefix(interaction.path.as_str()).unwrap_or(&change.path);
            out.line(&format!("     {}   {}", path.trim_start_matches('.'), change.event()));
        }
    }
    for change in &diff.elsewhere {
        out.line(&format!("  {}  {change}", style.unclear("~")));
    }
    if !diff.is_empty() {
        out.line("");
    }
    out.line(&summary(out, diff));
}

fn summary(out: &Out, diff: &Diff) -> String {
    if diff.is_empty() {
        let same = words::count(diff.unchanged, "interaction");
        return out.style.good(&format!("Both say the same: {same}"));
    }
    let counted = [(Kind::Added, "added"), (Kind::Removed, "removed"), (Kind::Changed, "changed")]
        .map(|(kind, word)| (diff.count(kind), word));
    let mut parts: Vec<_> =
        counted.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    if diff.unchanged > 0 {
        parts.push(format!("{} unchanged", diff.unchanged));
    }
    let interactions = if parts.is_empty() { "none".to_owned() } else { parts.join(", ") };
    match diff.elsewhere.len() {
        0 => format!("Interactions: {interactions}"),
        more => format!("Interactions: {interactions}; {} beside them", words::count(more, "difference")),
    }
}

/// The comparison as JSON.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Document<'d> {
    schema_version: u32,
    command: &'static str,
    equal: bool,
    before: &'d str,
    after: &'d str,
    summary: Summary,
    interactions: Vec<Interaction<'d>>,
    elsewhere: Vec<Difference<'d>>,
}

#[derive(Debug, Serialize)]
struct Summary {
    added: usize,
    removed: usize,
    changed: usize,
    unchanged: usize,
}

#[derive(Debug, Serialize)]
struct Interaction<'d> {
    change: &'static str,
    description: &'d str,
    states: &'d [String],
    path: &'d str,
    changes: Vec<Difference<'d>>,
}

#[derive(Debug, Serialize)]
struct Difference<'d> {
    path: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<&'d Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<&'d Json>,
    text: String,
}

impl<'d> Document<'d> {
    /// The document of a comparison.
    pub fn of(compared: &'d Compared) -> Self {
        let Compared { before, after, diff } = compared;
        Self {
            schema_version: json::SCHEMA_VERSION,
            command: "diff",
            equal: diff.is_empty(),
            before,
            after,
            summary: Summary {
                added: diff.count(Kind::Added),
                removed: diff.count(Kind::Removed),
                changed: diff.count(Kind::Changed),
                unchanged: diff.unchanged,
            },
            interactions: diff.interactions.iter().map(interaction).collect(),
            elsewhere: diff.elsewhere.iter().map(difference).collect(),
        }
    }
}

fn interaction(changed: &Changed) -> Interaction<'_> {
    Interaction {
        change: match changed.kind {
            Kind::Added => "added",
            Kind::Removed => "removed",
            Kind::Changed => "changed",
        },
        description: &changed.description,
        states: &changed.states,
        path: &changed.path,
        changes: changed.changes.iter().map(difference).collect(),
    }
}

fn difference(change: &Change) -> Difference<'_> {
    let Change { path, before, after } = change;
    Difference { path, before: before.as_ref(), after: after.as_ref(), text: change.event() }
}
