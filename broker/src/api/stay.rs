//! What deployments and releases have in common on the wire: documents, lists, and how they end.

use crate::api::environments::environment;
use crate::api::{Answer, version};
use crate::app::App;
use crate::domain::{Stay, StayKind};
use crate::error::{ApiError, Place};
use crate::hal::{Hal, link, named, object, titled};
use crate::links::Links;
use crate::store::stay::Narrow;
use crate::store::{self, Connection};
use serde_json::{Map, Value, json};

/// A kind's names on the wire.
struct Words {
    noun: &'static str,
    list: &'static str,
    is_live: &'static str,
    /// What the list of those that are live is called, and where it is below its environment.
    live: (&'static str, &'static str),
    ended_at: &'static str,
    /// What to do instead of setting `is_live` back to true.
    again: &'static str,
}

fn words(kind: StayKind) -> Words {
    match kind {
        StayKind::Deployment => Words {
            noun: "deployed version",
            list: "deployedVersions",
            is_live: "currentlyDeployed",
            live: ("Currently deployed versions", "deployed-versions/currently-deployed"),
            ended_at: "undeployedAt",
            again: "Record a new deployment instead.",
        },
        StayKind::Release => Words {
            noun: "released version",
            list: "releasedVersions",
            is_live: "currentlySupported",
            live: ("Currently supported released versions", "released-versions/currently-supported"),
            ended_at: "supportEndedAt",
            again: "Record the release again instead.",
        },
    }
}

fn url(links: &Links, kind: StayKind, uuid: &str) -> String {
    match kind {
        StayKind::Deployment => links.deployment(uuid),
        StayKind::Release => links.release(uuid),
    }
}

/// `GET` of one.
pub(super) async fn show(app: &App, links: &Links, kind: StayKind, uuid: &str) -> Answer {
    let mut transaction = app.store.read().await?;
    let stay = find(&mut transaction, kind, uuid).await?;
    Ok(Hal::ok(&document(links, kind, &stay)))
}

/// `PATCH` of one: it can be ended, and only recording starts it again.
pub(super) async fn update(app: &App, links: &Links, kind: StayKind, uuid: &str, body: &Map<String, Value>) -> Answer {
    let Words { is_live, again, .. } = words(kind);
    let mut transaction = app.store.write().await?;
    find(&mut transaction, kind, uuid).await?;
    match body.get(is_live) {
        None | Some(Value::Null) => (),
        Some(Value::Bool(false)) => store::stay::end(&mut transaction, kind, uuid, app.now()).await?,
        Some(Value::Bool(true)) => {
            return Err(ApiError::unprocessable(Place::Body, is_live, format!("cannot be set back to true. {again}")));
        }
        Some(_) => return Err(ApiError::invalid(Place::Body, is_live, "must be false")),
    }
    let stay = find(&mut transaction, kind, uuid).await?;
    transaction.commit().await?;
    Ok(Hal::ok(&document(links, kind, &stay)))
}

async fn find(connection: &mut Connection, kind: StayKind, uuid: &str) -> Result<Stay, ApiError> {
    match store::stay::find(connection, kind, uuid).await? {
        Some(stay) => Ok(stay),
        None => Err(ApiError::not_found(format!("No {} with UUID '{uuid}' found", words(kind).noun))),
    }
}

/// `GET` of a version's stays in an environment: past ones too, newest first.
pub(super) async fn of_version(app: &App, links: &Links, kind: StayKind, [name, number, uuid]: [&str; 3]) -> Answer {
    let mut transaction = app.store.read().await?;
    let (_, version) = version(&mut transaction, name, number).await?;
    let environment = environment(&mut transaction, uuid).await?;
    let stays = store::stay::of_version(&mut transaction, kind, version.id, environment.id).await?;
    let (title, url) = match kind {
        StayKind::Deployment => ("Deployed versions", links.record_deployment(name, number, uuid)),
        StayKind::Release => ("Released versions", links.record_release(name, number, uuid)),
    };
    Ok(list(links, kind, &stays, &format!("{title} for {}", environment.display_name), url))
}

/// `GET` of what is live in an environment.
pub(super) async fn live(app: &App, links: &Links, kind: StayKind, uuid: &str, narrow: Narrow<'_>) -> Answer {
    let mut transaction = app.store.read().await?;
    let environment = environment(&mut transaction, uuid).await?;
    let stays = store::stay::live(&mut transaction, kind, environment.id, narrow).await?;
    let (title, path) = words(kind).live;
    let url = format!("{}/{path}", links.environment(uuid));
    Ok(list(links, kind, &stays, &format!("{title} for {}", environment.display_name), url))
}

fn list(links: &Links, kind: StayKind, stays: &[Stay], title: &str, url: String) -> Hal {
    let items: Vec<Value> = stays.iter().map(|stay| document(links, kind, stay)).collect();
    Hal::ok(&json!({ "_embedded": { words(kind).list: items }, "_links": { "self": titled(title, url) } }))
}

/// The whole document.
pub(super) fn document(links: &Links, kind: StayKind, stay: &Stay) -> Value {
    let Words { is_live, ended_at, .. } = words(kind);
    let instance = stay.application_instance.as_deref().map(Value::from);
    let Stay { participant, version, environment, environment_uuid, .. } = stay;
    Value::Object(object([
        ("uuid", Some(stay.uuid.as_str().into())),
        (is_live, Some(stay.ended_at.is_none().into())),
        // `target` is the old name of the instance.
        ("target", instance.clone()),
        ("applicationInstance", instance),
        ("createdAt", Some(stay.created_at.to_string().into())),
        (ended_at, stay.ended_at.map(|moment| moment.to_string().into())),
        (
            "_embedded",
            Some(json!({
                "pacticipant": { "name": participant, "_links": { "self": link(links.participant(participant)) } },
                "version": { "number": version, "_links": { "self": named("Version", version, links.version(participant, version)) } },
                "environment": {
                    "name": environment,
                    "uuid": environment_uuid,
                    "_links": { "self": named("Environment", environment, links.environment(environment_uuid)) },
                },
            })),
        ),
        ("_links", Some(json!({ "self": link(url(links, kind, &stay.uuid)) }))),
    ]))
}
