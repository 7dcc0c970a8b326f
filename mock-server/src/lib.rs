//! Consumer tests that write contracts.
//!
//! A service that calls another says in an ordinary test what it sends and what it reads of the answer. The test runs
//! against a mock server that plays the other service; when it passes, what it said is written into a contract file, which
//! the provider's pipeline replays. Nobody has to start the whole estate to learn that a change breaks somebody.
//!
//! # A first test
//!
//! ```
//! use abide_mock_server::prelude::*;
//! use serde_json::json;
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! # let folder = tempfile::tempdir().unwrap();
//! // #[tokio::test]
//! // async fn a_valid_card_is_charged() {
//! let payments = contract("order-service", "payment-service")
//! # .folder(folder.path())
//!     .interaction(
//!         interaction("a charge for a valid card")
//!             .given(state("a customer with a payment method").with("customer_id", "cust-456"))
//!             .request(post("/api/v1/charges").json(json!({
//!                 "order_id": like("ord-789"), "amount": number(99.99), "currency": "USD", "customer_id": "cust-456"
//!             })))
//!             .respond(status(201).json(json!({
//!                 "payment_id": regex("pay-[a-z0-9]+", "pay-abc123"), "status": "SUCCESS", "amount": number(99.99)
//!             }))),
//!     )
//!     .start();
//!
//! // Your own client in place of this one.
//! let receipt: serde_json::Value = reqwest::Client::new()
//!     .post(format!("{}/api/v1/charges", payments.url()))
//!     .json(&json!({"order_id": "ord-1", "amount": 12.5, "currency": "USD", "customer_id": "cust-456"}))
//!     .send()
//!     .await
//!     .unwrap()
//!     .json()
//!     .await
//!     .unwrap();
//!
//! assert_eq!(receipt["status"], "SUCCESS");
//! payments.finish(); // or let it drop: same verdict, same words
//! # }
//! ```
//!
//! Nothing here is `async`: the server has a thread of its own, and the sentence is the same under tokio, smol and a plain
//! `#[test]`.
//!
//! # What is compared
//!
//! A plain value means itself. Where the value does not matter, a pattern says what does: `like("ord-789")` is any string,
//! `regex(..)` any that matches, `each_like(..)` a list of such items, `from_state("${customer_id}", "cust-456")` a value
//! the provider's state set-up returns. A pattern is example and rule at once and stands wherever a value can: inside
//! `json!`, in a field of a struct that serialises, as path, header or query value. The table of all of them is in
//! [`abide_contract_core::pattern`].
//!
//! Requests are compared strictly, since an extra field is a mistake; answers are compared leniently, since a provider may
//! send more than one consumer reads. So declare in an answer only what the code under test uses.
//!
//! # When it fails
//!
//! [`finish`](prelude::MockServer::finish), or drop, panics unless every interaction happened and nothing else arrived. The
//! text names what differs, the rule that says so and the line of the test that asked for it:
//!
//! ```text
//! contract web -> orders was not kept
//!
//!   x  a request for one order                                 tests/orders.rs:24
//!      GET /orders/42 arrived, but
//!        header accept   Expected header 'accept' to have value 'application/json' but was '*/*'
//!   x  a request to cancel an order                            tests/orders.rs:41
//!      never arrived
//! ```
//!
//! The client sees such a request answered with 500, the header `X-Pact` and the same explanation as JSON.
//!
//! # What is written
//!
//! `target/contracts/{consumer}-{provider}.json` beside the workspace's `Cargo.lock`, whichever crate runs: a Pact file of
//! version 4. `ABIDE_CONTRACT_DIR` names another folder, absolute or relative to the workspace's root, and
//! [`folder`](declare::Contract::folder) one for a single test. For tools that read nothing newer,
//! [`format`](declare::Contract::format) has the file written as version 3 or 2. A test that panics, or whose contract is not
//! kept, writes nothing. A returned `Err` is not seen by a drop: let `finish()` be the last thing such a test does, or unwrap.
//!
//! Any number of tests may write one file at once, from threads or processes. What a test writes replaces what an earlier
//! run left for the same description and states; two tests of one run that describe them differently are told so. What no
//! test writes any more stays in the file: publish from a fresh checkout, or clear the folder first. Beside each file lies a
//! hidden one whose name ends in `.lock`; it may be deleted while no test runs.
//!
//! # Other kinds
//!
//! Two cargo features are off, so that a consumer of HTTP and JSON alone compiles little: with `grpc` the same sentence
//! describes gRPC calls, and with `xml` a request may have a body in XML. Asynchronous messages cannot be declared yet.
//!
//! # Layout
//!
//! From the bottom up:
//!
//! - [`declare`]: the words a test is written in; they fill the interactions of `abide-contract-core`. The last of them,
//!   `start`, is the only one that knows `server`.
//! - `record`: merges a kept contract into its file, safely; `error` says why it cannot.
//! - `server`: the thread that answers, and the choice of the interaction a request is meant for. It ends with the verdict.
//! - `verdict`: what was declared against what arrived, as the server's journal has it, and every word said about it.
//! - [`prelude`]: what a test imports.

#![cfg_attr(feature = "grpc", doc = "")]
#![cfg_attr(feature = "grpc", doc = include_str!("docs/grpc.md"))]

pub mod declare;
mod error;
mod record;
mod server;
mod verdict;

pub mod prelude;
