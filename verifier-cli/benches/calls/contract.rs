//! The contract: calls of one method that differ in what they ask for, with rules as a test would put them.

use super::wire::{Ask, reply};
use abide_contract_core::protobuf::compile;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use prost::Message;
use serde_json::{Value, json};

const PROTO: &str = r#"syntax = "proto3";
package demo.v1;
message Ask { string id = 1; int32 least = 2; }
message Reply { string id = 1; string name = 2; int64 qty = 3; repeated string tags = 4; }
service Stock { rpc Look(Ask) returns (Reply); }
"#;

/// A contract with so many calls.
pub(crate) fn of(calls: usize) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stock.proto");
    std::fs::write(&file, PROTO).unwrap();
    let descriptors = compile(&file, &[], &[]).unwrap();
    let interactions: Vec<_> = (0..calls).map(|number| call(number, descriptors.key())).collect();
    json!({
        "consumer": {"name": "web"},
        "provider": {"name": "stock"},
        "interactions": interactions,
        "metadata": {
            "pactSpecification": {"version": "4.0"},
            "plugins": [{"name": "protobuf", "version": "0.5.0", "configuration": {
                descriptors.key(): {"protoDescriptors": descriptors.encoded(), "protoFile": PROTO},
            }}],
        },
    })
}

fn call(number: usize, key: &str) -> Value {
    let id = part(number);
    let rule = |rule: Value| json!({"combine": "AND", "matchers": [rule]});
    let mut response = message(&reply(id.clone()));
    response["matchingRules"] = json!({"body": {
        "$.name": rule(json!({"match": "type"})),
        "$.qty": rule(json!({"match": "integer"})),
        "$.tags": rule(json!({"match": "eachValue", "rules": [{"match": "regex", "regex": "[a-z0-9]+"}]})),
    }});
    let mut request = message(&Ask { id, least: 1 });
    request["metadata"] = json!({"authorization": "Bearer t"});
    json!({
        "type": "Synchronous/Messages",
        "transport": "grpc",
        "description": format!("a look at part {number}"),
        "key": format!("{number:08x}"),
        "pluginConfiguration": {
            "protobuf": {"service": ".demo.v1.Stock/Look", "descriptorKey": key, "expectations": {}},
            "abide": {"v": 1, "grpc": {"kind": "unary"}},
        },
        "request": request,
        "response": [response],
    })
}

/// What the call of this number asks for.
pub(crate) fn part(number: usize) -> String {
    format!("part-{number}")
}

fn message(message: &impl Message) -> Value {
    let content = STANDARD.encode(message.encode_to_vec());
    json!({"contents": {"content": content, "encoded": "base64", "contentType": "application/protobuf"}})
}
