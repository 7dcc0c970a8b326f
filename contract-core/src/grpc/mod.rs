//! gRPC calls: as a contract has them, and as they went.
//!
//! A contract file holds a call in the shape the protobuf plugin of the ecosystem writes; what that shape has no place for,
//! such as streams, stands under `pluginConfiguration.abide`. The model keeps both in one: messages with their metadata as
//! the file has them, and [`Extension`] for the rest. `Grpc::resolve` (feature `protobuf`) turns it into a `Call`, which
//! knows what the bytes mean.

mod actual;
#[cfg(feature = "protobuf")]
mod call;
mod code;
#[cfg(feature = "protobuf")]
mod detail;
#[cfg(feature = "protobuf")]
mod expected;
mod extension;
mod own;
#[cfg(feature = "protobuf")]
mod reading;

pub use actual::{ActualAnswer, ActualCall, ActualStatus};
#[cfg(feature = "protobuf")]
pub use call::{Answer, Call};
pub use code::Code;
#[cfg(feature = "protobuf")]
pub(crate) use detail::{Detail, DetailContent};
#[cfg(feature = "protobuf")]
pub(crate) use expected::Expected;
#[cfg(feature = "protobuf")]
pub(crate) use extension::script_fault;
pub use extension::{End, Extension, Order, Stream, Turn};
#[cfg(feature = "protobuf")]
pub use own::is_own;
#[cfg(feature = "protobuf")]
pub use reading::{Carried, Readable, Reading};

use crate::body::Content;
use crate::json::{Json, Object};
use crate::message::Message;
use crate::protobuf::{Descriptors, MethodName};
use std::sync::Arc;

/// The transport of gRPC interactions in contract files.
pub const TRANSPORT: &str = "grpc";

/// A gRPC call of any of the four kinds, as a contract has it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grpc {
    /// What is called.
    pub method: MethodName,
    /// The identity of the descriptors in the contract.
    pub descriptor_key: String,
    /// What the messages are made of; `None` when the contract has nothing under the key.
    pub descriptors: Option<Arc<Descriptors>>,
    /// The fields the consumer named, for other tools.
    pub expectations: Option<Json>,
    /// What the consumer sends, in order; the first one's metadata is the call's.
    pub requests: Vec<Message>,
    /// What it needs back, in order; the first one's metadata is the answer's. An answer without messages may have one item
    /// here that holds its metadata: see [`Grpc::response_messages`].
    pub responses: Vec<Message>,
    /// What the plugin's shape has no place for; `None` where the contract has none of it.
    pub extension: Option<Extension>,
    /// Why the extension is not understood, where it is not: the call is kept and cannot be verified.
    pub not_understood: Option<String>,
    /// Fields of `pluginConfiguration.protobuf` we give no meaning to, kept for writing back.
    pub extra: Object<'static>,
}

impl Grpc {
    /// The messages the consumer needs back; none when it needs an error and nothing else.
    pub fn response_messages(&self) -> &[Message] {
        match self.responses.as_slice() {
            [only] if self.is_bare(only) => &[],
            messages => messages,
        }
    }

    /// Whether an item of the answer holds metadata and no message.
    fn is_bare(&self, only: &Message) -> bool {
        let has_bytes = only.contents.to_bytes().is_some_and(|bytes| !bytes.is_empty());
        // An error said elsewhere may follow a message without fields.
        let own = own::text_of(only, "grpc-status").and_then(|text| Code::parse(&text));
        let fails = own.is_some_and(|code| code != Code::OK);
        let is_missing = only.contents.content == Content::Missing;
        !has_bytes && ((fails && only.rules.body.is_empty()) || (is_missing && self.extension.is_some()))
    }

    /// How the call ends, as the extension or the metadata of the answer say.
    pub fn end(&self) -> End {
        let mut end = self.extension.as_ref().map(|extension| extension.end.clone()).unwrap_or_default();
        let text = |name: &str| own::text_of(self.responses.first()?, name);
        if end.code.is_none() {
            end.code = text("grpc-status").and_then(|text| Code::parse(&text));
        }
        if end.message.is_none() {
            end.message = text("grpc-message").map(std::borrow::Cow::into_owned);
        }
        end
    }
}

#[cfg(test)]
#[cfg(feature = "protobuf")]
mod tests;
