//! Patterns about a value's shape: the same kind, the same value, a list of the same.

use super::{Meaning, Pattern, json_of, marker};
use crate::json::Json;
use crate::rule::Rule;
use serde::Serialize;

/// How many items an example may be asked for: a contract is read by people.
pub(super) const MOST_ITEMS: usize = 1_000;

/// Passes any value of the example's kind; below an object or list, every value of the kind at its place.
///
/// Objects may have more keys than the example, not fewer. Numbers of any form are of one kind. Items of a list are
/// compared with the first item of the example; use [`each_like`] to bound their number. Patterns inside the example
/// hold where they stand.
///
/// Writes `{"match": "type"}` at its place, which other places below inherit.
///
/// # Panics
/// If the example cannot be written as JSON.
#[track_caller]
pub fn like(example: impl Serialize) -> Pattern {
    Pattern::rule(Rule::Type { min: None, max: None }, json_of("like", example))
}

/// Passes the value itself and nothing else, also where a [`like`] around it would be more generous.
///
/// Writes `{"match": "equality"}` at its place.
///
/// # Panics
/// If the value cannot be written as JSON.
#[track_caller]
pub fn equal(value: impl Serialize) -> Pattern {
    Pattern::rule(Rule::Equality, json_of("equal", value))
}

/// Passes a list of at least one item, every item like the one given.
///
/// Give one item, not a list. The example is a list of that item. Patterns inside the item hold for every item.
///
/// Writes `{"match": "type", "min": 1}` at the list's place, and the item's rules at `[*]` below it.
///
/// # Panics
/// If the item cannot be written as JSON.
#[track_caller]
pub fn each_like(item: impl Serialize) -> Pattern {
    each(json_of("each_like", item), 1, None)
}

/// Passes a list of at least `min` items, every item like the one given.
///
/// With 0 an empty list passes as well; the example still has one item, as an empty one would say nothing about items.
///
/// Writes `{"match": "type", "min": min}` at the list's place, and the item's rules at `[*]` below it.
///
/// # Panics
/// If `min` is greater than 1000, or the item cannot be written as JSON.
#[track_caller]
pub fn each_like_min(item: impl Serialize, min: usize) -> Pattern {
    each(json_of("each_like_min", item), min, None)
}

/// Passes a list of at least `min` and at most `max` items, every item like the one given.
///
/// Writes `{"match": "type", "min": min, "max": max}` at the list's place, and the item's rules at `[*]` below it.
///
/// # Panics
/// If `max` is 0 or less than `min`, `min` is greater than 1000, or the item cannot be written as JSON.
#[track_caller]
pub fn each_like_between(item: impl Serialize, min: usize, max: usize) -> Pattern {
    assert!(max > 0, "each_like_between(.., {min}, 0): a list without items has nothing to be like; write `json!([])`");
    assert!(min <= max, "each_like_between(.., {min}, {max}): no list has at least {min} and at most {max} items");
    each(json_of("each_like_between", item), min, Some(max))
}

/// Passes values of the example's kind that are not empty: neither `""`, `[]`, `{}` nor null.
///
/// Below an object or list the same goes for everything that is no pattern itself.
///
/// Writes `{"match": "notEmpty"}` at its place, which other places below inherit.
///
/// # Panics
/// If the example, or a value inside it, is empty, or the example cannot be written as JSON.
#[track_caller]
pub fn not_empty(example: impl Serialize) -> Pattern {
    let example = json_of("not_empty", example);
    assert!(!holds_nothing(&example), "not_empty({example}): the example is empty, or a value inside it is; fill it");
    Pattern::rule(Rule::NotEmpty, example)
}

fn holds_nothing(value: &Json) -> bool {
    match value {
        _ if marker::read(value).is_some() => false,
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty() || items.iter().any(holds_nothing),
        Json::Object(object) => object.is_empty() || object.iter().any(|(_, value)| holds_nothing(value)),
        Json::Bool(_) | Json::Number(_) => false,
    }
}

#[track_caller]
fn each(item: Json, min: usize, max: Option<usize>) -> Pattern {
    assert!(
        min <= MOST_ITEMS,
        "a list of at least {min} items needs an example that long; ask for {MOST_ITEMS} at most"
    );
    Pattern { meaning: Meaning::Each { min, max }, example: item }
}
