//! Versions, newest first: all of a participant, of a branch, with a tag.

use super::representation::{Surroundings, fields};
use crate::api::environments::environment;
use crate::api::{Answer, participant};
use crate::app::App;
use crate::domain::{Participant, Version};
use crate::error::ApiError;
use crate::extract::{Names, Query};
use crate::hal::{Hal, link, named};
use crate::links::Links;
use crate::paging::Paging;
use crate::query::Node;
use crate::store::version::Scope;
use crate::store::{self, Connection};
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

/// `/environments/{uuid}/versions`: what is live there, whosever it is.
pub async fn in_environment(
    State(app): State<App>,
    links: Links,
    Names(uuid): Names<String>,
    Query(query): Query,
) -> Answer {
    let paging = Paging::read(&query, Some(DEFAULT_SIZE))?;
    let mut transaction = app.store.read().await?;
    let environment = environment(&mut transaction, &uuid).await?;
    let versions = store::version::live_in(&mut transaction, environment.id).await?;
    let participants = store::participant::list(&mut transaction, None).await?;
    let owner = |version: &Version| participants.iter().find(|participant| participant.id == version.participant_id);
    let shown: Vec<(&Participant, &Version)> =
        paging.slice(&versions).iter().filter_map(|version| Some((owner(version)?, version))).collect();
    let (items, relations) = represent(&mut transaction, &links, &shown).await?;
    let url = format!("{}/versions", links.environment(&uuid));
    let mut body = json!({
        "_embedded": { "versions": items },
        "_links": {
            "self": link(url.clone()),
            "pb:environment": named("Environment", &environment.name, links.environment(&uuid)),
            "pb:versions": relations,
            "versions": relations,
        },
    });
    paging.describe(i64::try_from(versions.len()).unwrap_or(i64::MAX), &url, &mut body);
    Ok(Hal::ok(&body))
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
    let all: Vec<(&Participant, &Version)> = versions.iter().map(|version| (&participant, version)).collect();
    let (items, relations) = represent(&mut transaction, links, &all).await?;
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

/// Items and links of versions, whosever they are.
async fn represent(
    connection: &mut Connection,
    links: &Links,
    versions: &[(&Participant, &Version)],
) -> Result<(Vec<Value>, Vec<Value>), ApiError> {
    let ids: Vec<i64> = versions.iter().map(|(_, version)| version.id).collect();
    let surroundings = Surroundings::of(connection, &ids).await?;
    let relation = |participant: &Participant, version: &Version| {
        named("Version", &version.number, links.version(&participant.name, &version.number))
    };
    let item = |(participant, version): &(&Participant, &Version)| {
        let mut item = fields(links, participant, version, &surroundings);
        let own = json!({
            "self": relation(participant, version),
            "pb:pacticipant": named("Pacticipant", &participant.name, links.participant(&participant.name)),
        });
        item.insert("_links".to_owned(), own);
        Value::Object(item)
    };
    let relations = versions.iter().map(|(participant, version)| relation(participant, version)).collect();
    Ok((versions.iter().map(item).collect(), relations))
}
