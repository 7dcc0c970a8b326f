//! Versions, newest first: all of a participant, of a branch, with a tag.

use super::representation::{Surroundings, fields};
use crate::api::{Answer, participant};
use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Names, Query};
use crate::hal::{Hal, link, named};
use crate::links::Links;
use crate::paging::Paging;
use crate::query::Node;
use crate::store;
use crate::store::version::Scope;
use axum::extract::State;
use serde_json::{Value, json};

/// Rows of a list nobody asked a page of.
const DEFAULT_SIZE: i64 = 100;

/// `/pacticipants/{p}/versions`.
pub async fn all(State(app): State<App>, links: Links, Names(name): Names<String>, Query(query): Query) -> Answer {
    list(&app, &links, &name, Scope::All, &query).await
}

/// `/pacticipants/{p}/branches/{b}/versions`.
pub async fn of_branch(
    State(app): State<App>,
    links: Links,
    Names((name, branch)): Names<(String, String)>,
    Query(query): Query,
) -> Answer {
    list(&app, &links, &name, Scope::Branch(&branch), &query).await
}

/// `/pacticipants/{p}/tags/{t}/versions`.
pub async fn of_tag(
    State(app): State<App>,
    links: Links,
    Names((name, tag)): Names<(String, String)>,
    Query(query): Query,
) -> Answer {
    list(&app, &links, &name, Scope::Tag(&tag), &query).await
}

async fn list(app: &App, links: &Links, name: &str, scope: Scope<'_>, query: &Node) -> Answer {
    let paging = Paging::read(query, Some(DEFAULT_SIZE))?;
    let mut transaction = app.store.read().await?;
    let participant = participant(&mut transaction, "pacticipant", name).await?;
    if let Scope::Branch(branch) = scope
        && store::branch::find(&mut transaction, participant.id, branch).await?.is_none()
    {
        return Err(ApiError::not_found(format!("No branch {branch} of {name} found")));
    }
    let versions = store::version::list(&mut transaction, participant.id, scope, paging.page()).await?;
    let total = store::version::count(&mut transaction, participant.id, scope).await?;
    let ids: Vec<i64> = versions.iter().map(|version| version.id).collect();
    let surroundings = Surroundings::of(&mut transaction, &ids).await?;
    let items: Vec<Value> = versions
        .iter()
        .map(|version| {
            let mut item = fields(links, &participant, version, &surroundings);
            item.insert(
                "_links".to_owned(),
                json!({ "self": named("Version", &version.number, links.version(name, &version.number)) }),
            );
            Value::Object(item)
        })
        .collect();
    let relations: Vec<Value> = versions
        .iter()
        .map(|version| named("Version", &version.number, links.version(name, &version.number)))
        .collect();
    let url = match scope {
        Scope::All => links.versions(name),
        Scope::Branch(branch) => format!("{}/versions", links.branch(name, branch)),
        Scope::Tag(tag) => format!("{}/tags/{}/versions", links.participant(name), crate::links::segment(tag)),
    };
    let mut body = json!({
        "_embedded": { "versions": items },
        "_links": {
            "self": link(url.clone()),
            "pb:pacticipant": named("Pacticipant", name, links.participant(name)),
            "pb:versions": relations,
            "versions": relations,
        },
    });
    paging.describe(total, &url, &mut body);
    Ok(Hal::ok(&body))
}
