//! What a broker has acknowledged outlives it, and nothing is left half-written: brokers are killed, and the server of
//! their database crashes, at random moments of a storm.
//!
//! `cargo run --release -p abide-system-tests --bin durability -- --sqlite 200 --postgres 50`

#![expect(clippy::print_stdout, reason = "the figures are what this program is for")]

use abide_demo::binaries;
use abide_system_tests::broker::Broker;
use abide_system_tests::postgres::{Durability, Server};
use abide_system_tests::storm::fact::{self, Fact};
use abide_system_tests::storm::{Place, Storm, client, consistency};
use anyhow::{Context as _, ensure};
use clap::Parser;
use std::time::{Duration, Instant};

/// Kills brokers in the middle of a storm, and looks for everything they had acknowledged.
#[derive(Debug, Parser)]
struct Arguments {
    /// How often the broker is killed on SQLite.
    #[arg(long, default_value_t = 10)]
    sqlite: u64,

    /// How often brokers are killed or the server crashes on PostgreSQL.
    #[arg(long, default_value_t = 3)]
    postgres: u64,

    /// How many clients there are.
    #[arg(long, default_value_t = 8)]
    clients: usize,

    /// What the moments of the kills come from [default: chance].
    #[arg(long)]
    seed: Option<u64>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let mut built = binaries::build(&[("abide-broker", "abide-broker")])?;
    let program = built.remove("abide-broker").context("cargo built no abide-broker")?;
    let seed = arguments.seed.unwrap_or_else(|| fastrand::u64(..1_000_000));
    println!("seed {seed}");
    if arguments.sqlite > 0 {
        let place = Place::new(&program, None)?;
        Trial::begin(place, &arguments, seed).await?.run("SQLite", arguments.sqlite).await?;
    }
    if arguments.postgres > 0 {
        let place = Place::new(&program, Some(Server::start(Durability::Full)?))?;
        Trial::begin(place, &arguments, seed).await?.run("PostgreSQL", arguments.postgres).await?;
    }
    Ok(())
}

/// What happens in the middle of a storm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Blow {
    /// Every broker is killed.
    All,
    /// One of two brokers is killed; the other goes on.
    One,
    /// The server of the database crashes and recovers; the brokers go on.
    Server,
}

/// A database that goes through round after round.
struct Trial {
    place: Place,
    clients: usize,
    environment: String,
    chance: fastrand::Rng,
    facts: Vec<Fact>,
    unanswered: usize,
}

impl Trial {
    async fn begin(place: Place, arguments: &Arguments, seed: u64) -> anyhow::Result<Self> {
        let broker = place.broker()?;
        let environment = client::environment(broker.address()).await?;
        let (clients, chance) = (arguments.clients, fastrand::Rng::with_seed(seed));
        Ok(Self { place, clients, environment, chance, facts: Vec::new(), unanswered: 0 })
    }

    async fn run(mut self, name: &str, rounds: u64) -> anyhow::Result<()> {
        let begin = Instant::now();
        for round in 0..rounds {
            let blow = match (&self.place.server, round % 3) {
                (None, _) | (Some(_), 0) => Blow::All,
                (Some(_), 1) => Blow::Server,
                (Some(_), _) => Blow::One,
            };
            let played = self.round(round, blow).await;
            played.with_context(|| format!("{name}, round {round}, {blow:?}:\n{}", self.place.log()))?;
        }
        // Nothing that was kept in an early round may be lost in a late one.
        let broker = self.place.broker()?;
        fact::check(&self.facts, broker.address()).await?;
        println!(
            "{name}: {rounds} rounds in {:.0} s, {} acknowledged facts found again, {} requests cut off, nothing half-written",
            begin.elapsed().as_secs_f64(),
            self.facts.len(),
            self.unanswered,
        );
        Ok(())
    }

    async fn round(&mut self, round: u64, blow: Blow) -> anyhow::Result<()> {
        let count = if self.place.server.is_some() { 2 } else { 1 };
        let mut brokers = (0..count).map(|_| self.place.broker()).collect::<anyhow::Result<Vec<_>>>()?;
        let storm = Storm::begin(&brokers, &self.environment, self.clients, round + 1);
        tokio::time::sleep(Duration::from_millis(self.chance.u64(50..500))).await;
        self.strike(blow, &mut brokers)?;
        // Whoever still runs has to serve again.
        tokio::time::sleep(Duration::from_millis(self.chance.u64(0..200))).await;
        let (tally, facts) = storm.end().await?;
        ensure!(tally.wrong.is_empty(), "wrong answers: {}", tally.wrong.join("\n"));
        self.unanswered += tally.unanswered.len();
        if blow != Blow::All {
            fact::check(&facts, brokers[0].address()).await.context("by the broker that went on")?;
        }
        drop(brokers);
        consistency::check(&self.place.url()).await?;
        let broker = self.place.broker()?;
        fact::check(&facts, broker.address()).await.context("by a new broker")?;
        self.facts.extend(facts);
        Ok(())
    }

    fn strike(&mut self, blow: Blow, brokers: &mut [Broker]) -> anyhow::Result<()> {
        match blow {
            Blow::All => brokers.iter_mut().try_for_each(Broker::kill),
            Blow::One => brokers[1].kill(),
            Blow::Server => self.place.server.as_mut().context("a server")?.crash_and_recover(),
        }
    }
}
