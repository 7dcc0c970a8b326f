//! What is particular about SQLite: a file, pragmas, one connection that writes.

use super::super::line::Line;
use super::super::{Store, Writers};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

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

/// Each connection counts for itself what others have committed; `reader` tells the connections apart.
const STATE: &str = "SELECT reader.number, CAST(data_version AS TEXT) FROM temp.reader, pragma_data_version";

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

pub(super) async fn store(options: AnyConnectOptions) -> Result<Store, sqlx::Error> {
    static NUMBER: AtomicI64 = AtomicI64::new(0);
    let mut writer = AnyConnection::connect_with(&options).await?;
    sqlx::raw_sql(WRITER_PRAGMAS).execute(&mut writer).await?;
    let readers = AnyPoolOptions::new()
        .max_connections(READERS)
        .max_lifetime(None)
        .idle_timeout(Duration::from_mins(1))
        .test_before_acquire(false)
        .after_connect(|connection, _| {
            Box::pin(async move {
                let number = NUMBER.fetch_add(1, Ordering::Relaxed);
                let reader = format!("CREATE TEMP TABLE reader AS SELECT {number} AS number; {READER_PRAGMAS}");
                sqlx::raw_sql(AssertSqlSafe(reader)).execute(connection).await?;
                Ok(())
            })
        })
        .connect_lazy_with(options);
    Ok(Store { writers: Writers::Line(Line::new(writer)), readers, begin_read: "BEGIN", state: STATE })
}
