//! What contracts are judged by: the newest of each pair, what is live, and the results of the versions that count.
//!
//! Every function is one statement, whatever the number of rows, except where a list is asked for in portions.

use super::portion::among;
use super::publication::COLUMNS;
use super::row::{Decoded, flag, maybe_text, moment, number, text};
use super::{Connection, Result};
use crate::domain::{Moment, Publication};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, FromRow};

/// Versions that are live anywhere.
const LIVE: &str = "SELECT version_id FROM deployments WHERE undeployed_at IS NULL
    UNION SELECT version_id FROM releases WHERE support_ended_at IS NULL";

/// The head of every participant's main branch, or its newest version.
const HEADS: &str = "SELECT COALESCE((SELECT b.head_version_id FROM branches b WHERE b.participant_id = a.id AND b.name = a.main_branch),
    (SELECT MAX(n.id) FROM versions n WHERE n.participant_id = a.id)) FROM participants a";

/// A pair's newest contract: from the consumer's main branch if there is one, else the newest of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newest {
    /// The contract.
    pub publication: Publication,
    /// A branch its version is on, the main one if it is on it.
    pub branch: Option<String>,
    /// The consumer's main branch.
    pub main_branch: Option<String>,
}

impl FromRow<'_, AnyRow> for Newest {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self {
            publication: Publication::from_row(row)?,
            branch: maybe_text(row, "branch")?,
            main_branch: maybe_text(row, "main_branch")?,
        })
    }
}

/// The newest contract of every pair in which `participant_id` takes part, or of every pair, by name.
///
/// The cross join keeps `SQLite` from walking through all publications instead of the pairs.
pub async fn newest(connection: &mut Connection, participant_id: Option<i64>) -> Result<Vec<Newest>> {
    let sql = format!(
        "SELECT {COLUMNS}, c.main_branch AS main_branch,
            COALESCE(
                (SELECT b.name FROM branch_versions bv JOIN branches b ON b.id = bv.branch_id
                 WHERE bv.version_id = pub.consumer_version_id AND b.name = c.main_branch),
                (SELECT b.name FROM branch_versions bv JOIN branches b ON b.id = bv.branch_id
                 WHERE bv.version_id = pub.consumer_version_id ORDER BY bv.id DESC LIMIT 1)) AS branch
         FROM integrations i CROSS JOIN publications pub JOIN participants c ON c.id = pub.consumer_id
         JOIN participants p ON p.id = pub.provider_id JOIN versions v ON v.id = pub.consumer_version_id JOIN contents ct ON ct.id = pub.content_id
         WHERE pub.consumer_id = i.consumer_id AND pub.provider_id = i.provider_id AND pub.consumer_version_id = COALESCE(
            (SELECT m.consumer_version_id FROM publications m WHERE m.consumer_id = i.consumer_id AND m.provider_id = i.provider_id
             AND EXISTS (SELECT 1 FROM branch_versions bv JOIN branches b ON b.id = bv.branch_id JOIN participants a ON a.id = i.consumer_id
                         WHERE bv.version_id = m.consumer_version_id AND b.participant_id = a.id AND b.name = a.main_branch)
             ORDER BY m.consumer_version_id DESC LIMIT 1),
            (SELECT MAX(n.consumer_version_id) FROM publications n WHERE n.consumer_id = i.consumer_id AND n.provider_id = i.provider_id))
         AND ($1 IS NULL OR i.consumer_id = $1 OR i.provider_id = $1)
         ORDER BY LOWER(c.name), c.name, LOWER(p.name), p.name"
    );
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(participant_id).fetch_all(connection).await?)
}

/// A result of a version that is judged: one that is live, or the head of its main branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedResult {
    /// The content's consumer; the provider is the version's participant.
    pub consumer_id: i64,
    /// What was verified.
    pub content_id: i64,
    /// Which version verified it.
    pub provider_version_id: i64,
    /// Its participant.
    pub provider_id: i64,
    /// Whether it was kept.
    pub success: bool,
    /// Whether it was pending for the verifier.
    pub pending: bool,
    /// When the result arrived.
    pub created_at: Moment,
}

impl FromRow<'_, AnyRow> for JudgedResult {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self {
            consumer_id: number(row, "consumer_id")?,
            content_id: number(row, "content_id")?,
            provider_version_id: number(row, "provider_version_id")?,
            provider_id: number(row, "provider_id")?,
            success: flag(row, "success")?,
            pending: flag(row, "pending")?,
            created_at: moment(row, "created_at")?,
        })
    }
}

/// The newest results of all judged versions, of pairs with `participant_id` if given.
pub async fn results(connection: &mut Connection, participant_id: Option<i64>) -> Result<Vec<JudgedResult>> {
    let sql = format!(
        "SELECT ct.consumer_id AS consumer_id, ct.provider_id AS provider_id, l.content_id AS content_id,
            l.provider_version_id AS provider_version_id, l.success AS success, r.pending AS pending, l.created_at AS created_at
         FROM latest_verifications l JOIN contents ct ON ct.id = l.content_id JOIN verifications r ON r.id = l.verification_id
         WHERE l.provider_version_id IN ({HEADS} UNION {LIVE}) AND ($1 IS NULL OR ct.consumer_id = $1 OR ct.provider_id = $1)"
    );
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(participant_id).fetch_all(connection).await?)
}

/// What a live consumer version says about one provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveContract {
    /// The consumer's version.
    pub consumer_version_id: i64,
    /// The consumer.
    pub consumer_id: i64,
    /// The provider.
    pub provider_id: i64,
    /// What it says.
    pub content_id: i64,
}

impl FromRow<'_, AnyRow> for LiveContract {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self {
            consumer_version_id: number(row, "consumer_version_id")?,
            consumer_id: number(row, "consumer_id")?,
            provider_id: number(row, "provider_id")?,
            content_id: number(row, "content_id")?,
        })
    }
}

/// The contracts of every live consumer version.
pub async fn live_contracts(connection: &mut Connection) -> Result<Vec<LiveContract>> {
    let sql = format!(
        "SELECT consumer_version_id, consumer_id, provider_id, content_id FROM publications WHERE consumer_version_id IN ({LIVE})"
    );
    Ok(sqlx::query_as(AssertSqlSafe(sql)).fetch_all(connection).await?)
}

/// The newest result of a pair or of one content, whichever version it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewestResult {
    /// The content the question was about.
    pub asked_content_id: i64,
    /// The content that was verified: the same, or an earlier one of the pair.
    pub content_id: i64,
    /// The version that verified it.
    pub provider_version_id: i64,
    /// Its number.
    pub provider_version: String,
    /// Whether it was kept.
    pub success: bool,
    /// Whether it was pending for the verifier.
    pub pending: bool,
    /// When the result arrived.
    pub created_at: Moment,
}

impl FromRow<'_, AnyRow> for NewestResult {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self {
            asked_content_id: number(row, "asked_content_id")?,
            content_id: number(row, "content_id")?,
            provider_version_id: number(row, "provider_version_id")?,
            provider_version: text(row, "provider_version")?,
            success: flag(row, "success")?,
            pending: flag(row, "pending")?,
            created_at: moment(row, "created_at")?,
        })
    }
}

/// For each content its newest result, and the newest of its pair where that is about another content.
pub async fn newest_results(connection: &mut Connection, contents: &[i64]) -> Result<Vec<NewestResult>> {
    let sql =
        "SELECT asked.id AS asked_content_id, r.content_id AS content_id, r.provider_version_id AS provider_version_id,
            v.number AS provider_version, r.success AS success, r.pending AS pending, r.created_at AS created_at
         FROM contents asked JOIN verifications r ON r.id IN (
            (SELECT MAX(l.verification_id) FROM latest_verifications l WHERE l.content_id = asked.id),
            (SELECT MAX((SELECT MAX(l.verification_id) FROM latest_verifications l WHERE l.content_id = ct.id)) FROM contents ct
             WHERE ct.consumer_id = asked.consumer_id AND ct.provider_id = asked.provider_id))
         JOIN versions v ON v.id = r.provider_version_id WHERE asked.id IN (%)";
    among(connection, contents, sql).await
}

/// The texts of these contents that are not longer than `limit` bytes, with their keys.
pub async fn bodies(connection: &mut Connection, contents: &[i64], limit: i64) -> Result<Vec<(i64, String)>> {
    let sql = format!("SELECT id, body FROM contents WHERE OCTET_LENGTH(body) <= {limit} AND id IN (%)");
    among(connection, contents, &sql).await
}

/// A provider version that a contract is judged against, and its newest result for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedVersion {
    /// The version's key and order.
    pub version_id: i64,
    /// Its number.
    pub version: String,
    /// Whether it counts: it is live, or the head of the provider's main branch.
    pub counts: bool,
    /// Whether it has kept other content of the pair.
    pub kept_earlier: bool,
    /// Its newest result for this content.
    pub result: Option<FullResult>,
}

/// A result with what the verifier reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FullResult {
    /// Its number.
    pub number: i64,
    /// Whether the contract was kept.
    pub success: bool,
    /// Whether the contract was pending for the verifier.
    pub pending: bool,
    /// The per-interaction results, as JSON text.
    pub test_results: Option<String>,
    /// The build that verified it.
    pub build_url: Option<String>,
    /// When the result arrived.
    pub created_at: Moment,
}

impl FromRow<'_, AnyRow> for JudgedVersion {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        let result = match number(row, "result")? {
            0 => None,
            result => Some(FullResult {
                number: result,
                success: flag(row, "success")?,
                pending: flag(row, "pending")?,
                test_results: maybe_text(row, "test_results")?,
                build_url: maybe_text(row, "build_url")?,
                created_at: moment(row, "created_at")?,
            }),
        };
        Ok(Self {
            version_id: number(row, "version_id")?,
            version: text(row, "version")?,
            counts: flag(row, "counts")?,
            kept_earlier: flag(row, "kept_earlier")?,
            result,
        })
    }
}

/// The provider versions a contract is judged against, and the one with the newest result, newest version first.
pub async fn judged_versions(connection: &mut Connection, publication: &Publication) -> Result<Vec<JudgedVersion>> {
    let sql = format!(
        "SELECT v.id AS version_id, v.number AS version, CASE WHEN v.id IN ({HEADS} WHERE a.id = $1 UNION {LIVE}) THEN 1 ELSE 0 END AS counts,
            CASE WHEN EXISTS (SELECT 1 FROM latest_verifications e JOIN contents ec ON ec.id = e.content_id
                 WHERE e.provider_version_id = v.id AND e.success = 1 AND ec.consumer_id = $2 AND ec.provider_id = $1 AND ec.id <> $3)
                 THEN 1 ELSE 0 END AS kept_earlier,
            COALESCE(r.id, 0) AS result, COALESCE(r.success, 0) AS success, COALESCE(r.pending, 0) AS pending,
            r.test_results AS test_results, r.build_url AS build_url, COALESCE(r.created_at, 0) AS created_at
         FROM versions v LEFT JOIN latest_verifications l ON l.provider_version_id = v.id AND l.content_id = $3
         LEFT JOIN verifications r ON r.id = l.verification_id
         WHERE v.participant_id = $1 AND v.id IN ({HEADS} WHERE a.id = $1 UNION {LIVE}
            UNION SELECT r.provider_version_id FROM verifications r
                  WHERE r.id = (SELECT MAX(m.verification_id) FROM latest_verifications m WHERE m.content_id = $3))
         ORDER BY v.id DESC"
    );
    Ok(sqlx::query_as(AssertSqlSafe(sql))
        .bind(publication.provider_id)
        .bind(publication.consumer_id)
        .bind(publication.content_id)
        .fetch_all(connection)
        .await?)
}

/// What a contract's page says about the consumer's side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsumerSide {
    /// The build that made the consumer's version.
    pub build_url: Option<String>,
    /// The consumer's main branch.
    pub main_branch: Option<String>,
    /// How many of its versions say the same.
    pub sharing: i64,
}

impl FromRow<'_, AnyRow> for ConsumerSide {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self {
            build_url: maybe_text(row, "build_url")?,
            main_branch: maybe_text(row, "main_branch")?,
            sharing: number(row, "sharing")?,
        })
    }
}

/// The consumer's side of a publication.
pub async fn consumer_side(connection: &mut Connection, publication: &Publication) -> Result<ConsumerSide> {
    Ok(sqlx::query_as(
        "SELECT v.build_url AS build_url, c.main_branch AS main_branch,
            (SELECT COUNT(*) FROM publications p WHERE p.content_id = $1) AS sharing
         FROM versions v JOIN participants c ON c.id = v.participant_id WHERE v.id = $2",
    )
    .bind(publication.content_id)
    .bind(publication.consumer_version_id)
    .fetch_one(connection)
    .await?)
}
