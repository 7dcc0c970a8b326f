//! The matching rules of a request or response: a flat map of paths in version 2, by category since version 3.

use super::reader::Reader;
use super::{Error, rule};
use crate::json::{Json, Object, Value};
use crate::rule_path::{RulePath, Step};
use crate::rules::{BodyRules, Combine, RuleSet, Rules, bare_name};
use std::collections::HashMap;

pub(super) type BodySets = Vec<(RulePath, RuleSet)>;

pub(super) fn read(value: Option<&Value<'_>>, reader: &mut Reader<'_>) -> Result<Rules, Error> {
    let object = match value {
        None | Some(Value::Null) => return Ok(Rules::default()),
        Some(Value::Object(object)) => object,
        Some(_) => return Err(reader.error("expected an object")),
    };
    let mut rules = Rules::default();
    let mut body = BodySets::new();
    let flat = object.keys().any(|key| key.starts_with('$'));
    for (key, value) in object.iter() {
        reader.at(key, |reader| {
            if flat {
                flat_rule(key, value, (&mut rules, &mut body), reader)
            } else {
                category(key, value, (&mut rules, &mut body), reader)
            }
        })?;
    }
    if flat {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for (name, _) in &rules.query {
            *counts.entry(bare_name(name).into_owned()).or_default() += 1;
        }
        for (name, _) in &mut rules.query {
            let bare = bare_name(name).into_owned();
            // A position alone stands for all values; one of several is kept.
            if counts.get(&bare) == Some(&1) {
                *name = bare;
            }
        }
    }
    for sets in [&mut rules.query, &mut rules.header, &mut rules.metadata] {
        *sets = joined(std::mem::take(sets));
    }
    rules.body = BodyRules::compile(body);
    Ok(rules)
}

/// Sets of the same name, which two keys may hold, as one, so that neither is lost when they are written.
fn joined(sets: Vec<(String, RuleSet)>) -> Vec<(String, RuleSet)> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut joined: Vec<(String, RuleSet)> = Vec::with_capacity(sets.len());
    for (name, set) in sets {
        match places.get(&name).map(|place| &mut joined[*place].1) {
            Some(known) if known.combine == set.combine => known.rules.extend(set.rules),
            // All of the one and one of the other cannot be said in one set: all are asked for.
            Some(known) => {
                known.rules.extend(set.rules);
                known.combine = Combine::And;
            }
            None => {
                places.insert(name.clone(), joined.len());
                joined.push((name, set));
            }
        }
    }
    joined
}

type Into<'r> = (&'r mut Rules, &'r mut BodySets);

/// Version 2: the first name of the path chooses the part.
fn flat_rule(key: &str, value: &Value<'_>, (rules, body): Into<'_>, reader: &mut Reader<'_>) -> Result<(), Error> {
    let path = RulePath::parse(key).map_err(|error| reader.error(error.to_string()))?;
    let set = rule_set(value, reader)?;
    let (part, rest) = match path.steps() {
        [Step::Field(part), rest @ ..] => (part.as_str(), rest),
        _ => return Err(reader.error("the path must begin with `$.body`, `$.headers`, `$.query` or `$.path`")),
    };
    match (part, rest) {
        ("body", rest) => body.push((rest.iter().cloned().fold(RulePath::root(), |path, step| path.then(step)), set)),
        ("path", []) => rules.path = Some(set),
        ("status", []) => rules.status = Some(set),
        ("method", []) => rules.method = Some(set),
        ("header" | "headers", [Step::Field(name), ..]) => rules.header.push((name.clone(), set)),
        ("query", [Step::Field(name), Step::Index(index), ..]) => rules.query.push((format!("{name}[{index}]"), set)),
        ("query", [Step::Field(name), ..]) => rules.query.push((name.clone(), set)),
        ("metadata" | "metaData", [Step::Field(name), ..]) => rules.metadata.push((name.clone(), set)),
        _ => return Err(reader.error("the path must begin with `$.body`, `$.headers`, `$.query` or `$.path`")),
    }
    Ok(())
}

/// Version 3 and later.
fn category(key: &str, value: &Value<'_>, (rules, body): Into<'_>, reader: &mut Reader<'_>) -> Result<(), Error> {
    match key {
        "path" => rules.path = whole(value, reader)?,
        "status" => rules.status = whole(value, reader)?,
        "method" => rules.method = whole(value, reader)?,
        "query" => rules.query.extend(named(value, reader)?),
        "header" | "headers" => rules.header.extend(named(value, reader)?),
        "metadata" | "metaData" => rules.metadata.extend(named(value, reader)?),
        "body" | "content" | "contents" => {
            body.extend(body_sets(value, reader)?);
        }
        _ => {
            reader.note("a category of matching rules that is not known; it is kept");
            rules.extra.insert(key.to_owned(), value.clone().into_owned());
        }
    }
    Ok(())
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

/// The rules of a variant: by path, or, as some writers have it, by category with the paths under `body`.
pub(super) fn read_body(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<BodyRules, Error> {
    let sets = match value.get("body") {
        Some(body) => reader.at("body", |reader| body_sets(body, reader))?,
        None => body_sets(value, reader)?,
    };
    Ok(BodyRules::compile(sets))
}

/// Rule sets by path, each as a set, a list of rules, or a bare rule.
pub(super) fn read_paths(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<BodySets, Error> {
    let object = value.as_object().ok_or_else(|| reader.error("expected an object"))?;
    let mut sets = BodySets::new();
    for (name, value) in object.iter() {
        let path = RulePath::parse(name).map_err(|error| reader.error_at(name, error.to_string()))?;
        let set = reader.at(name, |reader| match value {
            Value::Array(items) => {
                let rules = items.iter().map(|item| rule::read(item, reader)).collect::<Result<_, _>>()?;
                Ok(RuleSet { rules, combine: Combine::And })
            }
            other => rule_set_or_empty(other, reader),
        })?;
        sets.push((path, set));
    }
    Ok(sets)
}

/// Writes rule sets by path, as lists of rules where all must be met.
pub(super) fn write_paths(rules: &BodyRules) -> Json {
    let written = |set: &RuleSet| match set.combine {
        Combine::And => Value::Array(set.rules.iter().map(rule::write).collect()),
        Combine::Or => write_set(set),
    };
    Value::Object(rules.iter().map(|(path, set)| (path.to_string(), written(set))).collect())
}

/// Writes rule sets by path.
pub(super) fn write_body(rules: &BodyRules) -> Json {
    Value::Object(rules.iter().map(|(path, set)| (path.to_string(), write_set(set))).collect())
}

/// A category that holds one rule set, or, as some writers have it, one under an empty name or `$`.
fn whole(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<Option<RuleSet>, Error> {
    let nested = value.get("").or_else(|| value.get("$"));
    let set = rule_set_or_empty(nested.unwrap_or(value), reader)?;
    Ok((!set.rules.is_empty()).then_some(set))
}

fn named(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<Vec<(String, RuleSet)>, Error> {
    if value.is_null() {
        return Ok(Vec::new());
    }
    let object = value.as_object().ok_or_else(|| reader.error("expected an object"))?;
    let mut sets = Vec::with_capacity(object.len());
    for (name, value) in object.iter() {
        let set = reader.at(name, |reader| rule_set_or_empty(value, reader))?;
        if !set.rules.is_empty() {
            sets.push((name.to_owned(), set));
        }
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

/// A set with `matchers`, or a bare rule where a set is due.
fn rule_set(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<RuleSet, Error> {
    let Some(matchers) = value.get("matchers") else {
        return Ok(RuleSet::one(rule::read(value, reader)?));
    };
    let items = matchers.as_array().ok_or_else(|| reader.error("expected `matchers` to be a list"))?;
    let any = value.get("combine").and_then(Value::as_str).is_some_and(|combine| combine.eq_ignore_ascii_case("or"));
    let rules = items
        .iter()
        .enumerate()
        .map(|(at, item)| reader.at("matchers", |reader| reader.at(at, |reader| rule::read(item, reader))));
    Ok(RuleSet { rules: rules.collect::<Result<_, _>>()?, combine: if any { Combine::Or } else { Combine::And } })
}

/// Writes rules as version 4 has them; `None` when there are none.
pub(super) fn write(rules: &Rules) -> Option<Json> {
    let mut categories = rules.extra.clone();
    for (category, name, set) in rules.sets() {
        let set = write_set(set);
        if name.is_empty() && category != "body" {
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
    let matchers = Value::Array(set.rules.iter().map(rule::write).collect());
    Value::Object([("combine", Value::string(combine)), ("matchers", matchers)].into_iter().collect())
}
