//! What participants and versions have done so far: whom they call, where they stayed, what they verified.

use super::row::{Decoded, filled_text, flag, maybe_moment, maybe_text, moment, number, text};
use super::{Connection, Result};
use crate::domain::Moment;
use sqlx::FromRow;
use sqlx::any::AnyRow;

/// How many others a participant calls and is called by, and when its newest version came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roles {
    /// The participant's key.
    pub participant_id: i64,
    /// How many providers it has contracts with.
    pub consumes: i64,
    /// How many consumers have contracts with it.
    pub provides: i64,
    /// When its newest version was first seen; none without versions.
    pub newest_at: Option<Moment>,
}

impl FromRow<'_, AnyRow> for Roles {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self {
            participant_id: number(row, "participant_id")?,
            consumes: number(row, "consumes")?,
            provides: number(row, "provides")?,
            newest_at: maybe_moment(row, "newest_at")?,
        })
    }
}

/// The roles of every participant.
pub async fn roles(connection: &mut Connection) -> Result<Vec<Roles>> {
    Ok(sqlx::query_as(
        "SELECT a.id AS participant_id,
            (SELECT COUNT(*) FROM integrations i WHERE i.consumer_id = a.id) AS consumes,
            (SELECT COUNT(*) FROM integrations i WHERE i.provider_id = a.id) AS provides,
            (SELECT v.created_at FROM versions v WHERE v.participant_id = a.id ORDER BY v.id DESC LIMIT 1) AS newest_at
         FROM participants a",
    )
    .fetch_all(connection)
    .await?)
}

/// A stay of a version in an environment, past or present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stay {
    /// The version.
    pub version_id: i64,
    /// The environment's name.
    pub environment: String,
    /// Whether it is a production environment.
    pub production: bool,
    /// The application instance; none where none was named.
    pub application_instance: Option<String>,
    /// `true` for a deployment, `false` for a release.
    pub deployed: bool,
    /// Since when.
    pub since: Moment,
    /// Until when; none while it lasts.
    pub until: Option<Moment>,
}

impl FromRow<'_, AnyRow> for Stay {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self {
            version_id: number(row, "version_id")?,
            environment: text(row, "environment")?,
            production: flag(row, "production")?,
            application_instance: filled_text(row, "application_instance")?,
            deployed: flag(row, "deployed")?,
            since: moment(row, "since")?,
            until: maybe_moment(row, "until")?,
        })
    }
}

/// Every stay of one version, newest first.
pub async fn stays(connection: &mut Connection, version_id: i64) -> Result<Vec<Stay>> {
    Ok(sqlx::query_as(
        "SELECT s.version_id AS version_id, e.name AS environment, e.production AS production, s.application_instance AS application_instance,
            s.deployed AS deployed, s.since AS since, s.until AS until
         FROM (SELECT version_id, environment_id, application_instance, 1 AS deployed, created_at AS since, undeployed_at AS until FROM deployments
               WHERE version_id = $1
               UNION ALL
               SELECT version_id, environment_id, '', 0, created_at, support_ended_at FROM releases WHERE version_id = $1) s
         JOIN environments e ON e.id = s.environment_id ORDER BY s.since DESC, e.production DESC, e.name",
    )
    .bind(version_id)
    .fetch_all(connection)
    .await?)
}

/// A result a provider version sent, with the contract it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentResult {
    /// The consumer.
    pub consumer: String,
    /// The digest of what was verified.
    pub digest: String,
    /// The newest consumer version that says it.
    pub consumer_version: String,
    /// Whether it was kept.
    pub success: bool,
    /// Whether it was pending for the verifier.
    pub pending: bool,
    /// The build that verified it.
    pub build_url: Option<String>,
    /// When the result arrived.
    pub created_at: Moment,
}

impl FromRow<'_, AnyRow> for SentResult {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self {
            consumer: text(row, "consumer")?,
            digest: text(row, "digest")?,
            consumer_version: text(row, "consumer_version")?,
            success: flag(row, "success")?,
            pending: flag(row, "pending")?,
            build_url: maybe_text(row, "build_url")?,
            created_at: moment(row, "created_at")?,
        })
    }
}

/// The newest result of a provider version for each content it has verified, newest first.
pub async fn sent_results(connection: &mut Connection, version_id: i64) -> Result<Vec<SentResult>> {
    Ok(sqlx::query_as(
        "SELECT c.name AS consumer, ct.digest AS digest, cv.number AS consumer_version, r.success AS success, r.pending AS pending,
            r.build_url AS build_url, r.created_at AS created_at
         FROM latest_verifications l JOIN verifications r ON r.id = l.verification_id JOIN contents ct ON ct.id = l.content_id
         JOIN participants c ON c.id = ct.consumer_id
         JOIN versions cv ON cv.id = (SELECT MAX(n.consumer_version_id) FROM publications n WHERE n.content_id = ct.id)
         WHERE l.provider_version_id = $1 ORDER BY r.id DESC",
    )
    .bind(version_id)
    .fetch_all(connection)
    .await?)
}
