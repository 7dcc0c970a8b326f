//! One value against the rule set that applies to it.

use crate::json::Value;
use crate::mismatch::{Difference, Mismatch, Place, RuleOrigin};
use crate::rule::{Budget, Rule, SPENT, Site};
use crate::rules::{Combine, RuleSet};

/// What `actual` lacks by `set`, each with the rule that asked for it.
pub(super) fn unmet(
    set: &RuleSet,
    defined_at: &dyn std::fmt::Display,
    (expected, actual): (&Value<'_>, &Value<'_>),
    site: Site,
) -> Vec<(Difference, RuleOrigin)> {
    unmet_of(set, defined_at, |rule| rule.judges((expected, actual), site), |rule| rule.check(expected, actual, site))
}

/// What something lacks by `set`, when `check` says what it lacks by one rule.
pub(super) fn unmet_by(
    set: &RuleSet,
    defined_at: &dyn std::fmt::Display,
    check: impl Fn(&Rule) -> Option<Difference>,
) -> Vec<(Difference, RuleOrigin)> {
    unmet_of(set, defined_at, |_| true, check)
}

/// The same by those of the rules that have a say: the others are neither met nor unmet.
pub(super) fn unmet_of(
    set: &RuleSet,
    defined_at: &dyn std::fmt::Display,
    judges: impl Fn(&Rule) -> bool,
    check: impl Fn(&Rule) -> Option<Difference>,
) -> Vec<(Difference, RuleOrigin)> {
    let mut unmet = Vec::new();
    for rule in set.rules.iter().filter(|rule| judges(rule)) {
        if let Some(difference) = check(rule) {
            unmet.push((difference, RuleOrigin { rule: rule.name().to_owned(), path: defined_at.to_string() }));
        } else if set.combine == Combine::Or {
            return Vec::new();
        }
    }
    unmet
}

/// Whether a set asks for nothing but equality, which is what a comparison without rules does anyway.
pub(super) fn is_strict(set: &RuleSet) -> bool {
    set.rules.iter().all(|rule| *rule == Rule::Equality)
}

/// Whether a set asks for equality, and maybe for more.
pub(super) fn is_exact(set: &RuleSet) -> bool {
    is_strict(set) || (set.combine == Combine::And && set.rules.contains(&Rule::Equality))
}

/// Whether every rule of a set is to be met.
pub(super) fn all_are_met(set: &RuleSet) -> bool {
    set.combine == Combine::And || set.rules.len() == 1
}

/// Why looking for something among many was given up, if it was: its own tries are spent, or the work for expressions is.
pub(super) fn given_up(tries: usize, what: &'static str) -> Option<Difference> {
    let what = if tries == 0 { what } else { SPENT };
    (tries == 0 || Budget::is_spent()).then_some(Difference::TooMuchWork { what })
}

/// A text of a path, query, header or status against its rule set.
pub(super) fn compare_text(
    set: &RuleSet,
    (expected, actual): (&str, &str),
    place: &Place,
    mismatches: &mut Vec<Mismatch>,
) {
    let name = match place {
        Place::Query(name) | Place::Header(name) | Place::Metadata(name) => name.as_str(),
        Place::Path => "path",
        Place::Method => "method",
        _ => "status",
    };
    let texts = (&Value::string(expected), &Value::string(actual));
    for (difference, rule) in unmet(set, &name, texts, Site { in_text: true, inherited: false }) {
        mismatches.push(Mismatch { place: place.clone(), difference, rule: Some(rule) });
    }
}
