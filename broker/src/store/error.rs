//! What can go wrong between the broker and its database.

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The database does not open.
    #[error("cannot open the database `{database}`")]
    Open {
        /// The file or URL.
        database: String,
        /// Why.
        #[source]
        source: sqlx::Error,
    },
    /// The database has tables, and they are somebody else's.
    #[error("the database `{database}` belongs to another application: nothing in it was changed")]
    Foreign {
        /// The file or URL.
        database: String,
    },
    /// The database opens, but its tables cannot be brought up to date.
    #[error("cannot prepare the tables of the database `{database}`")]
    Migrate {
        /// The file or URL.
        database: String,
        /// Why.
        #[source]
        source: sqlx::migrate::MigrateError,
    },
    /// A statement failed.
    #[error("the database did not answer as it should")]
    Query(#[from] sqlx::Error),
}

impl Error {
    /// Whether another writer was faster with the same key.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Query(sqlx::Error::Database(error)) if error.is_unique_violation())
    }

    /// What a person can try, where the broker knows.
    pub fn hint(&self) -> Option<&'static str> {
        let code = match self {
            Self::Open { source, .. } => code_of(source),
            Self::Migrate { source, .. } => match source {
                sqlx::migrate::MigrateError::Execute(error)
                | sqlx::migrate::MigrateError::ExecuteMigration(error, _) => code_of(error),
                _ => {
                    return Some(
                        "a newer abide-broker wrote this database; start that version, or choose another file with --database",
                    );
                }
            },
            Self::Foreign { .. } => {
                return Some(
                    "choose a file of its own for the broker with --database sqlite://PATH; one that is missing is created",
                );
            }
            Self::Query(_) => None,
        }?;
        // The lower byte of SQLite's extended codes is the primary code.
        match code & 0xff {
            8 => Some("the file or its folder is read-only; choose another with --database sqlite://PATH"),
            14 => Some("the folder must exist and be writable; choose another with --database sqlite://PATH"),
            26 => Some("the file is something else; choose another with --database sqlite://PATH"),
            5 | 6 => Some("another process holds the database; stop it first"),
            _ => None,
        }
    }
}

fn code_of(error: &sqlx::Error) -> Option<u32> {
    match error {
        sqlx::Error::Database(error) => error.code()?.parse().ok(),
        _ => None,
    }
}
