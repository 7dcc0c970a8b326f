//! Rules written in place, as the first Ruby tools did: objects with a `json_class` in bodies, headers and paths.
//!
//! They are translated into the flat rules of version 2 before anything else is read:
//!
//! | object | example | rule |
//! |---|---|---|
//! | `{"json_class": "Pact::Term", "data": {"generate": E, "matcher": R}}` | `E` | `regex` |
//! | `{"json_class": "Pact::SomethingLike", "contents": E}` | `E` | `type` |
//! | `{"json_class": "Pact::ArrayLike", "contents": E, "min": N}` | a list of `N` times `E` | `type` with `min` |
//!
//! `R` is a text or `{"json_class": "Regexp", "o": options, "s": source}`.

use super::reader::Reader;
use crate::json::{Json, Number, Object, Value};
use crate::rule_path::write_field;

const CLASS: &str = "json_class";
/// How many items an example list may be repeated to.
const MOST_ITEMS: usize = 1_000;

/// The request or response with its rules taken out of place; `None` when there are none in place.
pub(super) fn translate(part: &Object<'_>, reader: &mut Reader<'_>) -> Option<Object<'static>> {
    if !part.iter().any(|(_, value)| has_class(value)) {
        return None;
    }
    reader.note("rules written in place (`json_class`)");
    let mut rules = Object::new();
    let mut translated = Object::new();
    for (key, value) in part.iter() {
        translated.insert(key.to_owned(), example(value, &format!("$.{key}"), &mut rules));
    }
    // A whole query cannot have a rule in version 2; its example stays.
    if rules.remove("$.query").is_some() {
        reader.note_at("query", "a rule for a whole query, which has no place; the example alone is kept");
    }
    if let Some(Value::Object(stated)) = translated.remove("matchingRules") {
        for (path, rule) in stated {
            rules.insert(path, rule);
        }
    }
    translated.insert("matchingRules", Value::Object(rules));
    Some(translated)
}

fn has_class(value: &Value<'_>) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_class),
        Value::Object(object) => object.contains_key(CLASS) || object.iter().any(|(_, value)| has_class(value)),
        _ => false,
    }
}

fn example(value: &Value<'_>, path: &str, rules: &mut Object<'static>) -> Json {
    match value {
        Value::Array(items) => {
            let numbered = items.iter().enumerate();
            Value::Array(numbered.map(|(at, item)| example(item, &format!("{path}[{at}]"), rules)).collect())
        }
        Value::Object(object) => match object.get(CLASS).and_then(Value::as_str) {
            Some("Pact::Term") => term(object, path, rules),
            Some("Pact::SomethingLike") => {
                rules.insert(path.to_owned(), rule("type", None));
                contents(object, path, rules)
            }
            Some("Pact::ArrayLike") => {
                let min = object.get("min").and_then(Value::as_number).and_then(Number::as_u64);
                let min = usize::try_from(min.unwrap_or(1)).unwrap_or(MOST_ITEMS).min(MOST_ITEMS);
                rules.insert(path.to_owned(), rule("type", Some(("min", Value::Number(min.into())))));
                let item = contents(object, &format!("{path}[*]"), rules);
                Value::Array(vec![item; min.max(1)])
            }
            _ => Value::Object(entries(object, path, rules)),
        },
        scalar => scalar.clone().into_owned(),
    }
}

fn entries(object: &Object<'_>, path: &str, rules: &mut Object<'static>) -> Object<'static> {
    let entry = |(key, value): (&str, &Value<'_>)| {
        let mut below = path.to_owned();
        // Writing to a string cannot fail.
        let _ = write_field(&mut below, key);
        (key.to_owned(), example(value, &below, rules))
    };
    object.iter().map(entry).collect()
}

fn contents(object: &Object<'_>, path: &str, rules: &mut Object<'static>) -> Json {
    object.get("contents").map_or(Value::Null, |contents| example(contents, path, rules))
}

fn term(object: &Object<'_>, path: &str, rules: &mut Object<'static>) -> Json {
    let data = object.get("data");
    let find = |key: &str| data.and_then(|data| data.get(key)).or_else(|| object.get(key));
    let source = match find("matcher") {
        Some(Value::String(source)) => Some(source.to_string()),
        Some(matcher) => matcher.get("s").and_then(Value::as_str).map(|source| {
            let options = matcher.get("o").and_then(Value::as_number).and_then(Number::as_u64).unwrap_or(0);
            flags(options) + source
        }),
        None => None,
    };
    if let Some(source) = source {
        rules.insert(path.to_owned(), rule("regex", Some(("regex", Value::string(source)))));
    }
    find("generate").map_or(Value::Null, |value| value.clone().into_owned())
}

/// Ruby's options as inline flags: 1 ignores case, 2 allows white space, 4 lets `.` match line breaks.
fn flags(options: u64) -> String {
    let flags: String =
        [(1, 'i'), (2, 'x'), (4, 's')].iter().filter(|(bit, _)| options & bit != 0).map(|(_, c)| *c).collect();
    if flags.is_empty() { flags } else { format!("(?{flags})") }
}

fn rule(name: &'static str, parameter: Option<(&'static str, Json)>) -> Json {
    let entries = [("match", Value::string(name))].into_iter().chain(parameter);
    Value::Object(entries.collect())
}
