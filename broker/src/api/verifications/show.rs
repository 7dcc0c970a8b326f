//! One verification result: by number, or the newest.

use super::{content, representation};
use crate::api::Answer;
use crate::app::App;
use crate::domain::Verification;
use crate::error::ApiError;
use crate::extract::Names;
use crate::hal::Hal;
use crate::links::Links;
use crate::store::publication::{Pair, Which};
use crate::store::{self, Connection};
use axum::extract::State;

/// `…/verification-results/{number}`.
pub async fn by_number(
    State(app): State<App>,
    links: Links,
    Names((provider, consumer, digest, number)): Names<(String, String, String, String)>,
) -> Answer {
    let mut transaction = app.store.read().await?;
    let content = content(&mut transaction, &provider, &consumer, &digest).await?;
    let found = numbered(&mut transaction, content.id, &number).await?;
    Ok(Hal::ok(&representation::document(&links, [&provider, &consumer, &digest], &found)))
}

/// `…/metadata/{m}/verification-results/{number}`: the same.
pub async fn by_number_with_metadata(
    state: State<App>,
    links: Links,
    Names((provider, consumer, digest, _, number)): Names<(String, String, String, String, String)>,
) -> Answer {
    by_number(state, links, Names((provider, consumer, digest, number))).await
}

/// The result with this number, or a 404 that says where to look instead.
pub(super) async fn numbered(
    connection: &mut Connection,
    content_id: i64,
    number: &str,
) -> Result<Verification, ApiError> {
    let found = match number.parse() {
        Ok(number) => store::verification::find(connection, content_id, number).await?,
        Err(_) => None,
    };
    found.ok_or_else(|| {
        ApiError::not_found(format!(
            "There is no verification result {number} for this pact. The newest one is at `latest`; all of them are rows of /matrix."
        ))
    })
}

/// `…/pact-version/{digest}/verification-results/latest`.
pub async fn latest(
    State(app): State<App>,
    links: Links,
    Names((provider, consumer, digest)): Names<(String, String, String)>,
) -> Answer {
    let mut transaction = app.store.read().await?;
    let content = content(&mut transaction, &provider, &consumer, &digest).await?;
    newest(&mut transaction, &links, [&provider, &consumer, &digest], content.id).await
}

/// `…/version/{v}/verification-results/latest`.
pub async fn latest_of_version(
    State(app): State<App>,
    links: Links,
    Names((provider, consumer, number)): Names<(String, String, String)>,
) -> Answer {
    of_publication(&app, &links, [&provider, &consumer], Which::Version(&number)).await
}

/// `…/latest/verification-results/latest`.
pub async fn latest_of_pair(
    State(app): State<App>,
    links: Links,
    Names((provider, consumer)): Names<(String, String)>,
) -> Answer {
    of_publication(&app, &links, [&provider, &consumer], Which::Latest).await
}

/// `…/latest/{tag}/verification-results/latest`.
pub async fn latest_tagged(
    State(app): State<App>,
    links: Links,
    Names((provider, consumer, tag)): Names<(String, String, String)>,
) -> Answer {
    of_publication(&app, &links, [&provider, &consumer], Which::LatestTagged(&tag)).await
}

async fn of_publication(app: &App, links: &Links, [provider, consumer]: [&str; 2], which: Which<'_>) -> Answer {
    let mut transaction = app.store.read().await?;
    let Some(publication) = store::publication::find(&mut transaction, Pair { provider, consumer }, which).await?
    else {
        return Err(ApiError::not_found(format!("There is no such pact between {consumer} and {provider}.")));
    };
    newest(&mut transaction, links, [provider, consumer, &publication.digest], publication.content_id).await
}

async fn newest(connection: &mut Connection, links: &Links, names: [&str; 3], content_id: i64) -> Answer {
    match store::verification::latest(connection, content_id).await? {
        Some(found) => Ok(Hal::ok(&representation::document(links, names, &found))),
        None => Err(ApiError::not_found("This pact has not been verified yet.")),
    }
}
