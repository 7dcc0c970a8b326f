//! Every service: what it calls, who calls it, where it is live.

use super::frame::{Frame, Page, Section, Visitor, page};
use super::standing::Remembered;
use super::view::{EnvironmentBadge, Pager, When, count, slice};
use crate::app::App;
use crate::domain::status::Status;
use crate::error::ApiError;
use crate::extract::Query;
use crate::links::query_value;
use crate::query::Node;
use crate::store;
use askama::Template;
use axum::Extension;
use axum::extract::State;
use std::collections::HashMap;

const PAGE_SIZE: usize = 100;

#[derive(Template)]
#[template(path = "participants.html")]
struct Participants {
    frame: Frame,
    total: String,
    search: String,
    services: Vec<Service>,
    pager: Pager,
    clear: String,
}

struct Service {
    name: String,
    href: String,
    main_branch: Option<String>,
    consumes: i64,
    provides: i64,
    /// Pairs with another status than verified.
    trouble: usize,
    live: Vec<EnvironmentBadge>,
    newest: Option<When>,
}

/// `GET /pacticipants`.
pub async fn list(
    State(app): State<App>,
    Extension(remembered): Extension<Remembered>,
    visitor: Visitor,
    Query(query): Query,
) -> Page {
    Ok(page(&load(&app, &remembered, &visitor, &query).await?))
}

async fn load(app: &App, remembered: &Remembered, visitor: &Visitor, query: &Node) -> Result<Participants, ApiError> {
    let search = query.filled("search").or_else(|| query.filled("q")).unwrap_or_default().trim().to_owned();
    let number = query.filled("page").and_then(|text| text.parse().ok()).unwrap_or(1);
    let mut transaction = app.store.read().await?;
    let found =
        store::participant::list(&mut transaction, Some(search.as_str()).filter(|search| !search.is_empty())).await?;
    let roles = store::track_record::roles(&mut transaction).await?;
    let standing = remembered.standing(&app.store, &mut transaction).await?;
    drop(transaction);
    let roles: HashMap<i64, _> = roles.into_iter().map(|roles| (roles.participant_id, roles)).collect();
    let mut trouble: HashMap<i64, usize> = HashMap::new();
    for (pair, _) in standing.pairs().filter(|(_, status)| *status != Status::Verified) {
        *trouble.entry(pair.publication.consumer_id).or_default() += 1;
        *trouble.entry(pair.publication.provider_id).or_default() += 1;
    }
    let services = slice(&found, PAGE_SIZE, number).iter().map(|participant| {
        let roles = roles.get(&participant.id);
        let mut live: Vec<EnvironmentBadge> = standing.live_of(participant.id).map(EnvironmentBadge::from).collect();
        live.dedup();
        Service {
            name: participant.name.clone(),
            href: visitor.links.participant(&participant.name),
            main_branch: participant.main_branch.clone(),
            consumes: roles.map_or(0, |roles| roles.consumes),
            provides: roles.map_or(0, |roles| roles.provides),
            trouble: trouble.get(&participant.id).copied().unwrap_or_default(),
            live,
            newest: roles.and_then(|roles| roles.newest_at).map(|moment| visitor.when(moment)),
        }
    });
    let url = visitor.links.participants();
    let href = |page: usize| match search.as_str() {
        "" => format!("{url}?page={page}"),
        search => format!("{url}?search={}&page={page}", query_value(search)),
    };
    Ok(Participants {
        frame: visitor.frame("Services", Section::Services),
        total: count(found.len(), "service"),
        services: services.collect(),
        pager: Pager::new(found.len(), PAGE_SIZE, number, href),
        clear: url.clone(),
        search,
    })
}
