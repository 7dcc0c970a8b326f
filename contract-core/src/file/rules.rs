//! The matching rules of a request or response: a flat map of paths in version 2, by category since version 3.

use super::reader::Reader;
use super::{Error, rule};
use crate::json::{Json, Object, Value};
use crate::rule_path::{RulePath, Step};
use crate::rules::{BodyRules, Combine, RuleSet, Rules};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

/// Names of parameters, headers or metadata that may have rules in one part: all are compared with all that arrive.
const MOST_NAMES: usize = 5_000;

pub(super) type BodySets = Vec<(RulePath, RuleSet)>;

pub(super) fn read(value: Option<&Value<'_>>, reader: &mut Reader<'_>) -> Result<Rules, Error> {
    let object = match value {
        None | Some(Value::Null) => return Ok(Rules::default()),
        Some(Value::Object(object)) => object,
        Some(_) => return Err(reader.error("expected an object")),
    };
    let mut rules = Rules::default();
    let mut body = BodySets::new();
    let mut placed = Placed::default();
    let flat = object.keys().any(|key| key.starts_with('$'));
    for (key, value) in object.iter() {
        reader.at(key, |reader| {
            if flat {
                flat_rule(key, value, (&mut rules, &mut body, &mut placed), reader)
            } else {
                category(key, value, (&mut rules, &mut body), reader)
            }
        })?;
    }
    rules.query.extend(positioned(placed.query, str::to_owned));
    rules.header.extend(positioned(placed.header, str::to_ascii_lowercase));
    let named = [(&mut rules.query, false), (&mut rules.header, true), (&mut rules.metadata, false)];
    for (sets, ignores_case) in named {
        let count = sets.len();
        let same = |name: &String| if ignores_case { name.to_ascii_lowercase() } else { name.clone() };
        *sets = joined(std::mem::take(sets), same);
        if sets.len() < count {
            reader.note("two keys are the same name; the rules of both are read and kept as one set");
        }
        if sets.len() > MOST_NAMES {
            return Err(reader.error(format!("more than {MOST_NAMES} names have matching rules")));
        }
    }
    rules.body = compile(body, reader);
    Ok(rules)
}

/// Keys of names with their positions, but for those that have no other: a position alone stands for all values.
fn positioned(sets: PlacedSets, folded: fn(&str) -> String) -> impl Iterator<Item = (String, RuleSet)> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (name, ..) in &sets {
        *counts.entry(folded(name)).or_default() += 1;
    }
    sets.into_iter().map(move |(name, position, set)| match position {
        Some(position) if counts.get(&folded(&name)) > Some(&1) => (format!("{name}[{position}]"), set),
        _ => (name, set),
    })
}

/// Sets of the same name or path, which two keys may hold, as one, so that neither is lost.
fn joined<K, S: Hash + Eq>(sets: Vec<(K, RuleSet)>, same: impl Fn(&K) -> S) -> Vec<(K, RuleSet)> {
    let mut places: HashMap<S, usize> = HashMap::new();
    let mut joined: Vec<(K, RuleSet)> = Vec::with_capacity(sets.len());
    for (name, set) in sets {
        match places.entry(same(&name)) {
            Entry::Occupied(place) => join(&mut joined[*place.get()].1, set),
            Entry::Vacant(place) => {
                place.insert(joined.len());
                joined.push((name, set));
            }
        }
    }
    joined
}

/// Adds a set to another one of the same place.
fn join(known: &mut RuleSet, set: RuleSet) {
    // All of the one and one of the other cannot be said in one set: all are asked for.
    if known.combine != set.combine {
        known.combine = Combine::And;
    }
    known.append(set);
}

fn join_whole(known: &mut Option<RuleSet>, set: RuleSet) {
    match known {
        Some(known) if !known.rules.is_empty() => join(known, set),
        Some(empty) => {
            let kept = std::mem::replace(empty, set);
            empty.append(kept);
        }
        None => *known = Some(set),
    }
}

type Into<'r> = (&'r mut Rules, &'r mut BodySets);

/// Sets by name, and the position behind it.
type PlacedSets = Vec<(String, Option<usize>, RuleSet)>;

/// The sets of version 2 for names.
#[derive(Default)]
struct Placed {
    query: PlacedSets,
    header: PlacedSets,
}

/// A set for the name these steps are, which may have points in it, and the position behind it.
fn placed(steps: &[Step], set: RuleSet) -> (String, Option<usize>, RuleSet) {
    let mut name = String::new();
    for step in steps {
        match step {
            Step::Field(part) if name.is_empty() => name.push_str(part),
            Step::Field(part) => {
                name.push('.');
                name.push_str(part);
            }
            Step::Index(position) => return (name, Some(*position), set),
            Step::Star | Step::StarIndex => break,
        }
    }
    (name, None, set)
}

/// Version 2: the first name of the path chooses the part.
fn flat_rule(
    key: &str,
    value: &Value<'_>,
    (rules, body, named): (&mut Rules, &mut BodySets, &mut Placed),
    reader: &mut Reader<'_>,
) -> Result<(), Error> {
    let path = RulePath::parse(key).map_err(|error| reader.error(error.to_string()))?;
    let set = rule_set(value, reader)?;
    if set.is_empty() {
        return Ok(());
    }
    if set.rules.is_empty() {
        return Err(reader.error("a rule set without rules"));
    }
    let (part, rest) = match path.steps() {
        [Step::Field(part), rest @ ..] => (part.as_str(), rest),
        _ => return Err(reader.error("the path must begin with `$.body`, `$.headers`, `$.query` or `$.path`")),
    };
    match (part, rest) {
        ("body", rest) => body.push((RulePath::of(rest), set)),
        ("path", []) => join_whole(&mut rules.path, set),
        ("status", []) => join_whole(&mut rules.status, set),
        ("method", []) => join_whole(&mut rules.method, set),
        ("header" | "headers", [Step::Field(_), ..]) => named.header.push(placed(rest, set)),
        ("query", [Step::Field(_), ..]) => named.query.push(placed(rest, set)),
        ("metadata" | "metaData", [Step::Field(name), ..]) => rules.metadata.push((name.clone(), set)),
        _ => return Err(reader.error("the path must begin with `$.body`, `$.headers`, `$.query` or `$.path`")),
    }
    Ok(())
}

/// Version 3 and later.
fn category(key: &str, value: &Value<'_>, (rules, body): Into<'_>, reader: &mut Reader<'_>) -> Result<(), Error> {
    match key {
        "path" => rules.path = whole(value, ("path", &mut rules.extra), reader)?,
        "status" => rules.status = whole(value, ("status", &mut rules.extra), reader)?,
        "method" => rules.method = whole(value, ("method", &mut rules.extra), reader)?,
        "query" => rules.query.extend(with_rules(value, ("query", &mut rules.extra), reader)?),
        "header" | "headers" => rules.header.extend(with_rules(value, ("header", &mut rules.extra), reader)?),
        "metadata" | "metaData" => rules.metadata.extend(with_rules(value, ("metadata", &mut rules.extra), reader)?),
        "body" | "content" | "contents" => body.extend(body_sets(value, reader)?),
        _ => {
            reader.note("a category of matching rules that is not known; it is kept");
            rules.extra.insert(key.to_owned(), value.clone().into_owned());
        }
    }
    Ok(())
}

/// Sets by path, one to a path.
fn by_path(sets: BodySets, reader: &mut Reader<'_>) -> BodySets {
    let count = sets.len();
    let joined = joined(sets, Clone::clone);
    if joined.len() < count {
        reader.note("two keys are the same path; the rules of both are read and kept as one set");
    }
    joined
}

fn compile(sets: BodySets, reader: &mut Reader<'_>) -> BodyRules {
    BodyRules::compile(by_path(sets, reader))
}

/// Rule sets by path.
fn body_sets(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<BodySets, Error> {
    let sets = named(value, reader)?;
    let read = |(name, set): (String, RuleSet)| match RulePath::parse(&name) {
        Ok(path) => Ok((path, set)),
        Err(error) => Err(reader.error_at(&name, error.to_string())),
    };
    sets.into_iter().map(read).collect()
}

/// The rules of a variant: by path, or, as some writers have it, by category with the paths under `body`; then with the other
/// categories.
pub(super) fn read_variant(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<(BodyRules, Object<'static>), Error> {
    let (sets, categories) = match (value.get("body"), value.as_object()) {
        (Some(body), Some(object)) => {
            (reader.at("body", |reader| body_sets(body, reader))?, rule::kept(object, |key, _| key == "body"))
        }
        _ => (body_sets(value, reader)?, Object::new()),
    };
    Ok((compile(sets, reader), categories))
}

/// Writes the rules of a variant.
pub(super) fn write_variant(rules: &BodyRules, categories: &Object<'static>) -> Json {
    if categories.is_empty() {
        return write_body(rules);
    }
    let mut object = categories.clone();
    object.insert("body", write_body(rules));
    Value::Object(object)
}

/// The rules of a list, all of which must be met.
pub(super) fn listed(items: &[Value<'_>], reader: &mut Reader<'_>) -> Result<RuleSet, Error> {
    let mut set = RuleSet { rules: Vec::with_capacity(items.len()), ..RuleSet::default() };
    for (at, item) in items.iter().enumerate() {
        let rule = reader.at(at, |reader| rule::read(item, reader))?;
        let unknown = rule::unknown(&rule, item);
        set.push(rule, unknown);
    }
    Ok(set)
}

/// Rule sets by path, each as a set, a list of rules, or a bare rule.
pub(super) fn read_paths(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<BodySets, Error> {
    let object = value.as_object().ok_or_else(|| reader.error("expected an object"))?;
    let mut sets = BodySets::new();
    for (name, value) in object.iter() {
        let path = RulePath::parse(name).map_err(|error| reader.error_at(name, error.to_string()))?;
        let set = reader.at(name, |reader| match value {
            Value::Array(items) => listed(items, reader),
            other => rule_set_or_empty(other, reader),
        })?;
        sets.push((path, set));
    }
    Ok(by_path(sets, reader))
}

/// Writes rule sets by path, as lists of rules where all must be met and the set has nothing else.
pub(super) fn write_paths(rules: &BodyRules) -> Json {
    let written = |set: &RuleSet| match set.combine {
        Combine::And if set.extra.of_set().is_none() => Value::Array(rule::write_all(set)),
        _ => write_set(set),
    };
    Value::Object(rules.iter().map(|(path, set)| (path.to_string(), written(set))).collect())
}

/// Writes rule sets by path.
fn write_body(rules: &BodyRules) -> Json {
    Value::Object(rules.iter().map(|(path, set)| (path.to_string(), write_set(set))).collect())
}

/// A category that holds one rule set, or, as some writers have it, one under an empty name or `$`; those of several are one.
fn whole(value: &Value<'_>, place: Kept<'_>, reader: &mut Reader<'_>) -> Result<Option<RuleSet>, Error> {
    let nested: Vec<_> = ["", "$"].into_iter().filter_map(|key| Some((key, value.get(key)?))).collect();
    let set = if nested.is_empty() {
        rule_set_or_empty(value, reader)?
    } else {
        let mut set = None;
        for (key, nested) in &nested {
            join_whole(&mut set, reader.at(key, |reader| rule_set_or_empty(nested, reader))?);
        }
        let is_nested = |key: &str, _: &Value<'_>| nested.iter().any(|(known, _)| *known == key);
        let beside = value.as_object().map(|object| rule::kept(object, is_nested)).unwrap_or_default();
        if ["matchers", "match"].iter().any(|key| beside.contains_key(key)) {
            join_whole(&mut set, rule_set(&Value::Object(beside), reader)?);
        } else if let Some(set) = &mut set {
            set.extra.keep_of_set(beside);
        }
        set.unwrap_or_default()
    };
    if set.rules.is_empty() {
        keep(&set, None, place, reader);
    }
    Ok((!set.rules.is_empty()).then_some(set))
}

/// A category, and where what has no rules is kept.
type Kept<'k> = (&'static str, &'k mut Object<'static>);

/// Keeps what a set without rules has.
fn keep(set: &RuleSet, name: Option<String>, (category, extra): Kept<'_>, reader: &mut Reader<'_>) {
    if set.is_empty() {
        return;
    }
    reader.note("no rules, but fields that are not known; they are kept");
    let written = write_set(set);
    let Some(name) = name else {
        extra.insert(category, written);
        return;
    };
    if !extra.contains_key(category) {
        extra.insert(category, Value::Object(Object::new()));
    }
    if let Some(names) = extra.get_mut(category).and_then(Value::as_object_mut) {
        names.insert(name, written);
    }
}

/// Rule sets by name, but for those without rules.
fn with_rules(
    value: &Value<'_>,
    (category, extra): Kept<'_>,
    reader: &mut Reader<'_>,
) -> Result<Vec<(String, RuleSet)>, Error> {
    let mut sets = named(value, reader)?;
    for (name, set) in sets.extract_if(.., |(_, set)| set.rules.is_empty()) {
        keep(&set, Some(name), (category, extra), reader);
    }
    Ok(sets)
}

fn named(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<Vec<(String, RuleSet)>, Error> {
    if value.is_null() {
        return Ok(Vec::new());
    }
    let object = value.as_object().ok_or_else(|| reader.error("expected an object"))?;
    let mut sets = Vec::with_capacity(object.len());
    for (name, value) in object.iter() {
        sets.push((name.to_owned(), reader.at(name, |reader| rule_set_or_empty(value, reader))?));
    }
    Ok(sets)
}

fn rule_set_or_empty(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<RuleSet, Error> {
    match value {
        Value::Object(object) if object.is_empty() => Ok(RuleSet::default()),
        Value::Null => Ok(RuleSet::default()),
        _ => rule_set(value, reader),
    }
}

fn is_text(value: &Value<'_>, text: &str) -> bool {
    value.as_str().is_some_and(|value| value.eq_ignore_ascii_case(text))
}

/// A set with `matchers`, or a bare rule where a set is due.
fn rule_set(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<RuleSet, Error> {
    let (Some(object), Some(matchers)) = (value.as_object(), value.get("matchers")) else {
        let rule = rule::read(value, reader)?;
        let mut set = RuleSet::default();
        let unknown = rule::unknown(&rule, value);
        set.push(rule, unknown);
        return Ok(set);
    };
    let items = matchers.as_array().ok_or_else(|| reader.error("expected `matchers` to be a list"))?;
    let mut set = reader.at("matchers", |reader| listed(items, reader))?;
    set.combine = match object.get("combine").filter(|combine| !combine.is_null()) {
        None => Combine::And,
        Some(combine) if is_text(combine, "and") || is_text(combine, "") => Combine::And,
        Some(combine) if is_text(combine, "or") => Combine::Or,
        Some(_) => return Err(reader.error_at("combine", "expected `AND` or `OR`")),
    };
    set.extra.keep_of_set(rule::kept(object, |key, _| ["matchers", "combine"].contains(&key)));
    Ok(set)
}

/// Writes rules as version 4 has them; `None` when there are none.
pub(super) fn write(rules: &Rules) -> Option<Json> {
    let mut categories = rules.extra.clone();
    for (category, name, set) in rules.sets() {
        let set = write_set(set);
        if ["method", "path", "status"].contains(&category) {
            categories.insert(category, set);
            continue;
        }
        if !categories.contains_key(category) {
            categories.insert(category, Value::Object(Object::new()));
        }
        if let Some(names) = categories.get_mut(category).and_then(Value::as_object_mut) {
            names.insert(name, set);
        }
    }
    (!categories.is_empty()).then_some(Value::Object(categories))
}

fn write_set(set: &RuleSet) -> Json {
    let combine = if set.combine == Combine::Or { "OR" } else { "AND" };
    let mut object = set.extra.of_set().cloned().unwrap_or_default();
    object.insert("combine", Value::string(combine));
    object.insert("matchers", Value::Array(rule::write_all(set)));
    Value::Object(object)
}
