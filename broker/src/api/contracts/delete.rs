//! Contracts taken back: one version's, or all of a pair, a tag or a branch.

use crate::api::protection::protect;
use crate::api::{Answer, participant};
use crate::app::App;
use crate::domain::Publication;
use crate::error::ApiError;
use crate::extract::{Names, Query};
use crate::hal::{Hal, link, titled};
use crate::links::Links;
use crate::query::Node;
use crate::store::publication::{Listing, Pair, Which};
use crate::store::{self, Connection};
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::collections::HashSet;

type Path = Names<(String, String, String)>;

/// `DELETE …/version/{v}`.
pub async fn delete(
    State(app): State<App>,
    links: Links,
    Names((provider, consumer, number)): Path,
    Query(query): Query,
) -> Answer {
    let mut transaction = app.store.write().await?;
    let pair = Pair { provider: &provider, consumer: &consumer };
    let Some(publication) = store::publication::find(&mut transaction, pair, Which::Version(&number)).await? else {
        return Err(ApiError::not_found(format!("There is no pact between {consumer} ({number}) and {provider}.")));
    };
    let what = format!("The pact between {consumer} ({number}) and {provider}");
    remove(&mut transaction, &what, &[publication], &query).await?;
    let body = remaining(&mut transaction, &links, pair).await?;
    transaction.commit().await?;
    Ok(Hal::ok(&body))
}

/// `DELETE …/versions`: everything between the two.
pub async fn delete_all(
    State(app): State<App>,
    Names((provider, consumer)): Names<(String, String)>,
    Query(query): Query,
) -> Result<StatusCode, ApiError> {
    let mut transaction = app.store.write().await?;
    delete_listed(&mut transaction, (&provider, &consumer), Listing::Provider(&provider), &query).await?;
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE …/tag/{tag}`: those of versions with the tag.
pub async fn delete_tagged(
    State(app): State<App>,
    links: Links,
    Names((provider, consumer, tag)): Path,
    Query(query): Query,
) -> Answer {
    let listing = Listing::ProviderTagged(&provider, &tag);
    delete_some(&app, &links, (&provider, &consumer), listing, &query).await
}

/// `DELETE …/branch/{b}`: those of versions on the branch.
pub async fn delete_branch(
    State(app): State<App>,
    links: Links,
    Names((provider, consumer, branch)): Path,
    Query(query): Query,
) -> Answer {
    let listing = Listing::ProviderBranch(&provider, Some(&branch));
    delete_some(&app, &links, (&provider, &consumer), listing, &query).await
}

async fn delete_some(
    app: &App,
    links: &Links,
    (provider, consumer): (&str, &str),
    listing: Listing<'_>,
    query: &Node,
) -> Answer {
    let mut transaction = app.store.write().await?;
    delete_listed(&mut transaction, (provider, consumer), listing, query).await?;
    let body = remaining(&mut transaction, links, Pair { provider, consumer }).await?;
    transaction.commit().await?;
    Ok(Hal::ok(&body))
}

async fn delete_listed(
    connection: &mut Connection,
    (provider, consumer): (&str, &str),
    listing: Listing<'_>,
    query: &Node,
) -> Result<(), ApiError> {
    participant(connection, "provider", provider).await?;
    participant(connection, "consumer", consumer).await?;
    let publications = store::publication::list(connection, listing, Some(consumer)).await?;
    remove(connection, &format!("These pacts between {consumer} and {provider}"), &publications, query).await
}

/// Deletes, unless a consumer's version among them is live: its contract is what protects it.
async fn remove(
    connection: &mut Connection,
    what: &str,
    publications: &[Publication],
    query: &Node,
) -> Result<(), ApiError> {
    let versions: HashSet<i64> = publications.iter().map(|publication| publication.consumer_version_id).collect();
    let mut live = store::overview::live(connection, None).await?;
    live.retain(|live| versions.contains(&live.version_id));
    protect(what, &live, query)?;
    for publication in publications {
        store::publication::delete(connection, publication).await?;
    }
    Ok(())
}

/// Where to go from here.
async fn remaining(connection: &mut Connection, links: &Links, pair: Pair<'_>) -> Result<Value, ApiError> {
    let mut body = json!({ "_links": { "index": titled("Index", links.base()) } });
    if store::publication::find(connection, pair, Which::Latest).await?.is_some() {
        body["_links"]["pb:latest-pact-version"] = link(links.latest_contract(pair.provider, pair.consumer));
    }
    Ok(body)
}
