//! A storm: many clients publish and verify contracts of the same few services at once.
//!
//! - [`client`]: what one client does, again and again
//! - [`fact`]: what a broker has acknowledged, and how it is found again
//! - [`tally`]: how often, how fast, and what went wrong
//! - [`consistency`]: what must hold of the database whenever nobody writes

pub mod client;
pub mod consistency;
pub mod fact;
pub mod tally;

use crate::broker::Broker;
use crate::postgres::Server;
use client::Client;
use fact::Fact;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tally::Tally;
use tempfile::TempDir;
use tokio::task::JoinSet;

/// Services that ask.
pub const CONSUMERS: [&str; 4] = ["web", "mobile", "billing", "reporting"];
/// Services that answer.
pub const PROVIDERS: [&str; 4] = ["orders", "payments", "stock", "shipping"];

/// The place of a storm: a database, and the program that serves it.
#[derive(Debug)]
pub struct Place {
    program: PathBuf,
    folder: TempDir,
    database: Option<String>,
    /// The server, unless it is SQLite or somebody else's.
    pub server: Option<Server>,
}

impl Place {
    /// A new folder; the database is created by the first broker.
    pub fn new(program: &Path, server: Option<Server>) -> anyhow::Result<Self> {
        Ok(Self { program: program.to_owned(), folder: tempfile::tempdir()?, database: None, server })
    }

    /// A place whose database is somewhere else.
    pub fn elsewhere(program: &Path, url: &str) -> anyhow::Result<Self> {
        Ok(Self { database: Some(url.to_owned()), ..Self::new(program, None)? })
    }

    /// Where brokers keep what is not in the database.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What `--database` takes.
    pub fn url(&self) -> String {
        let file = || format!("sqlite://{}", self.folder.path().join("abide.db").display());
        self.database.clone().unwrap_or_else(|| self.server.as_ref().map_or_else(file, Server::url))
    }

    /// What brokers and server have said, to be shown when something is wrong.
    pub fn log(&self) -> String {
        let brokers = std::fs::read_to_string(self.folder.path().join("broker.log")).unwrap_or_default();
        let server = self.server.as_ref().map(Server::log).unwrap_or_default();
        let last = |text: &str| {
            text.lines().rev().take(20).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("\n")
        };
        format!("the brokers said at last:\n{}\nthe server said at last:\n{}", last(&brokers), last(&server))
    }

    /// Starts a broker.
    pub fn broker(&self) -> anyhow::Result<Broker> {
        Broker::start(&self.program, self.folder.path(), &["--database", &self.url()])
    }
}

/// Clients at work, each on a task of its own.
pub struct Storm {
    stop: Arc<AtomicBool>,
    clients: JoinSet<(Tally, Vec<Fact>)>,
}

impl Storm {
    /// Sends `count` clients to these brokers in turn; `round` tells the storms on one database apart.
    pub fn begin(brokers: &[Broker], environment: &str, count: usize, round: u64) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let mut clients = JoinSet::new();
        for number in 0..count {
            let address = brokers[number % brokers.len()].address().to_owned();
            let mut client = Client::new(address, environment.to_owned(), &format!("{round}-{number}"));
            let stop = Arc::clone(&stop);
            clients.spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    client.turn().await;
                }
                client.finish()
            });
        }
        Self { stop, clients }
    }

    /// Lets every client finish its turn, and returns what all of them saw.
    pub async fn end(mut self) -> anyhow::Result<(Tally, Vec<Fact>)> {
        self.stop.store(true, Ordering::Relaxed);
        let (mut tally, mut facts) = (Tally::default(), Vec::new());
        while let Some(client) = self.clients.join_next().await {
            let (its_tally, its_facts) = client?;
            tally.add(its_tally);
            facts.extend(its_facts);
        }
        Ok((tally, facts))
    }
}
