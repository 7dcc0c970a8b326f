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
//!     .state_url("http://127.0.0.1:8080/_states".parse()?)
//!     .run(&mut ())
//!     .await?;
//! assert_eq!(run.answer(), Answer::Yes, "{run:#?}");
//! # Ok(())
//! # }
//! ```
//!
//! # Layout
//! Bottom-up; a module uses only what stands above it here.
//! - [`network`]: connections and TLS, prepared when first needed
//! - [`broker_client`]: brokers, by the links of their index
//! - [`verify`]: sources, provider states, replay, outcomes; what a gRPC provider says of itself
//! - with the feature `cli` (default): `exit`, the exit codes; `cli`, what can be typed; `output`, what is written;
//!   `commands`, which turn arguments into one call and one report
//!
//! Without the feature `cli` neither clap nor anything about a terminal is compiled.

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
