//! Inputs of several parts, and the comparison they are made for.

use abide_contract_core::explain::{body_difference, explain};
use abide_contract_core::file::from_json;
use abide_contract_core::http::{ActualRequest, ActualResponse};
use abide_contract_core::json::{Object, Value, parse};
use abide_contract_core::matching::{match_request, match_response};

/// What separates the parts of an input.
const SEPARATOR: &[u8] = b"\n---\n";

/// The first so many parts; missing ones are empty.
pub(crate) fn split<const N: usize>(data: &[u8]) -> [&[u8]; N] {
    let mut rest = Some(data);
    std::array::from_fn(|_| {
        let all = rest.unwrap_or_default();
        match all.windows(SEPARATOR.len()).position(|window| window == SEPARATOR) {
            Some(end) => {
                rest = Some(&all[end + SEPARATOR.len()..]);
                &all[..end]
            }
            None => {
                rest = None;
                all
            }
        }
    })
}

/// Compares an expected body, under body rules as a contract file has them, with an actual one: as request and response.
pub(crate) fn compare(content_type: &str, expected: Value<'_>, rules: &[u8], actual: &[u8]) {
    let rules = parse(rules).ok().filter(|rules| rules.as_object().is_some());
    let body = object([("content", expected), ("contentType", Value::string(content_type))]);
    let categories = object([("body", rules.unwrap_or(Value::Object(Object::new())))]);
    let part = object([("body", body), ("matchingRules", categories)]);
    let interaction = object([
        ("type", Value::string("Synchronous/HTTP")),
        ("description", Value::string("a body")),
        ("request", part.clone()),
        ("response", part),
    ]);
    let file = object([("interactions", Value::Array(vec![interaction]))]);
    let Ok(loaded) = from_json(&file, "fuzz") else { return };
    let Some((request, response)) = loaded.contract.interactions[0].as_http() else { return };
    let headers = [("content-type", content_type)];
    let body = Some(actual);
    let sent = ActualRequest { method: "GET", path: "/", query: "", headers: &headers, body };
    let found = match_request(request, &sent);
    explain(&found);
    body_difference(&request.body, actual, &found);
    let found = match_response(response, &ActualResponse { status: 200, headers: &headers, body });
    explain(&found);
    body_difference(&response.body, actual, &found);
}

fn object<'v, const N: usize>(entries: [(&'static str, Value<'v>); N]) -> Value<'v> {
    let mut object = Object::new();
    for (key, value) in entries {
        object.insert(key, value);
    }
    Value::Object(object)
}
