//! Patterns for maps and lists whose content is known by its kind, not by its place.

use super::{Meaning, Pattern, json_of};
use crate::json::Json;
use serde::Serialize;

/// Passes objects whose every key is like `key` and every value like the one given; there may be any number of entries.
///
/// For maps whose keys are data: `each_entry(regex("[A-Z]{3}", "EUR"), decimal(1.08))` passes `{"USD": 1.17, "GBP": 0.86}`,
/// and its example is `{"EUR": 1.08}`. Patterns inside the value hold for every value.
///
/// Writes `{"match": "eachKey", …}` and `{"match": "eachValue", …}` at its place, and the value's own rules at `.*` below
/// it. Contracts with it need version 4.
///
/// # Panics
/// If the key is not one rule with a text as example, such as `regex(..)` or `like("any key")`, or the value cannot be
/// written as JSON.
#[track_caller]
pub fn each_entry(key: Pattern, value: impl Serialize) -> Pattern {
    let advice = "keys are texts; give one rule with an example, such as regex(\"[A-Z]{3}\", \"EUR\")";
    match (key.meaning, key.example) {
        (Meaning::Rule(rule), Json::String(name)) => {
            let meaning = Meaning::Entries { key: rule, name: name.into() };
            Pattern { meaning, example: json_of("each_entry", value) }
        }
        (_, example) => panic!("each_entry({example}, ..): {advice}"),
    }
}

/// Passes lists that have, for each item given, an item like it; order does not count, nor do further items.
///
/// Items without patterns must be there as they are. One item of the list may serve two of those given.
///
/// Writes `{"match": "arrayContains", "variants": […]}` at its place. Contracts with it need version 4.
///
/// # Panics
/// If no item is given, or one cannot be written as JSON.
#[track_caller]
pub fn array_containing(items: impl IntoIterator<Item = impl Serialize>) -> Pattern {
    let mut variants = Vec::new();
    for item in items {
        variants.push(json_of("array_containing", item));
    }
    let advice = "every list passes; give at least one item, or write like(json!([]))";
    assert!(!variants.is_empty(), "array_containing([]): {advice}");
    Pattern { meaning: Meaning::Containing, example: Json::Array(variants) }
}
