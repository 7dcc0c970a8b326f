//! What holds of the whole, by its public interface.
#![expect(clippy::unwrap_used, reason = "a harness may panic")]

mod properties;
mod rule_pages;
mod rule_sets;
