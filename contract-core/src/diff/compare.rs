//! Two JSON values side by side.

use super::Change;
use crate::file::canonical::INTERACTION_STAMPS;
use crate::json::{Object, Value};

/// Where `after` differs from `before`, both standing at `path`.
pub(super) fn changes(path: &str, before: &Value<'_>, after: &Value<'_>) -> Vec<Change> {
    let mut found = Vec::new();
    values(path, before, after, &mut found);
    found
}

fn values(path: &str, before: &Value<'_>, after: &Value<'_>, found: &mut Vec<Change>) {
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => objects(path, old, new, found),
        (Value::Array(old), Value::Array(new)) => lists(path, old, new, found),
        _ if before == after => {}
        _ => found.push(change(path.to_owned(), Some(before), Some(after))),
    }
}

fn objects(path: &str, old: &Object<'_>, new: &Object<'_>, found: &mut Vec<Change>) {
    let mut keys: Vec<&str> = old.keys().chain(new.keys()).filter(|key| !INTERACTION_STAMPS.contains(key)).collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        let path = format!("{path}{}", step(key));
        match (old.get(key), new.get(key)) {
            (Some(before), Some(after)) => values(&path, before, after, found),
            (before, after) => found.push(change(path, before, after)),
        }
    }
}

/// Items that are the same at both ends are passed over, so that one more in the middle is not a change of all behind it.
fn lists(path: &str, old: &[Value<'_>], new: &[Value<'_>], found: &mut Vec<Change>) {
    let same = |(before, after): &(&Value<'_>, &Value<'_>)| before == after;
    let start = old.iter().zip(new).take_while(same).count();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let end = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(same).count();
    let (old_rest, new_rest) = (&old_rest[..old_rest.len() - end], &new_rest[..new_rest.len() - end]);
    for at in 0..old_rest.len().max(new_rest.len()) {
        let path = format!("{path}[{}]", start + at);
        match (old_rest.get(at), new_rest.get(at)) {
            (Some(before), Some(after)) => values(&path, before, after, found),
            (before, after) => found.push(change(path, before, after)),
        }
    }
}

fn change(path: String, before: Option<&Value<'_>>, after: Option<&Value<'_>>) -> Change {
    let owned = |value: &Value<'_>| value.clone().into_owned();
    Change { path, before: before.map(owned), after: after.map(owned) }
}

fn step(key: &str) -> String {
    let plain = !key.is_empty() && key.chars().all(|character| character.is_ascii_alphanumeric() || character == '_');
    if plain { format!(".{key}") } else { format!("['{}']", key.replace('\\', "\\\\").replace('\'', "\\'")) }
}
