//! Journeys through the real binaries, the README's commands, and the tidiness of the tree.
//!
//! # Layout
//!
//! - `integration/`: the tests, one module a subject. `shop` is the harness: a fresh broker and the programs around it;
//!   `conformance` runs Pact's official cases and features where `ABIDE_CONFORMANCE` names them; `client_matrix` runs
//!   everything the real Pact clients can do, on both databases, where the environment names them.
//! - [`broker`], [`postgres`]: processes, started and ended.
//! - [`storm`]: many clients that publish and verify at once, what they were told, and what must hold of the database.
//! - [`estate`]: a year of an organisation's builds, written into a database.
//! - [`load`]: questions to a broker that has such an estate, how fast they are answered, and whether rightly.
//! - `src/bin/with_postgres.rs`: runs a command beside a PostgreSQL server of its own.
//! - `src/bin/durability.rs`: what was acknowledged outlives brokers that are killed and servers that crash.
//! - `src/bin/storm.rs`: many clients at once are all served.
//! - `src/bin/scale.rs`: how fast a broker with an estate answers, beside floors of the same run.
//! - `src/bin/startup.rs`: how fast the programs start and how little memory the broker takes, beside a floor.
//! - `src/bin/hello.rs`: the floor.

pub mod broker;
pub mod estate;
pub mod load;
pub mod postgres;
pub mod storm;
