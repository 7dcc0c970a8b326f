//! What differs between two contracts of a pair, line by line as plain text.

use crate::app::App;
use crate::content::differences;
use crate::domain::Publication;
use crate::error::ApiError;
use crate::extract::Names;
use crate::store::publication::{Pair, Which};
use crate::store::{self, Connection};
use axum::extract::State;

/// `…/version/{v}/diff/previous-distinct`: with the contract before it that says something else.
pub async fn with_previous_distinct(
    State(app): State<App>,
    Names((provider, consumer, number)): Names<(String, String, String)>,
) -> Result<String, ApiError> {
    let mut transaction = app.store.read().await?;
    let pair = Pair { provider: &provider, consumer: &consumer };
    let newer = find(&mut transaction, pair, Which::Version(&number)).await?;
    match store::publication::previous_distinct(&mut transaction, &newer).await? {
        Some(older) => compare(&mut transaction, &older, &newer).await,
        None => Err(ApiError::not_found("There is no earlier pact with other content.")),
    }
}

/// `…/version/{v}/diff/version/{other}`: what has changed from the other version to this one.
pub async fn with_version(
    State(app): State<App>,
    Names((provider, consumer, number, other)): Names<(String, String, String, String)>,
) -> Result<String, ApiError> {
    between(&app, Pair { provider: &provider, consumer: &consumer }, Which::Version(&other), Which::Version(&number))
        .await
}

/// `…/pact-version/{digest}/diff/pact-version/{other}`: what has changed from the other content to this one.
pub async fn with_content(
    State(app): State<App>,
    Names((provider, consumer, digest, other)): Names<(String, String, String, String)>,
) -> Result<String, ApiError> {
    between(&app, Pair { provider: &provider, consumer: &consumer }, Which::Digest(&other), Which::Digest(&digest))
        .await
}

async fn between(app: &App, pair: Pair<'_>, older: Which<'_>, newer: Which<'_>) -> Result<String, ApiError> {
    let mut transaction = app.store.read().await?;
    let older = find(&mut transaction, pair, older).await?;
    let newer = find(&mut transaction, pair, newer).await?;
    compare(&mut transaction, &older, &newer).await
}

async fn find(connection: &mut Connection, pair: Pair<'_>, which: Which<'_>) -> Result<Publication, ApiError> {
    match store::publication::find(connection, pair, which).await? {
        Some(publication) => Ok(publication),
        None => Err(super::show::absent(connection, pair).await?),
    }
}

async fn compare(connection: &mut Connection, older: &Publication, newer: &Publication) -> Result<String, ApiError> {
    let before = store::publication::body(connection, older).await?;
    let after = store::publication::body(connection, newer).await?;
    let mut text = format!(
        "The pact between {} and {}\n- version {} of {}\n+ version {} of {}\n\n",
        newer.consumer,
        newer.provider,
        older.consumer_version,
        older.created_at,
        newer.consumer_version,
        newer.created_at
    );
    let changes = differences(&before, &after);
    if changes.is_empty() {
        text.push_str("Both say the same.\n");
    }
    for change in changes {
        text.push_str(&change);
        text.push('\n');
    }
    Ok(text)
}
