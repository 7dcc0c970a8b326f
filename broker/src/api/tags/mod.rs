//! `/pacticipants/{p}/versions/{v}/tags/{t}`: tags on versions.

use crate::api::joining::{self, Joining};
use crate::api::{Answer, version};
use crate::app::App;
use crate::domain::Moment;
use crate::error::ApiError;
use crate::extract::{AnyJson, Names, writable};
use crate::hal::{Hal, named};
use crate::links::Links;
use crate::store;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

type Path = Names<(String, String, String)>;

/// `PUT`: gives the version the tag; participant and version are created where missing. The tag may stand for a branch
/// or a deployment.
pub async fn put(State(app): State<App>, links: Links, Names((name, number, tag)): Path, _: AnyJson) -> Answer {
    writable("pacticipantName", &name)?;
    writable("pacticipantVersionNumber", &number)?;
    writable("tagName", &tag)?;
    let now = app.now();
    let mut transaction = app.store.write().await?;
    let participant = store::participant::find_or_create(&mut transaction, &name, now).await?;
    let (version, created) = store::version::find_or_create(&mut transaction, participant.id, &number, now).await?;
    let joining = Joining { participant: &participant, version: &version, was_known: !created };
    let new = joining::lone_tag(&mut transaction, &app, joining, &tag).await?;
    let since = store::tag::find(&mut transaction, version.id, &tag).await?.unwrap_or(now);
    transaction.commit().await?;
    Ok(Hal::created_if(new, &represent(&links, [&name, &number, &tag], since), links.tag(&name, &number, &tag)))
}

/// `GET`.
pub async fn show(State(app): State<App>, links: Links, Names((name, number, tag)): Path) -> Answer {
    let mut transaction = app.store.read().await?;
    let (_, version) = version(&mut transaction, &name, &number).await?;
    match store::tag::find(&mut transaction, version.id, &tag).await? {
        Some(since) => Ok(Hal::ok(&represent(&links, [&name, &number, &tag], since))),
        None => Err(absent(&name, &number, &tag)),
    }
}

/// `DELETE`.
pub async fn delete(State(app): State<App>, Names((name, number, tag)): Path) -> Result<StatusCode, ApiError> {
    let mut transaction = app.store.write().await?;
    let (_, version) = version(&mut transaction, &name, &number).await?;
    if !store::tag::remove(&mut transaction, version.id, &tag).await? {
        return Err(absent(&name, &number, &tag));
    }
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

fn absent(name: &str, number: &str, tag: &str) -> ApiError {
    ApiError::not_found(format!("Version {number} of {name} has no tag {tag}"))
}

fn represent(links: &Links, [name, number, tag]: [&str; 3], since: Moment) -> Value {
    json!({
        "name": tag,
        "createdAt": since.to_string(),
        "_links": {
            "self": named("Tag", tag, links.tag(name, number, tag)),
            "version": named("Version", number, links.version(name, number)),
            "pacticipant": named("Pacticipant", name, links.participant(name)),
        },
    })
}
