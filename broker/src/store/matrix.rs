//! What the matrix is made of: the versions a selector comes to, the contracts that matter, and results between them.

use super::portion::{PORTION, among, placeholders};
use super::publication::{COLUMNS, NAMED};
use super::row::{Decoded, flag, maybe_moment, number, text};
use super::{Connection, Result};
use crate::domain::matrix::{Chosen, Pick};
use crate::domain::{LatestVerification, Moment, Publication};
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;
use std::collections::{BTreeMap, BTreeSet};

struct Found {
    participant_id: i64,
    chosen: Chosen,
}

impl sqlx::FromRow<'_, AnyRow> for Found {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self {
            participant_id: number(row, "participant_id")?,
            chosen: Chosen { id: number(row, "id")?, number: text(row, "number")?, since: maybe_moment(row, "since")? },
        })
    }
}

/// The versions of these participants that `pick` means, newest first.
pub async fn choose(
    connection: &mut Connection,
    participants: &[i64],
    pick: &Pick,
) -> Result<BTreeMap<i64, Vec<Chosen>>> {
    let mut chosen: BTreeMap<i64, Vec<Chosen>> = BTreeMap::new();
    for portion in participants.chunks(PORTION) {
        let (versions, name) = versions(pick, &placeholders(2, portion.len()));
        let sql = format!(
            "SELECT v.participant_id AS participant_id, v.id AS id, v.number AS number, MIN(found.since) AS since
             FROM ({versions}) found CROSS JOIN versions v WHERE v.id = found.version_id
             GROUP BY v.participant_id, v.id, v.number ORDER BY v.id DESC"
        );
        let mut query = sqlx::query_as::<_, Found>(AssertSqlSafe(sql)).bind(name);
        for participant in portion {
            query = query.bind(*participant);
        }
        for found in query.fetch_all(&mut *connection).await? {
            chosen.entry(found.participant_id).or_default().push(found.chosen);
        }
    }
    Ok(chosen)
}

/// The query for the versions that `pick` means of the participants in `list`, with the moment they went live where that is asked
/// for, and the value of `$1`.
///
/// The cross joins keep `SQLite` from walking through all versions instead of the few that are meant.
fn versions<'p>(pick: &'p Pick, list: &str) -> (String, &'p str) {
    const ALL: &str = "v.id AS version_id, CAST(NULL AS BIGINT) AS since FROM versions v WHERE v.participant_id IN (#)";
    const HEAD: &str = "b.head_version_id AS version_id, CAST(NULL AS BIGINT) AS since FROM participants a CROSS JOIN branches b WHERE a.id IN (#) AND b.participant_id = a.id";
    const MEMBER: &str = "m.version_id AS version_id, CAST(NULL AS BIGINT) AS since FROM participants a CROSS JOIN branches b CROSS JOIN branch_versions m
        WHERE a.id IN (#) AND b.participant_id = a.id AND m.branch_id = b.id";
    const TAGGED: &str = "FROM tags t WHERE t.participant_id IN (#) AND t.name = $1";
    const MAIN: &str = "b.name = a.main_branch";
    const LIVE: &str = "s.version_id AS version_id, s.created_at AS since FROM environments e CROSS JOIN % s
        WHERE e.name = $1 AND s.environment_id = e.id AND s.participant_id IN (#)";
    let unnamed = |sql: String| (format!("{sql} AND $1 = $1"), "");
    let (sql, name) = match pick {
        Pick::Any => unnamed(format!("SELECT {ALL}")),
        Pick::Version(number) => (format!("SELECT {ALL} AND v.number = $1"), number.as_str()),
        Pick::Latest => unnamed(
            "SELECT (SELECT MAX(n.id) FROM versions n WHERE n.participant_id = a.id) AS version_id, CAST(NULL AS BIGINT) AS since FROM participants a WHERE a.id IN (#)".to_owned(),
        ),
        Pick::LatestTagged(tag) => {
            (format!("SELECT MAX(t.version_id) AS version_id, CAST(NULL AS BIGINT) AS since {TAGGED} GROUP BY t.participant_id"), tag.as_str())
        }
        Pick::Tagged(tag) => (format!("SELECT t.version_id AS version_id, CAST(NULL AS BIGINT) AS since {TAGGED}"), tag.as_str()),
        Pick::BranchHead(branch) => (format!("SELECT {HEAD} AND b.name = $1"), branch.as_str()),
        Pick::Branch(branch) => (format!("SELECT {MEMBER} AND b.name = $1"), branch.as_str()),
        Pick::MainBranchHead => unnamed(format!("SELECT {HEAD} AND {MAIN}")),
        Pick::MainBranch => unnamed(format!("SELECT {MEMBER} AND {MAIN}")),
        Pick::Environment(name) => {
            let deployed = format!("SELECT {LIVE} AND s.undeployed_at IS NULL").replacen('%', "deployments", 1);
            let released = format!("SELECT {LIVE} AND s.support_ended_at IS NULL").replacen('%', "releases", 1);
            (format!("{deployed} UNION ALL {released}"), name.as_str())
        }
    };
    (sql.replace('#', list), name)
}

/// Which publications are meant: by consumer or by provider, of these consumer versions or of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party<'a> {
    /// What this participant publishes.
    Consumer(i64),
    /// What this participant publishes for one of these.
    ConsumerOf(i64, &'a [i64]),
    /// What is published for this participant.
    Provider(i64),
}

/// The publications of a party, restricted to `versions` of the consumers if there are any restrictions.
///
/// The cross join keeps `SQLite` from walking through all publications of the party.
pub async fn publications(
    connection: &mut Connection,
    party: Party<'_>,
    versions: Option<&[i64]>,
) -> Result<Vec<Publication>> {
    let (condition, id, providers) = match party {
        Party::Consumer(id) => ("pub.consumer_id = $1".to_owned(), id, &[][..]),
        Party::ConsumerOf(id, providers) => {
            let listed = placeholders(2, providers.len());
            (format!("pub.consumer_id = $1 AND pub.provider_id IN ({listed})"), id, providers)
        }
        Party::Provider(id) => ("pub.provider_id = $1".to_owned(), id, &[][..]),
    };
    let Some(versions) = versions else {
        let sql = format!("SELECT {COLUMNS} FROM publications pub {NAMED} WHERE {condition}");
        let query = providers.iter().fold(sqlx::query_as(AssertSqlSafe(sql)).bind(id), |query, id| query.bind(*id));
        return Ok(query.fetch_all(connection).await?);
    };
    let mut found = Vec::new();
    for portion in versions.chunks(PORTION) {
        let sql = format!(
            "SELECT {COLUMNS} FROM versions asked CROSS JOIN publications pub {NAMED}
             WHERE asked.id IN ({}) AND pub.consumer_version_id = asked.id AND {condition}",
            placeholders(2 + providers.len(), portion.len())
        );
        let query = sqlx::query_as(AssertSqlSafe(sql)).bind(id);
        let query = providers.iter().chain(portion).fold(query, |query, id| query.bind(*id));
        found.extend(query.fetch_all(&mut *connection).await?);
    }
    Ok(found)
}

/// The participants that consume what this one provides.
pub async fn consumers(connection: &mut Connection, provider_id: i64) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar("SELECT consumer_id FROM integrations WHERE provider_id = $1")
        .bind(provider_id)
        .fetch_all(connection)
        .await?)
}

/// A participant, and whether it consumes and provides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its key.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Whether it has contracts with providers.
    pub consumes: bool,
    /// Whether consumers have contracts with it.
    pub provides: bool,
}

impl sqlx::FromRow<'_, AnyRow> for Known {
    fn from_row(row: &AnyRow) -> Decoded<Self> {
        Ok(Self {
            id: number(row, "id")?,
            name: text(row, "name")?,
            consumes: flag(row, "consumes")?,
            provides: flag(row, "provides")?,
        })
    }
}

/// The participant called `name`.
pub async fn known(connection: &mut Connection, name: &str) -> Result<Option<Known>> {
    Ok(sqlx::query_as(
        "SELECT a.id AS id, a.name AS name,
            CASE WHEN EXISTS (SELECT 1 FROM integrations i WHERE i.consumer_id = a.id) THEN 1 ELSE 0 END AS consumes,
            CASE WHEN EXISTS (SELECT 1 FROM integrations i WHERE i.provider_id = a.id) THEN 1 ELSE 0 END AS provides
         FROM participants a WHERE a.name = $1",
    )
    .bind(name)
    .fetch_optional(connection)
    .await?)
}

/// The newest results of these provider versions for these contents.
pub async fn results(
    connection: &mut Connection,
    contents: &[i64],
    provider_versions: &[i64],
) -> Result<Vec<LatestVerification>> {
    let sql = "SELECT l.*, v.number AS provider_version FROM latest_verifications l
         JOIN versions v ON v.id = l.provider_version_id WHERE l.content_id IN (#) AND l.provider_version_id IN (%)";
    of_each(connection, contents, provider_versions, sql).await
}

/// The rows of a query for contents, named by `#`, and provider versions, named by `%`, asked for in portions.
async fn of_each<T>(connection: &mut Connection, contents: &[i64], versions: &[i64], sql: &str) -> Result<Vec<T>>
where
    T: for<'r> sqlx::FromRow<'r, AnyRow> + Send + Unpin,
{
    let mut found = Vec::new();
    for contents in contents.chunks(PORTION) {
        for versions in versions.chunks(PORTION) {
            let listed = placeholders(1 + contents.len(), versions.len());
            let sql = sql.replacen('#', &placeholders(1, contents.len()), 1).replacen('%', &listed, 1);
            let mut query = sqlx::query_as(AssertSqlSafe(sql));
            for id in contents.iter().chain(versions) {
                query = query.bind(*id);
            }
            found.extend(query.fetch_all(&mut *connection).await?);
        }
    }
    Ok(found)
}

/// The best result per content, whichever version has it: the newest success, else the newest failure.
pub async fn best_results(connection: &mut Connection, contents: &[i64]) -> Result<BTreeMap<i64, LatestVerification>> {
    let sql = "SELECT l.*, v.number AS provider_version FROM contents ct CROSS JOIN latest_verifications l
         JOIN versions v ON v.id = l.provider_version_id WHERE ct.id IN (%) AND l.verification_id =
           (SELECT b.verification_id FROM latest_verifications b WHERE b.content_id = ct.id ORDER BY b.success DESC, b.verification_id DESC LIMIT 1)";
    let found: Vec<LatestVerification> = among(connection, contents, sql).await?;
    Ok(found.into_iter().map(|result| (result.content_id, result)).collect())
}

/// By content and provider version: the first failure since its last success, where the newest result is a failure.
pub async fn failing_since(
    connection: &mut Connection,
    contents: &[i64],
    provider_versions: &[i64],
) -> Result<BTreeMap<(i64, i64), Moment>> {
    let sql = "SELECT r.content_id, r.provider_version_id, MIN(r.created_at) FROM verifications r
         WHERE r.content_id IN (#) AND r.provider_version_id IN (%) AND r.success = 0 AND NOT EXISTS
           (SELECT 1 FROM verifications k WHERE k.content_id = r.content_id
            AND k.provider_version_id = r.provider_version_id AND k.id > r.id AND k.success = 1)
         GROUP BY r.content_id, r.provider_version_id";
    let found: Vec<(i64, i64, i64)> = of_each(connection, contents, provider_versions, sql).await?;
    Ok(found.into_iter().map(|(content, version, since)| ((content, version), Moment(since))).collect())
}

/// Those of these versions for which neither contracts nor results were published.
pub async fn bare_versions(connection: &mut Connection, versions: &[i64]) -> Result<BTreeSet<i64>> {
    let sql = "SELECT v.id FROM versions v WHERE v.id IN (%)
         AND NOT EXISTS (SELECT 1 FROM publications p WHERE p.consumer_version_id = v.id)
         AND NOT EXISTS (SELECT 1 FROM latest_verifications l WHERE l.provider_version_id = v.id)";
    let found: Vec<(i64,)> = among(connection, versions, sql).await?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}
