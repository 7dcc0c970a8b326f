//! A call whose bytes are understood.

use super::{ActualAnswer, ActualCall, Code, Grpc, Stream, Turn};
use crate::generate::{self, Context};
use crate::mismatch::Mismatch;
use crate::protobuf::{CallKind, Error, Method};
use std::borrow::Cow;
use std::time::Duration;

/// A call of a contract, held against its descriptors: what to send, and what to expect.
#[derive(Debug, Clone)]
pub struct Call {
    method: Method,
    path: String,
    grpc: Grpc,
}

/// What a mock server answers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// What is sent before the messages; values of names that end in `-bin` are base64.
    pub headers: Vec<(String, String)>,
    /// The messages, in order.
    pub messages: Vec<Vec<u8>>,
    /// What is sent behind the messages.
    pub trailers: Vec<(String, String)>,
    /// The status.
    pub code: Code,
    /// The status message; may be empty.
    pub message: String,
    /// The bytes for `grpc-status-details-bin`, not in base64; empty when there are none.
    pub details: Vec<u8>,
}

impl Grpc {
    /// Holds the call against its descriptors; the error is why it cannot be verified.
    pub fn resolve(&self) -> Result<Call, Error> {
        let no_descriptors = || Error::NoDescriptors { key: self.descriptor_key.clone() };
        let pool = self.descriptors.as_ref().ok_or_else(no_descriptors)?.pool()?;
        let method = pool.method(&self.method)?;
        Ok(Call { path: method.path(), method, grpc: self.clone() })
    }
}

impl Call {
    /// The path it goes to: `/pkg.Service/Method`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Which sides stream, as the descriptors say.
    pub fn kind(&self) -> CallKind {
        self.method.kind()
    }

    /// Who speaks when; empty where all requests come before all responses.
    pub fn script(&self) -> &[Turn] {
        self.grpc.extension.as_ref().map(|extension| extension.script.as_slice()).unwrap_or_default()
    }

    /// How long the whole call may take, if the contract says.
    pub fn deadline(&self) -> Option<Duration> {
        self.grpc.extension.as_ref()?.deadline
    }

    /// How the messages of the answer are compared.
    pub fn stream(&self) -> Stream {
        self.grpc.extension.as_ref().map(|extension| extension.stream.clone()).unwrap_or_default()
    }

    /// How many messages of an answer are enough to judge it: what reads more may stop.
    pub fn enough(&self) -> Option<usize> {
        None
    }

    /// The messages to send: the contract's bytes, but those a generator changes.
    pub fn requests(&self, _context: &Context) -> Result<Vec<Cow<'_, [u8]>>, generate::Error> {
        Ok(Vec::new())
    }

    /// The metadata to send; values of names that end in `-bin` are base64.
    pub fn request_metadata(&self, _context: &Context) -> Result<Vec<(String, String)>, generate::Error> {
        Ok(Vec::new())
    }

    /// What a mock server answers.
    pub fn answer(&self, _context: &Context) -> Result<Answer, generate::Error> {
        Ok(Answer::default())
    }

    /// What differs between the call as expected and as the consumer made it; empty when it matches.
    pub fn match_call(&self, _actual: &ActualCall<'_>) -> Vec<Mismatch> {
        Vec::new()
    }

    /// What differs in one request message, for conversations that are judged as they go.
    pub fn match_request(&self, _index: usize, _bytes: &[u8]) -> Vec<Mismatch> {
        Vec::new()
    }

    /// What differs between the answer as expected and as the provider gave it; empty when it matches.
    pub fn match_answer(&self, _actual: &ActualAnswer<'_>) -> Vec<Mismatch> {
        Vec::new()
    }
}
