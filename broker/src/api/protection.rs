//! What is live is not deleted by accident: its contracts are what can-i-deploy judges others by.

use crate::api::flag;
use crate::domain::overview::Live;
use crate::error::ApiError;
use crate::hal::object;
use crate::query::Node;
use serde_json::{Value, json};

/// Refuses to delete `what` while anything of it is live, and says what and where, unless the query has `force=true`.
pub(crate) fn protect(what: &str, live: &[Live], query: &Node) -> Result<(), ApiError> {
    if flag(query, "force")? || live.is_empty() {
        return Ok(());
    }
    let places: Vec<String> = live
        .iter()
        .map(|live| {
            let instance = live.application_instance.as_ref();
            let instance = instance.map_or_else(String::new, |instance| format!(" on instance {instance}"));
            format!("{} {} is live in {}{instance}", live.participant, live.version, live.environment)
        })
        .collect();
    let message = format!(
        "{what} cannot be deleted: {}. Record that it is no longer live there, or add ?force=true to delete it all the same.",
        places.join(", ")
    );
    let live: Vec<Value> = live.iter().map(represent).collect();
    Err(ApiError::Conflict { body: json!({ "error": message, "live": live }), message })
}

fn represent(live: &Live) -> Value {
    Value::Object(object([
        ("pacticipant", Some(live.participant.as_str().into())),
        ("version", Some(live.version.as_str().into())),
        ("environment", Some(live.environment.as_str().into())),
        ("applicationInstance", live.application_instance.as_deref().map(Value::from)),
        ("since", Some(live.since.to_string().into())),
    ]))
}
