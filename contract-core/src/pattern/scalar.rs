//! Patterns for numbers, booleans and null.

use super::{Pattern, json_of};
use crate::json::{Number, Value};
use crate::rule::Rule;
use serde::Serialize;

/// Passes any number: `100`, `99.99`, `1e3`.
///
/// In a path, header or query: any text that reads as a number.
///
/// Writes `{"match": "number"}`.
///
/// # Panics
/// If the example is not a number.
#[track_caller]
pub fn number(example: impl Serialize) -> Pattern {
    let example = json_of("number", example);
    assert!(example.as_number().is_some(), "number({example}): the example is not a number; give one, such as 99.99");
    Pattern::rule(Rule::Number, example)
}

/// Passes any number without a fraction: `100`, not `100.0`.
///
/// In a path, header or query: an optional sign and digits.
///
/// Writes `{"match": "integer"}`.
///
/// # Panics
/// If the example does not fit 64 bits.
#[track_caller]
pub fn integer(example: impl Into<i128>) -> Pattern {
    let example = example.into();
    let fits = i64::try_from(example).is_ok() || u64::try_from(example).is_ok();
    assert!(fits, "integer({example}): the example does not fit 64 bits; a shorter one will do, any length passes");
    Pattern::rule(Rule::Integer, Value::Number(Number::from(example)))
}

/// Passes any number with a fraction: `100.0`, not `100`.
///
/// In a path, header or query: an optional sign, digits, a point, digits.
///
/// Writes `{"match": "decimal"}`; `decimal(10)` has the example `10.0`.
///
/// # Panics
/// If the example is not finite.
#[track_caller]
pub fn decimal(example: impl Into<f64>) -> Pattern {
    let example = example.into();
    match Number::from_f64(example) {
        Some(number) => Pattern::rule(Rule::Decimal, Value::Number(number)),
        None => panic!("decimal({example}): JSON has no such number; give a finite one, such as 99.99"),
    }
}

/// Passes `true` and `false`, and the texts `"true"` and `"false"`.
///
/// Writes `{"match": "boolean"}`.
pub fn boolean(example: bool) -> Pattern {
    Pattern::rule(Rule::Boolean, example)
}

/// Passes `null` and nothing else.
///
/// In `json!` a plain `null` says the same; the macro does not let an entry start with that word, so it would have to be
/// `{ "note": (null()) }`.
///
/// Writes `{"match": "null"}`.
pub fn null() -> Pattern {
    Pattern::rule(Rule::Null, Value::Null)
}
