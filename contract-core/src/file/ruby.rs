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
/// Values and bytes of texts that may be added to one request or response by repeating the items of lists.
const MOST_REPEATED: usize = 1 << 16;

/// The request or response with its rules taken out of place; `None` when there are none in place.
pub(super) fn translate(part: &Object<'_>, reader: &mut Reader<'_>) -> Option<Object<'static>> {
    if !part.iter().any(|(_, value)| has_class(value)) {
        return None;
    }
    reader.note("rules written in place (`json_class`)");
    let mut translation = Translation { rules: Object::new(), room: MOST_REPEATED, is_cut: false };
    let mut translated = Object::new();
    for (key, value) in part.iter() {
        translated.insert(key.to_owned(), translation.example(value, &format!("$.{key}")));
    }
    if translation.is_cut {
        reader.note("lists that ask for so many items that their examples hold fewer");
    }
    let mut rules = translation.rules;
    // A whole query cannot have a rule in version 2; its example stays.
    if rules.remove("$.query").is_some() {
        reader.note_at("query", "a rule for a whole query, which has no place; the example alone is kept");
    }
    match translated.remove("matchingRules") {
        None | Some(Value::Null) => {}
        Some(Value::Object(stated)) => stated.into_iter().for_each(|(path, rule)| {
            rules.insert(path, rule);
        }),
        Some(odd) => {
            translated.insert("matchingRules", odd);
            return Some(translated);
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

/// How much a value counts as when it is repeated.
fn weight(value: &Value<'_>) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(weight).sum::<usize>(),
        Value::Object(object) => 1 + object.iter().map(|(key, value)| key.len() + weight(value)).sum::<usize>(),
        Value::String(text) => 1 + text.len(),
        _ => 1,
    }
}

struct Translation {
    /// The rules found so far, by path.
    rules: Object<'static>,
    /// How much repeated items may still add.
    room: usize,
    /// Whether a list got fewer items than its rule asks for.
    is_cut: bool,
}

impl Translation {
    fn example(&mut self, value: &Value<'_>, path: &str) -> Json {
        match value {
            Value::Array(items) => {
                let numbered = items.iter().enumerate();
                Value::Array(numbered.map(|(at, item)| self.example(item, &format!("{path}[{at}]"))).collect())
            }
            Value::Object(object) => match object.get(CLASS).and_then(Value::as_str) {
                Some("Pact::Term") => self.term(object, path),
                Some("Pact::SomethingLike") => {
                    self.rules.insert(path.to_owned(), rule("type", None));
                    self.contents(object, path)
                }
                Some("Pact::ArrayLike") => {
                    let min = object.get("min").and_then(Value::as_number).and_then(Number::as_u64).unwrap_or(1);
                    self.rules.insert(path.to_owned(), rule("type", Some(("min", Value::Number(min.into())))));
                    let item = self.contents(object, &format!("{path}[*]"));
                    self.repeated(item, usize::try_from(min).unwrap_or(usize::MAX))
                }
                _ => Value::Object(self.entries(object, path)),
            },
            scalar => scalar.clone().into_owned(),
        }
    }

    /// A list of as many items as are asked for, but of one at least, and of no more than there is room for.
    fn repeated(&mut self, item: Json, wanted: usize) -> Json {
        let weight = weight(&item);
        let further = wanted.saturating_sub(1).min(self.room / weight);
        self.room -= further * weight;
        self.is_cut |= further + 1 < wanted;
        Value::Array(vec![item; further + 1])
    }

    fn entries(&mut self, object: &Object<'_>, path: &str) -> Object<'static> {
        let entry = |(key, value): (&str, &Value<'_>)| {
            let mut below = path.to_owned();
            // Writing to a string cannot fail.
            let _ = write_field(&mut below, key);
            (key.to_owned(), self.example(value, &below))
        };
        object.iter().map(entry).collect()
    }

    fn contents(&mut self, object: &Object<'_>, path: &str) -> Json {
        object.get("contents").map_or(Value::Null, |contents| self.example(contents, path))
    }

    fn term(&mut self, object: &Object<'_>, path: &str) -> Json {
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
            self.rules.insert(path.to_owned(), rule("regex", Some(("regex", Value::string(source)))));
        }
        find("generate").map_or(Value::Null, |value| value.clone().into_owned())
    }
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
