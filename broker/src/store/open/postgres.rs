//! What is particular about PostgreSQL: a server that can be away, and other brokers that write to the same database.

use super::super::{Store, Writers};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, Connection};
use std::collections::BTreeSet;
use std::io;
use std::time::Duration;
use tokio::time::timeout;

const BEGIN_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// Two views with the same list of transactions that have not ended show the same.
const STATE: &str = "SELECT CAST(0 AS BIGINT), CAST(pg_current_snapshot() AS TEXT)";

/// Whoever writes waits for the others, in whichever broker they are: the locks go with the transactions.
const BEGIN_WRITE: &str = "BEGIN; SELECT pg_advisory_xact_lock(1096966500, hashtext(current_schema()))";

/// The lock of the whole is shared; each participant has one of its own, taken in the same order by everybody, so that nobody
/// waits in a circle.
fn begin_write_for(participants: &[&str]) -> String {
    let keys: BTreeSet<i32> = participants.iter().map(|name| key(name)).collect();
    let whole = "BEGIN; SELECT pg_advisory_xact_lock_shared(1096966500, hashtext(current_schema()))".to_owned();
    keys.into_iter().fold(whole, |sql, key| format!("{sql}; SELECT pg_advisory_xact_lock(1096966501, {key})"))
}

/// The same for a name in every broker and every release (FNV-1a); two names with one key only wait for each other.
fn key(name: &str) -> i32 {
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash.cast_signed()
}

/// Readers at work at the same time; each costs the server a process.
const READERS: u32 = 8;

/// Writers at work or waiting for each other at the same time.
const WRITERS: u32 = 8;

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

pub(super) async fn store(options: AnyConnectOptions) -> Result<Store, sqlx::Error> {
    // Dead connections are noticed when a transaction begins on one.
    let pool = || AnyPoolOptions::new().test_before_acquire(false).acquire_slow_threshold(Duration::from_secs(10));
    let connections = pool()
        .max_connections(WRITERS)
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
    let writers = Writers::Pool { connections, begin_write: BEGIN_WRITE, begin_write_for };
    Ok(Store { writers, readers, begin_read: BEGIN_READ, state: STATE })
}
