//! Form bodies (`application/x-www-form-urlencoded`): maps from names to values in order, like queries.
//!
//! The order of names does not count, the order of values under one name does. Parameters nobody expects are differences
//! in requests and pass in responses. Rules stand at `$.name`, for every value under the name, or at `$.name[n]` for one
//! of them; under a rule every value must pass and how many there are is free, unless `min` and `max` at `$.name` bound
//! it; `eachValue` and `arrayContains` there judge the values as a list. Values are texts: `number` accepts what reads as
//! one.

use super::super::ExtraKeys;
use super::super::location::Location;
use super::super::texts::unmet_by_position;
use super::super::value::unmet;
use super::Sides;
use super::visit::{Visited, Visitor};
use crate::body::form::parse;
use crate::json::Value;
use crate::mismatch::{Difference, Mismatch, Place};
use crate::rule::Site;
use crate::rules::{Found, Live};
use std::collections::{HashMap, HashSet};
use std::fmt::Display;

const WHAT: &str = "form post parameter";

pub(super) fn compare(sides: &Sides<'_>, extra_keys: ExtraKeys, mismatches: &mut Vec<Mismatch>) {
    let at_root = |difference| Mismatch::plain(Place::Body("$".to_owned()), difference);
    let expected = match sides.expected_text() {
        Ok(expected) => parse(expected.trim_ascii()),
        Err(reason) => {
            return mismatches.push(at_root(Difference::UnreadableExample { format: "form", reason }));
        }
    };
    let actual = match std::str::from_utf8(sides.actual) {
        Ok(actual) => parse(actual.trim_ascii()),
        Err(error) => {
            let reason = format!("it is not UTF-8: {error}");
            return mismatches.push(at_root(Difference::Unreadable { format: "form", reason }));
        }
    };
    let found: HashMap<&str, &Values> = actual.iter().map(|(name, values)| (name.as_str(), values)).collect();
    for (name, values) in &expected {
        let mut field = Field { name, at: Location::Field(&Location::Root, name), mismatches };
        match found.get(name.as_str()) {
            None => field.report(Difference::Missing { what: WHAT, name: name.clone() }),
            Some(found) => field.compare((values, found), &sides.live.field(name)),
        }
    }
    if extra_keys == ExtraKeys::Rejected {
        let known: HashSet<&str> = expected.iter().map(|(name, _)| name.as_str()).collect();
        for (name, _) in actual.iter().filter(|(name, _)| !known.contains(name.as_str())) {
            let place = Place::Body(Location::Field(&Location::Root, name).to_string());
            let difference = Difference::Unexpected { what: WHAT, name: name.clone() };
            mismatches.push(Mismatch::plain(place, difference));
        }
    }
}

/// Every parameter, and every value of it.
pub(super) fn visit(sides: &Sides<'_>, visitor: &mut Visitor<'_>) {
    for (name, values) in parse(sides.expected_text().unwrap_or_default().trim_ascii()) {
        let (live, at) = (sides.live.field(&name), Location::Field(&Location::Root, &name));
        visitor(&Visited { value: None, live: &live, at: &at, is_compared: true });
        for (index, value) in values.into_iter().enumerate() {
            let value = Value::string(value.unwrap_or_default());
            let (live, at) = (live.item(index), Location::Item(&at, index));
            visitor(&Visited { value: Some(&value), live: &live, at: &at, is_compared: true });
        }
    }
}

type Values = Vec<Option<String>>;

struct Field<'f> {
    name: &'f str,
    at: Location<'f>,
    mismatches: &'f mut Vec<Mismatch>,
}

impl Field<'_> {
    fn report(&mut self, difference: Difference) {
        self.mismatches.push(Mismatch::plain(Place::Body(self.at.to_string()), difference));
    }

    fn compare(&mut self, (expected, actual): (&[Option<String>], &[Option<String>]), live: &Live<'_>) {
        let applying = live.applying();
        match &applying {
            // Rules at `$.name[n]` judge the values there.
            Some((found, false)) => return self.texts(found, (expected, actual), live),
            None if expected.len() != actual.len() => {
                let (expected, actual) = (expected.len(), actual.len());
                self.report(Difference::ValueCount { what: WHAT, name: self.name.to_owned(), expected, actual });
            }
            _ => {}
        }
        let text = |value: Option<&Option<String>>| value.and_then(Option::clone).unwrap_or_default();
        let known = if applying.is_some() { actual.len() } else { actual.len().min(expected.len()) };
        for (index, value) in actual.iter().take(known).enumerate() {
            let texts = (text(expected.get(index).or(expected.first())), text(Some(value)));
            let place = self.place((actual.len() > 1).then_some(index));
            self.value(texts, &live.item(index), &place);
        }
    }

    /// The values and the list of them under the rules at `$.name`.
    fn texts(
        &mut self,
        found: &Found<'_>,
        (expected, actual): (&[Option<String>], &[Option<String>]),
        live: &Live<'_>,
    ) {
        let texts = |values: &[Option<String>]| -> Vec<String> {
            values.iter().map(|value| value.clone().unwrap_or_default()).collect()
        };
        let (expected, actual) = (texts(expected), texts(actual));
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        let actual: Vec<&str> = actual.iter().map(String::as_str).collect();
        let own = |at| {
            let (own, _) = live.item(at).applying().filter(|(_, inherited)| !inherited)?;
            Some((own.set, own.path as &dyn Display))
        };
        for (index, difference, rule) in unmet_by_position((found.set, found.path), own, (&expected, &actual)) {
            let place = self.place(index.filter(|_| actual.len() > 1));
            self.mismatches.push(Mismatch { place, difference, rule: Some(rule) });
        }
    }

    /// The field, or one of its values; one that stands alone is the field itself.
    fn place(&self, index: Option<usize>) -> Place {
        let at = |index| Location::Item(&self.at, index).to_string();
        Place::Body(index.map_or_else(|| self.at.to_string(), at))
    }

    fn value(&mut self, (expected, actual): (String, String), live: &Live<'_>, place: &Place) {
        if let Some((found, inherited)) = live.applying() {
            let values = (&Value::string(&*expected), &Value::string(&*actual));
            for (difference, rule) in unmet(found.set, found.path, values, Site { in_text: true, inherited }) {
                self.mismatches.push(Mismatch { place: place.clone(), difference, rule: Some(rule) });
            }
        } else if expected != actual {
            let difference = Difference::Value { what: WHAT, name: self.name.to_owned(), expected, actual };
            self.mismatches.push(Mismatch::plain(place.clone(), difference));
        }
    }
}
