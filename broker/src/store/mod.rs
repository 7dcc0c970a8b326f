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
pub mod verification;
pub mod version;

pub use database::{Database, without_password};
pub use error::Error;
use open::Beginnings;
use sqlx::{AnyPool, AssertSqlSafe};

/// What the functions of this folder work on.
pub type Connection = sqlx::AnyConnection;

/// A transaction; rolled back when dropped without a commit.
pub type Transaction = sqlx::Transaction<'static, sqlx::Any>;

/// What the functions of this folder return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The database: connections that write, one on SQLite, and some that read.
///
/// Several brokers may share a PostgreSQL database; what is said here of one holds for all of them together.
#[derive(Debug, Clone)]
pub struct Store {
    writer: AnyPool,
    readers: AnyPool,
    beginnings: Beginnings,
}

impl Store {
    /// A consistent view for reading.
    pub async fn read(&self) -> Result<Transaction> {
        begin(&self.readers, self.beginnings.read).await
    }

    /// The one transaction that may write; others wait for it.
    ///
    /// What it commits is on disk when `commit` returns.
    pub async fn write(&self) -> Result<Transaction> {
        begin(&self.writer, self.beginnings.write).await
    }

    /// A transaction that writes what belongs to these participants and nothing else: versions, contracts, results.
    ///
    /// On PostgreSQL others go on beside it. It creates no participant, because that concerns all of them.
    pub async fn write_for(&self, participants: &[&str]) -> Result<Transaction> {
        begin(&self.writer, &(self.beginnings.write_for)(participants)).await
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        sqlx::query("SELECT 1").fetch_one(&mut *self.read().await?).await?;
        Ok(())
    }

    /// Waits for open transactions and closes every connection.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Begins on the first connection that is alive: a server that was restarted leaves dead ones in the pool.
async fn begin(pool: &AnyPool, statement: &str) -> Result<Transaction> {
    for _ in 0..pool.options().get_max_connections() {
        match pool.begin_with(AssertSqlSafe(statement.to_owned())).await.map_err(Error::from) {
            Err(error) if error.is_disconnection() => tracing::debug!(%error, "a connection to the database was dead"),
            begun => return begun,
        }
    }
    Ok(pool.begin_with(AssertSqlSafe(statement.to_owned())).await?)
}
