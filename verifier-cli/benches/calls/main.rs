//! A thousand unary calls verified, beside a plain tonic client that makes the same calls of the same provider in the same run.
//!
//! `cargo bench -p abide-verifier-cli --bench calls`. What is timed of the verifier is a whole run: the contract file is
//! read and understood, the calls are made, the answers judged. The floor connects, makes the calls and decodes the answers.
//! Both have one thread, and the provider has another; rounds alternate, and medians are shown.

#![expect(clippy::unwrap_used, reason = "a benchmark may panic")]
#![expect(clippy::print_stdout, reason = "the figures are what this program is for")]

mod contract;
mod floor;
#[path = "../../tests/integration/listening.rs"]
mod listening;
mod provider;
#[path = "../../tests/integration/grpc/serving.rs"]
mod serving;
mod wire;

use abide_verifier_cli::verify::{Answer, Source, Verifier};
use std::path::Path;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// How many calls a round makes.
const CALLS: usize = 1_000;

/// How many rounds each side has; the first of each only warms up.
const ROUNDS: usize = 15;

/// How often the floor fits into the time of the verifier at most.
const TARGET: f64 = 2.0;

fn main() {
    // `cargo test --benches` only wants to know that it runs.
    let rounds = if std::env::args().any(|argument| argument == "--bench") { ROUNDS } else { 2 };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("web-stock.json");
    std::fs::write(&file, contract::of(CALLS).to_string()).unwrap();
    let provider = provider::start();
    println!("{CALLS} unary calls, medians of {} rounds", rounds - 1);
    for jobs in [1, 8] {
        let (mut floors, mut verified) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            floors.push(timed(|runtime| runtime.block_on(floor::calls(&provider, CALLS, jobs))));
            verified.push(timed(|runtime| runtime.block_on(verify(&provider, &file, jobs))));
        }
        let (floor, verified) = (median(floors), median(verified));
        let ratio = verified.as_secs_f64() / floor.as_secs_f64();
        let kept = if ratio <= TARGET { "kept" } else { "missed" };
        println!(
            "  {jobs} at a time: plain client {floor:>9.2?}   verifier {verified:>9.2?}   ratio {ratio:.2} of {TARGET:.2}, {kept}"
        );
    }
}

fn timed(work: impl FnOnce(&Runtime)) -> Duration {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let begun = Instant::now();
    work(&runtime);
    begun.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.remove(0);
    times.sort();
    times[times.len() / 2]
}

async fn verify(provider: &str, file: &Path, jobs: usize) {
    let verifier = Verifier::of("stock").grpc(provider.parse().unwrap()).source(Source::Path(file.to_owned()));
    let run = verifier.jobs(jobs).run(&mut ()).await.unwrap();
    assert_eq!(run.answer(), Answer::Yes, "{run:#?}");
    assert_eq!(run.contracts[0].interactions.len(), CALLS);
}
