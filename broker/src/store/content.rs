//! What contracts say, in the database: once per pair and digest.

use super::row::{Decoded, flag, maybe_text, moment, number, text};
use super::{Connection, Result};
use crate::domain::{Content, Moment, Ways};
use abide_contract_core::file::canonical::text_digest;
use sqlx::any::AnyRow;

impl sqlx::FromRow<'_, AnyRow> for Content {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self {
            id: number(row, "id")?,
            consumer_id: number(row, "consumer_id")?,
            provider_id: number(row, "provider_id")?,
            digest: text(row, "digest")?,
            created_at: moment(row, "created_at")?,
        })
    }
}

/// The content with `digest` between two participants, by their names.
pub async fn find(
    connection: &mut Connection,
    provider: &str,
    consumer: &str,
    digest: &str,
) -> Result<Option<Content>> {
    Ok(sqlx::query_as(
        "SELECT ct.id, ct.consumer_id, ct.provider_id, ct.digest, ct.created_at FROM contents ct
         JOIN participants c ON c.id = ct.consumer_id JOIN participants p ON p.id = ct.provider_id
         WHERE p.name = $1 AND c.name = $2 AND ct.digest = $3",
    )
    .bind(provider)
    .bind(consumer)
    .bind(digest)
    .fetch_optional(connection)
    .await?)
}

/// The first text with this content: JSON with sorted keys and an `_id` on every interaction.
pub async fn body(connection: &mut Connection, id: i64) -> Result<String> {
    Ok(sqlx::query_scalar("SELECT body FROM contents WHERE id = $1").bind(id).fetch_one(connection).await?)
}

/// A content about to be kept.
#[derive(Debug, Clone, Copy)]
pub struct NewContent<'a> {
    /// The consumer's key.
    pub consumer_id: i64,
    /// The provider's key.
    pub provider_id: i64,
    /// 40 hexadecimal digits.
    pub digest: &'a str,
    /// The JSON text.
    pub body: &'a str,
    /// How a provider is spoken to for it.
    pub ways: Ways,
}

/// What is kept of a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// The key of the content.
    pub content_id: i64,
    /// The key of the text; none where it is the content's first one.
    pub text_id: Option<i64>,
}

/// What is known before a pair's contract is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// The digest of the pair's newest contract.
    pub newest: Option<String>,
    /// Whether any version of the provider has verified anything.
    pub provider_verifies: bool,
    /// The content that is to be published, if it is known: its key and its first text.
    known: Option<(i64, String)>,
}

impl sqlx::FromRow<'_, AnyRow> for Before {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        let id = number(row, "id")?;
        Ok(Self {
            newest: maybe_text(row, "newest")?,
            provider_verifies: flag(row, "provider_verifies")?,
            known: maybe_text(row, "body")?.map(|body| (id, body)),
        })
    }
}

/// What is known before a pair's contract with `digest` is published.
pub async fn before(connection: &mut Connection, consumer_id: i64, provider_id: i64, digest: &str) -> Result<Before> {
    Ok(sqlx::query_as(
        "SELECT (SELECT ct.digest FROM publications n JOIN contents ct ON ct.id = n.content_id
                 WHERE n.consumer_id = $1 AND n.provider_id = $2 ORDER BY n.consumer_version_id DESC LIMIT 1) AS newest,
            CASE WHEN EXISTS (SELECT 1 FROM versions v JOIN latest_verifications l ON l.provider_version_id = v.id
                              WHERE v.participant_id = $2) THEN 1 ELSE 0 END AS provider_verifies,
            COALESCE(k.id, 0) AS id, k.body AS body
         FROM participants p LEFT JOIN contents k ON k.consumer_id = $1 AND k.provider_id = p.id AND k.digest = $3 WHERE p.id = $2",
    )
    .bind(consumer_id)
    .bind(provider_id)
    .bind(digest)
    .fetch_one(connection)
    .await?)
}

/// Keeps a content, and its text if it is another than the first with this content; neither is kept twice. `before` is what was
/// known of its digest.
pub async fn keep(connection: &mut Connection, content: NewContent<'_>, before: Before, now: Moment) -> Result<Kept> {
    match before.known {
        Some((content_id, body)) if body == content.body => Ok(Kept { content_id, text_id: None }),
        Some((content_id, _)) => {
            Ok(Kept { content_id, text_id: Some(keep_text(connection, content_id, content.body).await?) })
        }
        None => Ok(Kept { content_id: create(connection, content, now).await?, text_id: None }),
    }
}

async fn create(connection: &mut Connection, content: NewContent<'_>, now: Moment) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "INSERT INTO contents (consumer_id, provider_id, digest, body, ways, created_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
    )
    .bind(content.consumer_id)
    .bind(content.provider_id)
    .bind(content.digest)
    .bind(content.body)
    .bind(content.ways.number())
    .bind(now.0)
    .fetch_one(connection)
    .await?)
}

async fn keep_text(connection: &mut Connection, content_id: i64, body: &str) -> Result<i64> {
    let digest = text_digest(body);
    let found: Option<i64> = sqlx::query_scalar("SELECT id FROM texts WHERE content_id = $1 AND digest = $2")
        .bind(content_id)
        .bind(&digest)
        .fetch_optional(&mut *connection)
        .await?;
    if let Some(id) = found {
        return Ok(id);
    }
    Ok(sqlx::query_scalar("INSERT INTO texts (content_id, digest, body) VALUES ($1, $2, $3) RETURNING id")
        .bind(content_id)
        .bind(&digest)
        .bind(body)
        .fetch_one(connection)
        .await?)
}
