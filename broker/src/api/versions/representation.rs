//! A version as clients see it: short inside other documents, whole on its own.

use crate::domain::{BranchMembership, Environment, Participant, Presence, Publication, TagMembership, Version};
use crate::error::ApiError;
use crate::hal::{curies, named, object, own, templated, titled, whole};
use crate::links::{Links, query_value};
use crate::store::publication::Listing;
use crate::store::{self, Connection};
use serde_json::{Map, Value, json};

/// What hangs on versions, fetched for many of them at once.
#[derive(Debug, Default)]
pub(crate) struct Surroundings {
    branches: Vec<BranchMembership>,
    tags: Vec<TagMembership>,
    presences: Vec<Presence>,
}

impl Surroundings {
    /// Fetches branches, tags and environments of all these versions.
    pub(crate) async fn of(connection: &mut Connection, versions: &[i64]) -> Result<Self, ApiError> {
        Ok(Self {
            branches: store::version::branches_of(connection, versions).await?,
            tags: store::version::tags_of(connection, versions).await?,
            presences: store::version::presences_of(connection, versions).await?,
        })
    }

    pub(crate) fn branches(&self, id: i64) -> impl DoubleEndedIterator<Item = &BranchMembership> {
        self.branches.iter().filter(move |membership| membership.version_id == id)
    }

    pub(crate) fn tags(&self, id: i64) -> impl Iterator<Item = &TagMembership> {
        self.tags.iter().filter(move |membership| membership.version_id == id)
    }

    pub(crate) fn presences(&self, id: i64) -> impl Iterator<Item = &Presence> {
        self.presences.iter().filter(move |presence| presence.version_id == id)
    }
}

fn branch_versions(links: &Links, participant: &str, number: &str, surroundings: &Surroundings, id: i64) -> Vec<Value> {
    surroundings
        .branches(id)
        .map(|membership| {
            whole([
                ("name", membership.branch.as_str().into()),
                ("latest", membership.latest.into()),
                ("_links", own(links.branch_version(participant, &membership.branch, number))),
            ])
        })
        .collect()
}

fn tags(links: &Links, participant: &str, number: &str, surroundings: &Surroundings, id: i64) -> Vec<Value> {
    surroundings
        .tags(id)
        .map(|membership| {
            let tag = named("Tag", &membership.tag, links.tag(participant, number, &membership.tag));
            whole([
                ("name", membership.tag.as_str().into()),
                ("latest", membership.latest.into()),
                ("_links", whole([("self", tag)])),
            ])
        })
        .collect()
}

/// The form inside matrix rows.
pub(crate) fn brief(links: &Links, participant: &str, (id, number): (i64, &str), surroundings: &Surroundings) -> Value {
    let environments: Vec<Value> = surroundings
        .presences(id)
        .map(|presence| {
            whole([
                ("uuid", presence.environment_uuid.as_str().into()),
                ("name", presence.environment.as_str().into()),
                ("displayName", presence.environment_display_name.as_str().into()),
                ("production", presence.production.into()),
                ("_links", own(links.environment(&presence.environment_uuid))),
            ])
        })
        .collect();
    let branches = branch_versions(links, participant, number, surroundings, id);
    Value::Object(object([
        ("number", Some(number.into())),
        ("branch", surroundings.branches(id).next_back().map(|membership| membership.branch.as_str().into())),
        ("branches", Some(branches.clone().into())),
        ("branchVersions", Some(branches.into())),
        ("environments", Some(environments.into())),
        ("tags", Some(tags(links, participant, number, surroundings, id).into())),
        ("_links", Some(own(links.version(participant, number)))),
    ]))
}

/// The fields every list and document of versions has.
pub(super) fn fields(
    links: &Links,
    participant: &Participant,
    version: &Version,
    surroundings: &Surroundings,
) -> Map<String, Value> {
    let branches = branch_versions(links, &participant.name, &version.number, surroundings, version.id);
    object([
        ("number", Some(version.number.as_str().into())),
        ("buildUrl", version.build_url.as_deref().map(Value::from)),
        ("createdAt", Some(version.created_at.to_string().into())),
        ("updatedAt", (version.updated_at != version.created_at).then(|| version.updated_at.to_string().into())),
        (
            "_embedded",
            Some(json!({
                "branches": branches,
                "branchVersions": branches,
                "tags": tags(links, &participant.name, &version.number, surroundings, version.id),
            })),
        ),
    ])
}

/// The whole document, with a link per environment to record a deployment or release.
pub(super) async fn document(
    connection: &mut Connection,
    links: &Links,
    participant: &Participant,
    version: &Version,
) -> Result<Value, ApiError> {
    let surroundings = Surroundings::of(connection, &[version.id]).await?;
    let environments = store::environment::list(connection).await?;
    let contracts = store::publication::list(connection, Listing::ConsumerVersion(version.id), None).await?;
    let mut body = fields(links, participant, version, &surroundings);
    let (name, number) = (participant.name.as_str(), version.number.as_str());
    let url = links.version(name, number);
    let mut relations = json!({
        "self": named("Version", number, url.clone()),
        "pb:pacticipant": named("Pacticipant", name, links.participant(name)),
        "pb:tag": templated("Get, create or delete a tag for this version", format!("{url}/tags/{{tag}}")),
        "pb:pact-versions": contracts.iter().map(|contract| contract_link(links, contract)).collect::<Vec<_>>(),
        "pb:latest-verification-results-where-pacticipant-is-consumer":
            titled("Latest verification results of what this version needs", links.results_of_consumer_version(name, number)),
        "pb:matrix": titled(
            "Matrix rows of this version",
            links.path(&format!("/matrix?q[][pacticipant]={}&q[][version]={}&latestby=cvpv", query_value(name), query_value(number))),
        ),
    });
    relations["curies"] = curies(links, "pacticipant-version");
    relations["pb:deployed-environments"] = presences(links, &surroundings, version.id, true);
    relations["pb:released-environments"] = presences(links, &surroundings, version.id, false);
    let record = |title: &str, href: &dyn Fn(&Environment) -> String| -> Value {
        environments
            .iter()
            .map(|environment| named(&format!("{title} {}", environment.name), &environment.name, href(environment)))
            .collect()
    };
    relations["pb:record-deployment"] =
        record("Record deployment to", &|environment| links.record_deployment(name, number, &environment.uuid));
    relations["pb:record-release"] =
        record("Record release to", &|environment| links.record_release(name, number, &environment.uuid));
    body.insert("_links".to_owned(), relations);
    Ok(Value::Object(body))
}

fn contract_link(links: &Links, contract: &Publication) -> Value {
    let title = format!("Pact between {} ({}) and {}", contract.consumer, contract.consumer_version, contract.provider);
    named("Pact", &title, links.contract(&contract.provider, &contract.consumer, &contract.consumer_version))
}

fn presences(links: &Links, surroundings: &Surroundings, id: i64, deployed: bool) -> Value {
    surroundings
        .presences(id)
        .filter(|presence| presence.deployed == deployed)
        .map(|presence| {
            Value::Object(object([
                ("title", Some(if deployed { "Deployed version" } else { "Released version" }.into())),
                ("name", Some(presence.environment_display_name.as_str().into())),
                ("href", Some(links.environment(&presence.environment_uuid).into())),
                (if deployed { "currently_deployed" } else { "currently_supported" }, Some(true.into())),
                ("application_instance", presence.application_instance.as_deref().map(Value::from)),
            ]))
        })
        .collect()
}
