//! Client × operation × database: what went well.

use std::fmt;

/// How an operation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It said what it should, and so does the broker.
    Ok,
    Failed,
    /// The client is not on this machine.
    Skipped,
}

/// The outcomes: a column for each database, and a row for each operation.
#[derive(Debug)]
pub(super) struct Table {
    rows: Vec<(&'static str, &'static str)>,
    columns: Vec<(&'static str, Vec<Outcome>)>,
}

impl Table {
    /// Without a column yet; a row is a client and what it does.
    pub(super) fn new(rows: impl IntoIterator<Item = (&'static str, &'static str)>) -> Self {
        Self { rows: rows.into_iter().collect(), columns: Vec::new() }
    }

    /// The outcomes on one database, in the order of the rows.
    pub(super) fn column(&mut self, database: &'static str, outcomes: Vec<Outcome>) {
        self.columns.push((database, outcomes));
    }

    /// How often something failed.
    pub(super) fn failures(&self) -> usize {
        self.columns.iter().flat_map(|(_, outcomes)| outcomes).filter(|outcome| **outcome == Outcome::Failed).count()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = |client: &str, operation: &str, cells: Vec<&str>| {
            let cells: Vec<_> = cells.iter().map(|cell| format!("{cell:<12}")).collect();
            writeln!(f, "{}", format!("{client:<14}{operation:<64}{}", cells.concat()).trim_end())
        };
        line("client", "operation", self.columns.iter().map(|(database, _)| *database).collect())?;
        for (row, (client, operation)) in self.rows.iter().enumerate() {
            let cell = |(_, outcomes): &(_, Vec<Outcome>)| match outcomes[row] {
                Outcome::Ok => "ok",
                Outcome::Failed => "FAILED",
                Outcome::Skipped => "-",
            };
            line(client, operation, self.columns.iter().map(cell).collect())?;
        }
        Ok(())
    }
}
