//! gRPC interactions, in the shape the protobuf plugin of the ecosystem writes, with what is ours beside it.

mod body;
mod extension;
pub(super) mod plugin;

pub(super) use body::describe;

use super::reader::Reader;
use super::{Error, message, rule};
use crate::body::Content;
use crate::contract::ProviderState;
use crate::grpc::{Extension, Grpc, TRANSPORT};
use crate::interaction::{Exchange, Interaction};
use crate::json::{Json, Object, Value};
use crate::message::{Message, SyncMessage};
use crate::protobuf::MethodName;
use sha2::{Digest as _, Sha256};

/// Where tools other than the one that wrote the interaction keep out.
const CONFIGURATION: &str = "pluginConfiguration";
/// Our own part of it.
const ABIDE: &str = "abide";
/// Fields of the plugin's part that are read into the model.
const PROTOBUF_FIELDS: [&str; 3] = ["service", "descriptorKey", "expectations"];

/// The gRPC call an interaction is, if it is one: by its transport and the service the plugin's part names.
pub(super) fn recognise(
    object: &Object<'_>,
    exchange: SyncMessage,
    reader: &mut Reader<'_>,
) -> Result<Exchange, Error> {
    let transport = object.get("transport").and_then(Value::as_str);
    let configuration = object.get(CONFIGURATION).and_then(|parts| parts.get("protobuf"));
    let service = configuration.and_then(|part| part.get("service")).and_then(Value::as_str);
    match (transport, configuration.and_then(Value::as_object), service) {
        (None | Some(TRANSPORT), Some(part), Some(service)) => {
            let abide = object.get(CONFIGURATION).and_then(|parts| parts.get(ABIDE));
            if part.get("descriptorKey").is_some_and(|key| key.as_str().is_none()) {
                return Err(reader.error_at(CONFIGURATION, "expected `descriptorKey` to be a text"));
            }
            if abide.is_some_and(|abide| abide.as_object().is_none()) {
                return Err(reader.error_at(CONFIGURATION, format!("expected `{ABIDE}` to be an object")));
            }
            Ok(read(part, service, exchange, abide, reader))
        }
        _ => Ok(Exchange::SyncMessage(Box::new(exchange))),
    }
}

fn read(
    part: &Object<'_>,
    service: &str,
    exchange: SyncMessage,
    abide: Option<&Value<'_>>,
    reader: &mut Reader<'_>,
) -> Exchange {
    let key = part.get("descriptorKey").and_then(Value::as_str).unwrap_or_default();
    let mut grpc = Grpc {
        method: MethodName::new(service),
        descriptor_key: key.to_owned(),
        descriptors: reader.descriptors(key),
        expectations: part.get("expectations").map(|value| value.clone().into_owned()),
        requests: vec![exchange.request],
        responses: exchange.responses,
        extra: rule::kept(part, |key, _| PROTOBUF_FIELDS.contains(&key)),
        ..Grpc::default()
    };
    if let Some(abide) = abide {
        let read = reader.at(CONFIGURATION, |reader| reader.at(ABIDE, |reader| extension::read(abide, reader)));
        match read {
            Ok((extension, requests)) => {
                grpc.requests.extend(requests);
                grpc.extension = Some(extension);
            }
            Err(error) => {
                let reason = match error {
                    Error::Malformed { pointer, reason, .. } => format!("{reason} (at {pointer})"),
                    other => other.to_string(),
                };
                reader.note(format!("`{CONFIGURATION}.{ABIDE}` is not understood: {reason}; it is kept"));
                grpc.not_understood = Some(format!("`{CONFIGURATION}.{ABIDE}` is not understood: {reason}"));
                let extra = abide.as_object().cloned().unwrap_or_default().into_owned();
                grpc.extension = Some(Extension { extra, ..Extension::default() });
            }
        }
    }
    for message in grpc.requests.iter_mut().chain(&mut grpc.responses) {
        normalise(message);
    }
    Exchange::Grpc(Box::new(grpc))
}

/// A message of no bytes is written as one, not as a missing body.
fn normalise(message: &mut Message) {
    if message.contents.content == Content::Empty && message.contents.hint.as_deref() == Some("BINARY") {
        message.contents.content = Content::Bytes(Vec::new());
    }
}

/// What of an interaction's `field` is not in the model; `None` when nothing is.
pub(super) fn left_over(field: &str, value: &Value<'_>) -> Option<Json> {
    match field {
        "transport" => None,
        CONFIGURATION => {
            let parts = rule::kept(value.as_object()?, |part, _| ["protobuf", ABIDE].contains(&part));
            (!parts.is_empty()).then_some(Value::Object(parts))
        }
        _ => Some(value.clone().into_owned()),
    }
}

/// Writes the call's fields into its interaction's.
pub(super) fn write_into(grpc: &Grpc, object: &mut Object<'static>) {
    object.insert("transport", Value::string(TRANSPORT));
    let mut protobuf = grpc.extra.clone();
    protobuf.insert("service", Value::string(grpc.method.as_str().to_owned()));
    protobuf.insert("descriptorKey", Value::string(grpc.descriptor_key.clone()));
    if let Some(expectations) = &grpc.expectations {
        protobuf.insert("expectations", expectations.clone());
    }
    let mut configuration = match object.remove(CONFIGURATION) {
        Some(Value::Object(parts)) => parts,
        _ => Object::new(),
    };
    configuration.insert("protobuf", Value::Object(protobuf));
    if let Some(extension) = &grpc.extension {
        configuration.insert(ABIDE, extension::write(extension, grpc.requests.get(1..).unwrap_or_default()));
    }
    object.insert(CONFIGURATION, Value::Object(configuration));
    object.insert("request", message::write(&grpc.requests.first().cloned().unwrap_or_default()));
    object.insert("response", Value::Array(grpc.responses.iter().map(message::write).collect()));
}

/// A key that stays the same as long as description and states do: other tools find interactions by it.
pub(super) fn stable_key(interaction: &Interaction) -> String {
    let bare = |state: &ProviderState| super::write::state(&ProviderState { extra: Object::new(), ..state.clone() });
    let states = Value::Array(interaction.states.iter().map(bare).collect());
    let digest = Sha256::digest(format!("{}\n{}", interaction.description, states.to_compact()));
    digest[..4].iter().fold(String::with_capacity(8), |hex, byte| hex + &format!("{byte:02x}"))
}

#[cfg(test)]
mod tests;
