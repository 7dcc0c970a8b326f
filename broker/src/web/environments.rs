//! Environments: what is live where, since when, and does it hold together?

use super::frame::{Frame, Page, Section, Visitor, page};
use super::overview::ordered;
use super::standing::{Health, Remembered, Standing};
use super::view::{Command, EnvironmentBadge, Look, Pager, VersionLink, When, count, slice};
use crate::app::App;
use crate::domain::overview::Live;
use crate::domain::status::Status;
use crate::domain::{Environment, command};
use crate::error::ApiError;
use crate::extract::{Names, Query};
use crate::query::Node;
use crate::store;
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use std::collections::BTreeMap;

/// Rows on a page.
const PAGE_SIZE: usize = 50;

#[derive(Template)]
#[template(path = "environments.html")]
struct Environments {
    frame: Frame,
    cards: Vec<Card>,
    columns: Vec<EnvironmentBadge>,
    services: Vec<Service>,
    pager: Pager,
    create: Command,
}

struct Card {
    badge: EnvironmentBadge,
    display_name: String,
    href: String,
    summary: String,
    counts: Vec<(Look, usize)>,
}

/// A service, and its live versions in each environment.
#[derive(Clone)]
struct Service {
    name: String,
    href: String,
    places: Vec<Vec<VersionLink>>,
}

#[derive(Template)]
#[template(path = "environment.html")]
struct EnvironmentPage {
    frame: Frame,
    badge: EnvironmentBadge,
    display_name: String,
    counts: Vec<(Look, usize)>,
    pairs: Vec<Pair>,
    pairs_pager: Pager,
    live: Vec<LiveRow>,
    live_pager: Pager,
    record: Command,
}

/// Two services that are live together here.
#[derive(Clone)]
struct Pair {
    consumer: String,
    provider: String,
    href: String,
    look: Look,
}

struct LiveRow {
    name: String,
    href: String,
    version: VersionLink,
    how: &'static str,
    instance: String,
    since: When,
}

/// `GET /environments`.
pub async fn list(
    State(app): State<App>,
    Extension(remembered): Extension<Remembered>,
    visitor: Visitor,
    Query(query): Query,
) -> Page {
    let mut transaction = app.store.read().await?;
    let environments = ordered(store::environment::list(&mut transaction).await?);
    let standing = remembered.standing(&app.store, &mut transaction).await?;
    drop(transaction);
    let cards = environments.iter().map(|environment| {
        let health = standing.health(&environment.name);
        Card {
            badge: environment.into(),
            display_name: environment.display_name.clone(),
            href: visitor.links.environment(&environment.uuid),
            summary: format!("{}, {} live", count(health.services, "service"), count(health.pairs.len(), "pair")),
            counts: counts(&health),
        }
    });
    let (number, services) = (asked(&query, "page"), services(&visitor, &environments, &standing));
    let pager = Pager::new(services.len(), PAGE_SIZE, number, |page| format!("?page={page}#where"));
    Ok(page(&Environments {
        frame: visitor.frame("Environments", Section::Environments),
        cards: cards.collect(),
        columns: environments.iter().map(EnvironmentBadge::from).collect(),
        services: slice(&services, PAGE_SIZE, number).to_vec(),
        pager,
        create: format!(
            "abide environments create --name production --production --broker {}",
            command::quoted(&visitor.broker)
        )
        .into(),
    }))
}

/// The number of the page asked for.
fn asked(query: &Node, key: &str) -> usize {
    query.filled(key).and_then(|text| text.parse().ok()).unwrap_or(1)
}

fn counts(health: &Health) -> Vec<(Look, usize)> {
    let counts = [Status::Failed, Status::Never, Status::Verified].map(|status| (status.into(), health.count(status)));
    counts.into_iter().filter(|(_, count)| *count > 0).collect()
}

fn services(visitor: &Visitor, environments: &[Environment], standing: &Standing) -> Vec<Service> {
    let mut by_name: BTreeMap<(String, &str), Vec<&Live>> = BTreeMap::new();
    for place in standing.live() {
        by_name.entry((place.participant.to_lowercase(), &place.participant)).or_default().push(place);
    }
    let versions = |places: &[&Live], environment: &Environment| {
        let mut links: Vec<VersionLink> = places
            .iter()
            .filter(|place| place.environment == environment.name)
            .map(|place| VersionLink::new(&visitor.links, &place.participant, &place.version))
            .collect();
        links.dedup();
        links
    };
    by_name
        .iter()
        .map(|((_, name), places)| Service {
            name: (*name).to_owned(),
            href: visitor.links.participant(name),
            places: environments.iter().map(|environment| versions(places, environment)).collect(),
        })
        .collect()
}

/// `GET /environments/{uuid}`; a name leads there too.
pub async fn show(
    State(app): State<App>,
    Extension(remembered): Extension<Remembered>,
    visitor: Visitor,
    Query(query): Query,
    Names(key): Names<String>,
) -> Page {
    let mut transaction = app.store.read().await?;
    let Some(environment) = store::environment::find(&mut transaction, &key).await? else {
        return match store::environment::named(&mut transaction, &key).await? {
            Some(environment) => Ok(Redirect::to(&visitor.links.environment(&environment.uuid)).into_response()),
            None => Err(ApiError::not_found(format!("No environment {key}"))),
        };
    };
    let standing = remembered.standing(&app.store, &mut transaction).await?;
    drop(transaction);
    let health = standing.health(&environment.name);
    let live: Vec<&Live> = standing.live().iter().filter(|place| place.environment == environment.name).collect();
    let pairs = pairs(&visitor, &standing, &health);
    let (pairs_page, live_page) = (asked(&query, "page"), asked(&query, "services"));
    Ok(page(&EnvironmentPage {
        frame: visitor.frame(environment.name.clone(), Section::Environments),
        badge: (&environment).into(),
        display_name: environment.display_name.clone(),
        counts: counts(&health),
        pairs: slice(&pairs, PAGE_SIZE, pairs_page).to_vec(),
        pairs_pager: Pager::new(pairs.len(), PAGE_SIZE, pairs_page, |page| format!("?page={page}#pairs")),
        live_pager: Pager::new(live.len(), PAGE_SIZE, live_page, |page| format!("?services={page}#live")),
        live: slice(&live, PAGE_SIZE, live_page).iter().map(|place| live_row(&visitor, place)).collect(),
        record: command::record_deployment(
            "SERVICE",
            Some("$(git rev-parse HEAD)"),
            &environment.name,
            &visitor.broker,
        )
        .replace("'$(git rev-parse HEAD)'", "$(git rev-parse HEAD)")
        .into(),
    }))
}

fn pairs(visitor: &Visitor, standing: &Standing, health: &Health) -> Vec<Pair> {
    let names: std::collections::HashMap<(i64, i64), _> = standing
        .newest
        .iter()
        .map(|pair| ((pair.publication.consumer_id, pair.publication.provider_id), &pair.publication))
        .collect();
    let known = health
        .pairs
        .iter()
        .filter_map(|(consumer, provider, status)| Some((names.get(&(*consumer, *provider))?, *status)));
    let mut pairs: Vec<Pair> = known
        .map(|(publication, status)| Pair {
            consumer: publication.consumer.clone(),
            provider: publication.provider.clone(),
            href: format!(
                "{}/matrix/provider/{}/consumer/{}",
                visitor.links.base(),
                crate::links::segment(&publication.provider),
                crate::links::segment(&publication.consumer)
            ),
            look: status.into(),
        })
        .collect();
    // Health has trouble first; within a status names read better in order.
    pairs.sort_by(|left, right| {
        let rank = |pair: &Pair| health.pairs.iter().position(|(.., status)| Look::from(*status) == pair.look);
        rank(left)
            .cmp(&rank(right))
            .then_with(|| (&left.consumer, &left.provider).cmp(&(&right.consumer, &right.provider)))
    });
    pairs
}

fn live_row(visitor: &Visitor, place: &Live) -> LiveRow {
    LiveRow {
        name: place.participant.clone(),
        href: visitor.links.participant(&place.participant),
        version: VersionLink::new(&visitor.links, &place.participant, &place.version),
        how: if place.deployed { "deployed" } else { "released" },
        instance: place.application_instance.clone().unwrap_or_default(),
        since: visitor.when(place.since),
    }
}
