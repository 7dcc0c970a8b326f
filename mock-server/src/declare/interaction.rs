//! One interaction, said in order: the states it needs, what is asked, what is answered.

use abide_contract_core::contract::ProviderState;
use abide_contract_core::interaction::{Exchange, Interaction as Expected};
use abide_contract_core::json::Json;
use serde::Serialize;
use std::panic::Location;

/// Opens an interaction; `description` says in the consumer's words what happens.
///
/// Description and states together identify the interaction within the contract.
#[track_caller]
pub fn interaction(description: impl Into<String>) -> InteractionDraft {
    let description = description.into();
    assert!(!description.trim().is_empty(), "an interaction needs a description, such as `a request for one order`");
    InteractionDraft {
        // Replaced by `respond`; until then there is no exchange to keep.
        expected: Expected::new(description, Exchange::Http(Box::default())),
        place: Location::caller(),
    }
}

/// A provider state: what must hold at the provider before it can answer as declared.
pub fn state(name: impl Into<String>) -> State {
    State(ProviderState::new(name))
}

/// A provider state with its parameters, from [`state`]; a plain `&str` stands for one without parameters.
#[derive(Debug, Clone)]
#[must_use = "a state does nothing until an interaction is given it: `.given(state(..))`"]
pub struct State(ProviderState);

impl State {
    /// Adds a parameter for the provider's set-up to use, and for [`from_state`](crate::prelude::from_state) to refer to.
    #[track_caller]
    pub fn with(self, name: impl Into<String>, value: impl Serialize) -> Self {
        let name = name.into();
        let parts = super::http::parts(&value, "a state's parameter");
        assert!(
            parts.rules.is_empty() && parts.generators.is_empty(),
            "the parameter `{name}` of state `{}` holds a pattern, but the provider needs a plain value",
            self.0.name
        );
        Self(self.0.with(name, parts.example))
    }
}

impl From<&str> for State {
    fn from(name: &str) -> Self {
        state(name)
    }
}

impl From<String> for State {
    fn from(name: String) -> Self {
        state(name)
    }
}

/// A question that knows the type of its answer, so that an HTTP response to anything but an HTTP request does not compile.
///
/// Implemented by what [`get`](super::get), [`post`](super::post) and their like return, and with the feature `grpc` by what
/// `grpc` does; not for implementing elsewhere.
/// Likewise an interaction without its answer cannot be part of a contract:
///
/// ```compile_fail
/// # use abide_mock_server::prelude::*;
/// contract("web", "orders").interaction(interaction("all orders").request(get("/orders"))).start();
/// ```
pub trait Ask: Compose {
    /// What it is answered with.
    type Answer;
}

/// Keeps [`Ask`] ours, and puts question and answer together.
pub trait Compose {
    /// The exchange, checked as far as it can be without its contract.
    #[doc(hidden)]
    #[track_caller]
    fn compose(self, answer: Self::Answer) -> Composed
    where
        Self: Ask;
}

/// Question and answer together.
#[doc(hidden)]
#[derive(Debug)]
pub enum Composed {
    /// Complete as it is.
    Exchange(Exchange),
    /// A call whose meaning is in the contract's `.proto`.
    #[cfg(feature = "grpc")]
    Call(Box<super::grpc::Words>),
}

/// An interaction that has not been asked anything yet, from [`interaction`].
#[derive(Debug)]
#[must_use = "an interaction is complete after `.request(..).respond(..)`"]
pub struct InteractionDraft {
    expected: Expected,
    place: &'static Location<'static>,
}

impl InteractionDraft {
    /// Adds a state the provider must be in: a name, or [`state`] with parameters. Several are set up in this order.
    pub fn given(mut self, state: impl Into<State>) -> Self {
        self.expected.states.push(state.into().0);
        self
    }

    /// Lets the provider fail this interaction for now: a failure is reported but does not fail its verification.
    pub fn pending(mut self) -> Self {
        self.expected.pending = true;
        self
    }

    /// Adds a note for whoever reads the contract.
    pub fn comment(mut self, text: impl Into<String>) -> Self {
        let text = Json::string(text.into());
        match self.expected.comments.get_mut("text") {
            Some(Json::Array(notes)) => notes.push(text),
            _ => {
                self.expected.comments.insert("text", Json::Array(vec![text]));
            }
        }
        self
    }

    /// Gives it an identity of its own, which stays when description or states are reworded.
    #[track_caller]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        let key = key.into();
        assert!(!key.is_empty(), "a key identifies the interaction and cannot be empty");
        self.expected.key = Some(key);
        self
    }

    /// Says what the consumer sends: [`get`](super::get), [`post`](super::post) and their like, or with the feature `grpc`
    /// what `grpc` begins.
    pub fn request<A: Ask>(self, ask: A) -> Asked<A> {
        Asked { draft: self, ask }
    }
}

/// An interaction that has been asked and not answered, from [`InteractionDraft::request`].
#[derive(Debug)]
#[must_use = "the provider's answer is missing: `.respond(status(200))`"]
pub struct Asked<A> {
    draft: InteractionDraft,
    ask: A,
}

impl<A: Ask> Asked<A> {
    /// Says what the consumer needs back: of HTTP a [`status`](super::status); of gRPC a `message`, `messages`, an `error`, or
    /// what comes `after` which request.
    #[track_caller]
    pub fn respond(self, answer: A::Answer) -> Interaction {
        let InteractionDraft { expected, place } = self.draft;
        Interaction { expected, place, composed: self.ask.compose(answer) }
    }
}

/// A complete interaction, ready for [`Contract::interaction`](super::Contract::interaction).
#[derive(Debug)]
#[must_use = "an interaction does nothing until it is part of a contract: `contract(..).interaction(..)`"]
pub struct Interaction {
    /// Everything but what is exchanged.
    pub(super) expected: Expected,
    pub(super) place: &'static Location<'static>,
    pub(super) composed: Composed,
}
