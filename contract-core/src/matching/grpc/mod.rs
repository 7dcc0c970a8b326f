//! gRPC calls: metadata, messages as typed trees, how many there are, and how the call ends.
//!
//! Requests are strict: fields nobody expects are differences, also those the contract's descriptors do not have. Responses
//! are lax about what the consumer does not name.
//!
//! A place in a message is `$.qty` on a side that has one message by the kind of call, and `response[2].$.qty` or
//! `request[0].$.qty` on a side that streams.

mod answer;
mod container;
mod leaf;
mod message;
mod metadata;
mod named;
mod notes;
mod stream;

use self::message::{Sides, Verdict};
use super::ExtraKeys;
use crate::grpc::{ActualCall, Call, Expected};
use crate::mismatch::{Difference, Mismatch, Place};
use crate::protobuf::MessageType;
use crate::protobuf::decode::{DecodeError, decode};
use crate::protobuf::node::Fields;
use crate::rule::Budget;

/// Which side sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Request,
    Response,
}

impl Side {
    fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

impl Call {
    /// What differs between the call as expected and as the consumer made it; empty when it matches.
    pub fn match_call(&self, actual: &ActualCall<'_>) -> Vec<Mismatch> {
        let _budget = Budget::open();
        let mut mismatches = Vec::new();
        metadata::compare_request(self, actual.metadata, &mut mismatches);
        let streams = self.kind().client_streams();
        let expected = if streams { self.expected_requests().len() } else { 1 };
        if actual.messages.len() != expected {
            mismatches.push(count(Side::Request, format!("exactly {expected}"), actual.messages.len()));
        }
        for (index, bytes) in actual.messages.iter().enumerate().take(self.expected_requests().len()) {
            mismatches.extend(self.match_request(index, bytes));
        }
        mismatches
    }

    /// What differs in one request message, for conversations that are judged as they go.
    pub fn match_request(&self, index: usize, bytes: &[u8]) -> Vec<Mismatch> {
        let _budget = Budget::open();
        match self.expected_requests().get(index) {
            Some(expected) => self.compare(Side::Request, (expected, index), bytes),
            None => vec![count(Side::Request, format!("at most {}", self.expected_requests().len()), index + 1)],
        }
    }

    /// One message against an expected one.
    fn compare(&self, side: Side, (expected, index): (&Expected, usize), bytes: &[u8]) -> Vec<Mismatch> {
        match self.read(side, index, bytes) {
            Ok(actual) => {
                let prefix = self.prefix(side, index);
                self.verdict(side).differences(expected, &actual, &prefix)
            }
            Err(mismatch) => vec![*mismatch],
        }
    }

    /// A message that arrived, or why it is none.
    fn read<'a>(&self, side: Side, index: usize, bytes: &'a [u8]) -> Result<Fields<'a>, Box<Mismatch>> {
        let kind = self.message_type(side == Side::Request);
        decode(kind.schema(), kind.id(), bytes)
            .map_err(|error| Box::new(unreadable(kind, &error, format!("{}$", self.prefix(side, index)))))
    }

    fn verdict(&self, side: Side) -> Verdict<'_> {
        Verdict {
            schema: self.message_type(side == Side::Request).schema(),
            id: self.message_type(side == Side::Request).id(),
            sides: if side == Side::Request { Sides::Strict } else { Sides::Lax },
            is_plugin: self.is_plugin(),
            strict_presence: self.has_strict_presence(),
        }
    }

    /// What stands before the paths in a message.
    fn prefix(&self, side: Side, index: usize) -> String {
        let streams = match side {
            Side::Request => self.kind().client_streams(),
            Side::Response => self.kind().server_streams(),
        };
        if streams { format!("{}[{index}].", side.name()) } else { String::new() }
    }
}

/// What differs in a body that is a message, wherever it is sent: as files of the plugin are judged. A body without bytes is
/// a message in which nothing is set, and nothing but that it is not there says so: it meets no rule by its defaults.
pub(super) fn compare_body(
    (kind, expected): (&MessageType, &Expected),
    bytes: &[u8],
    extra_keys: ExtraKeys,
) -> Vec<Mismatch> {
    let verdict = Verdict {
        schema: kind.schema(),
        id: kind.id(),
        sides: if extra_keys == ExtraKeys::Rejected { Sides::Strict } else { Sides::Lax },
        is_plugin: true,
        strict_presence: bytes.is_empty(),
    };
    let found = match decode(kind.schema(), kind.id(), bytes) {
        Ok(actual) => verdict.differences(expected, &actual, ""),
        Err(error) => vec![unreadable(kind, &error, "$".to_owned())],
    };
    let in_body = |mismatch: Mismatch| match mismatch.place {
        Place::Message(path) => Mismatch { place: Place::Body(path), ..mismatch },
        _ => mismatch,
    };
    found.into_iter().map(in_body).collect()
}

/// Bytes that are no message of their type.
fn unreadable(kind: &MessageType, error: &DecodeError, place: String) -> Mismatch {
    let reason = format!("{error} of a `{}`", kind.full_name());
    Mismatch::plain(Place::Message(place), Difference::Unreadable { format: "Protobuf", reason })
}

/// A difference in how many messages there are.
fn count(side: Side, expected: String, actual: usize) -> Mismatch {
    Mismatch::plain(Place::Message(side.name().to_owned()), Difference::MessageCount { expected, actual })
}

#[cfg(test)]
mod alike;
#[cfg(test)]
mod bodies;
#[cfg(test)]
mod odd_types;
#[cfg(test)]
mod plugin;
#[cfg(test)]
mod strictness;
#[cfg(test)]
mod tests;
