//! What a run tells while it goes on.

use super::outcome::{ContractReport, Heading, InteractionReport, LoadProblem, Run};

/// Listens to a run. Every method has a default that does nothing; `()` listens to nothing at all.
pub trait Reporter: Send {
    /// Something worth saying that decides nothing.
    fn note(&mut self, _text: &str) {}

    /// A contract could not be loaded.
    fn load_problem(&mut self, _problem: &LoadProblem) {}

    /// The verification of a contract begins.
    fn contract_begins(&mut self, _heading: &Heading) {}

    /// An interaction has its outcome.
    fn interaction(&mut self, _interaction: &InteractionReport) {}

    /// A contract is done; its result is published if that was wanted.
    fn contract_ends(&mut self, _contract: &ContractReport) {}

    /// Everything is done.
    fn run_ends(&mut self, _run: &Run) {}
}

impl Reporter for () {}
