//! Where two contracts differ in what they say, by JSON path, whatever order their interactions come in.

use super::{LISTS, described, identity};
use abide_contract_core::json::{self, Value};
use std::fmt;

/// Differences that are named before the rest is only counted.
const NAMED_CHANGES: usize = 20;

/// One difference between two contracts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    path: String,
    before: Option<String>,
    after: Option<String>,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => write!(f, "{} was {before}, is now {after}", self.path),
            (Some(before), None) => write!(f, "{} was {before}, is gone", self.path),
            (None, Some(after)) => write!(f, "{} is new: {after}", self.path),
            (None, None) => write!(f, "{} differs", self.path),
        }
    }
}

/// Where two contracts differ in what they say, as JSON paths.
pub fn differences(before: &str, after: &str) -> Vec<Change> {
    let (Ok(before), Ok(after)) = (json::parse(before.as_bytes()), json::parse(after.as_bytes())) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for list in LISTS {
        let (old, new) = (items(&before, list), items(&after, list));
        let mut unmatched: Vec<&Value<'_>> = old.iter().collect();
        for (index, item) in new.iter().enumerate() {
            let path = format!("$.{list}[{index}]");
            let partner = unmatched
                .iter()
                .position(|candidate| candidate.get("_id") == item.get("_id"))
                .or_else(|| unmatched.iter().position(|candidate| identity(candidate) == identity(item)));
            match partner {
                Some(position) => compare(&path, unmatched.remove(position), item, &mut found),
                None => found.push(Change { path, before: None, after: Some(described(item)) }),
            }
        }
        found.extend(unmatched.into_iter().map(|item| Change {
            path: format!("$.{list}"),
            before: Some(described(item)),
            after: None,
        }));
    }
    if found.is_empty() {
        compare(
            "$.metadata",
            before.get("metadata").unwrap_or(&Value::Null),
            after.get("metadata").unwrap_or(&Value::Null),
            &mut found,
        );
    }
    found
}

/// The same as lines; beyond the first twenty only a count.
pub fn changes(before: &str, after: &str) -> Vec<String> {
    let found = differences(before, after);
    let more = found.len().saturating_sub(NAMED_CHANGES);
    let mut lines: Vec<String> = found.iter().take(NAMED_CHANGES).map(Change::to_string).collect();
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    lines
}

fn items<'v, 'a>(contract: &'v Value<'a>, list: &str) -> &'v [Value<'a>] {
    contract.get(list).and_then(Value::as_array).unwrap_or_default()
}

fn compare(path: &str, before: &Value<'_>, after: &Value<'_>, found: &mut Vec<Change>) {
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            for (key, old_value) in old.sorted() {
                let path = format!("{path}{}", step(key));
                match new.get(key) {
                    _ if key == "_id" => (),
                    Some(new_value) => compare(&path, old_value, new_value, found),
                    None => found.push(Change { path, before: Some(shortened(old_value)), after: None }),
                }
            }
            for (key, new_value) in new.sorted() {
                if !old.contains_key(key) {
                    found.push(Change {
                        path: format!("{path}{}", step(key)),
                        before: None,
                        after: Some(shortened(new_value)),
                    });
                }
            }
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            for (index, (old_value, new_value)) in old.iter().zip(new).enumerate() {
                compare(&format!("{path}[{index}]"), old_value, new_value, found);
            }
        }
        _ if before.to_compact() == after.to_compact() => (),
        _ => {
            found.push(Change {
                path: path.to_owned(),
                before: Some(shortened(before)),
                after: Some(shortened(after)),
            });
        }
    }
}

fn step(key: &str) -> String {
    let plain = !key.is_empty() && key.chars().all(|character| character.is_ascii_alphanumeric() || character == '_');
    if plain { format!(".{key}") } else { format!("['{}']", key.replace('\'', "\\'")) }
}

fn shortened(value: &Value<'_>) -> String {
    let text = value.to_compact();
    if text.chars().count() <= 80 { text } else { format!("{}…", text.chars().take(77).collect::<String>()) }
}
