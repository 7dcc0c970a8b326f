//! The rules at one place.

use super::Extra;
use crate::json::Object;
use crate::rule::Rule;

/// The rules at one place, and whether all or any of them must be met.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RuleSet {
    /// The rules in the order of the file.
    pub rules: Vec<Rule>,
    /// Whether all or one must be met.
    pub combine: Combine,
    /// Fields of the set and its rules that we give no meaning to.
    pub extra: Extra,
}

impl RuleSet {
    /// A single rule.
    pub fn one(rule: Rule) -> Self {
        Self::of(vec![rule], Combine::And)
    }

    /// These rules, all or one of which must be met.
    pub fn of(rules: Vec<Rule>, combine: Combine) -> Self {
        Self { rules, combine, extra: Extra::default() }
    }

    /// Whether it has neither rules nor anything kept.
    pub(crate) fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.extra.is_empty()
    }

    /// Adds a rule, with its fields that nobody knows.
    pub(crate) fn push(&mut self, rule: Rule, unknown: Object<'static>) {
        self.extra.keep_of_rule(self.rules.len(), unknown);
        self.rules.push(rule);
    }

    /// Adds the rules of another set; of fields both sets have, its own stay.
    pub(crate) fn append(&mut self, other: Self) {
        self.extra.append(other.extra, self.rules.len());
        self.rules.extend(other.rules);
    }
}

/// How several rules at one place add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Combine {
    /// Every rule must be met.
    #[default]
    And,
    /// One rule must be met.
    Or,
}
