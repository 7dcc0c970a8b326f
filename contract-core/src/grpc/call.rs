//! A call whose bytes are understood.

use super::Turn;
use super::detail::{Detail, of_message};
use super::{Code, End, Expected, Extension, Grpc, Stream, script_fault};
use crate::generate::{self, Context};
use crate::grpc::Order;
use crate::json::{Json, Value};
use crate::message::Message;
use crate::mismatch::Place;
use crate::protobuf::{CallKind, Error, MessageType, Method, fill, status};
use crate::rule_path::RulePath;
use crate::rules::{BodyRules, Rules};
use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

/// A call of a contract, held against its descriptors: what to send, and what to expect. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Call {
    inner: Arc<Inner>,
    strict_presence: bool,
}

#[derive(Debug)]
struct Inner {
    method: Method,
    path: String,
    grpc: Grpc,
    end: End,
    requests: Vec<Expected>,
    responses: Vec<Expected>,
    details: Vec<Detail>,
    rules: (Rules, Rules),
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
        if let Some(reason) = &self.not_understood {
            return Err(Error::Call(reason.clone()));
        }
        let no_descriptors = || Error::NoDescriptors { key: self.descriptor_key.clone() };
        let pool = self.descriptors.as_ref().ok_or_else(no_descriptors)?.pool()?;
        let method = pool.method(&self.method)?;
        let (end, from_metadata) = self.settled_end()?;
        let read = |is_request: bool, messages: &[Message]| -> Result<Vec<Expected>, Error> {
            let side = if is_request { "request" } else { "response" };
            let numbered = messages.iter().enumerate();
            let read = |(index, message)| {
                let place =
                    |error: Error| Error::Example { place: format!("{side}[{index}]"), reason: error.to_string() };
                let mut expected = self.expected(&method, is_request, (index, message)).map_err(place)?;
                expected.named = self.named(is_request, index).filter(Value::is_container);
                Ok(expected)
            };
            numbered.map(read).collect()
        };
        let rules = |messages: &[Message]| messages.first().map(|message| message.rules.clone()).unwrap_or_default();
        let inner = Inner {
            path: method.path(),
            requests: read(true, &self.requests)?,
            responses: read(false, self.response_messages())?,
            details: self.details(&method, &end, from_metadata)?,
            rules: (rules(&self.requests), rules(&self.responses)),
            grpc: self.clone(),
            method,
            end,
        };
        inner.check()?;
        let strict_presence = self.extension.as_ref().is_some_and(|extension| extension.strict_presence);
        Ok(Call { inner: Arc::new(inner), strict_presence })
    }

    /// One message of a side with its rules, but not the fields that are named.
    pub(super) fn expected(
        &self,
        method: &Method,
        is_request: bool,
        (index, message): (usize, &Message),
    ) -> Result<Expected, Error> {
        let rules = self.extension.as_ref().and_then(|extension| {
            let side = if is_request { &extension.request_rules } else { &extension.response_rules };
            of_message(side, index)
        });
        let kind = if is_request { method.input() } else { method.output() };
        Expected::read(kind, (&message.contents, &message.rules.body), rules, None)
    }

    /// The fields named in one message: stated for other tools for the first one, in the extension for others.
    fn named(&self, is_request: bool, index: usize) -> Option<Json> {
        if let Some(extension) = self.extension.as_ref().filter(|_| index > 0) {
            let named = if is_request { &extension.request_named } else { &extension.response_named };
            return of_message(named, index);
        }
        match self.expectations.as_ref()?.get(if is_request { "request" } else { "response" })? {
            Value::Array(items) => items.get(index).cloned(),
            other => Some(other.clone()),
        }
    }
}

impl Inner {
    /// Whether the parts fit the method and each other.
    fn check(&self) -> Result<(), Error> {
        let kind = self.method.kind();
        let fault = |text: String| Err(Error::Call(text));
        let extension = self.grpc.extension.as_ref();
        if let Some(stated) = extension.and_then(|extension| extension.kind).filter(|stated| *stated != kind) {
            return fault(format!(
                "the contract takes `{}` for a call of kind `{}`, but by its descriptors it is `{}`",
                self.path,
                stated.name(),
                kind.name()
            ));
        }
        if !kind.client_streams() && self.requests.len() > 1 {
            return fault(format!(
                "`{}` takes one request message, but the contract has {}",
                self.path,
                self.requests.len()
            ));
        }
        if !kind.server_streams() && self.responses.len() > 1 && extension.is_some() {
            return fault(format!(
                "`{}` answers one message, but the contract has {}",
                self.path,
                self.responses.len()
            ));
        }
        let Some(extension) = extension else { return Ok(()) };
        if extension.stream.repeat.is_some_and(|at| at >= self.responses.len()) {
            return fault("the response to be repeated is not there".to_owned());
        }
        if !extension.script.is_empty() && kind != CallKind::Bidirectional {
            return fault(format!("`{}` is not bidirectional, so there is no script", self.path));
        }
        if let Some(reason) = script_fault(&extension.script, (self.requests.len(), self.responses.len())) {
            return fault(reason);
        }
        match self.said_of_none(extension) {
            Some(key) => fault(format!("something is said of `{key}`, which is not there")),
            None => Ok(()),
        }
    }

    /// A message of which something is said and that is not there.
    fn said_of_none(&self, extension: &Extension) -> Option<String> {
        let indexes = |rules: &[(usize, BodyRules)], named: &[(usize, Json)]| -> Vec<usize> {
            rules.iter().map(|(index, _)| *index).chain(named.iter().map(|(index, _)| *index)).collect()
        };
        let sides = [
            ("request", self.requests.len(), indexes(&extension.request_rules, &extension.request_named)),
            ("response", self.responses.len(), indexes(&extension.response_rules, &extension.response_named)),
            ("detail", self.details.len(), indexes(&extension.detail_rules, &extension.detail_named)),
        ];
        sides.into_iter().find_map(|(side, count, indexes)| {
            indexes.into_iter().find(|index| *index >= count).map(|index| format!("{side}.{index}"))
        })
    }
}

impl Call {
    /// The path it goes to: `/pkg.Service/Method`.
    pub fn path(&self) -> &str {
        &self.inner.path
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.inner.method
    }

    /// Which sides stream, as the descriptors say.
    pub fn kind(&self) -> CallKind {
        self.inner.method.kind()
    }

    /// The call as the contract has it.
    pub fn grpc(&self) -> &Grpc {
        &self.inner.grpc
    }

    /// Who speaks when; empty where all requests come before all responses.
    pub fn script(&self) -> &[Turn] {
        self.inner.grpc.extension.as_ref().map(|extension| extension.script.as_slice()).unwrap_or_default()
    }

    /// How long the whole call may take, if the contract says.
    pub fn deadline(&self) -> Option<Duration> {
        self.inner.grpc.extension.as_ref()?.deadline
    }

    /// How the messages of the answer are compared.
    pub fn stream(&self) -> Stream {
        self.inner.grpc.extension.as_ref().map(|extension| extension.stream.clone()).unwrap_or_default()
    }

    /// How the call ends.
    pub fn end(&self) -> &End {
        &self.inner.end
    }

    /// The least and the greatest number of messages an answer may have.
    pub fn bounds(&self) -> (usize, Option<usize>) {
        let (stream, expected) = (self.stream(), self.inner.responses.len());
        if !self.kind().server_streams() {
            return (expected, Some(expected.max(1)));
        }
        let is_open = stream.order != Order::Exact || stream.repeat.is_some();
        let most = stream.max.or(if is_open { None } else { Some(expected.max(stream.min.unwrap_or(0))) });
        (stream.min.unwrap_or(expected), most)
    }

    /// How many messages of an answer are enough to judge it: what reads more may stop, and call the status unknown.
    pub fn enough(&self) -> Option<usize> {
        let (least, most) = self.bounds();
        match (self.stream().order, most) {
            (Order::Prefix, None) if self.states_end() => None,
            (Order::Prefix, None) => Some(least.max(self.inner.responses.len())),
            (_, most) => most.map(|most| most.saturating_add(1)),
        }
    }

    /// Whether the contract says anything about what comes behind the messages.
    pub(crate) fn states_end(&self) -> bool {
        let end = &self.inner.end;
        let is_said = end.code.is_some() || end.message.is_some() || !self.inner.details.is_empty();
        is_said || self.stated_response_metadata().any(|(name, _)| !self.is_header(name))
    }

    /// The messages to send: the contract's bytes, but those a generator changes.
    pub fn requests(&self, context: &Context) -> Result<Vec<Cow<'_, [u8]>>, generate::Error> {
        let kind = self.method().input();
        let streams = self.kind().client_streams();
        let numbered = self.inner.grpc.requests.iter().zip(&self.inner.requests).enumerate();
        let made = numbered.map(|(index, (message, expected))| {
            let prefix = if streams { format!("request[{index}].") } else { String::new() };
            made(kind, (message, expected), &prefix, context)
        });
        made.collect()
    }

    /// The metadata to send; values of names that end in `-bin` are base64.
    pub fn request_metadata(&self, context: &Context) -> Result<Vec<(String, String)>, generate::Error> {
        match self.inner.grpc.requests.first() {
            Some(message) => metadata(message, context),
            None => Ok(Vec::new()),
        }
    }

    /// What a mock server answers.
    pub fn answer(&self, context: &Context) -> Result<Answer, generate::Error> {
        let (grpc, end) = (&self.inner.grpc, &self.inner.end);
        let (kind, streams) = (self.method().output(), self.kind().server_streams());
        let mut answer = Answer {
            code: end.code.unwrap_or(Code::OK),
            message: end.message.clone().unwrap_or_default(),
            ..Answer::default()
        };
        for (index, (message, expected)) in grpc.response_messages().iter().zip(&self.inner.responses).enumerate() {
            let prefix = if streams { format!("response[{index}].") } else { String::new() };
            answer.messages.push(made(kind, (message, expected), &prefix, context)?.into_owned());
        }
        if !streams {
            // Files of other tools may hold several, of which the first one counts; with an error there is none.
            answer.messages.truncate(usize::from(answer.code == Code::OK));
        }
        let mut lines = grpc.responses.first().map_or(Ok(Vec::new()), |message| metadata(message, context))?;
        for (name, value) in end.trailers.iter() {
            if !lines.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
                lines.push((name.to_owned(), value.to_text().into_owned()));
            }
        }
        (answer.trailers, answer.headers) = lines.into_iter().partition(|(name, _)| self.is_trailer(name));
        if !self.inner.details.is_empty() {
            let details: Vec<_> = self.inner.details.iter().map(Detail::to_any).collect();
            answer.details = status::write_status(answer.code.0, &answer.message, &details);
        }
        Ok(answer)
    }

    pub(crate) fn message_type(&self, is_request: bool) -> &MessageType {
        if is_request { self.method().input() } else { self.method().output() }
    }

    pub(crate) fn expected_requests(&self) -> &[Expected] {
        &self.inner.requests
    }

    pub(crate) fn expected_responses(&self) -> &[Expected] {
        &self.inner.responses
    }

    pub(crate) fn details(&self) -> &[Detail] {
        &self.inner.details
    }

    pub(crate) fn request_rules(&self) -> &Rules {
        &self.inner.rules.0
    }

    pub(crate) fn response_rules(&self) -> &Rules {
        &self.inner.rules.1
    }

    /// Whether the contract was written by the plugin of other tools, and is judged as it does.
    pub(crate) fn is_plugin(&self) -> bool {
        self.inner.grpc.extension.is_none()
    }

    pub(crate) fn has_strict_presence(&self) -> bool {
        self.strict_presence
    }

    /// The call as if rules were never met by the default of a field that is not on the wire.
    #[must_use]
    pub fn with_strict_presence(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), strict_presence: true }
    }

    /// Whether metadata must come before the messages.
    pub(crate) fn is_header(&self, name: &str) -> bool {
        let extension = self.inner.grpc.extension.as_ref();
        extension.is_some_and(|extension| extension.headers.iter().any(|known| known.eq_ignore_ascii_case(name)))
    }

    /// Whether metadata must come behind the messages.
    pub(crate) fn is_trailer(&self, name: &str) -> bool {
        self.inner.end.trailers.keys().any(|known| known.eq_ignore_ascii_case(name))
    }

    pub(crate) fn stated_request_metadata(&self) -> impl Iterator<Item = (&str, &Json)> {
        stated(self.inner.grpc.requests.first())
    }

    pub(crate) fn stated_response_metadata(&self) -> impl Iterator<Item = (&str, &Json)> {
        let messages = stated(self.inner.grpc.responses.first());
        let is_new = |name: &str| !stated(self.inner.grpc.responses.first()).any(|(known, _)| known == name);
        messages.chain(self.inner.end.trailers.iter().filter(move |(name, _)| is_new(name)))
    }
}

/// The bytes of a message to send.
fn made<'c>(
    kind: &MessageType,
    (message, expected): (&'c Message, &'c Expected),
    prefix: &str,
    context: &Context,
) -> Result<Cow<'c, [u8]>, generate::Error> {
    let place = |path: &RulePath| Place::Message(format!("{prefix}{path}"));
    let made = fill::fill(kind, (&expected.tree, &message.generators.body, &expected.rules), &place, context)?;
    Ok(made.map_or(Cow::Borrowed(expected.bytes.as_slice()), Cow::Owned))
}

/// The metadata a message states, without what is the protocol's own.
fn stated(message: Option<&Message>) -> impl Iterator<Item = (&str, &Json)> {
    let metadata = message.into_iter().flat_map(|message| message.metadata.iter());
    metadata.filter(|(name, _)| !super::is_own(name))
}

/// The metadata to send with a message.
fn metadata(message: &Message, context: &Context) -> Result<Vec<(String, String)>, generate::Error> {
    let mut bare = Message { metadata: message.metadata.clone(), ..Message::default() };
    let named = message.generators.metadata.iter();
    // Some tools copy the generators of requests to responses.
    bare.generators.metadata = named.filter(|(name, _)| message.metadata.contains_key(name)).cloned().collect();
    let made = generate::generate_message(&bare, context)?;
    let mut lines = Vec::new();
    for (name, value) in stated(Some(&made)) {
        let name = name.to_ascii_lowercase();
        match value {
            Value::Array(items) => lines.extend(items.iter().map(|item| (name.clone(), item.to_text().into_owned()))),
            single => lines.push((name, single.to_text().into_owned())),
        }
    }
    Ok(lines)
}
