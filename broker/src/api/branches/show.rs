//! `GET /pacticipants/{p}/branches/{b}`.

use super::{branch, represent};
use crate::api::{Answer, participant};
use crate::app::App;
use crate::extract::Names;
use crate::hal::Hal;
use crate::links::Links;
use axum::extract::State;
use serde_json::Value;

/// The branch and where its head is.
pub async fn show(State(app): State<App>, links: Links, Names((name, branch_name)): Names<(String, String)>) -> Answer {
    let mut transaction = app.store.read().await?;
    let participant = participant(&mut transaction, "pacticipant", &name).await?;
    let branch = branch(&mut transaction, &participant, &branch_name).await?;
    Ok(Hal::ok(&Value::Object(represent(&links, &name, &branch))))
}
