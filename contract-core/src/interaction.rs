//! One thing a consumer does with a provider, and what it needs back.

use crate::grpc::Grpc;
use crate::http::{Request, Response};
use crate::json::{Json, Object};
use crate::message::{Message, SyncMessage};
use crate::provider_state::ProviderState;

/// The type of HTTP interactions in version 4 of the format.
pub const HTTP: &str = "Synchronous/HTTP";
/// The type of lone messages.
pub const MESSAGE: &str = "Asynchronous/Messages";
/// The type of messages with answers, gRPC among them.
pub const SYNC_MESSAGE: &str = "Synchronous/Messages";

/// One exchange between consumer and provider.
#[derive(Debug, Clone, PartialEq)]
pub struct Interaction {
    /// What happens, in the consumer's words; with the states it identifies the interaction.
    pub description: String,
    /// What must hold at the provider beforehand, in the order to set it up.
    pub states: Vec<ProviderState>,
    /// The `_id` a broker has stamped on it, to be echoed in verification results.
    pub id: Option<String>,
    /// An identity of its own (V4 `key`).
    pub key: Option<String>,
    /// A failure is reported but does not fail the verification (V4).
    pub pending: bool,
    /// Free-form notes (V4): `text`, `testname`, `references` and others.
    pub comments: Object<'static>,
    /// Fields we give no meaning to, kept for writing back.
    pub extra: Object<'static>,
    /// What is exchanged.
    pub exchange: Exchange,
}

impl Interaction {
    /// An interaction with nothing but its words and what is exchanged.
    pub fn new(description: impl Into<String>, exchange: Exchange) -> Self {
        Self {
            description: description.into(),
            states: Vec::new(),
            id: None,
            key: None,
            pending: false,
            comments: Object::new(),
            extra: Object::new(),
            exchange,
        }
    }

    /// Whether both are the same interaction, whatever they say: their keys are equal if both have one, otherwise kind,
    /// description and states are.
    pub fn is_same(&self, other: &Self) -> bool {
        match (&self.key, &other.key) {
            (Some(key), Some(other)) => key == other,
            _ => {
                self.description == other.description
                    && self.states.len() == other.states.len()
                    && self.states.iter().zip(&other.states).all(|(state, other)| state.is_same(other))
                    && self.exchange.kind() == other.exchange.kind()
            }
        }
    }

    /// The request and response, when this is an HTTP interaction.
    pub fn as_http(&self) -> Option<(&Request, &Response)> {
        match &self.exchange {
            Exchange::Http(http) => Some((&http.request, &http.response)),
            _ => None,
        }
    }

    /// The call, when this is a gRPC interaction.
    pub fn as_grpc(&self) -> Option<&Grpc> {
        match &self.exchange {
            Exchange::Grpc(grpc) => Some(grpc),
            _ => None,
        }
    }
}

/// What is exchanged in an interaction.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Exchange {
    /// An HTTP request and its response.
    Http(Box<Http>),
    /// A message sent without waiting for an answer.
    Message(Box<Message>),
    /// A gRPC call.
    Grpc(Box<Grpc>),
    /// A message and the messages that answer it, over any other transport.
    SyncMessage(Box<SyncMessage>),
    /// A kind this version has no model for, or one that cannot be read; it is kept as it is.
    Unsupported(Unsupported),
}

impl Exchange {
    /// The kind, as version 4 of the format names it: `Synchronous/HTTP`.
    pub fn kind(&self) -> &str {
        match self {
            Self::Http(_) => HTTP,
            Self::Message(_) => MESSAGE,
            Self::Grpc(_) | Self::SyncMessage(_) => SYNC_MESSAGE,
            Self::Unsupported(unsupported) => &unsupported.kind,
        }
    }
}

/// An HTTP request and its response.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Http {
    /// What the consumer sends.
    pub request: Request,
    /// What the consumer needs back.
    pub response: Response,
}

/// An interaction of a kind this version has no model for, or one that cannot be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Unsupported {
    /// The kind as the file states it, such as `Synchronous/Telepathy`.
    pub kind: String,
    /// The whole interaction as read.
    pub raw: Json,
    /// Why it cannot be read, where its kind is known.
    pub problem: Option<Problem>,
}

/// What cannot be read in an interaction.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the interaction cannot be read at `{pointer}`: {reason}")]
pub struct Problem {
    /// JSON pointer to it, from the interaction on.
    pub pointer: String,
    /// What is wrong, such as a rule that cannot be compiled.
    pub reason: String,
}
