//! Labels in the database: words on participants.

use super::{Connection, Result};
use crate::domain::{Moment, Participant};

/// When the participant was given the label.
pub async fn find(connection: &mut Connection, participant_id: i64, name: &str) -> Result<Option<Moment>> {
    let since: Option<i64> =
        sqlx::query_scalar("SELECT created_at FROM labels WHERE participant_id = $1 AND name = $2")
            .bind(participant_id)
            .bind(name)
            .fetch_optional(connection)
            .await?;
    Ok(since.map(Moment))
}

/// Gives a participant a label; returns whether it is new.
pub async fn add(connection: &mut Connection, participant_id: i64, name: &str, now: Moment) -> Result<bool> {
    let added = sqlx::query(
        "INSERT INTO labels (participant_id, name, created_at) VALUES ($1, $2, $3) ON CONFLICT (participant_id, name) DO NOTHING",
    )
    .bind(participant_id)
    .bind(name)
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(added.rows_affected() > 0)
}

/// Takes a label off a participant; returns whether it was there.
pub async fn remove(connection: &mut Connection, participant_id: i64, name: &str) -> Result<bool> {
    let removed = sqlx::query("DELETE FROM labels WHERE participant_id = $1 AND name = $2")
        .bind(participant_id)
        .bind(name)
        .execute(connection)
        .await?;
    Ok(removed.rows_affected() > 0)
}

/// A participant's labels, by name.
pub async fn of_participant(connection: &mut Connection, participant_id: i64) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar("SELECT name FROM labels WHERE participant_id = $1 ORDER BY name")
        .bind(participant_id)
        .fetch_all(connection)
        .await?)
}

/// Every label anybody has, by name.
pub async fn list(connection: &mut Connection) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar("SELECT DISTINCT name FROM labels ORDER BY name").fetch_all(connection).await?)
}

/// The participants with a label, by name.
pub async fn participants(connection: &mut Connection, name: &str) -> Result<Vec<Participant>> {
    Ok(sqlx::query_as(
        "SELECT a.* FROM labels l JOIN participants a ON a.id = l.participant_id WHERE l.name = $1 ORDER BY LOWER(a.name), a.name",
    )
    .bind(name)
    .fetch_all(connection)
    .await?)
}
