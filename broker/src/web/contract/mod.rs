//! A contract: did the consumer record what it meant, what exactly must the provider answer, and does it?

mod call;
mod difference;
mod interaction;
mod message;
mod printer;
mod reported;
mod room;
mod turns;

use super::frame::{Frame, Page, Section, Visitor, page};
use super::view::{Command, EnvironmentBadge, Look, Outside, Pager, VersionLink, When, outside, slice};
use crate::app::App;
use crate::domain::metadata::Metadata;
use crate::domain::status::{self, Answer, Status};
use crate::domain::{BranchMembership, Presence, Publication, command};
use crate::error::ApiError;
use crate::extract::{Names, Query};
use crate::query::Node;
use crate::store::publication::{Pair, Which};
use crate::store::standing::{ConsumerSide, JudgedVersion};
use crate::store::{self, Connection};
use abide_contract_core::json::{self, Value};
use askama::Template;
use axum::extract::State;
use interaction::{Content, Verdict, View};
use room::Room;

/// Interactions that are all open; in longer contracts only failing ones are.
const OPEN: usize = 50;

/// Interactions on a page.
const PAGE_SIZE: usize = 100;

#[derive(Template)]
#[template(path = "contract.html")]
struct Contract {
    frame: Frame,
    consumer: (String, String),
    provider: (String, String),
    look: Look,
    facts: Facts,
    judged: Vec<Judged>,
    matrix: String,
    verify: Command,
    fetch: Command,
    trouble: Option<String>,
    kinds: Vec<Kind>,
    interactions: Vec<View>,
    folds: bool,
    pager: Pager,
}

struct Facts {
    version: VersionLink,
    branches: Vec<String>,
    tags: Vec<String>,
    live: Vec<EnvironmentBadge>,
    published: When,
    build: Option<Outside>,
    digest: String,
    sharing: i64,
    writer: String,
    /// The consumer versions a verifier's link names.
    asked_for: Vec<String>,
}

/// A provider version and whether it keeps the contract.
struct Judged {
    version: VersionLink,
    branches: Vec<String>,
    badges: Vec<EnvironmentBadge>,
    look: Look,
    tally: String,
    failing: Vec<(String, String)>,
    when: Option<When>,
    build: Option<Outside>,
    note: &'static str,
}

/// The list on the left: a kind of interactions and links to them.
struct Kind {
    name: &'static str,
    entries: Vec<Entry>,
}

struct Entry {
    href: String,
    title: String,
    look: Look,
}

type Three = Names<(String, String, String)>;
type Four = Names<(String, String, String, String)>;

/// `GET …/version/{v}`.
pub async fn by_version(
    app: State<App>,
    visitor: Visitor,
    query: Query,
    Names((provider, consumer, number)): Three,
) -> Page {
    show(app, visitor, query, (&provider, &consumer, Which::Version(&number))).await
}

/// `GET …/latest`.
pub async fn latest(
    app: State<App>,
    visitor: Visitor,
    query: Query,
    Names((provider, consumer)): Names<(String, String)>,
) -> Page {
    show(app, visitor, query, (&provider, &consumer, Which::Latest)).await
}

/// `GET …/latest/{tag}`.
pub async fn latest_tagged(
    app: State<App>,
    visitor: Visitor,
    query: Query,
    Names((provider, consumer, tag)): Three,
) -> Page {
    show(app, visitor, query, (&provider, &consumer, Which::LatestTagged(&tag))).await
}

/// `GET …/branch/{b}/latest`.
pub async fn by_branch(
    app: State<App>,
    visitor: Visitor,
    query: Query,
    Names((provider, consumer, branch)): Three,
) -> Page {
    show(app, visitor, query, (&provider, &consumer, Which::BranchHead(&branch))).await
}

/// `GET …/pact-version/{digest}`.
pub async fn by_content(
    app: State<App>,
    visitor: Visitor,
    query: Query,
    Names((provider, consumer, digest)): Three,
) -> Page {
    show(app, visitor, query, (&provider, &consumer, Which::Digest(&digest))).await
}

/// `GET …/pact-version/{digest}/metadata/{m}`.
pub async fn by_metadata(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query,
    Names((provider, consumer, digest, metadata)): Four,
) -> Page {
    let mut contract = load(&app, &visitor, &query, (&provider, &consumer, Which::Digest(&digest))).await?;
    contract.facts.asked_for = Metadata::decode(&metadata).consumer_versions;
    Ok(page(&contract))
}

async fn show(State(app): State<App>, visitor: Visitor, Query(query): Query, asked: (&str, &str, Which<'_>)) -> Page {
    Ok(page(&load(&app, &visitor, &query, asked).await?))
}

/// What the store has about one contract: seven statements.
struct Found {
    publication: Publication,
    body: String,
    consumer: ConsumerSide,
    judged: Vec<JudgedVersion>,
    branches: Vec<BranchMembership>,
    tags: Vec<String>,
    presences: Vec<Presence>,
}

impl Found {
    async fn read(connection: &mut Connection, publication: Publication) -> Result<Self, ApiError> {
        let body = store::publication::body(connection, &publication).await?;
        let consumer = store::standing::consumer_side(connection, &publication).await?;
        let judged = store::standing::judged_versions(connection, &publication).await?;
        let mut versions: Vec<i64> = judged.iter().map(|version| version.version_id).collect();
        versions.push(publication.consumer_version_id);
        let branches = store::version::branches_of(connection, &versions).await?;
        let tags = store::version::tags_of(connection, &[publication.consumer_version_id]).await?;
        let presences = store::version::presences_of(connection, &versions).await?;
        let tags = tags.into_iter().map(|tag| tag.tag).collect();
        Ok(Self { publication, body, consumer, judged, branches, tags, presences })
    }

    fn branches_of(&self, version_id: i64) -> Vec<String> {
        self.branches
            .iter()
            .filter(|membership| membership.version_id == version_id)
            .map(|membership| membership.branch.clone())
            .collect()
    }

    fn badges_of(&self, version_id: i64) -> Vec<EnvironmentBadge> {
        let mut badges: Vec<EnvironmentBadge> = self
            .presences
            .iter()
            .filter(|presence| presence.version_id == version_id)
            .map(EnvironmentBadge::from)
            .collect();
        badges.dedup();
        badges
    }
}

async fn load(
    app: &App,
    visitor: &Visitor,
    query: &Node,
    (provider, consumer, which): (&str, &str, Which<'_>),
) -> Result<Contract, ApiError> {
    let mut transaction = app.store.read().await?;
    let Some(publication) = store::publication::find(&mut transaction, Pair { provider, consumer }, which).await?
    else {
        return Err(absent(&mut transaction, provider, consumer, which).await?);
    };
    let found = Found::read(&mut transaction, publication).await?;
    drop(transaction);
    Ok(contract(visitor, query, &found))
}

/// Says what of the three is unknown.
async fn absent(
    connection: &mut Connection,
    provider: &str,
    consumer: &str,
    which: Which<'_>,
) -> Result<ApiError, ApiError> {
    for (role, name) in [("provider", provider), ("consumer", consumer)] {
        if store::participant::find(connection, name).await?.is_none() {
            return Ok(ApiError::no_participant(role, name));
        }
    }
    let what = match which {
        Which::Version(number) => format!("No contract of {consumer} {number} with {provider}"),
        Which::BranchHead(branch) => {
            format!("No contract with {provider} from the head of branch {branch} of {consumer}")
        }
        Which::LatestTagged(tag) => format!("No contract with {provider} from a version of {consumer} with tag {tag}"),
        Which::Digest(digest) => format!("No contract between {consumer} and {provider} with content {digest}"),
        _ => format!("No contract between {consumer} and {provider}"),
    };
    Ok(ApiError::not_found(what))
}

fn contract(visitor: &Visitor, query: &Node, found: &Found) -> Contract {
    let Publication { consumer, provider, consumer_version, .. } = &found.publication;
    let links = &visitor.links;
    let verdicts: Vec<Verdict> = found.judged.iter().filter_map(|version| verdict(visitor, found, version)).collect();
    let content = Content::read(&found.body);
    let views = content.views(&verdicts);
    let judged = found.judged.iter().map(|version| judged(visitor, found, version, &views)).collect();
    let here = links.contract(provider, consumer, consumer_version);
    let absolute = format!("{}{}", visitor.broker, here.strip_prefix(links.base()).unwrap_or(&here));
    let mut ordered = views;
    let kinds = kinds(&ordered);
    ordered.sort_by_key(|view| !view.is_failing());
    let kinds = with_pages(kinds, &ordered);
    let number = query.filled("page").and_then(|text| text.parse().ok()).unwrap_or(1);
    let mut interactions = slice(&ordered, PAGE_SIZE, number).to_vec();
    let room = Room::new();
    for view in &mut interactions {
        content.complete(view, &room);
    }
    let pager = Pager::new(ordered.len(), PAGE_SIZE, number, |page| format!("?page={page}"));
    Contract {
        frame: visitor.frame(format!("{consumer} to {provider}"), Section::None),
        consumer: (consumer.clone(), links.participant(consumer)),
        provider: (provider.clone(), links.participant(provider)),
        look: overall(found).into(),
        facts: facts(visitor, found),
        judged,
        matrix: format!(
            "{}/matrix/provider/{}/consumer/{}",
            links.base(),
            crate::links::segment(provider),
            crate::links::segment(consumer)
        ),
        verify: format!(
            "abide verify {} --provider {} {}",
            command::quoted(&absolute),
            command::quoted(provider),
            found.publication.ways.arguments("http://localhost:8080", "http://localhost:50051")
        )
        .into(),
        fetch: format!("curl {}", command::quoted(&absolute)).into(),
        trouble: content.trouble(),
        kinds,
        folds: ordered.len() > OPEN,
        interactions,
        pager,
    }
}

fn answer(version: &JudgedVersion) -> Answer {
    match &version.result {
        Some(result) if result.success => Answer::Kept,
        Some(result) => Answer::Broken { pending: result.pending },
        None => Answer::Unknown { kept_earlier: version.kept_earlier },
    }
}

fn overall(found: &Found) -> Status {
    let branches = found.branches_of(found.publication.consumer_version_id);
    let beside_main =
        !branches.is_empty() && !branches.iter().any(|branch| Some(branch) == found.consumer.main_branch.as_ref());
    status::of_newest(found.judged.iter().filter(|version| version.counts).map(answer), beside_main)
}

fn verdict(visitor: &Visitor, found: &Found, version: &JudgedVersion) -> Option<Verdict> {
    let result = version.result.as_ref()?;
    Some(Verdict {
        version: VersionLink::new(&visitor.links, &found.publication.provider, &version.version),
        badges: found.badges_of(version.version_id),
        when: visitor.when(result.created_at),
        build: result.build_url.as_deref().map(outside),
        reported: result.test_results.as_deref().map(reported::read).unwrap_or_default(),
        counts: version.counts,
    })
}

fn judged(visitor: &Visitor, found: &Found, version: &JudgedVersion, views: &[View]) -> Judged {
    let link = VersionLink::new(&visitor.links, &found.publication.provider, &version.version);
    let is_about = |view: &&View| view.failures.iter().any(|failure| failure.version == link);
    let failing: Vec<(String, String)> =
        views.iter().filter(is_about).map(|view| (view.title.clone(), view.anchor.clone())).collect();
    let reported = version
        .result
        .as_ref()
        .and_then(|result| result.test_results.as_deref())
        .map(reported::read)
        .unwrap_or_default();
    let passed = reported.iter().filter(|reported| reported.success).count();
    let tally = match (&version.result, reported.is_empty()) {
        (None, _) => String::new(),
        (Some(_), true) => "not reported one by one".to_owned(),
        (Some(_), false) => format!("{passed} of {}", reported.len().max(views.len())),
    };
    Judged {
        branches: found.branches_of(version.version_id),
        badges: found.badges_of(version.version_id),
        look: answer(version).status().into(),
        tally,
        failing,
        when: version.result.as_ref().map(|result| visitor.when(result.created_at)),
        build: version.result.as_ref().and_then(|result| result.build_url.as_deref()).map(outside),
        note: if version.counts { "" } else { "the newest result; neither live nor the newest on its main branch" },
        version: link,
    }
}

fn facts(visitor: &Visitor, found: &Found) -> Facts {
    let publication = &found.publication;
    Facts {
        version: VersionLink::new(&visitor.links, &publication.consumer, &publication.consumer_version),
        branches: found.branches_of(publication.consumer_version_id),
        tags: found.tags.clone(),
        live: found.badges_of(publication.consumer_version_id),
        published: visitor.when(publication.created_at),
        build: found.consumer.build_url.as_deref().map(outside),
        digest: publication.digest.chars().take(12).collect(),
        sharing: found.consumer.sharing,
        writer: writer(&found.body),
        asked_for: Vec::new(),
    }
}

/// Which tool wrote the contract, and in which version of the format.
fn writer(body: &str) -> String {
    let Ok(contract) = json::parse(body.as_bytes()) else { return String::new() };
    let Some(metadata) = contract.get("metadata").and_then(Value::as_object) else { return String::new() };
    let version = |key: &str| metadata.get(key)?.get("version").map(|version| version.to_text().into_owned());
    let tools = metadata.keys().filter(|key| !key.to_lowercase().contains("specification"));
    let tool =
        tools.filter_map(|key| Some(format!("{key} {}", version(key)?))).min_by_key(|tool| !tool.starts_with("abide"));
    let format = version("pactSpecification").map(|version| {
        format!("Pact V{}", version.strip_suffix(".0.0").or(version.strip_suffix(".0")).unwrap_or(&version))
    });
    tool.into_iter().chain(format).collect::<Vec<_>>().join(", ")
}

fn kinds(views: &[View]) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = Vec::new();
    for view in views {
        let entry = Entry { href: view.anchor.clone(), title: view.title.clone(), look: view.look };
        match kinds.iter_mut().find(|kind| kind.name == view.kind) {
            Some(kind) => kind.entries.push(entry),
            None => kinds.push(Kind { name: view.kind, entries: vec![entry] }),
        }
    }
    kinds
}

/// Turns anchors into links to the page the interaction is on.
fn with_pages(mut kinds: Vec<Kind>, ordered: &[View]) -> Vec<Kind> {
    let pages: std::collections::HashMap<&str, usize> =
        ordered.iter().enumerate().map(|(index, view)| (view.anchor.as_str(), index / PAGE_SIZE + 1)).collect();
    for entry in kinds.iter_mut().flat_map(|kind| &mut kind.entries) {
        entry.href = match pages.get(entry.href.as_str()) {
            Some(page) if ordered.len() > PAGE_SIZE => format!("?page={page}#{}", entry.href),
            _ => format!("#{}", entry.href),
        };
    }
    kinds
}
