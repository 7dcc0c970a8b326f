//! Recording releases; reading and ending them is in [`super::stay`].

use super::{Connection, Result};
use crate::domain::{Environment, Moment, Version};

/// Records a release; support that had ended is opened again, and counts from now.
pub async fn record(
    connection: &mut Connection,
    uuid: &str,
    version: &Version,
    environment: &Environment,
    now: Moment,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO releases (uuid, participant_id, version_id, environment_id, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (version_id, environment_id) DO UPDATE SET support_ended_at = NULL,
            created_at = CASE WHEN releases.support_ended_at IS NULL THEN releases.created_at ELSE excluded.created_at END",
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
