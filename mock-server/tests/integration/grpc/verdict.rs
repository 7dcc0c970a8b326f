//! The words of a gRPC contract that was not kept, exactly.

use super::client::Client;
use super::stock;
use super::wire::{Level, Reservation, ReserveRequest, Total};
use crate::fixture::{ConsumerFixture, failure, without_line_numbers};
use abide_mock_server::declare::Interaction;
use abide_mock_server::prelude::*;
use serde_json::json;
use std::time::Duration;
use tonic::codegen::tokio_stream::pending;
use tonic::{Code, Request, Status};

async fn reserve(client: &Client, path: &'static str, sku: &str, quantity: i32) -> Status {
    let request = ReserveRequest { sku: sku.to_owned(), quantity, priority: 0 };
    client.unary::<_, Reservation>(path, Request::new(request)).await.unwrap_err()
}

#[track_caller]
fn a_count() -> Interaction {
    interaction("a count")
        .request(grpc("stock.v1.Stock/Count").message(json!({"sku": "A-1"})))
        .respond(message(json!({"available": 2})))
}

#[tokio::test]
async fn a_broken_contract_is_reported_whole() {
    let fixture = ConsumerFixture::new();
    let server = stock(&fixture)
        .interaction(
            interaction("a reservation")
                .request(grpc("stock.v1.Stock/Reserve").message(json!({"sku": "A-1", "quantity": integer(2)})))
                .respond(message(json!({"quantity": 2}))),
        )
        .interaction(a_count())
        .start();
    let client = Client::connect(&server).await;
    let differs = reserve(&client, "/stock.v1.Stock/Reserve", "B-7", 2).await;
    assert_eq!(differs.code(), Code::Internal);
    insta::assert_snapshot!(without_line_numbers(differs.message()), @"
    stock.v1.Stock/Reserve differs from what contract web -> orders declares
    closest: a reservation (mock-server/tests/integration/grpc/verdict.rs:LINE)
      message $.sku   Expected 'B-7' (String) to be equal to 'A-1' (String)
    ");
    let unknown = reserve(&client, "/stock.v1.Stock/Release", "B-7", 2).await;
    assert_eq!(unknown.code(), Code::Unimplemented);
    let failed = client.unary::<_, Total>("/shop.v1.Shop/Open", Request::new(Total::default())).await.unwrap_err();
    assert_eq!(failed.code(), Code::Unimplemented);
    let text = failure(|| server.finish());
    insta::assert_snapshot!(text, @"
    contract web -> orders was not kept

      x  a reservation                                           mock-server/tests/integration/grpc/verdict.rs:LINE
         stock.v1.Stock/Reserve arrived, but
           message $.sku   Expected 'B-7' (String) to be equal to 'A-1' (String)
      x  a count                                                 mock-server/tests/integration/grpc/verdict.rs:LINE
         never arrived
      ?  stock.v1.Stock/Release arrived and nothing describes it
         closest: a reservation
           method   Expected method stock.v1.Stock/Reserve but was stock.v1.Stock/Release
      ?  shop.v1.Shop/Open arrived and nothing describes it
    ");
    assert!(!fixture.file().exists());
}

#[tokio::test]
async fn requests_that_never_end_are_told_from_none() {
    let fixture = ConsumerFixture::new();
    let server = stock(&fixture).interaction(a_count()).start();
    let client = Client::connect(&server).await;
    let call = client.stream::<Level, Total>("/stock.v1.Stock/Count", pending());
    assert!(tokio::time::timeout(Duration::from_millis(300), call).await.is_err());
    let text = failure(|| server.finish());
    assert!(text.ends_with("\n     stock.v1.Stock/Count began to arrive, but its requests never ended\n"), "{text}");
}

#[tokio::test]
async fn an_explanation_stays_a_header_a_client_takes() {
    let fixture = ConsumerFixture::new();
    let sku = "x".repeat(10_000);
    let server = stock(&fixture)
        .interaction(
            interaction("a reservation")
                .request(grpc("stock.v1.Stock/Reserve").message(json!({"sku": sku})))
                .respond(message(json!({"quantity": 2}))),
        )
        .start();
    let client = Client::connect(&server).await;
    let differs = reserve(&client, "/stock.v1.Stock/Reserve", &"y".repeat(10_000), 2).await;
    assert!(differs.message().len() <= 2048, "{}", differs.message().len());
    failure(|| server.finish());
}

#[tokio::test]
async fn requests_that_are_refused_have_ended() {
    let fixture = ConsumerFixture::new();
    let server = stock(&fixture)
        .interaction(
            interaction("a reservation")
                .request(grpc("stock.v1.Stock/Reserve").message(json!({"sku": like("A-1")})))
                .respond(message(json!({"quantity": 2}))),
        )
        .start();
    let client = Client::connect(&server).await;
    let refused = reserve(&client, "/stock.v1.Stock/Reserve", &"y".repeat(70 * 1024 * 1024), 2).await;
    assert!(refused.message().contains("over the mock server's limit"), "{refused}");
    let text = failure(|| server.finish());
    assert!(text.contains("over the mock server's limit") && !text.contains("never ended"), "{text}");
}
