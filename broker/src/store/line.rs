//! Writers on `SQLite`: they stand in line for the one connection that writes, and those who stand in line together wait for
//! the disk together.
//!
//! Each has a savepoint of its own in a transaction they share. The first who is done sends for the end of the transaction,
//! which takes its place in line behind whoever is there by then. Nobody is told that anything is written before it is on disk.

use super::{Connection, Error, Result};
use sqlx::{AnyConnection, Connection as _};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};
use tokio::time::timeout;

/// How long anybody stands in line.
const PATIENCE: Duration = Duration::from_mins(1);

/// Why a turn has a connection.
const OPEN: &str = "the line is not closed while somebody has his turn";

/// The line; cheap to clone.
#[derive(Clone)]
pub(super) struct Line(Arc<Mutex<Group>>);

/// Those who wait for the disk together.
struct Group {
    /// None once the line is closed.
    connection: Option<AnyConnection>,
    /// Whether the transaction has begun.
    begun: bool,
    /// What the last one in the line left.
    left: Left,
    /// Who is to be told.
    done: Vec<oneshot::Sender<Result<(), Arc<sqlx::Error>>>>,
    /// Whether the end has been sent for.
    ending: bool,
}

/// What a savepoint holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    /// Something to be kept, or nothing.
    Done,
    /// Something given up.
    Undone,
}

/// The right to write; what was written is given up when it is dropped without a commit.
pub(super) struct Turn {
    line: Line,
    group: Option<OwnedMutexGuard<Group>>,
}

impl Line {
    pub(super) fn new(connection: AnyConnection) -> Self {
        let (connection, left, done) = (Some(connection), Left::Done, Vec::new());
        Self(Arc::new(Mutex::new(Group { connection, begun: false, left, done, ending: false })))
    }

    /// Stands in line; whoever gives up while he does harms nobody.
    pub(super) async fn turn(&self) -> Result<Turn> {
        // On a task of its own nothing stops it half-way.
        tokio::spawn(self.clone().begin()).await.map_err(|_| stopped())?
    }

    async fn begin(self) -> Result<Turn> {
        let locked = timeout(PATIENCE, Arc::clone(&self.0).lock_owned()).await;
        let mut group = locked.map_err(|_| sqlx::Error::PoolTimedOut)?;
        group.savepoint().await?;
        Ok(Turn { line: self, group: Some(group) })
    }

    /// Sends for the end, once for each group.
    fn end(&self, group: &mut Group) {
        // Without a runtime everything is about to end, and what is not committed goes with it.
        if let (false, Ok(runtime)) = (group.ending, tokio::runtime::Handle::try_current()) {
            group.ending = true;
            let line = Arc::clone(&self.0);
            runtime.spawn(async move { line.lock_owned().await.finish().await });
        }
    }

    /// Waits for whoever is writing, and closes the connection, which brings the log back into the file.
    pub(super) async fn close(&self) {
        let mut group = self.0.lock().await;
        group.finish().await;
        if let Some(connection) = group.connection.take()
            && let Err(error) = connection.close().await
        {
            tracing::warn!(%error, "the database was not closed as it should be");
        }
    }
}

impl Group {
    /// Begins the next one's part; the others' is not lost when that fails, or they are told.
    async fn savepoint(&mut self) -> Result<(), sqlx::Error> {
        if self.begun {
            let next = match self.left {
                Left::Done => "RELEASE turn; SAVEPOINT turn",
                Left::Undone => "ROLLBACK TO turn",
            };
            match self.execute(next).await {
                Ok(()) => return Ok(()),
                Err(error) => self.fail(error).await,
            }
        }
        let begun = self.execute("BEGIN IMMEDIATE; SAVEPOINT turn").await;
        self.begun = begun.is_ok();
        if begun.is_err() {
            // It may have begun without the savepoint.
            let _ = self.execute("ROLLBACK").await;
        }
        begun
    }

    /// Brings everything to disk.
    async fn finish(&mut self) {
        self.ending = false;
        if !self.begun {
            return;
        }
        let end = match self.left {
            Left::Done => "COMMIT",
            Left::Undone if self.done.is_empty() => "ROLLBACK",
            Left::Undone => "ROLLBACK TO turn; COMMIT",
        };
        match self.execute(end).await {
            Ok(()) => {
                self.begun = false;
                for done in self.done.drain(..) {
                    // Whoever has left need not be told.
                    let _ = done.send(Ok(()));
                }
            }
            Err(error) => self.fail(error).await,
        }
    }

    /// Nothing of this group is kept, and everybody in it is told.
    async fn fail(&mut self, error: sqlx::Error) {
        let error = Arc::new(error);
        self.begun = false;
        for done in self.done.drain(..) {
            let _ = done.send(Err(Arc::clone(&error)));
        }
        // The transaction may have ended by itself.
        let _ = self.execute("ROLLBACK").await;
    }

    async fn execute(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        let connection = self.connection.as_mut().ok_or_else(stopped)?;
        sqlx::raw_sql(sql).execute(connection).await?;
        Ok(())
    }
}

impl Turn {
    /// Returns when everything written is on disk.
    pub(super) async fn commit(mut self) -> Result<()> {
        let (sender, receiver) = oneshot::channel();
        if let Some(mut group) = self.group.take() {
            group.left = Left::Done;
            group.done.push(sender);
            self.line.end(&mut group);
        }
        receiver.await.map_err(|_| stopped())?.map_err(Error::Commit)
    }

    /// The connection.
    pub(super) fn connection(&self) -> &Connection {
        self.group.as_ref().and_then(|group| group.connection.as_ref()).expect(OPEN)
    }

    /// The connection.
    pub(super) fn connection_mut(&mut self) -> &mut Connection {
        self.group.as_mut().and_then(|group| group.connection.as_mut()).expect(OPEN)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(mut group) = self.group.take() {
            group.left = Left::Undone;
            self.line.end(&mut group);
        }
    }
}

fn stopped() -> sqlx::Error {
    sqlx::Error::PoolClosed
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line").finish_non_exhaustive()
    }
}

impl fmt::Debug for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Turn").finish_non_exhaustive()
    }
}
