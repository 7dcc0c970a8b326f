//! Releases in the database.

use super::row::{Decoded, maybe_moment, moment, number, text};
use super::{Connection, Result};
use crate::domain::{Environment, Moment, Release, Version};
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

impl sqlx::FromRow<'_, AnyRow> for Release {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self {
            uuid: text(row, "uuid")?,
            participant: text(row, "participant")?,
            version_id: number(row, "version_id")?,
            version: text(row, "version")?,
            environment: text(row, "environment")?,
            environment_uuid: text(row, "environment_uuid")?,
            created_at: moment(row, "created_at")?,
            support_ended_at: maybe_moment(row, "support_ended_at")?,
        })
    }
}

const SELECT: &str = "SELECT r.uuid AS uuid, a.name AS participant, r.version_id AS version_id, v.number AS version, e.name AS environment,
    e.uuid AS environment_uuid, r.created_at AS created_at, r.support_ended_at AS support_ended_at
    FROM releases r JOIN participants a ON a.id = r.participant_id JOIN versions v ON v.id = r.version_id
    JOIN environments e ON e.id = r.environment_id ";

/// The release with this identity.
pub async fn find(connection: &mut Connection, uuid: &str) -> Result<Option<Release>> {
    let sql = format!("{SELECT} WHERE r.uuid = $1");
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(uuid).fetch_optional(connection).await?)
}

/// The release of one version to one environment.
pub async fn of_version(connection: &mut Connection, version_id: i64, environment_id: i64) -> Result<Option<Release>> {
    let sql = format!("{SELECT} WHERE r.version_id = $1 AND r.environment_id = $2");
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(version_id).bind(environment_id).fetch_optional(connection).await?)
}

/// What is supported in an environment, by participant, newest version first.
pub async fn supported(
    connection: &mut Connection,
    environment_id: i64,
    participant: Option<&str>,
    version: Option<&str>,
) -> Result<Vec<Release>> {
    let sql = format!(
        "{SELECT} WHERE r.environment_id = $1 AND r.support_ended_at IS NULL AND ($2 IS NULL OR a.name = $2) AND ($3 IS NULL OR v.number = $3)
         ORDER BY LOWER(a.name), a.name, r.id DESC"
    );
    Ok(sqlx::query_as(AssertSqlSafe(sql))
        .bind(environment_id)
        .bind(participant)
        .bind(version)
        .fetch_all(connection)
        .await?)
}

/// Records a release; support that had ended is opened again.
pub async fn record(
    connection: &mut Connection,
    uuid: &str,
    version: &Version,
    environment: &Environment,
    now: Moment,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO releases (uuid, participant_id, version_id, environment_id, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (version_id, environment_id) DO UPDATE SET support_ended_at = NULL",
    )
    .bind(uuid)
    .bind(version.participant_id)
    .bind(version.id)
    .bind(environment.id)
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends the support of a release.
pub async fn end_support(connection: &mut Connection, uuid: &str, now: Moment) -> Result<()> {
    sqlx::query("UPDATE releases SET support_ended_at = $2 WHERE uuid = $1 AND support_ended_at IS NULL")
        .bind(uuid)
        .bind(now.0)
        .execute(connection)
        .await?;
    Ok(())
}
