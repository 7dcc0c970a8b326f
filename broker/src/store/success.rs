//! When a branch or a tag of a provider first kept a content, kept up to date by whoever writes results, branches and tags.
//!
//! Pending and work in progress are decided by these tables alone, whatever the number of results.

use super::portion::{PORTION, among, placeholders};
use super::{Connection, Result};
use crate::domain::pending::Line;
use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, AssertSqlSafe};

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

/// A branch or tag that versions gain and lose.
#[derive(Debug, Clone, Copy)]
pub(super) enum Membership<'a> {
    /// The branch with this key.
    Branch(i64),
    /// The tag with this name.
    Tag(&'a str),
}

impl<'a> Membership<'a> {
    fn kind(self) -> Kind {
        match self {
            Self::Branch(_) => BRANCHES,
            Self::Tag(_) => TAGS,
        }
    }

    /// The query `sql` with the branch or tag as `$1`.
    fn query(self, sql: String) -> Query<'a, Any, AnyArguments> {
        let query = sqlx::query(AssertSqlSafe(sql));
        match self {
            Self::Branch(id) => query.bind(id),
            Self::Tag(name) => query.bind(name),
        }
    }
}

/// A version is new on a branch or has a new tag, with whatever results it has.
pub(super) async fn gained(connection: &mut Connection, line: Membership<'_>, version_id: i64) -> Result<()> {
    let kind = line.kind();
    let sql = kind.gather(&format!("m.{} = $1 AND r.provider_version_id = $2", kind.member_key));
    line.query(sql).bind(version_id).execute(connection).await?;
    Ok(())
}

/// A version is no longer on a branch or has lost a tag: what it verified is gathered anew from the others.
pub(super) async fn lost(connection: &mut Connection, line: Membership<'_>, version_id: i64) -> Result<()> {
    const VERIFIED: &str = "content_id IN (SELECT content_id FROM verifications WHERE provider_version_id = $2)";
    let kind = line.kind();
    let Kind { table, key, member_key, .. } = kind;
    let forget = format!("DELETE FROM {table} WHERE {key} = $1 AND {VERIFIED}");
    let gather = kind.gather(&format!("m.{member_key} = $1 AND r.{VERIFIED}"));
    for sql in [forget, gather] {
        line.query(sql).bind(version_id).execute(&mut *connection).await?;
    }
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
            "SELECT MIN(t.created_at) FROM tags t WHERE t.participant_id = $1 AND t.name = $2",
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
    let sql = "SELECT ct.id FROM contents ct WHERE ct.id IN (%)
         AND EXISTS (SELECT 1 FROM verifications r WHERE r.content_id = ct.id AND r.success = 1)";
    let found: Vec<(i64,)> = among(connection, contents, sql).await?;
    Ok(found.into_iter().map(|(content,)| content).collect())
}
