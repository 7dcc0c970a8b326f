//! JSON bodies: both trees walked together, under the rules in force at each node.

use super::super::ExtraKeys;
use super::super::location::Location;
use super::super::value::{given_up, unmet};
use super::Sides;
use crate::json::{Object, Value, parse};
use crate::mismatch::{Difference, Mismatch, Place, RuleOrigin};
use crate::rule::equality::unequal;
use crate::rule::{Each, Rule, Site, Variant};
use crate::rules::{Found, Live};

/// How many values one comparison may look at to find items for the variants of lists: 5 variants × 200 items of 10 values a
/// thousand times over.
const MOST_TRIES: usize = 10_000_000;

pub(super) fn compare(expected: &Value<'_>, sides: &Sides<'_>, extra_keys: ExtraKeys, mismatches: &mut Vec<Mismatch>) {
    match parse(sides.actual) {
        Ok(actual) => {
            let mut walk = Walk { extra_keys, mismatches: Some(mismatches), differs: false, tries: MOST_TRIES };
            walk.node(expected, &actual, &sides.live, &Location::Root);
        }
        Err(error) => {
            let difference = Difference::Unreadable { format: "JSON", reason: error.to_string() };
            mismatches.push(Mismatch::plain(Place::Body("$".to_owned()), difference));
        }
    }
}

/// Compares values that have been read already, at a place inside something else.
#[cfg(feature = "protobuf")]
pub(in crate::matching) fn compare_values(
    (expected, actual): (&Value<'_>, &Value<'_>),
    live: &Live<'_>,
    at: &Location<'_>,
    extra_keys: ExtraKeys,
) -> Vec<Mismatch> {
    let mut mismatches = Vec::new();
    let mut walk = Walk { extra_keys, mismatches: Some(&mut mismatches), differs: false, tries: MOST_TRIES };
    walk.node(expected, actual, live, at);
    mismatches
}

struct Walk<'m> {
    extra_keys: ExtraKeys,
    /// Where differences go; nowhere when it is only asked whether there are any.
    mismatches: Option<&'m mut Vec<Mismatch>>,
    /// Whether there was a difference.
    differs: bool,
    /// How many more values may be looked at for variants.
    tries: usize,
}

/// Whether a rule set asks for nothing but equality, which is what a walk without rules does anyway.
fn is_strict(found: &Found<'_>) -> bool {
    found.set.rules.iter().all(|rule| *rule == Rule::Equality)
}

impl Walk<'_> {
    fn node(&mut self, expected: &Value<'_>, actual: &Value<'_>, live: &Live<'_>, at: &Location<'_>) {
        if self.mismatches.is_none() {
            if self.differs || self.tries == 0 {
                return;
            }
            self.tries -= 1;
        }
        match (expected, actual) {
            (Value::Object(map), Value::Object(found)) => self.object((map, found), actual, live, at),
            (Value::Array(items), Value::Array(found)) => self.array((items, found), (expected, actual), live, at),
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

    fn object(
        &mut self,
        (expected, actual): (&Object<'_>, &Object<'_>),
        whole: &Value<'_>,
        live: &Live<'_>,
        at: &Location<'_>,
    ) {
        let applying = live.applying();
        if let Some(open) = Open::of(applying) {
            return self.open_map((expected, actual), whole, (live, &open), at);
        }
        let strict = applying.as_ref().is_some_and(|(found, _)| is_strict(found));
        let extra_rejected = strict || self.extra_keys == ExtraKeys::Rejected;
        if expected.is_empty() {
            if extra_rejected && !actual.is_empty() {
                self.report(at, || Difference::NotEmptyMap { actual: whole.clone().into_owned() });
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

    /// A map whose keys are not known beforehand.
    fn open_map(
        &mut self,
        (expected, actual): (&Object<'_>, &Object<'_>),
        whole: &Value<'_>,
        (live, open): (&Live<'_>, &Open<'_>),
        at: &Location<'_>,
    ) {
        self.apply(&open.found, false, (whole, whole), at);
        let example = open.each_value.and_then(Each::template);
        let first = expected.iter().next().map(|(_, value)| value).or(example.as_ref());
        for (position, (key, value)) in actual.iter().enumerate() {
            let here = Location::Field(at, key);
            if let Some(each) = open.each_key {
                let key = Value::string(key);
                for (difference, rule) in unmet(&each.rules, open.found.path, (&key, &key), TEXT) {
                    self.add(&here, difference, Some(rule));
                }
            }
            let template = expected.get_near(key, position).or(if open.values_repeat() { first } else { None });
            if let Some(template) = template {
                self.node(template, value, &open.below(live.field(key)), &here);
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

    fn array(
        &mut self,
        (expected, actual): (&[Value<'_>], &[Value<'_>]),
        whole: (&Value<'_>, &Value<'_>),
        live: &Live<'_>,
        at: &Location<'_>,
    ) {
        let Some((found, inherited)) = live.applying().filter(|(found, _)| !is_strict(found)) else {
            return self.fixed_list((expected, actual), whole, live, at);
        };
        self.apply(&found, inherited, whole, at);
        let own = found.set.rules.iter().filter(|_| !inherited);
        let mut variants =
            own.filter_map(|rule| if let Rule::ArrayContains(variants) = rule { Some(variants) } else { None });
        if let Some(variants) = variants.next() {
            return self.variants(variants, (expected, actual), at);
        }
        let open = Open::of(Some((found, inherited)));
        let example = open.as_ref().and_then(|open| open.each_value).and_then(Each::template);
        let Some(first) = expected.first().or(example.as_ref()) else { return };
        let below = |index| {
            let below = live.item(index);
            open.as_ref().map_or_else(|| below.clone(), |open| open.below(below.clone()))
        };
        let shared = live.items_are_alike().then(|| below(0));
        for (index, actual) in actual.iter().enumerate() {
            let here = Location::Item(at, index);
            let expected = expected.get(index).unwrap_or(first);
            match &shared {
                Some(live) => self.node(expected, actual, live, &here),
                None => self.node(expected, actual, &below(index), &here),
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
            let own = |value: &Value<'_>| value.clone().into_owned();
            self.report(at, || Difference::Length { expected: own(whole.0), actual: own(whole.1) });
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
                let expected = || template.clone().into_owned();
                self.report(at, || Difference::MissingVariant { index: variant.index, expected: expected() });
            }
        }
    }

    /// Whether an item is of a variant.
    fn fits(&mut self, template: &Value<'_>, item: &Value<'_>, variant: &Variant, at: &Location<'_>) -> bool {
        let mut walk = Walk { extra_keys: self.extra_keys, mismatches: None, differs: false, tries: self.tries };
        walk.node(template, item, &variant.rules.start(), at);
        self.tries = walk.tries;
        !walk.differs
    }

    fn report(&mut self, at: &Location<'_>, difference: impl FnOnce() -> Difference) {
        self.differs = true;
        if self.mismatches.is_some() {
            self.add(at, difference(), None);
        }
    }

    fn add(&mut self, at: &Location<'_>, difference: Difference, rule: Option<RuleOrigin>) {
        self.differs = true;
        if let Some(mismatches) = &mut self.mismatches {
            mismatches.push(Mismatch { place: Place::Body(at.to_string()), difference, rule });
        }
    }
}

/// Rules that sit directly on a map or list and open its keys.
struct Open<'r> {
    found: Found<'r>,
    has_values: bool,
    each_key: Option<&'r Each>,
    each_value: Option<&'r Each>,
}

impl<'r> Open<'r> {
    fn of(applying: Option<(Found<'r>, bool)>) -> Option<Self> {
        let (found, _) = applying.filter(|(_, inherited)| !inherited)?;
        let mut open = Self { found, has_values: false, each_key: None, each_value: None };
        for rule in &found.set.rules {
            match rule {
                Rule::Values => open.has_values = true,
                Rule::EachKey(each) => open.each_key = Some(each),
                Rule::EachValue(each) => open.each_value = Some(each),
                _ => {}
            }
        }
        (open.has_values || open.each_key.is_some() || open.each_value.is_some()).then_some(open)
    }

    /// Whether entries the example does not have are compared with its first one.
    fn values_repeat(&self) -> bool {
        self.has_values || self.each_value.is_some()
    }

    /// The rules for a value one step down.
    fn below(&self, live: Live<'r>) -> Live<'r> {
        match self.each_value {
            Some(each) if !each.rules.rules.is_empty() => live.or_under(&each.rules, &self.found),
            _ => live,
        }
    }
}

const TEXT: Site = Site { in_text: true, inherited: false };

fn kind_mismatch(expected: &Value<'_>, actual: &Value<'_>) -> Difference {
    Difference::KindMismatch { expected: expected.clone().into_owned(), actual: actual.clone().into_owned() }
}

#[cfg(test)]
mod tests;
