//! `GET /environments`: by display name; `?name=` narrows it to one.

use super::document;
use crate::api::Answer;
use crate::app::App;
use crate::extract::Query;
use crate::hal::{Hal, named, titled};
use crate::links::Links;
use crate::store;
use axum::extract::State;
use serde_json::{Value, json};

/// The list.
pub async fn list(State(app): State<App>, links: Links, Query(query): Query) -> Answer {
    let mut transaction = app.store.read().await?;
    let mut environments = store::environment::list(&mut transaction).await?;
    if let Some(name) = query.filled("name") {
        environments.retain(|environment| environment.name == name);
    }
    let items: Vec<Value> = environments.iter().map(|environment| document(&links, environment)).collect();
    let relations: Vec<Value> = environments
        .iter()
        .map(|environment| named(&environment.display_name, &environment.name, links.environment(&environment.uuid)))
        .collect();
    Ok(Hal::ok(&json!({
        "_embedded": { "environments": items },
        "_links": { "self": titled("Environments", links.environments()), "pb:environments": relations },
    })))
}
