//! The answer to a request: what was declared, or 500 and an explanation.

use super::Shared;
use super::choose::Choice;
use super::journal::Reason;
use crate::verdict;
use abide_contract_core::generate::{Context, generate_response};
use abide_contract_core::http::{ActualRequest, Response as Expected};
use abide_contract_core::json::{Json, Object};
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, TRANSFER_ENCODING};
use http::{HeaderValue, Response, StatusCode};
use http_body_util::Full;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Says, as the ecosystem's mock servers do, why a request was not answered as declared.
const X_PACT: HeaderName = HeaderName::from_static("x-pact");

/// Notes a request in the journal and answers it.
pub(super) fn reply(actual: &ActualRequest<'_>, shared: &Shared) -> Response<Full<Bytes>> {
    // A panic here would only close the connection, and the request would be missing from the verdict.
    let judged = catch_unwind(AssertUnwindSafe(|| judge(actual, shared)));
    let reason = match judged {
        Ok(Ok(response)) => return response,
        Ok(Err(reason)) => reason,
        Err(_) => Reason::Failed("the mock server panicked over it, with the message printed above".to_owned()),
    };
    refuse(request_line(actual.method, actual.path, actual.query), reason, shared)
}

/// Notes a request whose body was not taken in, and answers it.
pub(super) fn too_large(head: &http::request::Parts, limit: usize, shared: &Shared) -> Response<Full<Bytes>> {
    let line = request_line(head.method.as_str(), head.uri.path(), head.uri.query().unwrap_or_default());
    let reason = Reason::Failed(format!("its body is over the mock server's limit of {} MiB", limit / (1024 * 1024)));
    let mut response = refuse(line, reason, shared);
    *response.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
    response
}

fn judge(actual: &ActualRequest<'_>, shared: &Shared) -> Result<Response<Full<Bytes>>, Reason> {
    let interactions = &shared.declaration.interactions;
    let mut entries = shared.journal.entries();
    let at = match shared.choices.choose(interactions, &entries.hits, actual) {
        Choice::Match(at) => at,
        Choice::Differs(near) => return Err(Reason::Differs(near)),
        Choice::Unknown(near) => return Err(Reason::Unknown(near)),
    };
    let expected = interactions[at].expected.as_http().map(|(_, response)| response);
    let answer =
        expected.map_or_else(|| Err("it is no HTTP interaction".to_owned()), |expected| declared(expected, actual));
    let response = answer.map_err(|error| Reason::Failed(format!("the answer could not be made: {error}")))?;
    entries.hits[at] = true;
    Ok(response)
}

/// The response as declared, with what is made at run time in place.
fn declared(expected: &Expected, actual: &ActualRequest<'_>) -> Result<Response<Full<Bytes>>, String> {
    // The address the client has found us by.
    let host = actual.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("host"));
    let at = |host: &str| Context::consumer().mock_server(format!("http://{host}"));
    let context = host.map_or_else(Context::consumer, |(_, host)| at(host));
    let made = generate_response(expected, &context).map_err(|error| error.to_string())?;
    let body = made.body.to_bytes().map(std::borrow::Cow::into_owned);
    let mut response = Response::new(Full::from(body.unwrap_or_default()));
    *response.status_mut() = StatusCode::from_u16(made.status).map_err(|error| error.to_string())?;
    for (name, values) in made.headers.iter() {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|error| error.to_string())?;
        // How a body is framed is settled here, except where only its headers are sent.
        if matches!(name, CONTENT_LENGTH | TRANSFER_ENCODING) && actual.method != "HEAD" {
            continue;
        }
        for value in values {
            let value = HeaderValue::from_str(value).map_err(|error| error.to_string())?;
            response.headers_mut().append(name.clone(), value);
        }
    }
    if let Some(content_type) = &made.body.content_type
        && !response.headers().contains_key(CONTENT_TYPE)
    {
        let value = HeaderValue::from_str(content_type).map_err(|error| error.to_string())?;
        response.headers_mut().insert(CONTENT_TYPE, value);
    }
    Ok(response)
}

/// Notes a request that is not answered as declared; whoever reads the client's error finds the reason in the body.
fn refuse(line: String, reason: Reason, shared: &Shared) -> Response<Full<Bytes>> {
    let explanation = verdict::refusal(&shared.declaration, &line, &reason);
    let mut body = Object::new();
    body.insert("error", Json::string(explanation.error));
    if let Some(closest) = explanation.closest {
        body.insert("closest", Json::string(closest));
    }
    for (key, lines) in [("differences", explanation.differences), ("body", explanation.body)] {
        if !lines.is_empty() {
            body.insert(key, Json::Array(lines.into_iter().map(Json::string).collect()));
        }
    }
    let kind = match reason {
        Reason::Differs(_) => "Request-Mismatch",
        Reason::Unknown(_) | Reason::Failed(_) => "Unexpected-Request",
    };
    shared.journal.entries().stray(line, reason);
    let mut response = Response::new(Full::from(Json::Object(body).to_pretty() + "\n"));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert(X_PACT, HeaderValue::from_static(kind));
    response
}

fn request_line(method: &str, path: &str, query: &str) -> String {
    if query.is_empty() { format!("{method} {path}") } else { format!("{method} {path}?{query}") }
}
