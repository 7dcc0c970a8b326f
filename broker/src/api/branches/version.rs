//! `/pacticipants/{p}/branches/{b}/versions/{v}`: a version on a branch.

use super::branch;
use crate::api::joining::{self, Joining};
use crate::api::{Answer, version};
use crate::app::App;
use crate::domain::Moment;
use crate::error::ApiError;
use crate::extract::{AnyJson, Names, writable};
use crate::hal::{Hal, named};
use crate::links::Links;
use crate::store;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

type Path = Names<(String, String, String)>;

/// `PUT`: adds the version to the branch; participant, version and branch are created where missing.
pub async fn add_version(
    State(app): State<App>,
    links: Links,
    Names((name, branch_name, number)): Path,
    _: AnyJson,
) -> Answer {
    writable("pacticipantName", &name)?;
    writable("branchName", &branch_name)?;
    writable("pacticipantVersionNumber", &number)?;
    let now = app.now();
    let mut transaction = app.store.write().await?;
    let participant = store::participant::find_or_create(&mut transaction, &name, now).await?;
    let (version, created) = store::version::find_or_create(&mut transaction, participant.id, &number, now).await?;
    let joining = Joining { participant: &participant, version: &version, was_known: !created };
    let new = joining::branch(&mut transaction, &app, joining, &branch_name).await?;
    let branch = branch(&mut transaction, &participant, &branch_name).await?;
    let since = store::branch::membership(&mut transaction, branch.id, version.id).await?.unwrap_or(now);
    transaction.commit().await?;
    let document = represent(&links, [&name, &branch_name, &number], since);
    Ok(Hal::created_if(new, &document, links.branch_version(&name, &branch_name, &number)))
}

/// `GET`.
pub async fn show_version(State(app): State<App>, links: Links, Names((name, branch_name, number)): Path) -> Answer {
    let mut transaction = app.store.read().await?;
    let (participant, version) = version(&mut transaction, &name, &number).await?;
    let branch = branch(&mut transaction, &participant, &branch_name).await?;
    match store::branch::membership(&mut transaction, branch.id, version.id).await? {
        Some(since) => Ok(Hal::ok(&represent(&links, [&name, &branch_name, &number], since))),
        None => Err(absent(&name, &branch_name, &number)),
    }
}

/// `DELETE`: the version stays, and the branch gets its newest remaining version as head.
pub async fn remove_version(
    State(app): State<App>,
    Names((name, branch_name, number)): Path,
) -> Result<StatusCode, ApiError> {
    let mut transaction = app.store.write().await?;
    let (participant, version) = version(&mut transaction, &name, &number).await?;
    let branch = branch(&mut transaction, &participant, &branch_name).await?;
    if store::branch::membership(&mut transaction, branch.id, version.id).await?.is_none() {
        return Err(absent(&name, &branch_name, &number));
    }
    store::branch::remove_version(&mut transaction, branch.id, version.id).await?;
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

fn absent(name: &str, branch: &str, number: &str) -> ApiError {
    ApiError::not_found(format!("Version {number} of {name} is not on branch {branch}"))
}

fn represent(links: &Links, [name, branch, number]: [&str; 3], since: Moment) -> Value {
    json!({
        "createdAt": since.to_string(),
        "_links": {
            "self": named("Branch version", number, links.branch_version(name, branch, number)),
            "pb:branch": named("Branch", branch, links.branch(name, branch)),
            "pb:version": named("Version", number, links.version(name, number)),
            "pb:pacticipant": named("Pacticipant", name, links.participant(name)),
        },
    })
}
