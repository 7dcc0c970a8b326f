//! Values the provider makes up when its state is set up.

use super::{Meaning, Pattern, json_of};
use serde::Serialize;

/// A value only the provider knows, such as the id of a record its state set-up has just created.
///
/// The consumer's test sees the example. A verifier replays the request with what the state's set-up returned:
/// `"${id}"`, or just `"id"`, is the value of that name, `"/orders/${id}"` a text around it. The value is converted to
/// the example's kind.
///
/// Passes what [`like`](super::like) passes, unless the example is itself a pattern, as in
/// `from_state("${id}", regex("[0-9]+", "42"))`.
///
/// Writes `{"match": "type"}`, and the generator
/// `{"type": "ProviderState", "expression": expression, "dataType": …}`.
///
/// # Panics
/// If the expression is empty or has a `${` without its `}`, or the example cannot be written as JSON.
#[track_caller]
pub fn from_state(expression: impl Into<String>, example: impl Serialize) -> Pattern {
    let expression = expression.into();
    if let Err(error) = crate::generate::check_expression(&expression) {
        panic!("from_state({expression:?}, ..): {error}; write it as \"${{id}}\" or \"/orders/${{id}}\"");
    }
    Pattern { meaning: Meaning::FromState { expression }, example: json_of("from_state", example) }
}
