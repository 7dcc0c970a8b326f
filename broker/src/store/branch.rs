//! Branches in the database. A branch's head is the version most recently added to it.

use super::page::Page;
use super::participant::like_pattern;
use super::row::{Decoded, moment, number, text};
use super::success::{self, Membership};
use super::{Connection, Result};
use crate::domain::{Branch, Moment, Version};
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

impl sqlx::FromRow<'_, AnyRow> for Branch {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self {
            id: number(row, "id")?,
            participant_id: number(row, "participant_id")?,
            name: text(row, "name")?,
            head: text(row, "head")?,
            created_at: moment(row, "created_at")?,
            updated_at: moment(row, "updated_at")?,
        })
    }
}

/// One branch of a participant.
pub async fn find(connection: &mut Connection, participant_id: i64, name: &str) -> Result<Option<Branch>> {
    Ok(sqlx::query_as(
        "SELECT b.*, v.number AS head FROM branches b JOIN versions v ON v.id = b.head_version_id WHERE b.participant_id = $1 AND b.name = $2",
    )
    .bind(participant_id)
    .bind(name)
    .fetch_optional(connection)
    .await?)
}

/// A page of a participant's branches whose name contains `part`, most recently updated first.
pub async fn list(
    connection: &mut Connection,
    participant_id: i64,
    part: Option<&str>,
    page: Page,
) -> Result<Vec<Branch>> {
    let pattern = part.map(like_pattern);
    Ok(sqlx::query_as(
        "SELECT b.*, v.number AS head FROM branches b JOIN versions v ON v.id = b.head_version_id
         WHERE b.participant_id = $1 AND ($2 IS NULL OR LOWER(b.name) LIKE $3 ESCAPE '!')
         ORDER BY b.updated_at DESC, b.id DESC LIMIT $4 OFFSET $5",
    )
    .bind(participant_id)
    .bind(pattern.clone())
    .bind(pattern)
    .bind(page.size)
    .bind(page.offset)
    .fetch_all(connection)
    .await?)
}

/// When `version_id` was added to the branch.
pub async fn membership(connection: &mut Connection, branch_id: i64, version_id: i64) -> Result<Option<Moment>> {
    let since: Option<i64> =
        sqlx::query_scalar("SELECT created_at FROM branch_versions WHERE branch_id = $1 AND version_id = $2")
            .bind(branch_id)
            .bind(version_id)
            .fetch_optional(connection)
            .await?;
    Ok(since.map(Moment))
}

/// Adds a version to a branch, which is created where it is missing; returns whether the version is new on it.
///
/// A new version becomes the head; one that is already there stays where it is. One that nobody knew before has no results.
pub async fn add_version(
    connection: &mut Connection,
    version: &Version,
    name: &str,
    was_known: bool,
    now: Moment,
) -> Result<bool> {
    const IS_MEMBER: &str = "EXISTS (SELECT 1 FROM branch_versions m WHERE m.branch_id = branches.id AND m.version_id = excluded.head_version_id)";
    let sql = format!(
        "INSERT INTO branches (participant_id, name, head_version_id, created_at, updated_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (participant_id, name) DO UPDATE SET
           head_version_id = CASE WHEN {IS_MEMBER} THEN branches.head_version_id ELSE excluded.head_version_id END,
           updated_at = CASE WHEN {IS_MEMBER} THEN branches.updated_at ELSE excluded.updated_at END
         RETURNING id"
    );
    let branch: i64 = sqlx::query_scalar(AssertSqlSafe(sql))
        .bind(version.participant_id)
        .bind(name)
        .bind(version.id)
        .bind(now.0)
        .bind(now.0)
        .fetch_one(&mut *connection)
        .await?;
    let added = sqlx::query(
        "INSERT INTO branch_versions (branch_id, version_id, created_at) VALUES ($1, $2, $3) ON CONFLICT (branch_id, version_id) DO NOTHING",
    )
    .bind(branch)
    .bind(version.id)
    .bind(now.0)
    .execute(&mut *connection)
    .await?
    .rows_affected()
        > 0;
    if added && was_known {
        success::gained(connection, Membership::Branch(branch), version.id).await?;
    }
    Ok(added)
}

/// Takes a version off a branch; the newest remaining one becomes the head, and a branch without versions goes.
pub async fn remove_version(connection: &mut Connection, branch_id: i64, version_id: i64) -> Result<()> {
    sqlx::query("DELETE FROM branch_versions WHERE branch_id = $1 AND version_id = $2")
        .bind(branch_id)
        .bind(version_id)
        .execute(&mut *connection)
        .await?;
    success::lost(connection, Membership::Branch(branch_id), version_id).await?;
    let head: Option<i64> =
        sqlx::query_scalar("SELECT version_id FROM branch_versions WHERE branch_id = $1 ORDER BY id DESC LIMIT 1")
            .bind(branch_id)
            .fetch_optional(&mut *connection)
            .await?;
    match head {
        Some(head) => {
            sqlx::query("UPDATE branches SET head_version_id = $2 WHERE id = $1")
                .bind(branch_id)
                .bind(head)
                .execute(connection)
                .await?;
        }
        None => delete(connection, branch_id).await?,
    }
    Ok(())
}

/// Removes a branch; its versions stay.
pub async fn delete(connection: &mut Connection, id: i64) -> Result<()> {
    sqlx::query("DELETE FROM branches WHERE id = $1").bind(id).execute(connection).await?;
    Ok(())
}

/// How many branches of a participant have a name that contains `part`.
pub async fn count(connection: &mut Connection, participant_id: i64, part: Option<&str>) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "SELECT COUNT(*) FROM branches WHERE participant_id = $1 AND ($2 IS NULL OR LOWER(name) LIKE $2 ESCAPE '!')",
    )
    .bind(participant_id)
    .bind(part.map(like_pattern))
    .fetch_one(connection)
    .await?)
}
