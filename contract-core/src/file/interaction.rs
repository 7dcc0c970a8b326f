//! One interaction, in any version's shape.

use super::Error;
use super::reader::Reader;
use super::{grpc, http, message};
use crate::contract::ProviderState;
use crate::interaction::{Exchange, HTTP, Interaction, MESSAGE, Problem, SYNC_MESSAGE, Unsupported};
use crate::json::{Object, Value};

/// Fields that are read into the model, or that a broker has stamped on.
const KNOWN: [&str; 18] = [
    "type",
    "description",
    "providerStates",
    "providerState",
    "provider_state",
    "producer_state",
    "request",
    "response",
    "key",
    "pending",
    "comments",
    "requestMatchingRules",
    "responseMatchingRules",
    "requestMatchers",
    "responseMatchers",
    "_id",
    "_interactionId",
    "_links",
];

/// Reads an interaction; one with something in it that cannot be read is kept as it is, with what is wrong with it.
pub(super) fn read(value: &Value<'_>, list: &str, reader: &mut Reader<'_>) -> Result<Interaction, Error> {
    let object = value.as_object().ok_or_else(|| reader.error("expected an interaction, which is an object"))?;
    read_parts((value, object), list, reader).or_else(|error| {
        let problem = reader.problem(error)?;
        Ok(unreadable((value, object), list, problem, reader))
    })
}

fn unreadable(
    (value, object): (&Value<'_>, &Object<'_>),
    list: &str,
    problem: Problem,
    reader: &mut Reader<'_>,
) -> Interaction {
    let description = object.get("description").and_then(Value::as_str).unwrap_or_default();
    let kind = kind(object, list).to_owned();
    let exchange = Unsupported { kind, raw: value.clone().into_owned(), problem: Some(problem) };
    let mut interaction = Interaction::new(description, Exchange::Unsupported(exchange));
    interaction.states = states(object, reader).unwrap_or_default();
    stamps(object, &mut interaction);
    interaction
}

/// What identifies an interaction, and whether it is pending.
fn stamps(object: &Object<'_>, interaction: &mut Interaction) {
    let text = |key: &str| object.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
    interaction.id = text("_id").or_else(|| text("_interactionId"));
    interaction.key = text("key").filter(|key| !key.is_empty());
    interaction.pending = object.get("pending").and_then(Value::as_bool).unwrap_or(false);
}

fn read_parts(
    (value, object): (&Value<'_>, &Object<'_>),
    list: &str,
    reader: &mut Reader<'_>,
) -> Result<Interaction, Error> {
    let description = match object.get("description") {
        Some(Value::String(text)) => text.to_string(),
        None | Some(Value::Null) => {
            reader.note("without a description");
            String::new()
        }
        Some(_) => return Err(reader.error_at("description", "expected a text")),
    };
    reader.enter_interaction(&description);
    let kind = kind(object, list);
    let exchange = match kind {
        HTTP => Exchange::Http(Box::new(http::read(object, reader)?)),
        MESSAGE => message::read_async(object, reader)?,
        SYNC_MESSAGE => message::read_sync(object, reader)?,
        _ => {
            reader.note(format!("interactions of type `{kind}` are not known; it is kept as it is"));
            Exchange::Unsupported(Unsupported { kind: kind.to_owned(), raw: value.clone().into_owned(), problem: None })
        }
    };
    let known = |key: &str| KNOWN.contains(&key) || (kind == MESSAGE && message::FIELDS.contains(&key));
    let mut interaction = Interaction::new(description, exchange);
    for (key, value) in object.iter().filter(|(key, _)| !known(key)) {
        let kept = match interaction.exchange {
            Exchange::Grpc(_) => grpc::left_over(key, value),
            _ => Some(value.clone().into_owned()),
        };
        if let Some(value) = kept {
            interaction.extra.insert(key.to_owned(), value);
        }
    }
    interaction.states = states(object, reader)?;
    stamps(object, &mut interaction);
    match object.get("comments") {
        Some(Value::Object(comments)) => interaction.comments = comments.clone().into_owned(),
        None | Some(Value::Null) => {}
        Some(odd) => keep_odd(("comments", odd), "expected an object", (&mut interaction, reader)),
    }
    if let Some(odd) = object.get("key").filter(|key| key.as_str().is_none() && !key.is_null()) {
        keep_odd(("key", odd), "expected a text", (&mut interaction, reader));
    }
    if object.get("pending").is_some_and(|pending| pending.as_bool().is_none() && !pending.is_null()) {
        reader.note_at("pending", "expected true or false; false is taken, and written");
    }
    Ok(interaction)
}

/// Keeps what stands where something else is due.
fn keep_odd((key, odd): (&str, &Value<'_>), due: &str, (interaction, reader): (&mut Interaction, &mut Reader<'_>)) {
    reader.note_at(key, format!("{due}; it is kept as it is"));
    interaction.extra.insert(key.to_owned(), odd.clone().into_owned());
}

/// The type of an interaction; where none is stated, the list it is in or the fields it has tell.
fn kind<'o>(object: &'o Object<'_>, list: &str) -> &'o str {
    match object.get("type").and_then(Value::as_str) {
        Some(kind) => kind,
        None if list == "messages" => MESSAGE,
        None if object.contains_key("contents") && !object.contains_key("request") => MESSAGE,
        None => HTTP,
    }
}

fn states(object: &Object<'_>, reader: &mut Reader<'_>) -> Result<Vec<ProviderState>, Error> {
    let keys = ["providerStates", "providerState", "provider_state", "producer_state"];
    for key in keys {
        match object.get(key) {
            None | Some(Value::Null) => {}
            Some(Value::String(name)) if name.is_empty() => {}
            Some(Value::String(name)) => return Ok(vec![ProviderState::new(name.clone())]),
            // Beside an empty list another key may hold the state.
            Some(Value::Array(items)) if items.is_empty() => {}
            Some(Value::Array(items)) => {
                return reader.at(key, |reader| {
                    let numbered = items.iter().enumerate();
                    numbered.map(|(at, item)| reader.at(at, |reader| state(item, reader))).collect()
                });
            }
            Some(value @ Value::Object(_)) => {
                reader.note_at(key, "one state where a list of states is due");
                return Ok(vec![reader.at(key, |reader| state(value, reader))?]);
            }
            Some(_) => return Err(reader.error_at(key, "expected a text or a list of states")),
        }
    }
    Ok(Vec::new())
}

fn state(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<ProviderState, Error> {
    match value {
        Value::String(name) => Ok(ProviderState::new(name.clone())),
        Value::Object(object) => {
            let Some(name) = object.get("name").and_then(Value::as_str) else {
                return Err(reader.error("expected a provider state with a `name`"));
            };
            let mut state = ProviderState::new(name);
            match object.get("params") {
                Some(Value::Object(params)) => state.params = params.clone().into_owned(),
                None | Some(Value::Null) => {}
                Some(_) => return Err(reader.error_at("params", "expected an object")),
            }
            Ok(state)
        }
        _ => Err(reader.error("expected a provider state")),
    }
}
