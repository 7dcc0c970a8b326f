//! How fast contracts are judged and read, each beside a floor measured in the same run.
//!
//! `cargo bench -p abide-contract-core --features protobuf` runs criterion on every case and its floor, then prints a table
//! of ratios: each ratio is the median over pairs of short runs in turn, so that it holds on a noisy machine. With `-- table` it
//! prints the table alone.

#![expect(clippy::unwrap_used, reason = "a benchmark may panic")]
#![expect(clippy::print_stdout, reason = "the table is what it is for")]

mod cases;
#[cfg(feature = "protobuf")]
mod grpc;

use cases::Case;
use criterion::Criterion;
use std::time::{Duration, Instant};

#[global_allocator]
static ALLOCATOR: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;

fn cases() -> Vec<Case> {
    let cases = cases::cases();
    #[cfg(feature = "protobuf")]
    let cases = cases.into_iter().chain(grpc::cases()).collect();
    cases
}

fn criterion_benches(criterion: &mut Criterion) {
    for case in cases() {
        let mut group = criterion.benchmark_group(case.name);
        group.sample_size(10).measurement_time(Duration::from_secs(1)).warm_up_time(Duration::from_millis(300));
        group.bench_function("floor", |bencher| bencher.iter(|| (case.floor)()));
        group.bench_function("ours", |bencher| bencher.iter(|| (case.ours)()));
        group.finish();
    }
}

/// The median of the ratios of `ours` to `floor`, run in turn, and the median time of `ours`.
fn ratio(case: &Case) -> (f64, Duration) {
    let time = |run: &dyn Fn()| {
        let start = Instant::now();
        for _ in 0..case.repeat {
            run();
        }
        start.elapsed()
    };
    let mut pairs: Vec<_> = (0..41).map(|_| (time(&*case.floor), time(&*case.ours))).skip(1).collect();
    pairs.sort_by(|left, right| quotient(*left).total_cmp(&quotient(*right)));
    let median = pairs[pairs.len() / 2];
    (quotient(median), median.1 / case.repeat)
}

fn quotient((floor, ours): (Duration, Duration)) -> f64 {
    ours.as_secs_f64() / floor.as_secs_f64()
}

fn table() {
    println!("\n{:<66} {:>8} {:>8} {:>12}", "case", "ratio", "target", "time");
    for case in cases() {
        let (ratio, time) = ratio(&case);
        let verdict = if case.target.is_none_or(|target| ratio <= target) { "" } else { "  over" };
        let target = case.target.map_or_else(|| "-".to_owned(), |target| format!("{target:.2}"));
        println!("{:<66} {ratio:>8.2} {target:>8} {time:>12.2?}{verdict}", case.name);
    }
    if cfg!(not(feature = "protobuf")) {
        println!("(gRPC messages: with `--features protobuf`)");
    }
    let (run, body) = cases::large_match();
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    run();
    let extra = ALLOCATOR.peak_usage().saturating_sub(before);
    #[expect(clippy::cast_precision_loss, reason = "a ratio of sizes")]
    let ratio = extra as f64 / body as f64;
    println!("{:<66} {ratio:>8.2} {:>8.2}", "1 MB array under one each-like: extra memory / body", 3.0);
}

fn main() {
    let only_table = std::env::args().any(|argument| argument == "table");
    if !only_table {
        let mut criterion = Criterion::default().configure_from_args();
        criterion_benches(&mut criterion);
        criterion.final_summary();
    }
    table();
}
