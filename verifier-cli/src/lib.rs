//! Replays contracts against a provider, publishes contracts and results, and asks the broker whether a version can be
//! deployed: the verifier that provider tests embed, the client for brokers, and the command line `abide`.
//!
//! A provider's own test sets up a [`verify::Verifier`] and asks the run for its [`verify::Answer`]:
//!
//! ```no_run
//! use abide_verifier_cli::verify::{Answer, Source, Verifier};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let run = Verifier::new("payment-service", "http://127.0.0.1:8080".parse()?)
//!     .source(Source::Path("../order-service/target/contracts".into()))
//!     .state_url("http://127.0.0.1:8080/_abide/states".parse()?)
//!     .run(&mut ())
//!     .await?;
//! assert_eq!(run.answer(), Answer::Yes, "{run:#?}");
//! # Ok(())
//! # }
//! ```
//!
//! With the feature `grpc`, `Verifier::of(name).grpc(url)` verifies a provider of gRPC calls, and `.url(url)` beside it one of
//! both. A run that finds nothing to verify does not answer yes.
//!
//! # Provider states
//!
//! A [state handler](verify::Verifier::state_url) is the provider's own, for its tests only. It gets a POST with a JSON
//! object: `state`, the name; `params`, an object; and `action`, which is `setup` before an interaction is replayed and
//! `teardown` afterwards. It is called once for each state, in the contract's order, and once with an empty name where an
//! interaction has none, so that it can always clean up. What it answers:
//!
//! - a status of 2xx: done. The fields of a JSON object in the body are values for what the contract takes `from_state`.
//! - any other status: the state cannot be had, and the interaction has failed. On `teardown` that is a warning.
//!
//! Without a handler states are named and passed over.
//!
//! # Features
//!
//! - `grpc`: gRPC calls are replayed. Without it they are reported as not to be verified.
//! - `cli` (default), and with it `grpc`: the command line. A test that embeds the verifier needs neither clap nor anything
//!   about terminals: `default-features = false, features = ["grpc"]`.
//!
//! # Layout
//! Bottom-up; a module uses only what stands above it here.
//! - [`hint`]: what to try after an error
//! - [`network`]: connections and TLS, prepared when first needed
//! - [`broker_client`]: brokers, by the links of their index
//! - [`verify`]: sources, provider states, replay, outcomes; what a gRPC provider says of itself
//! - with the feature `cli` (default): `exit`, the exit codes; `cli`, what can be typed; `output`, what is written;
//!   `commands`, which turn arguments into one call and one report

pub mod hint;

pub mod network;

pub mod broker_client;

pub mod verify;

#[cfg(feature = "cli")]
pub mod exit;

#[cfg(feature = "cli")]
mod cli;

#[cfg(feature = "cli")]
pub mod output;

#[cfg(feature = "cli")]
pub mod commands;
