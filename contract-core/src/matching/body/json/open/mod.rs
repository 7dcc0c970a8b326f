//! Lists and maps under rules that open them: `values`, `eachKey`, `eachValue` and `arrayContains` at their own place.

use super::super::super::location::Location;
use super::super::super::value::{given_up, unmet, unmet_of};
use super::{Walk, is_strict};
use crate::json::{Object, Value};
use crate::rule::{Each, Rule, Site, Variant};
use crate::rule_path::RulePath;
use crate::rules::{Combine, Found, Live, RuleSet};
use std::collections::HashSet;

/// Two lists, or two maps, and the rules in force there.
#[derive(Clone, Copy)]
pub(super) struct Container<'c, 'r> {
    pub(super) expected: &'c Value<'c>,
    pub(super) actual: &'c Value<'c>,
    pub(super) live: &'c Live<'r>,
    pub(super) at: &'c Location<'c>,
    pub(super) asked: Asked<'r>,
}

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
    fn includes(self, rule: &Rule) -> bool {
        match self {
            Self::All => true,
            Self::One(one) => std::ptr::eq(one, rule),
            Self::Plain => rule.cascades(),
        }
    }
}

/// What trying one of several rules costs, in values looked at.
const COST_OF_A_WAY: usize = 10;

impl Walk<'_> {
    pub(super) fn container(&mut self, here: &Container<'_, '_>) {
        match here.live.applying() {
            Some((found, false)) if found.set.combine == Combine::Or && found.set.rules.iter().any(opens) => {
                self.any_of(found.set, here);
            }
            _ => self.asked(here),
        }
    }

    /// One of the rules is enough, and some of them open the list or map: each of those is tried alone.
    fn any_of<'r>(&mut self, set: &'r RuleSet, here: &Container<'_, 'r>) {
        let opening = set.rules.iter().filter(|rule| opens(rule)).map(Asked::One);
        let mut ways: Vec<_> = opening.collect();
        ways.extend(set.rules.iter().any(Rule::cascades).then_some(Asked::Plain));
        for asked in &ways {
            self.tries = self.tries.saturating_sub(COST_OF_A_WAY);
            if self.fits_in(None, |walk| walk.asked(&Container { asked: *asked, ..*here })) && self.tries > 0 {
                return;
            }
        }
        if let Some(reason) = given_up(self.tries, "the rules one of which is enough") {
            return self.report(here.at, || reason);
        }
        self.differs = true;
        let Some(mismatches) = self.mismatches.take() else { return };
        let mut found = Vec::new();
        // Inside of what is said of one way already, one is enough to say.
        let said = if self.is_trial { 1 } else { ways.len() };
        for asked in ways.into_iter().rev().take(said).rev() {
            self.fits_in(Some(&mut found), |walk| walk.asked(&Container { asked, ..*here }));
        }
        let mut told = HashSet::new();
        found.retain(|mismatch| told.insert(format!("{:?} {mismatch}", mismatch.place)));
        mismatches.append(&mut found);
        self.mismatches = Some(mismatches);
    }

    fn asked(&mut self, here: &Container<'_, '_>) {
        match (here.expected, here.actual) {
            (Value::Object(expected), Value::Object(actual)) => self.object((expected, actual), here),
            (Value::Array(expected), Value::Array(actual)) => self.array((expected, actual), here),
            _ => {}
        }
    }

    /// The rules looked at, on a list or map as a whole.
    pub(super) fn apply_asked(
        &mut self,
        (found, inherited): (Found<'_>, bool),
        values: (&Value<'_>, &Value<'_>),
        here: &Container<'_, '_>,
    ) {
        let site = Site { in_text: false, inherited };
        let judges = |rule: &Rule| here.asked.includes(rule) && rule.judges(values, site);
        let check = |rule: &Rule| rule.check(values.0, values.1, site);
        for (difference, rule) in unmet_of(found.set, found.path, judges, check) {
            self.add(here.at, difference, Some(rule));
        }
    }

    /// A map whose keys are not known beforehand.
    pub(super) fn open_map(
        &mut self,
        (expected, actual): (&Object<'_>, &Object<'_>),
        open: &Open<'_>,
        here: &Container<'_, '_>,
    ) {
        self.apply_asked((open.found, false), (here.actual, here.actual), here);
        let example = open.each_value.and_then(Each::template);
        let first = expected.iter().next().map(|(_, value)| value).or(example.as_ref());
        for (position, (key, value)) in actual.iter().enumerate() {
            let at = Location::Field(here.at, key);
            if let Some(each) = open.each_key {
                let key = Value::string(key);
                for (difference, rule) in unmet(&each.rules, open.found.path, (&key, &key), TEXT) {
                    self.add(&at, difference, Some(rule));
                }
            }
            let live = here.live.field(key);
            let template = match expected.get_near(key, position) {
                // A value that has no example stands for itself, so that the rules alone judge it.
                None if open.judges_extra(&live) => first.or((!open.has_values).then_some(value)),
                template => template,
            };
            if let Some(template) = template {
                self.entry(&Below::of(live, Some(open)), (template, value), &at);
            }
        }
    }

    /// An entry of an open map, or an item of a list.
    pub(super) fn entry(&mut self, below: &Below<'_>, (expected, actual): (&Value<'_>, &Value<'_>), at: &Location<'_>) {
        if let Some((set, path)) = below.beside {
            for (difference, rule) in unmet(set, path, (expected, actual), Site { in_text: false, inherited: false }) {
                self.add(at, difference, Some(rule));
            }
        }
        self.node(expected, actual, &below.live, at);
    }
}

/// Rules that sit directly on a map or list and open it.
pub(super) struct Open<'r> {
    found: Found<'r>,
    has_values: bool,
    each_key: Option<&'r Each>,
    pub(super) each_value: Option<&'r Each>,
    pub(super) variants: Option<&'r [Variant]>,
}

fn opens(rule: &Rule) -> bool {
    !rule.cascades()
}

impl<'r> Open<'r> {
    pub(super) fn of(applying: Option<(Found<'r>, bool)>, asked: Asked<'_>) -> Option<Self> {
        let (found, _) = applying.filter(|(_, inherited)| !inherited)?;
        let mut rules = found.set.rules.iter().filter(|rule| opens(rule) && asked.includes(rule)).peekable();
        rules.peek()?;
        let mut open = Self { found, has_values: false, each_key: None, each_value: None, variants: None };
        for rule in rules {
            match rule {
                Rule::Values => open.has_values = true,
                Rule::EachKey(each) => open.each_key = Some(each),
                Rule::EachValue(each) => open.each_value = Some(each),
                Rule::ArrayContains(variants) => open.variants = open.variants.or(Some(variants)),
                _ => {}
            }
        }
        Some(open)
    }

    /// Whether it opens maps.
    pub(super) fn is_of_maps(&self) -> bool {
        self.has_values || self.each_key.is_some() || self.each_value.is_some()
    }

    /// Whether something is asked of the value of a key the example does not have, where the rules `live` are in force.
    fn judges_extra(&self, live: &Live<'_>) -> bool {
        let is_strict = live.applying().is_some_and(|(found, _)| is_strict(&found));
        self.has_values || self.each_value.is_some() || (live.is_on_a_path() && !is_strict)
    }
}

/// The rules in force one step below a list or map.
pub(super) struct Below<'r> {
    live: Live<'r>,
    /// Rules that judge the entry itself besides: those of `eachValue` do where a path leads to the entry too.
    beside: Option<(&'r RuleSet, &'r RulePath)>,
}

impl<'r> Below<'r> {
    pub(super) fn of(live: Live<'r>, open: Option<&Open<'r>>) -> Self {
        let each =
            open.and_then(|open| Some((open.each_value.filter(|each| !each.rules.rules.is_empty())?, open.found)));
        let Some((each, above)) = each else { return Self { live, beside: None } };
        let own = live.applying().filter(|(_, inherited)| !inherited).map(|(found, _)| found);
        let Some(own) = own else { return Self { live: live.or_under(&each.rules, &above), beside: None } };
        if each.rules.rules.iter().any(opens) {
            // These have to be walked with; the others only look at the entry as a whole.
            return Self { live: live.judged_by(&each.rules, &above), beside: Some((own.set, own.path)) };
        }
        Self { live, beside: Some((&each.rules, above.path)) }
    }
}

const TEXT: Site = Site { in_text: true, inherited: false };

#[cfg(test)]
mod tests;
