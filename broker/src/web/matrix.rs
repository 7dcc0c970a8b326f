//! The matrix as a list: which versions were verified against which.

use super::frame::{Frame, Page, Section, Visitor, page};
use super::view::{EnvironmentBadge, Look, VersionLink, When};
use crate::api;
use crate::app::App;
use crate::domain::matrix::{Pick, Question, Row};
use crate::domain::status::Status;
use crate::domain::{BranchMembership, Presence};
use crate::error::ApiError;
use crate::extract::{Names, Query};
use crate::store::{self, Connection};
use askama::Template;
use axum::extract::State;

#[derive(Template)]
#[template(path = "matrix.html")]
struct MatrixPage {
    frame: Frame,
    services: Vec<String>,
    /// Service and version of the two selectors.
    asked: [(String, String); 2],
    complaints: Vec<String>,
    rows: Vec<Cell>,
    /// What the list holds of the whole.
    range: Option<String>,
}

/// One row: a contract, a provider's version, and the result between them.
struct Cell {
    consumer: String,
    consumer_version: VersionLink,
    consumer_branches: Vec<String>,
    consumer_badges: Vec<EnvironmentBadge>,
    provider: String,
    provider_version: Option<VersionLink>,
    provider_branches: Vec<String>,
    provider_badges: Vec<EnvironmentBadge>,
    look: Look,
    contract: String,
    when: Option<When>,
    ignored: bool,
}

/// `GET /matrix`; without a question, the form alone.
pub async fn show(State(app): State<App>, visitor: Visitor, Query(query): Query) -> Page {
    let mut transaction = app.store.read().await?;
    if query.items("q").iter().all(|item| item.filled("pacticipant").is_none()) {
        let empty = MatrixPage { complaints: Vec::new(), ..blank(&mut transaction, &visitor).await? };
        return Ok(page(&empty));
    }
    // What is left empty in the form is not asked.
    let query = crate::query::Node::Map(match query {
        crate::query::Node::Map(mut entries) => {
            if let Some(crate::query::Node::List(items)) = entries.get_mut("q") {
                items.retain(|item| item.filled("pacticipant").is_some());
                for item in items {
                    if let crate::query::Node::Map(fields) = item {
                        fields.retain(|_, field| field.text() != Some(""));
                    }
                }
            }
            entries
        }
        _ => std::collections::BTreeMap::default(),
    });
    match Question::read(&query) {
        Ok(question) => Ok(page(&answered(&mut transaction, &visitor, &question).await?)),
        Err(complaints) => Ok(page(&MatrixPage { complaints, ..blank(&mut transaction, &visitor).await? })),
    }
}

/// `GET /matrix/provider/{p}/consumer/{c}`.
pub async fn of_pair(
    State(app): State<App>,
    visitor: Visitor,
    Names((provider, consumer)): Names<(String, String)>,
) -> Page {
    let mut transaction = app.store.read().await?;
    api::participant(&mut transaction, "provider", &provider).await?;
    api::participant(&mut transaction, "consumer", &consumer).await?;
    Ok(page(&answered(&mut transaction, &visitor, &Question::pair(&consumer, &provider)).await?))
}

async fn blank(connection: &mut Connection, visitor: &Visitor) -> Result<MatrixPage, ApiError> {
    let participants = store::participant::list(connection, None).await?;
    Ok(MatrixPage {
        frame: visitor.frame("Matrix", Section::Matrix),
        services: participants.into_iter().map(|participant| participant.name).collect(),
        asked: Default::default(),
        complaints: Vec::new(),
        rows: Vec::new(),
        range: None,
    })
}

async fn answered(connection: &mut Connection, visitor: &Visitor, question: &Question) -> Result<MatrixPage, ApiError> {
    let mut page = blank(connection, visitor).await?;
    for (asked, selector) in page.asked.iter_mut().zip(&question.selectors) {
        let version = match &selector.pick {
            Pick::Version(number) => number.clone(),
            _ => String::new(),
        };
        *asked = (selector.participant.clone(), version);
    }
    let (facts, _) = match api::matrix::answer(connection, question).await {
        Ok(answer) => answer,
        Err(ApiError::InvalidQuestion(complaints)) => return Ok(MatrixPage { complaints, ..page }),
        Err(error) => return Err(error),
    };
    let is_wanted = |row: &&Row| question.results.is_empty() || question.results.contains(&row.success());
    let wanted: Vec<&Row> = facts.rows.iter().filter(is_wanted).collect();
    let shown = &wanted[..wanted.len().min(question.limit)];
    let versions = shown
        .iter()
        .flat_map(|row| [Some(row.consumer_version.id), row.provider_version.as_ref().map(|version| version.id)]);
    let mut versions: Vec<i64> = versions.flatten().collect();
    versions.sort_unstable();
    versions.dedup();
    let branches = store::version::branches_of(connection, &versions).await?;
    let presences = store::version::presences_of(connection, &versions).await?;
    page.rows = shown.iter().map(|row| cell(visitor, row, &branches, &presences)).collect();
    page.range = Some(format!("{} of {} rows, newest versions first", shown.len(), wanted.len()));
    Ok(page)
}

fn cell(visitor: &Visitor, row: &Row, branches: &[BranchMembership], presences: &[Presence]) -> Cell {
    let links = &visitor.links;
    let branches = |id: i64| {
        branches.iter().filter(|branch| branch.version_id == id).map(|branch| branch.branch.clone()).collect()
    };
    let badges = |id: i64| {
        let mut badges: Vec<EnvironmentBadge> =
            presences.iter().filter(|presence| presence.version_id == id).map(EnvironmentBadge::from).collect();
        badges.dedup();
        badges
    };
    let status = match row.success() {
        Some(true) => Status::Verified,
        Some(false) => Status::Failed,
        None => Status::Never,
    };
    let provider_id = row.provider_version.as_ref().map(|version| version.id);
    Cell {
        consumer: row.consumer.name.clone(),
        consumer_version: VersionLink::new(links, &row.consumer.name, &row.consumer_version.number),
        consumer_branches: branches(row.consumer_version.id),
        consumer_badges: badges(row.consumer_version.id),
        provider: row.provider.name.clone(),
        provider_version: row
            .provider_version
            .as_ref()
            .map(|version| VersionLink::new(links, &row.provider.name, &version.number)),
        provider_branches: provider_id.map(branches).unwrap_or_default(),
        provider_badges: provider_id.map(badges).unwrap_or_default(),
        look: status.into(),
        contract: links.contract(&row.provider.name, &row.consumer.name, &row.consumer_version.number),
        when: row.result.as_ref().map(|result| visitor.when(result.created_at)),
        ignored: row.ignored,
    }
}
