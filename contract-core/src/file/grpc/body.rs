//! Bodies of HTTP interactions and messages the protobuf plugin of the ecosystem has written: what their bytes mean.
//!
//! The plugin's part of such an interaction names a message and its descriptors, `{"message", "descriptorKey"}`: one for all
//! of it, or one under `request` and one under `response`. Files are known in which one of the two is lost, so the right one
//! is found by the message the content type names, and the position only decides where that does not.

use super::super::reader::Reader;
use super::CONFIGURATION;
use crate::body::{Body, ContentType};
use crate::http::Headers;
use crate::interaction::{Exchange, Http};
use crate::json::{Object, Value};
use crate::message::{Message, SyncMessage};
use crate::protobuf::{Meaning, may_be_same};

/// What the plugin says of one message.
struct Entry<'v> {
    /// `request` or `response`; empty where it stands for all of the interaction.
    side: &'static str,
    message: &'v str,
    key: &'v str,
}

/// A body of the interaction that is of a Protobuf type.
struct Found<'b> {
    side: &'static str,
    /// The message its content type names.
    attribute: Option<String>,
    body: &'b mut Body,
}

/// Gives every Protobuf body of an interaction its meaning, where the plugin has written one.
pub(in crate::file) fn describe(object: &Object<'_>, exchange: &mut Exchange, reader: &Reader<'_>) {
    let Some(part) = object.get(CONFIGURATION).and_then(|parts| parts.get("protobuf")) else { return };
    let entries = entries(part);
    if entries.is_empty() {
        return;
    }
    let found: Vec<_> = bodies(exchange).into_iter().filter_map(found).collect();
    let unnamed = found.iter().filter(|found| found.attribute.is_none()).count();
    for Found { side, attribute, body } in found {
        let (message, key) = match &attribute {
            Some(attribute) => named(&entries, side, attribute),
            None => placed(&entries, side, unnamed == 1),
        };
        let (descriptor_key, descriptors) = (key.to_owned(), reader.descriptors(key));
        body.meaning = Some(Meaning { message: message.to_owned(), descriptor_key, descriptors });
    }
}

fn entries<'v>(part: &'v Value<'_>) -> Vec<Entry<'v>> {
    let entry = |side: &'static str, value: Option<&'v Value<'_>>| {
        let object = value?.as_object()?;
        let text = |key| object.get(key).and_then(Value::as_str);
        let states = object.contains_key("message") || object.contains_key("descriptorKey");
        states.then(|| Entry {
            side,
            message: text("message").unwrap_or_default(),
            key: text("descriptorKey").unwrap_or_default(),
        })
    };
    let all = [("request", part.get("request")), ("response", part.get("response")), ("", Some(part))];
    all.into_iter().filter_map(|(side, value)| entry(side, value)).collect()
}

/// Every body, its side, and the type stated for it.
fn bodies(exchange: &mut Exchange) -> Vec<(&'static str, Option<String>, &mut Body)> {
    fn of_message<'m>(side: &'static str, message: &'m mut Message) -> (&'static str, Option<String>, &'m mut Body) {
        (side, message.content_type().map(ToOwned::to_owned), &mut message.contents)
    }
    let stated = |body: &Body, headers: &Headers| {
        body.content_type.clone().or_else(|| headers.first("content-type").map(ToOwned::to_owned))
    };
    match exchange {
        Exchange::Http(http) => {
            let Http { request, response } = &mut **http;
            let asked = stated(&request.body, &request.headers);
            let answered = stated(&response.body, &response.headers);
            vec![("request", asked, &mut request.body), ("response", answered, &mut response.body)]
        }
        Exchange::Message(message) => vec![of_message("", message)],
        Exchange::SyncMessage(exchange) => {
            let SyncMessage { request, responses } = &mut **exchange;
            let responses = responses.iter_mut().map(|response| of_message("response", response));
            std::iter::once(of_message("request", request)).chain(responses).collect()
        }
        Exchange::Grpc(_) | Exchange::Unsupported(_) => Vec::new(),
    }
}

/// A body of a Protobuf type, with the message the type names.
fn found<'b>((side, stated, body): (&'static str, Option<String>, &'b mut Body)) -> Option<Found<'b>> {
    let stated = ContentType::parse(&stated?);
    let attribute = stated.parameter("message").filter(|name| !name.is_empty()).map(ToOwned::to_owned);
    stated.is_protobuf().then_some(Found { side, attribute, body })
}

/// The message a content type names, and the key of its descriptors.
fn named<'n>(entries: &[Entry<'n>], side: &str, attribute: &'n str) -> (&'n str, &'n str) {
    let of_side = |entry: &&Entry<'_>| entry.side == side;
    let is_meant = |entry: &&Entry<'_>| may_be_same(entry.message, attribute);
    let meant = entries.iter().find(|entry| of_side(entry) && is_meant(entry));
    match meant.or_else(|| entries.iter().find(is_meant)) {
        Some(entry) if entry.message.len() > attribute.len() => (entry.message, entry.key),
        Some(entry) => (attribute, entry.key),
        // Its own entry is lost: both messages mostly come from one set of descriptors.
        None => (attribute, entries.iter().find(of_side).or(entries.first()).map_or("", |entry| entry.key)),
    }
}

/// The message of a body whose type names none, by its position; `is_only`: no other body lacks a name.
fn placed<'v>(entries: &[Entry<'v>], side: &str, is_only: bool) -> (&'v str, &'v str) {
    let of_side = entries.iter().find(|entry| entry.side == side);
    let of_all = || entries.iter().find(|entry| entry.side.is_empty() && is_only);
    match of_side.or_else(of_all) {
        Some(entry) => (entry.message, entry.key),
        None => ("", entries.first().map_or("", |entry| entry.key)),
    }
}
