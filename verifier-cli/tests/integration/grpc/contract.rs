//! Contracts with calls of `demo.v1.Stock`, written out as other tools write them.

#![expect(clippy::unwrap_used, reason = "a harness may panic")]

use abide_contract_core::protobuf::{Descriptors, compile};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::sync::LazyLock;

/// What the contracts are written with.
pub(crate) const PROTO: &str = r#"syntax = "proto3";
package demo.v1;
message Ask { string id = 1; }
message Reply { string name = 1; int64 qty = 2; }
service Stock {
  rpc Look(Ask) returns (Reply);
  rpc Watch(Ask) returns (stream Reply);
  rpc Batch(stream Ask) returns (Reply);
  rpc Talk(stream Ask) returns (stream Reply);
}
"#;

static DESCRIPTORS: LazyLock<Descriptors> = LazyLock::new(|| compiled(PROTO));

/// The descriptors of `stock.proto` with this text, which may import `shelf.proto`.
pub(crate) fn compiled(text: &str) -> Descriptors {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stock.proto");
    std::fs::write(&file, text).unwrap();
    let shelf = "syntax = \"proto3\"; package demo.v1; message Shelf { string name = 1; }";
    std::fs::write(folder.path().join("shelf.proto"), shelf).unwrap();
    compile(&file, &[], &[]).unwrap()
}

/// A contract with these interactions and the descriptors they need.
pub(crate) fn contract(interactions: &[Value]) -> Value {
    let descriptors = &*DESCRIPTORS;
    let configuration = json!({"protoDescriptors": descriptors.encoded(), "protoFile": PROTO});
    json!({
        "consumer": {"name": "shop-web"},
        "provider": {"name": "stock"},
        "interactions": interactions,
        "metadata": {
            "pactSpecification": {"version": "4.0"},
            "plugins": [{"name": "protobuf", "version": "0.5.0", "configuration": {descriptors.key(): configuration}}],
        },
    })
}

/// A call of `method` with these requests, and answers that must be equal.
pub(crate) fn call(method: &str, requests: &[&str], responses: &[(&str, u8)]) -> Value {
    let requests: Vec<_> = requests.iter().map(|id| message(&ask(id))).collect();
    let responses: Vec<_> = responses.iter().map(|(name, qty)| message(&reply(name, *qty))).collect();
    let mut configuration = json!({
        "protobuf": {
            "service": format!(".demo.v1.Stock/{method}"),
            "descriptorKey": DESCRIPTORS.key(),
            "expectations": {},
        },
    });
    if requests.len() > 1 {
        configuration["abide"] = json!({"v": 1, "grpc": {"requests": requests[1..]}});
    }
    json!({
        "type": "Synchronous/Messages",
        "transport": "grpc",
        "description": format!("a call of {method}"),
        "pluginConfiguration": configuration,
        "request": requests[0],
        "response": responses,
    })
}

/// `Look` with the part `a1`, answered by a name of any kind and a number.
pub(crate) fn look() -> Value {
    let mut look = call("Look", &["a1"], &[("bolt", 7)]);
    let rule = |rule: &str| json!({"combine": "AND", "matchers": [{"match": rule}]});
    look["response"][0]["matchingRules"] = json!({"body": {"$.name": rule("type"), "$.qty": rule("integer")}});
    look["request"]["metadata"] = json!({"auth": "Bearer t"});
    look
}

/// `Look` with a part that is not there.
pub(crate) fn look_for_nothing() -> Value {
    let mut look = call("Look", &["zz"], &[]);
    look["request"]["metadata"] = json!({"auth": "Bearer t"});
    look["response"] = json!([{
        "contents": {"content": "", "encoded": "base64"},
        "metadata": {"grpc-status": "NOT_FOUND", "grpc-message": "no such part"},
    }]);
    look
}

/// The end of a call that fails with this code, and with a `Reply` as detail.
pub(crate) fn end_with(code: i32, detail: (&str, u8)) -> Value {
    let mut detail = message(&reply(detail.0, detail.1));
    detail["contents"]["contentType"] = json!("application/protobuf;message=.demo.v1.Reply");
    json!({"v": 1, "grpc": {"end": {"code": code, "details": [detail]}}})
}

fn message(bytes: &[u8]) -> Value {
    let content = STANDARD.encode(bytes);
    json!({"contents": {"content": content, "encoded": "base64", "contentType": "application/protobuf"}})
}

/// An `Ask`.
pub(crate) fn ask(id: &str) -> Vec<u8> {
    let mut bytes = vec![0x0a, u8::try_from(id.len()).unwrap()];
    bytes.extend(id.as_bytes());
    bytes
}

/// A `Reply`.
pub(crate) fn reply(name: &str, qty: u8) -> Vec<u8> {
    let mut bytes = ask(name);
    bytes.extend([0x10, qty]);
    bytes
}

/// The first field of a message, as text.
pub(crate) fn text_of(bytes: &[u8]) -> String {
    let length = usize::from(bytes[1]);
    String::from_utf8(bytes[2..2 + length].to_vec()).unwrap()
}
