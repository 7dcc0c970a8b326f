//! Metadata: every expected name must come with a value that fits; further names pass.
//!
//! Values are compared as texts, those of names that end in `-bin` as bytes: rules see their base64, padded, since that is
//! what contracts have. What the protocol itself sends does not count.

use super::super::value::unmet;
use crate::body::{from_base64, to_base64};
use crate::grpc::{ActualAnswer, Call};
use crate::json::{Json, Value};
use crate::mismatch::{Difference, Mismatch, Place};
use crate::rule::Site;
use crate::rules::{RuleSet, Rules};

type Lines<'a> = &'a [(&'a str, &'a str)];

pub(super) fn compare_request(call: &Call, actual: Lines<'_>, mismatches: &mut Vec<Mismatch>) {
    for (name, value) in call.stated_request_metadata() {
        compare((name, value), "metadata", call.request_rules(), actual, mismatches);
    }
}

pub(super) fn compare_answer(call: &Call, actual: &ActualAnswer<'_>, mismatches: &mut Vec<Mismatch>) {
    let both: Vec<_> = actual.headers.iter().chain(actual.trailers).copied().collect();
    // An answer that was cut off has no trailers yet.
    let is_cut_off = actual.status.is_none();
    for (name, value) in call.stated_response_metadata() {
        let is_header = call.is_header(name);
        let (what, lines): (_, Lines<'_>) = match (is_header, call.is_trailer(name)) {
            (true, _) => ("header metadata", actual.headers),
            (false, true) if is_cut_off => continue,
            (false, true) => ("trailer metadata", actual.trailers),
            (false, false) => ("metadata", &both),
        };
        if !is_header && is_cut_off && !lines.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
            continue;
        }
        compare((name, value), what, call.response_rules(), lines, mismatches);
    }
}

fn compare(
    (name, value): (&str, &Json),
    what: &'static str,
    rules: &Rules,
    actual: Lines<'_>,
    mismatches: &mut Vec<Mismatch>,
) {
    let place = Place::Metadata(name.to_owned());
    let found: Vec<_> = actual.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, v)| *v).collect();
    if found.is_empty() {
        mismatches.push(Mismatch::plain(place, Difference::Missing { what, name: name.to_owned() }));
        return;
    }
    let is_binary = name.to_ascii_lowercase().ends_with("-bin");
    if let Some((known, set)) = rule_of(rules, name) {
        let lines = found.iter().flat_map(|line| if is_binary { split(line) } else { vec![(*line).to_owned()] });
        for line in lines {
            let (expected, actual) = (seen(&value.to_text(), is_binary), seen(&line, is_binary));
            let values = (&Value::string(expected), &Value::string(actual));
            for (difference, rule) in unmet(set, known, values, Site { in_text: true, inherited: false }) {
                mismatches.push(Mismatch { place: place.clone(), difference, rule: Some(rule) });
            }
        }
        return;
    }
    let wanted: Vec<_> = match value {
        Value::Array(items) => items.iter().map(Value::to_text).collect(),
        single => vec![single.to_text()],
    };
    if !is_equal(&wanted, &found, is_binary) {
        let difference =
            Difference::Value { what, name: name.to_owned(), expected: wanted.join(", "), actual: found.join(", ") };
        mismatches.push(Mismatch::plain(place, difference));
    }
}

/// The rules of a name, whose case does not matter.
pub(super) fn rule_of<'r>(rules: &'r Rules, name: &str) -> Option<&'r (String, RuleSet)> {
    rules.metadata.iter().find(|(known, _)| known.strip_prefix("$.").unwrap_or(known).eq_ignore_ascii_case(name))
}

/// A value as rules see it: of bytes the base64 with its padding, which senders may leave off.
fn seen(line: &str, is_binary: bool) -> String {
    let bytes = from_base64(line).filter(|_| is_binary);
    bytes.map_or_else(|| line.to_owned(), |bytes| to_base64(&bytes))
}

fn split(line: &str) -> Vec<String> {
    line.split(',').map(|part| part.trim().to_owned()).collect()
}

/// Lines with the same name may as well come as one, with commas between them.
fn is_equal(wanted: &[impl AsRef<str>], found: &[&str], is_binary: bool) -> bool {
    let bytes = |text: &String| from_base64(text).filter(|_| is_binary).unwrap_or_else(|| text.clone().into_bytes());
    let wanted: Vec<_> = wanted.iter().flat_map(|value| split(value.as_ref())).collect();
    let found: Vec<_> = found.iter().flat_map(|value| split(value)).collect();
    wanted.iter().map(bytes).eq(found.iter().map(bytes))
}
