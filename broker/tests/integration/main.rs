//! The broker's API through its router, one module per noun as in `src/api`, and the command through its binary.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests and their harness may panic")]

mod harness;

mod binary;
mod contracts;
mod environments;
mod index;
mod matrix;
mod observed;
mod participants;
mod requests;
mod selection;
mod verifications;
mod web;
mod work_in_progress;
