//! The values under one name of a query, header or form, against a rule set: texts, several of them maybe.
//!
//! | rule | looks at |
//! |---|---|
//! | `type` with `min` or `max` | how many values there are |
//! | `eachValue` | every value, by its own rules |
//! | `arrayContains` | whether there is a value for each variant |
//! | `eachKey`, `values` | nothing: there are no keys, so they fail |
//! | any other | every value |
//!
//! Where one rule is enough, it is enough that the list meets one that looks at it, or that each value meets one of the
//! others.

use super::value::{given_up, unmet_by, unmet_of};
use crate::json::Value;
use crate::mismatch::{Difference, RuleOrigin};
use crate::rule::{Each, Rule, Site, Variant};
use crate::rules::{Combine, Named, RuleSet};
use std::fmt::Display;

/// How many values may be looked at to find those for the variants of a list.
const MOST_TRIES: usize = 1_000_000;
const SITE: Site = Site { in_text: true, inherited: false };

/// What is not met: by the value at a position, or by the list of them.
pub(super) type Unmet = (Option<usize>, Difference, RuleOrigin);

/// Whether a rule looks at the list and not at its values.
pub(super) fn is_of_lists(rule: &Rule) -> bool {
    !rule.cascades() || matches!(rule, Rule::Type { min, max } if min.is_some() || max.is_some())
}

/// What the values under a name lack by the rules for it.
pub(super) fn unmet_under_name(named: &Named<'_>, name: &str, texts: (&[&str], &[&str])) -> Vec<Unmet> {
    let none = RuleSet::default();
    let own = |at| named.of_value(at).map(|set| (set, &name as &dyn Display));
    unmet_by_position((named.of_list().unwrap_or(&none), &name), own, texts)
}

/// What `actual` lacks by `set`; a value is compared with the expected one at its position, or with the first.
fn unmet_texts(set: &RuleSet, defined_at: &dyn Display, texts: (&[&str], &[&str])) -> Vec<Unmet> {
    unmet_by_position((set, defined_at), |_| None, texts)
}

/// A rule set, and where it is defined.
type Defined<'s> = (&'s RuleSet, &'s dyn Display);

/// The same where values at some positions have a set of their own, which judges them in the place of `set`.
pub(super) fn unmet_by_position<'s>(
    (set, defined_at): Defined<'_>,
    own: impl Fn(usize) -> Option<Defined<'s>>,
    (expected, actual): (&[&str], &[&str]),
) -> Vec<Unmet> {
    let one_is_enough = set.combine == Combine::Or;
    let (mut of_list, mut of_values, mut of_own) = (Vec::new(), Vec::new(), Vec::new());
    let mut is_met = false;
    for rule in set.rules.iter().filter(|rule| is_of_lists(rule)) {
        let found = by_list(rule, defined_at, (expected, actual));
        is_met |= one_is_enough && found.is_empty();
        of_list.extend(found);
    }
    for (at, value) in actual.iter().enumerate() {
        let pair = (Value::string(example(expected, at)), Value::string(*value));
        let check = |rule: &Rule| rule.check(&pair.0, &pair.1, SITE);
        let placed = |(difference, rule)| (Some(at), difference, rule);
        match own(at) {
            Some((set, path)) => of_own.extend(unmet_by(set, path, check).into_iter().map(placed)),
            None if is_met => {}
            None => {
                let found = unmet_of(set, defined_at, |rule| !is_of_lists(rule), check);
                of_values.extend(found.into_iter().map(placed));
            }
        }
    }
    let judges_values = set.rules.iter().any(|rule| !is_of_lists(rule));
    is_met |= one_is_enough && judges_values && of_values.is_empty();
    let of_set = of_list.into_iter().chain(of_values).filter(|_| !is_met);
    let mut unmet: Vec<Unmet> = of_set.chain(of_own).collect();
    unmet.sort_by_key(|(at, ..)| *at);
    unmet
}

fn example<'t>(expected: &[&'t str], at: usize) -> &'t str {
    expected.get(at).or(expected.first()).copied().unwrap_or_default()
}

/// What the list lacks by a rule that looks at it.
fn by_list(rule: &Rule, defined_at: &dyn Display, (expected, actual): (&[&str], &[&str])) -> Vec<Unmet> {
    let list = || Value::Array(actual.iter().map(|text| Value::string(*text)).collect());
    let origin = || RuleOrigin { rule: rule.name().to_owned(), path: defined_at.to_string() };
    let differences = match rule {
        Rule::EachValue(each) => return each_value(each, defined_at, (expected, actual)),
        Rule::ArrayContains(variants) => missing(variants, (expected, actual)),
        rule => {
            let list = list();
            rule.check(&list, &list, Site { in_text: false, inherited: false }).into_iter().collect()
        }
    };
    differences.into_iter().map(|difference| (None, difference, origin())).collect()
}

fn each_value(each: &Each, defined_at: &dyn Display, (expected, actual): (&[&str], &[&str])) -> Vec<Unmet> {
    let template = each.template().map(|value| value.to_text().into_owned());
    let template = template.as_deref().map(|text| [text]);
    let expected = match &template {
        Some(template) if expected.is_empty() => template,
        _ => expected,
    };
    unmet_texts(&each.rules, defined_at, (expected, actual))
}

/// The variants no value is of.
fn missing(variants: &[Variant], (expected, actual): (&[&str], &[&str])) -> Vec<Difference> {
    let mut tries = MOST_TRIES;
    let mut missing = Vec::new();
    for variant in variants {
        let index = variant.index;
        let Some(template) = expected.get(index) else {
            missing.push(Difference::MissingVariant { index, expected: Value::Null });
            continue;
        };
        let rules = variant.rules.start();
        let is_one = |text: &&str| match rules.applying() {
            _ if tries == 0 => false,
            Some((found, _)) => {
                tries -= 1;
                unmet_texts(found.set, found.path, (&[*template], &[*text])).is_empty()
            }
            None => template == text,
        };
        let is_there = actual.iter().any(is_one);
        if let Some(reason) = given_up(tries, "the variants of a list") {
            missing.push(reason);
            return missing;
        }
        if !is_there {
            missing.push(Difference::MissingVariant { index, expected: Value::string(*template).into_owned() });
        }
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Regex;
    use crate::rule_path::RulePath;
    use crate::rules::BodyRules;

    fn regex(source: &str) -> Rule {
        Rule::Regex(Regex::new(source).unwrap())
    }

    fn sized(min: Option<usize>, max: Option<usize>) -> Rule {
        Rule::Type { min, max }
    }

    fn contains(rule: Rule) -> Rule {
        let rules = BodyRules::compile([(RulePath::root(), RuleSet::one(rule))]);
        let exact = Variant { index: 1, ..Variant::default() };
        Rule::ArrayContains(vec![Variant { index: 0, rules, ..Variant::default() }, exact])
    }

    fn said(rules: Vec<Rule>, combine: Combine, actual: &[&str]) -> String {
        let unmet = unmet_texts(&RuleSet::of(rules, combine), &"a", (&["1", "b"], actual));
        unmet
            .iter()
            .map(|(at, difference, rule)| format!("{at:?} {} {difference}", rule.rule))
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn some_rules_look_at_the_list_and_others_at_its_values() {
        let and = |rules: Vec<Rule>, actual: &[&str]| said(rules, Combine::And, actual);
        let digits = || Rule::EachValue(Each::of([regex("[0-9]+")]));
        assert_eq!(and(vec![digits()], &["1", "22"]), "");
        assert_eq!(and(vec![digits()], &["1", "x"]), "Some(1) regex Expected 'x' to match '[0-9]+'");
        let both = || vec![sized(None, Some(5)), sized(Some(2), None)];
        assert_eq!(and(both(), &["1", "x"]), "");
        assert_eq!(and(both(), &["1"]), r#"None type Expected ["1"] (size 1) to have minimum size of 2"#);
        assert_eq!(and(vec![contains(regex("[0-9]+"))], &["b", "x", "7"]), "");
        assert_eq!(
            and(vec![contains(regex("[0-9]+"))], &["x"]),
            "None arrayContains Variant at index 0 (\"1\") was not found in the actual list\n\
             None arrayContains Variant at index 1 (\"b\") was not found in the actual list"
        );
        assert_eq!(
            and(vec![Rule::Values], &["1"]).replace('"', ""),
            "None values Unable to match [1] (Array) with rule 'values'"
        );
        assert_eq!(and(vec![Rule::Integer], &["1", "x"]), "Some(1) integer Expected 'x' (String) to be an integer");
    }

    #[test]
    fn where_one_is_enough_sizes_count_like_any_other_rule() {
        let any = |rules: Vec<Rule>, actual: &[&str]| said(rules, Combine::Or, actual);
        let rules = || vec![sized(Some(2), None), regex("x")];
        assert_eq!(any(rules(), &["x"]), "");
        assert_eq!(any(rules(), &["y", "z"]), "");
        assert_eq!(
            any(rules(), &["y"]),
            "None type Expected [\"y\"] (size 1) to have minimum size of 2\nSome(0) regex Expected 'y' to match 'x'"
        );
        assert_ne!(any(vec![sized(Some(2), None)], &["x"]), "");
    }
}
