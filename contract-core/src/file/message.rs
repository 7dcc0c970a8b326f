//! Messages: a list of their own in version 3, two types of interaction in version 4.

use super::reader::Reader;
use super::{Error, body, generators, rules};
use crate::interaction::Exchange;
use crate::json::{Json, Object, Value};
use crate::message::{Message, SyncMessage};

/// Fields of a message that are read into the model.
pub(super) const FIELDS: [&str; 6] = ["contents", "content", "metadata", "metaData", "matchingRules", "generators"];

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
    Ok(super::grpc::recognise(object, SyncMessage { request, responses }, reader))
}

/// A message of a request or response.
pub(super) fn read_one(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<Message, Error> {
    match value.as_object() {
        Some(object) => read(object, true, reader),
        None => Err(reader.error("expected a message, which is an object")),
    }
}

fn read(object: &Object<'_>, wrapped: bool, reader: &mut Reader<'_>) -> Result<Message, Error> {
    let metadata = match object.get("metadata").or_else(|| object.get("metaData")) {
        None | Some(Value::Null) => Object::new(),
        Some(Value::Object(metadata)) => metadata.clone().into_owned(),
        Some(_) => return Err(reader.error_at("metadata", "expected an object")),
    };
    for (read, other) in [("metadata", "metaData"), ("contents", "content")] {
        if object.contains_key(read) && object.contains_key(other) {
            reader.note_at(other, format!("`{read}` is there too and is read; this is not kept"));
        }
    }
    let key = if object.contains_key("contents") { "contents" } else { "content" };
    let stated = crate::message::stated_type(&metadata).map(ToOwned::to_owned);
    let extra = object.iter().filter(|(key, _)| !FIELDS.contains(key));
    Ok(Message {
        contents: body::read((object, key), stated.as_deref(), wrapped, reader)?,
        rules: reader.at("matchingRules", |reader| rules::read(object.get("matchingRules"), reader))?,
        generators: reader.at("generators", |reader| generators::read(object.get("generators"), reader))?,
        extra: extra.map(|(key, value)| (key.to_owned(), value.clone().into_owned())).collect(),
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
