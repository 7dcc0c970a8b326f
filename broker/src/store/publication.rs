//! Publications in the database.

use super::content::Kept;
use super::row::{Decoded, moment, number, text};
use super::{Connection, Result};
use crate::domain::{Moment, Publication, Ways};
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

impl sqlx::FromRow<'_, AnyRow> for Publication {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self {
            id: number(row, "id")?,
            consumer_id: number(row, "consumer_id")?,
            consumer: text(row, "consumer")?,
            provider_id: number(row, "provider_id")?,
            provider: text(row, "provider")?,
            consumer_version_id: number(row, "consumer_version_id")?,
            consumer_version: text(row, "consumer_version")?,
            content_id: number(row, "content_id")?,
            digest: text(row, "digest")?,
            ways: Ways::from_number(number(row, "ways")?),
            revision: number(row, "revision")?,
            created_at: moment(row, "created_at")?,
        })
    }
}

/// The columns of a [`Publication`].
pub(super) const COLUMNS: &str = "pub.id AS id, pub.consumer_id AS consumer_id, c.name AS consumer, pub.provider_id AS provider_id, p.name AS provider,
    pub.consumer_version_id AS consumer_version_id, v.number AS consumer_version, pub.content_id AS content_id, ct.digest AS digest, ct.ways AS ways,
    pub.revision AS revision, pub.created_at AS created_at";

/// Joins to `publications pub` the tables they come from: `c`, `p`, `v`, `ct`.
pub(super) const NAMED: &str =
    "JOIN participants c ON c.id = pub.consumer_id JOIN participants p ON p.id = pub.provider_id
    JOIN versions v ON v.id = pub.consumer_version_id JOIN contents ct ON ct.id = pub.content_id";

/// Two participants by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair<'a> {
    /// The provider's name.
    pub provider: &'a str,
    /// The consumer's name.
    pub consumer: &'a str,
}

/// Which publication of a pair is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which<'a> {
    /// That of one consumer version.
    Version(&'a str),
    /// That of the newest consumer version that has one.
    Latest,
    /// That of the newest consumer version with the tag that has one.
    LatestTagged(&'a str),
    /// That of the newest consumer version without any tag.
    LatestUntagged,
    /// That of the branch's head.
    BranchHead(&'a str),
    /// That of the main branch's head.
    MainBranchHead,
    /// The newest with this content.
    Digest(&'a str),
}

/// One publication of a pair.
pub async fn find(connection: &mut Connection, pair: Pair<'_>, which: Which<'_>) -> Result<Option<Publication>> {
    let (condition, name) = match which {
        Which::Version(number) => ("v.number = $3", number),
        Which::Latest => ("$3 = ''", ""),
        Which::LatestTagged(tag) => ("EXISTS (SELECT 1 FROM tags t WHERE t.version_id = v.id AND t.name = $3)", tag),
        Which::LatestUntagged => ("$3 = '' AND NOT EXISTS (SELECT 1 FROM tags t WHERE t.version_id = v.id)", ""),
        Which::BranchHead(branch) => (
            "EXISTS (SELECT 1 FROM branches b WHERE b.head_version_id = v.id AND b.participant_id = c.id AND b.name = $3)",
            branch,
        ),
        Which::MainBranchHead => (
            "$3 = '' AND EXISTS (SELECT 1 FROM branches b WHERE b.head_version_id = v.id AND b.participant_id = c.id AND b.name = c.main_branch)",
            "",
        ),
        Which::Digest(digest) => ("ct.digest = $3", digest),
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM publications pub {NAMED} WHERE p.name = $1 AND c.name = $2 AND {condition} ORDER BY pub.consumer_version_id DESC LIMIT 1"
    );
    Ok(sqlx::query_as(AssertSqlSafe(sql))
        .bind(pair.provider)
        .bind(pair.consumer)
        .bind(name)
        .fetch_optional(connection)
        .await?)
}

/// Which publications a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing<'a> {
    /// The newest of every integration.
    LatestOfAll,
    /// Every one of a provider.
    Provider(&'a str),
    /// The newest per consumer of a provider.
    ProviderLatest(&'a str),
    /// Those of a provider whose consumer version has a tag.
    ProviderTagged(&'a str, &'a str),
    /// The newest per consumer of a provider with a tag.
    ProviderLatestTagged(&'a str, &'a str),
    /// Those of a provider whose consumer version is on a branch; the consumer's main branch where none is named.
    ProviderBranch(&'a str, Option<&'a str>),
    /// Those of a provider from branch heads; the consumer's main branch where none is named.
    ProviderBranchHeads(&'a str, Option<&'a str>),
    /// Those of a consumer version.
    ConsumerVersion(i64),
}

// The newest of each pair are found from the integrations on; the cross joins keep `SQLite` from walking through all publications.

const NEWEST: &str = "SELECT MAX(n.consumer_version_id) FROM publications n WHERE n.consumer_id = i.consumer_id AND n.provider_id = i.provider_id";
const NEWEST_TAGGED: &str = "SELECT n.consumer_version_id FROM publications n WHERE n.consumer_id = i.consumer_id AND n.provider_id = i.provider_id
    AND EXISTS (SELECT 1 FROM tags t WHERE t.version_id = n.consumer_version_id AND t.name = $2) ORDER BY n.consumer_version_id DESC LIMIT 1";
const OF_PROVIDER: &str = "i.provider_id = (SELECT id FROM participants WHERE name = $1)";

/// Where the newest of each pair are found, and the condition that `version` makes of them.
fn newest_of_pairs(pairs: &str, version: &str) -> (&'static str, String) {
    let condition = format!("{pairs} AND pub.provider_id = i.provider_id AND pub.consumer_version_id = ({version})");
    ("integrations i CROSS JOIN publications pub", condition)
}

/// Many publications, of one consumer if named, by consumer, provider and age, newest first.
pub async fn list(
    connection: &mut Connection,
    listing: Listing<'_>,
    consumer: Option<&str>,
) -> Result<Vec<Publication>> {
    let every = |condition: &str| ("publications pub", condition.to_owned());
    let ((from, condition), first, second) = match listing {
        Listing::LatestOfAll => (newest_of_pairs("$1 = '' AND $2 = ''", NEWEST), "", ""),
        Listing::Provider(provider) => (every("p.name = $1 AND $2 = ''"), provider, ""),
        Listing::ProviderLatest(provider) => {
            (newest_of_pairs(&format!("$2 = '' AND {OF_PROVIDER}"), NEWEST), provider, "")
        }
        Listing::ProviderTagged(provider, tag) => (
            every("p.name = $1 AND EXISTS (SELECT 1 FROM tags t WHERE t.version_id = v.id AND t.name = $2)"),
            provider,
            tag,
        ),
        Listing::ProviderLatestTagged(provider, tag) => (newest_of_pairs(OF_PROVIDER, NEWEST_TAGGED), provider, tag),
        Listing::ProviderBranch(provider, branch) => (
            every(
                "p.name = $1 AND EXISTS (SELECT 1 FROM branch_versions bv JOIN branches b ON b.id = bv.branch_id
                 WHERE bv.version_id = v.id AND b.name = CASE WHEN $2 = '' THEN c.main_branch ELSE $2 END)",
            ),
            provider,
            branch.unwrap_or_default(),
        ),
        Listing::ProviderBranchHeads(provider, branch) => (
            every(
                "p.name = $1 AND EXISTS (SELECT 1 FROM branches b WHERE b.head_version_id = v.id AND b.participant_id = c.id
                 AND b.name = CASE WHEN $2 = '' THEN c.main_branch ELSE $2 END)",
            ),
            provider,
            branch.unwrap_or_default(),
        ),
        Listing::ConsumerVersion(version_id) => {
            let sql = format!("SELECT {COLUMNS} FROM publications pub {NAMED} WHERE pub.consumer_version_id = $1 ORDER BY LOWER(p.name), p.name");
            return Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(version_id).fetch_all(connection).await?);
        }
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM {from} {NAMED} WHERE {condition} AND ($3 IS NULL OR c.name = $3) ORDER BY LOWER(c.name), c.name, LOWER(p.name), p.name, pub.consumer_version_id DESC"
    );
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(first).bind(second).bind(consumer).fetch_all(connection).await?)
}

/// The contract's JSON text as it was published, with sorted keys and an `_id` on every interaction; of a content that the version
/// does not have any more, the first text.
pub async fn body(connection: &mut Connection, publication: &Publication) -> Result<String> {
    let current: Option<String> = sqlx::query_scalar(
        "SELECT COALESCE(t.body, ct.body) FROM publications pub JOIN contents ct ON ct.id = pub.content_id
         LEFT JOIN texts t ON t.id = pub.text_id WHERE pub.id = $1 AND pub.content_id = $2",
    )
    .bind(publication.id)
    .bind(publication.content_id)
    .fetch_optional(&mut *connection)
    .await?;
    match current {
        Some(body) => Ok(body),
        None => super::content::body(connection, publication.content_id).await,
    }
}

/// A publication about to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewPublication {
    /// The consumer's key.
    pub consumer_id: i64,
    /// The provider's key.
    pub provider_id: i64,
    /// The consumer version's key.
    pub consumer_version_id: i64,
    /// What it says.
    pub kept: Kept,
}

/// Keeps a publication; one of the same version and provider gets the new content and the next revision.
pub async fn create(connection: &mut Connection, publication: NewPublication, now: Moment) -> Result<()> {
    sqlx::query(
        "INSERT INTO publications (consumer_id, provider_id, consumer_version_id, content_id, text_id, revision, created_at) VALUES ($1, $2, $3, $4, $5, 1, $6)
         ON CONFLICT (consumer_version_id, provider_id) DO UPDATE
         SET content_id = excluded.content_id, text_id = excluded.text_id, revision = publications.revision + 1, created_at = excluded.created_at",
    )
    .bind(publication.consumer_id)
    .bind(publication.provider_id)
    .bind(publication.consumer_version_id)
    .bind(publication.kept.content_id)
    .bind(publication.kept.text_id)
    .bind(now.0)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "INSERT INTO integrations (consumer_id, provider_id, created_at, updated_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (consumer_id, provider_id) DO UPDATE SET updated_at = excluded.updated_at",
    )
    .bind(publication.consumer_id)
    .bind(publication.provider_id)
    .bind(now.0)
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(())
}

/// The publication before `publication` that says something else.
pub async fn previous_distinct(connection: &mut Connection, publication: &Publication) -> Result<Option<Publication>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM publications pub {NAMED} WHERE pub.consumer_id = $1 AND pub.provider_id = $2 AND pub.consumer_version_id < $3 AND pub.content_id <> $4
         ORDER BY pub.consumer_version_id DESC LIMIT 1"
    );
    Ok(sqlx::query_as(AssertSqlSafe(sql))
        .bind(publication.consumer_id)
        .bind(publication.provider_id)
        .bind(publication.consumer_version_id)
        .bind(publication.content_id)
        .fetch_optional(connection)
        .await?)
}

/// Removes a publication, and its content, text and integration when nothing else refers to them.
pub async fn delete(connection: &mut Connection, publication: &Publication) -> Result<()> {
    sqlx::query("DELETE FROM publications WHERE id = $1").bind(publication.id).execute(&mut *connection).await?;
    sqlx::query("DELETE FROM contents WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM publications WHERE content_id = $2)")
        .bind(publication.content_id)
        .bind(publication.content_id)
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "DELETE FROM texts WHERE content_id = $1 AND NOT EXISTS (SELECT 1 FROM publications WHERE text_id = texts.id)",
    )
    .bind(publication.content_id)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "DELETE FROM integrations WHERE consumer_id = $1 AND provider_id = $2
         AND NOT EXISTS (SELECT 1 FROM publications WHERE consumer_id = $3 AND provider_id = $4)",
    )
    .bind(publication.consumer_id)
    .bind(publication.provider_id)
    .bind(publication.consumer_id)
    .bind(publication.provider_id)
    .execute(connection)
    .await?;
    Ok(())
}
