//! Writing contracts as version 4.

use super::canonical::is_odd_version_key;
use super::{body, generators, grpc, message, rules};
use crate::contract::{Contract, Participant, ProviderState};
use crate::http::{Headers, Request, Response};
use crate::interaction::{Exchange, Interaction, Unsupported};
use crate::json::{Json, Number, Object, Value};

/// The version stated in what we write.
const VERSION: &str = "4.0";
/// The field of the metadata that states it.
const SPECIFICATION: &str = "pactSpecification";

/// A contract as the text of a file: keys and interactions sorted, indented, with a final line break.
pub fn to_text(contract: &Contract) -> String {
    to_json(contract).to_pretty() + "\n"
}

/// A contract as JSON.
pub fn to_json(contract: &Contract) -> Json {
    let mut file = contract.extra.clone();
    file.insert("consumer", participant(&contract.consumer));
    file.insert("provider", participant(&contract.provider));
    let mut metadata = metadata(contract, VERSION);
    grpc::plugin::write_into(&mut metadata, contract);
    file.insert("metadata", Value::Object(metadata));
    let mut sorted: Vec<_> = contract.interactions.iter().collect();
    sorted.sort_by_cached_key(|interaction| order(interaction));
    file.insert("interactions", Value::Array(sorted.into_iter().map(write).collect()));
    let file = Value::Object(file);
    #[cfg(test)]
    super::schema::hold(&file);
    file
}

/// The metadata with the version in its place; what stood beside the version, wherever it was, is kept.
pub(super) fn metadata(contract: &Contract, version: &'static str) -> Object<'static> {
    let mut metadata = contract.metadata.clone();
    let mut stated = Object::new();
    let odd = |key: &&str| ["pact-specification", "pactSpecificationVersion"].contains(key) || is_odd_version_key(key);
    let odd: Vec<_> = metadata.keys().filter(odd).map(ToOwned::to_owned).collect();
    for key in odd.into_iter().chain([SPECIFICATION.to_owned()]) {
        if let Some(Value::Object(block)) = metadata.remove(&key) {
            block.into_iter().for_each(|(key, value)| {
                stated.insert(key, value);
            });
        }
    }
    stated.insert("version", Value::string(version));
    metadata.insert(SPECIFICATION, Value::Object(stated));
    metadata
}

/// What interactions are sorted by: description, states, key, then everything else.
pub(super) fn order(interaction: &Interaction) -> (String, String, Option<String>, String) {
    let states = Value::Array(interaction.states.iter().map(state).collect());
    (interaction.description.clone(), states.to_compact(), interaction.key.clone(), write(interaction).to_compact())
}

pub(super) fn participant(participant: &Participant) -> Json {
    let mut object = participant.extra.clone();
    object.insert("name", Value::string(participant.name.clone()));
    Value::Object(object)
}

/// One interaction as version 4 has it.
pub(super) fn write(interaction: &Interaction) -> Json {
    if let Exchange::Unsupported(unsupported) = &interaction.exchange {
        return kept(unsupported);
    }
    let mut object = interaction.extra.clone();
    object.insert("type", Value::string(interaction.exchange.kind().to_owned()));
    object.insert("description", Value::string(interaction.description.clone()));
    if !interaction.states.is_empty() {
        object.insert("providerStates", Value::Array(interaction.states.iter().map(state).collect()));
    }
    if let Some(key) = &interaction.key {
        object.insert("key", Value::string(key.clone()));
    }
    object.insert("pending", Value::Bool(interaction.pending));
    if !interaction.comments.is_empty() {
        object.insert("comments", Value::Object(interaction.comments.clone()));
    }
    match &interaction.exchange {
        Exchange::Http(http) => {
            object.insert("request", request(&http.request));
            object.insert("response", response(&http.response));
        }
        Exchange::Message(message) => message::write_into(message, &mut object),
        Exchange::SyncMessage(exchange) => {
            object.insert("request", message::write(&exchange.request));
            object.insert("response", Value::Array(exchange.responses.iter().map(message::write).collect()));
        }
        Exchange::Grpc(call) => {
            if interaction.key.is_none() {
                object.insert("key", Value::string(grpc::stable_key(interaction)));
            }
            grpc::write_into(call, &mut object);
        }
        Exchange::Unsupported(_) => {}
    }
    Value::Object(object)
}

/// An interaction that is kept as it was read; what it is stays told where the list it was in no longer tells.
fn kept(unsupported: &Unsupported) -> Json {
    let mut raw = unsupported.raw.clone();
    if raw.get("type").and_then(Value::as_str).is_none()
        && let Some(object) = raw.as_object_mut()
    {
        object.insert("type", Value::string(unsupported.kind.clone()));
    }
    raw
}

/// One provider state.
pub(super) fn state(state: &ProviderState) -> Json {
    let mut object = state.extra.clone();
    object.insert("name", Value::string(state.name.clone()));
    if !state.params.is_empty() {
        object.insert("params", Value::Object(state.params.clone()));
    }
    Value::Object(object)
}

fn request(request: &Request) -> Json {
    let mut object = request.extra.clone();
    object.insert("method", Value::string(request.method.to_uppercase()));
    object.insert("path", Value::string(request.path.clone()));
    if !request.query.is_empty() {
        object.insert("query", query(&request.query));
    }
    let parts = [
        ("headers", headers(&request.headers)),
        ("body", body::write(&request.body, request.headers.first("content-type"))),
        ("matchingRules", rules::write(&request.rules)),
        ("generators", generators::write(&request.generators)),
    ];
    insert_present(&mut object, parts);
    Value::Object(object)
}

fn response(response: &Response) -> Json {
    let mut object = response.extra.clone();
    object.insert("status", Value::Number(Number::from(u32::from(response.status))));
    let parts = [
        ("headers", headers(&response.headers)),
        ("body", body::write(&response.body, response.headers.first("content-type"))),
        ("matchingRules", rules::write(&response.rules)),
        ("generators", generators::write(&response.generators)),
    ];
    insert_present(&mut object, parts);
    Value::Object(object)
}

pub(super) fn insert_present(object: &mut Object<'static>, parts: [(&'static str, Option<Json>); 4]) {
    for (key, value) in parts {
        if let Some(value) = value {
            object.insert(key, value);
        }
    }
}

/// Query parameters, each with its values.
pub(super) fn query(query: &[(String, Vec<Option<String>>)]) -> Json {
    let value = |value: &Option<String>| value.clone().map_or(Value::Null, Value::string);
    let values = |values: &[Option<String>]| Value::Array(values.iter().map(value).collect());
    Value::Object(query.iter().map(|(name, found)| (name.clone(), values(found))).collect())
}

/// Headers, each with its values.
pub(super) fn headers(headers: &Headers) -> Option<Json> {
    if headers.is_empty() {
        return None;
    }
    let values = |values: &[String]| Value::Array(values.iter().cloned().map(Value::string).collect());
    Some(Value::Object(headers.iter().map(|(name, found)| (name.to_owned(), values(found))).collect()))
}
