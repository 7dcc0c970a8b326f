//! When a branch or a tag of a provider first kept a content, kept up to date by whoever writes results, branches and tags.
//!
//! Pending and work in progress are decided by these tables alone, whatever the number of results.

use super::row::{PORTION, placeholders};
use super::{Connection, Result};
use crate::domain::pending::Line;
use sqlx::AssertSqlSafe;

/// A kind of line: its table, its column there, and where versions are said to belong to it.
#[derive(Debug, Clone, Copy)]
struct Kind {
    table: &'static str,
    key: &'static str,
    members: &'static str,
    member_key: &'static str,
}

const BRANCHES: Kind =
    Kind { table: "branch_successes", key: "branch_id", members: "branch_versions", member_key: "branch_id" };
const TAGS: Kind = Kind { table: "tag_successes", key: "tag", members: "tags", member_key: "name" };

impl Kind {
    /// The statement that takes in the successes for which `condition` holds; `r` is the result, `m` the membership.
    fn gather(self, condition: &str) -> String {
        let Self { table, key, members, member_key } = self;
        format!(
            "INSERT INTO {table} (content_id, {key}, first_at, first_selected_at)
             SELECT r.content_id, m.{member_key}, MIN(r.created_at), MIN(CASE WHEN r.work_in_progress = 0 THEN r.created_at END)
             FROM verifications r JOIN {members} m ON m.version_id = r.provider_version_id
             WHERE r.success = 1 AND {condition} GROUP BY r.content_id, m.{member_key}
             ON CONFLICT (content_id, {key}) DO UPDATE SET
               first_at = CASE WHEN excluded.first_at < {table}.first_at THEN excluded.first_at ELSE {table}.first_at END,
               first_selected_at = CASE WHEN {table}.first_selected_at <= COALESCE(excluded.first_selected_at, {table}.first_selected_at)
                 THEN {table}.first_selected_at ELSE COALESCE(excluded.first_selected_at, {table}.first_selected_at) END"
        )
    }
}

/// A result has arrived.
pub(super) async fn of_result(connection: &mut Connection, verification_id: i64) -> Result<()> {
    for kind in [BRANCHES, TAGS] {
        let sql = kind.gather("r.id = $1");
        sqlx::query(AssertSqlSafe(sql)).bind(verification_id).execute(&mut *connection).await?;
    }
    Ok(())
}

/// A version is new on a branch, with whatever results it has.
pub(super) async fn joined_branch(connection: &mut Connection, branch_id: i64, version_id: i64) -> Result<()> {
    let sql = BRANCHES.gather("r.provider_version_id = $1 AND m.branch_id = $2");
    sqlx::query(AssertSqlSafe(sql)).bind(version_id).bind(branch_id).execute(connection).await?;
    Ok(())
}

/// A version has a new tag.
pub(super) async fn gained_tag(connection: &mut Connection, tag: &str, version_id: i64) -> Result<()> {
    let sql = TAGS.gather("r.provider_version_id = $1 AND m.name = $2");
    sqlx::query(AssertSqlSafe(sql)).bind(version_id).bind(tag).execute(connection).await?;
    Ok(())
}

/// A version is no longer on a branch: what it verified is gathered anew from the others.
pub(super) async fn left_branch(connection: &mut Connection, branch_id: i64, version_id: i64) -> Result<()> {
    sqlx::query(
        "DELETE FROM branch_successes WHERE branch_id = $1
         AND content_id IN (SELECT content_id FROM verifications WHERE provider_version_id = $2)",
    )
    .bind(branch_id)
    .bind(version_id)
    .execute(&mut *connection)
    .await?;
    let sql = BRANCHES.gather(
        "m.branch_id = $1 AND r.content_id IN (SELECT content_id FROM verifications WHERE provider_version_id = $2)",
    );
    sqlx::query(AssertSqlSafe(sql)).bind(branch_id).bind(version_id).execute(connection).await?;
    Ok(())
}

/// A version has lost a tag.
pub(super) async fn lost_tag(connection: &mut Connection, tag: &str, version_id: i64) -> Result<()> {
    sqlx::query(
        "DELETE FROM tag_successes WHERE tag = $1
         AND content_id IN (SELECT content_id FROM verifications WHERE provider_version_id = $2)",
    )
    .bind(tag)
    .bind(version_id)
    .execute(&mut *connection)
    .await?;
    let sql = TAGS.gather(
        "m.name = $1 AND r.content_id IN (SELECT content_id FROM verifications WHERE provider_version_id = $2)",
    );
    sqlx::query(AssertSqlSafe(sql)).bind(tag).bind(version_id).execute(connection).await?;
    Ok(())
}

/// A result of a content is gone: who kept it is gathered anew.
pub(super) async fn lost_result(connection: &mut Connection, content_id: i64) -> Result<()> {
    for kind in [BRANCHES, TAGS] {
        let sql = format!("DELETE FROM {} WHERE content_id = $1", kind.table);
        sqlx::query(AssertSqlSafe(sql)).bind(content_id).execute(&mut *connection).await?;
        let sql = kind.gather("r.content_id = $1");
        sqlx::query(AssertSqlSafe(sql)).bind(content_id).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Which successes count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    /// All of them: what is pending.
    All,
    /// Only those of contracts that were selected explicitly: what is work in progress.
    Selected,
}

/// The contents among `contents` that the line has kept, or another line of the provider before this one began.
pub async fn kept(
    connection: &mut Connection,
    contents: &[i64],
    provider_id: i64,
    line: &Line,
    counting: Counting,
) -> Result<Vec<i64>> {
    let column = match counting {
        Counting::All => "first_at",
        Counting::Selected => "first_selected_at",
    };
    let (tables, name, began, line) = match line {
        Line::Every => return kept_by_any(connection, contents).await,
        Line::Branch(branch) => (
            "branch_successes s JOIN branches b ON b.id = s.branch_id",
            "b.name",
            "SELECT own.created_at FROM branches own WHERE own.participant_id = $1 AND own.name = $2",
            branch,
        ),
        Line::Tag(tag) => (
            "tag_successes s",
            "s.tag",
            "SELECT MIN(t.created_at) FROM tags t JOIN versions v ON v.id = t.version_id WHERE v.participant_id = $1 AND t.name = $2",
            tag,
        ),
    };
    let mut found = Vec::new();
    for portion in contents.chunks(PORTION) {
        let sql = format!(
            "SELECT DISTINCT s.content_id FROM {tables} WHERE s.content_id IN ({}) AND s.{column} IS NOT NULL
             AND ({name} = $2 OR s.{column} < COALESCE(({began}), {}))",
            placeholders(3, portion.len()),
            i64::MAX
        );
        let mut query = sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql)).bind(provider_id).bind(line.as_str());
        for content in portion {
            query = query.bind(*content);
        }
        found.extend(query.fetch_all(&mut *connection).await?);
    }
    Ok(found)
}

async fn kept_by_any(connection: &mut Connection, contents: &[i64]) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    for portion in contents.chunks(PORTION) {
        let sql = format!(
            "SELECT ct.id FROM contents ct WHERE ct.id IN ({})
             AND EXISTS (SELECT 1 FROM verifications r WHERE r.content_id = ct.id AND r.success = 1)",
            placeholders(1, portion.len())
        );
        let mut query = sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql));
        for content in portion {
            query = query.bind(*content);
        }
        found.extend(query.fetch_all(&mut *connection).await?);
    }
    Ok(found)
}
