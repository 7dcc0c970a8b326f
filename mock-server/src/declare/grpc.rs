//! gRPC calls and their answers, as a test declares them.
//!
//! A call is said before its contract is known, and only the contract knows the `.proto`. So what is said is kept with the
//! line it stands on, and held against the `.proto` when the interaction becomes part of a contract.

use super::Declared;
use super::interaction::{Ask, Compose, Composed};
use super::proto::{Proto, line_of};
use super::text::Text;
use abide_contract_core::draft::{Draft, Part};
use abide_contract_core::generate::Context;
use abide_contract_core::grpc::{ActualCall, Answer, Call, Code, Order, Turn};
use abide_contract_core::interaction::{Exchange, Interaction as Expected};
use abide_contract_core::json::Json;
use abide_contract_core::pattern::Parts;
use abide_contract_core::protobuf::Error;
use serde::Serialize;
use std::ops::{Bound, RangeBounds};
use std::panic::Location;
use std::time::Duration;

/// A call of a gRPC method, `package.Service/Method`, as the contract's [`.proto`](super::Contract::proto) has it.
#[track_caller]
pub fn grpc(method: impl Into<String>) -> GrpcRequest {
    let method = method.into();
    assert!(method.contains('/'), "`{method}` is no gRPC method; they are named like `inventory.v1.Inventory/Reserve`");
    GrpcRequest { method, place: Location::caller(), said: Vec::new() }
}

/// An answer of one message: `json!` with patterns anywhere inside, fields by their names in the `.proto` or in JSON.
///
/// List only what the consumer reads; the provider may send more.
#[track_caller]
pub fn message(value: impl Serialize) -> GrpcResponse {
    GrpcResponse::default().message(value)
}

/// An answer of several messages, for methods that stream them.
#[track_caller]
pub fn messages<T: Serialize>(values: impl IntoIterator<Item = T>) -> GrpcResponse {
    let mut answer = GrpcResponse::default();
    for value in values {
        answer = answer.message(value);
    }
    answer
}

/// An answer without a message: the call fails with this status, `"NOT_FOUND"` for example.
///
/// Other providers word their errors differently: where the code under test does not read the message, say `like("…")`.
#[track_caller]
pub fn error(code: impl Into<StatusCode>, message: impl Into<Text>) -> GrpcResponse {
    GrpcResponse::default().error(code, message)
}

/// An answer that begins once `requests` messages have come, for conversations: see [`GrpcResponse::after`].
#[track_caller]
pub fn after(requests: usize) -> GrpcResponse {
    GrpcResponse::default().after(requests)
}

/// A status code by its name or number; `&str`, integers and [`Code`] turn into it.
#[derive(Debug, Clone)]
pub struct StatusCode(Result<Code, String>);

impl From<&str> for StatusCode {
    fn from(text: &str) -> Self {
        Self(Code::parse(text).ok_or_else(|| text.to_owned()))
    }
}

impl From<i32> for StatusCode {
    fn from(number: i32) -> Self {
        Self(Ok(Code(number)))
    }
}

impl From<Code> for StatusCode {
    fn from(code: Code) -> Self {
        Self(Ok(code))
    }
}

/// What the consumer sends, from [`grpc`].
///
/// An answer of HTTP to it does not compile:
///
/// ```compile_fail
/// # use abide_mock_server::prelude::*;
/// let _ = interaction("a call").request(grpc("a.v1.A/Do")).respond(status(200));
/// ```
#[derive(Debug, Clone)]
#[must_use = "a call does nothing until an interaction takes it: `interaction(..).request(..)`"]
pub struct GrpcRequest {
    method: String,
    place: &'static Location<'static>,
    said: Vec<Said>,
}

/// What the consumer needs back, from [`message`], [`messages`], [`error`] or [`after`].
#[derive(Debug, Clone, Default)]
#[must_use = "an answer does nothing until an interaction takes it: `.respond(message(..))`"]
pub struct GrpcResponse {
    said: Vec<Said>,
    /// For each message, after how many requests it is sent; `None` for those at the end.
    turns: Vec<Option<usize>>,
    /// Where the next message goes.
    after: Option<usize>,
}

/// One word of a call, and where it stands.
#[derive(Debug, Clone)]
struct Said {
    word: Word,
    place: &'static Location<'static>,
}

#[derive(Debug, Clone)]
enum Word {
    Request(Json),
    RequestMetadata(String, Parts),
    Deadline(Duration),
    Response(Json),
    ResponseMetadata(String, Parts, Part),
    Status(Code, Parts),
    Detail(Json),
    Order(Order),
    Repeat(usize, Option<usize>),
}

/// A call and its answer, to be held against the `.proto`.
#[doc(hidden)]
#[derive(Debug)]
pub struct Words {
    request: GrpcRequest,
    answer: GrpcResponse,
}

impl GrpcRequest {
    /// Expects a message: `json!` with patterns anywhere inside, fields by their names in the `.proto` or in JSON.
    ///
    /// Fields that are not declared are refused unless they have their defaults. Where the method streams requests, the word
    /// again expects one more message.
    #[track_caller]
    pub fn message(self, value: impl Serialize) -> Self {
        let json = json(&value);
        self.say(Word::Request(json))
    }

    /// Expects metadata; what is not declared may be sent. The value of a name that ends in `-bin` is base64, and a pattern
    /// sees base64 too.
    #[track_caller]
    pub fn metadata(self, name: impl Into<String>, value: impl Into<Text>) -> Self {
        self.say(Word::RequestMetadata(name.into(), value.into().into_pattern_parts()))
    }

    /// Says how long the provider may take for the whole call when the contract is verified.
    #[track_caller]
    pub fn deadline(self, deadline: Duration) -> Self {
        self.say(Word::Deadline(deadline))
    }

    #[track_caller]
    fn say(mut self, word: Word) -> Self {
        self.said.push(Said { word, place: Location::caller() });
        self
    }
}

impl GrpcResponse {
    /// Answers with one more message, where the method streams them.
    #[track_caller]
    pub fn message(mut self, value: impl Serialize) -> Self {
        let json = json(&value);
        self.turns.push(self.after);
        self.say(Word::Response(json))
    }

    /// Ends the call with this status, after the messages said before if there are any.
    #[track_caller]
    pub fn error(self, code: impl Into<StatusCode>, message: impl Into<Text>) -> Self {
        let code = match code.into().0 {
            Ok(Code::OK) => panic!("`OK` is no error; an answer without `.error(..)` ends with it"),
            Ok(code) if code.name().is_some() => code,
            unknown => {
                let unknown = unknown.map_or_else(|text| text, |code| code.to_string());
                let names: Vec<_> = (1..17).filter_map(|number| Code(number).name()).collect();
                panic!("there is no status `{unknown}`; there are {}", names.join(", "))
            }
        };
        self.say(Word::Status(code, message.into().into_pattern_parts()))
    }

    /// Adds a message to the error, as `google.rpc.Status` carries them: `json!` with the type's full name under `@type`.
    #[track_caller]
    pub fn detail(self, value: impl Serialize) -> Self {
        let json = json(&value);
        self.say(Word::Detail(json))
    }

    /// Answers with metadata before the messages, and needs it there from the provider.
    #[track_caller]
    pub fn header(self, name: impl Into<String>, value: impl Into<Text>) -> Self {
        self.say(Word::ResponseMetadata(name.into(), value.into().into_pattern_parts(), Part::Headers))
    }

    /// Answers with metadata behind the messages, and needs it there from the provider.
    #[track_caller]
    pub fn trailer(self, name: impl Into<String>, value: impl Into<Text>) -> Self {
        self.say(Word::ResponseMetadata(name.into(), value.into().into_pattern_parts(), Part::Trailers))
    }

    /// Answers with metadata, and needs it from the provider before or behind the messages.
    #[track_caller]
    pub fn metadata(self, name: impl Into<String>, value: impl Into<Text>) -> Self {
        self.say(Word::ResponseMetadata(name.into(), value.into().into_pattern_parts(), Part::Either))
    }

    /// Lets the provider send the messages in any order, and others among them.
    #[track_caller]
    pub fn in_any_order(self) -> Self {
        self.say(Word::Order(Order::Any))
    }

    /// Lets the provider send more messages than the ones declared.
    ///
    /// The verifier stops listening after those: how the call ends is verified where it was said, by an error, a trailer or
    /// metadata. Streams that never end need a [`deadline`](GrpcRequest::deadline) then.
    #[track_caller]
    pub fn then_any(self) -> Self {
        self.say(Word::Order(Order::Prefix))
    }

    /// Lets the provider send this many messages, the last one declared standing for all further ones: `.repeated(1..=100)`.
    #[track_caller]
    pub fn repeated(self, count: impl RangeBounds<usize>) -> Self {
        let min = match count.start_bound() {
            Bound::Included(min) => *min,
            Bound::Excluded(min) => min.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let max = match count.end_bound() {
            Bound::Included(max) => Some(*max),
            Bound::Excluded(max) => Some(max.saturating_sub(1)),
            Bound::Unbounded => None,
        };
        assert!(max.is_none_or(|max| min <= max), "no number of messages is at least {min} and at most {max:?}");
        self.say(Word::Repeat(min, max))
    }

    /// In a conversation, sends the messages said from here on as soon as `requests` messages have come.
    ///
    /// `after(1).message(offer).after(2).message(deal)` answers each of two requests. Messages without it are sent when the
    /// consumer has ended its side, and the call ends then.
    #[track_caller]
    pub fn after(mut self, requests: usize) -> Self {
        assert!(
            self.after.is_none_or(|before| before <= requests) && (self.after.is_some() || self.turns.is_empty()),
            "an answer is said in the order it is sent: `.after({requests})` comes before what is said already"
        );
        self.after = Some(requests);
        self
    }

    #[track_caller]
    fn say(mut self, word: Word) -> Self {
        self.said.push(Said { word, place: Location::caller() });
        self
    }

    /// Who speaks when, if that was said.
    fn script(&self, requests: usize) -> Option<Vec<Turn>> {
        self.after?;
        let mut script = Vec::new();
        let mut sent = 0;
        for (response, after) in self.turns.iter().enumerate() {
            let before = after.unwrap_or(requests);
            script.extend((sent..before).map(Turn::Client));
            sent = sent.max(before);
            script.push(Turn::Server(response));
        }
        script.extend((sent..requests).map(Turn::Client));
        script.extend([Turn::HalfClose, Turn::End]);
        Some(script)
    }
}

impl Ask for GrpcRequest {
    type Answer = GrpcResponse;
}

impl Compose for GrpcRequest {
    #[track_caller]
    fn compose(self, answer: GrpcResponse) -> Composed {
        Composed::Call(Box::new(Words { request: self, answer }))
    }
}

impl Words {
    /// Holds the call against the `.proto`; what does not fit panics with the line it stands on.
    #[track_caller]
    pub(super) fn settle(self, proto: &mut Proto, description: &str, place: &'static Location<'static>) -> Exchange {
        let Self { request, answer } = self;
        let mut draft = match proto.draft(&request.method) {
            Ok(draft) => draft,
            Err(error) => refuse(description, &error, request.place),
        };
        let requests = request.said.iter().filter(|said| matches!(said.word, Word::Request(_))).count();
        let script = answer.script(requests);
        for Said { word, place } in request.said.into_iter().chain(answer.said) {
            if let Err(error) = word.say(&mut draft) {
                refuse(description, &error, place);
            }
        }
        let scripted = script.map_or(Ok(()), |script| draft.script(script));
        match scripted.and_then(|()| draft.finish()) {
            Ok(grpc) => Exchange::Grpc(Box::new(grpc)),
            Err(error) => refuse(description, &error, place),
        }
    }
}

impl Word {
    fn say(self, draft: &mut Draft) -> Result<(), Error> {
        match self {
            Self::Request(message) => draft.request(&message),
            Self::RequestMetadata(name, value) => draft.request_metadata(&name, value),
            Self::Deadline(deadline) => {
                draft.deadline(deadline);
                Ok(())
            }
            Self::Response(message) => draft.response(&message),
            Self::ResponseMetadata(name, value, part) => draft.response_metadata(&name, value, part),
            Self::Status(code, message) => draft.status(code, Some(message)),
            Self::Detail(message) => draft.detail(&message),
            Self::Order(order) => draft.order(order),
            Self::Repeat(min, max) => draft.repeat_last(min, max),
        }
    }
}

/// Another interaction no provider can keep together with this one: in the same states each has the other's call, with another
/// answer. Calls that one of them describes more narrowly are told apart.
pub(super) fn rival<'d>(known: &'d [Declared], expected: &Expected, call: &Call) -> Option<&'d Declared> {
    known.iter().find(|known| {
        let Some(other) = &known.call else { return false };
        other.path() == call.path()
            && known.expected.states == expected.states
            && takes(call, other)
            && takes(other, call)
            && answer(call) != answer(other)
    })
}

/// Whether `call` takes the example of `other` for itself.
fn takes(call: &Call, other: &Call) -> bool {
    let context = Context::consumer();
    let (Ok(messages), Ok(metadata)) = (other.requests(&context), other.request_metadata(&context)) else {
        return false;
    };
    let messages: Vec<&[u8]> = messages.iter().map(AsRef::as_ref).collect();
    let metadata: Vec<_> = metadata.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    call.match_call(&ActualCall { metadata: &metadata, messages: &messages }).is_empty()
}

fn answer(call: &Call) -> Option<Answer> {
    call.answer(&Context::consumer()).ok()
}

/// The meaning of an interaction, when it is a call.
#[track_caller]
pub(super) fn resolved(expected: &Expected, place: &'static Location<'static>) -> Option<Call> {
    match expected.as_grpc()?.resolve() {
        Ok(call) => Some(call),
        Err(error) => refuse(&expected.description, &error, place),
    }
}

#[track_caller]
fn refuse(description: &str, error: &Error, place: &Location<'_>) -> ! {
    panic!("`{description}` cannot be declared: {error}\n  at {}", line_of(place))
}

#[track_caller]
fn json(value: &impl Serialize) -> Json {
    match Json::from_serialize(value) {
        Ok(json) => json,
        Err(error) => panic!("the message cannot be written as JSON: {error}"),
    }
}
