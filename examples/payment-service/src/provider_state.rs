//! Provider states: the test-only route that brings about what a contract asks for.
//!
//! A verifier posts `{"state", "params", "action"}` before (`setup`) and after (`teardown`) each interaction. What a set-up
//! answers, such as the id of a charge it made, goes into the request that follows.

use crate::api::Shared;
use crate::books::Books;
use crate::charge::{Card, ChargeRequest};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// What a verifier asks for.
#[derive(Debug, Deserialize)]
pub(crate) struct Change {
    state: String,
    #[serde(default)]
    params: Map<String, Value>,
    #[serde(default)]
    action: Action,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Action {
    #[default]
    Setup,
    Teardown,
}

type Answer = (StatusCode, Json<Value>);

/// Handles one request of a verifier.
pub(crate) async fn change(State(shared): State<Shared>, Json(change): Json<Change>) -> Answer {
    let mut books = shared.books();
    match change.action {
        Action::Setup => match set_up(&mut books, &change) {
            Ok(values) => (StatusCode::OK, Json(values)),
            Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "error": error }))),
        },
        Action::Teardown => {
            *books = Books::default();
            (StatusCode::OK, Json(json!({})))
        }
    }
}

fn set_up(books: &mut Books, change: &Change) -> Result<Value, String> {
    match change.state.as_str() {
        "" => {}
        "no charges" => *books = Books::default(),
        "a customer with a payment method" => books.keep_card(change.text("customer_id")?, card(Card::VALID)),
        "a customer whose card is declined" => books.keep_card(change.text("customer_id")?, card(Card::DECLINED)),
        "a charge" => return a_charge(books, change),
        unknown => return Err(format!("payment-service has no state `{unknown}`")),
    }
    Ok(json!({}))
}

fn a_charge(books: &mut Books, change: &Change) -> Result<Value, String> {
    let customer_id = change.text("customer_id")?.to_owned();
    books.keep_card(customer_id.clone(), card(Card::VALID));
    let order_id = change.text("order_id")?.to_owned();
    let request = ChargeRequest { order_id, customer_id, amount: 99.99, currency: "USD".to_owned() };
    let made = books.charge(request).map_err(|refusal| format!("{refusal:?}"))?;
    Ok(json!({ "payment_id": made.id }))
}

impl Change {
    fn text(&self, name: &str) -> Result<&str, String> {
        let value = self.params.get(name).and_then(Value::as_str);
        value.ok_or_else(|| format!("state `{}` needs the parameter `{name}`", self.state))
    }
}

fn card(number: &str) -> Card {
    Card { number: number.to_owned() }
}
