//! A new participant whose name is like a known one is more often a slip of the pen than a new service.

use super::publishing::Parties;
use crate::api::flag;
use crate::app::App;
use crate::domain::command::quoted;
use crate::domain::name::is_similar;
use crate::error::ApiError;
use crate::links::Links;
use crate::query::Node;
use crate::store::{self, Connection};
use serde_json::json;

/// What is to be said about each of the parties that is new and like known ones; nothing where the operator or the request
/// (`?allowSimilarNames=true`) does not want it.
pub(super) async fn complaints(
    connection: &mut Connection,
    app: &App,
    links: &Links,
    parties: &Parties,
    query: &Node,
) -> Result<Vec<String>, ApiError> {
    let mut complaints: Vec<String> = Vec::new();
    if flag(query, "allowSimilarNames")? || !app.checks_similar_names {
        return Ok(complaints);
    }
    for name in parties.unknown() {
        let mut known = store::participant::list(connection, None).await?;
        known.retain(|known| is_similar(&known.name, name));
        if !known.is_empty() {
            let known: Vec<String> = known.into_iter().map(|known| format!("'{}'", known.name)).collect();
            let complaint = words(name, &known.join(", "), links);
            if !complaints.contains(&complaint) {
                complaints.push(complaint);
            }
        }
    }
    Ok(complaints)
}

fn words(name: &str, known: &str, links: &Links) -> String {
    format!(
        "'{name}' is not known here, and its name is very similar to {known}. If that is who is meant, correct the name in the contract and \
         publish it again. If '{name}' is new, create it first, and then publish the contract again \
         (or publish it with ?allowSimilarNames=true):\n  curl -X POST -H 'Content-Type: application/json' -d {} {}",
        quoted(&json!({ "name": name }).to_string()),
        quoted(&links.participants())
    )
}
