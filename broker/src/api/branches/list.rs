//! `GET /pacticipants/{p}/branches`: most recently updated first.

use super::represent;
use crate::api::{Answer, participant};
use crate::app::App;
use crate::extract::{Names, Query};
use crate::hal::{Hal, link, named};
use crate::links::Links;
use crate::paging::Paging;
use crate::store;
use axum::extract::State;
use serde_json::{Value, json};

/// The list; `q` narrows it.
pub async fn list(State(app): State<App>, links: Links, Names(name): Names<String>, Query(query): Query) -> Answer {
    let paging = Paging::read(&query, Some(100))?;
    let mut transaction = app.store.read().await?;
    let participant = participant(&mut transaction, "pacticipant", &name).await?;
    let branches = store::branch::list(&mut transaction, participant.id, query.filled("q"), paging.page()).await?;
    let total = store::branch::count(&mut transaction, participant.id, query.filled("q")).await?;
    let items: Vec<Value> = branches.iter().map(|branch| Value::Object(represent(&links, &name, branch))).collect();
    let relations: Vec<Value> =
        branches.iter().map(|branch| named("Branch", &branch.name, links.branch(&name, &branch.name))).collect();
    let mut body = json!({
        "_embedded": { "branches": items },
        "_links": {
            "self": link(links.branches(&name)),
            "pb:pacticipant": named("Pacticipant", &name, links.participant(&name)),
            "pb:branches": relations,
        },
    });
    paging.describe(total, &links.branches(&name), &mut body);
    Ok(Hal::ok(&body))
}
