//! Bodies: first whether there is one, then whether its type agrees, then its content.

mod bytes;
mod json;
mod text;

use super::ExtraKeys;
use crate::body::{Body, Content, ContentType, Family, sniff};
use crate::json::Value;
use crate::mismatch::{Difference, Mismatch, Place};
use crate::rule::Rule;
use crate::rules::{Live, RuleSet, Rules};
use std::borrow::Cow;

/// Everything a body comparison looks at.
pub(super) struct Sides<'a> {
    pub(super) expected: &'a Body,
    /// The type the contract states, beside the body or in a header.
    pub(super) expected_type: Option<&'a str>,
    /// The rules for the `Content-Type` header.
    type_rules: Option<&'a RuleSet>,
    /// The rules in force at the root of the body.
    pub(super) live: Live<'a>,
    pub(super) actual: &'a [u8],
    /// The type that was sent.
    pub(super) actual_type: Option<&'a str>,
}

impl<'a> Sides<'a> {
    /// A body and the type stated for it, the rules of its request, response or message, and what was sent as what.
    pub(super) fn new(
        (expected, expected_type): (&'a Body, Option<&'a str>),
        rules: &'a Rules,
        (actual, actual_type): (&'a [u8], Option<&'a str>),
    ) -> Self {
        let type_rules = rules.for_header("content-type");
        Self { expected, expected_type, type_rules, live: rules.body.start(), actual, actual_type }
    }
}

pub(super) fn compare(sides: &Sides<'_>, extra_keys: ExtraKeys, mismatches: &mut Vec<Mismatch>) {
    let at_root = |difference| Mismatch::plain(Place::Body("$".to_owned()), difference);
    let is_null = || sides.actual.trim_ascii() == b"null";
    match &sides.expected.content {
        Content::Missing => return,
        Content::Empty if sides.actual.is_empty() => return,
        Content::Null if sides.actual.is_empty() || is_null() => return,
        Content::Empty | Content::Null => {
            mismatches.push(at_root(Difference::UnexpectedBody { size: sides.actual.len() }));
            return;
        }
        _ if sides.actual.is_empty() => {
            mismatches.push(at_root(Difference::MissingBody));
            return;
        }
        _ => {}
    }
    match agreed_family(sides) {
        Ok(family) => compare_content(sides, family, extra_keys, mismatches),
        Err(difference) => mismatches.push(Mismatch::plain(Place::BodyType, difference)),
    }
}

/// The family both sides' types agree on, or how they do not.
fn agreed_family(sides: &Sides<'_>) -> Result<Family, Difference> {
    let is_json = matches!(sides.expected.content, Content::Json(_));
    let actual = ContentType::parse(sides.actual_type.unwrap_or_else(|| sniff(sides.actual)));
    let Some(stated) = sides.expected_type else {
        // Nobody stated what is expected: JSON is JSON whatever it is sent as, anything else is compared as it was sent.
        if !is_json {
            return Ok(actual.family());
        }
        let reads_as_json = actual.family() == Family::Json || crate::json::parse(sides.actual).is_ok();
        return if reads_as_json { Ok(Family::Json) } else { Err(unlike("application/json", sides, &actual)) };
    };
    let expected = ContentType::parse(stated);
    if expected.accepts(&actual) || header_rule_accepts(sides) || is_json_text(sides, &expected) {
        Ok(if is_json { Family::Json } else { expected.family() })
    } else {
        Err(unlike(stated, sides, &actual))
    }
}

fn unlike(expected: &str, sides: &Sides<'_>, actual: &ContentType) -> Difference {
    let actual = sides.actual_type.map_or_else(|| actual.essence.clone(), ToOwned::to_owned);
    Difference::BodyType { expected: expected.to_owned(), actual }
}

/// A body sent without a type that looks like JSON may be any text the contract states.
fn is_json_text(sides: &Sides<'_>, expected: &ContentType) -> bool {
    sides.actual_type.is_none() && matches!(expected.family(), Family::Text | Family::Binary | Family::Form)
}

/// A rule on the `Content-Type` header that the sent type meets settles the question.
fn header_rule_accepts(sides: &Sides<'_>) -> bool {
    let (Some(set), Some(actual)) = (sides.type_rules, sides.actual_type) else {
        return false;
    };
    set.rules.iter().any(|rule| matches!(rule, Rule::Regex(regex) if regex.matches(actual)))
}

fn compare_content(sides: &Sides<'_>, family: Family, extra_keys: ExtraKeys, mismatches: &mut Vec<Mismatch>) {
    let cannot =
        |format| Difference::Unreadable { format, reason: "this version cannot compare such bodies".to_owned() };
    let at_root = |difference| Mismatch::plain(Place::Body("$".to_owned()), difference);
    match family {
        Family::Json => match expected_json(&sides.expected.content) {
            Some(expected) => json::compare(&expected, sides, extra_keys, mismatches),
            None => text::compare(sides, mismatches),
        },
        Family::Text => text::compare(sides, mismatches),
        Family::Binary => bytes::compare(sides, mismatches),
        Family::Xml => mismatches.push(at_root(cannot("XML"))),
        Family::Form => mismatches.push(at_root(cannot("form"))),
        Family::Multipart => mismatches.push(at_root(cannot("multipart"))),
    }
}

/// The JSON value a contract expects; some writers stored the document as a text.
fn expected_json(content: &Content) -> Option<Cow<'_, Value<'_>>> {
    match content {
        Content::Json(value) => Some(Cow::Borrowed(value)),
        Content::Text(text) => crate::json::parse(text.as_bytes()).ok().map(Cow::Owned),
        Content::Bytes(bytes) => crate::json::parse(bytes).ok().map(Cow::Owned),
        Content::Missing | Content::Empty | Content::Null => None,
    }
}
