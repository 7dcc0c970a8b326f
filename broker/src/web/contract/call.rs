//! A gRPC call: what is called, its messages by the contract's own descriptors, and how it ends.

use super::difference;
use super::message::{self, LONGEST_BODY, Message};
use super::printer::{self, Line};
use super::reported::Mismatch;
use super::room::Room;
use super::turns;
use crate::web::view::{clipped, rule_words};
use abide_contract_core::grpc::{Carried, End, Grpc, Readable, Reading, is_own};
use abide_contract_core::json::Value;
use abide_contract_core::message::Message as Sent;
use abide_contract_core::protobuf::{CallKind, Error};
use abide_contract_core::rule_path::RulePath;

/// Messages of a side that are shown at once; the rest is folded.
const OPEN_MESSAGES: usize = 20;

/// Messages of a side that are shown at all.
const MOST_MESSAGES: usize = 100;

/// Characters of a name or a reason: both may come from descriptors.
const LONGEST_NAME: usize = 200;

/// What is called, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    /// `package.Service/Method`.
    pub(crate) method: String,
    /// The kind of call, and what is said of its course.
    pub(crate) words: Vec<String>,
}

/// What one side sends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Side {
    pub(crate) open: Vec<Message>,
    pub(crate) folded: Vec<Message>,
    /// How many more there are that are not shown.
    pub(crate) beyond: usize,
    /// How a call ends.
    pub(crate) end: Vec<Message>,
}

/// A call as far as it can be told.
pub(super) struct Call<'c> {
    grpc: &'c Grpc,
    end: End,
    /// Which sides stream, where the descriptors or the contract say.
    kind: Option<CallKind>,
    /// Why no message can be told, if so.
    trouble: Option<String>,
    requests: Vec<Result<Readable, Error>>,
    responses: Vec<Result<Readable, Error>>,
    details: Vec<Carried>,
    detail_trouble: Option<String>,
}

impl From<Vec<Message>> for Side {
    fn from(open: Vec<Message>) -> Self {
        Self { open, ..Self::default() }
    }
}

impl<'c> Call<'c> {
    /// Reads what there is room for.
    pub(super) fn read(grpc: &'c Grpc, room: &Room) -> Self {
        let stated = grpc.extension.as_ref().and_then(|extension| extension.kind);
        let mut call = Self {
            grpc,
            end: grpc.end(),
            kind: stated,
            trouble: None,
            requests: Vec::new(),
            responses: Vec::new(),
            details: Vec::new(),
            detail_trouble: None,
        };
        match room.reading(grpc) {
            Ok(reading) => call.understand(&reading, room),
            Err(reason) => call.trouble = Some(clipped(&reason, LONGEST_NAME)),
        }
        call
    }

    fn understand(&mut self, reading: &Reading<'_>, room: &Room) {
        self.kind = Some(reading.method().kind());
        let shown = |messages: &'c [Sent]| messages.iter().take(MOST_MESSAGES).map(size).enumerate();
        let requests = shown(&self.grpc.requests);
        self.requests = requests.map(|(at, size)| room.message(size, |room| reading.request(at, room))).collect();
        let responses = shown(self.grpc.response_messages());
        self.responses = responses.map(|(at, size)| room.message(size, |room| reading.response(at, room))).collect();
        match room.message(0, |room| reading.details(room)) {
            Ok(details) => self.details = details,
            Err(reason) => self.detail_trouble = Some(clipped(&reason.to_string(), LONGEST_NAME)),
        }
        if let Ok(end) = reading.end() {
            self.end = end;
        }
    }

    pub(super) fn head(&self) -> Head {
        let responses = self.grpc.response_messages().len();
        Head {
            method: clipped(&self.grpc.method.to_string(), LONGEST_NAME),
            words: turns::words(self.kind, self.grpc.extension.as_ref(), responses),
        }
    }

    /// What is to be known before the messages are read.
    pub(super) fn notes(&self) -> Vec<String> {
        let not_understood = self.grpc.not_understood.as_deref().map(|reason| clipped(reason, LONGEST_NAME));
        let obstacle = not_understood.map(|reason| format!("Not verified by this version: {reason}."));
        let trouble = self.trouble.as_ref().map(|reason| format!("The messages are shown as bytes: {reason}."));
        let details = self.detail_trouble.as_ref();
        let details = details.map(|reason| format!("What the status carries is not shown: {reason}."));
        obstacle.into_iter().chain(trouble).chain(details).collect()
    }

    /// What the consumer sends, and what it needs back.
    pub(super) fn sides(&self, mismatches: &[Mismatch]) -> Vec<Side> {
        let streams = |of: fn(CallKind) -> bool| self.kind.is_some_and(of);
        let (requests, responses) = (&self.grpc.requests, self.grpc.response_messages());
        let title = |name: &str, streams: bool, at: usize, count: usize| {
            if streams || count > 1 { format!("{name} {} of {count}", at + 1) } else { name.to_owned() }
        };
        let asked = requests.iter().take(MOST_MESSAGES).enumerate().map(|(at, message)| {
            let title = title("Request", streams(CallKind::client_streams), at, requests.len());
            let marks = Marks { part: "request", at, mismatches: &[] };
            shown(&title, (message, self.requests.get(at)), self.beside(message, at, &[]), &marks)
        });
        let answered = responses.iter().take(MOST_MESSAGES).enumerate().map(|(at, message)| {
            let title = title("Response", streams(CallKind::server_streams), at, responses.len());
            let marks = Marks { part: "response", at, mismatches };
            shown(&title, (message, self.responses.get(at)), self.beside(message, at, mismatches), &marks)
        });
        let details = self.details.iter().enumerate().map(|(at, detail)| carried(at, detail, mismatches));
        let end = std::iter::once(self.status(mismatches)).chain(details).collect();
        let answer = Side { end, ..folded(answered.collect(), responses.len()) };
        vec![folded(asked.collect(), requests.len()), answer]
    }

    /// The metadata of a call or an answer, which goes before its first message.
    fn beside(&self, message: &Sent, at: usize, mismatches: &[Mismatch]) -> Vec<Line> {
        let stated = message.metadata.iter().filter(|(name, _)| at == 0 && !is_own(name) && !self.is_trailer(name));
        stated.map(|(name, value)| message::metadata(name, value, message, mismatches)).collect()
    }

    fn is_trailer(&self, name: &str) -> bool {
        self.end.trailers.keys().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// The status, and what goes behind the messages.
    fn status(&self, mismatches: &[Mismatch]) -> Message {
        let code = self.end.code.unwrap_or_default().to_string();
        let marked = mismatches.iter().any(|mismatch| mismatch.attribute == "status");
        let mut lines = vec![Line { marked, ..Line::plain(code) }];
        let none = Sent::default();
        let first = self.grpc.responses.first().unwrap_or(&none);
        if let Some(text) = &self.end.message {
            lines.push(message::metadata("grpc-message", &Value::string(text.as_str()), first, mismatches));
        }
        if self.grpc.response_messages().is_empty() {
            lines.extend(self.beside(first, 0, mismatches));
        }
        let trailers = self.end.trailers.iter().filter(|(name, _)| !is_own(name));
        let mut trailers = trailers.map(|(name, value)| message::metadata(name, value, first, mismatches)).peekable();
        if trailers.peek().is_some() {
            lines.push(Line::plain("trailers"));
            lines.extend(trailers.map(|line| Line { indent: "  ".to_owned(), ..line }));
        }
        Message::decoded("Status", lines, Vec::new(), String::new())
    }

    /// What the contract has at the place of a difference, and the rule that holds there.
    pub(super) fn expected(&self, mismatch: &Mismatch) -> (String, String) {
        match mismatch.attribute.as_str() {
            "status" => (self.end.code.unwrap_or_default().to_string(), String::new()),
            "metadata" => self.expected_metadata(&mismatch.identifier),
            "body" => {
                let detail = |at: usize| self.details.get(at).and_then(|detail| detail.content.as_ref().ok());
                let found = Place::read(&mismatch.identifier).and_then(|place| {
                    let readable = match place.part {
                        "request" => self.requests.get(place.at)?.as_ref().ok(),
                        "details" => detail(place.at),
                        _ => self.responses.get(place.at)?.as_ref().ok(),
                    }?;
                    Some(difference::at(&readable.json, &readable.rules, &readable.shown(&place.path)))
                });
                found.unwrap_or_default()
            }
            _ => Default::default(),
        }
    }

    fn expected_metadata(&self, name: &str) -> (String, String) {
        let first = self.grpc.responses.first();
        let stated = first.and_then(|first| first.metadata.get(name)).or_else(|| self.end.trailers.get(name));
        let message = self.end.message.as_deref().filter(|_| name == "grpc-message").map(Value::string);
        let Some(value) = message.as_ref().or(stated) else { return Default::default() };
        let rules = first.map(|first| first.rules.metadata.as_slice()).unwrap_or_default();
        let rule = rules.iter().find(|(known, _)| known == name).map(|(_, set)| rule_words(set, value));
        (value.to_text().into_owned(), rule.unwrap_or_default())
    }
}

/// The place of a difference in one of the messages: `$.qty`, `response[2].$.qty`.
struct Place<'p> {
    part: &'p str,
    at: usize,
    path: RulePath,
}

impl<'p> Place<'p> {
    fn read(identifier: &'p str) -> Option<Self> {
        let (part, at, path) = match identifier.split_once("].$") {
            Some((part, _)) if !identifier.starts_with('$') => {
                let (name, at) = part.split_once('[')?;
                (name, at.parse().ok()?, &identifier[part.len() + 2..])
            }
            _ => ("response", 0, identifier),
        };
        Some(Self { part, at, path: RulePath::parse(path).ok()? })
    }
}

/// The differences in one message.
struct Marks<'m> {
    part: &'m str,
    at: usize,
    mismatches: &'m [Mismatch],
}

impl Marks<'_> {
    fn of(&self, readable: &Readable) -> Vec<RulePath> {
        let in_body = self.mismatches.iter().filter(|mismatch| mismatch.attribute == "body");
        let places = in_body.filter_map(|mismatch| Place::read(&mismatch.identifier));
        let here = places.filter(|place| (place.part, place.at) == (self.part, self.at));
        here.map(|place| readable.shown(&place.path)).collect()
    }
}

fn size(message: &Sent) -> usize {
    message.contents.to_bytes().map_or(0, |bytes| bytes.len())
}

fn shown(
    title: &str,
    (sent, read): (&Sent, Option<&Result<Readable, Error>>),
    beside: Vec<Line>,
    marks: &Marks<'_>,
) -> Message {
    let bytes = sent.contents.to_bytes().unwrap_or_default();
    match read {
        Some(Ok(readable)) => Message::decoded(title, beside, lines(readable, marks), String::new()),
        Some(Err(Error::TooLong)) => Message::decoded(title, beside, Vec::new(), message::too_long(bytes.len())),
        _ if bytes.len() > LONGEST_BODY => Message::decoded(title, beside, Vec::new(), message::too_long(bytes.len())),
        Some(Err(error)) => {
            let reason = clipped(&error.to_string(), LONGEST_NAME);
            Message::decoded(title, beside, message::byte_lines(&bytes), format!("Bytes in hexadecimal: {reason}."))
        }
        None => Message::decoded(title, beside, message::byte_lines(&bytes), "Bytes in hexadecimal.".to_owned()),
    }
}

fn lines(readable: &Readable, marks: &Marks<'_>) -> Vec<Line> {
    printer::lines(&readable.json, &readable.rules, &readable.generators, &marks.of(readable))
}

/// A message the status carries.
fn carried(at: usize, detail: &Carried, mismatches: &[Mismatch]) -> Message {
    let title = format!("Status detail {}", clipped(&detail.name, LONGEST_NAME));
    match &detail.content {
        Ok(readable) => {
            let marks = Marks { part: "details", at, mismatches };
            Message::decoded(&title, Vec::new(), lines(readable, &marks), String::new())
        }
        Err(bytes) => {
            let note = "Bytes in hexadecimal: the descriptors do not have its type.".to_owned();
            Message::decoded(&title, Vec::new(), message::byte_lines(bytes), note)
        }
    }
}

/// Folds what is far below the last message with a difference.
fn folded(mut messages: Vec<Message>, count: usize) -> Side {
    let beyond = count - messages.len();
    let last = messages.iter().rposition(Message::is_marked).map_or(0, |at| at + 1);
    let folded = messages.split_off(OPEN_MESSAGES.max(last).min(messages.len()));
    Side { open: messages, folded, beyond, end: Vec::new() }
}
