//! Opens the database, creates it where it is missing, and brings its tables up to date.

use super::{Error, Result, Store};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, ConnectOptions, Connection, SqlSafeStr};
use std::path::Path;
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

impl Store {
    /// Opens the SQLite file at `path`, which is created where it is missing.
    pub async fn open(path: &Path) -> Result<Self> {
        sqlx::any::install_default_drivers();
        let database = path.display().to_string();
        let open = |source| Error::Open { database: database.clone(), source };
        let options = options(path).map_err(open)?;

        // A pool would try again and again; one connection says at once what is wrong.
        let mut first = AnyConnection::connect_with(&options).await.map_err(open)?;
        if is_foreign(&mut first).await.map_err(open)? {
            return Err(Error::Foreign { database });
        }
        sqlx::raw_sql(MIGRATION_PRAGMAS).execute(&mut first).await.map_err(open)?;
        let migrated = migrations().run(&mut first).await;
        migrated.map_err(|source| Error::Migrate { database: database.clone(), source })?;

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
            .await
            .map_err(open)?;
        // Closed only now: the last connection to go would write the whole log back into the file.
        first.close().await.map_err(open)?;
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
        Ok(Self { writer, readers })
    }
}

/// Whether there are tables and they are not the broker's; one that was stopped before its first table has only the list of migrations.
async fn is_foreign(connection: &mut AnyConnection) -> Result<bool, sqlx::Error> {
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'",
    )
    .fetch_all(connection)
    .await?;
    let has = |name: &str| tables.iter().any(|table| table == name);
    Ok(!tables.is_empty() && !(has("_sqlx_migrations") && (tables.len() == 1 || has("contents"))))
}

fn options(path: &Path) -> Result<AnyConnectOptions, sqlx::Error> {
    let path = std::path::absolute(path).map_err(sqlx::Error::Io)?;
    let path = path.to_str().ok_or_else(|| sqlx::Error::Configuration("the path is not UTF-8".into()))?;
    let options: AnyConnectOptions = format!("sqlite://{}?mode=rwc", utf8_percent_encode(path, IN_PATH)).parse()?;
    Ok(options.disable_statement_logging())
}

fn migrations() -> Migrator {
    let files = [
        (1, "contracts by version", include_str!("../../migrations/sqlite/0001_contracts_by_version.sql")),
        (2, "environments", include_str!("../../migrations/sqlite/0002_environments.sql")),
        (3, "first successes", include_str!("../../migrations/sqlite/0003_first_successes.sql")),
    ];
    Migrator::with_migrations(
        files
            .into_iter()
            .map(|(number, name, sql)| {
                Migration::new(number, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
            })
            .collect(),
    )
}
