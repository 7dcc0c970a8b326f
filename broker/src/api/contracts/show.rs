//! One contract: by version, by content, or the newest of its kind.

use super::representation::{Reached, document};
use crate::app::App;
use crate::domain::Publication;
use crate::domain::metadata::Metadata;
use crate::error::ApiError;
use crate::extract::Names;
use crate::hal::Hal;
use crate::links::Links;
use crate::negotiation::AlsoJson;
use crate::store::publication::{Pair, Which};
use crate::store::{self, Connection};
use axum::extract::State;
use axum::http::HeaderValue;
use axum::response::{IntoResponse, Response};

type Shown = Result<Response, ApiError>;

/// `…/version/{v}`.
pub async fn by_version(
    state: State<App>,
    links: Links,
    Names((provider, consumer, number)): Names<(String, String, String)>,
) -> Shown {
    show(state, links, (&provider, &consumer), Which::Version(&number), Reached::Plain).await
}

/// `…/latest`.
pub async fn latest_of_pair(
    state: State<App>,
    links: Links,
    Names((provider, consumer)): Names<(String, String)>,
) -> Shown {
    show(state, links, (&provider, &consumer), Which::Latest, Reached::Latest).await
}

/// `…/latest/{tag}`.
pub async fn latest_tagged(
    state: State<App>,
    links: Links,
    Names((provider, consumer, tag)): Names<(String, String, String)>,
) -> Shown {
    show(state, links, (&provider, &consumer), Which::LatestTagged(&tag), Reached::Latest).await
}

/// `…/latest-untagged`.
pub async fn latest_untagged(
    state: State<App>,
    links: Links,
    Names((provider, consumer)): Names<(String, String)>,
) -> Shown {
    show(state, links, (&provider, &consumer), Which::LatestUntagged, Reached::Latest).await
}

/// `…/branch/{b}/latest`: the contract of the branch's head.
pub async fn by_branch(
    state: State<App>,
    links: Links,
    Names((provider, consumer, branch)): Names<(String, String, String)>,
) -> Shown {
    show(state, links, (&provider, &consumer), Which::BranchHead(&branch), Reached::Latest).await
}

/// `…/pact-version/{digest}`.
pub async fn by_content(
    state: State<App>,
    links: Links,
    Names((provider, consumer, digest)): Names<(String, String, String)>,
) -> Shown {
    show(state, links, (&provider, &consumer), Which::Digest(&digest), Reached::Plain).await
}

/// `…/pact-version/{digest}/metadata/{m}`.
pub async fn by_content_with_metadata(
    state: State<App>,
    links: Links,
    Names((provider, consumer, digest, metadata)): Names<(String, String, String, String)>,
) -> Shown {
    show(state, links, (&provider, &consumer), Which::Digest(&digest), Reached::Metadata(metadata)).await
}

/// `…/version/{v}/previous-distinct`: the contract before it that said something else.
pub async fn previous_distinct(
    State(app): State<App>,
    links: Links,
    Names((provider, consumer, number)): Names<(String, String, String)>,
) -> Shown {
    let mut transaction = app.store.read().await?;
    let pair = Pair { provider: &provider, consumer: &consumer };
    let publication = store::publication::find(&mut transaction, pair, Which::Version(&number)).await?;
    let previous = match publication {
        Some(publication) => store::publication::previous_distinct(&mut transaction, &publication).await?,
        None => None,
    };
    let Some(previous) = previous else {
        return Err(ApiError::not_found("There is no earlier pact with other content."));
    };
    let text = document(&mut transaction, &links, &previous, &Reached::Plain).await?;
    Ok(Hal::text(text).into_response())
}

async fn show(
    State(app): State<App>,
    links: Links,
    (provider, consumer): (&str, &str),
    which: Which<'_>,
    reached: Reached,
) -> Shown {
    let mut transaction = app.store.read().await?;
    let pair = Pair { provider, consumer };
    let publication = match store::publication::find(&mut transaction, pair, which).await? {
        None => superseded(&mut transaction, pair, which, &reached).await?,
        found => found,
    };
    let Some(publication) = publication else {
        return Err(absent(&mut transaction, pair).await?);
    };
    let text = document(&mut transaction, &links, &publication, &reached).await?;
    let mut response = Hal::text(text).into_response();
    response.extensions_mut().insert(AlsoJson);
    if let Ok(version) = HeaderValue::try_from(publication.consumer_version.as_str()) {
        response.headers_mut().insert("x-pact-consumer-version", version);
    }
    Ok(response)
}

/// A content that a merge has since replaced, under the version it was handed out for: whoever was told its URL before the merge
/// must still get it, and results for it are still taken.
async fn superseded(
    connection: &mut Connection,
    pair: Pair<'_>,
    which: Which<'_>,
    reached: &Reached,
) -> Result<Option<Publication>, ApiError> {
    let Which::Digest(digest) = which else { return Ok(None) };
    let Some(content) = store::content::find(connection, pair.provider, pair.consumer, digest).await? else {
        return Ok(None);
    };
    let versions = match reached {
        Reached::Metadata(metadata) => Metadata::decode(metadata).consumer_versions,
        Reached::Plain | Reached::Latest => Vec::new(),
    };
    let mut publication = None;
    if let Some(number) = versions.last() {
        publication = store::publication::find(connection, pair, Which::Version(number)).await?;
    }
    if publication.is_none() {
        publication = store::publication::find(connection, pair, Which::Latest).await?;
    }
    Ok(publication.map(|publication| Publication {
        content_id: content.id,
        digest: content.digest,
        created_at: content.created_at,
        ..publication
    }))
}

/// Says which of the two participants is unknown, if one is.
pub(super) async fn absent(connection: &mut Connection, pair: Pair<'_>) -> Result<ApiError, ApiError> {
    for (role, name) in [("provider", pair.provider), ("consumer", pair.consumer)] {
        if store::participant::find(connection, name).await?.is_none() {
            return Ok(ApiError::no_participant(role, name));
        }
    }
    Ok(ApiError::not_found(format!("There is no such pact between {} and {}.", pair.consumer, pair.provider)))
}
