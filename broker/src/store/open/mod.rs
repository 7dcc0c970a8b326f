//! Opens the database, creates its tables where they are missing, and brings them up to date.

mod migrations;
mod postgres;
mod sqlite;

use super::{Database, Error, Result, Store};
use sqlx::{AnyConnection, AnyPool, ConnectOptions, Connection};

/// How transactions begin; the rest of the SQL is the same on both databases.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beginnings {
    /// A view that does not change while it is looked at.
    pub(super) read: &'static str,
    /// The only transaction that writes, until it ends.
    pub(super) write: &'static str,
    /// The only one that writes what belongs to these participants.
    pub(super) write_for: fn(&[&str]) -> String,
}

/// One connection that writes, some that read.
struct Pools {
    writer: AnyPool,
    readers: AnyPool,
}

impl Store {
    /// Opens the database; a file that is missing is created, and so are tables.
    pub async fn open(database: &Database) -> Result<Self> {
        sqlx::any::install_default_drivers();
        let open = |source| Error::Open { database: database.clone(), source };
        let (options, beginnings) = match database {
            Database::Sqlite(path) => (sqlite::options(path), sqlite::BEGINNINGS),
            Database::Postgres(url) => (postgres::options(url), postgres::BEGINNINGS),
        };
        let options = options.map_err(open)?.disable_statement_logging();

        // A pool would try again and again; one connection says at once what is wrong.
        let mut first = match database {
            Database::Sqlite(_) => AnyConnection::connect_with(&options).await.map_err(open)?,
            Database::Postgres(_) => postgres::connect(&options).await.map_err(open)?,
        };
        prepare(&mut first, database).await?;
        let pools = match database {
            Database::Sqlite(_) => sqlite::pools(options).await,
            Database::Postgres(_) => postgres::pools(options).await,
        };
        let Pools { writer, readers } = pools.map_err(open)?;
        // Closed only now: the last connection to an SQLite file would write the whole log back into it.
        first.close().await.map_err(open)?;
        Ok(Self { writer, readers, beginnings })
    }
}

/// Refuses what is not the broker's, and brings the tables up to date.
async fn prepare(first: &mut AnyConnection, database: &Database) -> Result<()> {
    let open = |source| Error::Open { database: database.clone(), source };
    let tables = match database {
        Database::Sqlite(_) => sqlite::tables(first).await.map_err(open)?,
        Database::Postgres(_) => {
            if let Some(reason) = postgres::unsuitable(first).await.map_err(open)? {
                return Err(Error::Unsuitable { database: database.clone(), reason });
            }
            postgres::tables(first).await.map_err(open)?
        }
    };
    if is_foreign(&tables) {
        return Err(Error::Foreign { database: database.clone() });
    }
    if let Database::Sqlite(_) = database {
        sqlite::prepare(first).await.map_err(open)?;
    }
    let migrated = migrations::of(database).run(first).await;
    migrated.map_err(|source| Error::Migrate { database: database.clone(), source })
}

/// Whether there are tables and they are not the broker's; one that was stopped before its first table has only the list of migrations.
fn is_foreign(tables: &[String]) -> bool {
    let has = |name: &str| tables.iter().any(|table| table == name);
    !tables.is_empty() && !(has("_sqlx_migrations") && (tables.len() == 1 || has("contents")))
}
