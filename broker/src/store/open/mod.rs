//! Opens the database, creates its tables where they are missing, and brings them up to date.

mod migrations;
mod postgres;
mod sqlite;

use super::{Database, Error, Result, Store};
use sqlx::{AnyConnection, ConnectOptions, Connection};

impl Store {
    /// Opens the database; a file that is missing is created, and so are tables.
    pub async fn open(database: &Database) -> Result<Self> {
        sqlx::any::install_default_drivers();
        let open = |source| Error::Open { database: database.clone(), source };
        let options = match database {
            Database::Sqlite(path) => sqlite::options(path),
            Database::Postgres(url) => postgres::options(url),
        };
        let options = options.map_err(open)?.disable_statement_logging();

        // A pool would try again and again; one connection says at once what is wrong.
        let mut first = match database {
            Database::Sqlite(_) => AnyConnection::connect_with(&options).await.map_err(open)?,
            Database::Postgres(_) => postgres::connect(&options).await.map_err(open)?,
        };
        prepare(&mut first, database).await?;
        let store = match database {
            Database::Sqlite(_) => sqlite::store(options).await,
            Database::Postgres(_) => postgres::store(options).await,
        };
        let store = store.map_err(open)?;
        // Closed only now: the last connection to an SQLite file would write the whole log back into it.
        first.close().await.map_err(open)?;
        Ok(store)
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
