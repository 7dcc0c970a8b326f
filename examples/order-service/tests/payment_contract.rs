//! What order-service expects of payment-service.
//!
//! Passing writes `target/contracts/order-service-payment-service.json`.

use abide_mock_server::prelude::*;
use order_service::{Cancellation, Money, Order, OrderError, OrderService, PaymentClient, PaymentError};
use serde_json::json;

fn order() -> Order {
    Order {
        order_id: "ord-789".to_owned(),
        customer_id: "cust-456".to_owned(),
        amount: Money::from_cents(9999),
        currency: "USD".to_owned(),
    }
}

#[tokio::test]
async fn a_valid_card_is_charged() {
    let payments = contract("order-service", "payment-service")
        .interaction(
            interaction("a charge for a valid card")
                .given(state("a customer with a payment method").with("customer_id", "cust-456"))
                .request(post("/api/v1/charges").json(json!({
                    "order_id": like("ord-789"), "amount": number(99.99), "currency": "USD", "customer_id": "cust-456"
                })))
                .respond(status(201).json(json!({
                    "payment_id": regex("pay-[a-z0-9]+", "pay-abc123"), "status": "SUCCESS", "amount": number(99.99)
                }))),
        )
        .start();

    let receipt = PaymentClient::new(payments.url()).charge(&order()).await.unwrap();

    assert_eq!(receipt.status, "SUCCESS");
    payments.finish(); // or let it drop: same verdict, same words
}

#[tokio::test]
async fn a_declined_card_leaves_the_order_unplaced() {
    let payments = contract("order-service", "payment-service")
        .interaction(
            interaction("a charge for a declined card")
                .given(state("a customer whose card is declined").with("customer_id", "cust-456"))
                .request(post("/api/v1/charges").json(json!({
                    "order_id": like("ord-789"), "amount": number(99.99), "currency": "USD", "customer_id": "cust-456"
                })))
                .respond(status(402).json(json!({ "reason": like("insufficient funds") }))),
        )
        .start();

    let error = OrderService::new(PaymentClient::new(payments.url())).place(&order()).await.unwrap_err();

    let OrderError::Payment { source, .. } = error else { panic!("{error}") };
    assert_eq!(source.to_string(), "the card was declined: insufficient funds");
    payments.finish();
}

#[tokio::test]
async fn a_payment_can_be_looked_up() {
    let payments = contract("order-service", "payment-service")
        .interaction(
            interaction("a look at a payment")
                .given(state("a charge").with("customer_id", "cust-456").with("order_id", "ord-789"))
                .request(get(from_state("/api/v1/charges/${payment_id}", "/api/v1/charges/pay-abc123")))
                .respond(status(200).json(json!({ "status": regex("SUCCESS|REFUNDED", "SUCCESS") }))),
        )
        .start();

    let status = PaymentClient::new(payments.url()).status("pay-abc123").await.unwrap();

    assert_eq!(status, "SUCCESS");
    payments.finish();
}

#[tokio::test]
async fn an_unknown_payment_is_said_to_be_unknown() {
    let payments = contract("order-service", "payment-service")
        .interaction(
            interaction("a look at an unknown payment")
                .given("no charges")
                .request(get("/api/v1/charges/pay-unknown"))
                .respond(status(404)),
        )
        .start();

    let error = PaymentClient::new(payments.url()).status("pay-unknown").await.unwrap_err();

    assert!(matches!(error, PaymentError::Unknown(_)), "{error}");
    payments.finish();
}

#[tokio::test]
async fn a_cancelled_order_is_refunded() {
    let payments = contract("order-service", "payment-service")
        .interaction(
            interaction("a look for the charge of an order")
                .given(state("a charge").with("customer_id", "cust-456").with("order_id", "ord-789"))
                .request(get("/api/v1/orders/ord-789/charge"))
                .respond(status(200).json(json!({ "payment_id": regex("pay-[a-z0-9]+", "pay-abc123") }))),
        )
        .interaction(
            interaction("a refund of a charge")
                .given(state("a charge").with("customer_id", "cust-456").with("order_id", "ord-789"))
                .request(
                    post(from_state("/api/v1/charges/${payment_id}/refunds", "/api/v1/charges/pay-abc123/refunds"))
                        .header("idempotency-key", regex("cancel-.+", "cancel-ord-789"))
                        .json(json!({ "reason": like("order cancelled") })),
                )
                .respond(status(201).json(json!({ "refund_id": regex("ref-[a-z0-9]+", "ref-1") }))),
        )
        .start();

    let cancellation = OrderService::new(PaymentClient::new(payments.url())).cancel("ord-789").await.unwrap();

    assert_eq!(cancellation, Cancellation::Refunded { refund_id: "ref-1".to_owned() });
    payments.finish();
}

#[tokio::test]
async fn an_unpaid_order_is_cancelled_without_a_refund() {
    let payments = contract("order-service", "payment-service")
        .interaction(
            interaction("a look for the charge of an unknown order")
                .given("no charges")
                .request(get("/api/v1/orders/ord-unknown/charge"))
                .respond(status(404)),
        )
        .start();

    let cancellation = OrderService::new(PaymentClient::new(payments.url())).cancel("ord-unknown").await.unwrap();

    assert_eq!(cancellation, Cancellation::NothingPaid);
    payments.finish();
}

#[tokio::test]
async fn what_a_customer_spent_is_the_sum_of_the_charges() {
    let payments = contract("order-service", "payment-service")
        .interaction(
            interaction("a list of a customer's charges")
                .given(state("a charge").with("customer_id", "cust-456").with("order_id", "ord-789"))
                .request(
                    get("/api/v1/charges")
                        .query("customer_id", "cust-456")
                        .query("status", regex("SUCCESS|REFUNDED", "SUCCESS")),
                )
                .respond(status(200).json(json!({
                    "charges": each_like(json!({ "order_id": like("ord-789"), "amount": number(99.99) }))
                }))),
        )
        .start();

    let spent = OrderService::new(PaymentClient::new(payments.url())).spent_by("cust-456").await.unwrap();

    assert_eq!(spent, Money::from_cents(9999));
    payments.finish();
}
