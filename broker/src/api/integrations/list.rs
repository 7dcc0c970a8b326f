//! `GET /integrations`, and what old pages and scripts draw their diagrams from.

use crate::api::participant;
use crate::app::App;
use crate::domain::Integration;
use crate::domain::integration::{dot, group as connected, relationships as lines};
use crate::error::{ApiError, Place};
use crate::extract::{Names, Query};
use crate::hal::{Hal, link, named, titled};
use crate::links::Links;
use crate::negotiation::Accepts;
use crate::paging::Paging;
use crate::store;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// Participants in a group when a client does not say how many.
const MOST: usize = 150;

/// `GET /integrations`: all, a page, or those where either side's name contains `q`; as a graph for `text/vnd.graphviz`.
pub async fn list(
    State(app): State<App>,
    links: Links,
    Query(query): Query,
    accepts: Accepts,
) -> Result<Response, ApiError> {
    let paging = Paging::read(&query, None)?;
    let mut transaction = app.store.read().await?;
    let mut all = store::integration::list(&mut transaction).await?;
    if let Some(part) = query.filled("q").map(str::to_lowercase) {
        let has = |name: &str| name.to_lowercase().contains(&part);
        all.retain(|integration| has(&integration.consumer) || has(&integration.provider));
    }
    if accepts.names("text/vnd.graphviz") {
        return Ok(([(header::CONTENT_TYPE, "text/vnd.graphviz;charset=utf-8")], dot(&all)).into_response());
    }
    let items: Vec<Value> = paging.slice(&all).iter().map(|integration| represent(&links, integration)).collect();
    let url = links.path("/integrations");
    let mut body = json!({
        "_embedded": { "integrations": items },
        "_links": { "self": titled("All integrations", url.clone()) },
    });
    paging.describe(i64::try_from(all.len()).unwrap_or(i64::MAX), &url, &mut body);
    Ok(Hal::ok(&body).into_response())
}

fn represent(links: &Links, integration: &Integration) -> Value {
    let Integration { consumer, provider, .. } = integration;
    let between = format!("between {consumer} and {provider}");
    json!({
        "consumer": { "name": consumer, "_links": { "self": link(links.participant(consumer)) } },
        "provider": { "name": provider, "_links": { "self": link(links.participant(provider)) } },
        "createdAt": integration.created_at.to_string(),
        "updatedAt": integration.updated_at.to_string(),
        "_links": {
            "pb:dashboard": titled(&format!("Dashboard {between}"), links.dashboard_of(provider, consumer)),
            "pb:matrix": titled(&format!("Matrix {between}"), links.matrix_of(provider, consumer)),
            "pb:group": named("Network diagram", consumer, links.group(consumer)),
            "pb:delete_integration": titled(&format!("DELETE removes the integration {between}"), links.integration(provider, consumer)),
        },
    })
}

/// `GET /relationships`: one line per participant, as CSV.
pub async fn relationships(State(app): State<App>) -> Result<Response, ApiError> {
    let mut transaction = app.store.read().await?;
    Ok(csv(&store::integration::list(&mut transaction).await?))
}

/// `GET /groups/{p}`: the same for everybody a participant is connected with, `maxPacticipants` at most.
pub async fn group(
    State(app): State<App>,
    Names(name): Names<String>,
    Query(query): Query,
) -> Result<Response, ApiError> {
    let most = match query.filled("maxPacticipants").map(str::parse) {
        None => MOST,
        Some(Ok(most)) if most >= 1 => most,
        Some(_) => {
            return Err(ApiError::invalid(Place::Query, "maxPacticipants", "must be greater than or equal to 1"));
        }
    };
    let mut transaction = app.store.read().await?;
    participant(&mut transaction, "pacticipant", &name).await?;
    Ok(csv(&connected(&store::integration::list(&mut transaction).await?, &name, most)))
}

fn csv(integrations: &[Integration]) -> Response {
    ([(header::CONTENT_TYPE, "text/csv;charset=utf-8")], lines(integrations)).into_response()
}
