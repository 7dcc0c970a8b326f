//! Which publications a consumer version selector selects.

use super::publication::{COLUMNS, NAMED};
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

/// The publications for this provider that the selector selects.
pub async fn select(connection: &mut Connection, provider_id: i64, selector: &Selector) -> Result<Vec<Selected>> {
    let Choice::LatestTagged { tag, fallback: Some(fallback) } = &selector.choice else {
        return run(connection, provider_id, selector).await;
    };
    let plain = |tag: &String| Selector {
        consumer: selector.consumer.clone(),
        choice: Choice::LatestTagged { tag: tag.clone(), fallback: None },
    };
    let mut found = run(connection, provider_id, &plain(tag)).await?;
    if found.is_empty() {
        found = run(connection, provider_id, &plain(fallback)).await?;
        for selected in &mut found {
            selected.choice = selector.choice.clone();
        }
    }
    Ok(found)
}

/// What may be work in progress for this provider: the contracts of the consumers' branch heads and newest tagged versions that
/// were published after `since`.
pub async fn work_in_progress(connection: &mut Connection, provider_id: i64, since: Moment) -> Result<Vec<Selected>> {
    const IS_HEAD: &str = "place.head_version_id = pub.consumer_version_id AND place.participant_id = pub.consumer_id";
    const IS_NEWEST: &str = "place.version_id = pub.consumer_version_id AND place.version_id =
        (SELECT MAX(t.version_id) FROM tags t WHERE t.participant_id = pub.consumer_id AND t.name = place.name)";
    let branch = |name| Choice::Branch { name, fallback: None };
    let tag = |tag| Choice::LatestTagged { tag, fallback: None };
    let mut found = heads_since(connection, provider_id, since, ("branches", IS_HEAD), branch).await?;
    found.extend(heads_since(connection, provider_id, since, ("tags", IS_NEWEST), tag).await?);
    Ok(found)
}

/// The contracts for the provider that were published after `since` and whose versions are heads: of the branches or tags in a
/// table, by a condition on `place` in it.
async fn heads_since(
    connection: &mut Connection,
    provider_id: i64,
    since: Moment,
    (table, is_head): (&str, &str),
    choice: fn(String) -> Choice,
) -> Result<Vec<Selected>> {
    let sql = format!(
        "SELECT {COLUMNS}, place.name AS place FROM publications pub CROSS JOIN {table} place {NAMED}
         WHERE pub.provider_id = $1 AND pub.created_at > $2 AND {is_head} ORDER BY LOWER(c.name), c.name, pub.consumer_version_id DESC, place.name"
    );
    let rows: Vec<AnyRow> =
        sqlx::query(AssertSqlSafe(sql)).bind(provider_id).bind(since.0).fetch_all(connection).await?;
    rows.iter()
        .map(|row| Ok(Selected { publication: Publication::from_row(row)?, choice: choice(row.try_get("place")?) }))
        .collect()
}

/// The cross join keeps `SQLite` from walking through all publications instead of the few versions.
async fn run(connection: &mut Connection, provider_id: i64, selector: &Selector) -> Result<Vec<Selected>> {
    let (versions, name, fallback) = versions(&selector.choice);
    let sql = format!(
        "SELECT {COLUMNS}, found.name AS place FROM ({versions} AND $2 = $2 AND $3 = $3) found CROSS JOIN publications pub {NAMED}
         WHERE pub.consumer_version_id = found.version_id AND pub.provider_id = $1
         ORDER BY LOWER(c.name), c.name, pub.consumer_version_id DESC, found.name"
    );
    let rows: Vec<AnyRow> =
        sqlx::query(AssertSqlSafe(sql)).bind(provider_id).bind(name).bind(fallback).fetch_all(connection).await?;
    let mut found = Vec::new();
    for row in &rows {
        let publication = Publication::from_row(row)?;
        if selector.consumer.as_ref().is_none_or(|consumer| *consumer == publication.consumer) {
            found.push(Selected { publication, choice: placed(&selector.choice, row.try_get("place")?) });
        }
    }
    Ok(found)
}

// The versions each choice comes to, from the integrations of the provider `$1` on; `$2` is a name, `$3` a fallback.

const DEFAULT: &str = "SELECT COALESCE(
    (SELECT b.head_version_id FROM branches b WHERE b.participant_id = a.id AND b.name = a.main_branch),
    (SELECT MAX(t.version_id) FROM tags t WHERE t.participant_id = a.id AND t.name = a.main_branch),
    (SELECT MAX(n.consumer_version_id) FROM publications n WHERE n.consumer_id = i.consumer_id AND n.provider_id = i.provider_id)
    ) AS version_id, CASE WHEN EXISTS (SELECT 1 FROM branches b WHERE b.participant_id = a.id AND b.name = a.main_branch) THEN 'branch'
    WHEN EXISTS (SELECT 1 FROM tags t WHERE t.participant_id = a.id AND t.name = a.main_branch)
    THEN 'tag ' || a.main_branch ELSE '' END AS name FROM integrations i CROSS JOIN participants a WHERE i.provider_id = $1 AND a.id = i.consumer_id";
const MAIN_BRANCH: &str = "SELECT b.head_version_id AS version_id, b.name AS name FROM integrations i CROSS JOIN participants a CROSS JOIN branches b
    WHERE i.provider_id = $1 AND a.id = i.consumer_id AND b.participant_id = a.id AND b.name = a.main_branch";
const BRANCH: &str = "SELECT b.head_version_id AS version_id, b.name AS name FROM integrations i CROSS JOIN branches b
    WHERE i.provider_id = $1 AND b.participant_id = i.consumer_id AND b.name = CASE
    WHEN EXISTS (SELECT 1 FROM branches w WHERE w.participant_id = i.consumer_id AND w.name = $2) THEN $2 ELSE $3 END";
const BRANCH_HEADS: &str =
    "SELECT b.head_version_id AS version_id, b.name AS name FROM integrations i CROSS JOIN branches b
    WHERE i.provider_id = $1 AND b.participant_id = i.consumer_id";
const LATEST_TAGGED: &str =
    "SELECT (SELECT MAX(t.version_id) FROM tags t WHERE t.participant_id = i.consumer_id AND t.name = $2)
    AS version_id, '' AS name FROM integrations i WHERE i.provider_id = $1";
const TAGGED: &str = "SELECT t.version_id AS version_id, '' AS name FROM integrations i CROSS JOIN tags t
    WHERE i.provider_id = $1 AND t.participant_id = i.consumer_id AND t.name = $2";
const LATEST: &str = "SELECT (SELECT MAX(n.consumer_version_id) FROM publications n WHERE n.consumer_id = i.consumer_id AND n.provider_id = i.provider_id)
    AS version_id, '' AS name FROM integrations i WHERE i.provider_id = $1";
const DEPLOYED: &str = "SELECT s.version_id AS version_id, e.name AS name FROM integrations i CROSS JOIN environments e CROSS JOIN deployments s
    WHERE i.provider_id = $1 AND s.environment_id = e.id AND s.participant_id = i.consumer_id AND s.undeployed_at IS NULL
    AND ($2 = '' OR e.name = $2)";
const RELEASED: &str = "SELECT s.version_id AS version_id, e.name AS name FROM integrations i CROSS JOIN environments e CROSS JOIN releases s
    WHERE i.provider_id = $1 AND s.environment_id = e.id AND s.participant_id = i.consumer_id AND s.support_ended_at IS NULL
    AND ($2 = '' OR e.name = $2)";

/// The query for the versions a choice comes to, and the values of `$2` and `$3`.
fn versions(choice: &Choice) -> (&'static str, &str, &str) {
    match choice {
        Choice::Default => (DEFAULT, "", ""),
        Choice::MainBranch => (MAIN_BRANCH, "", ""),
        Choice::Branch { name, fallback } => (BRANCH, name, fallback.as_deref().unwrap_or_default()),
        Choice::BranchHeads => (BRANCH_HEADS, "", ""),
        Choice::LatestTagged { tag, .. } => (LATEST_TAGGED, tag, ""),
        Choice::Tagged { tag, .. } => (TAGGED, tag, ""),
        Choice::Latest => (LATEST, "", ""),
        Choice::Deployed(environment) => (DEPLOYED, environment.as_deref().unwrap_or_default(), ""),
        Choice::Released(environment) => (RELEASED, environment.as_deref().unwrap_or_default(), ""),
    }
}

/// The choice with the branch, tag or environment a publication was found in.
fn placed(choice: &Choice, place: String) -> Choice {
    match choice {
        Choice::Default if place == "branch" => Choice::MainBranch,
        Choice::Default => place
            .strip_prefix("tag ")
            .map_or(Choice::Default, |tag| Choice::LatestTagged { tag: tag.to_owned(), fallback: None }),
        Choice::Branch { name, .. } if *name != place => Choice::Branch { name: name.clone(), fallback: Some(place) },
        Choice::Branch { .. } | Choice::BranchHeads => Choice::Branch { name: place, fallback: None },
        Choice::Deployed(_) => Choice::Deployed(Some(place)),
        Choice::Released(_) => Choice::Released(Some(place)),
        other => other.clone(),
    }
}
