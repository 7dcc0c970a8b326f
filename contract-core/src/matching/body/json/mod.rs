//! JSON bodies: both trees walked together, under the rules in force at each node.

use super::super::ExtraKeys;
use super::super::location::Location;
use super::super::value::unmet;
use super::Sides;
use crate::json::{Object, Value, parse};
use crate::mismatch::{Difference, Mismatch, Place};
use crate::rule::equality::unequal;
use crate::rule::{Rule, Site};
use crate::rules::{Found, Live};

pub(super) fn compare(expected: &Value<'_>, sides: &Sides<'_>, extra_keys: ExtraKeys, mismatches: &mut Vec<Mismatch>) {
    match parse(sides.actual) {
        Ok(actual) => {
            let mut walk = Walk { extra_keys, mismatches };
            walk.node(expected, &actual, &sides.rules.body.start(), &Location::Root);
        }
        Err(error) => {
            let difference = Difference::Unreadable { format: "JSON", reason: error.to_string() };
            mismatches.push(Mismatch::plain(Place::Body("$".to_owned()), difference));
        }
    }
}

struct Walk<'m> {
    extra_keys: ExtraKeys,
    mismatches: &'m mut Vec<Mismatch>,
}

/// Whether a rule set asks for nothing but equality, which is what a walk without rules does anyway.
fn is_strict(found: &Found<'_>) -> bool {
    found.set.rules.iter().all(|rule| *rule == Rule::Equality)
}

impl Walk<'_> {
    fn node(&mut self, expected: &Value<'_>, actual: &Value<'_>, live: &Live<'_>, at: &Location<'_>) {
        match (expected, actual) {
            (Value::Object(expected), Value::Object(found)) => self.object((expected, found), actual, live, at),
            (Value::Array(items), Value::Array(found)) => self.array((items, found), (expected, actual), live, at),
            (Value::Object(_) | Value::Array(_), _) => self.report(at, kind_mismatch(expected, actual)),
            _ => self.scalar(expected, actual, live, at),
        }
    }

    fn scalar(&mut self, expected: &Value<'_>, actual: &Value<'_>, live: &Live<'_>, at: &Location<'_>) {
        match live.applying() {
            Some((found, inherited)) => self.apply(&found, inherited, (expected, actual), at),
            None if expected == actual => {}
            None => self.report(at, unequal(expected, actual)),
        }
    }

    fn apply(&mut self, found: &Found<'_>, inherited: bool, values: (&Value<'_>, &Value<'_>), at: &Location<'_>) {
        for (difference, rule) in unmet(found.set, found.path, values, Site { in_text: false, inherited }) {
            self.mismatches.push(Mismatch { place: Place::Body(at.to_string()), difference, rule: Some(rule) });
        }
    }

    fn object(
        &mut self,
        (expected, actual): (&Object<'_>, &Object<'_>),
        whole: &Value<'_>,
        live: &Live<'_>,
        at: &Location<'_>,
    ) {
        let applying = live.applying();
        let strict = applying.as_ref().is_some_and(|(found, _)| is_strict(found));
        let extra_rejected = strict || self.extra_keys == ExtraKeys::Rejected;
        if expected.is_empty() {
            if extra_rejected && !actual.is_empty() {
                self.report(at, Difference::NotEmptyMap { actual: whole.clone().into_owned() });
            }
            return;
        }
        if let Some((found, inherited)) = applying.filter(|_| !strict) {
            // Kinds agree already; what is left to ask of a map as a whole are sizes and rules that do not fit it.
            self.apply(&found, inherited, (whole, whole), at);
        }
        self.keys((expected, actual), extra_rejected, at);
        for (position, (key, value)) in expected.iter().enumerate() {
            if let Some(found) = actual.get_near(key, position) {
                self.node(value, found, &live.field(key), &Location::Field(at, key));
            }
        }
    }

    fn keys(&mut self, (expected, actual): (&Object<'_>, &Object<'_>), extra_rejected: bool, at: &Location<'_>) {
        let present =
            expected.iter().enumerate().filter(|(position, (key, _))| actual.get_near(key, *position).is_some());
        let present = present.count();
        if present == expected.len() && (!extra_rejected || present == actual.len()) {
            return;
        }
        let sorted =
            |object: &Object<'_>| object.sorted().into_iter().map(|(key, _)| key.to_owned()).collect::<Vec<_>>();
        if extra_rejected {
            self.report(at, Difference::Keys { expected: sorted(expected), actual: sorted(actual) });
        } else {
            let missing = sorted(expected).into_iter().filter(|key| !actual.contains_key(key)).collect();
            self.report(at, Difference::MissingKeys { missing });
        }
    }

    fn array(
        &mut self,
        (expected, actual): (&[Value<'_>], &[Value<'_>]),
        whole: (&Value<'_>, &Value<'_>),
        live: &Live<'_>,
        at: &Location<'_>,
    ) {
        let Some((found, inherited)) = live.applying().filter(|(found, _)| !is_strict(found)) else {
            if expected.len() != actual.len() {
                let own = |value: &Value<'_>| value.clone().into_owned();
                self.report(at, Difference::Length { expected: own(whole.0), actual: own(whole.1) });
            }
            for (index, (expected, actual)) in expected.iter().zip(actual).enumerate() {
                self.node(expected, actual, &live.item(index), &Location::Item(at, index));
            }
            return;
        };
        self.apply(&found, inherited, whole, at);
        let Some(first) = expected.first() else { return };
        let shared = live.items_are_alike().then(|| live.item(0));
        for (index, actual) in actual.iter().enumerate() {
            let here = Location::Item(at, index);
            let expected = expected.get(index).unwrap_or(first);
            match &shared {
                Some(live) => self.node(expected, actual, live, &here),
                None => self.node(expected, actual, &live.item(index), &here),
            }
        }
    }

    fn report(&mut self, at: &Location<'_>, difference: Difference) {
        self.mismatches.push(Mismatch::plain(Place::Body(at.to_string()), difference));
    }
}

fn kind_mismatch(expected: &Value<'_>, actual: &Value<'_>) -> Difference {
    Difference::KindMismatch { expected: expected.clone().into_owned(), actual: actual.clone().into_owned() }
}

#[cfg(test)]
mod tests;
