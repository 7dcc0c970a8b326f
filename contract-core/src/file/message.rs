//! Messages: a list of their own in version 3, two types of interaction in version 4.

use super::reader::Reader;
use super::{Error, body, generators, rule, rules};
use crate::interaction::Exchange;
use crate::json::{Json, Object, Value};
use crate::message::{Message, SyncMessage};

/// The two spellings of a field, of which the first goes before.
const CONTENTS: [&str; 2] = ["contents", "content"];
const METADATA: [&str; 2] = ["metadata", "metaData"];

/// Whether a field of a message is read into the model; where both spellings are there, one of them is.
pub(super) fn is_read(object: &Object<'_>, field: &str) -> bool {
    match field {
        "contents" | "content" => field == spelled(object, CONTENTS),
        "metadata" | "metaData" => field == spelled(object, METADATA),
        field => ["matchingRules", "generators"].contains(&field),
    }
}

fn spelled(object: &Object<'_>, [usual, other]: [&'static str; 2]) -> &'static str {
    if object.get(usual).is_some_and(says) || !object.contains_key(other) { usual } else { other }
}

/// Whether a field has something in it.
fn says(value: &Value<'_>) -> bool {
    !value.is_null() && value.as_object().is_none_or(|object| !object.is_empty())
}

/// A lone message, whose fields stand at the interaction itself.
pub(super) fn read_async(object: &Object<'_>, reader: &mut Reader<'_>) -> Result<Exchange, Error> {
    let wrapped = object.contains_key("type") || reader.states_version_4();
    let mut message = read(object, wrapped, reader)?;
    // The interaction keeps what is left over.
    message.extra = Object::new();
    Ok(Exchange::Message(Box::new(message)))
}

/// A request message with its responses: a list, or a single one.
pub(super) fn read_sync(object: &Object<'_>, reader: &mut Reader<'_>) -> Result<Exchange, Error> {
    let request = match object.get("request") {
        None | Some(Value::Null) => Message::default(),
        Some(value) => reader.at("request", |reader| read_one(value, reader))?,
    };
    let responses = match object.get("response") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(items)) => reader.at("response", |reader| {
            items.iter().enumerate().map(|(at, item)| reader.at(at, |reader| read_one(item, reader))).collect()
        })?,
        Some(value) => vec![reader.at("response", |reader| read_one(value, reader))?],
    };
    super::grpc::recognise(object, SyncMessage { request, responses }, reader)
}

/// A message of a request or response.
pub(super) fn read_one(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<Message, Error> {
    match value.as_object() {
        Some(object) => read(object, true, reader),
        None => Err(reader.error("expected a message, which is an object")),
    }
}

fn read(object: &Object<'_>, wrapped: bool, reader: &mut Reader<'_>) -> Result<Message, Error> {
    let metadata = match object.get(spelled(object, METADATA)) {
        None | Some(Value::Null) => Object::new(),
        Some(Value::Object(metadata)) => metadata.clone().into_owned(),
        Some(_) => return Err(reader.error_at("metadata", "expected an object")),
    };
    for spellings in [METADATA, CONTENTS] {
        let read = spelled(object, spellings);
        if let Some(other) = spellings.into_iter().find(|other| *other != read && object.get(other).is_some_and(says)) {
            reader.note_at(other, format!("`{read}` is there too and is read; this is only kept"));
        }
    }
    let key = spelled(object, CONTENTS);
    let stated = crate::message::stated_type(&metadata).map(ToOwned::to_owned);
    Ok(Message {
        contents: body::read((object, key), stated.as_deref(), wrapped, reader)?,
        rules: reader.at("matchingRules", |reader| rules::read(object.get("matchingRules"), reader))?,
        generators: reader.at("generators", |reader| generators::read(object.get("generators"), reader))?,
        extra: rule::kept(object, |key, _| is_read(object, key)),
        metadata,
    })
}

/// Writes a message's fields into `object`, as version 4 has them.
pub(super) fn write_into(message: &Message, object: &mut Object<'static>) {
    let parts = [
        ("contents", body::write(&message.contents, crate::message::stated_type(&message.metadata))),
        ("metadata", (!message.metadata.is_empty()).then(|| Value::Object(message.metadata.clone()))),
        ("matchingRules", rules::write(&message.rules)),
        ("generators", generators::write(&message.generators)),
    ];
    super::write::insert_present(object, parts);
}

/// A message of a request or response.
pub(super) fn write(message: &Message) -> Json {
    let mut object = message.extra.clone();
    write_into(message, &mut object);
    Value::Object(object)
}
