//! Whether a head of a line can go where it is to go.

use super::{Shown, name, picture};
use crate::api::matrix::answer;
use crate::api::participant;
use crate::app::App;
use crate::domain::badge::{Badge, Colour};
use crate::domain::matrix::{Pick, Question, Selector};
use crate::error::ApiError;
use crate::extract::{Names, Query};
use crate::query::Node;
use axum::extract::State;
use axum::http::{HeaderValue, header};

/// `/pacticipants/{p}/latest-version/{tag}/can-i-deploy/to/{to}/badge`.
pub async fn tag_to_tag(
    State(app): State<App>,
    Names((participant, tag, to)): Names<(String, String, String)>,
    Query(query): Query,
) -> Shown {
    let label = label(&query, || Ok(format!("can-i-deploy {} {tag} to {to}", name(&participant, &query)?)))?;
    ask(&app, &participant, Pick::LatestTagged(tag), Pick::LatestTagged(to), label).await
}

/// `/pacticipants/{p}/branches/{b}/latest-version/can-i-deploy/to-environment/{e}/badge`.
pub async fn branch_to_environment(
    State(app): State<App>,
    Names((participant, branch, environment)): Names<(String, String, String)>,
    Query(query): Query,
) -> Shown {
    let words = || Ok(format!("can-i-deploy {} {branch} to {environment}", name(&participant, &query)?));
    let label = label(&query, words)?;
    ask(&app, &participant, Pick::BranchHead(branch), Pick::Environment(environment), label).await
}

/// `/pacticipants/{p}/main-branch/can-i-merge/badge`: the main branch's head beside everybody else's.
pub async fn main_branch_to_main_branch(
    State(app): State<App>,
    Names(participant): Names<String>,
    Query(query): Query,
) -> Shown {
    let label = label(&query, || Ok(format!("can-i-merge {}", name(&participant, &query)?)))?;
    let mut response = ask(&app, &participant, Pick::MainBranchHead, Pick::MainBranchHead, label).await?;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("max-age=30"));
    Ok(response)
}

/// What the badge is about: what the query says, else these words.
fn label(query: &Node, words: impl FnOnce() -> Result<String, ApiError>) -> Result<String, ApiError> {
    query.filled("label").map_or_else(words, |label| Ok(label.to_owned()))
}

async fn ask(app: &App, name: &str, pick: Pick, target: Pick, label: String) -> Shown {
    let mut transaction = app.store.read().await?;
    participant(&mut transaction, "pacticipant", name).await?;
    let question = Question::about(Selector { participant: name.to_owned(), pick }, target, Vec::new());
    let (_, verdict) = answer(&mut transaction, &question).await?;
    let (message, colour) = match verdict.answer {
        Some(true) => ("yes", Colour::Good),
        Some(false) => ("no", Colour::Bad),
        None => ("unknown", Colour::Unknown),
    };
    Ok(picture(&Badge { label, message, colour }))
}
