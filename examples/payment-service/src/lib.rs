//! The payment-service of the shop: a provider of a REST API, with everything in memory.
//!
//! # Layout
//!
//! From the bottom up:
//!
//! - `charge`: charges, refunds, cards.
//! - `books`: everything the service knows, and the rules it follows.
//! - `provider_state`: the test-only route that brings about what a contract asks for.
//! - `api`: the routes, on one screen.

mod api;
mod books;
mod charge;
mod provider_state;

pub use api::{ApiVersion, Settings, routes};
