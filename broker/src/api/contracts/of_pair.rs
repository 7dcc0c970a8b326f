//! A pair's contracts, newest first: all, by tag, by branch.

use super::representation::title;
use crate::api::{Answer, participant};
use crate::app::App;
use crate::domain::Publication;
use crate::extract::Names;
use crate::hal::{Hal, named, titled};
use crate::links::Links;
use crate::store;
use crate::store::publication::{Listing, Pair};
use axum::extract::State;
use axum::http::Uri;
use serde_json::{Value, json};

/// `GET …/versions`.
pub async fn all(
    State(app): State<App>,
    links: Links,
    uri: Uri,
    Names((provider, consumer)): Names<(String, String)>,
) -> Answer {
    list(app, links, uri, Pair { provider: &provider, consumer: &consumer }, Listing::Provider(&provider)).await
}

/// `GET …/tag/{tag}`.
pub async fn tagged(
    State(app): State<App>,
    links: Links,
    uri: Uri,
    Names((provider, consumer, tag)): Names<(String, String, String)>,
) -> Answer {
    list(app, links, uri, Pair { provider: &provider, consumer: &consumer }, Listing::ProviderTagged(&provider, &tag))
        .await
}

/// `GET …/branch/versions`, `…/branch`: from the consumer's main branch.
pub async fn main_branch(
    State(app): State<App>,
    links: Links,
    uri: Uri,
    Names((provider, consumer)): Names<(String, String)>,
) -> Answer {
    list(app, links, uri, Pair { provider: &provider, consumer: &consumer }, Listing::ProviderBranch(&provider, None))
        .await
}

/// `GET …/branch/latest/versions`, `…/branch/latest`: the head of the consumer's main branch.
pub async fn main_branch_head(
    State(app): State<App>,
    links: Links,
    uri: Uri,
    Names((provider, consumer)): Names<(String, String)>,
) -> Answer {
    list(
        app,
        links,
        uri,
        Pair { provider: &provider, consumer: &consumer },
        Listing::ProviderBranchHeads(&provider, None),
    )
    .await
}

/// `GET …/branch/{b}`.
pub async fn branch(
    State(app): State<App>,
    links: Links,
    uri: Uri,
    Names((provider, consumer, branch)): Names<(String, String, String)>,
) -> Answer {
    list(
        app,
        links,
        uri,
        Pair { provider: &provider, consumer: &consumer },
        Listing::ProviderBranch(&provider, Some(&branch)),
    )
    .await
}

/// `GET …/branch/{b}/latest/versions`.
pub async fn branch_head(
    State(app): State<App>,
    links: Links,
    uri: Uri,
    Names((provider, consumer, branch)): Names<(String, String, String)>,
) -> Answer {
    list(
        app,
        links,
        uri,
        Pair { provider: &provider, consumer: &consumer },
        Listing::ProviderBranchHeads(&provider, Some(&branch)),
    )
    .await
}

async fn list(app: App, links: Links, uri: Uri, pair: Pair<'_>, listing: Listing<'_>) -> Answer {
    let mut transaction = app.store.read().await?;
    participant(&mut transaction, "provider", pair.provider).await?;
    participant(&mut transaction, "consumer", pair.consumer).await?;
    let publications = store::publication::list(&mut transaction, listing, Some(pair.consumer)).await?;
    let items: Vec<Value> = publications.iter().map(|publication| pair_item(&links, publication)).collect();
    let relations: Vec<Value> = publications
        .iter()
        .map(|publication| {
            named(
                &title(publication),
                &publication.consumer_version,
                links.contract(&publication.provider, &publication.consumer, &publication.consumer_version),
            )
        })
        .collect();
    let consumer = named("Consumer", pair.consumer, links.participant(pair.consumer));
    let provider = named("Provider", pair.provider, links.participant(pair.provider));
    Ok(Hal::ok(&json!({
        "_embedded": { "pacts": items },
        "_links": {
            "self": titled(&format!("All versions of the pact between {} and {}", pair.consumer, pair.provider), links.path(uri.path())),
            "consumer": consumer,
            "provider": provider,
            "pb:consumer": consumer,
            "pb:provider": provider,
            "pact-versions": relations,
            "pb:pact-versions": relations,
            "pb:pacts": relations,
        },
    })))
}

fn pair_item(links: &Links, publication: &Publication) -> Value {
    let Publication { provider, consumer, consumer_version, .. } = publication;
    json!({
        "createdAt": publication.created_at.to_string(),
        "_embedded": { "consumerVersion": {
            "number": consumer_version,
            "_links": { "self": named("Version", consumer_version, links.version(consumer, consumer_version)) },
        } },
        "_links": { "self": named("Pact", &title(publication), links.contract(provider, consumer, consumer_version)) },
    })
}
