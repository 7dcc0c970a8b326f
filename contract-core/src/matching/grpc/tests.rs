//! Calls compared.

use crate::file::from_slice;
use crate::grpc::{ActualAnswer, ActualCall, ActualStatus, Call, Code};
use crate::mismatch::Mismatch;

const UNARY: &str = include_str!("../../file/grpc/unary.json");

fn call(text: &str) -> Call {
    let contract = from_slice(text.as_bytes(), "x").unwrap().contract;
    contract.interactions[0].as_grpc().unwrap().resolve().unwrap()
}

fn said(mismatches: &[Mismatch]) -> String {
    crate::explain(mismatches).join("\n")
}

const OK: ActualStatus<'static> = ActualStatus { code: Code::OK, message: "", details: b"" };

#[test]
fn the_plugins_file_is_verified() {
    let call = call(UNARY);
    assert_eq!(call.path(), "/demo.v1.Stock/Look");
    let good = b"\x0a\x03nut\x10\x09\x1a\x01q";
    let answer = |bytes: &[u8]| {
        said(&call.match_answer(&ActualAnswer { messages: &[bytes], status: Some(OK), ..ActualAnswer::default() }))
    };
    assert_eq!(answer(good), "");
    insta::assert_snapshot!(answer(b"\x0a\x03nut\x10\x09\x1a\x01Q"), @"message $.tags[0]   Expected 'Q' to match '[a-z]+'   (rule regex at $.tags)");
    let metadata = [("auth", "Bearer x")];
    let request = |bytes: &[u8]| said(&call.match_call(&ActualCall { metadata: &metadata, messages: &[bytes] }));
    assert_eq!(request(b"\x0a\x02b2"), "");
}
