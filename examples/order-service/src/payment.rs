//! The client of payment-service's REST API.

use crate::money::Money;
use crate::order::Order;
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde::Deserialize;
use serde_json::json;

/// What payment-service answers to a charge.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Receipt {
    /// Names the payment from now on.
    pub payment_id: String,
    /// `SUCCESS`.
    pub status: String,
    /// What was charged.
    pub amount: Money,
}

/// A charge as it stands in a customer's list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Charge {
    /// The order it paid for.
    pub order_id: String,
    /// What was charged.
    pub amount: Money,
}

/// Why payment-service did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PaymentError {
    /// The bank said no.
    #[error("the card was declined: {reason}")]
    Declined {
        /// The bank's reason.
        reason: String,
    },
    /// Payment-service knows no such thing.
    #[error("payment-service knows no {0}")]
    Unknown(String),
    /// An answer this client has no use for.
    #[error("payment-service answered {0}")]
    Unexpected(StatusCode),
    /// No answer, or one that cannot be read.
    #[error("payment-service gave no answer that can be read")]
    Unreachable(#[from] reqwest::Error),
}

/// Calls payment-service, which is reached inside the cluster and therefore without TLS.
#[derive(Debug, Clone)]
pub struct PaymentClient {
    url: String,
    http: Client,
}

impl PaymentClient {
    /// A client of the payment-service at `url`, such as `http://payment-service:8080`.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), http: Client::new() }
    }

    /// Charges the customer for an order.
    pub async fn charge(&self, order: &Order) -> Result<Receipt, PaymentError> {
        let answer = self.post("/api/v1/charges").json(order).send().await?;
        match answer.status() {
            StatusCode::CREATED => Ok(answer.json().await?),
            StatusCode::PAYMENT_REQUIRED => {
                let Refusal { reason } = answer.json().await?;
                Err(PaymentError::Declined { reason })
            }
            status => Err(PaymentError::Unexpected(status)),
        }
    }

    /// Looks up how a payment stands.
    pub async fn status(&self, payment_id: &str) -> Result<String, PaymentError> {
        let answer = self.get(&format!("/api/v1/charges/{payment_id}")).send().await?;
        let Status { status } = found(answer, &format!("payment {payment_id}"))?.json().await?;
        Ok(status)
    }

    /// The payment of an order, if there is one.
    pub async fn payment_of(&self, order_id: &str) -> Result<Option<String>, PaymentError> {
        let answer = self.get(&format!("/api/v1/orders/{order_id}/charge")).send().await?;
        match answer.status() {
            StatusCode::OK => {
                let Payment { payment_id } = answer.json().await?;
                Ok(Some(payment_id))
            }
            StatusCode::NOT_FOUND => Ok(None),
            status => Err(PaymentError::Unexpected(status)),
        }
    }

    /// The charges of a customer that went through.
    pub async fn successful_charges(&self, customer_id: &str) -> Result<Vec<Charge>, PaymentError> {
        let query = [("customer_id", customer_id), ("status", "SUCCESS")];
        let answer = self.get("/api/v1/charges").query(&query).send().await?;
        let Charges { charges } = found(answer, &format!("customer {customer_id}"))?.json().await?;
        Ok(charges)
    }

    /// Gives a payment back. The same `key` again is the same refund, however often it is sent.
    pub async fn refund(&self, payment_id: &str, reason: &str, key: &str) -> Result<String, PaymentError> {
        let request = self.post(&format!("/api/v1/charges/{payment_id}/refunds")).header("idempotency-key", key);
        let answer = request.json(&json!({ "reason": reason })).send().await?;
        match answer.status() {
            StatusCode::CREATED => {
                let Refund { refund_id } = answer.json().await?;
                Ok(refund_id)
            }
            StatusCode::NOT_FOUND => Err(PaymentError::Unknown(format!("payment {payment_id}"))),
            status => Err(PaymentError::Unexpected(status)),
        }
    }

    fn get(&self, path: &str) -> RequestBuilder {
        self.http.get(format!("{}{path}", self.url))
    }

    fn post(&self, path: &str) -> RequestBuilder {
        self.http.post(format!("{}{path}", self.url))
    }
}

/// The answer, if it is one about an existing `thing`.
fn found(answer: Response, thing: &str) -> Result<Response, PaymentError> {
    match answer.status() {
        StatusCode::OK => Ok(answer),
        StatusCode::NOT_FOUND => Err(PaymentError::Unknown(thing.to_owned())),
        status => Err(PaymentError::Unexpected(status)),
    }
}

#[derive(Deserialize)]
struct Refusal {
    reason: String,
}

#[derive(Deserialize)]
struct Status {
    status: String,
}

#[derive(Deserialize)]
struct Payment {
    payment_id: String,
}

#[derive(Deserialize)]
struct Charges {
    charges: Vec<Charge>,
}

#[derive(Deserialize)]
struct Refund {
    refund_id: String,
}
