//! Which publications a consumer version selector selects.

use super::publication::{COLUMNS, NAMED};
use super::row::flag;
use super::{Connection, Result};
use crate::domain::selector::{Choice, Selector};
use crate::domain::{Moment, Publication};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, FromRow, Row};

/// A publication, and what selected it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selected {
    /// The publication.
    pub publication: Publication,
    /// What selected it, with the branch or environment it was found in.
    pub choice: Choice,
}

const TAGGED: &str = "pub.consumer_version_id = (SELECT MAX(tv.id) FROM tags t JOIN versions tv ON tv.id = t.version_id
    WHERE tv.participant_id = pub.consumer_id AND t.name = $3)";

/// The publications for this provider that the selector selects.
pub async fn select(connection: &mut Connection, provider_id: i64, selector: &Selector) -> Result<Vec<Selected>> {
    let Choice::LatestTagged { tag, fallback: Some(fallback) } = &selector.choice else {
        return run(connection, provider_id, selector).await;
    };
    let plain = |tag: &String| Selector {
        consumer: selector.consumer.clone(),
        choice: Choice::LatestTagged { tag: tag.clone(), fallback: None },
    };
    let found = run(connection, provider_id, &plain(tag)).await?;
    if found.is_empty() { run(connection, provider_id, &plain(fallback)).await } else { Ok(found) }
}

/// What may be work in progress for this provider: the contracts of the consumers' branch heads and newest tagged versions that
/// were published after `since`.
///
/// The cross joins keep `SQLite` from walking through all publications instead of the heads.
pub async fn work_in_progress(connection: &mut Connection, provider_id: i64, since: Moment) -> Result<Vec<Selected>> {
    const BRANCH_HEADS: &str =
        "SELECT i.consumer_id AS consumer_id, b.name AS name, b.head_version_id AS version_id, 1 AS branch
         FROM integrations i CROSS JOIN branches b WHERE i.provider_id = $1 AND b.participant_id = i.consumer_id";
    const TAG_HEADS: &str = "SELECT i.consumer_id, t.name, MAX(t.version_id), 0 FROM integrations i CROSS JOIN versions tv CROSS JOIN tags t
         WHERE i.provider_id = $1 AND tv.participant_id = i.consumer_id AND t.version_id = tv.id GROUP BY i.consumer_id, t.name";
    let sql = format!(
        "SELECT {COLUMNS}, found.name AS place, found.branch AS branch FROM ({BRANCH_HEADS} UNION ALL {TAG_HEADS}) found
         CROSS JOIN publications pub {NAMED}
         WHERE pub.consumer_version_id = found.version_id AND pub.provider_id = $1 AND pub.created_at > $2
         ORDER BY LOWER(c.name), c.name, pub.consumer_version_id DESC, found.branch DESC, found.name"
    );
    let rows: Vec<AnyRow> =
        sqlx::query(AssertSqlSafe(sql)).bind(provider_id).bind(since.0).fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let place: String = row.try_get("place")?;
            let choice = if flag(row, "branch")? {
                Choice::Branch { name: place, fallback: None }
            } else {
                Choice::LatestTagged { tag: place, fallback: None }
            };
            Ok(Selected { publication: Publication::from_row(row)?, choice })
        })
        .collect()
}

async fn run(connection: &mut Connection, provider_id: i64, selector: &Selector) -> Result<Vec<Selected>> {
    let (joins, condition, name, fallback) = parts(&selector.choice);
    let place = if joins.is_empty() { "''" } else { "found.name" };
    let sql = format!(
        "SELECT {COLUMNS}, {place} AS place FROM publications pub {NAMED} {joins} WHERE pub.provider_id = $1 AND ($2 IS NULL OR c.name = $2) AND ($3 = $3) AND ($4 = $4) AND {condition}
         ORDER BY LOWER(c.name), c.name, pub.consumer_version_id DESC"
    );
    let rows: Vec<AnyRow> = sqlx::query(AssertSqlSafe(sql))
        .bind(provider_id)
        .bind(selector.consumer.as_deref())
        .bind(name)
        .bind(fallback)
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|row| {
            let place: String = row.try_get("place")?;
            Ok(Selected { publication: Publication::from_row(row)?, choice: placed(&selector.choice, place) })
        })
        .collect()
}

/// Joins that name the place as `found.name`, the condition, and the values of `$3` and `$4`.
fn parts(choice: &Choice) -> (&'static str, &'static str, &str, &str) {
    const HEADS: &str =
        "JOIN branches found ON found.participant_id = c.id AND found.head_version_id = pub.consumer_version_id";
    const DEPLOYED: &str = "JOIN deployments d ON d.version_id = pub.consumer_version_id AND d.undeployed_at IS NULL JOIN environments found ON found.id = d.environment_id";
    const RELEASED: &str = "JOIN releases r ON r.version_id = pub.consumer_version_id AND r.support_ended_at IS NULL JOIN environments found ON found.id = r.environment_id";
    const PLACE: &str = "($3 = '' OR found.name = $3)";
    match choice {
        Choice::Default => (
            "",
            "pub.consumer_version_id = COALESCE(
                (SELECT b.head_version_id FROM branches b WHERE b.participant_id = c.id AND b.name = c.main_branch),
                (SELECT MAX(tv.id) FROM tags t JOIN versions tv ON tv.id = t.version_id WHERE tv.participant_id = c.id AND t.name = c.main_branch),
                (SELECT MAX(n.consumer_version_id) FROM publications n WHERE n.consumer_id = pub.consumer_id AND n.provider_id = pub.provider_id))",
            "",
            "",
        ),
        Choice::MainBranch => (HEADS, "found.name = c.main_branch", "", ""),
        Choice::Branch { name, fallback } => (
            HEADS,
            "(found.name = $3 OR (found.name = $4 AND NOT EXISTS (SELECT 1 FROM branches b WHERE b.participant_id = c.id AND b.name = $3)))",
            name,
            fallback.as_deref().unwrap_or_default(),
        ),
        Choice::BranchHeads => (HEADS, "1 = 1", "", ""),
        Choice::LatestTagged { tag, .. } => ("", TAGGED, tag, ""),
        Choice::Tagged(tag) => ("", "EXISTS (SELECT 1 FROM tags t WHERE t.version_id = pub.consumer_version_id AND t.name = $3)", tag, ""),
        Choice::Latest => (
            "",
            "pub.consumer_version_id = (SELECT MAX(n.consumer_version_id) FROM publications n WHERE n.consumer_id = pub.consumer_id
             AND n.provider_id = pub.provider_id)",
            "",
            "",
        ),
        Choice::Deployed(environment) => (DEPLOYED, PLACE, environment.as_deref().unwrap_or_default(), ""),
        Choice::Released(environment) => (RELEASED, PLACE, environment.as_deref().unwrap_or_default(), ""),
    }
}

/// The choice with the branch or environment a publication was found in.
fn placed(choice: &Choice, place: String) -> Choice {
    match choice {
        Choice::Branch { .. } | Choice::BranchHeads => Choice::Branch { name: place, fallback: None },
        Choice::Deployed(_) => Choice::Deployed(Some(place)),
        Choice::Released(_) => Choice::Released(Some(place)),
        other => other.clone(),
    }
}
