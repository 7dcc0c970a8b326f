//! The rules for the values under one name: of a query parameter or a header.
//!
//! A key may be the name, or the name written as a path, maybe with the position of a value behind it: `name`, `$.name`,
//! `$['name']`, `name[0]`, `name[*]`.
//!
//! | keys for a name | a value is judged by |
//! |---|---|
//! | one | the set there, also where it has a position: tools have written so and meant every value |
//! | one for all values, others with positions | the set for its position, or else that for all |
//! | several, all with positions | the set for its position, or else the first of them |

use super::{RuleSet, is_key_of, is_key_of_header};
use crate::rule_path::{RulePath, Step};
use std::borrow::Cow;
use std::collections::HashMap;

/// The rule sets for the values under one name.
#[derive(Debug)]
pub(crate) struct Named<'r> {
    /// For values that have no set of their own.
    rest: &'r RuleSet,
    /// Whether `rest` is for all values, and so also for the list of them.
    is_for_all: bool,
    by_position: HashMap<usize, &'r RuleSet>,
}

impl<'r> Named<'r> {
    pub(super) fn of_parameter(sets: &'r [(String, RuleSet)], name: &str) -> Option<Self> {
        Self::find(sets, |key| is_key_of(key, name), |key| key == name)
    }

    pub(super) fn of_header(sets: &'r [(String, RuleSet)], name: &str) -> Option<Self> {
        Self::find(sets, |key| is_key_of_header(key, name), |key| key.eq_ignore_ascii_case(name))
    }

    fn find(
        sets: &'r [(String, RuleSet)],
        is_key: impl Fn(&str) -> bool,
        is_name: impl Fn(&str) -> bool,
    ) -> Option<Self> {
        let mut of_name = sets.iter().filter(|(key, _)| is_key(key));
        let (first, second) = (of_name.next()?, of_name.next());
        let Some(second) = second else {
            return Some(Self { rest: &first.1, is_for_all: true, by_position: HashMap::new() });
        };
        let mut by_position = HashMap::new();
        let mut for_all: Option<(&RuleSet, bool)> = None;
        for (key, set) in [first, second].into_iter().chain(of_name) {
            let is_name = is_name(key);
            match split(key).1.filter(|_| !is_name) {
                Some(position) => {
                    by_position.entry(position).or_insert(set);
                }
                // The name itself goes before other spellings.
                None if for_all.is_none_or(|(_, is_exact)| is_name && !is_exact) => for_all = Some((set, is_name)),
                None => {}
            }
        }
        let rest = for_all.map_or(&first.1, |(set, _)| set);
        Some(Self { rest, is_for_all: for_all.is_some(), by_position })
    }

    /// The set for the list of values.
    pub(crate) fn of_list(&self) -> Option<&'r RuleSet> {
        self.is_for_all.then_some(self.rest)
    }

    /// The set for the value at a position, where that of the list is not for it.
    pub(crate) fn of_value(&self, position: usize) -> Option<&'r RuleSet> {
        let own = self.by_position.get(&position).copied();
        own.or_else(|| (!self.is_for_all).then_some(self.rest))
    }

    /// The set for values that have no set of their own.
    pub(super) fn of_others(&self) -> &'r RuleSet {
        self.rest
    }
}

/// The name in a key, and the position behind it.
fn split(key: &str) -> (Cow<'_, str>, Option<usize>) {
    if let Some(Ok(path)) = key.starts_with('$').then(|| RulePath::parse(key))
        && let [Step::Field(name), rest @ ..] = path.steps()
    {
        match rest {
            [] | [Step::StarIndex] => return (Cow::Owned(name.clone()), None),
            [Step::Index(index)] => return (Cow::Owned(name.clone()), Some(*index)),
            _ => {}
        }
    }
    let key = key.strip_prefix("$.").unwrap_or(key);
    match key.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')) {
        Some((name, "*")) => (Cow::Borrowed(name), None),
        Some((name, digits)) if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            // No value has a position that is too large for a number.
            (Cow::Borrowed(name), Some(digits.parse().unwrap_or(usize::MAX)))
        }
        _ => (Cow::Borrowed(key), None),
    }
}

/// The name in a key.
pub(crate) fn bare_name(key: &str) -> Cow<'_, str> {
    split(key).0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Rule;

    #[test]
    fn only_positions_and_the_form_of_a_path_are_taken_off_a_name() {
        for (key, name, position) in [
            ("a", "a", None),
            ("a[0]", "a", Some(0)),
            ("a[*]", "a", None),
            ("$.a[12]", "a", Some(12)),
            ("$['a b']", "a b", None),
            ("$['X-Id'][*]", "X-Id", None),
            ("$['X-Id'][3]", "X-Id", Some(3)),
            ("filter[x]", "filter[x]", None),
            ("filter[x][0]", "filter[x]", Some(0)),
            ("a[99999999999999999999]", "a", Some(usize::MAX)),
            ("a[]", "a[]", None),
            ("$.a b", "a b", None),
            ("$", "$", None),
        ] {
            assert_eq!(split(key), (Cow::Borrowed(name), position), "{key}");
        }
    }

    #[test]
    fn each_value_has_the_set_of_its_position_or_the_one_for_the_others() {
        for (keys, list, values) in [
            (&["X-A"][..], Some(0), [None, None, None]),
            (&["x-a[1]"], Some(0), [None, None, None]),
            (&["x-a[1]", "X-B", "$['X-A'][0]"], None, [Some(2), Some(0), Some(0)]),
            (&["X-A[*]", "X-A[1]"], Some(0), [None, Some(1), None]),
            (&["$.X-A", "X-A[1]", "x-a"], Some(2), [None, Some(1), None]),
            (&["X-B"], None, [None, None, None]),
        ] {
            let sets: Vec<_> = keys.iter().map(|key| ((*key).to_owned(), RuleSet::one(Rule::Integer))).collect();
            let named = Named::of_header(&sets, "X-A");
            let at =
                |set: Option<&RuleSet>| set.and_then(|set| sets.iter().position(|(_, known)| std::ptr::eq(known, set)));
            assert_eq!(at(named.as_ref().and_then(Named::of_list)), list, "{keys:?}");
            let of_value = |position| at(named.as_ref().and_then(|named| named.of_value(position)));
            assert_eq!([0, 1, 2].map(of_value), values, "{keys:?}");
        }
    }
}
