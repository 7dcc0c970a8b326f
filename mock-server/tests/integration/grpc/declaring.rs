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
    insta::assert_snapshot!(reserve(json!({"quantiy": 2})), @"
    `a call` cannot be declared: there is no field `quantiy` in `stock.v1.ReserveRequest`; did you mean `quantity`?
      at mock-server/tests/integration/grpc/declaring.rs:LINE
    ");
    insta::assert_snapshot!(reserve(json!({"priority": "PRIORITY_URGNT"})), @"
    `a call` cannot be declared: there is no value `PRIORITY_URGNT` in `stock.v1.Priority`; did you mean `PRIORITY_URGENT`?
      at mock-server/tests/integration/grpc/declaring.rs:LINE
    ");
    insta::assert_snapshot!(reserve(json!({"quantity": "two"})), @r#"
    `a call` cannot be declared: `$.quantity` needs a whole number of 32 bits, but it is "two"
      at mock-server/tests/integration/grpc/declaring.rs:LINE
    "#);
    insta::assert_snapshot!(refused(grpc("stock.v1.Stock/Reserv").message(json!({}))), @"
    `a call` cannot be declared: there is no method `Reserv` in `stock.v1.Stock`; did you mean `Reserve`?
      at mock-server/tests/integration/grpc/declaring.rs:LINE
    ");
    insta::assert_snapshot!(refused(grpc("stock.v1.Stok/Reserve").message(json!({}))), @"
    `a call` cannot be declared: there is no service `stock.v1.Stok`; did you mean `stock.v1.Stock`?
      at mock-server/tests/integration/grpc/declaring.rs:LINE
    ");
    insta::assert_snapshot!(refused(grpc("stock.v1.Stock/Reserve")), @"
    `a call` cannot be declared: `/stock.v1.Stock/Reserve` needs a request message
      at mock-server/tests/integration/grpc/declaring.rs:LINE
    ");
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
    insta::assert_snapshot!(failure(|| drop(fixture.contract().interaction(call()))), @r#"
    `a call` cannot be declared: the contract names no `.proto`: say `contract(..).proto("proto/…")` first
      at mock-server/tests/integration/grpc/declaring.rs:LINE
    "#);
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
