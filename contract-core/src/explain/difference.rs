//! Two bodies in one picture.

use super::line::Line;
use super::text;
use super::tree::Tree;
use crate::body::{Body, Content};
use crate::json::{Json, Value, parse};
use crate::mismatch::{Difference, Mismatch, Place};
use std::borrow::Cow;

/// Lines of a picture, at most.
const MOST_LINES: usize = 60;
/// Says what the marks mean.
const LEGEND: &str = "- expected  + received";

/// The expected and the received body in one another, in lines without indentation of their own; none where the
/// [lines](super::explain()) say all there is to say.
///
/// ```text
/// - expected  + received
///   {
///     "amount": 12.5,
///     "charge_id": "pay-7",
/// -   "payment_id": "pay-abc123",
///     "status": "SUCCESS"
///   }
/// ```
///
/// JSON is shown as received; only what `mismatches` are about is marked, so a value its rule accepts is never shown as
/// different from the example. Other texts are compared line by line. Whatever is far from a difference is counted
/// instead of shown.
pub fn body_difference(expected: &Body, actual: &[u8], mismatches: &[Mismatch]) -> Vec<String> {
    let found: Vec<(&str, &Difference)> = mismatches
        .iter()
        .filter_map(|mismatch| match &mismatch.place {
            Place::Body(path) => Some((path.as_str(), &mismatch.difference)),
            _ => None,
        })
        .collect();
    let lines = match found.as_slice() {
        [] => Vec::new(),
        [(_, Difference::UnequalText { expected, actual })] => text::lines(expected, actual),
        _ if found.iter().any(|(path, difference)| is_telling(path, difference)) => json(expected, actual, &found),
        _ => Vec::new(),
    };
    if lines.is_empty() {
        return Vec::new();
    }
    let more = lines.len().saturating_sub(MOST_LINES);
    let legend = std::iter::once(LEGEND.to_owned());
    let shown = lines.iter().take(MOST_LINES).map(Line::to_string);
    legend.chain(shown).chain((more > 0).then(|| format!("… {more} more lines"))).collect()
}

fn json(expected: &Body, actual: &[u8], found: &[(&str, &Difference)]) -> Vec<Line> {
    let (Some(expected), Ok(actual)) = (expected_json(&expected.content), parse(actual)) else {
        return Vec::new();
    };
    if !expected.is_container() && !actual.is_container() {
        Vec::new()
    } else {
        Tree::new(found).lines(&expected, &actual)
    }
}

fn expected_json(content: &Content) -> Option<Cow<'_, Value<'_>>> {
    match content {
        Content::Json(value) => Some(Cow::Borrowed(value)),
        Content::Text(text) => parse(text.as_bytes()).ok().map(Cow::Owned),
        _ => None,
    }
}

/// Whether a picture says more than the sentence: the place is nested, or it takes the surroundings to understand.
fn is_telling(path: &str, difference: &Difference) -> bool {
    let is_nested = path.matches(['.', '[']).count() > 1;
    let has_entries = |value: &Json| match value {
        Value::Array(items) => items.iter().any(Value::is_container),
        Value::Object(object) => !object.is_empty(),
        _ => false,
    };
    match difference {
        Difference::MissingKeys { .. } | Difference::MissingVariant { .. } => true,
        Difference::Keys { expected, actual } => is_nested || expected.len().max(actual.len()) > 3,
        Difference::Length { expected, actual, .. }
        | Difference::KindMismatch { expected, actual }
        | Difference::Unequal { expected, actual } => is_nested || has_entries(expected) || has_entries(actual),
        Difference::TooFew { actual, .. } | Difference::TooMany { actual, .. } => is_nested || has_entries(actual),
        Difference::Unreadable { .. } | Difference::MissingBody | Difference::UnexpectedBody { .. } => false,
        _ => is_nested,
    }
}
