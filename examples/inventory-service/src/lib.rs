//! The inventory-service of the shop: a provider of a gRPC API with calls of all four kinds, with everything in memory.
//!
//! # Layout
//!
//! From the bottom up:
//!
//! - `stock`: everything the service knows, and the rules it follows.
//! - `warehouse`: the stock as all calls share it, with word of every change.
//! - `inventory`: the calls.
//! - `provider_state`: the test-only route that brings about what a contract asks for.
//! - `routes`: everything that is served, on one port.

mod inventory;
mod provider_state;
mod routes;
mod stock;
mod warehouse;

pub use routes::{Settings, routes};
pub use warehouse::ApiVersion;
