//! Bodies: first whether there is one, then whether its type agrees, then its content.
//!
//! | expected | matches |
//! |---|---|
//! | no body stated | anything |
//! | `""` | a missing or empty body |
//! | `null` | a missing or empty body, or the JSON `null` |
//! | any other | a body that agrees with it; a missing or empty one never does |
//!
//! A Protobuf body whose message the contract describes is compared as that message: a body without bytes is one in which
//! nothing is set.
//!
//! The type of a body is the one stated beside it, else the one of the `Content-Type` header, else what it looks like.
//! Where the types of both sides do not agree, that is the only difference reported.

mod bytes;
mod form;
mod json;
mod multipart;
mod protobuf;
mod text;
mod visit;
mod whole;
pub(super) use json::compare_values;
#[cfg(feature = "xml")]
mod xml;

pub(super) use protobuf::obstacle as protobuf_obstacle;
pub(crate) use visit::{Visited, visit};

use super::ExtraKeys;
use crate::body::{Body, Content, ContentType, Family, charset, sniff};
use crate::json::Value;
use crate::mismatch::{Difference, Mismatch, Place, RuleOrigin};
use crate::rule::Rule;
use crate::rules::{BodyRules, Combine, Found, Live, RuleSet, Rules};
use std::borrow::Cow;

/// Everything a body comparison looks at.
pub(super) struct Sides<'a> {
    pub(super) expected: &'a Body,
    /// The type the contract states, beside the body or in a header.
    pub(super) expected_type: Option<&'a str>,
    /// The rules for the `Content-Type` header.
    type_rules: Option<&'a RuleSet>,
    /// All rules for the body, for those that are put on the fields of a message.
    rules: &'a BodyRules,
    /// The rules in force at the root of the body.
    pub(super) live: Live<'a>,
    pub(super) actual: &'a [u8],
    /// The type that was sent.
    pub(super) actual_type: Option<&'a str>,
    /// How many multipart bodies this one is inside of.
    depth: u8,
}

impl<'a> Sides<'a> {
    /// A body and the type stated for it, the rules of its request, response or message, and what was sent as what.
    pub(super) fn new(
        (expected, expected_type): (&'a Body, Option<&'a str>),
        rules: &'a Rules,
        (actual, actual_type): (&'a [u8], Option<&'a str>),
    ) -> Self {
        let type_rules = rules.for_header("content-type");
        Self {
            expected,
            expected_type,
            type_rules,
            rules: &rules.body,
            live: rules.body.start(),
            actual,
            actual_type,
            depth: 0,
        }
    }

    /// The expected body as a text, or why it is none.
    fn expected_text(&self) -> Result<Cow<'a, str>, String> {
        match &self.expected.content {
            Content::Text(text) => Ok(Cow::Borrowed(text)),
            Content::Bytes(bytes) => charset::decode(bytes, charset::stated(self.expected_type).as_deref()),
            Content::Json(value) => Ok(Cow::Owned(value.to_compact())),
            Content::Missing | Content::Empty | Content::Null => Ok(Cow::Borrowed("")),
        }
    }

    /// The same body under other rules.
    fn with<'s>(&self, live: Live<'s>) -> Sides<'s>
    where
        'a: 's,
    {
        Sides { live, ..*self }
    }

    /// The rule set at the root that asks for the looks of the body, if one does.
    fn by_looks(&self) -> Option<(Found<'a>, bool)> {
        let asks = |found: &Found<'_>| found.set.rules.iter().any(|rule| matches!(rule, Rule::ContentType(_)));
        self.live.applying().filter(|(found, _)| asks(found))
    }

    /// Whether rules ask for more than the looks of a body that has parts; `rest` are the others at its root. Parts of a
    /// multipart body are compared in any case.
    fn has_more(&self, rest: &RuleSet, family: Family) -> bool {
        let has_parts = self.expected.meaning.is_some() || matches!(family, Family::Json | Family::Xml | Family::Form);
        family == Family::Multipart || (has_parts && (!rest.rules.is_empty() || !self.live.is_at_an_end()))
    }

    /// Whether a rule of this kind stands at the root of the body.
    fn has_rule(&self, is: impl Fn(&Rule) -> bool) -> bool {
        self.live.applying().is_some_and(|(found, _)| found.set.rules.iter().any(is))
    }
}

pub(super) fn compare(sides: &Sides<'_>, extra_keys: ExtraKeys, mismatches: &mut Vec<Mismatch>) {
    let at_root = |difference| Mismatch::plain(Place::Body("$".to_owned()), difference);
    let is_null = || sides.actual.trim_ascii() == b"null";
    let is_missing = || sides.actual.is_empty() && !sides.expected.to_bytes().unwrap_or_default().is_empty();
    match &sides.expected.content {
        Content::Missing => return,
        Content::Empty if sides.actual.is_empty() => return,
        Content::Null if sides.actual.is_empty() || is_null() => return,
        Content::Empty | Content::Null => {
            mismatches.push(at_root(Difference::UnexpectedBody { size: sides.actual.len() }));
            return;
        }
        // No bytes are a message in which nothing is set.
        _ if is_missing() && sides.expected.meaning.is_none() => return mismatches.push(missing(sides)),
        _ => {}
    }
    match agreed_family(sides) {
        Ok(family) => compare_content(sides, family, extra_keys, mismatches),
        Err(difference) => mismatches.push(Mismatch::plain(Place::BodyType, difference)),
    }
}

/// No body, in the words of the rule that asks for one if there is such a rule.
fn missing(sides: &Sides<'_>) -> Mismatch {
    let is_json = matches!(sides.expected.content, Content::Json(_));
    let asked = sides.live.applying().filter(|_| !is_json && sides.has_rule(|rule| *rule == Rule::NotEmpty));
    let place = Place::Body("$".to_owned());
    match asked {
        Some((found, _)) => {
            let rule = RuleOrigin { rule: Rule::NotEmpty.name().to_owned(), path: found.path.to_string() };
            Mismatch { place, difference: Difference::EmptyBody, rule: Some(rule) }
        }
        None => Mismatch::plain(place, Difference::MissingBody),
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
    let mut expected = ContentType::parse(stated);
    if sides.expected.meaning.is_some() {
        protobuf::take_message_out(&mut expected, &actual);
    }
    let agree = match sides.actual_type {
        Some(_) => expected.accepts(&actual) || header_rule_accepts(sides),
        None => may_be(expected.family(), actual.family()),
    };
    match expected.family() {
        _ if !agree => Err(unlike(stated, sides, &actual)),
        _ if is_json => Ok(Family::Json),
        // The hint settles what a type nobody knows is.
        Family::Binary if sides.expected.hint.as_deref() == Some("TEXT") => Ok(Family::Text),
        family => Ok(family),
    }
}

fn unlike(expected: &str, sides: &Sides<'_>, actual: &ContentType) -> Difference {
    let actual = sides.actual_type.map_or_else(|| actual.essence.clone(), ToOwned::to_owned);
    Difference::BodyType { expected: expected.to_owned(), actual }
}

/// Whether a body sent without a type may be of the family stated, by its looks: only documents have any.
fn may_be(stated: Family, looks: Family) -> bool {
    stated == looks || !matches!(stated, Family::Json | Family::Xml)
}

/// A rule on the `Content-Type` header that the sent type meets settles the question.
fn header_rule_accepts(sides: &Sides<'_>) -> bool {
    let (Some(set), Some(actual)) = (sides.type_rules, sides.actual_type) else {
        return false;
    };
    set.rules.iter().any(|rule| matches!(rule, Rule::Regex(regex) if regex.matches(actual)))
}

fn compare_content(sides: &Sides<'_>, family: Family, extra_keys: ExtraKeys, mismatches: &mut Vec<Mismatch>) {
    if let Some((found, _)) = sides.by_looks() {
        let rest = whole::without_content_type(found.set);
        if !sides.has_more(&rest, family) {
            // Its looks are all that is asked of the body.
            return bytes::compare(sides, mismatches);
        }
        let met = whole::compare_looks(sides, &found, family, mismatches);
        if met && found.set.combine == Combine::Or {
            return;
        }
        let sides = sides.with(sides.live.clone().instead(&rest, &found));
        return compare_family(&sides, family, extra_keys, mismatches);
    }
    compare_family(sides, family, extra_keys, mismatches);
}

fn compare_family(sides: &Sides<'_>, family: Family, extra_keys: ExtraKeys, mismatches: &mut Vec<Mismatch>) {
    if protobuf::is_meant(sides, family) {
        return protobuf::compare(sides, extra_keys, mismatches);
    }
    match family {
        Family::Json => match expected_json(&sides.expected.content) {
            Some(expected) => json::compare(&expected, sides, extra_keys, mismatches),
            None => text::compare(sides, mismatches),
        },
        Family::Text => text::compare(sides, mismatches),
        Family::Binary => bytes::compare(sides, mismatches),
        Family::Form => form::compare(sides, extra_keys, mismatches),
        Family::Multipart => multipart::compare(sides, extra_keys, mismatches),
        #[cfg(feature = "xml")]
        Family::Xml => xml::compare(sides, extra_keys, mismatches),
        #[cfg(not(feature = "xml"))]
        Family::Xml => {
            let difference = Difference::Unreadable { format: "XML", reason: super::XML_IS_OFF.to_owned() };
            mismatches.push(Mismatch::plain(Place::Body("$".to_owned()), difference));
        }
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

#[cfg(test)]
mod tests;
