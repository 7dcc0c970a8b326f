//! JSON bodies: both trees walked together, under the rules in force at each node.

mod open;

use super::super::ExtraKeys;
use super::super::location::Location;
use super::super::open::{Asked, Below, Open};
use super::super::told::{MOST_TOLD, tell};
use super::super::value::{given_up, is_exact, is_strict, unmet};
use super::Sides;
use crate::json::{Object, Value, parse};
use crate::mismatch::{Difference, Mismatch, Place, RuleOrigin};
use crate::rule::equality::unequal;
use crate::rule::{Site, Variant};
use crate::rules::{Found, Live};
use open::Container;

/// How many values one comparison may look at to find items for the variants of lists, and to find a rule that is met where
/// one is enough: 5 variants × 200 items of 10 values a thousand times over.
const MOST_TRIES: usize = 10_000_000;

pub(super) fn compare(expected: &Value<'_>, sides: &Sides<'_>, extra_keys: ExtraKeys, mismatches: &mut Vec<Mismatch>) {
    match parse(sides.actual) {
        Ok(actual) => {
            let mut walk = Walk::new(extra_keys, mismatches);
            walk.node(expected, &actual, &sides.live, &Location::Root);
        }
        Err(error) => {
            let difference = Difference::Unreadable { format: "JSON", reason: error.to_string() };
            mismatches.push(Mismatch::plain(Place::Body("$".to_owned()), difference));
        }
    }
}

/// Compares values that have been read already, at a place inside something else.
pub(in crate::matching) fn compare_values(
    (expected, actual): (&Value<'_>, &Value<'_>),
    live: &Live<'_>,
    at: &Location<'_>,
    extra_keys: ExtraKeys,
) -> Vec<Mismatch> {
    let mut mismatches = Vec::new();
    let mut walk = Walk::new(extra_keys, &mut mismatches);
    walk.node(expected, actual, live, at);
    mismatches
}

struct Walk<'m> {
    extra_keys: ExtraKeys,
    /// Where differences go; nowhere when it is only asked whether there are any.
    mismatches: Option<&'m mut Vec<Mismatch>>,
    /// Whether there was a difference.
    differs: bool,
    /// How many more values may be looked at in trials.
    tries: usize,
    /// How much more may be told.
    room: usize,
    /// Whether this is one of several walks over the same values: for a variant, or for one of the rules that are enough.
    is_trial: bool,
}

impl<'m> Walk<'m> {
    fn new(extra_keys: ExtraKeys, mismatches: &'m mut Vec<Mismatch>) -> Self {
        let (tries, room) = (MOST_TRIES, MOST_TOLD);
        Self { extra_keys, mismatches: Some(mismatches), differs: false, tries, room, is_trial: false }
    }
}

impl Walk<'_> {
    fn node(&mut self, expected: &Value<'_>, actual: &Value<'_>, live: &Live<'_>, at: &Location<'_>) {
        if self.is_trial {
            if self.tries == 0 || (self.differs && self.mismatches.is_none()) {
                return;
            }
            self.tries -= 1;
        }
        match (expected, actual) {
            (Value::Object(_), Value::Object(_)) | (Value::Array(_), Value::Array(_)) => {
                self.container(&Container { expected, actual, live, at, asked: Asked::All });
            }
            (Value::Object(_) | Value::Array(_), _) => self.report(at, || kind_mismatch(expected, actual)),
            _ => self.scalar(expected, actual, live, at),
        }
    }

    fn scalar(&mut self, expected: &Value<'_>, actual: &Value<'_>, live: &Live<'_>, at: &Location<'_>) {
        match live.applying() {
            Some((found, inherited)) => self.apply(&found, inherited, (expected, actual), at),
            None if expected == actual => {}
            None => self.report(at, || unequal(expected, actual)),
        }
    }

    fn apply(&mut self, found: &Found<'_>, inherited: bool, values: (&Value<'_>, &Value<'_>), at: &Location<'_>) {
        for (difference, rule) in unmet(found.set, found.path, values, Site { in_text: false, inherited }) {
            self.add(at, difference, Some(rule));
        }
    }

    fn object(&mut self, (expected, actual): (&Object<'_>, &Object<'_>), here: &Container<'_, '_>) {
        let applying = here.live.applying();
        if let Some(open) = Open::of(applying, here.asked).filter(Open::is_of_maps) {
            return self.open_map((expected, actual), &open, here);
        }
        let is_exact = applying.as_ref().is_some_and(|(found, _)| is_exact(found.set));
        let extra_rejected = is_exact || self.extra_keys == ExtraKeys::Rejected;
        if expected.is_empty() {
            if extra_rejected && !actual.is_empty() {
                self.report(here.at, || Difference::NotEmptyMap { actual: here.actual.excerpt() });
            }
            return;
        }
        if let Some(applying) = applying {
            // Kinds agree already; what is left to ask of a map as a whole are sizes and rules that do not fit it.
            self.apply_asked(applying, (here.actual, here.actual), here);
        }
        self.keys((expected, actual), extra_rejected, here.at);
        for (position, (key, value)) in expected.iter().enumerate() {
            if let Some(found) = actual.get_near(key, position) {
                self.node(value, found, &here.live.field(key), &Location::Field(here.at, key));
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
            self.report(at, || Difference::Keys { expected: sorted(expected), actual: sorted(actual) });
        } else {
            let missing = || sorted(expected).into_iter().filter(|key| !actual.contains_key(key)).collect();
            self.report(at, || Difference::MissingKeys { missing: missing() });
        }
    }

    fn array(&mut self, (expected, actual): (&[Value<'_>], &[Value<'_>]), here: &Container<'_, '_>) {
        let Some(applying) = here.live.applying().filter(|(found, _)| !is_strict(found.set)) else {
            return self.fixed_list((expected, actual), (here.expected, here.actual), here.live, here.at);
        };
        self.apply_asked(applying, (here.expected, here.actual), here);
        let open = Open::of(Some(applying), here.asked);
        for variants in open.iter().flat_map(|open| &open.variants) {
            self.variants(variants, (expected, actual), here.at);
        }
        let example = open.as_ref().and_then(Open::template);
        let first = expected.first().or(example.as_ref());
        let is_judged = first.is_some() || open.as_ref().is_some_and(Open::judges_values);
        if !is_judged || open.as_ref().is_some_and(Open::only_contains) {
            return;
        }
        let below = |index| Below::of(here.live.item(index), open.as_ref());
        let shared = here.live.items_are_alike().then(|| below(0));
        for (index, actual) in actual.iter().enumerate() {
            let at = Location::Item(here.at, index);
            // A value that has no example stands for itself, so that the rules alone judge it.
            let expected = expected.get(index).or(first).unwrap_or(actual);
            match &shared {
                Some(below) => self.entry(below, (expected, actual), &at),
                None => self.entry(&below(index), (expected, actual), &at),
            }
        }
    }

    /// A list without rules: the same length, item by item.
    fn fixed_list(
        &mut self,
        (expected, actual): (&[Value<'_>], &[Value<'_>]),
        whole: (&Value<'_>, &Value<'_>),
        live: &Live<'_>,
        at: &Location<'_>,
    ) {
        if expected.len() != actual.len() {
            let lengths = (expected.len(), actual.len());
            self.report(at, || Difference::Length { expected: whole.0.excerpt(), actual: whole.1.excerpt(), lengths });
        }
        for (index, (expected, actual)) in expected.iter().zip(actual).enumerate() {
            self.node(expected, actual, &live.item(index), &Location::Item(at, index));
        }
    }

    /// A list that has an item for each variant.
    fn variants(&mut self, variants: &[Variant], (expected, actual): (&[Value<'_>], &[Value<'_>]), at: &Location<'_>) {
        for variant in variants {
            let Some(template) = expected.get(variant.index) else {
                self.report(at, || Difference::MissingVariant { index: variant.index, expected: Value::Null });
                continue;
            };
            let found = actual
                .iter()
                .enumerate()
                .any(|(index, item)| self.tries > 0 && self.fits(template, item, variant, &Location::Item(at, index)));
            if let Some(reason) = given_up(self.tries, "the variants of a list") {
                return self.report(at, || reason);
            }
            if !found {
                let expected = || template.excerpt();
                self.report(at, || Difference::MissingVariant { index: variant.index, expected: expected() });
            }
        }
    }

    /// Whether an item is of a variant.
    fn fits(&mut self, template: &Value<'_>, item: &Value<'_>, variant: &Variant, at: &Location<'_>) -> bool {
        self.fits_in(None, |walk| walk.node(template, item, &variant.rules.start(), at))
    }

    /// Whether a walk over values that are walked over several times finds no difference.
    fn fits_in(&mut self, mismatches: Option<&mut Vec<Mismatch>>, over: impl FnOnce(&mut Walk<'_>)) -> bool {
        let (extra_keys, tries, room) = (self.extra_keys, self.tries, self.room);
        let mut walk = Walk { extra_keys, mismatches, differs: false, tries, room, is_trial: true };
        over(&mut walk);
        (self.tries, self.room) = (walk.tries, walk.room);
        !walk.differs
    }

    fn report(&mut self, at: &Location<'_>, difference: impl FnOnce() -> Difference) {
        self.differs = true;
        if self.mismatches.is_some() && self.room > 0 {
            self.add(at, difference(), None);
        }
    }

    fn add(&mut self, at: &Location<'_>, difference: Difference, rule: Option<RuleOrigin>) {
        self.differs = true;
        if let Some(mismatches) = &mut self.mismatches {
            tell((mismatches, &mut self.room), at, difference, rule);
        }
    }
}

fn kind_mismatch(expected: &Value<'_>, actual: &Value<'_>) -> Difference {
    Difference::KindMismatch { expected: expected.excerpt(), actual: actual.excerpt() }
}

#[cfg(test)]
mod tests;
