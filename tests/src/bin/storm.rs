//! Many clients at once publish and verify contracts of the same services, and every one of them is served.
//!
//! `cargo run --release -p abide-system-tests --bin storm -- --seconds 60`; on PostgreSQL two brokers share the database.

#![expect(clippy::print_stdout, reason = "the figures are what this program is for")]

use abide_demo::binaries;
use abide_system_tests::postgres::{Durability, Server};
use abide_system_tests::storm::{Place, Storm, client, consistency, fact};
use anyhow::{Context as _, ensure};
use clap::Parser;
use std::time::{Duration, Instant};

/// Sends a storm over a broker on each database; any answer but a success is a failure.
#[derive(Debug, Parser)]
struct Arguments {
    /// How long each storm lasts.
    #[arg(long, default_value_t = 10)]
    seconds: u64,

    /// How many clients there are.
    #[arg(long, default_value_t = 64)]
    clients: usize,

    /// Leave PostgreSQL out.
    #[arg(long)]
    no_postgres: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let mut built = binaries::build(&[("abide-broker", "abide-broker")])?;
    let program = built.remove("abide-broker").context("cargo built no abide-broker")?;
    blow("SQLite", &Place::new(&program, None)?, 1, &arguments).await?;
    if !arguments.no_postgres {
        let place = Place::new(&program, Some(Server::start(Durability::Full)?))?;
        blow("PostgreSQL", &place, 2, &arguments).await?;
    }
    Ok(())
}

async fn blow(name: &str, place: &Place, brokers: usize, arguments: &Arguments) -> anyhow::Result<()> {
    let brokers = (0..brokers).map(|_| place.broker()).collect::<anyhow::Result<Vec<_>>>()?;
    let environment = client::environment(brokers[0].address()).await?;
    let begin = Instant::now();
    let storm = Storm::begin(&brokers, &environment, arguments.clients, 0);
    tokio::time::sleep(Duration::from_secs(arguments.seconds)).await;
    let (tally, facts) = storm.end().await?;
    let took = begin.elapsed();
    println!("{name}, {} brokers, {} clients, {:.1} s", brokers.len(), arguments.clients, took.as_secs_f64());
    println!("{}", tally.table(took));
    let failed = tally.wrong.len() + tally.unanswered.len();
    let examples: Vec<_> = tally.wrong.iter().chain(&tally.unanswered).take(5).map(String::as_str).collect();
    ensure!(failed == 0, "{failed} requests failed, among them:\n  {}\n{}", examples.join("\n  "), place.log());
    ensure!(tally.answers() > 0, "nobody was answered");
    fact::check(&facts, brokers[0].address()).await?;
    drop(brokers);
    consistency::check(&place.url()).await?;
    println!("  none failed; {} facts found again; the database checks clean\n", facts.len());
    Ok(())
}
