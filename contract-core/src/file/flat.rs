//! Rules as version 2 has them: a flat map of paths, with one rule at each.

use super::reader::Reader;
use super::rule;
use crate::json::{Json, Object, Value};
use crate::rule_path::write_field;
use crate::rules::{BodyRules, Combine, RuleSet, Rules, bare_name};
use std::collections::HashMap;

/// Writes rules, or says what version 2 cannot hold. `is_name` says whether the part has a header or parameter of this name.
pub(super) fn write(rules: &Rules, is_name: impl Fn(&str, &str) -> bool) -> Result<Option<Json>, String> {
    if let Some(category) = rules.extra.keys().next() {
        return Err(format!("rules of category `{category}`"));
    }
    let mut flat = Object::new();
    for (category, name, set) in rules.sets() {
        if ["status", "method", "metadata"].contains(&category) {
            return Err(format!("rules for the {category}"));
        }
        flat.insert(path(category, &name, is_name(category, &name)), single(set)?);
    }
    let flat = Value::Object(flat);
    let mut reader = Reader::new("", None);
    let read = super::rules::read(Some(&flat), &mut reader).ok();
    if read.is_none_or(|read| plain(&read, |_, _| true) != plain(rules, &is_name)) {
        return Err("rules that would be read as others".to_owned());
    }
    Ok((!rules.is_empty()).then_some(flat))
}

/// One rule stands at a place.
fn single(set: &RuleSet) -> Result<Json, String> {
    if let Some(field) = set.extra.of_set().and_then(|unknown| unknown.keys().next()) {
        return Err(format!("the field `{field}` of a set of rules"));
    }
    match set.rules.as_slice() {
        [rule] => Ok(rule::write(rule, set.extra.of_rule(0))),
        _ if set.combine == Combine::Or => Err("rules of which one must be met".to_owned()),
        _ => Err("several rules at one place".to_owned()),
    }
}

fn path(category: &str, name: &str, is_whole: bool) -> String {
    match category {
        "body" => format!("$.body{}", name.strip_prefix('$').unwrap_or(name)),
        "header" | "query" => {
            let bare = bare_name(name);
            // A position stays one.
            let position = name.strip_prefix(&*bare).filter(|_| !is_whole).unwrap_or_default();
            let mut path = format!("$.{}", if category == "header" { "headers" } else { category });
            // Writing to a string cannot fail.
            let _ = write_field(&mut path, if position.is_empty() { name } else { &bare });
            path + position
        }
        other => format!("$.{other}"),
    }
}

/// Rules in the form version 2 is read into: a position that is the only one of its name is for all values.
fn plain(rules: &Rules, is_name: impl Fn(&str, &str) -> bool) -> Rules {
    let names = |category: &str, sets: &[(String, RuleSet)]| {
        let bare = |key: &str| {
            let bare = bare_name(key);
            let is_position = !is_name(category, key) && key.strip_prefix(&*bare).is_some_and(|rest| !rest.is_empty());
            if is_position { bare.into_owned() } else { key.to_owned() }
        };
        let folded = |name: &str| if category == "header" { name.to_ascii_lowercase() } else { name.to_owned() };
        let mut counts: HashMap<String, usize> = HashMap::new();
        for (key, _) in sets {
            *counts.entry(folded(&bare(key))).or_default() += 1;
        }
        let key = |key: &str| {
            let bare = bare(key);
            let is_alone = counts.get(&folded(&bare)) == Some(&1) || key.ends_with("[*]");
            if is_alone { bare } else { key.to_owned() }
        };
        let mut sets: Vec<_> = sets.iter().map(|(name, set)| (key(name), of_all(set))).collect();
        sets.sort_by(|(one, _), (other, _)| one.cmp(other));
        sets
    };
    Rules {
        path: rules.path.as_ref().map(of_all),
        query: names("query", &rules.query),
        header: names("header", &rules.header),
        body: BodyRules::compile(rules.body.iter().map(|(path, set)| (path.clone(), of_all(set)))),
        ..Rules::default()
    }
}

/// One rule alone: whether it is all or one of them says nothing.
fn of_all(set: &RuleSet) -> RuleSet {
    RuleSet { combine: Combine::And, ..set.clone() }
}
