//! The seam to the database: all SQL is below this folder, one file per noun, as in `domain`.
//!
//! Functions take a [`Connection`], so that an action composes them inside one transaction from [`Store::read`] or [`Store::write`].

pub mod branch;
pub mod content;
mod database;
pub mod deployment;
pub mod environment;
mod error;
pub mod integration;
pub mod label;
mod line;
pub mod matrix;
pub mod metric;
mod open;
pub mod overview;
pub mod page;
pub mod participant;
mod portion;
pub mod publication;
pub mod release;
mod row;
pub mod selection;
pub mod standing;
pub mod stay;
pub mod success;
pub mod tag;
pub mod track_record;
mod transaction;
pub mod verification;
pub mod version;

pub use database::{Database, without_password};
pub use error::Error;
use line::Line;
use sqlx::{AnyPool, AssertSqlSafe};
pub use transaction::Transaction;

/// What the functions of this folder work on.
pub type Connection = sqlx::AnyConnection;

/// What the functions of this folder return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The database: connections that write, one on SQLite, and some that read.
///
/// Several brokers may share a PostgreSQL database; what is said here of one holds for all of them together.
#[derive(Debug, Clone)]
pub struct Store {
    writers: Writers,
    readers: AnyPool,
    /// How a transaction begins whose view does not change while it is looked at.
    begin_read: &'static str,
    /// Asks which state of the database a view shows.
    state: &'static str,
}

/// Tells states of the database apart: where two views are of the same state, they show the same.
///
/// Any commit by anybody makes another state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Marks of different places say nothing of each other.
    pub place: i64,
    /// The state.
    pub mark: String,
}

/// How one comes to write.
#[derive(Debug, Clone)]
enum Writers {
    /// One after the other.
    Line(Line),
    /// Whoever has nothing to do with the others goes on beside them.
    Pool {
        connections: AnyPool,
        /// How the only transaction that writes begins.
        begin_write: &'static str,
        /// How the only one begins that writes what belongs to these participants.
        begin_write_for: fn(&[&str]) -> String,
    },
}

impl Store {
    /// A consistent view for reading.
    pub async fn read(&self) -> Result<Transaction> {
        begin(&self.readers, self.begin_read).await
    }

    /// The state that a view shows.
    pub async fn state(&self, view: &mut Transaction) -> Result<State> {
        let (place, mark) = sqlx::query_as(self.state).fetch_one(&mut **view).await?;
        Ok(State { place, mark })
    }

    /// The one transaction that may write; others wait for it.
    ///
    /// What it commits is on disk when `commit` returns.
    pub async fn write(&self) -> Result<Transaction> {
        match &self.writers {
            Writers::Line(line) => Ok(line.turn().await?.into()),
            Writers::Pool { connections, begin_write, .. } => begin(connections, begin_write).await,
        }
    }

    /// A transaction that writes what belongs to these participants and nothing else: versions, contracts, results.
    ///
    /// On PostgreSQL others go on beside it. It creates no participant, because that concerns all of them.
    pub async fn write_for(&self, participants: &[&str]) -> Result<Transaction> {
        match &self.writers {
            Writers::Line(line) => Ok(line.turn().await?.into()),
            Writers::Pool { connections, begin_write_for, .. } => {
                begin(connections, &begin_write_for(participants)).await
            }
        }
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        sqlx::query("SELECT 1").fetch_one(&mut *self.read().await?).await?;
        Ok(())
    }

    /// Waits for open transactions and closes every connection.
    pub async fn close(&self) {
        self.readers.close().await;
        match &self.writers {
            Writers::Line(line) => line.close().await,
            Writers::Pool { connections, .. } => connections.close().await,
        }
    }
}

/// Begins on the first connection that is alive: a server that was restarted leaves dead ones in the pool.
async fn begin(pool: &AnyPool, statement: &str) -> Result<Transaction> {
    for _ in 0..pool.options().get_max_connections() {
        match pool.begin_with(AssertSqlSafe(statement.to_owned())).await.map_err(Error::from) {
            Err(error) if error.is_disconnection() => tracing::debug!(%error, "a connection to the database was dead"),
            begun => return Ok(begun?.into()),
        }
    }
    Ok(pool.begin_with(AssertSqlSafe(statement.to_owned())).await?.into())
}
