//! One version: where it comes from, where it has been, what it said and what it verified.

use super::frame::{Frame, Page, Section, Visitor, page};
use super::overview::ordered;
use super::view::{Command, EnvironmentBadge, Look, Outside, VersionLink, When, outside};
use crate::api;
use crate::app::App;
use crate::domain::status::Answer;
use crate::domain::{Environment, Participant, Publication, Version, command};
use crate::error::ApiError;
use crate::extract::Names;
use crate::store::publication::Listing;
use crate::store::track_record::{SentResult, Stay};
use crate::store::{self, Connection};
use askama::Template;
use axum::extract::State;

#[derive(Template)]
#[template(path = "version.html")]
struct VersionPage {
    frame: Frame,
    participant: (String, String),
    number: String,
    branches: Vec<(String, bool)>,
    tags: Vec<String>,
    created: When,
    build: Option<Outside>,
    stays: Vec<StayRow>,
    contracts: Vec<ContractRow>,
    results: Vec<ResultRow>,
    questions: Vec<(EnvironmentBadge, String)>,
    record: Option<Command>,
}

struct StayRow {
    badge: EnvironmentBadge,
    instance: String,
    verb: &'static str,
    since: When,
    until: Option<When>,
}

struct ContractRow {
    provider: String,
    href: String,
    published: When,
    revision: i64,
}

struct ResultRow {
    consumer: String,
    href: String,
    version: VersionLink,
    look: Look,
    when: When,
    build: Option<Outside>,
}

/// `GET /pacticipants/{p}/versions/{v}`.
pub async fn show(State(app): State<App>, visitor: Visitor, Names((name, number)): Names<(String, String)>) -> Page {
    let mut transaction = app.store.read().await?;
    let (participant, version) = api::version(&mut transaction, &name, &number).await?;
    Ok(page(&load(&mut transaction, &visitor, &participant, &version).await?))
}

async fn load(
    connection: &mut Connection,
    visitor: &Visitor,
    participant: &Participant,
    version: &Version,
) -> Result<VersionPage, ApiError> {
    let environments = ordered(store::environment::list(connection).await?);
    let branches = store::version::branches_of(connection, &[version.id]).await?;
    let tags = store::version::tags_of(connection, &[version.id]).await?;
    let stays = store::track_record::stays(connection, version.id).await?;
    let contracts = store::publication::list(connection, Listing::ConsumerVersion(version.id), None).await?;
    let results = store::track_record::sent_results(connection, version.id).await?;
    Ok(VersionPage {
        frame: visitor.frame(format!("{} {}", participant.name, version.number), Section::Services),
        participant: (participant.name.clone(), visitor.links.participant(&participant.name)),
        number: version.number.clone(),
        branches: branches.into_iter().map(|branch| (branch.branch, branch.latest)).collect(),
        tags: tags.into_iter().map(|tag| tag.tag).collect(),
        created: visitor.when(version.created_at),
        build: version.build_url.as_deref().map(outside),
        stays: stays.iter().map(|stay| stay_row(visitor, stay)).collect(),
        contracts: contracts.iter().map(|publication| contract_row(visitor, publication)).collect(),
        results: results.iter().map(|result| result_row(visitor, participant, result)).collect(),
        questions: environments
            .iter()
            .map(|environment| question(visitor, participant, version, environment))
            .collect(),
        record: environments.first().map(|environment| {
            command::record_deployment(&participant.name, Some(&version.number), &environment.name, &visitor.broker)
                .into()
        }),
    })
}

fn question(
    visitor: &Visitor,
    participant: &Participant,
    version: &Version,
    environment: &Environment,
) -> (EnvironmentBadge, String) {
    (environment.into(), visitor.links.can_i_deploy(&participant.name, &version.number, &environment.name))
}

fn stay_row(visitor: &Visitor, stay: &Stay) -> StayRow {
    StayRow {
        badge: EnvironmentBadge::new(&stay.environment, stay.production),
        instance: stay.application_instance.clone().unwrap_or_default(),
        verb: if stay.deployed { "deployed" } else { "released" },
        since: visitor.when(stay.since),
        until: stay.until.map(|moment| visitor.when(moment)),
    }
}

fn contract_row(visitor: &Visitor, publication: &Publication) -> ContractRow {
    ContractRow {
        provider: publication.provider.clone(),
        href: visitor.links.contract(&publication.provider, &publication.consumer, &publication.consumer_version),
        published: visitor.when(publication.created_at),
        revision: publication.revision,
    }
}

fn result_row(visitor: &Visitor, provider: &Participant, result: &SentResult) -> ResultRow {
    let answer = if result.success { Answer::Kept } else { Answer::Broken { pending: result.pending } };
    ResultRow {
        consumer: result.consumer.clone(),
        href: visitor.links.content(&provider.name, &result.consumer, &result.digest),
        version: VersionLink::new(&visitor.links, &result.consumer, &result.consumer_version),
        look: answer.status().into(),
        when: visitor.when(result.created_at),
        build: result.build_url.as_deref().map(outside),
    }
}
