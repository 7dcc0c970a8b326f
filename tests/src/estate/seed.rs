//! Writes an estate into a database, table by table and many rows at a time: what its builds would have left there by requests.

use super::Size;
use super::expectation::Expectation;
use super::history::History;
use super::rows::{self, Rows};
use abide_broker::store::{Database, Store};
use anyhow::{Context as _, ensure};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};

/// About how many bytes one statement has; `SQLite` takes a million.
const STATEMENT: usize = 400_000;

/// Losing an estate to a power cut costs nothing but its making.
const SQLITE_HASTE: &str = "PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -100000";
const POSTGRES_HASTE: &str = "SET synchronous_commit = off";

/// Tables whose next keys a server must be told; `SQLite` looks for itself.
const KEYED: [&str; 9] = [
    "participants",
    "environments",
    "versions",
    "branches",
    "branch_versions",
    "contents",
    "publications",
    "verifications",
    "deployments",
];

/// When a branch or a tag first kept a content, told from the results as a whole.
const SUCCESSES: [&str; 2] = [
    "INSERT INTO branch_successes (content_id, branch_id, first_at, first_selected_at)
     SELECT r.content_id, m.branch_id, MIN(r.created_at), MIN(r.created_at)
     FROM verifications r JOIN branch_versions m ON m.version_id = r.provider_version_id
     WHERE r.success = 1 GROUP BY r.content_id, m.branch_id",
    "INSERT INTO tag_successes (content_id, tag, first_at, first_selected_at)
     SELECT r.content_id, m.name, MIN(r.created_at), MIN(r.created_at)
     FROM verifications r JOIN tags m ON m.version_id = r.provider_version_id
     WHERE r.success = 1 GROUP BY r.content_id, m.name",
];

/// Writes the estate into the database at `url`, which must be empty; returns what a broker must then answer.
pub async fn seed(url: &str, size: Size, seed: u64) -> anyhow::Result<Expectation> {
    let database = Database::parse(url).with_context(|| format!("`{url}` names no database"))?;
    // Creates the tables.
    Store::open(&database).await?.close().await;
    let mut connection = AnyConnection::connect(url).await?;
    let known: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM participants").fetch_one(&mut connection).await?;
    ensure!(known == 0, "the database has {known} participants already: an estate needs an empty one");

    let is_sqlite = matches!(database, Database::Sqlite(_));
    execute(&mut connection, if is_sqlite { SQLITE_HASTE } else { POSTGRES_HASTE }).await?;
    let history = History::new(size, seed);
    fill(&mut connection, &history).await?;
    if !is_sqlite {
        for table in KEYED {
            let next = format!("SELECT setval(pg_get_serial_sequence('{table}', 'id'), MAX(id)) FROM {table}");
            execute(&mut connection, &next).await?;
        }
        // By itself the server would do so within minutes.
        execute(&mut connection, "VACUUM (ANALYZE)").await?;
    }
    connection.close().await?;
    Ok(history.expected)
}

async fn fill(connection: &mut AnyConnection, history: &History) -> anyhow::Result<()> {
    let (branches, stays) = (history.branches(), history.stays());
    for Rows { table, rows } in rows::of(history, &branches, &stays) {
        let mut sql = String::new();
        for row in rows {
            if sql.is_empty() {
                sql = ["INSERT INTO ", table, " VALUES\n"].concat();
            } else {
                sql.push_str(",\n");
            }
            sql.push_str(&row);
            if sql.len() > STATEMENT {
                execute(connection, &sql).await?;
                sql.clear();
            }
        }
        if !sql.is_empty() {
            execute(connection, &sql).await?;
        }
    }
    for sql in SUCCESSES {
        execute(connection, sql).await?;
    }
    Ok(())
}

async fn execute(connection: &mut AnyConnection, sql: &str) -> anyhow::Result<()> {
    let start = || sql.chars().take(80).collect::<String>();
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.with_context(start)?;
    Ok(())
}
