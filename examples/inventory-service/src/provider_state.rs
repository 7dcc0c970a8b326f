//! Provider states: the test-only route that brings about what a contract asks for.
//!
//! A verifier posts `{"state", "params", "action"}` before (`setup`) and after (`teardown`) each interaction. What a set-up
//! answers, such as a revision, goes into the request that follows.

use crate::stock::Stock;
use crate::warehouse::Warehouse;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;
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
pub(crate) async fn change(State(warehouse): State<Warehouse>, Json(change): Json<Change>) -> Answer {
    warehouse.change(|stock| match change.action {
        Action::Setup => match set_up(stock, &change) {
            Ok(values) => (StatusCode::OK, Json(values)),
            Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "error": error }))),
        },
        Action::Teardown => {
            *stock = Stock::default();
            (StatusCode::OK, Json(json!({})))
        }
    })
}

fn set_up(stock: &mut Stock, change: &Change) -> Result<Value, String> {
    match change.state.as_str() {
        "" => Ok(json!({})),
        "an article in stock" => Ok(json!({ "revision": deliver(stock, change)? })),
        "an article that sells out" => {
            let revision = deliver(stock, change)?;
            let (sku, sold): (String, Vec<u32>) = (change.param("sku")?, change.param("sold")?);
            for quantity in sold {
                stock.reserve(&sku, quantity).map_err(|refusal| format!("{refusal:?}"))?;
            }
            Ok(json!({ "revision": revision }))
        }
        unknown => Err(format!("inventory-service has no state `{unknown}`")),
    }
}

fn deliver(stock: &mut Stock, change: &Change) -> Result<u64, String> {
    let (sku, pieces): (String, u32) = (change.param("sku")?, change.param("pieces")?);
    Ok(stock.deliver(&sku, pieces))
}

impl Change {
    fn param<T: DeserializeOwned>(&self, name: &str) -> Result<T, String> {
        let value = self.params.get(name).cloned();
        let value = value.ok_or_else(|| format!("state `{}` needs the parameter `{name}`", self.state))?;
        serde_json::from_value(value).map_err(|error| format!("state `{}`, parameter `{name}`: {error}", self.state))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn asked(warehouse: &Warehouse, change: Value) -> Answer {
        super::change(State(warehouse.clone()), Json(serde_json::from_value(change).unwrap())).await
    }

    #[tokio::test]
    async fn a_state_returns_the_revision_it_begins_at_and_is_torn_down() {
        let warehouse = Warehouse::default();
        warehouse.change(|stock| stock.deliver("desk", 1));
        let params = json!({ "sku": "lamp", "pieces": 5, "sold": [2, 3] });
        let (status, Json(values)) =
            asked(&warehouse, json!({ "state": "an article that sells out", "params": params, "action": "setup" }))
                .await;
        assert_eq!((status, values), (StatusCode::OK, json!({ "revision": 2 })));
        let levels = warehouse.stock().levels_after("lamp", 2).unwrap().to_vec();
        assert_eq!(levels.iter().map(|level| level.available).collect::<Vec<_>>(), [3, 0]);
        let (status, _) = asked(&warehouse, json!({ "state": "", "action": "teardown" })).await;
        assert_eq!((status, warehouse.stock().available("desk")), (StatusCode::OK, 0));
    }

    #[tokio::test]
    async fn a_state_that_cannot_be_had_is_said_so() {
        for (change, error) in [
            (json!({ "state": "a full moon" }), "inventory-service has no state `a full moon`"),
            (json!({ "state": "an article in stock" }), "state `an article in stock` needs the parameter `sku`"),
        ] {
            let (status, Json(answer)) = asked(&Warehouse::default(), change).await;
            assert_eq!((status, answer), (StatusCode::UNPROCESSABLE_ENTITY, json!({ "error": error })));
        }
    }
}
