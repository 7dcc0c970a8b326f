//! Where two contract files differ in what they say: interaction by interaction, each difference with its JSON path.
//!
//! The order of keys and of interactions makes no difference, nor do names of tools, links, or stamps a broker has added.
//! Files are compared as they are written, unless they state different major versions of the format: then both are
//! compared as version 4 has them, so that a file written by a newer tool differs where it says something else.
//!
//! ```
//! use abide_contract_core::{diff, json};
//!
//! let before = br#"{"interactions": [{"description": "a charge", "response": {"status": 200}}]}"#;
//! let after = br#"{"interactions": [{"description": "a charge", "response": {"status": 201}}, {"description": "a refund"}]}"#;
//! let diff = diff::between(&json::parse(before)?, &json::parse(after)?);
//! assert_eq!(
//!     diff.sentences().collect::<Vec<_>>(),
//!     ["$.interactions[0].response.status was 200, is now 201", "$.interactions[1] is new: \"a refund\""]
//! );
//! # Ok::<(), json::ParseError>(())
//! ```

mod compare;
mod partner;
#[cfg(test)]
mod tests;

use crate::file::{self, canonical};
use crate::json::{Json, Value};
use std::borrow::Cow;
use std::fmt;

/// Where the interactions of a contract stand.
const LISTS: [&str; 2] = ["interactions", "messages"];

/// Keys beside the interactions that say nothing about the contract: [`between`] looks at the format's version itself.
const BESIDE: [&str; 4] = ["_links", "createdAt", "metadata", "metaData"];

/// A value longer than this many characters is cut off in a sentence.
const SHOWN: usize = 80;

/// Where two contracts differ.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Diff {
    /// Interactions that differ: changed and new ones in the order of the later contract, then those that are gone.
    pub interactions: Vec<Changed>,
    /// How many interactions are the same in both.
    pub unchanged: usize,
    /// What differs beside the interactions: the parties' names, the format's version, keys nobody knows.
    pub elsewhere: Vec<Change>,
    /// Whether both were rewritten as version 4 before they were compared, because they are of different versions.
    pub rewritten: bool,
}

/// An interaction that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// What became of it.
    pub kind: Kind,
    /// Its description; empty when it has none.
    pub description: String,
    /// The names of its provider states.
    pub states: Vec<String>,
    /// Where it stands, such as `$.interactions[1]`: in the later contract, or, when it is gone, in the earlier one.
    pub path: String,
    /// What differs in it, when it is in both.
    pub changes: Vec<Change>,
}

/// What became of an interaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Only the later contract has it.
    Added,
    /// Only the earlier contract has it.
    Removed,
    /// Both have it, and it differs.
    Changed,
}

/// One value that differs; its `Display` is a sentence: `$.metadata was 1, is now 2`.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The JSON path of it: in the later contract, or, when it is gone, in the earlier one.
    pub path: String,
    /// What it was; nothing when it is new.
    pub before: Option<Json>,
    /// What it is now; nothing when it is gone.
    pub after: Option<Json>,
}

/// Compares two contract files that have been read as JSON.
pub fn between(before: &Value<'_>, after: &Value<'_>) -> Diff {
    let rewritten = if major(before) == major(after) { None } else { as_version_4(before).zip(as_version_4(after)) };
    let mut diff = match &rewritten {
        Some((before, after)) => as_written(before, after),
        None => as_written(before, after),
    };
    diff.rewritten = rewritten.is_some();
    let (old, new) = (canonical::stated_version(before), canonical::stated_version(after));
    if old != new {
        let owned = |version: Option<&Value<'_>>| version.map(|version| version.clone().into_owned());
        let path = "$.metadata.pactSpecification.version".to_owned();
        diff.elsewhere.push(Change { path, before: owned(old), after: owned(new) });
    }
    diff
}

/// The major version a file states; a file that states none agrees with every other.
fn major(contract: &Value<'_>) -> Option<String> {
    let stated = canonical::stated_version(contract)?.to_text().into_owned();
    stated.split('.').next().map(str::to_owned)
}

fn as_version_4(contract: &Value<'_>) -> Option<Json> {
    file::from_json(contract, "").ok().map(|loaded| file::to_json(&loaded.contract))
}

fn as_written(before: &Value<'_>, after: &Value<'_>) -> Diff {
    let mut diff = Diff::default();
    let mut gone = Vec::new();
    for list in LISTS {
        let (old, new) = (items(before, list), items(after, list));
        let pairs = partner::pairs(old, new);
        for (at, (item, partner)) in new.iter().zip(&pairs).enumerate() {
            let path = format!("$.{list}[{at}]");
            let Some(partner) = partner.map(|at| &old[at]) else {
                diff.interactions.push(Changed::of(Kind::Added, item, path, Vec::new()));
                continue;
            };
            match compare::changes(&path, partner, item) {
                changes if changes.is_empty() => diff.unchanged += 1,
                changes => diff.interactions.push(Changed::of(Kind::Changed, item, path, changes)),
            }
        }
        let left = old.iter().enumerate().filter(|(at, _)| !pairs.contains(&Some(*at)));
        gone.extend(left.map(|(at, item)| Changed::of(Kind::Removed, item, format!("$.{list}[{at}]"), Vec::new())));
    }
    diff.interactions.append(&mut gone);
    diff.elsewhere = compare::changes("$", &beside(before), &beside(after));
    diff
}

fn items<'v, 'a>(contract: &'v Value<'a>, list: &str) -> &'v [Value<'a>] {
    contract.get(list).and_then(Value::as_array).unwrap_or_default()
}

/// The contract without its interactions and what says nothing.
fn beside<'a>(contract: &Value<'a>) -> Value<'a> {
    let mut rest = contract.clone();
    if let Some(object) = rest.as_object_mut() {
        for key in BESIDE {
            object.remove(key);
        }
        for list in LISTS {
            // Something else than a list is no list of interactions.
            if object.get(list).is_some_and(|value| value.as_array().is_some()) {
                object.remove(list);
            }
        }
    }
    rest
}

impl Diff {
    /// Whether both say the same.
    pub fn is_empty(&self) -> bool {
        self.interactions.is_empty() && self.elsewhere.is_empty()
    }

    /// How many interactions became this.
    pub fn count(&self, kind: Kind) -> usize {
        self.interactions.iter().filter(|interaction| interaction.kind == kind).count()
    }

    /// Every difference in one sentence.
    pub fn sentences(&self) -> impl Iterator<Item = String> + '_ {
        self.interactions.iter().flat_map(Changed::sentences).chain(self.elsewhere.iter().map(Change::to_string))
    }
}

impl Changed {
    fn of(kind: Kind, interaction: &Value<'_>, path: String, changes: Vec<Change>) -> Self {
        let description = interaction.get("description").map_or(Cow::Borrowed(""), Value::to_text).into_owned();
        Self { kind, description, states: partner::state_names(interaction), path, changes }
    }

    fn sentences(&self) -> Vec<String> {
        let Self { kind, path, .. } = self;
        let name = if self.description.is_empty() {
            "without a description".to_owned()
        } else {
            Value::string(self.description.as_str()).to_compact()
        };
        match kind {
            Kind::Added => vec![format!("{path} is new: {name}")],
            // An index into the earlier contract would be read as one into the later.
            Kind::Removed => vec![format!("{} was {name}, is gone", path.split('[').next().unwrap_or(path))],
            Kind::Changed => self.changes.iter().map(Change::to_string).collect(),
        }
    }
}

impl Change {
    /// What happened to the value, without where: `was 200, is now 201`.
    pub fn event(&self) -> String {
        match (self.before.as_ref().map(shortened), self.after.as_ref().map(shortened)) {
            (Some(before), Some(after)) => format!("was {before}, is now {after}"),
            (Some(before), None) => format!("was {before}, is gone"),
            (None, Some(after)) => format!("is new: {after}"),
            (None, None) => "differs".to_owned(),
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.path, self.event())
    }
}

fn shortened(value: &Json) -> String {
    let text = value.to_compact();
    match text.char_indices().nth(SHOWN) {
        Some(_) => text.chars().take(SHOWN - 1).chain(['…']).collect(),
        None => text,
    }
}
