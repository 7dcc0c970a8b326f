//! `GET /dashboard`: one line per integration: its newest contract and the newest result; as a table for `text/plain`.

use crate::api::participant;
use crate::api::table::table;
use crate::api::versions::Surroundings;
use crate::app::App;
use crate::domain::{BranchMembership, Publication, TagMembership};
use crate::error::ApiError;
use crate::extract::{Names, Query};
use crate::hal::{Hal, link, named, object};
use crate::links::Links;
use crate::negotiation::WantsText;
use crate::paging::Paging;
use crate::store::standing::{Newest, NewestResult};
use crate::store::{self, Connection};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::collections::HashMap;

/// An answer in either form.
type Shown = Result<Response, ApiError>;

/// Every integration, or a page of them.
pub async fn show(State(app): State<App>, links: Links, Query(query): Query, text: WantsText) -> Shown {
    let paging = Paging::read(&query, None)?;
    let mut transaction = app.store.read().await?;
    let all = store::standing::newest(&mut transaction, None).await?;
    let shown = paging.slice(&all);
    let url = links.path("/dashboard");
    let mut body = json!({ "_links": { "self": link(url.clone()) } });
    paging.describe(i64::try_from(all.len()).unwrap_or(i64::MAX), &url, &mut body);
    respond(&mut transaction, &links, shown, body, text).await
}

/// One integration.
pub async fn of_pair(
    State(app): State<App>,
    links: Links,
    Names((provider, consumer)): Names<(String, String)>,
    text: WantsText,
) -> Shown {
    let mut transaction = app.store.read().await?;
    let provider = participant(&mut transaction, "provider", &provider).await?;
    let consumer = participant(&mut transaction, "consumer", &consumer).await?;
    let mut found = store::standing::newest(&mut transaction, Some(consumer.id)).await?;
    found.retain(|newest| {
        newest.publication.consumer_id == consumer.id && newest.publication.provider_id == provider.id
    });
    let url = links.dashboard_of(&provider.name, &consumer.name);
    let body = json!({ "_links": { "self": link(url) } });
    respond(&mut transaction, &links, &found, body, text).await
}

/// The lines, as a table or within `body`.
async fn respond(
    connection: &mut Connection,
    links: &Links,
    shown: &[Newest],
    mut body: Value,
    WantsText(as_text): WantsText,
) -> Shown {
    let results = results(connection, shown).await?;
    if as_text {
        let rows: Vec<_> =
            shown.iter().map(|newest| row(newest, results.get(&newest.publication.content_id))).collect();
        return Ok(table(HEADINGS, &rows).into_response());
    }
    body["items"] = items(connection, links, shown, &results).await?.into();
    Ok(Hal::ok(&body).into_response())
}

/// The newest result of each content, of the same content where there is one.
async fn results(connection: &mut Connection, shown: &[Newest]) -> Result<HashMap<i64, NewestResult>, ApiError> {
    let contents: Vec<i64> = shown.iter().map(|newest| newest.publication.content_id).collect();
    let mut results: HashMap<i64, NewestResult> = HashMap::new();
    for result in store::standing::newest_results(connection, &contents).await? {
        let known =
            results.get(&result.asked_content_id).is_some_and(|known| known.content_id == known.asked_content_id);
        if !known {
            results.insert(result.asked_content_id, result);
        }
    }
    Ok(results)
}

const HEADINGS: [&str; 6] = ["CONSUMER", "C_VERSION", "PROVIDER", "P_VERSION", "STATUS", "VERIFIED_AT"];

fn row(newest: &Newest, result: Option<&NewestResult>) -> [String; 6] {
    let Publication { consumer, consumer_version, provider, .. } = &newest.publication;
    [
        consumer.clone(),
        consumer_version.clone(),
        provider.clone(),
        result.map_or_else(String::new, |result| result.provider_version.clone()),
        status(result).to_owned(),
        result.map_or_else(String::new, |result| result.created_at.to_string()),
    ]
}

async fn items(
    connection: &mut Connection,
    links: &Links,
    shown: &[Newest],
    results: &HashMap<i64, NewestResult>,
) -> Result<Vec<Value>, ApiError> {
    let versions: Vec<i64> = shown
        .iter()
        .map(|newest| newest.publication.consumer_version_id)
        .chain(results.values().map(|result| result.provider_version_id))
        .collect();
    let surroundings = Surroundings::of(connection, &versions).await?;
    Ok(shown
        .iter()
        .map(|newest| item(links, &newest.publication, results.get(&newest.publication.content_id), &surroundings))
        .collect())
}

fn item(links: &Links, publication: &Publication, result: Option<&NewestResult>, surroundings: &Surroundings) -> Value {
    let Publication { provider, consumer, consumer_version, .. } = publication;
    let version = |participant: &str, number: &str, id: i64| {
        let heads = surroundings.branches(id).filter(|membership| membership.latest);
        Value::Object(object([
            ("number", Some(number.into())),
            ("branch", surroundings.branches(id).next_back().map(|membership| membership.branch.as_str().into())),
            ("headBranchNames", Some(heads.map(|BranchMembership { branch, .. }| branch.as_str()).collect())),
            ("_links", Some(json!({ "self": link(links.version(participant, number)) }))),
        ]))
    };
    let tags = |participant: &str, number: &str, id: i64| -> Vec<Value> {
        let represent = |TagMembership { tag, latest, .. }: &TagMembership| json!({ "name": tag, "latest": latest, "_links": { "self": link(links.tag(participant, number, tag)) } });
        surroundings.tags(id).map(represent).collect()
    };
    let provider_version = result.map(|result| version(provider, &result.provider_version, result.provider_version_id));
    json!({
        "consumer": {
            "name": consumer,
            "version": version(consumer, consumer_version, publication.consumer_version_id),
            "_links": { "self": link(links.participant(consumer)) },
        },
        "provider": {
            "name": provider,
            "version": provider_version,
            "_links": { "self": link(links.participant(provider)) },
        },
        "pact": {
            "createdAt": publication.created_at.to_string(),
            "_links": { "self": named("Pact", consumer_version, links.contract(provider, consumer, consumer_version)) },
        },
        "pactTags": tags(consumer, consumer_version, publication.consumer_version_id),
        "latestVerificationResult": result.map(|result| json!({
            "success": result.success,
            "verifiedAt": result.created_at.to_string(),
        })),
        "latestVerificationResultTags": result
            .map(|result| tags(provider, &result.provider_version, result.provider_version_id))
            .unwrap_or_default(),
        "verificationStatus": status(result),
        "webhookStatus": "none",
    })
}

/// The words of the ecosystem: `stale` is a result that is about earlier content.
fn status(result: Option<&NewestResult>) -> &'static str {
    match result {
        None => "never",
        Some(result) if result.content_id != result.asked_content_id => "stale",
        Some(result) if result.success => "success",
        Some(result) if result.pending => "failed_pending",
        Some(_) => "failed",
    }
}
