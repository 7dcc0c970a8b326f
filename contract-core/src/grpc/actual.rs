//! A call as it went.

use super::Code;

/// What a consumer has sent.
#[derive(Debug, Clone, Copy, Default)]
pub struct ActualCall<'a> {
    /// One entry for each metadata line; values of names that end in `-bin` are base64, as they come.
    pub metadata: &'a [(&'a str, &'a str)],
    /// The messages, in order.
    pub messages: &'a [&'a [u8]],
}

/// What a provider has answered.
#[derive(Debug, Clone, Copy, Default)]
pub struct ActualAnswer<'a> {
    /// What came before the messages; values of names that end in `-bin` are base64, as they come.
    pub headers: &'a [(&'a str, &'a str)],
    /// The messages, in order.
    pub messages: &'a [&'a [u8]],
    /// What came behind the messages.
    pub trailers: &'a [(&'a str, &'a str)],
    /// How the provider ended the call; `None` when it was cut off on purpose after enough messages.
    pub status: Option<ActualStatus<'a>>,
}

/// How a call ended, as the provider said itself: never an error of the transport or of this side.
#[derive(Debug, Clone, Copy, Default)]
pub struct ActualStatus<'a> {
    /// The code.
    pub code: Code,
    /// The message; empty when there was none.
    pub message: &'a str,
    /// The bytes of `grpc-status-details-bin`, base64 undone; empty when there were none.
    pub details: &'a [u8],
}
