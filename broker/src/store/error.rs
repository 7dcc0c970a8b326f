//! What can go wrong between the broker and its database.

use super::Database;
use sqlx::migrate::MigrateError;
use std::sync::Arc;

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The database does not open.
    #[error("cannot open the database `{database}`")]
    Open {
        /// Which one.
        database: Database,
        /// Why.
        #[source]
        source: sqlx::Error,
    },
    /// The database opens, but it is not one the broker can work with.
    #[error("cannot use the database `{database}`: {reason}")]
    Unsuitable {
        /// Which one.
        database: Database,
        /// Why.
        reason: String,
    },
    /// The database has tables, and they are somebody else's.
    #[error("the database `{database}` belongs to another application: nothing in it was changed")]
    Foreign {
        /// Which one.
        database: Database,
    },
    /// The database opens, but its tables cannot be brought up to date.
    #[error("cannot prepare the tables of the database `{database}`")]
    Migrate {
        /// Which one.
        database: Database,
        /// Why.
        #[source]
        source: MigrateError,
    },
    /// A statement failed.
    #[error("the database did not answer as it should")]
    Query(#[from] sqlx::Error),
    /// What several requests had written together could not be brought to disk.
    #[error("the database did not keep what was written")]
    Commit(#[source] Arc<sqlx::Error>),
}

impl Error {
    /// Whether another writer was faster with the same key.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self.statement(), Some(sqlx::Error::Database(error)) if error.is_unique_violation())
    }

    /// Whether a text held U+0000, the one character PostgreSQL does not keep.
    pub fn is_null_character(&self) -> bool {
        self.code().is_some_and(|code| code == "22021")
    }

    /// Whether the connection is gone, rather than the statement wrong.
    pub fn is_disconnection(&self) -> bool {
        match self.statement() {
            Some(sqlx::Error::Io(_) | sqlx::Error::Protocol(_)) => true,
            Some(sqlx::Error::Database(_)) => self.code().is_some_and(|code| DISCONNECTED.contains(&&*code)),
            _ => false,
        }
    }

    /// Whether the same request may succeed a little later: the database is away, or others hold it.
    pub fn is_temporary(&self) -> bool {
        match self.statement() {
            Some(sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed) => true,
            _ => self.is_disconnection() || self.code().is_some_and(|code| BUSY.contains(&&*code)),
        }
    }

    /// Why a statement failed, if one did.
    fn statement(&self) -> Option<&sqlx::Error> {
        match self {
            Self::Query(error) => Some(error),
            Self::Commit(error) => Some(error),
            _ => None,
        }
    }

    fn code(&self) -> Option<std::borrow::Cow<'_, str>> {
        self.statement().and_then(code_of)
    }

    /// What a person can try, where the broker knows.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Open { database, source } => hint_for(database, source),
            Self::Migrate { database, source } => match source {
                MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => hint_for(database, error),
                MigrateError::VersionMissing(_) => Some(
                    "a newer abide-broker wrote this database; start that version, or choose another with --database",
                ),
                _ => Some(
                    "its tables are not as an abide-broker left them; restore a backup, or choose another with --database",
                ),
            },
            Self::Unsuitable { .. } => {
                Some("choose a UTF8 database of PostgreSQL 15 or later with --database postgres://USER@HOST/NAME")
            }
            Self::Foreign { database: Database::Sqlite(_) } => Some(
                "choose a file of its own for the broker with --database sqlite://PATH; one that is missing is created",
            ),
            Self::Foreign { database: Database::Postgres(_) } => Some(
                "create a database of its own for the broker, and name it with --database postgres://USER@HOST/NAME",
            ),
            Self::Query(_) | Self::Commit(_) => None,
        }
    }
}

/// The server stops, crashed, or is still starting; it ended a session that was idle for too long.
const DISCONNECTED: [&str; 4] = ["57P01", "57P02", "57P03", "25P03"];

/// Too many connections; a lock not to be had; SQLite's busy and locked.
const BUSY: [&str; 4] = ["53300", "55P03", "5", "6"];

fn code_of(error: &sqlx::Error) -> Option<std::borrow::Cow<'_, str>> {
    match error {
        sqlx::Error::Database(error) => error.code(),
        _ => None,
    }
}

fn hint_for(database: &Database, error: &sqlx::Error) -> Option<&'static str> {
    let code = code_of(error);
    match database {
        Database::Sqlite(_) => sqlite_hint(code?.parse().ok()?),
        Database::Postgres(_) => match error {
            sqlx::Error::Io(_) => {
                Some("start PostgreSQL there, or correct host and port in --database postgres://USER@HOST:PORT/NAME")
            }
            sqlx::Error::Tls(_) => {
                Some("correct the server's TLS, or say with ?sslmode= in --database what to expect of it")
            }
            _ => postgres_hint(&code?),
        },
    }
}

fn sqlite_hint(code: u32) -> Option<&'static str> {
    // The lower byte of the extended codes is the primary code.
    match code & 0xff {
        8 => Some("the file or its folder is read-only; choose another with --database sqlite://PATH"),
        14 => Some("the folder must exist and be writable; choose another with --database sqlite://PATH"),
        26 => Some("the file is something else; choose another with --database sqlite://PATH"),
        5 | 6 => Some("another process holds the database; stop it first"),
        _ => None,
    }
}

fn postgres_hint(code: &str) -> Option<&'static str> {
    match code {
        "28P01" | "28000" => Some("correct user and password in --database, or what the server's pg_hba.conf allows"),
        "3D000" => Some("create the database, for instance with createdb, or correct its name in --database"),
        "3F000" => Some("create the schema that the connection's search_path names"),
        "42501" => Some("make the user the owner of the database, or grant it CREATE on the schema"),
        "53300" => Some("let the server take more connections: max_connections"),
        "57P03" => Some("the server is starting or stopping; try again"),
        _ => None,
    }
}
