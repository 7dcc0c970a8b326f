//! A body as one value: the rules at its root judge all of it.
//!
//! | rule at `$` | asks for |
//! |---|---|
//! | `contentType` | bytes that look like that type, whatever the body's family |
//! | `notEmpty` | one byte or more |
//! | `equality` | the bytes of the example |
//! | `type` | a body |
//! | any other | what it asks of a text; a body that is no text fails |

use super::super::value::unmet_by;
use super::Sides;
use crate::body::{detect, is_of_type, sniff};
use crate::json::Value;
use crate::mismatch::{Difference, Mismatch, Place};
use crate::rule::{Rule, Site};
use crate::rules::Found;
use std::fmt::Write as _;

/// How many bytes a difference shows.
const SHOWN: usize = 32;

/// A body against the rules at its root; `texts` are expected and actual, where they are texts.
pub(super) fn compare_by_rules(
    sides: &Sides<'_>,
    (found, inherited): (Found<'_>, bool),
    texts: Option<(&str, &str)>,
    mismatches: &mut Vec<Mismatch>,
) {
    let check = |rule: &Rule| match (rule, texts) {
        (Rule::ContentType(wanted), _) => {
            let detected = || detect(sides.actual, wanted);
            let differs = !is_of_type(sides.actual, wanted);
            differs.then(|| Difference::ContentType { expected: wanted.clone(), detected: detected() })
        }
        (Rule::NotEmpty, _) => sides.actual.is_empty().then_some(Difference::EmptyBody),
        (Rule::Type { .. }, _) => None,
        (Rule::Equality, Some((expected, actual))) => (expected != actual).then(|| unequal_text(expected, actual)),
        (Rule::Equality, None) => unequal_bytes(sides),
        (rule, Some((expected, actual))) => {
            let values = (&Value::string(expected), &Value::string(actual));
            rule.check(values.0, values.1, Site { in_text: true, inherited })
        }
        (rule, None) => {
            let actual = Value::string(described(sides.actual, sides.actual_type));
            Some(Difference::NotApplicable { rule: rule.name().to_owned(), actual })
        }
    };
    for (difference, rule) in unmet_by(found.set, found.path, check) {
        mismatches.push(Mismatch { place: Place::Body("$".to_owned()), difference, rule: Some(rule) });
    }
}

pub(super) fn unequal_text(expected: &str, actual: &str) -> Difference {
    Difference::UnequalText { expected: expected.to_owned(), actual: actual.to_owned() }
}

/// The difference between the bytes of both sides, if they differ.
pub(super) fn unequal_bytes(sides: &Sides<'_>) -> Option<Difference> {
    let expected = sides.expected.to_bytes().unwrap_or_default();
    (*expected != *sides.actual).then(|| Difference::UnequalBytes {
        expected: described(&expected, sides.expected_type),
        actual: described(sides.actual, sides.actual_type),
    })
}

fn described(bytes: &[u8], stated: Option<&str>) -> String {
    let kind = stated.map_or_else(|| detect(bytes, sniff(bytes)), ToOwned::to_owned);
    let mut text = format!("{kind}, {} bytes, starting with ", bytes.len());
    for byte in bytes.iter().take(SHOWN) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
