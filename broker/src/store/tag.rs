//! Tags in the database.

use super::success::{self, Membership};
use super::{Connection, Result};
use crate::domain::{Moment, Version};

/// When the version was given the tag.
pub async fn find(connection: &mut Connection, version_id: i64, name: &str) -> Result<Option<Moment>> {
    let since: Option<i64> = sqlx::query_scalar("SELECT created_at FROM tags WHERE version_id = $1 AND name = $2")
        .bind(version_id)
        .bind(name)
        .fetch_optional(connection)
        .await?;
    Ok(since.map(Moment))
}

/// Gives a version a tag; returns whether it is new. A version that nobody knew before has no results.
pub async fn add(
    connection: &mut Connection,
    version: &Version,
    name: &str,
    was_known: bool,
    now: Moment,
) -> Result<bool> {
    let added = sqlx::query(
        "INSERT INTO tags (version_id, participant_id, name, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (version_id, name) DO NOTHING",
    )
    .bind(version.id)
    .bind(version.participant_id)
    .bind(name)
    .bind(now.0)
    .execute(&mut *connection)
    .await?
    .rows_affected()
        > 0;
    if added && was_known {
        success::gained(connection, Membership::Tag(name), version.id).await?;
    }
    Ok(added)
}

/// Whether any version of anybody has the tag.
pub async fn is_used(connection: &mut Connection, name: &str) -> Result<bool> {
    let used: Option<i64> = sqlx::query_scalar("SELECT version_id FROM tags WHERE name = $1 LIMIT 1")
        .bind(name)
        .fetch_optional(connection)
        .await?;
    Ok(used.is_some())
}

/// Takes a tag off a version; returns whether it was there.
pub async fn remove(connection: &mut Connection, version_id: i64, name: &str) -> Result<bool> {
    let removed = sqlx::query("DELETE FROM tags WHERE version_id = $1 AND name = $2")
        .bind(version_id)
        .bind(name)
        .execute(&mut *connection)
        .await?;
    success::lost(connection, Membership::Tag(name), version_id).await?;
    Ok(removed.rows_affected() > 0)
}

/// Every tag of a version.
pub(super) async fn of_version(connection: &mut Connection, version_id: i64) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar("SELECT name FROM tags WHERE version_id = $1").bind(version_id).fetch_all(connection).await?)
}
