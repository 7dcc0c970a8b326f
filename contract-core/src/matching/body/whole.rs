//! A body as one value: the rules at its root judge all of it.
//!
//! | rule at `$` | asks for |
//! |---|---|
//! | `contentType` | bytes that look like that type, whatever the body's family, and of a multipart body that it was sent as that type; other rules for bodies that have parts hold beside it |
//! | `notEmpty` | one byte or more |
//! | `equality` | the bytes of the example |
//! | `type` | a body |
//! | any other | what it asks of a text; a body that is no text fails |

use super::super::value::{unmet_by, unmet_of};
use super::Sides;
use crate::body::{ContentType, Family, detect, is_of_type, sniff};
use crate::json::Value;
use crate::mismatch::{Difference, Mismatch, Place};
use crate::rule::{Rule, Site};
use crate::rules::{Combine, Found, RuleSet};
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
        (Rule::ContentType(wanted), _) => unlike_type(sides, wanted),
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

/// The rules of a set that do not ask for the looks of a body.
pub(super) fn without_content_type(set: &RuleSet) -> RuleSet {
    let rules = set.rules.iter().filter(|rule| !matches!(rule, Rule::ContentType(_))).cloned().collect();
    RuleSet::of(rules, set.combine)
}

/// Judges the looks of a body, and says whether they are met. Where it is enough to meet one rule of the set and others are
/// left to meet, nothing is reported.
pub(super) fn compare_looks(
    sides: &Sides<'_>,
    found: &Found<'_>,
    family: Family,
    mismatches: &mut Vec<Mismatch>,
) -> bool {
    let check = |rule: &Rule| match rule {
        // Parts between boundaries look like any text: what they are is what they were sent as.
        Rule::ContentType(wanted) if family == Family::Multipart => unlike_sent(sides, wanted),
        Rule::ContentType(wanted) => unlike_type(sides, wanted),
        _ => None,
    };
    let unmet = unmet_of(found.set, found.path, |rule| matches!(rule, Rule::ContentType(_)), check);
    let has_others = found.set.rules.iter().any(|rule| !matches!(rule, Rule::ContentType(_)));
    let (met, is_needed) = (unmet.is_empty(), found.set.combine == Combine::And || !has_others);
    for (difference, rule) in unmet.into_iter().filter(|_| is_needed) {
        mismatches.push(Mismatch { place: Place::Body("$".to_owned()), difference, rule: Some(rule) });
    }
    met
}

fn unlike_type(sides: &Sides<'_>, wanted: &str) -> Option<Difference> {
    let detected = || detect(sides.actual, wanted);
    let differs = !is_of_type(sides.actual, wanted);
    differs.then(|| Difference::ContentType { expected: wanted.to_owned(), detected: detected() })
}

fn unlike_sent(sides: &Sides<'_>, wanted: &str) -> Option<Difference> {
    let sent = ContentType::parse(sides.actual_type.unwrap_or_else(|| sniff(sides.actual))).essence;
    let differs = sent != ContentType::parse(wanted).essence;
    differs.then(|| Difference::ContentType { expected: wanted.to_owned(), detected: sent })
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
