//! `GET /matrix`, `GET /can-i-deploy`, and their shorter spellings.

use super::facts::answer;
use super::representation::document;
use super::table::table;
use crate::api::participant;
use crate::app::App;
use crate::domain::matrix::{Ignored, Pick, Question, Selector};
use crate::error::{ApiError, FieldErrors, Place};
use crate::extract::{Names, Query};
use crate::hal::Hal;
use crate::links::Links;
use crate::negotiation::WantsText;
use crate::query::Node;
use crate::store::version::Scope;
use crate::store::{self, Connection};
use axum::extract::State;
use axum::response::{IntoResponse, Response};

type Shown = Result<Response, ApiError>;

/// `GET /matrix?q[][pacticipant]=…`.
pub async fn show(State(app): State<App>, links: Links, Query(query): Query, WantsText(as_text): WantsText) -> Shown {
    let question = Question::read(&query).map_err(ApiError::InvalidQuestion)?;
    respond(&mut *app.store.read().await?, &links, &question, as_text).await
}

/// `GET /matrix/provider/{p}/consumer/{c}`: every version of a pair.
pub async fn of_pair(
    State(app): State<App>,
    links: Links,
    Names((provider, consumer)): Names<(String, String)>,
    WantsText(as_text): WantsText,
) -> Shown {
    let mut transaction = app.store.read().await?;
    participant(&mut transaction, "provider", &provider).await?;
    participant(&mut transaction, "consumer", &consumer).await?;
    respond(&mut transaction, &links, &Question::pair(&consumer, &provider), as_text).await
}

/// `GET /can-i-deploy?pacticipant=&version=&environment=` (or `to=` a tag).
pub async fn can_i_deploy(
    State(app): State<App>,
    links: Links,
    Query(query): Query,
    WantsText(as_text): WantsText,
) -> Shown {
    let mut transaction = app.store.read().await?;
    let errors = match read(&query) {
        Ok(question) => match respond(&mut transaction, &links, &question, as_text).await {
            Err(ApiError::InvalidQuestion(_)) => FieldErrors::new(),
            answer => return answer,
        },
        Err(errors) => errors,
    };
    Err(ApiError::Invalid(Place::Query, with_unknown(&mut transaction, &query, errors).await?))
}

/// `GET /pacticipants/{p}/branches/{b}/latest-version/can-i-deploy/to-environment/{e}`.
pub async fn branch_to_environment(
    State(app): State<App>,
    links: Links,
    Names((name, branch, environment)): Names<(String, String, String)>,
    WantsText(as_text): WantsText,
) -> Shown {
    let mut transaction = app.store.read().await?;
    let participant = participant(&mut transaction, "pacticipant", &name).await?;
    if store::version::latest(&mut transaction, participant.id, Scope::Branch(&branch)).await?.is_none() {
        return Err(ApiError::not_found(format!("No branch {branch} of {name} found")));
    }
    if store::environment::named(&mut transaction, &environment).await?.is_none() {
        return Err(ApiError::not_found(format!("No environment with name '{environment}' found")));
    }
    let selector = Selector { participant: name, pick: Pick::BranchHead(branch) };
    respond(&mut transaction, &links, &Question::about(selector, Pick::Environment(environment), Vec::new()), as_text)
        .await
}

/// `GET /pacticipants/{p}/latest-version/{tag}/can-i-deploy/to/{to}`.
pub async fn tag_to_tag(
    State(app): State<App>,
    links: Links,
    Names((name, tag, to)): Names<(String, String, String)>,
    WantsText(as_text): WantsText,
) -> Shown {
    let mut transaction = app.store.read().await?;
    participant(&mut transaction, "pacticipant", &name).await?;
    let selector = Selector { participant: name, pick: Pick::LatestTagged(tag) };
    respond(&mut transaction, &links, &Question::about(selector, Pick::LatestTagged(to), Vec::new()), as_text).await
}

async fn respond(connection: &mut Connection, links: &Links, question: &Question, as_text: bool) -> Shown {
    let (facts, verdict) = answer(connection, question).await?;
    if as_text {
        return Ok(table(question, &facts.rows, &verdict).into_response());
    }
    Ok(Hal::ok(&document(connection, links, question, &facts, &verdict).await?).into_response())
}

/// Reads the simple form, whose complaints are by field.
fn read(query: &Node) -> Result<Question, FieldErrors> {
    let mut errors = FieldErrors::new();
    let mut complain = |field: &str, message: String| errors.entry(field.to_owned()).or_default().push(message);
    let [name, version, environment, tag] = ["pacticipant", "version", "environment", "to"].map(|field| {
        query.given(field).unwrap_or_else(|blank| {
            complain(field, blank.to_string());
            None
        })
    });
    for field in ["pacticipant", "version"] {
        if query.get(field).is_none() {
            complain(field, "is missing".to_owned());
        }
    }
    if query.get("environment").is_some() && query.get("to").is_some() {
        complain("environment", "cannot be given together with a tag (to)".to_owned());
    } else if query.get("environment").is_none() && query.get("to").is_none() {
        complain("environment", "or a tag (to) must be given".to_owned());
    }
    let ignored = Ignored::read(query).unwrap_or_else(|complaint| {
        complain("ignore", complaint);
        Vec::new()
    });
    let target = environment
        .map(|name| Pick::Environment(name.to_owned()))
        .or_else(|| tag.map(|tag| Pick::LatestTagged(tag.to_owned())));
    match (name, version, target) {
        (Some(name), Some(version), Some(target)) if errors.is_empty() => {
            let selector = Selector { participant: name.to_owned(), pick: Pick::Version(version.to_owned()) };
            Ok(Question::about(selector, target, ignored))
        }
        _ => Err(errors),
    }
}

/// Adds to the complaints those about names that nobody has.
async fn with_unknown(
    connection: &mut Connection,
    query: &Node,
    mut errors: FieldErrors,
) -> Result<FieldErrors, ApiError> {
    let mut complain = |field: &str, message: String| errors.entry(field.to_owned()).or_default().push(message);
    if let Ok(Some(name)) = query.given("pacticipant")
        && store::participant::find(connection, name).await?.is_none()
    {
        complain("pacticipant", format!("'{name}' does not match an existing pacticipant"));
    }
    if let Ok(Some(name)) = query.given("environment")
        && store::environment::named(connection, name).await?.is_none()
    {
        complain("environment", format!("with name '{name}' does not exist"));
    }
    Ok(errors)
}
