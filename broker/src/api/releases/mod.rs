//! Releases: versions on offer in an environment, any number at a time.

use crate::api::{Answer, environments::environment, version};
use crate::app::App;
use crate::domain::Release;
use crate::error::ApiError;
use crate::extract::{AnyJson, MergePatch, Names, Query};
use crate::hal::{Hal, link, named, object, titled};
use crate::links::Links;
use crate::store::{self, Connection};
use axum::extract::State;
use serde_json::{Value, json};

type Path = Names<(String, String, String)>;

/// `POST …/versions/{v}/released-versions/environment/{uuid}`: 201 first, 200 again, which re-opens its support.
pub async fn record(State(app): State<App>, links: Links, Names((name, number, uuid)): Path, _: AnyJson) -> Answer {
    let mut transaction = app.store.write().await?;
    let (_, version) = version(&mut transaction, &name, &number).await?;
    let environment = environment(&mut transaction, &uuid).await?;
    let known = store::release::of_version(&mut transaction, version.id, environment.id).await?.is_some();
    store::release::record(&mut transaction, &app.new_id(), &version, &environment, app.now()).await?;
    let release = store::release::of_version(&mut transaction, version.id, environment.id).await?;
    transaction.commit().await?;
    let release = release.ok_or_else(|| ApiError::not_found("The released version is gone"))?;
    Ok(Hal::created_if(!known, &document(&links, &release), links.release(&release.uuid)))
}

/// `GET` of the same path.
pub async fn of_version(State(app): State<App>, links: Links, Names((name, number, uuid)): Path) -> Answer {
    let mut transaction = app.store.read().await?;
    let (_, version) = version(&mut transaction, &name, &number).await?;
    let environment = environment(&mut transaction, &uuid).await?;
    let release = store::release::of_version(&mut transaction, version.id, environment.id).await?;
    Ok(list(&links, release.as_slice(), "Released versions", links.record_release(&name, &number, &uuid)))
}

/// `GET /environments/{uuid}/released-versions/currently-supported`: `pacticipant` and `version` narrow it.
pub async fn currently_supported(
    State(app): State<App>,
    links: Links,
    Names(uuid): Names<String>,
    Query(query): Query,
) -> Answer {
    let mut transaction = app.store.read().await?;
    let environment = environment(&mut transaction, &uuid).await?;
    let releases = store::release::supported(
        &mut transaction,
        environment.id,
        query.filled("pacticipant"),
        query.filled("version"),
    )
    .await?;
    let title = format!("Currently supported released versions for {}", environment.display_name);
    let url = format!("{}/released-versions/currently-supported", links.environment(&uuid));
    Ok(list(&links, &releases, &title, url))
}

/// `GET /released-versions/{uuid}`.
pub async fn show(State(app): State<App>, links: Links, Names(uuid): Names<String>) -> Answer {
    let mut transaction = app.store.read().await?;
    let release = find(&mut transaction, &uuid).await?;
    Ok(Hal::ok(&document(&links, &release)))
}

/// `PATCH /released-versions/{uuid}`: `{"currentlySupported": false}` ends its support.
pub async fn update(
    State(app): State<App>,
    links: Links,
    Names(uuid): Names<String>,
    MergePatch(body): MergePatch,
) -> Answer {
    let mut transaction = app.store.write().await?;
    find(&mut transaction, &uuid).await?;
    match body.get("currentlySupported") {
        None | Some(Value::Null) => (),
        Some(Value::Bool(false)) => store::release::end_support(&mut transaction, &uuid, app.now()).await?,
        Some(Value::Bool(true)) => {
            let message = "cannot be set back to true. Record the release again instead.";
            return Err(ApiError::unprocessable("currentlySupported", message));
        }
        Some(_) => return Err(ApiError::invalid("currentlySupported", "must be false")),
    }
    let release = find(&mut transaction, &uuid).await?;
    transaction.commit().await?;
    Ok(Hal::ok(&document(&links, &release)))
}

async fn find(connection: &mut Connection, uuid: &str) -> Result<Release, ApiError> {
    match store::release::find(connection, uuid).await? {
        Some(release) => Ok(release),
        None => Err(ApiError::not_found(format!("No released version with UUID '{uuid}' found"))),
    }
}

fn list(links: &Links, releases: &[Release], title: &str, url: String) -> Hal {
    let items: Vec<Value> = releases.iter().map(|release| document(links, release)).collect();
    Hal::ok(&json!({ "_embedded": { "releasedVersions": items }, "_links": { "self": titled(title, url) } }))
}

fn document(links: &Links, release: &Release) -> Value {
    let Release { participant, version, environment, environment_uuid, .. } = release;
    Value::Object(object([
        ("uuid", Some(release.uuid.as_str().into())),
        ("currentlySupported", Some(release.support_ended_at.is_none().into())),
        ("createdAt", Some(release.created_at.to_string().into())),
        ("supportEndedAt", release.support_ended_at.map(|moment| moment.to_string().into())),
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
        ("_links", Some(json!({ "self": link(links.release(&release.uuid)) }))),
    ]))
}
