//! What a contract says about a call and the plugin's file shape has no place for: `pluginConfiguration.abide`.

use super::Code;
use crate::json::{Json, Object};
use crate::message::Message;
use crate::protobuf::CallKind;
use crate::rules::BodyRules;
use std::fmt;
use std::time::Duration;

/// What stands under `pluginConfiguration.abide`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Extension {
    /// Which sides stream.
    pub kind: Option<CallKind>,
    /// How the messages of the answer are compared.
    pub stream: Stream,
    /// Who speaks when, in a bidirectional call; empty where all requests come before all responses.
    pub script: Vec<Turn>,
    /// How the call ends.
    pub end: End,
    /// Names of metadata that must come before the messages.
    pub headers: Vec<String>,
    /// How long the whole call may take.
    pub deadline: Option<Duration>,
    /// Whether a field that is left off the wire never meets a rule, even where its default would.
    pub strict_presence: bool,
    /// Rules other tools could not apply, by message.
    pub request_rules: Vec<(usize, BodyRules)>,
    /// Rules other tools could not apply, by message.
    pub response_rules: Vec<(usize, BodyRules)>,
    /// The fields named in a message behind the first one, where its bytes do not tell.
    pub request_named: Vec<(usize, Json)>,
    /// The fields named in a message behind the first one, where its bytes do not tell.
    pub response_named: Vec<(usize, Json)>,
    /// Rules of the messages the status carries, by detail, that other tools could not apply.
    pub detail_rules: Vec<(usize, BodyRules)>,
    /// The fields named in a message the status carries, where its bytes do not tell.
    pub detail_named: Vec<(usize, Json)>,
    /// Fields we give no meaning to, kept for writing back; those of `pluginConfiguration.abide` itself.
    pub extra: Object<'static>,
}

/// How the messages of an answer are compared with the ones expected.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stream {
    /// Which message is compared with which.
    pub order: Order,
    /// The least number of messages; as many as are expected unless stated.
    pub min: Option<usize>,
    /// The greatest number of messages; see [`Order`] for what holds unless stated.
    pub max: Option<usize>,
    /// The expected message all further ones must match.
    pub repeat: Option<usize>,
}

/// Which message of an answer is compared with which expected one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// As many as expected, one by one.
    #[default]
    Exact,
    /// The first ones, one by one; what follows does not count.
    Prefix,
    /// Each expected message matches another one of those that came; others do not count.
    Any,
}

impl Order {
    /// Every order with its name in contract files.
    pub const NAMED: [(&'static str, Self); 3] = [("exact", Self::Exact), ("prefix", Self::Prefix), ("any", Self::Any)];
}

/// One turn of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// The consumer sends this request.
    Client(usize),
    /// The provider sends this response.
    Server(usize),
    /// The consumer has nothing more to say.
    HalfClose,
    /// The provider ends the call.
    End,
}

impl Turn {
    /// Reads `c0`, `s0`, `close`, `end`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "end" => Some(Self::End),
            "close" => Some(Self::HalfClose),
            _ => match (text.strip_prefix('c'), text.strip_prefix('s')) {
                (Some(index), _) => index.parse().ok().map(Self::Client),
                (_, Some(index)) => index.parse().ok().map(Self::Server),
                _ => None,
            },
        }
    }
}

/// Why a script does not give each message its turn once and in order, the consumer's before it has nothing more to say and
/// the end last.
#[cfg(feature = "protobuf")]
pub(crate) fn script_fault(script: &[Turn], messages: (usize, usize)) -> Option<String> {
    if script.is_empty() {
        return None;
    }
    let (mut requests, mut responses, mut is_closed) = (0, 0, false);
    let next = |count: &mut usize, index: usize| std::mem::replace(count, index.saturating_add(1)) == index;
    for (at, turn) in script.iter().enumerate() {
        let fits = match turn {
            Turn::Client(index) => next(&mut requests, *index) && !is_closed,
            Turn::Server(index) => next(&mut responses, *index),
            Turn::HalfClose => !std::mem::replace(&mut is_closed, true),
            Turn::End => at + 1 == script.len(),
        };
        if !fits {
            return Some(format!("the script's turn `{turn}` is out of order"));
        }
    }
    let (defined_requests, defined_responses) = messages;
    ((requests, responses) != messages).then(|| {
        format!(
            "the script has turns for {requests} requests and {responses} responses, but {defined_requests} and \
             {defined_responses} are defined"
        )
    })
}

impl fmt::Display for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Client(index) => write!(f, "c{index}"),
            Self::Server(index) => write!(f, "s{index}"),
            Self::HalfClose => f.write_str("close"),
            Self::End => f.write_str("end"),
        }
    }
}

/// How a call ends.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct End {
    /// The status; `OK` unless stated.
    pub code: Option<Code>,
    /// The status message, where it matters.
    pub message: Option<String>,
    /// Messages the status carries; each one's type is its content type.
    pub details: Vec<Message>,
    /// Metadata that must come behind the messages, by name.
    pub trailers: Object<'static>,
}
