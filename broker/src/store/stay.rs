//! Deployments and releases in the database, as far as they are alike.

use super::row::{Decoded, filled_text, maybe_moment, moment, number, text};
use super::{Connection, Result};
use crate::domain::{Moment, Stay, StayKind};
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

impl sqlx::FromRow<'_, AnyRow> for Stay {
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
            ended_at: maybe_moment(row, "ended_at")?,
        })
    }
}

/// The table of a kind, its column for the end, and how it tells instances apart.
fn names(kind: StayKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        StayKind::Deployment => ("deployments", "undeployed_at", "s.application_instance"),
        StayKind::Release => ("releases", "support_ended_at", "''"),
    }
}

/// The query for stays of a kind, up to its condition.
fn select(kind: StayKind) -> String {
    let (table, ended_at, instance) = names(kind);
    format!(
        "SELECT s.uuid AS uuid, a.name AS participant, s.version_id AS version_id, v.number AS version, e.name AS environment,
            e.uuid AS environment_uuid, {instance} AS application_instance, s.created_at AS created_at, s.{ended_at} AS ended_at
         FROM {table} s JOIN participants a ON a.id = s.participant_id JOIN versions v ON v.id = s.version_id
         JOIN environments e ON e.id = s.environment_id "
    )
}

/// The stay with this identity.
pub async fn find(connection: &mut Connection, kind: StayKind, uuid: &str) -> Result<Option<Stay>> {
    let sql = format!("{} WHERE s.uuid = $1", select(kind));
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(uuid).fetch_optional(connection).await?)
}

/// All stays of one version in one environment, past ones too, newest first.
pub async fn of_version(
    connection: &mut Connection,
    kind: StayKind,
    version_id: i64,
    environment_id: i64,
) -> Result<Vec<Stay>> {
    let sql = format!("{} WHERE s.version_id = $1 AND s.environment_id = $2 ORDER BY s.id DESC", select(kind));
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(version_id).bind(environment_id).fetch_all(connection).await?)
}

/// Narrows the list of what is live.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Narrow<'a> {
    /// Only this participant.
    pub participant: Option<&'a str>,
    /// Only this version.
    pub version: Option<&'a str>,
    /// Only this instance; an empty one means stays that name none.
    pub application_instance: Option<&'a str>,
}

/// What is live in an environment, by participant, newest first.
pub async fn live(
    connection: &mut Connection,
    kind: StayKind,
    environment_id: i64,
    narrow: Narrow<'_>,
) -> Result<Vec<Stay>> {
    let (_, ended_at, instance) = names(kind);
    let sql = format!(
        "{} WHERE s.environment_id = $1 AND s.{ended_at} IS NULL AND ($2 IS NULL OR a.name = $2) AND ($3 IS NULL OR v.number = $3)
         AND ($4 IS NULL OR {instance} = $4) ORDER BY LOWER(a.name), a.name, s.id DESC",
        select(kind)
    );
    Ok(sqlx::query_as(AssertSqlSafe(sql))
        .bind(environment_id)
        .bind(narrow.participant)
        .bind(narrow.version)
        .bind(narrow.application_instance)
        .fetch_all(connection)
        .await?)
}

/// Ends a stay; one that has ended keeps its end.
pub async fn end(connection: &mut Connection, kind: StayKind, uuid: &str, now: Moment) -> Result<()> {
    let (table, ended_at, _) = names(kind);
    let sql = format!("UPDATE {table} SET {ended_at} = $2 WHERE uuid = $1 AND {ended_at} IS NULL");
    sqlx::query(AssertSqlSafe(sql)).bind(uuid).bind(now.0).execute(connection).await?;
    Ok(())
}

/// When the last stay of a participant in an environment ended, if any has.
pub async fn left(connection: &mut Connection, participant_id: i64, environment_id: i64) -> Result<Option<Moment>> {
    let ended: Option<i64> = sqlx::query_scalar(
        "SELECT MAX(stay.ended_at) FROM
           (SELECT undeployed_at AS ended_at FROM deployments WHERE participant_id = $1 AND environment_id = $2
            UNION ALL SELECT support_ended_at FROM releases WHERE participant_id = $1 AND environment_id = $2) stay",
    )
    .bind(participant_id)
    .bind(environment_id)
    .fetch_one(connection)
    .await?;
    Ok(ended.map(Moment))
}
