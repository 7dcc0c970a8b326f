//! Calls of all four kinds, and what stands around their messages.

use super::client::{Client, all};
use super::stock;
use super::wire::{Level, OutOfStock, Reservation, ReserveRequest, RpcStatus, Total, WatchRequest};
use crate::client::ask;
use crate::fixture::ConsumerFixture;
use abide_mock_server::declare::Interaction;
use abide_mock_server::prelude::*;
use prost::Message as _;
use serde_json::json;
use tonic::codegen::tokio_stream::{iter, pending};
use tonic::{Code, Request};

const RESERVE: &str = "/stock.v1.Stock/Reserve";

fn reservation() -> Interaction {
    interaction("a reservation")
        .given("A-1 is in stock")
        .request(grpc("stock.v1.Stock/Reserve").message(json!({
            "sku": regex("[A-Z]-[0-9]", "A-1"), "quantity": integer(2), "priority": "PRIORITY_URGENT"
        })))
        .respond(message(json!({"reservationId": like("res-1"), "quantity": integer(2)})))
}

fn wanted() -> ReserveRequest {
    ReserveRequest { sku: "B-7".to_owned(), quantity: 5, priority: 2 }
}

#[tokio::test]
async fn a_unary_call_is_answered() {
    let fixture = ConsumerFixture::new();
    let server = stock(&fixture).interaction(reservation()).start();
    let client = Client::connect(&server).await;
    let answer: Reservation = client.unary(RESERVE, Request::new(wanted())).await.unwrap().into_inner();
    assert_eq!(answer, Reservation { reservation_id: "res-1".to_owned(), quantity: 2 });
    server.finish();
    assert!(fixture.recorded().contains("pluginConfiguration"));
}

#[tokio::test]
async fn http_comes_to_the_same_port() {
    let fixture = ConsumerFixture::new();
    let server = stock(&fixture)
        .interaction(reservation())
        .interaction(interaction("one order").request(get("/orders/42")).respond(status(200).json(json!({"id": 42}))))
        .start();
    let client = Client::connect(&server).await;
    let _: Reservation = client.unary(RESERVE, Request::new(wanted())).await.unwrap().into_inner();
    assert_eq!(ask(server.address(), "GET", "/orders/42").body, r#"{"id":42}"#);
    server.finish();
}

#[tokio::test]
async fn the_same_run_writes_the_same_bytes() {
    let fixture = ConsumerFixture::new();
    let mut files = Vec::new();
    for _ in 0..2 {
        let server = stock(&fixture).interaction(reservation()).start();
        let client = Client::connect(&server).await;
        let _: Reservation = client.unary(RESERVE, Request::new(wanted())).await.unwrap().into_inner();
        server.finish();
        files.push(fixture.recorded());
        std::fs::remove_file(fixture.file()).unwrap();
    }
    assert_eq!(files[0], files[1]);
}

#[tokio::test]
async fn an_error_carries_message_details_and_trailers() {
    let fixture = ConsumerFixture::new();
    let server = stock(&fixture)
        .interaction(
            interaction("a reservation of what is gone")
                .request(grpc("stock.v1.Stock/Reserve").message(json!({"sku": "A-1", "quantity": 9})))
                .respond(
                    error("FAILED_PRECONDITION", like("only 2 are left"))
                        .detail(json!({"@type": "stock.v1.OutOfStock", "sku": "A-1", "missing": integer(7)}))
                        .trailer("x-retry", "no"),
                ),
        )
        .start();
    let client = Client::connect(&server).await;
    let request = ReserveRequest { sku: "A-1".to_owned(), quantity: 9, priority: 0 };
    let failed = client.unary::<_, Reservation>(RESERVE, Request::new(request)).await.unwrap_err();
    assert_eq!((failed.code(), failed.message()), (Code::FailedPrecondition, "only 2 are left"));
    assert_eq!(failed.metadata().get("x-retry").unwrap(), "no");
    let details = RpcStatus::decode(failed.details()).unwrap();
    assert_eq!((details.code, details.message.as_str()), (9, "only 2 are left"));
    assert!(details.details[0].type_url.ends_with("/stock.v1.OutOfStock"), "{details:?}");
    let gone = OutOfStock::decode(&*details.details[0].value).unwrap();
    assert_eq!(gone, OutOfStock { sku: "A-1".to_owned(), missing: 7 });
    server.finish();
}

#[tokio::test]
async fn responses_are_streamed() {
    let fixture = ConsumerFixture::new();
    let level = |available: i64| json!({"sku": "A-1", "available": integer(available)});
    let server = stock(&fixture)
        .interaction(
            interaction("a look at the stock of A-1")
                .request(grpc("stock.v1.Stock/Watch").message(json!({"sku": "A-1"})))
                .respond(
                    messages([level(5), level(4)]).message(level(0)).header("x-from", "here").trailer("x-count", "3"),
                ),
        )
        .start();
    let client = Client::connect(&server).await;
    let request = iter([WatchRequest { sku: "A-1".to_owned() }]);
    let answer = client.stream::<_, Level>("/stock.v1.Stock/Watch", request).await.unwrap();
    assert_eq!(answer.metadata().get("x-from").unwrap(), "here");
    let mut levels = answer.into_inner();
    let (seen, end) = all(&mut levels).await;
    assert_eq!(seen.iter().map(|level| level.available).collect::<Vec<_>>(), [5, 4, 0]);
    assert!(end.is_none(), "{end:?}");
    assert_eq!(levels.trailers().await.unwrap().unwrap().get("x-count").unwrap(), "3");
    server.finish();
}

#[tokio::test]
async fn a_stream_may_end_with_an_error() {
    let fixture = ConsumerFixture::new();
    let server = stock(&fixture)
        .interaction(
            interaction("a look that breaks off")
                .request(grpc("stock.v1.Stock/Watch").message(json!({"sku": "A-1"})))
                .respond(message(json!({"available": 5})).error("DATA_LOSS", "the warehouse is gone")),
        )
        .start();
    let client = Client::connect(&server).await;
    let request = iter([WatchRequest { sku: "A-1".to_owned() }]);
    let mut levels = client.stream::<_, Level>("/stock.v1.Stock/Watch", request).await.unwrap().into_inner();
    let (seen, end) = all(&mut levels).await;
    assert_eq!((seen.len(), end.unwrap().code()), (1, Code::DataLoss));
    server.finish();
}

#[tokio::test]
async fn requests_are_streamed() {
    let fixture = ConsumerFixture::new();
    let server = stock(&fixture)
        .interaction(
            interaction("a count of two shelves")
                .request(
                    grpc("stock.v1.Stock/Count")
                        .message(json!({"sku": "A-1", "available": integer(3)}))
                        .message(json!({"sku": "A-2", "available": integer(4)})),
                )
                .respond(message(json!({"available": integer(7)}))),
        )
        .start();
    let client = Client::connect(&server).await;
    let level = |sku: &str, available| Level { sku: sku.to_owned(), available };
    let shelves = iter([level("A-1", 1), level("A-2", 2)]);
    let mut total = client.stream::<_, Total>("/stock.v1.Stock/Count", shelves).await.unwrap().into_inner();
    assert_eq!(all(&mut total).await.0, [Total { available: 7 }]);
    server.finish();
}

#[tokio::test]
async fn metadata_tells_calls_apart() {
    let fixture = ConsumerFixture::new();
    let reserve = |description: &str, tenant: Pattern, quantity: i32| {
        interaction(description)
            .request(grpc("stock.v1.Stock/Reserve").message(json!({"sku": "A-1"})).metadata("x-tenant", tenant))
            .respond(message(json!({"quantity": quantity})))
    };
    let server = stock(&fixture)
        .interaction(reserve("for a shop", regex("shop-[0-9]+", "shop-1"), 1))
        .interaction(reserve("for a warehouse", regex("house-[0-9]+", "house-1"), 2))
        .start();
    let client = Client::connect(&server).await;
    for (tenant, quantity) in [("house-9", 2), ("shop-7", 1)] {
        let mut request = Request::new(ReserveRequest { sku: "A-1".to_owned(), ..ReserveRequest::default() });
        request.metadata_mut().insert("x-tenant", tenant.parse().unwrap());
        let answer: Reservation = client.unary(RESERVE, request).await.unwrap().into_inner();
        assert_eq!(answer.quantity, quantity);
    }
    server.finish();
}

#[tokio::test]
async fn finish_waits_for_no_call() {
    let fixture = ConsumerFixture::new();
    let server = stock(&fixture).interaction(reservation()).start();
    let client = Client::connect(&server).await;
    let endless = pending::<Level>();
    let open = tokio::spawn({
        let client = client.clone();
        async move { client.stream::<_, Total>("/stock.v1.Stock/Count", endless).await.map(drop) }
    });
    let _: Reservation = client.unary(RESERVE, Request::new(wanted())).await.unwrap().into_inner();
    let start = std::time::Instant::now();
    server.finish();
    assert!(start.elapsed() < std::time::Duration::from_secs(20), "finish took {:?}", start.elapsed());
    open.abort();
}
