//! [`TestDatabase`]: a database of a test's own, an SQLite file or, where `ABIDE_TEST_POSTGRES_URL` names a server, a schema of it.

use abide_broker::store::Database;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::io::{self, Write as _};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use tempfile::TempDir;

/// Names a database of a PostgreSQL server in which schemas may be created.
const VARIABLE: &str = "ABIDE_TEST_POSTGRES_URL";

/// The server the tests run on; none means that they run on SQLite.
pub(crate) fn server() -> Option<String> {
    std::env::var(VARIABLE).ok().filter(|url| !url.is_empty())
}

/// The server, or a word on stderr that the calling test is skipped.
pub(crate) fn server_or_skip() -> Option<String> {
    let server = server();
    if server.is_none() {
        // Not by `eprintln!`, which says nothing when the test passes.
        let _ = writeln!(io::stderr(), "skipped: {VARIABLE} names no PostgreSQL server");
    }
    server
}

/// An empty database that goes when this is dropped.
#[must_use]
pub(crate) enum TestDatabase {
    File(TempDir),
    Schema { server: String, name: String },
}

impl TestDatabase {
    /// On the server the tests run on, if there is one, else a file.
    pub(crate) fn new() -> Self {
        server().map_or_else(|| Self::File(TempDir::new().unwrap()), Self::on)
    }

    /// On this server.
    pub(crate) fn on(server: String) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        execute(&server, format!("DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}")).unwrap();
        Self::Schema { server, name }
    }

    /// What `--database` takes.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::File(folder) => format!("sqlite://{}", folder.path().join("abide.db").display()),
            Self::Schema { server, name } => {
                let separator = if server.contains('?') { '&' } else { '?' };
                format!("{server}{separator}options[search_path]={name}&application_name={name}")
            }
        }
    }

    /// Cuts every connection, as a server does that is restarted.
    pub(crate) fn disconnect(&self) {
        if let Self::Schema { server, name } = self {
            execute(server, terminate(name)).unwrap();
        }
    }

    /// What `Store::open` takes.
    pub(crate) fn get(&self) -> Database {
        Database::parse(&self.url()).unwrap()
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let Self::Schema { server, name } = self else { return };
        // Transactions that were dropped are still open: only the test's own thread could roll them back.
        let sql = format!("{}; SET lock_timeout = '20s'; DROP SCHEMA {name} CASCADE", terminate(name));
        if let Err(error) = execute(server, sql) {
            let _ = writeln!(io::stderr(), "the schema {name} is left behind: {error}");
        }
    }
}

/// Ends the sessions that are called so, and waits until they are gone.
fn terminate(name: &str) -> String {
    format!("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = '{name}'")
}

/// Runs statements on a thread of its own, because the test's may be the one that drives its runtime.
pub(crate) fn execute(url: &str, sql: String) -> sqlx::Result<()> {
    let work = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let mut connection = PgConnection::connect(url).await?;
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await?;
            connection.close().await
        })
    };
    thread::scope(|scope| scope.spawn(work).join().unwrap())
}
