//! How fast a broker with an estate answers, and whether rightly, beside floors of the same run.
//!
//! `cargo run --release -p abide-system-tests --bin scale -- --sizes default,large`; a debug build's times say little.

#![expect(clippy::print_stdout, reason = "the figures are what this program is for")]

use abide_demo::binaries;
use abide_system_tests::estate::expectation::Expectation;
use abide_system_tests::estate::{Named, Size, seed};
use abide_system_tests::load::latency::{Subject, Target};
use abide_system_tests::load::row::{MOST_GROWTH, Row};
use abide_system_tests::load::{client, process, publish, question, ruby};
use abide_system_tests::postgres::{Durability, Server};
use abide_system_tests::storm::{Place, consistency};
use anyhow::{Context as _, ensure};
use clap::{Parser, ValueEnum as _};
use std::path::Path;
use std::time::Instant;

/// Seeds an estate of each size and asks a broker about it; fails where an answer is wrong or comes too late.
#[derive(Debug, Parser)]
struct Arguments {
    /// The estates.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "default")]
    sizes: Vec<Named>,

    /// An empty database to seed, for one size [default: SQLite files of its own].
    #[arg(long, value_name = "URL", conflicts_with = "postgres")]
    database: Option<String>,

    /// PostgreSQL servers of its own.
    #[arg(long)]
    postgres: bool,

    /// Judge answers only, by fewer requests, and look for anything inconsistent; for slow builds.
    #[arg(long)]
    check: bool,

    /// What the estates come from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// How many requests a row takes.
const MEASURED: usize = 1_000;
const CHECKED: usize = 40;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    ensure!(arguments.database.is_none() || arguments.sizes.len() == 1, "--database takes one size");
    let mut built = binaries::build(&[("abide-broker", "abide-broker")])?;
    let program = built.remove("abide-broker").context("cargo built no abide-broker")?;
    let mut tables: Vec<(Named, Vec<Row>)> = Vec::new();
    for named in &arguments.sizes {
        let place = place(&program, &arguments)?;
        let asked = ask(&place, *named, &arguments).await;
        tables.push((*named, asked.with_context(|| place.log())?));
    }
    if arguments.check {
        return Ok(());
    }
    let rows = tables.iter().flat_map(|(_, rows)| rows);
    let mut missed: Vec<_> = rows.filter(|row| row.is_missed()).map(|row| row.name).collect();
    let table = |wanted| tables.iter().find(|(named, _)| *named == wanted).map(|(_, rows)| rows);
    if let (Some(smaller), Some(larger)) = (table(Named::Default), table(Named::Large)) {
        missed.extend(grown(smaller, larger));
    }
    ensure!(missed.is_empty(), "out of bounds: {}", missed.join(", "));
    Ok(())
}

/// Prints how the rows have grown from one size to the next; returns those that have grown too much.
fn grown(smaller: &[Row], larger: &[Row]) -> Vec<&'static str> {
    println!("growth of medians and rates from default to large");
    let mut too_much = Vec::new();
    for larger in larger {
        let Some(smaller) = smaller.iter().find(|smaller| smaller.name == larger.name) else { continue };
        let growth = larger.growth(smaller);
        let verdict = match (larger.growth_is_judged, larger.has_outgrown(smaller)) {
            (false, _) => String::new(),
            (true, false) => format!("at most {MOST_GROWTH:.0} times: met"),
            (true, true) => {
                too_much.push(larger.name);
                format!("at most {MOST_GROWTH:.0} times: MISSED")
            }
        };
        println!("  {:<38}{growth:>5.1} times   {verdict}", larger.name);
    }
    too_much
}

fn place(program: &Path, arguments: &Arguments) -> anyhow::Result<Place> {
    let durability = if arguments.check { Durability::None } else { Durability::Full };
    match &arguments.database {
        Some(url) => Place::elsewhere(program, url),
        None if arguments.postgres => Place::new(program, Some(Server::start(durability)?)),
        None => Place::new(program, None),
    }
}

/// Seeds a size and measures it.
async fn ask(place: &Place, named: Named, arguments: &Arguments) -> anyhow::Result<Vec<Row>> {
    let size = named.size();
    let begin = Instant::now();
    let expected = seed::seed(&place.url(), size, arguments.seed).await?;
    let database = if place.url().starts_with("sqlite") { "SQLite" } else { "PostgreSQL" };
    let Size { services, integrations, versions, results, .. } = size;
    let name = named.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    println!(
        "{database}, {name}: {services} services, {integrations} integrations, {versions} versions, {results} results"
    );
    println!("  seeded in {:.0} s", begin.elapsed().as_secs_f64());
    let rows = rows(place, named, &expected, arguments.check).await?;
    if arguments.check {
        consistency::check(&place.url()).await?;
        println!("  the database checks clean, {:.0} s", begin.elapsed().as_secs_f64());
    }
    Ok(rows)
}

async fn rows(place: &Place, named: Named, expected: &Expectation, check: bool) -> anyhow::Result<Vec<Row>> {
    let times = if check { CHECKED } else { MEASURED };
    let broker = place.broker()?;
    let http = client()?;
    let subject = Subject { http: &http, address: broker.address(), expected };
    let questions = match named {
        Named::Small => ruby::questions(&subject)?,
        Named::Default | Named::Large => vec![
            question::can_i_deploy(&subject, Target::Slowest(20.0)),
            question::for_verification(&subject, Target::Slowest(50.0)),
            question::home_page(&subject, Target::Slowest(100.0)),
            question::home_page_after_publishing(&subject, Target::Told)?,
        ],
    };
    let mut rows = Vec::new();
    let mut say = |row: Row| {
        if check {
            println!("  {}: answered rightly", row.name);
        } else {
            println!("{row}");
        }
        rows.push(row);
    };
    for question in questions {
        say(subject.ask(&question, times).await?);
    }
    if named != Named::Small {
        say(publish::publish(&subject, times, place.folder()).await?);
    }
    process::memory(&broker).into_iter().for_each(&mut say);
    drop(broker);
    say(process::start(place).await?);
    Ok(rows)
}
