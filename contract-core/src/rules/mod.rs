//! Which rule applies where: a contract's rules, compiled once into a tree of path steps.
//!
//! A comparison walks the body and this tree together. It carries the few tree nodes that match the way so far, so that
//! finding the rule for a node costs its depth, not the number of rules.
//!
//! Among the paths that match a node, or one of its ancestors (rules cascade), the winner is the one with the greatest
//! weight × length, where a named step or position weighs 2 and a wildcard 1; then the longest; then the first in
//! alphabetical order. Exactly one rule set applies: rules from different paths never add up.

mod compiled;
mod extra;
mod live;
mod named;
mod set;

pub use compiled::BodyRules;
pub use extra::Extra;
pub(crate) use live::{Found, Live};
pub(crate) use named::{Named, bare_name};
pub use set::{Combine, RuleSet};

use crate::json::Object;

/// What may differ from the example in one request, response or message.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rules {
    /// For the method.
    pub method: Option<RuleSet>,
    /// For the path.
    pub path: Option<RuleSet>,
    /// For the status.
    pub status: Option<RuleSet>,
    /// For query parameters, by name.
    pub query: Vec<(String, RuleSet)>,
    /// For headers, by name; case does not count.
    pub header: Vec<(String, RuleSet)>,
    /// For message metadata, by key.
    pub metadata: Vec<(String, RuleSet)>,
    /// For places in the body.
    pub body: BodyRules,
    /// Categories we give no meaning to, kept for writing back.
    pub extra: Object<'static>,
}

impl Rules {
    /// Whether nothing may differ.
    pub fn is_empty(&self) -> bool {
        self.sets().next().is_none() && self.extra.is_empty()
    }

    /// Every rule set with its category (`path`, `query`, `header`, `body` …) and its name or path there.
    pub fn sets(&self) -> impl Iterator<Item = (&'static str, String, &RuleSet)> {
        let whole = [("method", &self.method), ("path", &self.path), ("status", &self.status)];
        let whole = whole.into_iter().filter_map(|(part, set)| Some((part, String::new(), set.as_ref()?)));
        let named = [("query", &self.query), ("header", &self.header), ("metadata", &self.metadata)];
        let named =
            named.into_iter().flat_map(|(part, sets)| sets.iter().map(move |(name, set)| (part, name.clone(), set)));
        whole.chain(named).chain(self.body.iter().map(|(path, set)| ("body", path.to_string(), set)))
    }

    /// The rules for a query parameter: for those of its values that have no rules of their own.
    pub fn for_query(&self, name: &str) -> Option<&RuleSet> {
        self.of_parameter(name).map(|named| named.of_others())
    }

    /// The rules for a header: for those of its values that have no rules of their own.
    pub fn for_header(&self, name: &str) -> Option<&RuleSet> {
        self.of_header(name).map(|named| named.of_others())
    }

    /// The rules for the values of a query parameter.
    pub(crate) fn of_parameter(&self, name: &str) -> Option<Named<'_>> {
        Named::of_parameter(&self.query, name)
    }

    /// The rules for the values of a header.
    pub(crate) fn of_header(&self, name: &str) -> Option<Named<'_>> {
        Named::of_header(&self.header, name)
    }
}

/// Whether a key is this name, or the name written as a path, as old files have it.
pub(crate) fn is_key_of(key: &str, name: &str) -> bool {
    key == name || (may_hold(key, |key| key.contains(name)) && bare_name(key) == name)
}

/// The same without regard to case.
pub(crate) fn is_key_of_header(key: &str, name: &str) -> bool {
    let holds = |key: &str| {
        let mut windows = key.as_bytes().windows(name.len().max(1));
        windows.any(|window| window.eq_ignore_ascii_case(name.as_bytes()))
    };
    key.eq_ignore_ascii_case(name) || (may_hold(key, holds) && bare_name(key).eq_ignore_ascii_case(name))
}

/// Whether it is worth parsing a key: it is written as a path, and holds the name unless something in it is escaped.
fn may_hold(key: &str, holds: impl Fn(&str) -> bool) -> bool {
    (key.starts_with('$') || key.ends_with(']')) && (key.contains('\\') || holds(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Rule;

    #[test]
    fn names_written_as_paths_are_found_when_the_name_itself_is_not() {
        let rules = Rules { header: vec![("$.X-Id[0]".into(), RuleSet::one(Rule::Integer))], ..Rules::default() };
        assert!(rules.for_header("x-id").is_some());
        assert!(rules.for_query("X-Id").is_none());
    }

    #[test]
    fn what_stands_in_brackets_of_a_name_belongs_to_it_unless_it_is_a_position() {
        let query = vec![("filter[x]".into(), RuleSet::one(Rule::Integer))];
        let rules = Rules { query, ..Rules::default() };
        assert!(rules.for_query("filter").is_none() && rules.for_query("filter[x]").is_some());
    }
}
