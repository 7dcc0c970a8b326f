//! `abide verify` with gRPC interactions, against real servers.

mod contract;
mod drift;
mod http_body;
mod kinds;
mod misbehaviour;
mod mixed;
mod peer;
mod python;
mod reflecting;
mod serving;
mod stock;
mod tls;

use crate::harness::{Cli, Ran};
use serde_json::Value;

/// Verifies a contract with these interactions.
#[track_caller]
fn verify(interactions: &[Value], provider: &str, more: &[&str]) -> Ran {
    let cli = Cli::new().file("web.json", &contract::contract(interactions).to_string()).names("provider", provider);
    let transport = format!("grpc={provider}");
    let target = ["verify", "web.json", "--provider", "stock", "--transport", &transport];
    cli.run(target.iter().chain(more).copied())
}
