//! Lists of deployments: of one version, and what is live in an environment.

use super::representation::document;
use crate::api::{Answer, environments::environment, version};
use crate::app::App;
use crate::domain::Deployment;
use crate::extract::{Names, Query};
use crate::hal::{Hal, titled};
use crate::links::Links;
use crate::query::Node;
use crate::store;
use crate::store::deployment::Narrow;
use axum::extract::State;
use serde_json::{Value, json};

/// `GET …/versions/{v}/deployed-versions/environment/{uuid}`: past ones too, newest first.
pub async fn of_version(
    State(app): State<App>,
    links: Links,
    Names((name, number, uuid)): Names<(String, String, String)>,
) -> Answer {
    let mut transaction = app.store.read().await?;
    let (_, version) = version(&mut transaction, &name, &number).await?;
    let environment = environment(&mut transaction, &uuid).await?;
    let deployments = store::deployment::of_version(&mut transaction, version.id, environment.id).await?;
    let url = links.record_deployment(&name, &number, &uuid);
    Ok(list(&links, &deployments, &format!("Deployed versions for {}", environment.display_name), url))
}

/// `GET /environments/{uuid}/deployed-versions/currently-deployed`: `pacticipant` and `applicationInstance` narrow it; a
/// blank instance means deployments that name none.
pub async fn currently_deployed(
    State(app): State<App>,
    links: Links,
    Names(uuid): Names<String>,
    Query(query): Query,
) -> Answer {
    let mut transaction = app.store.read().await?;
    let environment = environment(&mut transaction, &uuid).await?;
    let instance = query.get("applicationInstance").or_else(|| query.get("target")).and_then(Node::text);
    let narrow = Narrow { participant: query.filled("pacticipant"), application_instance: instance };
    let deployments = store::deployment::live(&mut transaction, environment.id, narrow).await?;
    let url = format!("{}/deployed-versions/currently-deployed", links.environment(&uuid));
    Ok(list(&links, &deployments, &format!("Currently deployed versions for {}", environment.display_name), url))
}

fn list(links: &Links, deployments: &[Deployment], title: &str, url: String) -> Hal {
    let items: Vec<Value> = deployments.iter().map(|deployment| document(links, deployment)).collect();
    Hal::ok(&json!({ "_embedded": { "deployedVersions": items }, "_links": { "self": titled(title, url) } }))
}
