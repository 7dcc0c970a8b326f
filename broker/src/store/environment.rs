//! Environments in the database.

use super::row::{Decoded, flag, maybe_text, moment, number, text};
use super::{Connection, Result};
use crate::domain::{Environment, EnvironmentFields, Moment};
use sqlx::any::AnyRow;

impl sqlx::FromRow<'_, AnyRow> for Environment {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self {
            id: number(row, "id")?,
            uuid: text(row, "uuid")?,
            name: text(row, "name")?,
            display_name: text(row, "display_name")?,
            production: flag(row, "production")?,
            contacts: maybe_text(row, "contacts")?,
            created_at: moment(row, "created_at")?,
            updated_at: moment(row, "updated_at")?,
        })
    }
}

/// All environments, by display name.
pub async fn list(connection: &mut Connection) -> Result<Vec<Environment>> {
    Ok(sqlx::query_as("SELECT * FROM environments ORDER BY LOWER(display_name), name").fetch_all(connection).await?)
}

/// The environment with this identity.
pub async fn find(connection: &mut Connection, uuid: &str) -> Result<Option<Environment>> {
    Ok(sqlx::query_as("SELECT * FROM environments WHERE uuid = $1").bind(uuid).fetch_optional(connection).await?)
}

/// The environment called `name`.
pub async fn named(connection: &mut Connection, name: &str) -> Result<Option<Environment>> {
    Ok(sqlx::query_as("SELECT * FROM environments WHERE name = $1").bind(name).fetch_optional(connection).await?)
}

/// Adds an environment; its name must be free.
pub async fn create(
    connection: &mut Connection,
    uuid: &str,
    fields: &EnvironmentFields,
    now: Moment,
) -> Result<Environment> {
    Ok(sqlx::query_as(
        "INSERT INTO environments (uuid, name, display_name, production, contacts, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING *",
    )
    .bind(uuid)
    .bind(fields.name.as_str())
    .bind(fields.display_name.as_str())
    .bind(i64::from(fields.production))
    .bind(fields.contacts.as_deref())
    .bind(now.0)
    .bind(now.0)
    .fetch_one(connection)
    .await?)
}

/// Sets every field of an environment.
pub async fn replace(
    connection: &mut Connection,
    id: i64,
    fields: &EnvironmentFields,
    now: Moment,
) -> Result<Environment> {
    Ok(sqlx::query_as(
        "UPDATE environments SET name = $2, display_name = $3, production = $4, contacts = $5, updated_at = $6 WHERE id = $1 RETURNING *",
    )
    .bind(id)
    .bind(fields.name.as_str())
    .bind(fields.display_name.as_str())
    .bind(i64::from(fields.production))
    .bind(fields.contacts.as_deref())
    .bind(now.0)
    .fetch_one(connection)
    .await?)
}

/// Removes an environment with its deployments and releases.
pub async fn delete(connection: &mut Connection, id: i64) -> Result<()> {
    sqlx::query("DELETE FROM environments WHERE id = $1").bind(id).execute(connection).await?;
    Ok(())
}

/// The environments where a version of the participant is deployed now.
pub async fn with_deployments_of(connection: &mut Connection, participant_id: i64) -> Result<Vec<Environment>> {
    Ok(sqlx::query_as(
        "SELECT * FROM environments WHERE id IN (SELECT environment_id FROM deployments WHERE participant_id = $1 AND undeployed_at IS NULL)
         ORDER BY production DESC, name",
    )
    .bind(participant_id)
    .fetch_all(connection)
    .await?)
}
