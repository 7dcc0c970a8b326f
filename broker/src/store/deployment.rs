//! Recording deployments; reading and ending them is in [`super::stay`].

use super::{Connection, Result, stay};
use crate::domain::{Environment, Moment, Stay, StayKind, Version};

/// A deployment about to be recorded.
#[derive(Debug, Clone, Copy)]
pub struct NewDeployment<'a> {
    /// Its identity.
    pub uuid: &'a str,
    /// What is deployed.
    pub version: &'a Version,
    /// Where to.
    pub environment: &'a Environment,
    /// Which instance, empty for none.
    pub application_instance: &'a str,
}

/// Records a deployment, which ends the one it replaces; one that already stands is returned as it is.
pub async fn record(connection: &mut Connection, new: NewDeployment<'_>, now: Moment) -> Result<Stay> {
    let current: Option<(String, i64)> = sqlx::query_as(
        "SELECT uuid, version_id FROM deployments
         WHERE environment_id = $1 AND participant_id = $2 AND application_instance = $3 AND undeployed_at IS NULL",
    )
    .bind(new.environment.id)
    .bind(new.version.participant_id)
    .bind(new.application_instance)
    .fetch_optional(&mut *connection)
    .await?;
    match current {
        Some((uuid, version)) if version == new.version.id => return known(connection, &uuid).await,
        Some((uuid, _)) => stay::end(connection, StayKind::Deployment, &uuid, now).await?,
        None => (),
    }
    sqlx::query(
        "INSERT INTO deployments (uuid, participant_id, version_id, environment_id, application_instance, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(new.uuid)
    .bind(new.version.participant_id)
    .bind(new.version.id)
    .bind(new.environment.id)
    .bind(new.application_instance)
    .bind(now.0)
    .execute(&mut *connection)
    .await?;
    known(connection, new.uuid).await
}

async fn known(connection: &mut Connection, uuid: &str) -> Result<Stay> {
    stay::find(connection, StayKind::Deployment, uuid).await?.ok_or_else(|| sqlx::Error::RowNotFound.into())
}
