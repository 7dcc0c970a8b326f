//! Participants in the database.

use super::portion::{PORTION, placeholders};
use super::row::{Decoded, maybe_text, moment, number, text};
use super::{Connection, Result};
use crate::domain::name::display_name;
use crate::domain::participant::MAIN_BRANCH_CANDIDATES;
use crate::domain::{Moment, Participant, ParticipantFields};
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;
use std::collections::BTreeSet;

impl sqlx::FromRow<'_, AnyRow> for Participant {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self {
            id: number(row, "id")?,
            name: text(row, "name")?,
            display_name: text(row, "display_name")?,
            main_branch: maybe_text(row, "main_branch")?,
            repository_url: maybe_text(row, "repository_url")?,
            repository_name: maybe_text(row, "repository_name")?,
            repository_namespace: maybe_text(row, "repository_namespace")?,
            created_at: moment(row, "created_at")?,
            updated_at: moment(row, "updated_at")?,
        })
    }
}

/// The participant called `name`.
pub async fn find(connection: &mut Connection, name: &str) -> Result<Option<Participant>> {
    Ok(sqlx::query_as("SELECT * FROM participants WHERE name = $1").bind(name).fetch_optional(connection).await?)
}

/// The participants with these names, of those that there are.
pub async fn named(connection: &mut Connection, names: &BTreeSet<&str>) -> Result<Vec<Participant>> {
    let mut found = Vec::new();
    for portion in names.iter().collect::<Vec<_>>().chunks(PORTION) {
        let sql = format!("SELECT * FROM participants WHERE name IN ({})", placeholders(1, portion.len()));
        let mut query = sqlx::query_as(AssertSqlSafe(sql));
        for name in portion {
            query = query.bind(**name);
        }
        found.extend(query.fetch_all(&mut *connection).await?);
    }
    Ok(found)
}

/// All participants whose name contains `part`, by name.
pub async fn list(connection: &mut Connection, part: Option<&str>) -> Result<Vec<Participant>> {
    let pattern = part.map(like_pattern);
    Ok(sqlx::query_as(
        "SELECT * FROM participants WHERE $1 IS NULL OR LOWER(name) LIKE $2 ESCAPE '!' OR LOWER(display_name) LIKE $2 ESCAPE '!' ORDER BY LOWER(name), name",
    )
    .bind(pattern.clone())
    .bind(pattern)
    .fetch_all(connection)
    .await?)
}

pub(super) fn like_pattern(part: &str) -> String {
    let escaped = part.to_lowercase().replace('!', "!!").replace('%', "!%").replace('_', "!_");
    format!("%{escaped}%")
}

/// Adds a participant; its name must be free.
pub async fn create(
    connection: &mut Connection,
    name: &str,
    fields: ParticipantFields,
    now: Moment,
) -> Result<Participant> {
    Ok(sqlx::query_as(
        "INSERT INTO participants (name, display_name, main_branch, repository_url, repository_name, repository_namespace, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *",
    )
    .bind(name)
    .bind(fields.display_name.unwrap_or_else(|| display_name(name)))
    .bind(fields.main_branch)
    .bind(fields.repository_url)
    .bind(fields.repository_name)
    .bind(fields.repository_namespace)
    .bind(now.0)
    .bind(now.0)
    .fetch_one(connection)
    .await?)
}

/// The participant called `name`, created where it is missing.
pub async fn find_or_create(connection: &mut Connection, name: &str, now: Moment) -> Result<Participant> {
    match find(connection, name).await? {
        Some(participant) => Ok(participant),
        None => create(connection, name, ParticipantFields::default(), now).await,
    }
}

/// Sets every field of the participant with key `id`.
pub async fn replace(
    connection: &mut Connection,
    current: &Participant,
    fields: ParticipantFields,
    now: Moment,
) -> Result<Participant> {
    Ok(sqlx::query_as(
        "UPDATE participants SET display_name = $2, main_branch = $3, repository_url = $4, repository_name = $5, repository_namespace = $6, updated_at = $7
         WHERE id = $1 RETURNING *",
    )
    .bind(current.id)
    .bind(fields.display_name.unwrap_or_else(|| display_name(&current.name)))
    .bind(fields.main_branch)
    .bind(fields.repository_url)
    .bind(fields.repository_name)
    .bind(fields.repository_namespace)
    .bind(now.0)
    .fetch_one(connection)
    .await?)
}

/// Takes `branch` for the main branch if it looks like one and none is set.
pub async fn notice_main_branch(connection: &mut Connection, participant_id: i64, branch: &str) -> Result<()> {
    if MAIN_BRANCH_CANDIDATES.contains(&branch) {
        sqlx::query("UPDATE participants SET main_branch = $2 WHERE id = $1 AND main_branch IS NULL")
            .bind(participant_id)
            .bind(branch)
            .execute(connection)
            .await?;
    }
    Ok(())
}

/// The main branch of the participant with key `id`, if it has one.
pub async fn main_branch(connection: &mut Connection, id: i64) -> Result<Option<String>> {
    let found: Option<Option<String>> = sqlx::query_scalar("SELECT main_branch FROM participants WHERE id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?;
    Ok(found.flatten())
}

/// Removes a participant with its versions, contracts, results and deployments.
pub async fn delete(connection: &mut Connection, id: i64) -> Result<()> {
    sqlx::query("DELETE FROM participants WHERE id = $1").bind(id).execute(connection).await?;
    Ok(())
}
