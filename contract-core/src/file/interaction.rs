//! One interaction, in any version's shape.

use super::Error;
use super::reader::Reader;
use super::{grpc, http, message, rule};
use crate::contract::ProviderState;
use crate::interaction::{Exchange, HTTP, Interaction, MESSAGE, Problem, SYNC_MESSAGE, Unsupported};
use crate::json::{Object, Value};

/// Fields of every interaction that are read into the model, or that a broker has stamped on.
const KNOWN: [&str; 8] = ["type", "description", "key", "pending", "comments", "_id", "_interactionId", "_links"];
/// Where states are stated; one of them is read.
const STATES: [&str; 4] = ["providerStates", "providerState", "provider_state", "producer_state"];

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
    interaction.states = states(object, reader).map(|(states, _)| states).unwrap_or_default();
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
    let mut interaction = Interaction::new(description, Exchange::Http(Box::default()));
    interaction.exchange = match kind {
        HTTP => Exchange::Http(Box::new(http::read(object, &mut interaction.extra, reader)?)),
        MESSAGE => message::read_async(object, reader)?,
        SYNC_MESSAGE => message::read_sync(object, reader)?,
        _ => {
            reader.note(format!("interactions of type `{kind}` are not known; it is kept as it is"));
            Exchange::Unsupported(Unsupported { kind: kind.to_owned(), raw: value.clone().into_owned(), problem: None })
        }
    };
    grpc::describe(object, &mut interaction.exchange, reader);
    left_over(object, &mut interaction);
    interaction.states = stated(object, &mut interaction.extra, reader)?;
    stamps(object, &mut interaction);
    match object.get("comments") {
        Some(Value::Object(comments)) => interaction.comments = comments.clone().into_owned(),
        None | Some(Value::Null) => {}
        Some(odd) => keep_odd(("comments", odd), "expected an object", (&mut interaction, reader)),
    }
    if let Some(odd) = object.get("key").filter(|key| key.as_str().is_none() && !key.is_null()) {
        keep_odd(("key", odd), "expected a text", (&mut interaction, reader));
    }
    if object.get("type").is_some_and(|kind| kind.as_str().is_none() && !kind.is_null()) {
        reader.note_at("type", format!("expected a text; `{kind}` is taken, and written"));
    }
    if object.get("pending").is_some_and(|pending| pending.as_bool().is_none() && !pending.is_null()) {
        reader.note_at("pending", "expected true or false; false is taken, and written");
    }
    Ok(interaction)
}

/// Keeps the fields that are not read into the model.
fn left_over(object: &Object<'_>, interaction: &mut Interaction) {
    let of_kind = |key: &str| match &interaction.exchange {
        Exchange::Message(_) => message::is_read(object, key),
        Exchange::Http(_) => ["request", "response"].contains(&key) || http::OLD_RULES.contains(&key),
        Exchange::Grpc(_) | Exchange::SyncMessage(_) => ["request", "response"].contains(&key),
        Exchange::Unsupported(_) => true,
    };
    let is_read = |key: &str| KNOWN.contains(&key) || STATES.contains(&key) || of_kind(key);
    let unread: Vec<_> = object.iter().filter(|(key, _)| !is_read(key)).collect();
    for (key, value) in unread {
        let kept = match interaction.exchange {
            Exchange::Grpc(_) => grpc::left_over(key, value),
            _ => Some(value.clone().into_owned()),
        };
        if let Some(value) = kept {
            interaction.extra.insert(key.to_owned(), value);
        }
    }
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

/// The states, in whichever field; what the others say besides is kept.
fn stated(
    object: &Object<'_>,
    extra: &mut Object<'static>,
    reader: &mut Reader<'_>,
) -> Result<Vec<ProviderState>, Error> {
    let (states, read) = states(object, reader)?;
    for key in STATES.into_iter().filter(|key| read.is_some_and(|read| read != *key)) {
        let Some(other) = object.get(key).filter(|other| says(other)) else { continue };
        if !matches!(of_field(key, other, &mut Reader::new("", None)), Ok(other) if other == states) {
            extra.insert(key, other.clone().into_owned());
        }
    }
    Ok(states)
}

/// The states, and the field that states them.
fn states(object: &Object<'_>, reader: &mut Reader<'_>) -> Result<(Vec<ProviderState>, Option<&'static str>), Error> {
    // Beside an empty list another key may hold the state.
    let field = STATES.into_iter().find_map(|key| Some((key, object.get(key).filter(|value| says(value))?)));
    match field {
        Some((key, value)) => Ok((of_field(key, value, reader)?, Some(key))),
        None => Ok((Vec::new(), None)),
    }
}

/// Whether a field for states names one.
fn says(value: &Value<'_>) -> bool {
    match value {
        Value::Null => false,
        Value::String(name) => !name.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => true,
    }
}

fn of_field(key: &str, value: &Value<'_>, reader: &mut Reader<'_>) -> Result<Vec<ProviderState>, Error> {
    match value {
        Value::String(name) => Ok(vec![ProviderState::new(name.clone())]),
        Value::Array(items) => reader.at(key, |reader| {
            let numbered = items.iter().enumerate();
            numbered.map(|(at, item)| reader.at(at, |reader| state(item, reader))).collect()
        }),
        Value::Object(_) => {
            reader.note_at(key, "one state where a list of states is due");
            Ok(vec![reader.at(key, |reader| state(value, reader))?])
        }
        _ => Err(reader.error_at(key, "expected a text or a list of states")),
    }
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
            state.extra = rule::kept(object, |key, _| ["name", "params"].contains(&key));
            Ok(state)
        }
        _ => Err(reader.error("expected a provider state")),
    }
}
