//! `POST …/versions/{v}/released-versions/environment/{uuid}`: this version is on offer there.

use crate::api::stay::document;
use crate::api::{Answer, environments::environment, version};
use crate::app::App;
use crate::domain::StayKind;
use crate::error::ApiError;
use crate::extract::{AnyJson, Names};
use crate::hal::Hal;
use crate::links::Links;
use crate::store;
use axum::extract::State;

/// Records: 201 first, 200 again, which re-opens its support.
pub async fn record(
    State(app): State<App>,
    links: Links,
    Names((name, number, uuid)): Names<(String, String, String)>,
    _: AnyJson,
) -> Answer {
    let kind = StayKind::Release;
    let mut transaction = app.store.write().await?;
    let (_, version) = version(&mut transaction, &name, &number).await?;
    let environment = environment(&mut transaction, &uuid).await?;
    let known = store::stay::of_version(&mut transaction, kind, version.id, environment.id).await?;
    store::release::record(&mut transaction, &app.new_id(), &version, &environment, app.now()).await?;
    let releases = store::stay::of_version(&mut transaction, kind, version.id, environment.id).await?;
    transaction.commit().await?;
    let release = releases.first().ok_or_else(|| ApiError::not_found("The released version is gone"))?;
    Ok(Hal::created_if(known.is_empty(), &document(&links, kind, release), links.release(&release.uuid)))
}
