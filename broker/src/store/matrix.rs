//! What the matrix is made of: the versions a selector comes to, the contracts that matter, and results between them.

use super::portion::{PORTION, among, placeholders};
use super::publication::{COLUMNS, NAMED};
use super::row::{Decoded, maybe_moment, number, text};
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
    let (from, condition, name) = parts(pick);
    let since = if matches!(pick, Pick::Environment(_)) { "MIN(live.since)" } else { "NULL" };
    let mut chosen: BTreeMap<i64, Vec<Chosen>> = BTreeMap::new();
    for portion in participants.chunks(PORTION) {
        let sql = format!(
            "SELECT v.participant_id AS participant_id, v.id AS id, v.number AS number, {since} AS since
             FROM participants a {from} WHERE $1 = $1 AND {condition} AND a.id IN ({})
             GROUP BY v.participant_id, v.id, v.number ORDER BY v.id DESC",
            placeholders(2, portion.len())
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

/// How the participants `a` lead to their versions `v`, the condition, and the value of `$1`.
///
/// The cross joins keep `SQLite` from walking through all versions instead of the few that are meant.
fn parts(pick: &Pick) -> (&'static str, &'static str, &str) {
    const ALL: &str = "CROSS JOIN versions v";
    const LIVE: &str = "JOIN versions v ON v.participant_id = a.id
        JOIN (SELECT version_id, environment_id, created_at AS since FROM deployments WHERE undeployed_at IS NULL
        UNION ALL SELECT version_id, environment_id, created_at FROM releases WHERE support_ended_at IS NULL) live ON live.version_id = v.id
        JOIN environments e ON e.id = live.environment_id";
    const NEWEST: &str =
        "v.participant_id = a.id AND v.id = (SELECT MAX(n.id) FROM versions n WHERE n.participant_id = a.id)";
    const NEWEST_TAGGED: &str =
        "v.participant_id = a.id AND v.id = (SELECT MAX(n.id) FROM versions n JOIN tags t ON t.version_id = n.id
        WHERE n.participant_id = a.id AND t.name = $1)";
    const TAGGED: &str =
        "v.participant_id = a.id AND EXISTS (SELECT 1 FROM tags t WHERE t.version_id = v.id AND t.name = $1)";
    const HEADS: &str = "CROSS JOIN branches b CROSS JOIN versions v";
    const HEAD: &str = "b.participant_id = a.id AND b.name = $1 AND v.id = b.head_version_id";
    const MAIN_HEAD: &str = "b.participant_id = a.id AND b.name = a.main_branch AND v.id = b.head_version_id";
    const MEMBERS: &str = "CROSS JOIN branches b CROSS JOIN branch_versions m CROSS JOIN versions v";
    const MEMBER: &str = "b.participant_id = a.id AND b.name = $1 AND m.branch_id = b.id AND v.id = m.version_id";
    const MAIN_MEMBER: &str =
        "b.participant_id = a.id AND b.name = a.main_branch AND m.branch_id = b.id AND v.id = m.version_id";
    match pick {
        Pick::Any => (ALL, "v.participant_id = a.id", ""),
        Pick::Version(number) => (ALL, "v.participant_id = a.id AND v.number = $1", number),
        Pick::Latest => (ALL, NEWEST, ""),
        Pick::LatestTagged(tag) => (ALL, NEWEST_TAGGED, tag),
        Pick::Tagged(tag) => (ALL, TAGGED, tag),
        Pick::BranchHead(branch) => (HEADS, HEAD, branch),
        Pick::Branch(branch) => (MEMBERS, MEMBER, branch),
        Pick::MainBranchHead => (HEADS, MAIN_HEAD, ""),
        Pick::MainBranch => (MEMBERS, MAIN_MEMBER, ""),
        Pick::Environment(name) => (LIVE, "e.name = $1", name),
    }
}

/// Which publications are meant: by consumer or by provider, of these consumer versions or of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    /// What this participant publishes.
    Consumer(i64),
    /// What is published for this participant.
    Provider(i64),
}

/// The publications of a party, restricted to `versions` of the consumers if there are any restrictions.
pub async fn publications(
    connection: &mut Connection,
    party: Party,
    versions: Option<&[i64]>,
) -> Result<Vec<Publication>> {
    let (column, id) = match party {
        Party::Consumer(id) => ("pub.consumer_id", id),
        Party::Provider(id) => ("pub.provider_id", id),
    };
    let Some(versions) = versions else {
        let sql = format!("SELECT {COLUMNS} FROM publications pub {NAMED} WHERE {column} = $1");
        return Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(id).fetch_all(connection).await?);
    };
    let mut found = Vec::new();
    for portion in versions.chunks(PORTION) {
        let sql = format!(
            "SELECT {COLUMNS} FROM publications pub {NAMED} WHERE {column} = $1 AND pub.consumer_version_id IN ({})",
            placeholders(2, portion.len())
        );
        let mut query = sqlx::query_as(AssertSqlSafe(sql)).bind(id);
        for version in portion {
            query = query.bind(*version);
        }
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

/// Whether a participant consumes, and whether it provides.
pub async fn roles(connection: &mut Connection, participant_id: i64) -> Result<(bool, bool)> {
    let row: (i64, i64) = sqlx::query_as(
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM integrations WHERE consumer_id = $1) THEN 1 ELSE 0 END,
                CASE WHEN EXISTS (SELECT 1 FROM integrations WHERE provider_id = $1) THEN 1 ELSE 0 END",
    )
    .bind(participant_id)
    .fetch_one(connection)
    .await?;
    Ok((row.0 == 1, row.1 == 1))
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
    let sql = "SELECT ranked.*, v.number AS provider_version FROM
           (SELECT l.*, ROW_NUMBER() OVER (PARTITION BY l.content_id ORDER BY l.success DESC, l.verification_id DESC) AS place
            FROM latest_verifications l WHERE l.content_id IN (%)) ranked
         JOIN versions v ON v.id = ranked.provider_version_id WHERE ranked.place = 1";
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
