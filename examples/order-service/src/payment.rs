//! The client of payment-service's REST API.

use crate::money::Money;
use crate::order::Order;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::header::{ACCEPT, CONTENT_TYPE};
use hyper::http::request::Builder;
use hyper::{Method, Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::form_urlencoded::Serializer;

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
    /// An answer that cannot be read.
    #[error("payment-service's answer cannot be read")]
    Unreadable(#[source] serde_json::Error),
    /// The request cannot be built.
    #[error("the request to payment-service cannot be built")]
    Request(#[source] hyper::http::Error),
    /// No answer at all.
    #[error("payment-service cannot be reached")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Calls payment-service, which is reached inside the cluster and therefore without TLS.
#[derive(Debug, Clone)]
pub struct PaymentClient {
    url: String,
    http: Client<HttpConnector, Full<Bytes>>,
}

impl PaymentClient {
    /// A client of the payment-service at `url`, such as `http://payment-service:8080`.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), http: Client::builder(TokioExecutor::new()).build_http() }
    }

    /// Charges the customer for an order.
    pub async fn charge(&self, order: &Order) -> Result<Receipt, PaymentError> {
        let answer = self.post("/api/v1/charges", None, order).await?;
        match answer.status {
            StatusCode::CREATED => answer.json(),
            StatusCode::PAYMENT_REQUIRED => {
                let Refusal { reason } = answer.json()?;
                Err(PaymentError::Declined { reason })
            }
            status => Err(PaymentError::Unexpected(status)),
        }
    }

    /// Looks up how a payment stands.
    pub async fn status(&self, payment_id: &str) -> Result<String, PaymentError> {
        let answer = self.get(&format!("/api/v1/charges/{payment_id}")).await?;
        let Status { status } = answer.found(&format!("payment {payment_id}"))?.json()?;
        Ok(status)
    }

    /// The payment of an order, if there is one.
    pub async fn payment_of(&self, order_id: &str) -> Result<Option<String>, PaymentError> {
        let answer = self.get(&format!("/api/v1/orders/{order_id}/charge")).await?;
        match answer.found("charge") {
            Ok(answer) => answer.json::<Payment>().map(|payment| Some(payment.payment_id)),
            Err(PaymentError::Unknown(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The charges of a customer that went through.
    pub async fn successful_charges(&self, customer_id: &str) -> Result<Vec<Charge>, PaymentError> {
        let query = Serializer::new(String::new())
            .append_pair("customer_id", customer_id)
            .append_pair("status", "SUCCESS")
            .finish();
        let answer = self.get(&format!("/api/v1/charges?{query}")).await?;
        let Charges { charges } = answer.found(&format!("customer {customer_id}"))?.json()?;
        Ok(charges)
    }

    /// Gives a payment back. The same `key` again is the same refund, however often it is sent.
    pub async fn refund(&self, payment_id: &str, reason: &str, key: &str) -> Result<String, PaymentError> {
        let path = format!("/api/v1/charges/{payment_id}/refunds");
        let answer = self.post(&path, Some(key), &json!({ "reason": reason })).await?;
        match answer.status {
            StatusCode::CREATED => answer.json::<Refund>().map(|refund| refund.refund_id),
            StatusCode::NOT_FOUND => Err(PaymentError::Unknown(format!("payment {payment_id}"))),
            status => Err(PaymentError::Unexpected(status)),
        }
    }

    async fn get(&self, path: &str) -> Result<Answer, PaymentError> {
        self.send(self.request(Method::GET, path), Bytes::new()).await
    }

    async fn post(&self, path: &str, key: Option<&str>, body: &impl Serialize) -> Result<Answer, PaymentError> {
        let mut request = self.request(Method::POST, path).header(CONTENT_TYPE, "application/json");
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let body = serde_json::to_vec(body).map_err(PaymentError::Unreadable)?;
        self.send(request, body.into()).await
    }

    fn request(&self, method: Method, path: &str) -> Builder {
        Request::builder().method(method).uri(format!("{}{path}", self.url)).header(ACCEPT, "application/json")
    }

    async fn send(&self, request: Builder, body: Bytes) -> Result<Answer, PaymentError> {
        let request = request.body(Full::new(body)).map_err(PaymentError::Request)?;
        let response = self.http.request(request).await.map_err(|error| PaymentError::Unreachable(error.into()))?;
        let status = response.status();
        let body = response.into_body().collect().await.map_err(|error| PaymentError::Unreachable(error.into()))?;
        Ok(Answer { status, body: body.to_bytes() })
    }
}

/// An answer, read to its end.
struct Answer {
    status: StatusCode,
    body: Bytes,
}

impl Answer {
    /// The answer, if it is one about an existing `thing`.
    fn found(self, thing: &str) -> Result<Self, PaymentError> {
        match self.status {
            StatusCode::OK => Ok(self),
            StatusCode::NOT_FOUND => Err(PaymentError::Unknown(thing.to_owned())),
            status => Err(PaymentError::Unexpected(status)),
        }
    }

    fn json<T: DeserializeOwned>(&self) -> Result<T, PaymentError> {
        serde_json::from_slice(&self.body).map_err(PaymentError::Unreadable)
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
