//! Journeys through the real binaries, the README's commands, and the tidiness of the tree.
//!
//! # Layout
//!
//! - `integration/`: the tests, one module a subject. `shop` is the harness: a fresh broker and the programs around it;
//!   `conformance` runs Pact's official cases and features where `ABIDE_CONFORMANCE` names them.
//! - `src/bin/startup.rs`: how fast the programs start and how little memory the broker takes, beside a floor.
//! - `src/bin/hello.rs`: the floor.
