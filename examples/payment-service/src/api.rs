//! The routes.

use crate::books::{Books, Refusal};
use crate::charge::{Card, Charge, ChargeRequest, Status};
use crate::provider_state;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What is served.
#[derive(Debug, Clone, Copy, Default)]
pub struct Settings {
    /// The version of the API.
    pub api: ApiVersion,
    /// Whether verifiers may bring about provider states.
    pub provider_states: bool,
}

/// A version of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ApiVersion {
    /// What is released.
    #[default]
    Current,
    /// What is under development: `payment_id` is called `charge_id`.
    Next,
}

impl ApiVersion {
    /// The field that names a charge.
    fn id_field(self) -> &'static str {
        match self {
            Self::Current => "payment_id",
            Self::Next => "charge_id",
        }
    }
}

/// What all requests share.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    books: Arc<Mutex<Books>>,
    api: ApiVersion,
}

impl Shared {
    /// The books; a panic while they were open leaves them usable.
    pub(crate) fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn show(&self, charge: &Charge) -> Value {
        json!({
            (self.api.id_field()): charge.id,
            "order_id": charge.request.order_id,
            "status": charge.status,
            "amount": charge.request.amount,
            "currency": charge.request.currency,
        })
    }
}

/// Everything that is served, with empty books.
pub fn routes(settings: Settings) -> Router {
    let mut routes = Router::new()
        .route("/api/v1/customers/{customer_id}/card", put(keep_card))
        .route("/api/v1/charges", post(charge).get(charges))
        .route("/api/v1/charges/{id}", get(charge_by_id))
        .route("/api/v1/charges/{id}/refunds", post(refund))
        .route("/api/v1/orders/{order_id}/charge", get(charge_of_order));
    if settings.provider_states {
        routes = routes.route("/_abide/states", post(provider_state::change));
    }
    routes.with_state(Shared { books: Arc::default(), api: settings.api })
}

type Answer = (StatusCode, Json<Value>);

async fn keep_card(
    State(shared): State<Shared>,
    Path(customer_id): Path<String>,
    Json(card): Json<Card>,
) -> StatusCode {
    shared.books().keep_card(customer_id, card);
    StatusCode::NO_CONTENT
}

async fn charge(State(shared): State<Shared>, Json(request): Json<ChargeRequest>) -> Answer {
    match shared.books().charge(request) {
        Ok(charge) => (StatusCode::CREATED, Json(shared.show(charge))),
        Err(refusal) => refused(&refusal),
    }
}

/// Which charges to list.
#[derive(Debug, Deserialize)]
struct Filter {
    customer_id: String,
    status: Option<Status>,
}

async fn charges(State(shared): State<Shared>, Query(filter): Query<Filter>) -> Answer {
    let books = shared.books();
    let charges: Vec<_> =
        books.charges_of(&filter.customer_id, filter.status).map(|charge| shared.show(charge)).collect();
    (StatusCode::OK, Json(json!({ "charges": charges })))
}

async fn charge_by_id(State(shared): State<Shared>, Path(id): Path<String>) -> Answer {
    found(&shared, shared.books().charge_by_id(&id))
}

async fn charge_of_order(State(shared): State<Shared>, Path(order_id): Path<String>) -> Answer {
    found(&shared, shared.books().charge_of_order(&order_id))
}

/// Why money is given back.
#[derive(Debug, Deserialize)]
struct RefundRequest {
    reason: String,
}

async fn refund(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(request): Json<RefundRequest>,
) -> Answer {
    let Some(key) = headers.get("idempotency-key").and_then(|key| key.to_str().ok()) else {
        return refused(&Refusal::Invalid("a refund needs the header idempotency-key"));
    };
    match shared.books().refund(&id, request.reason, key.to_owned()) {
        Ok(refund) => (StatusCode::CREATED, Json(json!(refund))),
        Err(refusal) => refused(&refusal),
    }
}

fn found(shared: &Shared, charge: Option<&Charge>) -> Answer {
    charge.map_or_else(|| refused(&Refusal::Unknown), |charge| (StatusCode::OK, Json(shared.show(charge))))
}

fn refused(refusal: &Refusal) -> Answer {
    let (status, error, reason) = match refusal {
        Refusal::Invalid(reason) => (StatusCode::BAD_REQUEST, "invalid", *reason),
        Refusal::Declined(reason) => (StatusCode::PAYMENT_REQUIRED, "declined", *reason),
        Refusal::Unknown => (StatusCode::NOT_FOUND, "unknown", "there is no such charge"),
        Refusal::AlreadyRefunded => (StatusCode::CONFLICT, "refunded", "the charge was refunded before"),
    };
    (status, Json(json!({ "error": error, "reason": reason })))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::Request;
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;

    async fn post(routes: &Router, path: &str, body: Value) -> (StatusCode, Value) {
        let request = Request::post(path).header("content-type", "application/json").body(Body::from(body.to_string()));
        let response = routes.clone().oneshot(request.unwrap()).await.unwrap();
        let status = response.status();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&body).unwrap_or_default())
    }

    fn state(name: &str) -> Value {
        json!({ "state": name, "params": { "customer_id": "c", "order_id": "o" }, "action": "setup" })
    }

    #[tokio::test]
    async fn the_next_version_calls_the_payment_id_charge_id() {
        for (api, field) in [(ApiVersion::Current, "payment_id"), (ApiVersion::Next, "charge_id")] {
            let routes = routes(Settings { api, provider_states: true });
            post(&routes, "/_abide/states", state("a customer with a payment method")).await;
            let request = json!({ "order_id": "o", "customer_id": "c", "amount": 1.5, "currency": "EUR" });
            let (status, charge) = post(&routes, "/api/v1/charges", request).await;
            assert_eq!((status, &charge[field]), (StatusCode::CREATED, &json!("pay-000001")));
        }
    }

    #[tokio::test]
    async fn provider_states_are_for_tests_only() {
        let (status, _) = post(&routes(Settings::default()), "/_abide/states", state("a charge")).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn a_state_returns_the_id_of_the_charge_it_made() {
        let routes = routes(Settings { provider_states: true, ..Settings::default() });
        let (_, values) = post(&routes, "/_abide/states", state("a charge")).await;
        assert_eq!(values, json!({ "payment_id": "pay-000001" }));
        let (status, answer) = post(&routes, "/_abide/states", state("a full moon")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer, json!({ "error": "payment-service has no state `a full moon`" }));
    }
}
