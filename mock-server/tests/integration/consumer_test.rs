//! The consumer test every document shows, with a client of its own.

use abide_mock_server::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

struct PaymentClient {
    base: String,
    http: reqwest::Client,
}

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the names are the provider's")]
struct Order {
    order_id: String,
    amount: f64,
    currency: String,
    customer_id: String,
}

#[derive(Deserialize)]
struct Receipt {
    payment_id: String,
    status: String,
}

impl PaymentClient {
    fn new(base: &str) -> Self {
        Self { base: base.to_owned(), http: reqwest::Client::new() }
    }

    async fn charge(&self, order: &Order) -> reqwest::Result<Receipt> {
        let request = self.http.post(format!("{}/api/v1/charges", self.base)).json(order);
        request.send().await?.error_for_status()?.json().await
    }
}

fn order() -> Order {
    Order { order_id: "ord-1".to_owned(), amount: 12.5, currency: "USD".to_owned(), customer_id: "cust-456".to_owned() }
}

#[tokio::test]
async fn a_valid_card_is_charged() {
    let folder = tempfile::tempdir().unwrap();
    let payments = contract("order-service", "payment-service")
        .folder(folder.path())
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
    assert_eq!(receipt.payment_id, "pay-abc123");
    payments.finish();
    assert!(folder.path().join("order-service-payment-service.json").is_file());
}

/// Field types a consumer already has serve as examples, with patterns where the value does not matter.
#[tokio::test]
async fn a_struct_serves_as_body() {
    #[derive(Serialize)]
    struct ChargePattern {
        order_id: Pattern,
        amount: Pattern,
        currency: &'static str,
        customer_id: String,
    }
    let folder = tempfile::tempdir().unwrap();
    let payments = contract("order-service", "payment-service")
        .folder(folder.path())
        .interaction(
            interaction("a charge for a valid card")
                .request(post("/api/v1/charges").json(ChargePattern {
                    order_id: like("ord-789"),
                    amount: decimal(99.99),
                    currency: "USD",
                    customer_id: "cust-456".to_owned(),
                }))
                .respond(status(201).json(json!({"payment_id": like("pay-1"), "status": "SUCCESS"}))),
        )
        .start();

    let receipt = PaymentClient::new(payments.url()).charge(&order()).await.unwrap();

    assert_eq!(receipt.payment_id, "pay-1");
}
