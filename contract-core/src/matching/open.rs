//! Rules that open the list or map they stand at: `values`, `eachKey`, `eachValue` and `arrayContains` at their own place. Which
//! of the rules there are looked at, and what they ask of the entries; for JSON and for gRPC messages alike.

use super::value::{all_are_met, is_exact, is_strict};
use crate::json::Json;
use crate::mismatch::Mismatch;
use crate::rule::{Each, Rule, Variant};
use crate::rule_path::RulePath;
use crate::rules::{Combine, Found, Live, RuleSet};
use std::borrow::Cow;
use std::collections::HashSet;

/// What trying one of several rules costs, in values looked at.
pub(super) const COST_OF_A_WAY: usize = 10;

/// Of how many rules, one of which would be enough, it is told what is not met.
const MOST_TOLD: usize = 10;

/// Which of the rules at a list or map are looked at.
#[derive(Debug, Clone, Copy)]
pub(super) enum Asked<'r> {
    All,
    /// One that opens it.
    One(&'r Rule),
    /// Those that do not open it.
    Plain,
}

impl Asked<'_> {
    pub(super) fn includes(self, rule: &Rule) -> bool {
        match self {
            Self::All => true,
            Self::One(one) => std::ptr::eq(one, rule),
            Self::Plain => rule.cascades(),
        }
    }
}

fn opens(rule: &Rule) -> bool {
    !rule.cascades()
}

/// Whether a rule of the set opens the place it is put on.
pub(super) fn has_opening(set: &RuleSet) -> bool {
    set.rules.iter().any(opens)
}

/// The set at a list or map where one of its rules is enough.
pub(super) fn alternatives<'r>(live: &Live<'r>) -> Option<&'r RuleSet> {
    let (found, _) = live.applying().filter(|(_, inherited)| !inherited)?;
    (found.set.combine == Combine::Or && !is_strict(found.set)).then_some(found.set)
}

/// The ways to meet one of the rules of a set, some of which open the list or map: each of those is tried alone, and the
/// others together.
pub(super) fn ways(set: &RuleSet) -> Vec<Asked<'_>> {
    let mut ways: Vec<_> = set.rules.iter().filter(|rule| opens(rule)).map(Asked::One).collect();
    ways.extend(set.rules.iter().any(Rule::cascades).then_some(Asked::Plain));
    ways
}

/// What is said where none of these ways is met: what `walk` finds on the last ones of them, or on the very last inside of
/// what is said of one way already.
pub(super) fn said_of<'r>(
    ways: Vec<Asked<'r>>,
    is_trial: bool,
    mut walk: impl FnMut(Asked<'r>, &mut Vec<Mismatch>),
) -> Vec<Mismatch> {
    let mut found = Vec::new();
    let said = if is_trial { 1 } else { MOST_TOLD };
    for asked in ways.into_iter().rev().take(said).rev() {
        walk(asked, &mut found);
    }
    found
}

/// Adds what is not said twice in the same words.
pub(super) fn add_once(found: Vec<Mismatch>, mismatches: &mut Vec<Mismatch>) {
    let mut told = HashSet::new();
    let is_new = |mismatch: &Mismatch| told.insert(format!("{:?} {mismatch}", mismatch.place));
    mismatches.extend(found.into_iter().filter(is_new));
}

/// Rules that sit directly on a map or list and open it: every one of them is to be met.
pub(super) struct Open<'r> {
    pub(super) found: Found<'r>,
    pub(super) has_values: bool,
    pub(super) each_key: Vec<&'r Each>,
    each_value: Vec<&'r Each>,
    pub(super) variants: Vec<&'r [Variant]>,
    /// Whether other rules of the set are looked at.
    has_others: bool,
    /// Whether it is one rule that is looked at apart from the others of its set.
    is_alone: bool,
    /// What an entry is judged by that no other path leads to: by `eachValue`, and by what else of the set holds below.
    entries: Vec<Cow<'r, RuleSet>>,
}

impl<'r> Open<'r> {
    pub(super) fn of(applying: Option<(Found<'r>, bool)>, asked: Asked<'_>) -> Option<Self> {
        let (found, _) = applying.filter(|(_, inherited)| !inherited)?;
        let mut rules = found.set.rules.iter().filter(|rule| opens(rule) && asked.includes(rule)).peekable();
        rules.peek()?;
        let others: Vec<&Rule> =
            found.set.rules.iter().filter(|rule| rule.cascades() && asked.includes(rule)).collect();
        let (each_key, each_value, variants, entries) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (has_others, is_alone) = (!others.is_empty(), matches!(asked, Asked::One(_)));
        let mut open = Self { found, has_values: false, each_key, each_value, variants, has_others, is_alone, entries };
        for rule in rules {
            match rule {
                Rule::Values => open.has_values = true,
                Rule::EachKey(each) => open.each_key.push(each),
                Rule::EachValue(each) => open.each_value.push(each),
                Rule::ArrayContains(variants) => open.variants.push(variants),
                _ => {}
            }
        }
        let sets: Vec<&RuleSet> = open.sets().collect();
        if !sets.is_empty() {
            open.entries = joined(others.into_iter().filter_map(held_below).collect(), sets);
        }
        Some(open)
    }

    /// The rules in force at the list or map `here`, as they go on below.
    pub(super) fn above<'l, 'h>(&self, here: &'l Live<'h>) -> Cow<'l, Live<'h>> {
        if self.is_alone { Cow::Owned(here.not_cascading()) } else { Cow::Borrowed(here) }
    }

    /// Whether it opens maps.
    pub(super) fn is_of_maps(&self) -> bool {
        self.has_values || !self.each_key.is_empty() || self.judges_values()
    }

    /// Whether there is an `eachValue`.
    pub(super) fn judges_values(&self) -> bool {
        !self.each_value.is_empty()
    }

    /// Whether all that is asked of a list is that it contains some items.
    pub(super) fn only_contains(&self) -> bool {
        !self.variants.is_empty() && !self.judges_values() && !self.has_others
    }

    /// What stands for a value where the example has none.
    pub(super) fn template(&self) -> Option<Json> {
        self.each_value.iter().find_map(|each| each.template())
    }

    /// Whether something is asked of the value of a key the example does not have, where the rules `live` are in force.
    pub(super) fn judges_extra(&self, live: &Live<'_>) -> bool {
        let is_exact = live.applying().is_some_and(|(found, _)| is_exact(found.set));
        self.has_values || self.judges_values() || (live.is_on_a_path() && !is_exact)
    }

    /// The rules of each `eachValue` that has some.
    fn sets(&self) -> impl Iterator<Item = &'r RuleSet> {
        self.each_value.iter().map(|each| &each.rules).filter(|set| !set.rules.is_empty())
    }
}

/// The rules in force one step below a list or map.
pub(super) struct Below<'o> {
    pub(super) live: Live<'o>,
    /// Sets that judge the entry itself besides: those of `eachValue` do where a path leads to the entry too.
    pub(super) beside: Vec<(&'o RuleSet, &'o RulePath)>,
    /// A set that stands in the place of the one of `live` and has its rules too: where both open the entry.
    pub(super) joined: Option<(RuleSet, Found<'o>)>,
    /// The rules in force in further walks over the entry, each of which is to find no difference.
    pub(super) again: Vec<Live<'o>>,
}

impl<'o> Below<'o> {
    pub(super) fn of(live: Live<'o>, open: Option<&'o Open<'_>>) -> Self {
        let plain = |live| Self { live, beside: Vec::new(), joined: None, again: Vec::new() };
        let Some(open) = open.filter(|open| !open.entries.is_empty()) else { return plain(live) };
        let own = live.applying().filter(|(_, inherited)| !inherited).map(|(found, _)| found);
        if let Some(own) = own {
            return Self::beside(&own, open, plain(live));
        }
        let mut lives = open.entries.iter().map(|set| live.clone().or_under(set, &open.found));
        let first = lives.next();
        let again = lives.collect();
        Self { again, ..plain(first.unwrap_or(live)) }
    }

    /// Where the set `own` is put on the entry itself.
    fn beside(own: &Found<'o>, open: &'o Open<'_>, mut below: Self) -> Self {
        // Sets that open the entry have to be walked with; the others only look at it as a whole.
        let (opening, whole): (Vec<&RuleSet>, Vec<&RuleSet>) = open.sets().partition(|set| set.rules.iter().any(opens));
        below.beside.extend(whole.into_iter().map(|set| (set, open.found.path)));
        if opening.is_empty() {
            return below;
        }
        if all_are_met(own.set) && opening.iter().all(|set| all_are_met(set)) {
            below.beside.push((own.set, own.path));
            let rules = own.set.rules.iter();
            let mut rules: Vec<Rule> =
                rules.filter_map(|rule| held_below(rule).or_else(|| opens(rule).then(|| rule.clone()))).collect();
            rules.extend(opening.iter().flat_map(|set| set.rules.iter().cloned()));
            below.joined = Some((RuleSet::of(rules, Combine::And), open.found));
        } else {
            below.again.extend(opening.iter().map(|set| below.live.clone().judged_by(set, &open.found)));
        }
        below
    }
}

/// A rule as it holds below the list or map it is put on: sizes are for the list or map itself, and one that is for single
/// values alone has failed there.
fn held_below(rule: &Rule) -> Option<Rule> {
    match rule {
        Rule::Type { .. } => Some(Rule::Type { min: None, max: None }),
        rule => (rule.cascades() && rule.is_about_containers()).then(|| rule.clone()),
    }
}

/// Rules and sets every one of which is to be met, in as few sets as can be.
fn joined(mut rules: Vec<Rule>, sets: Vec<&RuleSet>) -> Vec<Cow<'_, RuleSet>> {
    if rules.is_empty() && sets.len() == 1 {
        return sets.into_iter().map(Cow::Borrowed).collect();
    }
    let (all, any): (Vec<&RuleSet>, Vec<&RuleSet>) = sets.into_iter().partition(|set| all_are_met(set));
    rules.extend(all.into_iter().flat_map(|set| set.rules.iter().cloned()));
    let all = (!rules.is_empty()).then_some(Cow::Owned(RuleSet::of(rules, Combine::And)));
    all.into_iter().chain(any.into_iter().map(Cow::Borrowed)).collect()
}
