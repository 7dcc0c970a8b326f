//! `GET` and `POST /pacts/provider/{p}/for-verification`: which contracts a provider's build is to verify, and why.

mod notices;
mod request;

use self::request::Request;
use crate::api::{Answer, participant};
use crate::app::App;
use crate::domain::metadata::Metadata;
use crate::domain::pending::{Line, Standing};
use crate::domain::selector::Choice;
use crate::domain::{Moment, Participant, Publication};
use crate::error::{ApiError, FieldErrors, Place};
use crate::extract::{JsonObject, Names, Query};
use crate::hal::{Hal, titled, whole};
use crate::links::Links;
use crate::store::selection::Selected;
use crate::store::success::Counting;
use crate::store::{self, Connection};
use axum::extract::State;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};

/// One content to verify, and everything that selected it.
#[derive(Debug)]
struct ToVerify {
    newest: Publication,
    selected: Vec<(Choice, String)>,
    standing: Standing,
    work_in_progress: bool,
}

/// `GET`: verifiers call it only to learn where to `POST`, so it selects nothing, unless its query asks as clients older than
/// the `POST` did.
pub async fn for_verification_links(
    State(app): State<App>,
    links: Links,
    Names(provider): Names<String>,
    Query(query): Query,
) -> Answer {
    let mut transaction = app.store.read().await?;
    let provider = participant(&mut transaction, "provider", &provider).await?;
    let Some(request) = Request::read_query(&query)? else {
        return Ok(Hal::ok(&document(&links, &provider.name, Vec::new())));
    };
    let mut items = answer(&mut transaction, &links, &provider, &request).await?;
    for item in &mut items {
        if let Some(notices) = item["verificationProperties"]["notices"].as_array_mut() {
            notices.insert(0, notices::deprecation());
        }
    }
    Ok(Hal::ok(&document(&links, &provider.name, items)))
}

/// `POST`: the selected contracts, then those that are work in progress.
pub async fn for_verification(
    State(app): State<App>,
    links: Links,
    Names(provider): Names<String>,
    JsonObject(body): JsonObject,
) -> Answer {
    let mut transaction = app.store.read().await?;
    let provider = participant(&mut transaction, "provider", &provider).await?;
    let request = Request::read(&body)?;
    let items = answer(&mut transaction, &links, &provider, &request).await?;
    Ok(Hal::ok(&document(&links, &provider.name, items)))
}

fn document(links: &Links, provider: &str, items: Vec<Value>) -> Value {
    let own = titled("Pacts to be verified", format!("{}/for-verification", links.provider_contracts(provider)));
    whole([("_embedded", whole([("pacts", Value::Array(items))])), ("_links", whole([("self", own)]))])
}

async fn answer(
    connection: &mut Connection,
    links: &Links,
    provider: &Participant,
    request: &Request,
) -> Result<Vec<Value>, ApiError> {
    check_environments(connection, &request.environments).await?;
    let mut found = Vec::new();
    for selector in &request.selectors {
        found.extend(store::selection::select(connection, provider.id, selector).await?);
    }
    let mut items = by_content(found);
    if request.include_pending {
        judge(connection, provider.id, &request.lines, &mut items, Counting::All).await?;
    }
    if let Some(since) = request.work_in_progress_since {
        let more = work_in_progress(connection, provider.id, request, since, &items).await?;
        items.extend(more);
    }
    Ok(items.iter().map(|item| represent(links, &provider.name, item, request.include_pending)).collect())
}

async fn check_environments(connection: &mut Connection, named: &[(usize, String)]) -> Result<(), ApiError> {
    let mut complaints = Vec::new();
    for (index, name) in named {
        if store::environment::named(connection, name).await?.is_none() {
            complaints.push(format!("environment with name '{name}' does not exist (at index {index})"));
        }
    }
    if complaints.is_empty() {
        return Ok(());
    }
    Err(ApiError::Invalid(Place::Body, FieldErrors::from([("consumerVersionSelectors".to_owned(), complaints)])))
}

/// Everything selected, once per content: the newest consumer version stands for it.
fn by_content(selected: Vec<Selected>) -> Vec<ToVerify> {
    let mut by_content: BTreeMap<i64, ToVerify> = BTreeMap::new();
    for Selected { publication, choice } in selected {
        let version = publication.consumer_version.clone();
        let item = by_content.entry(publication.content_id).or_insert_with(|| ToVerify {
            newest: publication.clone(),
            selected: Vec::new(),
            standing: Standing::default(),
            work_in_progress: false,
        });
        if publication.consumer_version_id > item.newest.consumer_version_id {
            item.newest = publication;
        }
        if !item.selected.contains(&(choice.clone(), version.clone())) {
            item.selected.push((choice, version));
        }
    }
    let mut found: Vec<ToVerify> = by_content.into_values().collect();
    found.sort_by_cached_key(|item| {
        (item.newest.consumer.to_lowercase(), item.newest.consumer.clone(), item.newest.consumer_version_id)
    });
    found
}

/// Finds out how each item stands with the lines the build belongs to.
async fn judge(
    connection: &mut Connection,
    provider_id: i64,
    lines: &[Line],
    items: &mut [ToVerify],
    counting: Counting,
) -> Result<(), ApiError> {
    let contents: Vec<i64> = items.iter().map(|item| item.newest.content_id).collect();
    let mut kept: Vec<(&Line, HashSet<i64>)> = Vec::new();
    for line in lines {
        let contents = store::success::kept(connection, &contents, provider_id, line, counting).await?;
        kept.push((line, contents.into_iter().collect()));
    }
    for item in items {
        let content = item.newest.content_id;
        item.standing =
            Standing::of(lines, |line| kept.iter().any(|(other, kept)| *other == line && kept.contains(&content)));
    }
    Ok(())
}

/// What nobody selected and the build's branch or tags have not kept yet; a build that names neither gets nothing.
async fn work_in_progress(
    connection: &mut Connection,
    provider_id: i64,
    request: &Request,
    since: Moment,
    selected: &[ToVerify],
) -> Result<Vec<ToVerify>, ApiError> {
    if request.lines.contains(&Line::Every) {
        return Ok(Vec::new());
    }
    let known: HashSet<i64> = selected.iter().map(|item| item.newest.content_id).collect();
    let mut found = store::selection::work_in_progress(connection, provider_id, since).await?;
    found.retain(|candidate| !known.contains(&candidate.publication.content_id));
    let mut items = by_content(found);
    judge(connection, provider_id, &request.lines, &mut items, Counting::Selected).await?;
    items.retain(|item| item.standing.is_pending());
    for item in &mut items {
        item.work_in_progress = true;
    }
    Ok(items)
}

fn represent(links: &Links, provider: &str, item: &ToVerify, include_pending: bool) -> Value {
    let publication = &item.newest;
    let mut versions: Vec<String> = Vec::new();
    for (_, version) in &item.selected {
        if !versions.contains(version) {
            versions.push(version.clone());
        }
    }
    let pending = item.standing.is_pending();
    let metadata = Metadata { consumer_versions: versions, pending, work_in_progress: item.work_in_progress }.encode();
    let url = links.content_with_metadata(provider, &publication.consumer, &publication.digest, &metadata);
    let mut parts: Vec<String> = Vec::new();
    for (choice, _) in &item.selected {
        let part = choice.to_string();
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    let says_pending = include_pending || item.work_in_progress;
    let mut properties = json!({ "notices": notices::notices(&url, provider, item, says_pending) });
    if says_pending {
        properties["pending"] = pending.into();
    }
    if item.work_in_progress {
        properties["wip"] = true.into();
    }
    let own = whole([("href", url.into()), ("name", super::representation::title(publication).into())]);
    whole([
        ("shortDescription", parts.join(", ").into()),
        ("verificationProperties", properties),
        ("_links", whole([("self", own)])),
    ])
}
