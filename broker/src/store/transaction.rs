//! A transaction, whoever gives it: a pool of connections, or the line of those who write.

use super::line::Turn;
use super::{Connection, Result};
use std::ops::{Deref, DerefMut};

/// A transaction; rolled back when dropped without a commit.
#[derive(Debug)]
pub struct Transaction(Kind);

#[derive(Debug)]
enum Kind {
    /// On a connection of its own.
    Own(sqlx::Transaction<'static, sqlx::Any>),
    /// Together with others.
    Shared(Turn),
}

impl Transaction {
    /// Returns when everything written is on disk.
    pub async fn commit(self) -> Result<()> {
        match self.0 {
            Kind::Own(transaction) => Ok(transaction.commit().await?),
            Kind::Shared(turn) => turn.commit().await,
        }
    }

    /// Gives up what was written.
    pub async fn rollback(self) -> Result<()> {
        match self.0 {
            Kind::Own(transaction) => Ok(transaction.rollback().await?),
            Kind::Shared(turn) => {
                drop(turn);
                Ok(())
            }
        }
    }
}

impl From<sqlx::Transaction<'static, sqlx::Any>> for Transaction {
    fn from(transaction: sqlx::Transaction<'static, sqlx::Any>) -> Self {
        Self(Kind::Own(transaction))
    }
}

impl From<Turn> for Transaction {
    fn from(turn: Turn) -> Self {
        Self(Kind::Shared(turn))
    }
}

impl Deref for Transaction {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        match &self.0 {
            Kind::Own(transaction) => transaction,
            Kind::Shared(turn) => turn.connection(),
        }
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut Connection {
        match &mut self.0 {
            Kind::Own(transaction) => transaction,
            Kind::Shared(turn) => turn.connection_mut(),
        }
    }
}
