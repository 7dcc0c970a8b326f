//! Deployments in the database.

use super::row::{Decoded, filled_text, maybe_moment, moment, number, text};
use super::{Connection, Result};
use crate::domain::{Deployment, Environment, Moment, Version};
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

impl sqlx::FromRow<'_, AnyRow> for Deployment {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self {
            uuid: text(row, "uuid")?,
            participant: text(row, "participant")?,
            version_id: number(row, "version_id")?,
            version: text(row, "version")?,
            environment: text(row, "environment")?,
            environment_uuid: text(row, "environment_uuid")?,
            application_instance: filled_text(row, "application_instance")?,
            created_at: moment(row, "created_at")?,
            undeployed_at: maybe_moment(row, "undeployed_at")?,
        })
    }
}

const SELECT: &str = "SELECT d.uuid AS uuid, a.name AS participant, d.version_id AS version_id, v.number AS version, e.name AS environment,
    e.uuid AS environment_uuid, d.application_instance AS application_instance, d.created_at AS created_at, d.undeployed_at AS undeployed_at
    FROM deployments d JOIN participants a ON a.id = d.participant_id JOIN versions v ON v.id = d.version_id
    JOIN environments e ON e.id = d.environment_id ";

/// The deployment with this identity.
pub async fn find(connection: &mut Connection, uuid: &str) -> Result<Option<Deployment>> {
    let sql = format!("{SELECT} WHERE d.uuid = $1");
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(uuid).fetch_optional(connection).await?)
}

/// All deployments of one version to one environment, past ones too, newest first.
pub async fn of_version(connection: &mut Connection, version_id: i64, environment_id: i64) -> Result<Vec<Deployment>> {
    let sql = format!("{SELECT} WHERE d.version_id = $1 AND d.environment_id = $2 ORDER BY d.id DESC");
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(version_id).bind(environment_id).fetch_all(connection).await?)
}

/// Narrows the list of what is live.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Narrow<'a> {
    /// Only this participant.
    pub participant: Option<&'a str>,
    /// Only this instance; an empty one means deployments that name none.
    pub application_instance: Option<&'a str>,
}

/// What is live in an environment, by participant.
pub async fn live(connection: &mut Connection, environment_id: i64, narrow: Narrow<'_>) -> Result<Vec<Deployment>> {
    let sql = format!(
        "{SELECT} WHERE d.environment_id = $1 AND d.undeployed_at IS NULL AND ($2 IS NULL OR a.name = $2)
         AND ($3 IS NULL OR d.application_instance = $3) ORDER BY LOWER(a.name), a.name, d.id DESC"
    );
    Ok(sqlx::query_as(AssertSqlSafe(sql))
        .bind(environment_id)
        .bind(narrow.participant)
        .bind(narrow.application_instance)
        .fetch_all(connection)
        .await?)
}

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
pub async fn record(connection: &mut Connection, new: NewDeployment<'_>, now: Moment) -> Result<Deployment> {
    let sql = format!(
        "{SELECT} WHERE d.environment_id = $1 AND d.participant_id = $2 AND d.application_instance = $3 AND d.undeployed_at IS NULL"
    );
    let current: Option<Deployment> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(new.environment.id)
        .bind(new.version.participant_id)
        .bind(new.application_instance)
        .fetch_optional(&mut *connection)
        .await?;
    match current {
        Some(current) if current.version_id == new.version.id => return Ok(current),
        Some(current) => end(connection, &current.uuid, now).await?,
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
    find(connection, new.uuid).await?.ok_or_else(|| sqlx::Error::RowNotFound.into())
}

/// Ends a deployment.
pub async fn end(connection: &mut Connection, uuid: &str, now: Moment) -> Result<()> {
    sqlx::query("UPDATE deployments SET undeployed_at = $2 WHERE uuid = $1 AND undeployed_at IS NULL")
        .bind(uuid)
        .bind(now.0)
        .execute(connection)
        .await?;
    Ok(())
}
