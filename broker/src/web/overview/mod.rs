//! The first page: is anything live broken, what waits for my team, who talks to whom.

mod question;

use super::frame::{Frame, Page, Section, Visitor, page};
use super::pair::{self, Row};
use super::standing::{Health, Remembered, Standing};
use super::view::{Command, EnvironmentBadge, Look, Pager, When, count, meaning, slice};
use crate::app::App;
use crate::domain::status::Status;
use crate::domain::{Environment, command};
use crate::error::ApiError;
use crate::extract::Query;
use crate::links::Links;
use crate::store::standing::Newest;
use crate::store::{self, Connection};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use question::{Question, Sort};

#[derive(Template)]
#[template(path = "overview.html")]
struct Overview {
    frame: Frame,
    totals: String,
    last_contract: Option<When>,
    strips: Vec<Strip>,
    question: Question,
    environments: Vec<String>,
    sorts: Vec<(&'static str, &'static str, bool)>,
    chips: Vec<Chip>,
    columns: Vec<String>,
    groups: Vec<Group>,
    pager: Pager,
    order: &'static str,
    /// What the filter says, when nothing matches it.
    nothing: Option<String>,
    clear: String,
}

/// An environment's health as a card.
struct Strip {
    badge: EnvironmentBadge,
    href: String,
    summary: String,
    counts: Vec<(Look, String)>,
    bars: Vec<Bar>,
}

/// A share of a proportion bar, in thousandths of its width.
struct Bar {
    tint: &'static str,
    from: usize,
    width: usize,
}

struct Chip {
    look: Option<Look>,
    text: &'static str,
    count: usize,
    href: String,
    current: bool,
}

struct Group {
    /// The status in words and what it means; none when the list is not grouped.
    head: Option<(&'static str, usize, &'static str)>,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "first_use.html")]
struct FirstUse {
    frame: Frame,
    waiting: Look,
    publish: Command,
    verify: Command,
    ask: Command,
    record: Command,
    environments: Vec<EnvironmentBadge>,
    create: Command,
}

/// `GET /`.
pub async fn show(
    State(app): State<App>,
    Extension(remembered): Extension<Remembered>,
    visitor: Visitor,
    Query(query): Query,
) -> Page {
    let mut transaction = app.store.read().await?;
    let environments = ordered(store::environment::list(&mut transaction).await?);
    let standing = remembered.standing(&app.store, &mut transaction).await?;
    if standing.newest.is_empty() {
        return Ok(page(&first_use(&visitor, &environments)));
    }
    let question = Question::read(&query);
    let overview = overview(&mut transaction, &visitor, &standing, environments, question).await?;
    Ok(page(&overview))
}

/// Environments as they stand on pages: production first, then by name.
pub(crate) fn ordered(mut environments: Vec<Environment>) -> Vec<Environment> {
    environments.sort_by(|left, right| right.production.cmp(&left.production).then_with(|| left.name.cmp(&right.name)));
    environments
}

async fn overview(
    connection: &mut Connection,
    visitor: &Visitor,
    standing: &Standing,
    environments: Vec<Environment>,
    question: Question,
) -> Result<Overview, ApiError> {
    let mut found = matching(standing, &question);
    let chips = chips(&question, &found, &visitor.links);
    found.retain(|(_, status)| question.status.is_none_or(|wanted| wanted == *status));
    sort(&mut found, question.sort);
    let shown = slice(&found, question.page_size, question.page);
    let rows = pair::rows(connection, visitor, standing, &environments, shown).await?;
    let groups = groups(rows, shown, &found, question.sort);
    let pager = Pager::new(found.len(), question.page_size, question.page, |page| {
        question.with_page(page).href(&visitor.links)
    });
    Ok(Overview {
        frame: visitor.frame("Integrations", Section::Overview),
        totals: totals(standing),
        last_contract: standing
            .newest
            .iter()
            .map(|pair| pair.publication.created_at)
            .max()
            .map(|moment| visitor.when(moment)),
        strips: environments
            .iter()
            .map(|environment| strip(environment, &standing.health(&environment.name), &visitor.links))
            .collect(),
        environments: environments.iter().map(|environment| environment.name.clone()).collect(),
        sorts: Sort::ALL.iter().map(|(sort, key, words)| (*key, *words, *sort == question.sort)).collect(),
        chips,
        columns: pair::columns(&environments),
        groups,
        pager,
        order: question.sort.caption(),
        nothing: found.is_empty().then(|| nothing(&question)),
        clear: visitor.links.path("/"),
        question,
    })
}

fn totals(standing: &Standing) -> String {
    let names = standing.newest.iter().flat_map(|pair| [pair.publication.consumer_id, pair.publication.provider_id]);
    let services: std::collections::HashSet<i64> = names.collect();
    format!("{} · {}", count(services.len(), "service"), count(standing.newest.len(), "integration"))
}

/// The pairs the search and the environment leave, with their status; the status itself does not narrow them yet.
fn matching<'a>(standing: &'a Standing, question: &Question) -> Vec<(&'a Newest, Status)> {
    let is_there = |pair: &Newest| {
        let publication = &pair.publication;
        question.environment.as_ref().is_none_or(|environment| {
            standing.together(publication.consumer_id, publication.provider_id, environment) != Status::NotLive
        })
    };
    let is_found =
        |pair: &Newest| question.finds(&pair.publication.consumer, &pair.publication.provider) && is_there(pair);
    standing.pairs().filter(|(pair, _)| is_found(pair)).collect()
}

fn sort(pairs: &mut [(&Newest, Status)], sort: Sort) {
    match sort {
        Sort::Attention => {
            pairs.sort_by_key(|(pair, status)| (*status, std::cmp::Reverse(pair.publication.created_at)));
        }
        Sort::Newest => pairs.sort_by_key(|(pair, _)| std::cmp::Reverse(pair.publication.created_at)),
        Sort::Name => (),
    }
}

fn groups(rows: Vec<Row>, shown: &[(&Newest, Status)], found: &[(&Newest, Status)], sort: Sort) -> Vec<Group> {
    if sort != Sort::Attention {
        return vec![Group { head: None, rows }];
    }
    let mut groups: Vec<(Status, Group)> = Vec::new();
    for (row, (_, status)) in rows.into_iter().zip(shown) {
        match groups.last_mut() {
            Some((last, group)) if last == status => group.rows.push(row),
            _ => {
                let count = found.iter().filter(|(_, other)| other == status).count();
                let head = Some((Look::from(*status).word, count, meaning(*status)));
                groups.push((*status, Group { head, rows: vec![row] }));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn chips(question: &Question, found: &[(&Newest, Status)], links: &Links) -> Vec<Chip> {
    let all = Chip {
        look: None,
        text: "All",
        count: found.len(),
        href: question.with_status(None).href(links),
        current: question.status.is_none(),
    };
    let counted =
        Status::ALL.into_iter().map(|status| (status, found.iter().filter(|(_, other)| *other == status).count()));
    let used = counted.filter(|(status, count)| *count > 0 || question.status == Some(*status));
    let chips = used.map(|(status, count)| Chip {
        look: Some(status.into()),
        text: Look::from(status).word,
        count,
        href: question.with_status(Some(status)).href(links),
        current: question.status == Some(status),
    });
    std::iter::once(all).chain(chips).collect()
}

fn strip(environment: &Environment, health: &Health, links: &Links) -> Strip {
    let order = [Status::Failed, Status::Never, Status::Verified];
    let counts = order.map(|status| (status, health.count(status)));
    let words = |status| match status {
        Status::Failed => "failed",
        Status::Never => "never verified",
        _ => "verified",
    };
    let shown = counts.iter().filter(|(_, count)| *count > 0);
    Strip {
        badge: environment.into(),
        href: links.environment(&environment.uuid),
        summary: format!("{}, {} live", count(health.services, "service"), count(health.pairs.len(), "pair")),
        counts: shown.map(|(status, count)| ((*status).into(), format!("{count} {}", words(*status)))).collect(),
        bars: bars(&[counts[2], counts[1], counts[0]]),
    }
}

/// Shares of the bar; a small share keeps a width that can be seen.
fn bars(counts: &[(Status, usize)]) -> Vec<Bar> {
    const WIDTH: usize = 1000;
    const LEAST: usize = 12;
    const GAP: usize = 3;
    let present: Vec<_> = counts.iter().filter(|(_, count)| *count > 0).collect();
    let total: usize = present.iter().map(|(_, count)| count).sum();
    let spare = WIDTH.saturating_sub(present.len().saturating_sub(1) * GAP + present.len() * LEAST);
    let mut from = 0;
    let mut bars = Vec::new();
    for (status, count) in present {
        let width = LEAST + spare * count / total.max(1);
        bars.push(Bar { tint: Look::from(*status).tint, from, width });
        from += width + GAP;
    }
    bars
}

fn nothing(question: &Question) -> String {
    let mut words = vec!["No integration".to_owned()];
    if let Some(status) = question.status {
        words.push(format!("is “{}”", Look::from(status).word));
    }
    if !question.search.is_empty() {
        words.push(format!("has “{}” in a name", question.search));
    }
    if let Some(environment) = &question.environment {
        words.push(format!("is live in {environment}"));
    }
    let (head, rest) = words.split_at(1);
    if rest.is_empty() {
        "There is nothing on this page.".to_owned()
    } else {
        format!("{} {}.", head[0], rest.join(" and "))
    }
}

fn first_use(visitor: &Visitor, environments: &[Environment]) -> FirstUse {
    let broker = &visitor.broker;
    let version = "$(git rev-parse HEAD)";
    let environment = environments.first().map_or("production", |environment| environment.name.as_str());
    let order = |verb: &str| format!("abide {verb} --participant order-service --version {version}");
    let quoted = command::quoted(broker);
    FirstUse {
        frame: visitor.frame("No contracts yet", Section::Overview),
        waiting: Look::WAITING,
        publish: format!("abide publish target/contracts --version {version} --branch main --broker {quoted}").into(),
        verify: format!(
            "abide verify --provider payment-service --url http://localhost:8080 --broker {quoted} --publish --provider-version {version} --provider-branch main"
        )
        .into(),
        ask: format!("{} --to-environment {} --broker {quoted}", order("can-i-deploy"), command::quoted(environment)).into(),
        record: format!("{} --environment {} --broker {quoted}", order("record-deployment"), command::quoted(environment)).into(),
        environments: environments.iter().map(EnvironmentBadge::from).collect(),
        create: format!("abide environments create --name production --production --broker {quoted}").into(),
    }
}
