//! A provider's contracts: all, the newest per consumer, by tag, by branch.

use super::representation::title;
use crate::api::{Answer, participant};
use crate::app::App;
use crate::extract::Names;
use crate::hal::{Hal, named, titled};
use crate::links::Links;
use crate::store;
use crate::store::publication::Listing;
use axum::extract::State;
use axum::http::Uri;
use serde_json::{Value, json};

/// `GET /pacts/provider/{p}`.
pub async fn all(State(app): State<App>, links: Links, uri: Uri, Names(provider): Names<String>) -> Answer {
    list(app, links, uri, &provider, Listing::Provider(&provider)).await
}

/// `…/latest`.
pub async fn latest(State(app): State<App>, links: Links, uri: Uri, Names(provider): Names<String>) -> Answer {
    list(app, links, uri, &provider, Listing::ProviderLatest(&provider)).await
}

/// `…/tag/{tag}`.
pub async fn tagged(
    State(app): State<App>,
    links: Links,
    uri: Uri,
    Names((provider, tag)): Names<(String, String)>,
) -> Answer {
    list(app, links, uri, &provider, Listing::ProviderTagged(&provider, &tag)).await
}

/// `…/latest/{tag}`.
pub async fn latest_tagged(
    State(app): State<App>,
    links: Links,
    uri: Uri,
    Names((provider, tag)): Names<(String, String)>,
) -> Answer {
    list(app, links, uri, &provider, Listing::ProviderLatestTagged(&provider, &tag)).await
}

/// `…/branch`: from the consumers' main branches.
pub async fn main_branch(State(app): State<App>, links: Links, uri: Uri, Names(provider): Names<String>) -> Answer {
    list(app, links, uri, &provider, Listing::ProviderBranch(&provider, None)).await
}

/// `…/branch/{b}`.
pub async fn branch(
    State(app): State<App>,
    links: Links,
    uri: Uri,
    Names((provider, branch)): Names<(String, String)>,
) -> Answer {
    list(app, links, uri, &provider, Listing::ProviderBranch(&provider, Some(&branch))).await
}

/// `…/branch/latest`: the heads of the consumers' main branches.
pub async fn main_branch_heads(
    State(app): State<App>,
    links: Links,
    uri: Uri,
    Names(provider): Names<String>,
) -> Answer {
    list(app, links, uri, &provider, Listing::ProviderBranchHeads(&provider, None)).await
}

/// `…/branch/{b}/latest`.
pub async fn branch_heads(
    State(app): State<App>,
    links: Links,
    uri: Uri,
    Names((provider, branch)): Names<(String, String)>,
) -> Answer {
    list(app, links, uri, &provider, Listing::ProviderBranchHeads(&provider, Some(&branch))).await
}

async fn list(app: App, links: Links, uri: Uri, provider: &str, listing: Listing<'_>) -> Answer {
    let mut transaction = app.store.read().await?;
    participant(&mut transaction, "provider", provider).await?;
    let publications = store::publication::list(&mut transaction, listing, None).await?;
    let relations: Vec<Value> = publications
        .iter()
        .map(|publication| {
            let href = links.contract(&publication.provider, &publication.consumer, &publication.consumer_version);
            named(&title(publication), &publication.consumer, href)
        })
        .collect();
    let provider_link = named("Provider", provider, links.participant(provider));
    Ok(Hal::ok(&json!({ "_links": {
        "self": titled(&format!("Pacts for the provider {provider}"), links.path(uri.path())),
        "pb:provider": provider_link,
        "pb:pacts": relations,
        "provider": provider_link,
        "pacts": relations,
    } })))
}
