//! What is particular about PostgreSQL: a server that can be away, and other brokers that write to the same database.

use super::{Beginnings, Pools};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, Connection};
use std::io;
use std::time::Duration;
use tokio::time::timeout;

/// One broker writes at a time, whichever of them it is: the lock goes with the transaction, and is the schema's own.
pub(super) const BEGINNINGS: Beginnings = Beginnings {
    read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    write: "BEGIN; SELECT pg_advisory_xact_lock(1096966500, hashtext(current_schema()))",
};

/// Readers at work at the same time; each costs the server a process.
const READERS: u32 = 8;

/// How long the server may take to answer the first time.
const PATIENCE: Duration = Duration::from_secs(10);

/// The oldest version that is tested, as the server counts.
const OLDEST: i64 = 150_000;

/// A broker that is gone without a word does not keep the others waiting; what is acknowledged is on disk, whatever the server's default.
const WRITER_SETTINGS: &str = "SET idle_in_transaction_session_timeout = '30s'; SET lock_timeout = '50s';
    SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";
const READER_SETTINGS: &str = "SET idle_in_transaction_session_timeout = '30s'";

pub(super) fn options(url: &str) -> Result<AnyConnectOptions, sqlx::Error> {
    let mut options: AnyConnectOptions = url.parse()?;
    if !options.database_url.query_pairs().any(|(key, _)| key == "application_name") {
        options.database_url.query_pairs_mut().append_pair("application_name", "abide-broker");
    }
    Ok(options)
}

/// A connection, or an error within [`PATIENCE`].
pub(super) async fn connect(options: &AnyConnectOptions) -> Result<AnyConnection, sqlx::Error> {
    let silent = |_| io::Error::new(io::ErrorKind::TimedOut, format!("no answer within {} s", PATIENCE.as_secs()));
    timeout(PATIENCE, AnyConnection::connect_with(options)).await.map_err(silent)?
}

/// Why the broker cannot work with this server, if it cannot.
pub(super) async fn unsuitable(connection: &mut AnyConnection) -> Result<Option<String>, sqlx::Error> {
    let (number, version, encoding): (i64, String, String) = sqlx::query_as(
        "SELECT CAST(current_setting('server_version_num') AS BIGINT), current_setting('server_version'), current_setting('server_encoding')",
    )
    .fetch_one(connection)
    .await?;
    Ok(if number < OLDEST {
        Some(format!("its server is PostgreSQL {version}, and 15 is the oldest that will do"))
    } else if encoding == "UTF8" {
        None
    } else {
        Some(format!("its encoding is {encoding}, and names need UTF8"))
    })
}

/// The names of all tables in the schema the broker's would go to, extensions' tables aside.
pub(super) async fn tables(connection: &mut AnyConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT CAST(c.relname AS TEXT) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')
         AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')",
    )
    .fetch_all(connection)
    .await
}

pub(super) async fn pools(options: AnyConnectOptions) -> Result<Pools, sqlx::Error> {
    // Dead connections are noticed when a transaction begins on one.
    let pool = || AnyPoolOptions::new().test_before_acquire(false).acquire_slow_threshold(Duration::from_secs(10));
    let writer = pool()
        .max_connections(1)
        .acquire_timeout(Duration::from_mins(1))
        .after_connect(|connection, _| {
            Box::pin(async move {
                sqlx::raw_sql(WRITER_SETTINGS).execute(connection).await?;
                Ok(())
            })
        })
        .connect_with(options.clone())
        .await?;
    let readers = pool()
        .max_connections(READERS)
        .after_connect(|connection, _| {
            Box::pin(async move {
                sqlx::raw_sql(READER_SETTINGS).execute(connection).await?;
                Ok(())
            })
        })
        .connect_lazy_with(options);
    Ok(Pools { writer, readers })
}
