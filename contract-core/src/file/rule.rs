//! One matching rule, as JSON.

use super::Error;
use super::reader::Reader;
use crate::json::{Json, Number, Object, Value};
use crate::rule::Rule;
use crate::rule::date::{DEFAULT_DATE, DEFAULT_DATETIME, DEFAULT_TIME};

/// Reads one rule; a rule without `match` is told by the keys it has.
pub(super) fn read(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<Rule, Error> {
    let object = value.as_object().ok_or_else(|| reader.error("expected a matching rule, which is an object"))?;
    let name = match object.get("match") {
        Some(Value::String(name)) => name.clone().into_owned(),
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
        "date" => Rule::Date(reader.format(&pattern(object, &["date"], DEFAULT_DATE))?),
        "time" => Rule::Time(reader.format(&pattern(object, &["time"], DEFAULT_TIME))?),
        "datetime" | "timestamp" => {
            Rule::DateTime(reader.format(&pattern(object, &["datetime", "timestamp"], DEFAULT_DATETIME))?)
        }
        _ => Rule::Unknown { name, raw: value.clone().into_owned() },
    })
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
        Some(value) => match value.to_text().parse() {
            Ok(size) => Ok(Some(size)),
            Err(_) => Err(reader.error(format!("`{key}` must be a whole number, but it is {value}"))),
        },
    }
}

fn pattern(object: &Object<'_>, own: &[&str], default: &str) -> String {
    let keys = ["format"].iter().chain(own);
    let found = keys.filter_map(|key| object.get(key).and_then(Value::as_str)).find(|text| !text.is_empty());
    found.unwrap_or(default).to_owned()
}

/// Writes one rule as version 4 has it.
pub(super) fn write(rule: &Rule) -> Json {
    let mut object = Object::new();
    if let Rule::Unknown { raw, .. } = rule {
        return raw.clone();
    }
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
        _ => {}
    }
    Value::Object(object)
}
