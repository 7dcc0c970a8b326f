//! The seam to the database: all SQL is below this folder, one file per noun, as in `domain`.
//!
//! Functions take a [`Connection`], so that an action composes them inside one transaction from [`Store::read`] or [`Store::write`].

pub mod branch;
pub mod content;
pub mod deployment;
pub mod environment;
mod error;
pub mod matrix;
mod open;
pub mod overview;
pub mod participant;
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

pub use error::Error;
use sqlx::AnyPool;

/// What the functions of this folder work on.
pub type Connection = sqlx::AnyConnection;

/// A transaction; rolled back when dropped without a commit.
pub type Transaction = sqlx::Transaction<'static, sqlx::Any>;

/// What the functions of this folder return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The database: one connection that writes, a few that read.
#[derive(Debug, Clone)]
pub struct Store {
    writer: AnyPool,
    readers: AnyPool,
}

impl Store {
    /// A consistent view for reading.
    pub async fn read(&self) -> Result<Transaction> {
        Ok(self.readers.begin().await?)
    }

    /// The one transaction that may write; others wait for it.
    ///
    /// What it commits is on disk when `commit` returns.
    pub async fn write(&self) -> Result<Transaction> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        sqlx::query("SELECT 1").fetch_one(&self.readers).await?;
        Ok(())
    }

    /// Waits for open transactions and closes every connection.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}
