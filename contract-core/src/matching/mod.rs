//! Expected and actual, walked together; what differs is collected as values.
//!
//! Requests are strict: keys, parameters and items nobody expects are differences. Responses are lax about what the
//! consumer does not read: extra keys and headers pass. Comparison never stops at the first difference.

mod body;
#[cfg(feature = "protobuf")]
mod grpc;
mod headers;
mod location;
mod metadata;
mod obstacles;
mod open;
mod query;
mod request_line;
mod status;
mod texts;
mod told;
mod value;

pub(crate) use body::{Visited, visit as visit_body};
pub(crate) use headers::{is_list as is_list_header, is_single as is_single_header};
pub(crate) use obstacles::body_obstacle;

use crate::body::Body;
use crate::http::{ActualRequest, ActualResponse, Request, Response};
use crate::message::{ActualMessage, Message};
use crate::mismatch::Mismatch;
use crate::rule::Budget;

/// Why XML bodies cannot be compared where they cannot.
const XML_IS_OFF: &str = "the feature `xml` of abide-contract-core is off";

/// What the body comparison does with map entries nobody expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExtraKeys {
    /// They are differences: requests.
    Rejected,
    /// They pass: responses.
    Allowed,
}

/// What differs between a request as expected and as it arrived; empty when it matches.
pub fn match_request(expected: &Request, actual: &ActualRequest<'_>) -> Vec<Mismatch> {
    let _budget = Budget::open();
    let mut mismatches = Vec::new();
    request_line::compare_method(expected, actual.method, &mut mismatches);
    request_line::compare_path(expected, actual.path, &mut mismatches);
    match &expected.exact_query {
        // Whatever version the file states: rules on parameters judge them one by one.
        Some(exact) if expected.rules.query.is_empty() => {
            query::compare_exactly(exact, actual.query, &mut mismatches);
        }
        _ => query::compare(&expected.query, &expected.rules, actual.query, &mut mismatches),
    }
    headers::compare(&expected.headers, &expected.rules, actual.headers, &mut mismatches);
    let stated = stated_type(&expected.body, expected.headers.first("content-type"));
    let sent = (actual.body.unwrap_or_default(), sent_type(actual.headers));
    let sides = body::Sides::new((&expected.body, stated), &expected.rules, sent);
    body::compare(&sides, ExtraKeys::Rejected, &mut mismatches);
    mismatches
}

/// Whether method and path alone match: what makes a request a candidate for an interaction.
pub fn matches_request_line(expected: &Request, actual: &ActualRequest<'_>) -> bool {
    let mut mismatches = Vec::new();
    request_line::compare_method(expected, actual.method, &mut mismatches);
    request_line::compare_path(expected, actual.path, &mut mismatches);
    mismatches.is_empty()
}

/// What differs between a response as expected and as the provider gave it; empty when it matches.
pub fn match_response(expected: &Response, actual: &ActualResponse<'_>) -> Vec<Mismatch> {
    let _budget = Budget::open();
    let mut mismatches = Vec::new();
    status::compare(expected, actual.status, &mut mismatches);
    headers::compare(&expected.headers, &expected.rules, actual.headers, &mut mismatches);
    let stated = stated_type(&expected.body, expected.headers.first("content-type"));
    let sent = (actual.body.unwrap_or_default(), sent_type(actual.headers));
    let sides = body::Sides::new((&expected.body, stated), &expected.rules, sent);
    body::compare(&sides, ExtraKeys::Allowed, &mut mismatches);
    mismatches
}

/// What differs between a message as expected and as it arrived; empty when it matches.
pub fn match_message(expected: &Message, actual: &ActualMessage<'_>) -> Vec<Mismatch> {
    let _budget = Budget::open();
    let mut mismatches = Vec::new();
    metadata::compare(expected, actual.metadata, &mut mismatches);
    let sent = (actual.contents.unwrap_or_default(), crate::message::stated_type(actual.metadata));
    let sides = body::Sides::new((&expected.contents, expected.content_type()), &expected.rules, sent);
    body::compare(&sides, ExtraKeys::Allowed, &mut mismatches);
    mismatches
}

fn stated_type<'e>(body: &'e Body, header: Option<&'e str>) -> Option<&'e str> {
    body.content_type.as_deref().or(header)
}

fn sent_type<'a>(headers: &[(&str, &'a str)]) -> Option<&'a str> {
    headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type")).map(|(_, value)| *value)
}
