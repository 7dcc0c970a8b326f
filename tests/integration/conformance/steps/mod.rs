//! What each sentence of the suite does to the world.

pub(super) mod generators;
pub(super) mod matching;
pub(super) mod pact_file;
pub(super) mod payload;
pub(super) mod row;

use super::gherkin::{self, Table};
use super::sentence;
use super::world::World;
use anyhow::{Context as _, Result};

/// A sentence and what it does.
pub(super) struct Step {
    /// As in [`sentence::fit`].
    sentence: &'static str,
    pub(super) run: fn(&mut World, &Said<'_>) -> Result<()>,
}

/// The steps of all subjects.
const SUBJECTS: [&[Step]; 3] = [matching::STEPS, generators::STEPS, pact_file::STEPS];

/// What a sentence in a scenario says beside its words.
#[derive(Debug)]
pub(super) struct Said<'s> {
    values: Vec<String>,
    pub(super) table: &'s Table,
}

impl Said<'_> {
    /// The value at a position.
    pub(super) fn value(&self, at: usize) -> Result<&str> {
        self.values.get(at).map(String::as_str).with_context(|| format!("the sentence has no value {at}"))
    }
}

/// The steps that know the sentence.
pub(super) fn fitting(step: &gherkin::Step) -> impl Iterator<Item = (&'static Step, Said<'_>)> {
    SUBJECTS.into_iter().flatten().filter_map(|known| {
        let values = sentence::fit(known.sentence, &step.sentence)?;
        Some((known, Said { values, table: &step.table }))
    })
}
