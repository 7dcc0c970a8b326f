//! Query parameters: a map from names to values in order.
//!
//! The order of names does not count, the order of values under one name does. Parameters nobody expects are differences.
//! Under a rule every value must pass, and how many there are is free unless the rule bounds it. A rule kept under
//! `name[n]`, where others are for the same name, is for the value at that position.

use super::texts::unmet_under_name;
use crate::body::form::{Parameters, decode, parse};
use crate::mismatch::{Difference, Mismatch, Place};
use crate::rules::{Named, Rules};
use std::collections::{HashMap, HashSet};

const WHAT: &str = "query parameter";

pub(super) fn compare(expected: &Parameters, rules: &Rules, actual: &str, mismatches: &mut Vec<Mismatch>) {
    let actual = parse(actual);
    let found: HashMap<&str, &Vec<_>> = actual.iter().map(|(name, values)| (name.as_str(), values)).collect();
    for (name, values) in expected {
        let place = Place::Query(name.clone());
        match found.get(name.as_str()) {
            None => {
                let difference = Difference::Missing { what: WHAT, name: name.clone() };
                mismatches.push(Mismatch::plain(place, difference));
            }
            Some(found) => match rules.of_parameter(name) {
                Some(named) => compare_by_rule(&named, (values, found), &place, mismatches),
                None => compare_values((values, found), &place, mismatches),
            },
        }
    }
    let known: HashSet<&str> = expected.iter().map(|(name, _)| name.as_str()).collect();
    for (name, _) in &actual {
        if !known.contains(name.as_str()) {
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

fn compare_by_rule(named: &Named<'_>, (expected, actual): Values<'_>, place: &Place, mismatches: &mut Vec<Mismatch>) {
    let Place::Query(name) = place else { return };
    let texts = |values: &[Option<String>]| values.iter().map(|value| value.clone().unwrap_or_default()).collect();
    let (expected, actual): (Vec<String>, Vec<String>) = (texts(expected), texts(actual));
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    let actual: Vec<&str> = actual.iter().map(String::as_str).collect();
    for (_, difference, rule) in unmet_under_name(named, name, (&expected, &actual)) {
        mismatches.push(Mismatch { place: place.clone(), difference, rule: Some(rule) });
    }
}

fn compare_values((expected, actual): Values<'_>, place: &Place, mismatches: &mut Vec<Mismatch>) {
    let Place::Query(name) = place else { return };
    if expected.is_empty() && actual.iter().all(Option::is_none) {
        // A name without values arrives as a name alone.
        return;
    }
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
    use crate::rule::{Regex, Rule};
    use crate::rules::RuleSet;

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

    #[test]
    fn rules_at_positions_are_for_the_values_there() {
        let regex = |source| RuleSet::one(Rule::Regex(Regex::new(source).unwrap()));
        let query = vec![("a[0]".into(), regex("[0-9]+")), ("a[1]".into(), regex("[a-z]+"))];
        let rules = Rules { query, ..Rules::default() };
        assert_eq!(compared("a=1&a=x", &rules, "a=2&a=y"), "");
        assert_eq!(compared("a=1&a=x", &rules, "a=y&a=2").matches("to match").count(), 2);
        let two = RuleSet::one(Rule::Type { min: Some(2), max: None });
        let query = vec![("a".into(), two), ("a[0]".into(), regex("[0-9]+"))];
        let sized = Rules { query, ..Rules::default() };
        assert_eq!(compared("a=1&a=x", &sized, "a=2&a=y"), "");
        let said = compared("a=1&a=x", &sized, "a=z");
        assert_eq!(said, "Expected [\"z\"] (size 1) to have minimum size of 2; Expected 'z' to match '[0-9]+'");
        let one = Rules { query: vec![("a[0]".into(), regex("[0-9]+"))], ..Rules::default() };
        assert_eq!(compared("a=1&a=2", &one, "a=2&a=y"), "Expected 'y' to match '[0-9]+'");
    }

    #[test]
    fn a_name_without_values_arrives_alone() {
        let expected = vec![("a".to_owned(), Vec::new())];
        let said = |actual: &str| {
            let mut mismatches = Vec::new();
            compare(&expected, &Rules::default(), actual, &mut mismatches);
            mismatches.len()
        };
        assert_eq!((said("a"), said("a="), said("a=1"), said("")), (0, 1, 1, 1));
    }
}
