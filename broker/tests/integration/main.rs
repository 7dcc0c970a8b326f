//! The broker's API through its router, one module per noun as in `src/api`, and the command through its binary.
//!
//! All of it runs on SQLite, and where `ABIDE_TEST_POSTGRES_URL` names a server on that instead.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests and their harness may panic")]

mod database;
mod harness;

mod access;
mod bad_input;
mod badges;
mod binary;
mod contracts;
mod differences;
mod environments;
mod index;
mod integrations;
mod labels;
mod matrix;
mod observed;
mod openapi;
mod participants;
mod postgres;
mod removal;
mod requests;
mod selection;
mod tags;
mod verdicts;
mod verifications;
mod web;
mod work_in_progress;
mod writers;
