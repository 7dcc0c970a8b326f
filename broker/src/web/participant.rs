//! One service: may its newest version go anywhere, who relies on it, on whom does it rely, and which versions are there?

use super::frame::{Frame, Page, Section, Visitor, page};
use super::overview::ordered;
use super::pair::{self, Row};
use super::standing::Standing;
use super::view::{Command, EnvironmentBadge, Look, Outside, Pager, VersionLink, When, count, outside};
use crate::api;
use crate::app::App;
use crate::domain::matrix::{Pick, Question, Selector};
use crate::domain::status::Status;
use crate::domain::{Branch, BranchMembership, Environment, Participant, Presence, TagMembership, Version, command};
use crate::error::ApiError;
use crate::extract::{Names, Query};
use crate::query::Node;
use crate::store::page::Page as Portion;
use crate::store::standing::Newest;
use crate::store::version::Scope;
use crate::store::{self, Connection};
use askama::Template;
use axum::extract::State;

/// Versions on a page.
const PAGE_SIZE: usize = 30;

/// Branches that are listed.
const BRANCHES: i64 = 30;

#[derive(Template)]
#[template(path = "participant.html")]
struct ParticipantPage {
    frame: Frame,
    name: String,
    display_name: Option<String>,
    main_branch: Option<String>,
    repository: Option<Outside>,
    newest: Option<VersionLink>,
    newest_is_main: bool,
    strip: Vec<Step>,
    columns: Vec<String>,
    consumes: Vec<Row>,
    provides: Vec<Row>,
    versions: Vec<VersionRow>,
    total: String,
    pager: Pager,
    branches: Vec<BranchRow>,
    publish: Command,
}

/// The newest version against one environment.
struct Step {
    badge: EnvironmentBadge,
    look: Look,
    href: String,
    note: String,
}

struct VersionRow {
    version: VersionLink,
    branches: Vec<String>,
    tags: Vec<String>,
    live: Vec<(EnvironmentBadge, String, When)>,
    created: When,
    build: Option<Outside>,
}

struct BranchRow {
    name: String,
    is_main: bool,
    head: VersionLink,
    updated: When,
}

/// `GET /pacticipants/{p}`.
pub async fn show(State(app): State<App>, visitor: Visitor, Query(query): Query, Names(name): Names<String>) -> Page {
    let mut transaction = app.store.read().await?;
    let participant = api::participant(&mut transaction, "pacticipant", &name).await?;
    Ok(page(&load(&mut transaction, &visitor, &query, &participant).await?))
}

async fn load(
    connection: &mut Connection,
    visitor: &Visitor,
    query: &Node,
    participant: &Participant,
) -> Result<ParticipantPage, ApiError> {
    let environments = ordered(store::environment::list(connection).await?);
    let standing = Standing::load(connection, Some(participant.id)).await?;
    let mut pairs: Vec<(&Newest, Status)> = standing.pairs().collect();
    pairs.sort_by_key(|(_, status)| *status);
    let mut rows = pair::rows(connection, visitor, &standing, &environments, &pairs).await?;
    let provides =
        rows.extract_if(.., |row| row.provider == participant.name && row.consumer != participant.name).collect();
    let head = standing.head(participant.id);
    let strip = match head {
        Some(head) => strip(connection, visitor, participant, &head.version, &environments).await?,
        None => Vec::new(),
    };
    let number = query.filled("page").and_then(|text| text.parse::<usize>().ok()).unwrap_or(1).max(1);
    let total =
        usize::try_from(store::version::count(connection, participant.id, Scope::All).await?).unwrap_or_default();
    let pager = Pager::new(total, PAGE_SIZE, number, |page| format!("?page={page}#versions"));
    let versions = versions(connection, visitor, participant, number).await?;
    let branches = store::branch::list(connection, participant.id, None, Portion { size: BRANCHES, offset: 0 }).await?;
    Ok(ParticipantPage {
        frame: visitor.frame(participant.name.clone(), Section::Services),
        name: participant.name.clone(),
        display_name: Some(participant.display_name.clone()).filter(|display| *display != participant.name),
        main_branch: participant.main_branch.clone(),
        repository: participant.repository_url.as_deref().map(outside),
        newest: head.map(|head| VersionLink::new(&visitor.links, &participant.name, &head.version)),
        newest_is_main: branches.iter().any(|branch| Some(&branch.name) == participant.main_branch.as_ref()),
        strip,
        columns: pair::columns(&environments),
        consumes: rows,
        provides,
        versions,
        total: count(total, "version"),
        pager,
        branches: branches.iter().map(|branch| branch_row(visitor, participant, branch)).collect(),
        publish: command::publish(None, None, &visitor.broker).replace("<version>", "$(git rev-parse HEAD)").into(),
    })
}

/// The verdict on one version for each environment.
async fn strip(
    connection: &mut Connection,
    visitor: &Visitor,
    participant: &Participant,
    version: &str,
    environments: &[Environment],
) -> Result<Vec<Step>, ApiError> {
    let mut steps = Vec::new();
    for environment in environments.iter().take(pair::MAX_CELLS) {
        let selector = Selector { participant: participant.name.clone(), pick: Pick::Version(version.to_owned()) };
        let question = Question::about(selector, Pick::Environment(environment.name.clone()), Vec::new());
        let (_, verdict) = api::matrix::answer(connection, &question).await?;
        let note = match verdict.reasons.len() {
            0 => "nothing stands in the way".to_owned(),
            reasons => format!("{} in the way", count(reasons, "thing")),
        };
        steps.push(Step {
            badge: environment.into(),
            look: Look::of_verdict(verdict.answer, verdict.failed),
            href: visitor.links.can_i_deploy(&participant.name, version, &environment.name),
            note,
        });
    }
    Ok(steps)
}

async fn versions(
    connection: &mut Connection,
    visitor: &Visitor,
    participant: &Participant,
    number: usize,
) -> Result<Vec<VersionRow>, ApiError> {
    let size = i64::try_from(PAGE_SIZE).unwrap_or(i64::MAX);
    let offset = i64::try_from(number - 1).unwrap_or(i64::MAX).saturating_mul(size);
    let versions = store::version::list(connection, participant.id, Scope::All, Portion { size, offset }).await?;
    let keys: Vec<i64> = versions.iter().map(|version| version.id).collect();
    let branches = store::version::branches_of(connection, &keys).await?;
    let tags = store::version::tags_of(connection, &keys).await?;
    let presences = store::version::presences_of(connection, &keys).await?;
    Ok(versions
        .iter()
        .map(|version| version_row(visitor, participant, version, (&branches, &tags, &presences)))
        .collect())
}

fn version_row(
    visitor: &Visitor,
    participant: &Participant,
    version: &Version,
    (branches, tags, presences): (&[BranchMembership], &[TagMembership], &[Presence]),
) -> VersionRow {
    let live = presences.iter().filter(|presence| presence.version_id == version.id).map(|presence| {
        let instance = presence.application_instance.clone().unwrap_or_default();
        (EnvironmentBadge::from(presence), instance, visitor.when(presence.since))
    });
    VersionRow {
        version: VersionLink::new(&visitor.links, &participant.name, &version.number),
        branches: branches
            .iter()
            .filter(|branch| branch.version_id == version.id)
            .map(|branch| branch.branch.clone())
            .collect(),
        tags: tags.iter().filter(|tag| tag.version_id == version.id).map(|tag| tag.tag.clone()).collect(),
        live: live.collect(),
        created: visitor.when(version.created_at),
        build: version.build_url.as_deref().map(outside),
    }
}

fn branch_row(visitor: &Visitor, participant: &Participant, branch: &Branch) -> BranchRow {
    BranchRow {
        name: branch.name.clone(),
        is_main: Some(&branch.name) == participant.main_branch.as_ref(),
        head: VersionLink::new(&visitor.links, &participant.name, &branch.head),
        updated: visitor.when(branch.updated_at),
    }
}
