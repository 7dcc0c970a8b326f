//! The protobuf plugin's part of a contract's metadata: descriptors by key.
//!
//! Files may have several entries for the plugin, one for each of its versions; we look through all of them. Other tools look
//! into the first one only, so everything we need is written there, and a second one is never begun.

use crate::contract::Contract;
use crate::interaction::Exchange;
use crate::json::{Json, Object, Value};
use crate::protobuf::Descriptors;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// The lowest version that knows what we write: other tools load the plugin in at least this one.
const VERSION: &str = "0.5.0";
const NAME: &str = "protobuf";

fn is_protobuf(entry: &Value<'_>) -> bool {
    entry.get("name").and_then(Value::as_str) == Some(NAME)
}

/// The plugins a file lists.
fn entries<'v, 'a>(file: &'v Object<'a>) -> &'v [Value<'a>] {
    let metadata = file.get("metadata").or_else(|| file.get("metaData"));
    metadata.and_then(|metadata| metadata.get("plugins")).and_then(Value::as_array).unwrap_or_default()
}

/// What plugins need to read the interactions of a file, one text for each thing: descriptors that are referred to, and the
/// configuration of plugins other than the one for protobuf.
pub(in crate::file) fn needed(file: &Value<'_>) -> BTreeSet<String> {
    let Some(object) = file.as_object() else { return BTreeSet::new() };
    let entries = entries(object);
    let mut used = BTreeSet::new();
    if entries.iter().any(is_protobuf) {
        let lists = ["interactions", "messages"].into_iter().filter_map(|list| object.get(list));
        lists.for_each(|list| collect_keys(list, &mut used));
    }
    let mut needed = BTreeSet::new();
    for entry in entries {
        let configuration = entry.get("configuration").and_then(Value::as_object).into_iter().flat_map(Object::iter);
        for (key, value) in configuration {
            let name = entry.get("name").map(Value::to_text).unwrap_or_default();
            let value = if is_protobuf(entry) {
                value.get("protoDescriptors").filter(|_| used.contains(key))
            } else {
                Some(value)
            };
            needed.extend(value.map(|value| format!("{name}\n{key}\n{}", value.to_compact())));
        }
    }
    needed
}

/// Every set of descriptors in a file, by key.
pub(in crate::file) fn read(file: &Object<'_>) -> HashMap<String, Arc<Descriptors>> {
    let mut found = HashMap::new();
    for entry in entries(file).iter().filter(|entry| is_protobuf(entry)) {
        let Some(configuration) = entry.get("configuration").and_then(Value::as_object) else { continue };
        for (key, value) in configuration.iter() {
            if !found.contains_key(key)
                && let Some(descriptors) = descriptors(key, value)
            {
                found.insert(key.to_owned(), Arc::new(descriptors));
            }
        }
    }
    found
}

fn descriptors(key: &str, value: &Value<'_>) -> Option<Descriptors> {
    let encoded = value.get("protoDescriptors")?.as_str()?;
    let proto_file = value.get("protoFile").and_then(Value::as_str).map(ToOwned::to_owned);
    let known = ["protoDescriptors", "protoFile"];
    let extra = super::super::rule::kept(value.as_object()?, |key, _| known.contains(&key));
    Some(Descriptors::from_file(key, encoded, proto_file, extra))
}

fn write_descriptors(descriptors: &Descriptors) -> Json {
    let mut object = descriptors.extra().clone();
    object.insert("protoDescriptors", Value::string(descriptors.encoded().to_owned()));
    if let Some(text) = descriptors.proto_file() {
        object.insert("protoFile", Value::string(text.to_owned()));
    }
    Value::Object(object)
}

/// Puts the descriptors of every gRPC interaction into the first entry of the plugin.
pub(in crate::file) fn write_into(metadata: &mut Object<'static>, contract: &Contract) {
    let mut needed: BTreeMap<&str, &Arc<Descriptors>> = BTreeMap::new();
    for interaction in &contract.interactions {
        if let Exchange::Grpc(grpc) = &interaction.exchange
            && let Some(descriptors) = &grpc.descriptors
        {
            needed.insert(&grpc.descriptor_key, descriptors);
        }
    }
    if needed.is_empty() {
        return;
    }
    let mut entries = match metadata.remove("plugins") {
        Some(Value::Array(entries)) => entries,
        _ => Vec::new(),
    };
    if !entries.iter().any(is_protobuf) {
        let parts = [("name", NAME), ("version", VERSION)].map(|(key, text)| (key, Value::string(text)));
        entries.push(Value::Object(parts.into_iter().collect()));
    }
    if let Some(entry) = entries.iter_mut().find(|entry| is_protobuf(entry)).and_then(Value::as_object_mut) {
        let mut configuration = match entry.remove("configuration") {
            Some(Value::Object(configuration)) => configuration,
            _ => Object::new(),
        };
        for (key, descriptors) in needed {
            if !configuration.contains_key(key) {
                configuration.insert(key.to_owned(), write_descriptors(descriptors));
            }
        }
        entry.insert("configuration", Value::Object(configuration));
    }
    metadata.insert("plugins", Value::Array(entries));
}

/// The entries of both lists, one for each plugin and version, with the configurations of both.
pub(in crate::file) fn merge(
    left: Json,
    right: Json,
    maps: fn(Object<'static>, Object<'static>) -> Object<'static>,
) -> Json {
    let (Value::Array(left), Value::Array(right)) = (left, right) else { return Value::Array(Vec::new()) };
    let identity = |entry: &Json| {
        let text = |key| entry.get(key).map(|value| value.to_text().into_owned()).unwrap_or_default();
        (text("name"), text("version"))
    };
    let mut merged: BTreeMap<(String, String), Json> = BTreeMap::new();
    for entry in left.into_iter().chain(right) {
        let key = identity(&entry);
        let entry = match (merged.remove(&key), entry) {
            (Some(Value::Object(known)), Value::Object(entry)) => Value::Object(maps(known, entry)),
            (_, entry) => entry,
        };
        merged.insert(key, entry);
    }
    Value::Array(merged.into_values().collect())
}

/// Takes out the descriptors no interaction needs any more.
pub(in crate::file) fn prune(contract: &mut Contract) {
    let Some(Value::Array(mut entries)) = contract.metadata.remove("plugins") else { return };
    let mut used = BTreeSet::new();
    for interaction in &contract.interactions {
        collect_keys(&super::super::write::write(interaction), &mut used);
    }
    for entry in entries.iter_mut().filter(|entry| is_protobuf(entry)) {
        let Some(configuration) = entry.as_object_mut().and_then(|entry| entry.get_mut("configuration")) else {
            continue;
        };
        if let Some(keys) = configuration.as_object_mut() {
            let unused: Vec<_> = keys.keys().filter(|key| !used.contains(*key)).map(str::to_owned).collect();
            for key in unused {
                keys.remove(&key);
            }
        }
    }
    let is_idle = |entry: &Json| {
        let configuration = entry.get("configuration").and_then(Value::as_object);
        is_protobuf(entry) && configuration.is_some_and(Object::is_empty)
    };
    entries.retain(|entry| !is_idle(entry));
    if !entries.is_empty() {
        contract.metadata.insert("plugins", Value::Array(entries));
    }
}

/// Every `descriptorKey` anywhere in an interaction: bodies of HTTP interactions have them too.
fn collect_keys(value: &Value<'_>, keys: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object.iter() {
                match value.as_str() {
                    Some(text) if key == "descriptorKey" => {
                        keys.insert(text.to_owned());
                    }
                    _ => collect_keys(value, keys),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_keys(item, keys)),
        _ => {}
    }
}
