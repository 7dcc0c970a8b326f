//! One version: by number, or the newest of all, of a tag, of a branch.

use super::representation::document;
use crate::api::{Answer, participant, version};
use crate::app::App;
use crate::error::ApiError;
use crate::extract::Names;
use crate::hal::Hal;
use crate::links::Links;
use crate::store;
use crate::store::version::Scope;
use axum::extract::State;

/// `/pacticipants/{p}/versions/{v}`.
pub async fn show(State(app): State<App>, links: Links, Names((name, number)): Names<(String, String)>) -> Answer {
    let mut transaction = app.store.read().await?;
    let (participant, version) = version(&mut transaction, &name, &number).await?;
    Ok(Hal::ok(&document(&mut transaction, &links, &participant, &version).await?))
}

/// `/pacticipants/{p}/latest-version`.
pub async fn latest(State(app): State<App>, links: Links, Names(name): Names<String>) -> Answer {
    newest(&app, &links, &name, Scope::All).await
}

/// `/pacticipants/{p}/latest-version/{tag}`.
pub async fn latest_tagged(
    State(app): State<App>,
    links: Links,
    Names((name, tag)): Names<(String, String)>,
) -> Answer {
    newest(&app, &links, &name, Scope::Tag(&tag)).await
}

/// `/pacticipants/{p}/branches/{b}/latest-version`.
pub async fn latest_of_branch(
    State(app): State<App>,
    links: Links,
    Names((name, branch)): Names<(String, String)>,
) -> Answer {
    newest(&app, &links, &name, Scope::Branch(&branch)).await
}

async fn newest(app: &App, links: &Links, name: &str, scope: Scope<'_>) -> Answer {
    let mut transaction = app.store.read().await?;
    let participant = participant(&mut transaction, "pacticipant", name).await?;
    match store::version::latest(&mut transaction, participant.id, scope).await? {
        Some(version) => Ok(Hal::ok(&document(&mut transaction, links, &participant, &version).await?)),
        None => Err(ApiError::not_found(format!("No such version of {name} found"))),
    }
}
