//! Consumer tests as a user writes them, over real sockets.

#![expect(clippy::unwrap_used, reason = "a harness may panic")]

mod client;
mod consumer_test;
mod declaring;
mod fixture;
mod format;
#[cfg(feature = "grpc")]
mod grpc;
mod panic_text;
mod patterns;
mod record;
mod server;
mod xml;
