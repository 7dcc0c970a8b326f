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
mod set;

pub use compiled::BodyRules;
pub use extra::Extra;
pub(crate) use live::{Found, Live};
pub use set::{Combine, RuleSet};

use crate::json::Object;
use crate::rule_path::{RulePath, Step};
use std::borrow::Cow;

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

    /// The rules for a query parameter.
    pub fn for_query(&self, name: &str) -> Option<&RuleSet> {
        let exact = self.query.iter().find(|(key, _)| key == name);
        exact.or_else(|| self.query.iter().find(|(key, _)| is_key_of(key, name))).map(|(_, set)| set)
    }

    /// The rules for the value of a query parameter at one position, where there are any for it alone.
    pub(crate) fn for_query_value(&self, name: &str, position: usize) -> Option<&RuleSet> {
        // One alone is for all values: tools have written it so.
        let of_name = |(key, _): &&(String, RuleSet)| is_key_of(key, name);
        let mut sets = self.query.iter().filter(of_name);
        let (first, second) = (sets.next()?, sets.next()?);
        let key = format!("{name}[{position}]");
        let is_it = |key: &str, known: &str| known.strip_prefix("$.").unwrap_or(known) == key;
        let found = [first, second].into_iter().chain(sets).find(|(known, _)| is_it(&key, known));
        found.map(|(_, set)| set)
    }

    /// The rules for a header.
    pub fn for_header(&self, name: &str) -> Option<&RuleSet> {
        let exact = self.header.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        exact.or_else(|| self.header.iter().find(|(key, _)| is_key_of_header(key, name))).map(|(_, set)| set)
    }
}

/// The name in a key that may be written as a path: `$.name`, `$['name']`, `name[0]`, `name[*]`.
pub(crate) fn bare_name(key: &str) -> Cow<'_, str> {
    if let Some(Ok(path)) = key.starts_with('$').then(|| RulePath::parse(key))
        && let [Step::Field(name)] | [Step::Field(name), Step::Index(_) | Step::StarIndex] = path.steps()
    {
        return Cow::Owned(name.clone());
    }
    let key = key.strip_prefix("$.").unwrap_or(key);
    let position = key.strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
    let is_position = |inner: &str| inner == "*" || inner.bytes().all(|byte| byte.is_ascii_digit());
    match position {
        Some((name, inner)) if !inner.is_empty() && is_position(inner) => Cow::Borrowed(name),
        _ => Cow::Borrowed(key),
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
    fn only_positions_and_the_form_of_a_path_are_taken_off_a_name() {
        for (key, name) in [
            ("a", "a"),
            ("a[0]", "a"),
            ("a[*]", "a"),
            ("$.a[12]", "a"),
            ("$['a b']", "a b"),
            ("$['X-Id'][*]", "X-Id"),
            ("filter[x]", "filter[x]"),
            ("filter[x][0]", "filter[x]"),
            ("a[]", "a[]"),
            ("$.a b", "a b"),
            ("$", "$"),
        ] {
            assert_eq!(bare_name(key), name, "{key}");
        }
        let query = vec![("filter[x]".into(), RuleSet::one(Rule::Integer))];
        let rules = Rules { query, ..Rules::default() };
        assert!(rules.for_query("filter").is_none() && rules.for_query("filter[x]").is_some());
    }
}
