//! What the lists of contracts have in common.

use crate::app::App;
use crate::domain::Publication;
use crate::error::ApiError;
use crate::extract::links;
use crate::links::Links;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde_json::Value;

/// A request for a list: where from, and below which URLs its links are.
#[derive(Debug, Clone)]
pub struct List {
    pub(super) app: App,
    pub(super) links: Links,
    /// The list's own URL.
    pub(super) here: String,
}

impl FromRequestParts<App> for List {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let links = links(app, &parts.headers);
        Ok(Self { app: app.clone(), here: links.path(parts.uri.path()), links })
    }
}

/// One link per contract, as `link` has it for the contract and its URL.
pub(super) fn relations(
    links: &Links,
    publications: &[Publication],
    link: impl Fn(&Publication, String) -> Value,
) -> Vec<Value> {
    publications
        .iter()
        .map(|publication| {
            let Publication { provider, consumer, consumer_version, .. } = publication;
            link(publication, links.contract(provider, consumer, consumer_version))
        })
        .collect()
}
