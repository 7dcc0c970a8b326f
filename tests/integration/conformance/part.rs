//! Requests, responses and messages, read as parts of a contract, and compared as if one of them had arrived.
//!
//! Everything goes through the reader of contract files, so that what passes here passes when a file says it.

use abide_contract_core::body::Body;
use abide_contract_core::file;
use abide_contract_core::http::{ActualRequest, ActualResponse, Headers, Request, Response};
use abide_contract_core::interaction::{self, Exchange};
use abide_contract_core::json::{Json, Object, Value};
use abide_contract_core::matching::{match_message, match_request, match_response};
use abide_contract_core::message::{ActualMessage, Message};
use abide_contract_core::mismatch::Mismatch;
use anyhow::{Context as _, Result, bail, ensure};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// What a part is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Request,
    Response,
    Message,
}

/// How parts are written down.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape<'v> {
    /// The version of the format: `1.1`.
    pub(super) version: &'v str,
    /// Whether interactions name their type, and bodies stand in an object that names theirs: since version 4.
    pub(super) names_types: bool,
}

/// One side of an interaction.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    Request(Box<Request>),
    Response(Box<Response>),
    Message(Box<Message>),
}

/// Reads a part that stands by itself, by making it the only one of a contract.
pub(super) fn read(kind: Kind, part: &Value<'_>, shape: Shape<'_>) -> Result<Part> {
    let mut interaction = match kind {
        Kind::Request => object([("request", part.clone().into_owned())]),
        Kind::Response => object([("response", part.clone().into_owned())]),
        Kind::Message => part.as_object().context("a message is an object")?.clone().into_owned(),
    };
    interaction.insert("description", Value::string("a part by itself"));
    if shape.names_types {
        let name = if kind == Kind::Message { interaction::MESSAGE } else { interaction::HTTP };
        interaction.insert("type", Value::string(name));
    }
    let list = if kind == Kind::Message && !shape.names_types { "messages" } else { "interactions" };
    let version = object([("version", Value::string(shape.version.to_owned()))]);
    let contract = object([
        ("metadata", Value::Object(object([("pactSpecification", Value::Object(version))]))),
        (list, Value::Array(vec![Value::Object(interaction)])),
    ]);
    let contract = file::from_json(&Value::Object(contract), "the case")?.contract;
    match (kind, contract.interactions.into_iter().next().map(|interaction| interaction.exchange)) {
        (Kind::Request, Some(Exchange::Http(http))) => Ok(Part::Request(Box::new(http.request))),
        (Kind::Response, Some(Exchange::Http(http))) => Ok(Part::Response(Box::new(http.response))),
        (Kind::Message, Some(Exchange::Message(message))) => Ok(Part::Message(message)),
        (kind, exchange) => bail!("a {kind:?} was read as {exchange:?}"),
    }
}

/// Reads a part as it arrives: a query written as one text is sent as that text.
pub(super) fn read_arrived(kind: Kind, part: &Value<'_>, shape: Shape<'_>) -> Result<Part> {
    let mut read = read(kind, part, shape)?;
    if let (Part::Request(request), Some(query)) = (&mut read, part.get("query").and_then(Value::as_str)) {
        request.exact_query = Some(query.to_owned());
    }
    Ok(read)
}

fn object<const N: usize>(entries: [(&str, Json); N]) -> Object<'static> {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// What differs when `actual` arrives where `expected` is asked for.
pub(super) fn compare(expected: &Part, actual: &Part) -> Result<Vec<Mismatch>> {
    match (expected, actual) {
        (Part::Request(expected), Part::Request(actual)) => {
            can_be_judged(&expected.obstacles())?;
            let (headers, body) = (lines(&actual.headers, &actual.body), actual.body.to_bytes());
            Ok(match_request(
                expected,
                &ActualRequest {
                    method: &actual.method,
                    path: &actual.path,
                    query: &query(actual),
                    headers: &borrowed(&headers),
                    body: body.as_deref(),
                },
            ))
        }
        (Part::Response(expected), Part::Response(actual)) => {
            can_be_judged(&expected.obstacles())?;
            let (headers, body) = (lines(&actual.headers, &actual.body), actual.body.to_bytes());
            let headers = borrowed(&headers);
            let actual = ActualResponse { status: actual.status, headers: &headers, body: body.as_deref() };
            Ok(match_response(expected, &actual))
        }
        (Part::Message(expected), Part::Message(actual)) => {
            let (metadata, contents) = (metadata(actual), actual.contents.to_bytes());
            Ok(match_message(expected, &ActualMessage { contents: contents.as_deref(), metadata: &metadata }))
        }
        _ => bail!("{expected:?} cannot be compared with {actual:?}"),
    }
}

fn can_be_judged(obstacles: &[String]) -> Result<()> {
    ensure!(obstacles.is_empty(), "{}", obstacles.join("; "));
    Ok(())
}

/// The query as it is sent: as it was written where it was written as one text.
fn query(request: &Request) -> String {
    if let Some(exact) = request.exact_query.as_ref() {
        return exact.clone();
    }
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs = request.query.iter().flat_map(|(name, values)| {
        values.iter().map(move |value| match value {
            Some(value) => format!("{}={}", encode(name), encode(value)),
            None => encode(name),
        })
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// One line for each header value; a body that names its type is sent with it.
fn lines(headers: &Headers, body: &Body) -> Vec<(String, String)> {
    let mut lines: Vec<_> =
        headers.iter().flat_map(|(name, values)| values.iter().map(|value| (name.to_owned(), value.clone()))).collect();
    if let Some(content_type) = body.content_type.as_ref().filter(|_| headers.get("content-type").is_none()) {
        lines.push(("Content-Type".to_owned(), content_type.clone()));
    }
    lines
}

fn borrowed(lines: &[(String, String)]) -> Vec<(&str, &str)> {
    lines.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// The metadata a message is sent with, which names the type of its contents if the contents do.
fn metadata(message: &Message) -> Object<'static> {
    let mut metadata = message.metadata.clone();
    let is_type = |key: &str| key.replace('-', "").eq_ignore_ascii_case("contenttype");
    if let Some(content_type) = message.contents.content_type.as_ref()
        && !metadata.keys().any(is_type)
    {
        metadata.insert("contentType", Value::string(content_type.clone()));
    }
    metadata
}
