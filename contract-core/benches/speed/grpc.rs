//! gRPC messages, beside what `prost-reflect` takes to decode them.

use crate::cases::Case;
use abide_contract_core::draft::Draft;
use abide_contract_core::grpc::{ActualAnswer, ActualStatus};
use abide_contract_core::json::Json;
use abide_contract_core::pattern::{boolean, decimal, each_like, integer, like, number, regex};
use abide_contract_core::protobuf::Descriptors;
use prost_reflect::DynamicMessage;
use protox::file::{File, FileResolver};
use serde_json::{Value, json};
use std::hint::black_box;
use std::rc::Rc;
use std::sync::Arc;

const PROTO: &str = r#"syntax = "proto3"; package bench;
    message Item {
        string name = 1; string city = 2; int32 count = 3; int64 quantity = 4; double price = 5;
        bool active = 6; string id = 7; string sku = 8; string phone = 9; Kind kind = 10;
    }
    enum Kind { NONE = 0; SOME = 1; }
    message Ask {}
    message Items { repeated Item items = 1; }
    service Shop { rpc List(Ask) returns (Items); }"#;

struct Source;

impl FileResolver for Source {
    fn open_file(&self, name: &str) -> Result<File, protox::Error> {
        File::from_source(name, PROTO)
    }
}

fn item(number: usize) -> Value {
    json!({
        "name": format!("name {number}"), "city": "Vienna", "count": number, "quantity": 3 + number, "price": 12.5,
        "active": true, "id": format!("ord-{number}"), "sku": "ABC-123", "phone": "+43 1 234567", "kind": "SOME"
    })
}

pub(crate) fn cases() -> Vec<Case> {
    let mut compiler = protox::Compiler::with_file_resolver(Source);
    compiler.open_file("bench.proto").unwrap();
    let descriptors = Arc::new(Descriptors::from_set(&compiler.encode_file_descriptor_set(), None).unwrap());
    let mut draft = Draft::new(&descriptors, "bench.Shop/List").unwrap();
    draft.request(&Json::from(json!({}))).unwrap();
    let example = json!({
        "name": like("a"), "city": like("b"), "count": integer(1), "quantity": number(2), "price": decimal(1.5),
        "active": boolean(true), "id": regex("ord-[0-9]+", "ord-1"), "sku": regex("[A-Z]{3}-\\d{3}", "ABC-123"),
        "phone": like("1"), "kind": like("SOME")
    });
    draft.response(&Json::from(json!({"items": each_like(example)}))).unwrap();
    let call = draft.finish().unwrap().resolve().unwrap();
    // 1 MB on the wire.
    let items: Vec<_> = (0..12_500).map(item).collect();
    let bytes = Rc::new(call.method().output().to_bytes(&Json::from(json!({"items": items}))).unwrap());
    assert!(bytes.len() > 900_000, "{}", bytes.len());
    let descriptor = descriptors.pool().unwrap().reflect().get_message_by_name("bench.Items").unwrap();
    let other = Rc::clone(&bytes);
    vec![Case {
        name: "1 MB repeated message, each-like, 10 rules / decoding it with prost-reflect",
        target: Some(2.0),
        repeat: 1,
        floor: Box::new(move || {
            black_box(DynamicMessage::decode(descriptor.clone(), other.as_slice()).unwrap());
        }),
        ours: Box::new(move || {
            let answer =
                ActualAnswer { messages: &[&bytes], status: Some(ActualStatus::default()), ..ActualAnswer::default() };
            let mismatches = call.match_answer(&answer);
            assert!(mismatches.is_empty(), "{mismatches:?}");
        }),
    }]
}
