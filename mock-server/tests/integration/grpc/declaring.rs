//! What does not fit the `.proto` is refused where it is said.

use super::stock;
use crate::fixture::{ConsumerFixture, failing_line, failure};
use abide_mock_server::declare::{GrpcRequest, Interaction};
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
    for (code, said) in [(99, "there is no status `99`; there are"), (-1, "there is no status `-1`; there are")] {
        let text = failure(|| drop(error(code, "odd")));
        assert!(text.starts_with(said), "{text}");
    }
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

#[test]
fn calls_that_no_provider_can_tell_apart_are_refused() {
    let call = |description: &str, sku: serde_json::Value, quantity: i32| {
        interaction(description)
            .request(grpc("stock.v1.Stock/Reserve").message(json!({"sku": sku})))
            .respond(message(json!({"quantity": quantity})))
    };
    let declared = |first: Interaction, second: Interaction| {
        let fixture = ConsumerFixture::new();
        let contract = stock(&fixture).interaction(first);
        move || drop(contract.interaction(second))
    };
    insta::assert_snapshot!(
        failure(declared(call("plenty", json!("A-1"), 9), call("little", json!(like("A-1")), 1))),
        @"`little` at mock-server/tests/integration/grpc/declaring.rs:LINE is the same call as `plenty` at mock-server/tests/integration/grpc/declaring.rs:LINE in the same states, with another answer; give one of them another state"
    );
    for (first, second) in [
        (call("plenty", json!("A-1"), 9), call("the same", json!("A-1"), 9)),
        (call("plenty", json!("A-1"), 9), call("another", json!("B-7"), 1)),
        (call("any", json!(like("B-7")), 9), call("this one", json!("A-1"), 1)),
    ] {
        declared(first, second)();
    }
    let left = interaction("little").given("little is left");
    let asked = left.request(grpc("stock.v1.Stock/Reserve").message(json!({"sku": "A-1"})));
    declared(call("plenty", json!("A-1"), 9), asked.respond(message(json!({"quantity": 1}))))();
}
