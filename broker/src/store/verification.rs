//! Verification results in the database.

use super::portion::among;
use super::row::{Decoded, flag, maybe_text, moment, number, text};
use super::{Connection, Result, success};
use crate::domain::{LatestVerification, Moment, NewVerification, Verification};
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

impl sqlx::FromRow<'_, AnyRow> for Verification {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self {
            number: number(row, "id")?,
            content_id: number(row, "content_id")?,
            provider_version_id: number(row, "provider_version_id")?,
            provider_version: text(row, "provider_version")?,
            success: flag(row, "success")?,
            build_url: maybe_text(row, "build_url")?,
            test_results: maybe_text(row, "test_results")?,
            verified_by: maybe_text(row, "verified_by")?,
            pending: flag(row, "pending")?,
            created_at: moment(row, "created_at")?,
        })
    }
}

impl sqlx::FromRow<'_, AnyRow> for LatestVerification {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self {
            number: number(row, "verification_id")?,
            content_id: number(row, "content_id")?,
            provider_version_id: number(row, "provider_version_id")?,
            provider_version: text(row, "provider_version")?,
            success: flag(row, "success")?,
            created_at: moment(row, "created_at")?,
        })
    }
}

const SELECT: &str =
    "SELECT r.*, v.number AS provider_version FROM verifications r JOIN versions v ON v.id = r.provider_version_id ";

/// The result with this number for this content.
pub async fn find(connection: &mut Connection, content_id: i64, number: i64) -> Result<Option<Verification>> {
    let sql = format!("{SELECT} WHERE r.id = $1 AND r.content_id = $2");
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(number).bind(content_id).fetch_optional(connection).await?)
}

/// The newest result for this content, whichever version it is of.
pub async fn latest(connection: &mut Connection, content_id: i64) -> Result<Option<Verification>> {
    let sql = format!("{SELECT} WHERE r.content_id = $1 ORDER BY r.id DESC LIMIT 1");
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(content_id).fetch_optional(connection).await?)
}

/// The newest result per provider version for each of these contents.
pub async fn latest_of(connection: &mut Connection, contents: &[i64]) -> Result<Vec<LatestVerification>> {
    let sql = "SELECT l.*, v.number AS provider_version FROM latest_verifications l JOIN versions v ON v.id = l.provider_version_id
         WHERE l.content_id IN (%) ORDER BY l.content_id, l.provider_version_id DESC";
    among(connection, contents, sql).await
}

/// Keeps a result and makes it the newest of its content and provider version, whose number is `provider_version`.
pub async fn create(
    connection: &mut Connection,
    new: NewVerification,
    provider_version: String,
    now: Moment,
) -> Result<Verification> {
    let number: i64 = sqlx::query_scalar(
        "INSERT INTO verifications (content_id, provider_version_id, success, build_url, test_results, verified_by, metadata, pending, work_in_progress, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
    )
    .bind(new.content_id)
    .bind(new.provider_version_id)
    .bind(i64::from(new.success))
    .bind(new.build_url.as_deref())
    .bind(new.test_results.as_deref())
    .bind(new.verified_by.as_deref())
    .bind(new.metadata.as_deref())
    .bind(i64::from(new.pending))
    .bind(i64::from(new.work_in_progress))
    .bind(now.0)
    .fetch_one(&mut *connection)
    .await?;
    sqlx::query(
        "INSERT INTO latest_verifications (content_id, provider_version_id, verification_id, success, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (content_id, provider_version_id) DO UPDATE
         SET verification_id = excluded.verification_id, success = excluded.success, created_at = excluded.created_at",
    )
    .bind(new.content_id)
    .bind(new.provider_version_id)
    .bind(number)
    .bind(i64::from(new.success))
    .bind(now.0)
    .execute(&mut *connection)
    .await?;
    if new.success {
        success::of_result(connection, number).await?;
    }
    let NewVerification {
        content_id, provider_version_id, success, build_url, test_results, verified_by, pending, ..
    } = new;
    Ok(Verification {
        number,
        content_id,
        provider_version_id,
        provider_version,
        success,
        build_url,
        test_results,
        verified_by,
        pending,
        created_at: now,
    })
}

/// Removes a result; the newest remaining one of its content and version takes its place.
pub async fn delete(connection: &mut Connection, verification: &Verification) -> Result<()> {
    sqlx::query("DELETE FROM verifications WHERE id = $1").bind(verification.number).execute(&mut *connection).await?;
    sqlx::query(
        "INSERT INTO latest_verifications (content_id, provider_version_id, verification_id, success, created_at)
         SELECT r.content_id, r.provider_version_id, r.id, r.success, r.created_at FROM verifications r
         WHERE r.id = (SELECT MAX(n.id) FROM verifications n WHERE n.content_id = $1 AND n.provider_version_id = $2)
         ON CONFLICT (content_id, provider_version_id) DO NOTHING",
    )
    .bind(verification.content_id)
    .bind(verification.provider_version_id)
    .execute(&mut *connection)
    .await?;
    success::lost_result(connection, verification.content_id).await
}
