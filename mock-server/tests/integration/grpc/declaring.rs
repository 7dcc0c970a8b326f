//! What does not fit the `.proto` is refused where it is said.

use super::stock;
use crate::fixture::{ConsumerFixture, failing_line, failure};
use abide_mock_server::declare::GrpcRequest;
use abide_mock_server::prelude::*;
use serde_json::json;

fn refused(ask: GrpcRequest) -> String {
    let fixture = ConsumerFixture::new();
    failure(|| drop(stock(&fixture).interaction(interaction("a call").request(ask).respond(message(json!({}))))))
}

#[test]
fn names_that_do_not_exist_are_refused_with_the_nearest() {
    let reserve = |value: serde_json::Value| refused(grpc("stock.v1.Stock/Reserve").message(value));
    insta::assert_snapshot!(reserve(json!({"quantiy": 2})), @"");
    insta::assert_snapshot!(reserve(json!({"priority": "PRIORITY_URGNT"})), @"");
    insta::assert_snapshot!(reserve(json!({"quantity": "two"})), @"");
    insta::assert_snapshot!(refused(grpc("stock.v1.Stock/Reserv").message(json!({}))), @"");
    insta::assert_snapshot!(refused(grpc("stock.v1.Stok/Reserve").message(json!({}))), @"");
    insta::assert_snapshot!(refused(grpc("stock.v1.Stock/Reserve")), @"");
}

#[test]
fn a_method_is_named_with_its_service() {
    insta::assert_snapshot!(failure(|| drop(grpc("Reserve"))), @"`Reserve` is no gRPC method; they are named like `inventory.v1.Inventory/Reserve`");
}

#[test]
fn a_status_that_does_not_exist_is_refused() {
    insta::assert_snapshot!(failure(|| drop(error("NOT_FOUN", "gone"))), @"there is no status `NOT_FOUN`; there are CANCELLED, UNKNOWN, INVALID_ARGUMENT, DEADLINE_EXCEEDED, NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED, RESOURCE_EXHAUSTED, FAILED_PRECONDITION, ABORTED, OUT_OF_RANGE, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS, UNAUTHENTICATED");
    insta::assert_snapshot!(failure(|| drop(error("OK", "fine"))), @"`OK` is no error; an answer without `.error(..)` ends with it");
}

#[test]
fn a_contract_without_proto_says_what_to_write() {
    let fixture = ConsumerFixture::new();
    let call = || interaction("a call").request(grpc("a.B/C").message(json!({}))).respond(message(json!({})));
    insta::assert_snapshot!(failure(|| drop(fixture.contract().interaction(call()))), @"");
}

#[test]
fn a_proto_that_is_not_there_is_named_with_its_line() {
    let fixture = ConsumerFixture::new();
    let text = failure(|| drop(fixture.contract().proto("tests/proto/stok.proto").start()));
    assert!(text.starts_with("the contract cannot be declared: `"), "{text}");
    assert!(text.contains("tests/proto/stok.proto` cannot be compiled: "), "{text}");
    assert!(text.ends_with("\n  at mock-server/tests/integration/grpc/declaring.rs:LINE"), "{text}");
}

#[test]
fn the_panic_points_at_the_contract_and_the_text_at_the_word() {
    let fixture = ConsumerFixture::new();
    let contract = stock(&fixture);
    let call = interaction("a call")
        .request(grpc("stock.v1.Stock/Reserve").message(json!({"quantiy": 2})))
        .respond(message(json!({})));
    let place = failing_line(|| drop(contract.interaction(call)));
    assert_eq!(place, (file!().to_owned(), line!() - 1));
}
