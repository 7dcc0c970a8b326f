//! Query parameters: a map from names to values in order.
//!
//! The order of names does not count, the order of values under one name does. Parameters nobody expects are differences.
//! Under a rule every value must pass, and how many there are is free unless the rule bounds it.

use super::value::compare_text;
use crate::body::form::{Parameters, decode, parse};
use crate::json::Value;
use crate::mismatch::{Difference, Mismatch, Place};
use crate::rule::{Rule, Site};
use crate::rules::{RuleSet, Rules};

const WHAT: &str = "query parameter";

pub(super) fn compare(expected: &Parameters, rules: &Rules, actual: &str, mismatches: &mut Vec<Mismatch>) {
    let actual = parse(actual);
    for (name, values) in expected {
        let place = Place::Query(name.clone());
        match actual.iter().find(|(known, _)| known == name) {
            None => {
                let difference = Difference::Missing { what: WHAT, name: name.clone() };
                mismatches.push(Mismatch::plain(place, difference));
            }
            Some((_, found)) => match rules.for_query(name) {
                Some(set) => compare_by_rule(set, (values, found), &place, mismatches),
                None => compare_values((values, found), &place, mismatches),
            },
        }
    }
    for (name, _) in &actual {
        if !expected.iter().any(|(known, _)| known == name) {
            let difference = Difference::Unexpected { what: WHAT, name: name.clone() };
            mismatches.push(Mismatch::plain(Place::Query(name.clone()), difference));
        }
    }
}

/// A query of version 1.0: one text, compared as a whole but for its percent-encoding.
pub(super) fn compare_exactly(expected: &str, actual: &str, mismatches: &mut Vec<Mismatch>) {
    if decode(expected) != decode(actual) {
        let (expected, actual) = (format!("'{expected}'"), format!("'{actual}'"));
        let difference = Difference::Plain { what: "query", expected, actual };
        mismatches.push(Mismatch::plain(Place::Query(String::new()), difference));
    }
}

type Values<'v> = (&'v [Option<String>], &'v [Option<String>]);

fn compare_by_rule(set: &RuleSet, (expected, actual): Values<'_>, place: &Place, mismatches: &mut Vec<Mismatch>) {
    let sized = |rule: &Rule| matches!(rule, Rule::Type { min, max } if min.is_some() || max.is_some());
    if let Some(rule) = set.rules.iter().find(|rule| sized(rule)) {
        let list = Value::Array(actual.iter().map(|value| Value::string(value.as_deref().unwrap_or(""))).collect());
        if let Some(difference) = rule.check(&list, &list, Site { in_text: true, inherited: false }) {
            mismatches.push(Mismatch::plain(place.clone(), difference));
        }
    }
    for (at, value) in actual.iter().enumerate() {
        let example = expected.get(at).or(expected.first()).and_then(Option::as_deref).unwrap_or("");
        compare_text(set, (example, value.as_deref().unwrap_or("")), place, mismatches);
    }
}

fn compare_values((expected, actual): Values<'_>, place: &Place, mismatches: &mut Vec<Mismatch>) {
    let Place::Query(name) = place else { return };
    if expected.len() != actual.len() {
        let (expected, actual) = (expected.len(), actual.len());
        let difference = Difference::ValueCount { what: WHAT, name: name.clone(), expected, actual };
        mismatches.push(Mismatch::plain(place.clone(), difference));
    }
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    for (expected, actual) in expected.iter().zip(actual) {
        if text(expected) != text(actual) {
            let (expected, actual) = (text(expected), text(actual));
            let difference = Difference::Value { what: WHAT, name: name.clone(), expected, actual };
            mismatches.push(Mismatch::plain(place.clone(), difference));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Regex;

    fn compared(expected: &str, rules: &Rules, actual: &str) -> String {
        let mut mismatches = Vec::new();
        compare(&parse(expected), rules, actual, &mut mismatches);
        mismatches.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn names_in_any_order_and_values_in_order() {
        let none = Rules::default();
        for (expected, actual, said) in [
            ("a=1&b=2", "b=2&a=1", ""),
            (
                "a=1&a=2",
                "a=2&a=1",
                "Expected query parameter 'a' with value '1' but was '2'; \
              Expected query parameter 'a' with value '2' but was '1'",
            ),
            ("a=1", "a=1&", ""),
            ("a=x y", "a=x+y", ""),
            ("a=x=y", "a=x%3Dy", ""),
            ("a=1&b=2", "a=1", "Expected query parameter 'b' but was missing"),
            ("a=1", "a=1&c=3", "Unexpected query parameter 'c' received"),
            ("a=1", "a=1&a=1", "Expected query parameter 'a' with 1 value(s) but received 2 value(s)"),
            ("", "", ""),
        ] {
            assert_eq!(compared(expected, &none, actual), said, "{expected} {actual}");
        }
    }

    #[test]
    fn a_rule_checks_every_value_whatever_their_number() {
        let digits = Rule::Regex(Regex::new(r"\d{1,4}").unwrap());
        let rules = Rules { query: vec![("a".into(), RuleSet::one(digits))], ..Rules::default() };
        assert_eq!(compared("a=1", &rules, "a=123&a=9999"), "");
        assert_eq!(compared("a=1", &rules, "a=1&a=9999X"), r"Expected '9999X' to match '\d{1,4}'");
        let most = Rule::Type { min: None, max: Some(1) };
        let rules = Rules { query: vec![("a".into(), RuleSet::one(most))], ..Rules::default() };
        assert!(compared("a=1", &rules, "a=1&a=2").contains("maximum size of 1"));
    }
}
