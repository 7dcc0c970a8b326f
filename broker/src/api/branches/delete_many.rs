//! `DELETE /pacticipants/{p}/branches`: all but the main branch and those named by `exclude[]`.

use crate::api::{Answer, participant};
use crate::app::App;
use crate::extract::{Names, Query};
use crate::hal::Hal;
use crate::query::Node;
use crate::store;
use crate::store::page::Page;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::json;

/// Deletes before it answers; 202 and the words are those of the ecosystem. The versions stay.
pub async fn delete_many(State(app): State<App>, Names(name): Names<String>, Query(query): Query) -> Answer {
    let mut transaction = app.store.write().await?;
    let participant = participant(&mut transaction, "pacticipant", &name).await?;
    let excluded: Vec<&str> = query.items("exclude").iter().filter_map(Node::text).collect();
    let mut branches = store::branch::list(&mut transaction, participant.id, None, Page::ALL).await?;
    branches.retain(|branch| {
        participant.main_branch.as_ref() != Some(&branch.name) && !excluded.contains(&branch.name.as_str())
    });
    for branch in &branches {
        store::branch::delete(&mut transaction, branch.id).await?;
    }
    transaction.commit().await?;
    let text = format!("Deleted {} branches of {name}", branches.len());
    Ok(Hal::ok(&json!({ "notices": [{ "type": "success", "text": text }] })).with_status(StatusCode::ACCEPTED))
}
