//! System tests: journeys through the real binaries, the README's commands, and the tidiness of the tree.

#![expect(clippy::unwrap_used, reason = "a harness may panic")]

mod bad_input;
mod block;
mod canned;
mod client_matrix;
mod conformance;
mod estate;
mod examples_run;
mod flags;
mod http;
mod interop;
mod journey;
mod proof;
mod readme;
mod seam;
mod shop;
mod tidy;
mod tree;
mod upkeep;
