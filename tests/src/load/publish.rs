//! Eight clients that publish at once, beside eight threads that append to files and wait for the disk.

use super::latency::Subject;
use super::row::{Bound, Row};
use super::{client, publishing, timed};
use crate::estate::name;
use crate::estate::plan::Pair;
use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::thread;
use std::time::Instant;
use tokio::task::JoinSet;

/// How many publish at once.
const CLIENTS: usize = 8;

/// What an append writes.
const BLOCK: [u8; 4096] = [b'x'; 4096];

/// Publishes `times` versions from eight clients, each for a service of its own; every fourth says something new.
pub async fn publish(subject: &Subject<'_>, times: usize, folder: &Path) -> anyhow::Result<Row> {
    let floor = appends(folder, times.div_ceil(CLIENTS))?;
    let pairs = subject.expected.strangers(CLIENTS);
    ensure!(pairs.len() == CLIENTS, "only {} services that do not know each other", pairs.len());
    let each = times.div_ceil(CLIENTS);
    let pipelines: Vec<_> = pairs.into_iter().map(|(number, pair)| Pipeline::new(number, pair, each)).collect();
    let mut clients = JoinSet::new();
    let begin = Instant::now();
    for pipeline in pipelines {
        clients.spawn(pipeline.run(subject.address.to_owned()));
    }
    while let Some(client) = clients.join_next().await {
        client??;
    }
    let rate = rate(each * CLIENTS, begin);
    let words = format!("{rate:.0} a second   8 threads that append 4 KiB and fsync: {floor:.0} a second");
    let bound = Bound::AtLeast(f64::max(200.0, floor / 10.0), "a second".to_owned());
    Ok(Row { name: "publish, 8 clients", figure: rate, compared: rate, words, bound, growth_is_judged: true })
}

fn rate(count: usize, begin: Instant) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / begin.elapsed().as_secs_f64()
}

/// The builds of one service, one after the other.
struct Pipeline {
    pair: Pair,
    /// The versions and the requests that publish them.
    builds: Vec<(String, Value)>,
}

impl Pipeline {
    fn new(number: usize, pair: Pair, builds: usize) -> Self {
        let build = |build: usize| {
            let version = format!("load-{number}-{build}");
            let body = publishing::body(&version, &[(number, pair)], build / 4);
            (version, body)
        };
        Self { pair, builds: (0..builds).map(build).collect() }
    }

    async fn run(self, address: String) -> anyhow::Result<()> {
        let http = client()?;
        for (version, body) in &self.builds {
            let sent = http.post(format!("http://{address}/contracts/publish")).json(body);
            let (text, _) = timed(sent.header("accept", "application/hal+json")).await?;
            let answer: Value = serde_json::from_str(&text)?;
            let said = &answer["_embedded"]["version"]["number"];
            ensure!(*said == json!(version), "{version} was published as {said}");
        }
        let (provider, consumer) = (name(self.pair.provider), name(self.pair.consumer));
        let path = format!("/pacts/provider/{provider}/consumer/{consumer}/latest");
        let latest = http.get(format!("http://{address}{path}")).header("accept", "application/hal+json");
        let (text, _) = timed(latest).await?;
        let last = self.builds.last().map_or("", |(version, _)| version);
        ensure!(text.contains(last), "the newest contract of {consumer} is not that of {last}");
        Ok(())
    }
}

/// How many times a second eight threads together append 4 KiB to a file of their own and have it on disk.
fn appends(folder: &Path, each: usize) -> anyhow::Result<f64> {
    let begin = Instant::now();
    let threads: Vec<_> = (0..CLIENTS)
        .map(|number| {
            let path = folder.join(format!("append-{number}"));
            thread::spawn(move || append(&path, each))
        })
        .collect();
    for thread in threads {
        thread.join().ok().context("a thread that appends has panicked")??;
    }
    Ok(rate(each * CLIENTS, begin))
}

fn append(path: &Path, times: usize) -> anyhow::Result<()> {
    let mut file = File::options().create(true).append(true).open(path)?;
    for _ in 0..times {
        file.write_all(&BLOCK)?;
        file.sync_all()?;
    }
    Ok(())
}
