//! Whether a pair's contract is verified: newest, newest with a tag, newest without any, or between two tags.

use super::{Shown, name, picture};
use crate::app::App;
use crate::domain::badge::{Badge, Colour};
use crate::domain::{Publication, Verification};
use crate::error::ApiError;
use crate::extract::{Names, Query};
use crate::query::Node;
use crate::store;
use crate::store::publication::{Pair, Which};
use crate::store::version::Scope;
use axum::extract::State;

/// `…/latest/badge`.
pub async fn latest(state: State<App>, Names((provider, consumer)): Names<(String, String)>, query: Query) -> Shown {
    newest(state, (&provider, &consumer), Which::Latest, &query.0).await
}

/// `…/latest/{tag}/badge`.
pub async fn latest_tagged(
    state: State<App>,
    Names((provider, consumer, tag)): Names<(String, String, String)>,
    query: Query,
) -> Shown {
    newest(state, (&provider, &consumer), Which::LatestTagged(&tag), &query.0).await
}

/// `…/latest-untagged/badge`.
pub async fn latest_untagged(
    state: State<App>,
    Names((provider, consumer)): Names<(String, String)>,
    query: Query,
) -> Shown {
    newest(state, (&provider, &consumer), Which::LatestUntagged, &query.0).await
}

async fn newest(State(app): State<App>, (provider, consumer): (&str, &str), which: Which<'_>, query: &Node) -> Shown {
    let mut transaction = app.store.read().await?;
    let publication = store::publication::find(&mut transaction, Pair { provider, consumer }, which).await?;
    let (message, colour) = match publication {
        None => ("pact not found", Colour::Unknown),
        Some(publication) => match store::verification::latest(&mut transaction, publication.content_id).await? {
            Some(result) => of_result(&result),
            None if was_kept_earlier(&mut transaction, &publication).await? => ("changed", Colour::Stale),
            None => ("unknown", Colour::Unknown),
        },
    };
    let label = label(provider, consumer, query)?;
    Ok(picture(&Badge { label, message, colour }))
}

/// `/matrix/provider/{p}/latest/{tag}/consumer/{c}/latest/{tag}/badge`.
pub async fn of_tags(
    State(app): State<App>,
    Names((provider, provider_tag, consumer, tag)): Names<(String, String, String, String)>,
    Query(query): Query,
) -> Shown {
    let mut transaction = app.store.read().await?;
    let pair = Pair { provider: &provider, consumer: &consumer };
    let publication = store::publication::find(&mut transaction, pair, Which::LatestTagged(&tag)).await?;
    let (message, colour) = match publication {
        None => ("pact not found", Colour::Unknown),
        Some(publication) => {
            let version =
                store::version::latest(&mut transaction, publication.provider_id, Scope::Tag(&provider_tag)).await?;
            let versions: Vec<i64> = version.iter().map(|version| version.id).collect();
            let results = store::matrix::results(&mut transaction, &[publication.content_id], &versions).await?;
            match results.first().map(|result| result.success) {
                Some(true) => ("verified", Colour::Good),
                Some(false) => ("failed", Colour::Bad),
                None => ("unknown", Colour::Unknown),
            }
        }
    };
    let label = format!("{} {tag} / {} {provider_tag}", name(&consumer, &query)?, name(&provider, &query)?);
    Ok(picture(&Badge { label, message, colour }))
}

fn of_result(result: &Verification) -> (&'static str, Colour) {
    match (result.success, result.pending) {
        (true, _) => ("verified", Colour::Good),
        (false, true) => ("failed (pending)", Colour::Bad),
        (false, false) => ("failed", Colour::Bad),
    }
}

async fn was_kept_earlier(connection: &mut store::Connection, publication: &Publication) -> Result<bool, ApiError> {
    let results = store::standing::newest_results(connection, &[publication.content_id]).await?;
    Ok(results.iter().any(|result| result.content_id != publication.content_id))
}

/// Both sides, or the one the query names, or the text it gives.
fn label(provider: &str, consumer: &str, query: &Node) -> Result<String, ApiError> {
    let (consumer, provider) = (name(consumer, query)?, name(provider, query)?);
    Ok(match query.filled("label") {
        None => format!("{consumer}/{provider} pact"),
        Some("consumer") => format!("{consumer} pact"),
        Some("provider") => format!("{provider} pact"),
        Some(text) => text.to_owned(),
    })
}
