//! Lists and maps under rules that open them: `values`, `eachKey`, `eachValue` and `arrayContains` at their own place.

use super::super::super::location::Location;
use super::super::super::open::{
    Asked, Below, COST_OF_A_WAY, Open, add_once, alternatives, has_opening, said_of, ways,
};
use super::super::super::value::{given_up, is_exact, unmet, unmet_of};
use super::Walk;
use crate::json::{Object, Value};
use crate::rule::{Rule, Site};
use crate::rules::{Found, Live, RuleSet};

/// Two lists, or two maps, and the rules in force there.
#[derive(Clone, Copy)]
pub(super) struct Container<'c, 'r> {
    pub(super) expected: &'c Value<'c>,
    pub(super) actual: &'c Value<'c>,
    pub(super) live: &'c Live<'r>,
    pub(super) at: &'c Location<'c>,
    pub(super) asked: Asked<'r>,
}

impl Walk<'_> {
    pub(super) fn container(&mut self, here: &Container<'_, '_>) {
        match alternatives(here.live) {
            Some(set) if set.rules.contains(&Rule::Equality) && here.expected == here.actual => {}
            Some(set) if has_opening(set) => self.any_of(set, here),
            _ => self.asked(here),
        }
    }

    /// One of the rules is enough, and some of them open the list or map: each of those is tried alone.
    fn any_of<'r>(&mut self, set: &'r RuleSet, here: &Container<'_, 'r>) {
        let ways = ways(set);
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
        if self.mismatches.is_none() {
            return;
        }
        let found = said_of(ways, self.is_trial, |asked, found| {
            self.fits_in(Some(found), |walk| walk.asked(&Container { asked, ..*here }));
        });
        if let Some(mismatches) = &mut self.mismatches {
            add_once(found, mismatches);
        }
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
        // What is not equal about a map is said of its keys and values.
        let is_map = matches!(values.0, Value::Object(_));
        let is_told_below = |rule: &Rule| is_map && *rule == Rule::Equality;
        let judges = |rule: &Rule| here.asked.includes(rule) && !is_told_below(rule) && rule.judges(values, site);
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
        if is_exact(open.found.set) {
            self.keys((expected, actual), true, here.at);
        }
        let (above, example) = (open.above(here.live), open.template());
        let first = expected.iter().next().map(|(_, value)| value).or(example.as_ref());
        for (position, (key, value)) in actual.iter().enumerate() {
            let at = Location::Field(here.at, key);
            for each in &open.each_key {
                let key = Value::string(key);
                for (difference, rule) in unmet(&each.rules, open.found.path, (&key, &key), TEXT) {
                    self.add(&at, difference, Some(rule));
                }
            }
            let live = above.field(key);
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
        for (set, path) in &below.beside {
            for (difference, rule) in unmet(set, path, (expected, actual), Site { in_text: false, inherited: false }) {
                self.add(at, difference, Some(rule));
            }
        }
        match &below.joined {
            Some((set, above)) => self.node(expected, actual, &below.live.clone().judged_by(set, above), at),
            None => self.node(expected, actual, &below.live, at),
        }
        for live in &below.again {
            self.again((expected, actual), live, at);
        }
    }

    /// One more walk over an entry, under other rules that are to be met too.
    fn again(&mut self, (expected, actual): (&Value<'_>, &Value<'_>), live: &Live<'_>, at: &Location<'_>) {
        let mut found = Vec::new();
        let is_told = self.mismatches.is_some();
        let is_met = self.fits_in(is_told.then_some(&mut found), |walk| walk.node(expected, actual, live, at));
        if let Some(reason) = given_up(self.tries, "entries under several rules") {
            return self.report(at, || reason);
        }
        self.differs |= !is_met;
        if let Some(mismatches) = &mut self.mismatches {
            add_once(found, mismatches);
        }
    }
}

const TEXT: Site = Site { in_text: true, inherited: false };

#[cfg(test)]
mod tests;
