//! `PUT` and `PATCH /pacticipants/{p}/versions/{v}`: a version without a contract, or the build that made it.

use super::representation::document;
use crate::api::Answer;
use crate::api::joining::{self, Joining};
use crate::app::App;
use crate::domain::name;
use crate::error::ApiError;
use crate::extract::{MergePatch, Names, OptionalObject, writable};
use crate::fields::Fields;
use crate::hal::Hal;
use crate::links::Links;
use crate::store;
use axum::extract::State;
use serde_json::{Map, Value};

/// Sets every field: what is not given is cleared, and no body gives nothing. Tags are only ever added.
pub async fn put(
    State(app): State<App>,
    links: Links,
    Names((participant, number)): Names<(String, String)>,
    OptionalObject(body): OptionalObject,
) -> Answer {
    write(&app, &links, (&participant, &number), &body, true).await
}

/// Sets the fields given.
pub async fn update(
    State(app): State<App>,
    links: Links,
    Names((participant, number)): Names<(String, String)>,
    MergePatch(body): MergePatch,
) -> Answer {
    write(&app, &links, (&participant, &number), &body, false).await
}

async fn write(
    app: &App,
    links: &Links,
    (participant, number): (&str, &str),
    body: &Map<String, Value>,
    overwrite: bool,
) -> Answer {
    writable("pacticipantName", participant)?;
    writable("pacticipantVersionNumber", number)?;
    let (build_url, tags) = read(body)?;
    let now = app.now();
    let mut transaction = app.store.write().await?;
    let participant = store::participant::find_or_create(&mut transaction, participant, now).await?;
    let (mut version, new) = store::version::find_or_create(&mut transaction, participant.id, number, now).await?;
    let keep = !overwrite && build_url.is_none();
    if !keep && build_url != version.build_url {
        version = store::version::set_build_url(&mut transaction, version.id, build_url.as_deref(), now).await?;
    }
    let joining = Joining { participant: &participant, version: &version, was_known: !new };
    for tag in &tags {
        joining::tag(&mut transaction, app, joining, tag).await?;
    }
    let document = document(&mut transaction, links, &participant, &version).await?;
    transaction.commit().await?;
    Ok(Hal::created_if(new, &document, links.version(&participant.name, number)))
}

fn read(body: &Map<String, Value>) -> Result<(Option<String>, Vec<String>), ApiError> {
    let mut fields = Fields::of(body);
    let build_url = fields.line("buildUrl");
    let mut tags = Vec::new();
    for (index, tag) in fields.list("tags").iter().enumerate() {
        match tag.get("name").and_then(Value::as_str).filter(|tag| name::check(tag).is_ok()) {
            Some(tag) => tags.push(tag.to_owned()),
            None => fields.complain("tags", format!("must have a name (at index {index})")),
        }
    }
    fields.finish()?;
    Ok((build_url, tags))
}
