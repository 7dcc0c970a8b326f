//! One matching rule, as JSON.
//!
//! What a rule has beside the fields its kind knows (`min` on a `regex`, a note of a tool) is kept with the set it is in.

use super::reader::Reader;
use super::{Error, generators, rules};
use crate::json::{Json, Number, Object, Value};
use crate::rule::date::{DEFAULT_DATE, DEFAULT_DATETIME, DEFAULT_TIME};
use crate::rule::{Each, Format, Rule, StatusClass, Variant};
use crate::rules::RuleSet;

/// Where rules for dates have their pattern.
const DATE: &[&str] = &["format", "date"];
const TIME: &[&str] = &["format", "time"];
const DATETIME: &[&str] = &["format", "datetime", "timestamp"];

/// Reads one rule; a rule without `match` is told by the keys it has.
pub(super) fn read(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<Rule, Error> {
    reader.count_rule()?;
    let object = value.as_object().ok_or_else(|| reader.error("expected a matching rule, which is an object"))?;
    let name = match object.get("match") {
        Some(Value::String(name)) => name.to_string(),
        Some(_) => return Err(reader.error("expected `match` to be the name of a rule")),
        None => match implied(object) {
            Some(name) => name.to_owned(),
            None => return Err(reader.error("a matching rule without `match`")),
        },
    };
    Ok(match name.as_str() {
        "equality" => Rule::Equality,
        "regex" => {
            let source = required(object, "regex", reader)?;
            Rule::Regex(reader.regex(&source)?)
        }
        "type" | "min" | "max" | "minmax" | "min-type" | "max-type" => {
            Rule::Type { min: size(object, "min", reader)?, max: size(object, "max", reader)? }
        }
        "include" => Rule::Include(required(object, "value", reader)?),
        "number" => Rule::Number,
        "integer" => Rule::Integer,
        "decimal" | "real" => Rule::Decimal,
        "boolean" => Rule::Boolean,
        "null" => Rule::Null,
        "date" => Rule::Date(format(object, DATE, DEFAULT_DATE, reader)?),
        "time" => Rule::Time(format(object, TIME, DEFAULT_TIME, reader)?),
        "datetime" | "timestamp" => Rule::DateTime(format(object, DATETIME, DEFAULT_DATETIME, reader)?),
        _ => return later(name, object, value, reader),
    })
}

/// The rules that came with later versions, and those nobody knows.
fn later(name: String, object: &Object<'_>, value: &Value<'_>, reader: &mut Reader<'_>) -> Result<Rule, Error> {
    Ok(match name.as_str() {
        "contentType" | "content-type" => Rule::ContentType(required(object, "value", reader)?),
        "values" => Rule::Values,
        "notEmpty" | "not-empty" => Rule::NotEmpty,
        "semver" => Rule::Semver,
        "statusCode" | "status-code" => Rule::StatusCode(status_class(object.get("status"), reader)?),
        "arrayContains" | "array-contains" => Rule::ArrayContains(variants(object, reader)?),
        "eachKey" | "each-key" => Rule::EachKey(each(object, reader)?),
        "eachValue" | "each-value" => Rule::EachValue(each(object, reader)?),
        _ => Rule::Unknown { name, raw: value.clone().into_owned() },
    })
}

fn status_class(value: Option<&Value<'_>>, reader: &Reader<'_>) -> Result<StatusClass, Error> {
    let unknown = || reader.error("`status` must be the name of a class, such as `success`, or a list of codes");
    match value {
        None | Some(Value::Null) => Ok(StatusClass::Success),
        Some(Value::String(name)) => {
            let known = StatusClass::NAMED.into_iter().find(|(known, _)| *known == name.as_str());
            known.map(|(_, class)| class).ok_or_else(unknown)
        }
        Some(Value::Array(codes)) => {
            let codes: Option<Vec<u16>> = codes.iter().map(|code| code.to_text().parse().ok()).collect();
            codes.map(StatusClass::Codes).ok_or_else(unknown)
        }
        Some(_) => Err(unknown()),
    }
}

fn variants(object: &Object<'_>, reader: &mut Reader<'_>) -> Result<Vec<Variant>, Error> {
    let Some(items) = object.get("variants").and_then(Value::as_array) else {
        return Err(reader.error("the rule needs a list under `variants`"));
    };
    let numbered = items.iter().enumerate();
    reader.at("variants", |reader| numbered.map(|(at, item)| reader.at(at, |reader| variant(item, reader))).collect())
}

fn variant(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<Variant, Error> {
    let object = value.as_object().ok_or_else(|| reader.error("expected a variant, which is an object"))?;
    let index = size(object, "index", reader)?.ok_or_else(|| reader.error("a variant without `index`"))?;
    let (rules, categories) = match object.get("rules") {
        Some(value) => reader.at("rules", |reader| rules::read_variant(value, reader))?,
        None => Default::default(),
    };
    Ok(Variant {
        index,
        rules,
        generators: match object.get("generators") {
            Some(value) => reader.at("generators", |reader| generators::read_body(value, reader))?,
            None => Vec::new(),
        },
        categories,
        extra: kept(object, |key, _| ["index", "rules", "generators"].contains(&key)),
    })
}

fn each(object: &Object<'_>, reader: &mut Reader<'_>) -> Result<Each, Error> {
    let items = match object.get("rules") {
        None | Some(Value::Null) => &[],
        Some(value) => value.as_array().ok_or_else(|| reader.error("expected `rules` to be a list"))?,
    };
    let rules = reader.at("rules", |reader| rules::listed(items, reader))?;
    let own = |key: &str| object.get(key).map(|value| value.clone().into_owned());
    Ok(Each { rules, value: own("value"), generator: own("generator") })
}

fn implied(object: &Object<'_>) -> Option<&'static str> {
    let kinds = [
        ("regex", "regex"),
        ("min", "type"),
        ("max", "type"),
        ("date", "date"),
        ("time", "time"),
        ("datetime", "datetime"),
        ("timestamp", "datetime"),
    ];
    kinds.into_iter().find(|(key, _)| object.contains_key(key)).map(|(_, name)| name)
}

fn required(object: &Object<'_>, key: &str, reader: &Reader<'_>) -> Result<String, Error> {
    match object.get(key) {
        Some(value) if !value.is_container() && !value.is_null() => Ok(value.to_text().into_owned()),
        _ => Err(reader.error(format!("the rule needs a text under `{key}`"))),
    }
}

fn size(object: &Object<'_>, key: &str, reader: &Reader<'_>) -> Result<Option<usize>, Error> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match whole(&value.to_text()).parse() {
            Ok(size) => Ok(Some(size)),
            Err(_) => Err(reader.error(format!("`{key}` must be a whole number, but it is {value}"))),
        },
    }
}

/// A number without the fraction of zeros some writers put behind whole ones.
fn whole(text: &str) -> &str {
    match text.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|digit| digit == b'0') => whole,
        _ => text,
    }
}

/// The first pattern under one of these names.
fn format(object: &Object<'_>, names: &[&str], default: &str, reader: &mut Reader<'_>) -> Result<Format, Error> {
    if object.get("format").is_some_and(|format| format.as_str().is_none() && !format.is_null()) {
        return Err(reader.error("`format` must be a text"));
    }
    let mut found = names.iter().filter_map(|key| object.get(key).and_then(Value::as_str));
    reader.format(found.find(|text| !text.is_empty()).unwrap_or(default))
}

/// The fields of a rule that its kind does not know.
pub(super) fn unknown(rule: &Rule, value: &Value<'_>) -> Object<'static> {
    let Some(object) = value.as_object() else { return Object::new() };
    let (known, format): (&[&str], _) = match rule {
        Rule::Regex(_) => (&["regex"], None),
        Rule::Type { .. } => (&["min", "max"], None),
        Rule::Include(_) | Rule::ContentType(_) => (&["value"], None),
        Rule::Date(format) => (DATE, Some(format)),
        Rule::Time(format) => (TIME, Some(format)),
        Rule::DateTime(format) => (DATETIME, Some(format)),
        Rule::StatusCode(_) => (&["status"], None),
        Rule::ArrayContains(_) => (&["variants"], None),
        Rule::EachKey(_) | Rule::EachValue(_) => (&["rules", "value", "generator"], None),
        // It is kept as a whole.
        Rule::Unknown { .. } => return Object::new(),
        _ => (&[], None),
    };
    // A second pattern is not read.
    let is_read = |key: &str, value: &Value<'_>| match format {
        Some(format) if key != "format" => {
            value.as_str().is_some_and(|text| text.is_empty() || text == format.as_str())
        }
        _ => true,
    };
    let is_known = |key: &str, value: &Value<'_>| key == "match" || (known.contains(&key) && is_read(key, value));
    kept(object, is_known)
}

/// The fields of an object but those that are known.
pub(super) fn kept(object: &Object<'_>, is_known: impl Fn(&str, &Value<'_>) -> bool) -> Object<'static> {
    let unknown = object.iter().filter(|(key, value)| !is_known(key, value));
    unknown.map(|(key, value)| (key.to_owned(), value.clone().into_owned())).collect()
}

/// Writes the rules of a set as version 4 has them.
pub(super) fn write_all(set: &RuleSet) -> Vec<Json> {
    set.rules.iter().enumerate().map(|(at, rule)| write(rule, set.extra.of_rule(at))).collect()
}

/// Writes one rule as version 4 has it, with its fields that nobody knows.
pub(super) fn write(rule: &Rule, extra: Option<&Object<'static>>) -> Json {
    if let Rule::Unknown { raw, .. } = rule {
        return raw.clone();
    }
    let mut object = extra.cloned().unwrap_or_default();
    object.insert("match", Value::string(rule.name().to_owned()));
    match rule {
        Rule::Regex(regex) => {
            object.insert("regex", Value::string(regex.as_str().to_owned()));
        }
        Rule::Type { min, max } => {
            for (key, size) in [("min", min), ("max", max)] {
                if let Some(size) = size {
                    object.insert(key, Value::Number(Number::from(*size)));
                }
            }
        }
        Rule::Include(part) => {
            object.insert("value", Value::string(part.clone()));
        }
        Rule::Date(format) | Rule::Time(format) | Rule::DateTime(format) => {
            object.insert("format", Value::string(format.as_str().to_owned()));
        }
        Rule::ContentType(expected) => {
            object.insert("value", Value::string(expected.clone()));
        }
        Rule::StatusCode(class) => {
            object.insert("status", write_class(class));
        }
        Rule::ArrayContains(variants) => {
            object.insert("variants", Value::Array(variants.iter().map(write_variant).collect()));
        }
        Rule::EachKey(each) | Rule::EachValue(each) => {
            object.insert("rules", Value::Array(write_all(&each.rules)));
            for (key, value) in [("value", &each.value), ("generator", &each.generator)] {
                if let Some(value) = value {
                    object.insert(key, value.clone());
                }
            }
        }
        _ => {}
    }
    Value::Object(object)
}

fn write_class(class: &StatusClass) -> Json {
    let code = |code: &u16| Value::Number(Number::from(*code));
    match (class, StatusClass::NAMED.into_iter().find(|(_, known)| known == class)) {
        (StatusClass::Codes(codes), _) => Value::Array(codes.iter().map(code).collect()),
        (_, Some((name, _))) => Value::string(name),
        (_, None) => Value::Null,
    }
}

fn write_variant(variant: &Variant) -> Json {
    let mut object = variant.extra.clone();
    object.insert("index", Value::Number(Number::from(variant.index)));
    object.insert("rules", rules::write_variant(&variant.rules, &variant.categories));
    if !variant.generators.is_empty() {
        object.insert("generators", generators::write_body(&variant.generators));
    }
    Value::Object(object)
}
