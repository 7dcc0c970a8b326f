//! A client in another language: Python's `grpcio`, where `ABIDE_TEST_PYTHON` names an interpreter that has it.

use super::stock;
use crate::fixture::ConsumerFixture;
use abide_mock_server::prelude::*;
use serde_json::json;
use std::io::Write as _;
use std::process::Command;

/// Calls without generated code: messages as bytes.
const SCRIPT: &str = r#"
import sys, grpc
channel = grpc.insecure_channel(sys.argv[1])
raw = dict(request_serializer=None, response_deserializer=None)
order = b"\x0a\x03A-1\x10\x02"
print(channel.unary_unary("/stock.v1.Stock/Reserve", **raw)(order, timeout=10).hex())
print([level.hex() for level in channel.unary_stream("/stock.v1.Stock/Watch", **raw)(b"\x0a\x03A-1", timeout=10)])
print(channel.stream_unary("/stock.v1.Stock/Count", **raw)(iter([b"\x10\x01", b"\x10\x02"]), timeout=10).hex())
print([offer.hex() for offer in channel.stream_stream("/stock.v1.Stock/Negotiate", **raw)(iter([b"\x08\x0a"]), timeout=10)])
try:
    channel.unary_unary("/stock.v1.Stock/Reserve", **raw)(b"\x0a\x03Z-1", timeout=10)
except grpc.RpcError as failed:
    print(failed.code().name, failed.details())
"#;

#[test]
fn a_python_client_is_answered() {
    let python = std::env::var("ABIDE_TEST_PYTHON").unwrap_or_default();
    let imports = |python: &str| Command::new(python).args(["-c", "import grpc; grpc.insecure_channel"]).output();
    if python.is_empty() || !imports(&python).is_ok_and(|output| output.status.success()) {
        // Not `eprintln!`: the test passes, and its captured words would never be seen.
        let _ = writeln!(std::io::stderr(), "skipped: ABIDE_TEST_PYTHON names no Python with grpcio");
        return;
    }
    let fixture = ConsumerFixture::new();
    let call = |method: &str| grpc(format!("stock.v1.Stock/{method}"));
    let server = stock(&fixture)
        .interaction(
            interaction("a reservation")
                .request(call("Reserve").message(json!({"sku": "A-1", "quantity": integer(1)})))
                .respond(message(json!({"quantity": 2}))),
        )
        .interaction(
            interaction("a failure")
                .request(call("Reserve").message(json!({"sku": "Z-1"})))
                .respond(error("NOT_FOUND", "größer")),
        )
        .interaction(
            interaction("a look")
                .request(call("Watch").message(json!({"sku": "A-1"})))
                .respond(message(json!({"available": 1})).message(json!({"available": 2}))),
        )
        .interaction(
            interaction("a count")
                .request(call("Count").message(json!({"available": 1})).message(json!({"available": 2})))
                .respond(message(json!({"available": 3}))),
        )
        .interaction(
            interaction("a negotiation")
                .request(call("Negotiate").message(json!({"price": 10})))
                .respond(after(1).message(json!({"price": 11}))),
        )
        .start();
    let address = server.address().to_string();
    let output = Command::new(python).args(["-c", SCRIPT, &address]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said, "1002\n['1001', '1002']\n0803\n['080b']\nNOT_FOUND größer\n");
    server.finish();
}
