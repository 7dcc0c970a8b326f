//! How fast the programs start and how little memory the broker takes, beside a floor of the same run.
//!
//! `cargo run --release -p abide-system-tests --bin startup`; a debug build says little.

#![expect(clippy::print_stdout, reason = "the figures are what this program is for")]

use abide_demo::binaries;
use abide_system_tests::broker::Broker;
use anyhow::{Context as _, ensure};
use clap::Parser;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How often each figure is taken; the median is shown.
const TIMES: usize = 20;

/// Says how fast the release programs start and how little memory the broker takes, as medians of twenty.
#[derive(Debug, Parser)]
struct Arguments {}

fn main() -> anyhow::Result<()> {
    let Arguments {} = Arguments::parse();
    let programs = binaries::of_the_loop()?;
    let mut built = binaries::build(&[("abide-system-tests", "hello")])?;
    let hello = built.remove("hello").context("cargo built no hello")?;

    let floor = median(|| to_its_end(&hello, &[]))?;
    let help = median(|| to_its_end(&programs.abide, &["--help"]))?;
    let version = median(|| to_its_end(&programs.abide_broker, &["--version"]))?;
    let first = median(|| first_answer(&programs.abide_broker))?;
    let (latency, resident) = at_rest(&programs.abide_broker)?;

    println!("medians of {TIMES}");
    println!("  floor: hello, exec to exit                     {}", millis(floor));
    println!("  abide --help, exec to exit                     {}   (at most 20 ms)", millis(help));
    println!("  abide-broker --version, exec to exit           {}", millis(version));
    println!("  abide-broker, exec to first answer, new folder {}   (at most 100 ms)", millis(first));
    println!("  floor: heartbeat of a running broker           {}", millis(latency));
    let resident = resident.map_or("this system does not say".to_owned(), |kilobytes| format!("{kilobytes} kB"));
    println!("  abide-broker, resident 5 s after its start     {resident:>11}   (at most 30000 kB)");
    Ok(())
}

fn millis(time: Duration) -> String {
    format!("{:8.2} ms", time.as_secs_f64() * 1000.0)
}

fn median(mut take: impl FnMut() -> anyhow::Result<Duration>) -> anyhow::Result<Duration> {
    let mut times = (0..TIMES).map(|_| take()).collect::<anyhow::Result<Vec<_>>>()?;
    times.sort();
    Ok(times[TIMES / 2])
}

fn to_its_end(program: &Path, arguments: &[&str]) -> anyhow::Result<Duration> {
    let mut command = Command::new(program);
    command.args(arguments).stdout(Stdio::null());
    let start = Instant::now();
    let status = command.status().with_context(|| format!("{} cannot be started", program.display()))?;
    let time = start.elapsed();
    ensure!(status.success(), "{}: {status}", program.display());
    Ok(time)
}

fn heartbeat(broker: &Broker) -> anyhow::Result<()> {
    let mut stream = TcpStream::connect(broker.address())?;
    stream.write_all(b"GET /diagnostic/status/heartbeat HTTP/1.0\r\nhost: broker\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    ensure!(answer.contains(" 200 "), "the broker answered: {answer}");
    Ok(())
}

fn first_answer(program: &Path) -> anyhow::Result<Duration> {
    let folder = tempfile::tempdir()?;
    let start = Instant::now();
    let broker = Broker::start(program, folder.path(), &[])?;
    heartbeat(&broker)?;
    Ok(start.elapsed())
}

/// The latency of a running broker, and its resident kilobytes 5 s after its start.
fn at_rest(program: &Path) -> anyhow::Result<(Duration, Option<u64>)> {
    let folder = tempfile::tempdir()?;
    let broker = Broker::start(program, folder.path(), &[])?;
    thread::sleep(Duration::from_secs(5));
    let resident = broker.resident();
    let latency = median(|| {
        let start = Instant::now();
        heartbeat(&broker)?;
        Ok(start.elapsed())
    })?;
    Ok((latency, resident))
}
