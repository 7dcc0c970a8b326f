//! Whether an example meets the rules of its own contract: it is matched against itself, as if it had arrived.

use super::Kind;
use super::part::{Example, Part};
use super::report::Report;
use crate::body::Body;
use crate::explain;
use crate::http::{ActualRequest, ActualResponse, Headers, Request};
use crate::matching::{match_message, match_request, match_response};
use crate::message::{ActualMessage, Message};
use crate::mismatch::{Difference, Mismatch, Place};
use crate::rule::Rule;
use crate::rule_path::{RulePath, Step};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

pub(super) fn check(part: &Part<'_>, report: &mut Report<'_, '_>) {
    let mismatches = match part.example {
        Example::Request(request) => request_mismatches(request),
        Example::Response(response) => {
            let (lines, body) = (lines(&response.headers, &response.body), response.body.to_bytes());
            let headers: Vec<_> = borrowed(&lines);
            let actual = ActualResponse { status: response.status, headers: &headers, body: body.as_deref() };
            match_response(response, &actual)
        }
        Example::Message(message) => message_mismatches(message),
    };
    // Of rules nobody knows it is said elsewhere that they cannot be judged.
    let unknown = |mismatch: &Mismatch| {
        let is = |name: &str| part.rules().iter().any(|placed| is_unknown(placed.rule, name));
        mismatch.rule.as_ref().is_some_and(|rule| is(&rule.rule))
    };
    for mismatch in mismatches.iter().filter(|mismatch| !is_unsaid(mismatch, part) && !unknown(mismatch)) {
        let sentence = sentence(mismatch);
        let (kind, text) = match &mismatch.rule {
            _ if matches!(mismatch.difference, Difference::TooMuchWork { .. }) => {
                (Kind::NotJudged, format!("the example is not judged: {sentence}"))
            }
            Some(rule) => {
                let text = format!("the example breaks its own rule `{}` at {}: {sentence}", rule.rule, rule.path);
                (Kind::ExampleBreaksRule, text)
            }
            None if is_of_rule(mismatch) => {
                (Kind::ExampleBreaksRule, format!("the example breaks its own rule: {sentence}"))
            }
            None => (Kind::ExampleContradictsItself, format!("the example does not match itself: {sentence}")),
        };
        report.add(kind, pointer(part, &mismatch.place), text);
    }
}

fn is_unknown(rule: &Rule, name: &str) -> bool {
    matches!(rule, Rule::Unknown { name: unknown, .. } if unknown == name)
}

fn request_mismatches(request: &Request) -> Vec<Mismatch> {
    let (lines, body) = (lines(&request.headers, &request.body), request.body.to_bytes());
    let headers: Vec<_> = borrowed(&lines);
    let query = request.exact_query.clone().unwrap_or_else(|| query(request));
    // What arrives is decoded once.
    let path = request.path.replace('%', "%25");
    let actual =
        ActualRequest { method: &request.method, path: &path, query: &query, headers: &headers, body: body.as_deref() };
    match_request(request, &actual)
}

fn message_mismatches(message: &Message) -> Vec<Mismatch> {
    let contents = message.contents.to_bytes();
    let mut metadata = message.metadata.clone();
    if let (None, Some(content_type)) = (crate::message::stated_type(&metadata), &message.contents.content_type) {
        metadata.insert("contentType", content_type.clone().into());
    }
    match_message(message, &ActualMessage { contents: contents.as_deref(), metadata: &metadata })
}

/// Header lines; the content type stated with the body is one of them.
fn lines(headers: &Headers, body: &Body) -> Vec<(String, String)> {
    let each = headers.iter().flat_map(|(name, values)| values.iter().map(|value| (name.to_owned(), value.clone())));
    let mut lines: Vec<_> = each.collect();
    if let (None, Some(content_type)) = (headers.first("content-type"), &body.content_type) {
        lines.push(("Content-Type".to_owned(), content_type.clone()));
    }
    lines
}

fn borrowed(lines: &[(String, String)]) -> Vec<(&str, &str)> {
    lines.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

fn query(request: &Request) -> String {
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pair = |name: &str, value: &Option<String>| match value {
        Some(value) => format!("{}={}", encode(name), encode(value)),
        None => encode(name),
    };
    let pairs = request.query.iter().flat_map(|(name, values)| values.iter().map(move |value| pair(name, value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// A header or parameter without values has no form to arrive in; a status that a generator makes is a placeholder; and of
/// bodies that cannot be judged it is said elsewhere.
fn is_unsaid(mismatch: &Mismatch, part: &Part<'_>) -> bool {
    let example = part.example;
    if let (Place::Status, Example::Response(response)) = (&mismatch.place, example) {
        return response.generators.status.is_some();
    }
    if matches!(mismatch.place, Place::Body(_)) && (part.is_of_call || part.body_obstacle().is_some()) {
        return true;
    }
    let headers = match example {
        Example::Request(request) => &request.headers,
        Example::Response(response) => &response.headers,
        Example::Message(_) => return false,
    };
    match (&mismatch.place, example) {
        (Place::Header(name), _) => headers.get(name).is_some_and(<[_]>::is_empty),
        (Place::Query(name), Example::Request(request)) => {
            request.query.iter().any(|(known, values)| known == name && values.is_empty())
        }
        _ => false,
    }
}

/// Whether a rule asked for it although it is not named.
fn is_of_rule(mismatch: &Mismatch) -> bool {
    use crate::mismatch::Difference::{MissingVariant, TooFew, TooMany};
    matches!(mismatch.difference, MissingVariant { .. } | TooFew { .. } | TooMany { .. })
}

/// The sentence of a mismatch, cut where it is too long to read.
fn sentence(mismatch: &Mismatch) -> String {
    const SHOWN: usize = 400;
    let sentence = explain::sentence(mismatch);
    let cut: String = sentence.chars().take(SHOWN).collect();
    if cut.len() < sentence.len() { cut + "…" } else { cut }
}

fn pointer(part: &Part<'_>, place: &Place) -> String {
    match place {
        Place::Method => part.in_field("method", ""),
        Place::Path => part.in_field("path", ""),
        Place::Status => part.in_field("status", ""),
        Place::Query(name) => part.in_field("query", name),
        Place::Header(name) => part.in_field("headers", name),
        Place::Metadata(name) => part.in_field("metadata", name),
        Place::BodyType | Place::Message(_) => part.in_body(&[]),
        Place::Body(path) => part.in_body(&steps(path)),
    }
}

/// The steps of a place in a body, as far as they can be read.
fn steps(path: &str) -> Vec<Step> {
    RulePath::parse(path).map_or_else(|_| Vec::new(), |path| path.steps().to_vec())
}
