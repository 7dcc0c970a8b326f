//! Exact values that look made on the spot: the next run of the test makes another, and no provider returns this one.
//!
//! Only values no rule applies to are looked at; an explicit `equality` says that the value is meant. A value of a request
//! that a generator replaces is not sent as it stands.

use super::Kind;
use super::part::{Example, Part};
use super::report::{Report, shown};
use super::source::below;
use crate::explain::is_secret;
use crate::json::Value;
use crate::rule_path::{RulePath, Step};
use crate::rules::{is_key_of, is_key_of_header};
use std::collections::HashSet;

mod looks;

pub(super) fn check(part: &Part<'_>, report: &mut Report<'_, '_>) {
    let mut found: Vec<(String, String)> = Vec::new();
    match part.example {
        Example::Request(request) => {
            let texts = request.query.iter().flat_map(|(name, values)| {
                values.iter().flatten().map(move |value| ("query", name.as_str(), value.as_str()))
            });
            let texts = texts.filter(|(_, name, _)| part.rules.for_query(name).is_none());
            let generated = |name: &str| part.generators.query.iter().any(|(known, _)| is_key_of_header(known, name));
            found.extend(fields(part, texts.filter(|(_, name, _)| !generated(name))));
            let generated = |name: &str| part.generators.header.iter().any(|(known, _)| is_key_of_header(known, name));
            found.extend(fields(part, headers(part, &request.headers).filter(|(_, name, _)| !generated(name))));
            found.extend(in_path(part, &request.path));
        }
        Example::Response(response) => found.extend(fields(part, headers(part, &response.headers))),
        Example::Message(message) => {
            let ruled = |name: &str| part.rules.metadata.iter().any(|(known, _)| is_key_of(known, name));
            for (name, value) in message.metadata.iter().filter(|(name, _)| !ruled(name)) {
                in_value(value, &part.in_field("metadata", name), &mut found);
            }
        }
    }
    found.extend(in_body(part));
    for (pointer, text) in found {
        report.add(Kind::LooksGenerated, pointer, text);
    }
}

/// The segments of a path.
fn in_path(part: &Part<'_>, path: &str) -> Option<(String, String)> {
    if part.rules.path.is_some() || part.generators.path.is_some() {
        return None;
    }
    let found = path.split('/').find_map(|segment| Some((segment, looks::like(segment)?)));
    found.map(|(segment, what)| (below(&part.pointer, "path"), sentence(&shown(segment), what)))
}

/// The texts and numbers in a value no rule is for.
fn in_value(value: &Value<'_>, pointer: &str, found: &mut Vec<(String, String)>) {
    let what = match value {
        Value::String(text) => looks::like(text),
        Value::Number(number) => looks::like_number(number.as_str()),
        Value::Array(items) => {
            let mut items = items.iter().enumerate();
            return items
                .try_for_each(|(at, item)| -> Option<()> {
                    let before = found.len();
                    in_value(item, &format!("{pointer}/{at}"), found);
                    // Of the items of a list one is enough.
                    (found.len() == before).then_some(())
                })
                .unwrap_or_default();
        }
        Value::Object(object) => {
            return object.iter().for_each(|(name, value)| in_value(value, &below(pointer, name), found));
        }
        _ => None,
    };
    found.extend(what.map(|what| (pointer.to_owned(), sentence(&shown(&value.to_text()), what))));
}

fn headers<'h>(
    part: &'h Part<'_>,
    headers: &'h crate::http::Headers,
) -> impl Iterator<Item = (&'static str, &'h str, &'h str)> {
    let texts = headers.iter().filter(|(name, _)| part.rules.for_header(name).is_none());
    texts.flat_map(|(name, values)| values.iter().map(move |value| ("headers", name, value.as_str())))
}

fn fields<'t>(part: &Part<'_>, texts: impl Iterator<Item = (&'static str, &'t str, &'t str)>) -> Vec<(String, String)> {
    let looks = texts.filter_map(|(field, name, value)| Some((field, name, value, looks::like(value)?)));
    let told = looks.map(|(field, name, value, what)| {
        let value = if field == "headers" && is_secret(name) { "the value".to_owned() } else { shown(value) };
        (part.in_field(field, name), sentence(&value, what))
    });
    told.collect()
}

fn in_body(part: &Part<'_>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    // Of the items of a list one is enough.
    let mut told: HashSet<Vec<Step>> = HashSet::new();
    part.visit(|place| {
        let Some(value) = place.value.filter(|_| place.is_compared && place.live.applying().is_none()) else { return };
        let what = match value {
            Value::String(text) => looks::like(text),
            Value::Number(number) => looks::like_number(number.as_str()),
            _ => None,
        };
        let Some(what) = what else { return };
        let steps = place.at.steps();
        let is_replaced = matches!(part.example, Example::Request(_))
            && part.generators.body.iter().any(|(path, _)| covers(path, &steps));
        let general =
            steps.iter().map(|step| if matches!(step, Step::Index(_)) { Step::StarIndex } else { step.clone() });
        if !is_replaced && told.insert(general.collect()) {
            found.push((part.in_body(&steps), sentence(&shown(&value.to_text()), what)));
        }
    });
    found
}

fn sentence(value: &str, what: &str) -> String {
    format!("{value} looks generated ({what}), and no rule lets another one pass")
}

/// Whether a generator at `path` replaces what stands at these steps, or above.
fn covers(path: &RulePath, steps: &[Step]) -> bool {
    let fits = |(wanted, step): (&Step, &Step)| match (wanted, step) {
        (Step::Star, _) | (Step::StarIndex, Step::Index(_)) => true,
        (wanted, step) => wanted == step,
    };
    path.steps().len() <= steps.len() && path.steps().iter().zip(steps).all(fits)
}
