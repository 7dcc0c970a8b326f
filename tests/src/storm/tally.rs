//! How often each operation was done, how fast, and what went wrong.

use std::collections::BTreeMap;
use std::time::Duration;

/// What clients saw.
#[derive(Debug, Default)]
pub struct Tally {
    times: BTreeMap<&'static str, Vec<Duration>>,
    /// Requests without an answer, and answers that the database is away for the moment.
    pub unanswered: Vec<String>,
    /// Answers that should never have come.
    pub wrong: Vec<String>,
}

impl Tally {
    /// Notes an answer as it should be.
    pub fn note(&mut self, operation: &'static str, time: Duration) {
        self.times.entry(operation).or_default().push(time);
    }

    /// Adds another tally.
    pub fn add(&mut self, other: Self) {
        for (operation, times) in other.times {
            self.times.entry(operation).or_default().extend(times);
        }
        self.unanswered.extend(other.unanswered);
        self.wrong.extend(other.wrong);
    }

    /// How many answers were as they should be.
    pub fn answers(&self) -> usize {
        self.times.values().map(Vec::len).sum()
    }

    /// One line per operation, for a storm that took this long.
    pub fn table(&self, took: Duration) -> String {
        let head = format!("  {:<16}{:>9}{:>10}{:>12}{:>12}{:>12}", "", "answers", "a second", "p50", "p99", "longest");
        let lines = self.times.iter().map(|(operation, times)| {
            let mut times = times.clone();
            times.sort();
            let place = |percent: usize| millis(times[(times.len() * percent / 100).min(times.len() - 1)]);
            let rate = times.len() as u128 * 1000 / took.as_millis().max(1);
            format!("  {operation:<16}{:>9}{rate:>10}{:>12}{:>12}{:>12}", times.len(), place(50), place(99), place(100))
        });
        std::iter::once(head).chain(lines).collect::<Vec<_>>().join("\n")
    }
}

fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}
