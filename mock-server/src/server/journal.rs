//! What arrived, for the verdict.

use abide_contract_core::mismatch::Mismatch;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What arrived at one server, in order.
#[derive(Debug)]
pub(crate) struct Journal(Mutex<Entries>);

/// What arrived, taken down.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    /// For each interaction, in the order declared, whether a request matched it.
    pub(crate) hits: Vec<bool>,
    /// The requests no interaction matched.
    pub(crate) strays: Vec<Stray>,
    /// The methods of calls whose requests did not come to their end.
    pub(crate) unfinished: Vec<String>,
}

/// A request that was not answered as declared.
#[derive(Debug, PartialEq)]
pub(crate) struct Stray {
    /// What arrived: `GET /orders/42?expand=items`.
    pub(crate) line: String,
    /// Why it was not answered.
    pub(crate) reason: Reason,
}

/// Why a request was not answered as declared.
#[derive(Debug, PartialEq)]
pub(crate) enum Reason {
    /// Method and path are those of an interaction, something else differs.
    Differs(Near),
    /// No interaction has this method and path; the closest one, if there is any.
    Unknown(Option<Near>),
    /// The request could not be judged or answered.
    Failed(String),
}

/// An interaction a request comes close to, by its position, and what separates them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Near {
    pub(crate) interaction: usize,
    pub(crate) mismatches: Vec<Mismatch>,
    /// Both bodies in one picture, where that says more.
    pub(crate) difference: Vec<String>,
}

impl Journal {
    pub(super) fn new(interactions: usize) -> Self {
        Self(Mutex::new(Entries { hits: vec![false; interactions], strays: Vec::new(), unfinished: Vec::new() }))
    }

    /// The entries; whoever holds them keeps the server from adding more.
    pub(crate) fn entries(&self) -> MutexGuard<'_, Entries> {
        // Entries are whole after each step, whatever panicked in between.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entries {
    pub(super) fn stray(&mut self, line: String, reason: Reason) {
        self.strays.push(Stray { line, reason });
    }
}
