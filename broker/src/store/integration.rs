//! Integrations in the database, and their end.

use super::row::{Decoded, moment, number, text};
use super::{Connection, Result};
use crate::domain::Integration;
use sqlx::any::AnyRow;

impl sqlx::FromRow<'_, AnyRow> for Integration {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self {
            consumer_id: number(row, "consumer_id")?,
            consumer: text(row, "consumer")?,
            provider_id: number(row, "provider_id")?,
            provider: text(row, "provider")?,
            created_at: moment(row, "created_at")?,
            updated_at: moment(row, "updated_at")?,
        })
    }
}

/// All integrations, by consumer and provider.
pub async fn list(connection: &mut Connection) -> Result<Vec<Integration>> {
    Ok(sqlx::query_as(
        "SELECT i.consumer_id AS consumer_id, c.name AS consumer, i.provider_id AS provider_id, p.name AS provider,
            i.created_at AS created_at, i.updated_at AS updated_at
         FROM integrations i JOIN participants c ON c.id = i.consumer_id JOIN participants p ON p.id = i.provider_id
         ORDER BY LOWER(c.name), c.name, LOWER(p.name), p.name",
    )
    .fetch_all(connection)
    .await?)
}

/// The consumer's versions that have said something about the provider.
pub async fn consumer_versions(connection: &mut Connection, consumer_id: i64, provider_id: i64) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar("SELECT consumer_version_id FROM publications WHERE consumer_id = $1 AND provider_id = $2")
        .bind(consumer_id)
        .bind(provider_id)
        .fetch_all(connection)
        .await?)
}

/// Removes what two participants have between them, with versions and participants that nothing else speaks of.
pub async fn delete(connection: &mut Connection, consumer_id: i64, provider_id: i64) -> Result<()> {
    for sql in [
        "DELETE FROM contents WHERE consumer_id = $1 AND provider_id = $2",
        "DELETE FROM integrations WHERE consumer_id = $1 AND provider_id = $2",
    ] {
        sqlx::query(sql).bind(consumer_id).bind(provider_id).execute(&mut *connection).await?;
    }
    for participant in [consumer_id, provider_id] {
        delete_orphans(connection, participant).await?;
    }
    Ok(())
}

async fn delete_orphans(connection: &mut Connection, participant_id: i64) -> Result<()> {
    let versions: Vec<i64> = sqlx::query_scalar(
        "SELECT v.id FROM versions v WHERE v.participant_id = $1
         AND NOT EXISTS (SELECT 1 FROM publications p WHERE p.consumer_version_id = v.id)
         AND NOT EXISTS (SELECT 1 FROM verifications r WHERE r.provider_version_id = v.id)
         AND NOT EXISTS (SELECT 1 FROM deployments d WHERE d.version_id = v.id)
         AND NOT EXISTS (SELECT 1 FROM releases r WHERE r.version_id = v.id)",
    )
    .bind(participant_id)
    .fetch_all(&mut *connection)
    .await?;
    for version in versions {
        super::version::delete(connection, version).await?;
    }
    sqlx::query(
        "DELETE FROM participants WHERE id = $1
         AND NOT EXISTS (SELECT 1 FROM versions v WHERE v.participant_id = participants.id)
         AND NOT EXISTS (SELECT 1 FROM labels l WHERE l.participant_id = participants.id)
         AND NOT EXISTS (SELECT 1 FROM integrations i WHERE i.consumer_id = participants.id OR i.provider_id = participants.id)",
    )
    .bind(participant_id)
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes every participant with everything it has; environments stay.
pub async fn delete_all(connection: &mut Connection) -> Result<()> {
    sqlx::query("DELETE FROM participants").execute(connection).await?;
    Ok(())
}
