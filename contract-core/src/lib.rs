//! Contracts between services: the model, its file formats, and the matching that decides whether a contract is kept.
//!
//! # The model
//!
//! A [`Contract`] is what one consumer expects of one provider: a list of [`Interaction`]s. Each has a description, the
//! [states](ProviderState) the provider must be in, and what is [exchanged](Exchange): an HTTP request with its response, a
//! message, or a message with its answers.
//!
//! Each of these parts is an **example**, with [rules](rules::Rules) that say where the real one may differ from it, and
//! [generators](generate::Generators) that say what is made anew when it is sent. A rule stands at a part of the message
//! (`path`, `query`, `header`, `status`, `body` …) and there at a name or a [path](rule_path): `$.items[*].qty`. Where no
//! rule stands, only the example's own value will do. Rules hold for what lies below them too; of several that reach a
//! place the one with the most specific path applies, and no other. What each rule accepts is on its page in [`rule`].
//!
//! [Matching](matching) walks example and actual together and answers with every [`Mismatch`]: its place, what differs, and
//! the rule that asked for it. None means that the contract is kept. Requests are judged strictly, since a provider may
//! choke on what it does not expect; responses only by what the consumer reads.
//!
//! Contract files are Pact files, so that contracts written by other tools can be judged here and the other way round.
//!
//! # One match
//!
//! ```
//! use abide_contract_core::{explain, file, http::ActualResponse, matching::match_response};
//!
//! let contract = br#"{
//!     "consumer": {"name": "order-service"}, "provider": {"name": "payment-service"},
//!     "interactions": [{
//!         "description": "a charge",
//!         "request": {"method": "POST", "path": "/charges"},
//!         "response": {
//!             "status": 201,
//!             "body": {"payment_id": "pay-1", "amount": 99.99},
//!             "matchingRules": {"$.body": {"match": "type"}}
//!         }
//!     }]
//! }"#;
//! let contract = file::from_slice(contract, "order-service-payment-service.json")?.contract;
//! let (_request, response) = contract.interactions[0].as_http().unwrap();
//!
//! let actual = ActualResponse { status: 201, headers: &[], body: Some(br#"{"payment_id": 17, "amount": 5}"#) };
//! let mismatches = match_response(response, &actual);
//! assert_eq!(mismatches.len(), 1);
//! assert_eq!(mismatches[0].to_string(), "Expected 17 (Integer) to be the same type as 'pay-1' (String)");
//! assert_eq!(
//!     explain(&mismatches),
//!     ["body $.payment_id   Expected 17 (Integer) to be the same type as 'pay-1' (String)   (rule type at $)"]
//! );
//! # Ok::<(), file::Error>(())
//! ```
//!
//! Everything here is synchronous, and reads no files but the contracts and `.proto` files it is told to read.
//!
//! # Features
//!
//! All are off by default. What needs one that is off is reported as not to be judged, never passed over.
//!
//! - `xml`: bodies in XML are compared
//! - `protobuf`: gRPC calls and Protobuf bodies, with the descriptors their contracts hold
//! - `proto-source`: descriptors from `.proto` files, and with it `protobuf`
//!
//! # Layout
//!
//! Bottom-up; a module uses only what stands above it here, but for three knots: rules hold sets of rules (`eachKey`,
//! `arrayContains`), so that [`rule`] and [`rules`] know each other; both look at content types and generators of the model;
//! and [`generate`] fills the very requests and messages that hold its generators.
//!
//! - [`json`]: the tree bodies and files are compared in
//! - [`rule_path`]: path expressions such as `$.items[*].id`
//! - [`mismatch`]: what differs, as data, with its sentence
//! - [`rule`]: the matching rules, one to a file; [`rules`] finds the one that applies
//! - [`body`], [`generate`], [`http`], [`message`], [`protobuf`], [`grpc`], [`interaction`], [`contract`]: the model, and what
//!   gRPC messages are made of
//! - [`explain`](mod@explain): arranges mismatches for people, with expected and actual body in one picture
//! - [`matching`]: walks expected and actual together
//! - [`file`](mod@file): contract files, the only place that knows format versions
//! - [`diff`]: where two contract files differ in what they say
//! - [`check`]: what is doubtful about a contract file
//! - [`definition`]: the language of texts that are example and rule at once, as plugin configurations hold them
//! - [`pattern`]: values that are example and rule at once, what consumer tests are written with
//! - `draft` (feature `protobuf`): gRPC calls being written, message by message

pub mod json;

pub mod rule_path;

pub mod mismatch;

pub mod rule;
pub mod rules;

pub mod body;
pub mod generate;
mod provider_state;

pub mod http;
pub mod message;

pub mod protobuf;

pub mod grpc;

pub mod interaction;

pub mod contract;

pub mod explain;
pub mod matching;

pub mod file;

pub mod diff;

pub mod check;

pub mod definition;
pub mod pattern;

#[cfg(feature = "protobuf")]
pub mod draft;

pub use contract::{Contract, Participant, ProviderState};
pub use explain::explain;
pub use interaction::{Exchange, Interaction};
pub use mismatch::Mismatch;
pub use pattern::Pattern;
