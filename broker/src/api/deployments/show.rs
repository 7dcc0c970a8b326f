//! `GET` and `PATCH /deployed-versions/{uuid}`: one deployment, and its end.

use super::representation::document;
use crate::api::Answer;
use crate::app::App;
use crate::domain::Deployment;
use crate::error::ApiError;
use crate::extract::{MergePatch, Names};
use crate::hal::Hal;
use crate::links::Links;
use crate::store::{self, Connection};
use axum::extract::State;
use serde_json::Value;

/// The deployment.
pub async fn show(State(app): State<App>, links: Links, Names(uuid): Names<String>) -> Answer {
    let mut transaction = app.store.read().await?;
    let deployment = find(&mut transaction, &uuid).await?;
    Ok(Hal::ok(&document(&links, &deployment)))
}

/// `{"currentlyDeployed": false}` ends it; only recording a new one can start it again.
pub async fn update(
    State(app): State<App>,
    links: Links,
    Names(uuid): Names<String>,
    MergePatch(body): MergePatch,
) -> Answer {
    let mut transaction = app.store.write().await?;
    find(&mut transaction, &uuid).await?;
    match body.get("currentlyDeployed") {
        None | Some(Value::Null) => (),
        Some(Value::Bool(false)) => store::deployment::end(&mut transaction, &uuid, app.now()).await?,
        Some(Value::Bool(true)) => {
            let message = "cannot be set back to true. Record a new deployment instead.";
            return Err(ApiError::unprocessable("currentlyDeployed", message));
        }
        Some(_) => return Err(ApiError::invalid("currentlyDeployed", "must be false")),
    }
    let deployment = find(&mut transaction, &uuid).await?;
    transaction.commit().await?;
    Ok(Hal::ok(&document(&links, &deployment)))
}

async fn find(connection: &mut Connection, uuid: &str) -> Result<Deployment, ApiError> {
    match store::deployment::find(connection, uuid).await? {
        Some(deployment) => Ok(deployment),
        None => Err(ApiError::not_found(format!("No deployed version with UUID '{uuid}' found"))),
    }
}
