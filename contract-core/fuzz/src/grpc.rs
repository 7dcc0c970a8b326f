//! Expected against actual gRPC messages: whatever bytes come, against the descriptors of `shop.proto`.

use crate::parts::split;
use abide_contract_core::body::Content;
use abide_contract_core::explain::explain;
use abide_contract_core::file::from_json;
use abide_contract_core::generate::{Context, Moment};
use abide_contract_core::grpc::{ActualAnswer, ActualCall, ActualStatus, Call, Extension, Grpc, Order, Stream};
use abide_contract_core::interaction::Exchange;
use abide_contract_core::json::{Object, Value, parse};
use abide_contract_core::message::Message;
use abide_contract_core::protobuf::{Descriptors, MessageType, MethodName, compile};
use std::path::Path;
use std::sync::{Arc, LazyLock};

/// What every input is held against.
static SHOP: LazyLock<Arc<Descriptors>> = LazyLock::new(|| {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/protobuf/shop.proto");
    Arc::new(compile(&file, &[], &[]).unwrap_or_else(|error| panic!("{error}")))
});

/// The parts are rules and generators as the fields of a message have them, the expected message, and two that arrive.
pub fn run(data: &[u8]) {
    let [fields, expected, first, second] = split(data);
    let Some(mut message) = message(fields) else { return };
    message.contents.content = Content::Bytes(expected.to_vec());
    // As the plugin of other tools has calls, and as ours are.
    for (method, order) in [
        ("shop.v1.Shop/Look", None),
        ("shop.v1.Shop/Look", Some(Order::Exact)),
        ("shop.v1.Shop/Talk", Some(Order::Any)),
    ] {
        let extension = order.map(|order| Extension {
            stream: Stream { order, min: Some(1), repeat: Some(0), ..Stream::default() },
            strict_presence: order == Order::Any,
            ..Extension::default()
        });
        let grpc = Grpc {
            method: MethodName::new(method),
            descriptor_key: SHOP.key().to_owned(),
            descriptors: Some(Arc::clone(&SHOP)),
            requests: vec![message.clone()],
            responses: vec![message.clone()],
            extension,
            ..Grpc::default()
        };
        grpc.obstacles();
        if let Ok(call) = grpc.resolve() {
            compare(&call, &[first, second]);
            there_and_back(call.method().output(), first);
        }
    }
}

/// A message with these rules and generators.
fn message(fields: &[u8]) -> Option<Message> {
    let mut interaction = Object::new();
    interaction.insert("type", Value::string("Asynchronous/Messages"));
    interaction.insert("description", Value::string("a message"));
    for (name, value) in parse(fields).ok()?.as_object()?.iter() {
        if ["matchingRules", "generators", "metadata"].contains(&name) {
            interaction.insert(name.to_owned(), value.clone());
        }
    }
    let mut file = Object::new();
    file.insert("interactions", Value::Array(vec![Value::Object(interaction)]));
    let contract = from_json(&Value::Object(file), "fuzz").ok()?.contract;
    match contract.interactions.into_iter().next()?.exchange {
        Exchange::Message(message) => Some(*message),
        _ => None,
    }
}

fn compare(call: &Call, messages: &[&[u8]]) {
    let metadata = [("x-id", "1"), ("x-trace-bin", "AA==")];
    explain(&call.match_call(&ActualCall { metadata: &metadata, messages: &messages[..1] }));
    explain(&call.match_request(1, messages[1]));
    for status in [None, Some(ActualStatus { details: messages[1], ..ActualStatus::default() })] {
        for messages in [messages, &messages[..1]] {
            let answer = ActualAnswer { headers: &metadata, messages, trailers: &metadata, status };
            explain(&call.match_answer(&answer));
        }
    }
    let Ok(now) = Moment::parse("2024-02-29T10:11:12Z") else { return };
    for context in [Context::consumer(), Context::provider(Object::new())] {
        let context = context.seed(1).at(now.clone());
        let (_, _) = (call.requests(&context), call.answer(&context));
    }
}

/// A message that can be shown and written again says the same.
fn there_and_back(kind: &MessageType, bytes: &[u8]) {
    if let Ok(shown) = kind.to_json(bytes)
        && let Ok(written) = kind.to_bytes(&shown)
    {
        let again = kind.to_json(&written).unwrap_or_else(|error| panic!("what was written cannot be read: {error}"));
        assert_eq!(again, shown);
    }
}
