//! `POST …/versions/{v}/deployed-versions/environment/{uuid}`: this version is live there now.

use crate::api::stay::document;
use crate::api::{Answer, environments::environment, version};
use crate::app::App;
use crate::domain::{StayKind, name};
use crate::extract::{Names, OptionalObject};
use crate::fields::Fields;
use crate::hal::Hal;
use crate::links::Links;
use crate::store;
use crate::store::deployment::NewDeployment;
use axum::extract::State;

/// Records; the version it replaces, in the same instance, is no longer live.
pub async fn record(
    State(app): State<App>,
    links: Links,
    Names((participant, number, uuid)): Names<(String, String, String)>,
    OptionalObject(body): OptionalObject,
) -> Answer {
    let mut fields = Fields::of(&body);
    let instance = fields.line("applicationInstance");
    let instance = instance.or_else(|| fields.line("target"));
    if let Some(Err(error)) = instance.as_deref().map(name::check) {
        fields.complain("applicationInstance", error.message());
    }
    fields.finish()?;
    let mut transaction = app.store.write().await?;
    let (_, version) = version(&mut transaction, &participant, &number).await?;
    let environment = environment(&mut transaction, &uuid).await?;
    let new = NewDeployment {
        uuid: &app.new_id(),
        version: &version,
        environment: &environment,
        application_instance: instance.as_deref().unwrap_or_default(),
    };
    let deployment = store::deployment::record(&mut transaction, new, app.now()).await?;
    transaction.commit().await?;
    Ok(Hal::created(&document(&links, StayKind::Deployment, &deployment), links.deployment(&deployment.uuid)))
}
