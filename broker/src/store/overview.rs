//! What the overview and the participant page show, each in one statement whatever the number of rows.

use super::row::{Decoded, filled_text, flag, moment, number, text};
use super::{Connection, Result};
use crate::domain::overview::{Head, Live};
use sqlx::any::AnyRow;

impl sqlx::FromRow<'_, AnyRow> for Live {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self {
            participant_id: number(row, "participant_id")?,
            participant: text(row, "participant")?,
            version_id: number(row, "version_id")?,
            version: text(row, "version")?,
            environment: text(row, "environment")?,
            production: flag(row, "production")?,
            deployed: flag(row, "deployed")?,
            application_instance: filled_text(row, "application_instance")?,
            since: moment(row, "since")?,
        })
    }
}

/// Every live version everywhere, or in the environment called `environment`.
pub async fn live(connection: &mut Connection, environment: Option<&str>) -> Result<Vec<Live>> {
    Ok(sqlx::query_as(
        "SELECT l.participant_id AS participant_id, a.name AS participant, l.version_id AS version_id, v.number AS version, e.name AS environment,
                e.production AS production, l.deployed AS deployed, l.application_instance AS application_instance, l.since AS since
         FROM (SELECT participant_id, version_id, environment_id, 1 AS deployed, application_instance, created_at AS since FROM deployments
               WHERE undeployed_at IS NULL
               UNION ALL
               SELECT participant_id, version_id, environment_id, 0, '', created_at FROM releases WHERE support_ended_at IS NULL) l
         JOIN participants a ON a.id = l.participant_id JOIN versions v ON v.id = l.version_id JOIN environments e ON e.id = l.environment_id
         WHERE $1 IS NULL OR e.name = $1
         ORDER BY e.production DESC, e.name, LOWER(a.name), a.name, l.since DESC",
    )
    .bind(environment)
    .fetch_all(connection)
    .await?)
}

impl sqlx::FromRow<'_, AnyRow> for Head {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self {
            participant_id: number(row, "participant_id")?,
            version_id: number(row, "version_id")?,
            version: text(row, "version")?,
        })
    }
}

/// The head of every participant's main branch; the newest version of those without one.
pub async fn main_heads(connection: &mut Connection) -> Result<Vec<Head>> {
    Ok(sqlx::query_as(
        "SELECT v.participant_id AS participant_id, v.id AS version_id, v.number AS version FROM participants a
         LEFT JOIN branches b ON b.participant_id = a.id AND b.name = a.main_branch
         JOIN versions v ON v.id = COALESCE(b.head_version_id, (SELECT MAX(n.id) FROM versions n WHERE n.participant_id = a.id))",
    )
    .fetch_all(connection)
    .await?)
}
