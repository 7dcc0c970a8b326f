//! What order-service expects of inventory-service.
//!
//! Passing writes `target/contracts/order-service-inventory-service.json`.

use abide_mock_server::declare::State;
use abide_mock_server::prelude::*;
use order_service::{InventoryClient, Line};
use serde_json::json;

fn line(sku: &str, quantity: u32) -> Line {
    Line { sku: sku.to_owned(), quantity }
}

fn in_stock(sku: &str, pieces: u32) -> State {
    state("an article in stock").with("sku", sku).with("pieces", pieces)
}

#[tokio::test]
async fn pieces_are_set_aside_for_an_order() {
    let inventory = contract("order-service", "inventory-service")
        .proto("../inventory-api/proto/inventory.proto")
        .interaction(
            interaction("a reservation of what is there")
                .given(in_stock("lamp", 5))
                .request(
                    grpc("shop.inventory.v1.Inventory/Reserve")
                        .metadata("idempotency-key", regex("reserve-.+", "reserve-ord-789-lamp"))
                        .message(json!({ "order_id": like("ord-789"), "sku": "lamp", "quantity": integer(2) })),
                )
                .respond(message(json!({
                    "reservation_id": regex("res-[a-z0-9]+", "res-abc123"), "quantity": integer(2)
                }))),
        )
        .start();

    let client = InventoryClient::connect(inventory.url()).await.unwrap();
    let reservation = client.reserve("ord-789", &line("lamp", 2)).await.unwrap();

    assert_eq!((reservation.reservation_id.as_str(), reservation.quantity), ("res-abc123", 2));
    inventory.finish();
}

#[tokio::test]
async fn what_is_out_of_stock_is_said_with_what_is_left() {
    let inventory = contract("order-service", "inventory-service")
        .proto("../inventory-api/proto/inventory.proto")
        .interaction(
            interaction("a reservation of more than there is")
                .given(in_stock("lamp", 3))
                .request(
                    grpc("shop.inventory.v1.Inventory/Reserve")
                        .metadata("idempotency-key", regex("reserve-.+", "reserve-ord-789-lamp"))
                        .message(json!({ "order_id": like("ord-789"), "sku": "lamp", "quantity": 9 })),
                )
                .respond(error("FAILED_PRECONDITION", like("3 of `lamp` left")).detail(json!({
                    "@type": "shop.inventory.v1.OutOfStock", "sku": "lamp", "available": 3
                }))),
        )
        .start();

    let client = InventoryClient::connect(inventory.url()).await.unwrap();
    let error = client.reserve("ord-789", &line("lamp", 9)).await.unwrap_err();

    assert_eq!(error.to_string(), "only 3 of lamp left");
    inventory.finish();
}

#[tokio::test]
async fn a_sale_is_followed_until_the_last_piece_is_gone() {
    let inventory = contract("order-service", "inventory-service")
        .proto("../inventory-api/proto/inventory.proto")
        .interaction(
            interaction("a watch over an article that sells out")
                .given(state("an article that sells out").with("sku", "lamp").with("pieces", 5).with("sold", [1, 3, 1]))
                .request(
                    grpc("shop.inventory.v1.Inventory/WatchStock")
                        .message(json!({ "sku": "lamp", "after_revision": from_state("${revision}", 7) })),
                )
                .respond(messages([
                    json!({ "available": 4, "standing": "STANDING_IN_STOCK" }),
                    json!({ "available": 1, "standing": "STANDING_LOW" }),
                    json!({ "available": 0, "standing": "STANDING_GONE" }),
                ])),
        )
        .start();

    let client = InventoryClient::connect(inventory.url()).await.unwrap();
    let mut told = Vec::new();
    client.wait_until_gone("lamp", 7, |available| told.push(available)).await.unwrap();

    assert_eq!(told, [4, 1, 0]);
    inventory.finish();
}

#[tokio::test]
async fn an_article_that_was_never_sold_is_not_watched() {
    let inventory = contract("order-service", "inventory-service")
        .proto("../inventory-api/proto/inventory.proto")
        .interaction(
            interaction("a watch over an unknown article")
                .request(grpc("shop.inventory.v1.Inventory/WatchStock").message(json!({ "sku": "unicorn" })))
                .respond(error("NOT_FOUND", like("there is no article `unicorn`"))),
        )
        .start();

    let client = InventoryClient::connect(inventory.url()).await.unwrap();
    let error = client.wait_until_gone("unicorn", 0, |_| {}).await.unwrap_err();

    assert_eq!(error.to_string(), "inventory-service answered NotFound: there is no article `unicorn`");
    inventory.finish();
}

#[tokio::test]
async fn of_a_whole_order_what_is_missing_is_said() {
    let wish = |sku: &str, quantity: u32| json!({ "order_id": like("ord-789"), "sku": sku, "quantity": quantity });
    let inventory = contract("order-service", "inventory-service")
        .proto("../inventory-api/proto/inventory.proto")
        .interaction(
            interaction("a reservation of two articles, one of which is missing")
                .given(in_stock("lamp", 5))
                .given(in_stock("desk", 1))
                .request(
                    grpc("shop.inventory.v1.Inventory/ReserveBatch").message(wish("lamp", 2)).message(wish("desk", 4)),
                )
                .respond(message(json!({
                    "reservations": each_like(json!({ "reservation_id": regex("res-[a-z0-9]+", "res-abc123") })),
                    "out_of_stock": [{ "sku": "desk" }]
                }))),
        )
        .start();

    let client = InventoryClient::connect(inventory.url()).await.unwrap();
    let lines = [line("lamp", 2), line("desk", 4)];
    let reserved = client.reserve_all("ord-789", &lines).await.unwrap();

    assert_eq!(reserved.reservation_ids, ["res-abc123"]);
    assert_eq!(reserved.missing, ["desk"]);
    inventory.finish();
}

#[tokio::test]
async fn fewer_pieces_are_taken_if_they_are_enough() {
    let inventory = contract("order-service", "inventory-service")
        .proto("../inventory-api/proto/inventory.proto")
        .interaction(
            interaction("a negotiation that ends with fewer pieces")
                .given(in_stock("lamp", 4))
                .request(
                    grpc("shop.inventory.v1.Inventory/Negotiate")
                        .message(json!({ "wish": { "order_id": like("ord-789"), "sku": "lamp", "quantity": 10 } }))
                        .message(json!({ "acceptance": {} })),
                )
                .respond(after(1).message(json!({ "proposal": { "quantity": 4 } })).after(2).message(json!({
                    "reservation": { "reservation_id": regex("res-[a-z0-9]+", "res-abc123"), "quantity": 4 }
                }))),
        )
        .start();

    let client = InventoryClient::connect(inventory.url()).await.unwrap();
    let reservation = client.reserve_some("ord-789", &line("lamp", 10), 3).await.unwrap();

    assert_eq!((reservation.reservation_id.as_str(), reservation.quantity), ("res-abc123", 4));
    inventory.finish();
}
