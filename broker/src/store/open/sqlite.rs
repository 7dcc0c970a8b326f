//! What is particular about SQLite: a file, pragmas, one connection that writes.

use super::{Beginnings, Pools};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use sqlx::AnyConnection;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use std::path::Path;
use std::time::Duration;

/// Who writes has the file for himself, whatever he writes.
pub(super) const BEGINNINGS: Beginnings =
    Beginnings { read: "BEGIN", write: "BEGIN IMMEDIATE", write_for: |_| "BEGIN IMMEDIATE".to_owned() };

/// Readers at work at the same time; each costs a thread and some cache.
const READERS: u32 = 4;

/// Characters that would end the path in a database URL.
const IN_PATH: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?').add(b'`').add(b'\\');

/// A migration that a power cut takes away runs again: it need not wait for the disk, only never be half done.
const MIGRATION_PRAGMAS: &str =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;";

/// WAL lets readers work beside the writer; FULL makes a committed transaction survive a power cut.
const WRITER_PRAGMAS: &str =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;";
const READER_PRAGMAS: &str = "PRAGMA query_only = ON; PRAGMA busy_timeout = 5000;";

pub(super) fn options(path: &Path) -> Result<AnyConnectOptions, sqlx::Error> {
    let path = std::path::absolute(path).map_err(sqlx::Error::Io)?;
    let path = path.to_str().ok_or_else(|| sqlx::Error::Configuration("the path is not UTF-8".into()))?;
    format!("sqlite://{}?mode=rwc", utf8_percent_encode(path, IN_PATH)).parse()
}

/// The names of all tables.
pub(super) async fn tables(connection: &mut AnyConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'")
        .fetch_all(connection)
        .await
}

/// Before the migrations.
pub(super) async fn prepare(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(MIGRATION_PRAGMAS).execute(connection).await?;
    Ok(())
}

pub(super) async fn pools(options: AnyConnectOptions) -> Result<Pools, sqlx::Error> {
    let writer = AnyPoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(Duration::from_mins(1))
        .acquire_slow_threshold(Duration::from_secs(10))
        .test_before_acquire(false)
        .after_connect(|connection, _| {
            Box::pin(async move {
                sqlx::raw_sql(WRITER_PRAGMAS).execute(connection).await?;
                Ok(())
            })
        })
        .connect_with(options.clone())
        .await?;
    let readers = AnyPoolOptions::new()
        .max_connections(READERS)
        .max_lifetime(None)
        .idle_timeout(Duration::from_mins(1))
        .test_before_acquire(false)
        .after_connect(|connection, _| {
            Box::pin(async move {
                sqlx::raw_sql(READER_PRAGMAS).execute(connection).await?;
                Ok(())
            })
        })
        .connect_lazy_with(options);
    Ok(Pools { writer, readers })
}
