//! The words a consumer test is written in.
//!
//! `contract` opens the sentence, `interaction` adds to it, `http` and `grpc` say what is sent and answered, and `text` is
//! any value of a request line or header: plain text or a pattern. `proto` holds what a contract's gRPC calls mean.
//!
//! A declaration that cannot be right, such as a path without its slash, panics at the line of the test that makes it and
//! says what to write instead.

#![expect(clippy::missing_panics_doc, reason = "every function here panics on a mistake in the test, as said above")]

mod contract;
#[cfg(feature = "grpc")]
mod grpc;
mod http;
mod interaction;
#[cfg(feature = "grpc")]
mod proto;
mod text;

pub use contract::{Contract, contract};
#[cfg(feature = "grpc")]
pub use grpc::{GrpcRequest, GrpcResponse, StatusCode, after, error, grpc, message, messages};
pub use http::{HttpRequest, HttpResponse, delete, get, head, options, patch, post, put, request, status};
pub use interaction::{Ask, Asked, Interaction, InteractionDraft, State, interaction, state};
pub use text::Text;

use abide_contract_core::file::OldVersion;
use abide_contract_core::interaction::Interaction as Expected;
use std::panic::Location;

/// What one test declared: the two services and what is to happen between them.
#[derive(Debug)]
pub(crate) struct Declaration {
    /// The service under test.
    pub(crate) consumer: String,
    /// The service the mock server stands in for.
    pub(crate) provider: String,
    /// What is to happen, in the order declared.
    pub(crate) interactions: Vec<Declared>,
    /// The version its file is written as, if not the newest.
    pub(crate) format: Option<OldVersion>,
    /// What its gRPC calls mean, for clients that ask.
    #[cfg(feature = "grpc")]
    pub(crate) proto: proto::Proto,
}

/// One interaction, and the line of the test that asked for it.
#[derive(Debug)]
pub(crate) struct Declared {
    /// What the contract will say.
    pub(crate) expected: Expected,
    /// Where `interaction(..)` stands.
    pub(crate) place: &'static Location<'static>,
    /// What it means, when it is a gRPC call.
    #[cfg(feature = "grpc")]
    pub(crate) call: Option<abide_contract_core::grpc::Call>,
}

impl Declaration {
    /// The two services, as texts name them: `web -> orders`.
    pub(crate) fn title(&self) -> String {
        format!("{} -> {}", self.consumer, self.provider)
    }

    /// With every `.proto` compiled, also those no interaction has needed yet.
    #[cfg(feature = "grpc")]
    #[track_caller]
    fn compiled(mut self) -> Self {
        self.proto.check();
        self
    }
}
