//! Lists whose items stand for all others although they are unlike each other.
//!
//! Under a `type` rule a list may have more items than the example, and those are compared with the example's first one:
//! what the other items of the example show is not asked of them.

use super::Kind;
use super::part::Part;
use super::report::Report;
use crate::json::{Kind as JsonKind, Object, Value};
use crate::rule::Rule;
use crate::rule_path::{RulePath, Step};
use crate::rules::Live;

pub(super) fn check(part: &Part<'_>, report: &mut Report<'_, '_>) {
    let mut found = Vec::new();
    part.visit(|place| {
        let Some(Value::Array(items)) = place.value.filter(|_| place.is_compared) else { return };
        if !is_by_type(place.live) || !place.live.items_are_alike() {
            return;
        }
        let Some((first, others)) = items.split_first() else { return };
        let live = place.live.item(0);
        let unlike = others.iter().enumerate().find_map(|(at, other)| {
            let reason = unlike((first, other), &live, &RulePath::root())?;
            Some((at + 1, reason))
        });
        if let Some((at, reason)) = unlike {
            let mut steps = place.at.steps();
            steps.push(Step::Index(at));
            found.push((part.in_body(&steps), at, reason));
        }
    });
    for (pointer, at, reason) in found {
        let text = format!(
            "item {at} of the example is unlike item 0 ({reason}), but items beyond the example are compared with item 0"
        );
        report.add(Kind::UnlikeExamples, pointer, text);
    }
}

/// Whether the rules in force ask for the type of the example.
fn is_by_type(live: &Live<'_>) -> bool {
    live.applying().is_some_and(|(found, _)| found.set.rules.iter().any(|rule| matches!(rule, Rule::Type { .. })))
}

/// How two items differ in their build, if they do. Where another rule than `type` applies, that rule says what may come.
fn unlike((first, other): (&Value<'_>, &Value<'_>), live: &Live<'_>, at: &RulePath) -> Option<String> {
    if !is_by_type(live) {
        return None;
    }
    match (first, other) {
        (Value::Object(first), Value::Object(other)) => unlike_keys(first, other, at).or_else(|| {
            let both = first.iter().filter_map(|(key, value)| Some((key, value, other.get(key)?)));
            both.into_iter().find_map(|(key, value, other)| {
                unlike((value, other), &live.field(key), &at.then(Step::Field(key.to_owned())))
            })
        }),
        (Value::Array(first), Value::Array(other)) => {
            unlike((first.first()?, other.first()?), &live.item(0), &at.then(Step::Index(0)))
        }
        _ if first.kind().agrees_with(other.kind()) => None,
        _ => Some(format!("`{at}` is {}, not {}", words(other.kind()), words(first.kind()))),
    }
}

fn unlike_keys(first: &Object<'_>, other: &Object<'_>, at: &RulePath) -> Option<String> {
    let only = |one: &Object<'_>, two: &Object<'_>| {
        one.sorted().into_iter().map(|(key, _)| key).find(|key| !two.contains_key(key)).map(ToOwned::to_owned)
    };
    let has = |verb: &str, key: String| format!("`{at}` {verb} `{key}`");
    only(first, other).map(|key| has("lacks", key)).or_else(|| only(other, first).map(|key| has("also has", key)))
}

fn words(kind: JsonKind) -> String {
    match kind {
        JsonKind::Null => "null".to_owned(),
        JsonKind::Array | JsonKind::Object | JsonKind::Integer => format!("an {kind}"),
        _ => format!("a {kind}"),
    }
}
