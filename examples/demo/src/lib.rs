//! The whole loop on one screen, through the real binaries: a consumer's tests write contracts, one of HTTP and one of gRPC,
//! a broker keeps them, the providers are verified against them, all are deployed, and changes that would break the consumer
//! are refused.
//!
//! [`Demo::run`] is both what `cargo run -p abide-demo` shows and what the system tests look into.
//!
//! # Layout
//!
//! From the bottom up:
//!
//! - [`binaries`]: builds this workspace's programs and says where they are.
//! - `interrupt`: Ctrl-C, as the rest of the demo sees it.
//! - `narrator`: steps, commands and output, on paper.
//! - `command`: one command line, shown and run.
//! - `server`: a program that runs until the demo is over.
//! - `story`: what happens, in order.

pub mod binaries;
mod command;
mod interrupt;
mod narrator;
mod server;
mod story;

pub use command::{Command, Outcome};
pub use interrupt::Interrupt;
pub use narrator::Narrator;
pub use server::Server;
pub use story::Demo;
