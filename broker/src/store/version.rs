//! Versions in the database, and what hangs on them: branches, tags, environments.

use super::page::Page;
use super::portion::among;
use super::row::{Decoded, filled_text, flag, maybe_text, moment, number, text};
use super::{Connection, Result};
use crate::domain::{BranchMembership, Moment, Presence, TagMembership, Version};
use sqlx::any::AnyRow;

impl sqlx::FromRow<'_, AnyRow> for Version {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self {
            id: number(row, "id")?,
            participant_id: number(row, "participant_id")?,
            number: text(row, "number")?,
            build_url: maybe_text(row, "build_url")?,
            created_at: moment(row, "created_at")?,
            updated_at: moment(row, "updated_at")?,
        })
    }
}

/// Which versions of a participant a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope<'a> {
    /// Every version.
    All,
    /// The versions of one branch.
    Branch(&'a str),
    /// The versions with one tag.
    Tag(&'a str),
}

/// One version of a participant.
pub async fn find(connection: &mut Connection, participant_id: i64, number: &str) -> Result<Option<Version>> {
    Ok(sqlx::query_as("SELECT * FROM versions WHERE participant_id = $1 AND number = $2")
        .bind(participant_id)
        .bind(number)
        .fetch_optional(connection)
        .await?)
}

/// The version, created where it is missing, and whether it was.
pub async fn find_or_create(
    connection: &mut Connection,
    participant_id: i64,
    number: &str,
    now: Moment,
) -> Result<(Version, bool)> {
    match find(connection, participant_id, number).await? {
        Some(version) => Ok((version, false)),
        None => create_or_find(connection, participant_id, number, None, now).await,
    }
}

/// The same for one that is mostly missing; only a new one gets the build's URL.
pub async fn create_or_find(
    connection: &mut Connection,
    participant_id: i64,
    number: &str,
    build_url: Option<&str>,
    now: Moment,
) -> Result<(Version, bool)> {
    let created = sqlx::query_as(
        "INSERT INTO versions (participant_id, number, build_url, created_at, updated_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (participant_id, number) DO NOTHING RETURNING *",
    )
    .bind(participant_id)
    .bind(number)
    .bind(build_url)
    .bind(now.0)
    .bind(now.0)
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(version) = created {
        return Ok((version, true));
    }
    let known = find(connection, participant_id, number).await?;
    Ok((known.ok_or(sqlx::Error::RowNotFound)?, false))
}

/// Sets the build's URL.
pub async fn set_build_url(
    connection: &mut Connection,
    id: i64,
    build_url: Option<&str>,
    now: Moment,
) -> Result<Version> {
    Ok(sqlx::query_as("UPDATE versions SET build_url = $2, updated_at = $3 WHERE id = $1 RETURNING *")
        .bind(id)
        .bind(build_url)
        .bind(now.0)
        .fetch_one(connection)
        .await?)
}

/// The newest version within `scope`; a branch's newest is its head.
pub async fn latest(connection: &mut Connection, participant_id: i64, scope: Scope<'_>) -> Result<Option<Version>> {
    let (sql, name) = match scope {
        Scope::All => ("SELECT * FROM versions WHERE participant_id = $1 AND $2 = '' ORDER BY id DESC LIMIT 1", ""),
        Scope::Branch(name) => (
            "SELECT v.* FROM branches b JOIN versions v ON v.id = b.head_version_id WHERE b.participant_id = $1 AND b.name = $2",
            name,
        ),
        Scope::Tag(name) => (
            "SELECT v.* FROM tags t JOIN versions v ON v.id = t.version_id WHERE t.participant_id = $1 AND t.name = $2 ORDER BY t.version_id DESC LIMIT 1",
            name,
        ),
    };
    Ok(sqlx::query_as(sql).bind(participant_id).bind(name).fetch_optional(connection).await?)
}

/// How many versions there are within `scope`.
pub async fn count(connection: &mut Connection, participant_id: i64, scope: Scope<'_>) -> Result<i64> {
    let (sql, name) = match scope {
        Scope::All => ("SELECT COUNT(*) FROM versions WHERE participant_id = $1 AND $2 = ''", ""),
        Scope::Branch(name) => (
            "SELECT COUNT(*) FROM branches b JOIN branch_versions bv ON bv.branch_id = b.id WHERE b.participant_id = $1 AND b.name = $2",
            name,
        ),
        Scope::Tag(name) => ("SELECT COUNT(*) FROM tags t WHERE t.participant_id = $1 AND t.name = $2", name),
    };
    Ok(sqlx::query_scalar(sql).bind(participant_id).bind(name).fetch_one(connection).await?)
}

/// A page of versions within `scope`, newest first.
pub async fn list(
    connection: &mut Connection,
    participant_id: i64,
    scope: Scope<'_>,
    page: Page,
) -> Result<Vec<Version>> {
    let (sql, name) = match scope {
        Scope::All => ("SELECT * FROM versions WHERE participant_id = $1 AND $2 = '' ORDER BY id DESC LIMIT $3 OFFSET $4", ""),
        Scope::Branch(name) => (
            "SELECT v.* FROM branches b JOIN branch_versions bv ON bv.branch_id = b.id JOIN versions v ON v.id = bv.version_id
             WHERE b.participant_id = $1 AND b.name = $2 ORDER BY bv.id DESC LIMIT $3 OFFSET $4",
            name,
        ),
        Scope::Tag(name) => (
            "SELECT v.* FROM tags t JOIN versions v ON v.id = t.version_id
             WHERE t.participant_id = $1 AND t.name = $2 ORDER BY t.version_id DESC LIMIT $3 OFFSET $4",
            name,
        ),
    };
    Ok(sqlx::query_as(sql)
        .bind(participant_id)
        .bind(name)
        .bind(page.size)
        .bind(page.offset)
        .fetch_all(connection)
        .await?)
}

/// The versions that are live in an environment, newest first.
pub async fn live_in(connection: &mut Connection, environment_id: i64) -> Result<Vec<Version>> {
    Ok(sqlx::query_as(
        "SELECT v.* FROM versions v WHERE v.id IN (
            SELECT version_id FROM deployments WHERE environment_id = $1 AND undeployed_at IS NULL
            UNION SELECT version_id FROM releases WHERE environment_id = $1 AND support_ended_at IS NULL)
         ORDER BY v.id DESC",
    )
    .bind(environment_id)
    .fetch_all(connection)
    .await?)
}

/// Removes a version with its contracts, results and deployments; branches it headed get their newest remaining version as head.
pub async fn delete(connection: &mut Connection, id: i64) -> Result<()> {
    let branches: Vec<i64> = sqlx::query_scalar("SELECT branch_id FROM branch_versions WHERE version_id = $1")
        .bind(id)
        .fetch_all(&mut *connection)
        .await?;
    for branch in branches {
        super::branch::remove_version(connection, branch, id).await?;
    }
    for tag in super::tag::of_version(connection, id).await? {
        super::tag::remove(connection, id, &tag).await?;
    }
    sqlx::query("DELETE FROM versions WHERE id = $1").bind(id).execute(connection).await?;
    Ok(())
}

impl sqlx::FromRow<'_, AnyRow> for BranchMembership {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self { version_id: number(row, "version_id")?, branch: text(row, "branch")?, latest: flag(row, "latest")? })
    }
}

/// The branches of many versions, in the order the versions were added to them.
pub async fn branches_of(connection: &mut Connection, versions: &[i64]) -> Result<Vec<BranchMembership>> {
    among(
        connection,
        versions,
        "SELECT bv.version_id AS version_id, b.name AS branch, CASE WHEN b.head_version_id = bv.version_id THEN 1 ELSE 0 END AS latest
         FROM branch_versions bv JOIN branches b ON b.id = bv.branch_id WHERE bv.version_id IN (%) ORDER BY bv.id",
    )
    .await
}

impl sqlx::FromRow<'_, AnyRow> for TagMembership {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self { version_id: number(row, "version_id")?, tag: text(row, "tag")?, latest: flag(row, "latest")? })
    }
}

/// The tags of many versions, oldest first.
pub async fn tags_of(connection: &mut Connection, versions: &[i64]) -> Result<Vec<TagMembership>> {
    among(
        connection,
        versions,
        "SELECT t.version_id AS version_id, t.name AS tag,
                CASE WHEN EXISTS (SELECT 1 FROM tags newer
                                  WHERE newer.participant_id = t.participant_id AND newer.name = t.name AND newer.version_id > t.version_id)
                     THEN 0 ELSE 1 END AS latest
         FROM tags t WHERE t.version_id IN (%) ORDER BY t.created_at, t.name",
    )
    .await
}

impl sqlx::FromRow<'_, AnyRow> for Presence {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self {
            version_id: number(row, "version_id")?,
            environment_uuid: text(row, "environment_uuid")?,
            environment: text(row, "environment")?,
            environment_display_name: text(row, "environment_display_name")?,
            production: flag(row, "production")?,
            deployed: flag(row, "deployed")?,
            application_instance: filled_text(row, "application_instance")?,
            since: moment(row, "since")?,
        })
    }
}

/// Where many versions are live now: deployed, or released and supported.
pub async fn presences_of(connection: &mut Connection, versions: &[i64]) -> Result<Vec<Presence>> {
    among(
        connection,
        versions,
        "SELECT live.version_id AS version_id, e.uuid AS environment_uuid, e.name AS environment, e.display_name AS environment_display_name,
                e.production AS production, live.deployed AS deployed, live.application_instance AS application_instance, live.since AS since
         FROM (SELECT version_id, environment_id, 1 AS deployed, application_instance, created_at AS since FROM deployments WHERE undeployed_at IS NULL
               UNION ALL
               SELECT version_id, environment_id, 0, '', created_at FROM releases WHERE support_ended_at IS NULL) live
         JOIN environments e ON e.id = live.environment_id WHERE live.version_id IN (%) ORDER BY e.production DESC, e.name, live.since",
    )
    .await
}
