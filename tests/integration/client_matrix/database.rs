//! The databases that the broker is run on.

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use std::env;
use std::io::{self, Write as _};

/// Names a database of a PostgreSQL server in which schemas may be created.
const VARIABLE: &str = "ABIDE_TEST_POSTGRES_URL";

/// A database of one run: a file in the broker's folder, or a schema that goes when this is dropped.
#[derive(Debug)]
pub(super) enum Database {
    Sqlite,
    PostgreSql { server: String, schema: String },
}

impl Database {
    /// SQLite, and PostgreSQL where the environment names a server.
    pub(super) fn all() -> Vec<Self> {
        let mut all = vec![Self::Sqlite];
        match env::var(VARIABLE).ok().filter(|url| !url.is_empty()) {
            None => {
                // Not by `eprintln!`, which says nothing when the test passes.
                let _ = writeln!(io::stderr(), "skipped: {VARIABLE} is not set, so no client meets PostgreSQL");
            }
            Some(server) => {
                let schema = format!("clients_{}", std::process::id());
                execute(&server, format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")).unwrap();
                all.push(Self::PostgreSql { server, schema });
            }
        }
        all
    }

    /// What the table calls it.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::PostgreSql { .. } => "PostgreSQL",
        }
    }

    /// What `--database` takes.
    pub(super) fn url(&self) -> String {
        match self {
            Self::Sqlite => "sqlite://abide.db".to_owned(),
            Self::PostgreSql { server, schema } => {
                let separator = if server.contains('?') { '&' } else { '?' };
                format!("{server}{separator}options[search_path]={schema}")
            }
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let Self::PostgreSql { server, schema } = self else { return };
        // The server may be gone already.
        let _ = execute(server, format!("SET lock_timeout = '20s'; DROP SCHEMA {schema} CASCADE"));
    }
}

fn execute(url: &str, sql: String) -> sqlx::Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let mut connection = PgConnection::connect(url).await?;
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await?;
        connection.close().await
    })
}
