//! What values are made from: who is sending, and everything that is not in the contract.

use super::Moment;
use crate::json::Object;

/// Who is sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A mock server or message test: provider-state values stay examples.
    Consumer,
    /// A verifier: addresses of the mock server stay examples.
    Provider,
}

/// What values are made from.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Context {
    /// Who is sending.
    pub mode: Mode,
    /// What state set-up returned, and the states' own parameters.
    pub values: Object<'static>,
    /// Where the mock server listens; without one its addresses stay examples.
    pub mock_server: Option<String>,
    /// What random values are drawn from; by chance unless stated.
    pub seed: Option<u64>,
    /// What dates are counted from; the clock of this machine unless stated.
    pub now: Option<Moment>,
}

impl Context {
    /// A mock server or message test that sends to the consumer.
    pub fn consumer() -> Self {
        Self { mode: Mode::Consumer, values: Object::new(), mock_server: None, seed: None, now: None }
    }

    /// A verifier that sends to the provider, with the values its states have returned.
    pub fn provider(values: Object<'static>) -> Self {
        Self { mode: Mode::Provider, values, ..Self::consumer() }
    }

    /// Makes addresses of the mock server begin with this one.
    #[must_use]
    pub fn mock_server(mut self, url: impl Into<String>) -> Self {
        self.mock_server = Some(url.into());
        self
    }

    /// Makes the same random values every time: what is made depends on the seed and the place it is made for, not on what
    /// else is made. Interactions of one contract take different seeds, or their values are alike.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Counts dates from this moment.
    #[must_use]
    pub fn at(mut self, now: Moment) -> Self {
        self.now = Some(now);
        self
    }
}
