//! A request, a response or a message as lines: head, headers, body, with rules beside them.

use super::printer::{self, Line};
use super::reported::Mismatch;
use super::room::Room;
use crate::web::view::{clipped, generator_words, rule_words};
use abide_contract_core::body::{Body, Content};
use abide_contract_core::generate::{Generator, Generators};
use abide_contract_core::grpc::Readable;
use abide_contract_core::http::{Headers, Request, Response};
use abide_contract_core::json::Value;
use abide_contract_core::message::Message as Sent;
use abide_contract_core::rule_path::RulePath;
use abide_contract_core::rules::{RuleSet, Rules};
use std::fmt::Write as _;

/// Lines that are shown at once; the rest is folded.
const OPEN_LINES: usize = 200;

/// Bodies longer than this are not printed.
pub(super) const LONGEST_BODY: usize = 256 * 1024;

/// Bytes of a binary body that are shown.
const HEAD_BYTES: usize = 64;

/// Characters of a reason, which may come from descriptors.
const LONGEST_REASON: usize = 200;

/// One side of an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) title: String,
    pub(crate) lines: Vec<Line>,
    pub(crate) folded: Vec<Line>,
    /// What is to be said about the body in words.
    pub(crate) note: String,
}

impl Message {
    /// The request.
    pub(super) fn request(request: &Request, room: &Room) -> Self {
        let (rules, made) = (&request.rules, &request.generators);
        let head = format!("{} {}", request.method, request.path);
        let mut lines = vec![line(head, rules.path.as_ref(), made.path.as_ref(), &request.path)];
        for (index, (name, value)) in query(request).enumerate() {
            let mark = if index == 0 { '?' } else { '&' };
            let made = made.query.iter().find(|(known, _)| known == name).map(|(_, generator)| generator);
            let text = value.map_or_else(|| name.to_owned(), |value| format!("{name}={value}"));
            let line = line(format!("{mark}{text}"), rules.for_query(name), made, value.unwrap_or_default());
            lines.push(Line { indent: "  ".to_owned(), ..line });
        }
        headers(&mut lines, &request.headers, rules, made);
        Self::with_body("Request", lines, (&request.body, room), (rules, made), &[])
    }

    /// The response, marked where an answer differed.
    pub(super) fn response(response: &Response, mismatches: &[Mismatch], room: &Room) -> Self {
        let (rules, made) = (&response.rules, &response.generators);
        let status = response.status.to_string();
        let mut lines = vec![line(status.clone(), rules.status.as_ref(), made.status.as_ref(), &status)];
        lines[0].marked = mismatches.iter().any(|mismatch| mismatch.attribute == "status");
        headers(&mut lines, &response.headers, rules, made);
        let marked: Vec<&str> = mismatches
            .iter()
            .filter(|mismatch| mismatch.attribute == "header")
            .map(|mismatch| mismatch.identifier.as_str())
            .collect();
        for line in &mut lines[1..] {
            let name = line.code.split(':').next().unwrap_or_default();
            line.marked = marked.iter().any(|marked| marked.eq_ignore_ascii_case(name));
        }
        Self::with_body("Response", lines, (&response.body, room), (rules, made), &body_marks(mismatches))
    }

    /// A message: what goes beside it, then what is in it.
    pub(super) fn sent(title: &str, message: &Sent, mismatches: &[Mismatch], room: &Room) -> Self {
        let (rules, made) = (&message.rules, &message.generators);
        let metadata = message.metadata.iter().map(|(name, value)| metadata(name, value, message, mismatches));
        Self::with_body(title, metadata.collect(), (&message.contents, room), (rules, made), &body_marks(mismatches))
    }

    /// JSON as it stands in the file.
    pub(crate) fn raw(title: &str, value: &Value<'_>) -> Self {
        Self::folded(title, printer::plain_lines(value), String::new())
    }

    /// What a message that is decoded elsewhere holds, below its metadata.
    pub(super) fn decoded(title: &str, mut lines: Vec<Line>, content: Vec<Line>, note: String) -> Self {
        if !lines.is_empty() && !content.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(content);
        Self::folded(title, lines, note)
    }

    /// Whether something in it differs.
    pub(super) fn is_marked(&self) -> bool {
        // What is folded lies below the last difference.
        self.lines.iter().any(|line| line.marked)
    }

    fn with_body(
        title: &str,
        lines: Vec<Line>,
        (body, room): (&Body, &Room),
        (rules, made): (&Rules, &Generators),
        marks: &[RulePath],
    ) -> Self {
        let size = body.to_bytes().map_or(0, |bytes| bytes.len());
        if size > LONGEST_BODY {
            return Self::folded(title, lines, too_long(size));
        }
        if let Some(read) = room.body(body, (rules, made)) {
            let (content, note) = message_lines(&read, body, marks);
            return Self::decoded(title, lines, content, note);
        }
        let (content, note) = match &body.content {
            // A request without a body needs no word; a response without one accepts any.
            Content::Missing if title == "Request" => (Vec::new(), ""),
            Content::Missing => (Vec::new(), "Any body will do."),
            Content::Empty => (Vec::new(), "The body is empty."),
            Content::Null => (Vec::new(), "The body is empty or null."),
            Content::Json(value) => (printer::lines(value, &rules.body, &made.body, marks), ""),
            Content::Text(text) => (text_lines(text, rules), ""),
            Content::Bytes(bytes) => (byte_lines(bytes), "Bytes in hexadecimal."),
        };
        Self::decoded(title, lines, content, note.to_owned())
    }

    /// Folds what is far below the last difference.
    fn folded(title: &str, mut lines: Vec<Line>, note: String) -> Self {
        let last_mark = lines.iter().rposition(|line| line.marked).map_or(0, |at| at + 1);
        let open = OPEN_LINES.max(last_mark).min(lines.len());
        let folded = lines.split_off(open);
        Self { title: title.to_owned(), lines, folded, note }
    }
}

/// What a Protobuf body holds, or its bytes and why they are not understood.
fn message_lines(read: &Result<Readable, String>, body: &Body, marks: &[RulePath]) -> (Vec<Line>, String) {
    match read {
        Ok(readable) => {
            let marks: Vec<_> = marks.iter().map(|path| readable.shown(path)).collect();
            (printer::lines(&readable.json, &readable.rules, &readable.generators, &marks), String::new())
        }
        Err(reason) => {
            let note = format!("Bytes in hexadecimal: {}.", clipped(reason, LONGEST_REASON));
            (byte_lines(&body.to_bytes().unwrap_or_default()), note)
        }
    }
}

fn body_marks(mismatches: &[Mismatch]) -> Vec<RulePath> {
    let in_body = mismatches.iter().filter(|mismatch| mismatch.attribute == "body");
    in_body.filter_map(|mismatch| RulePath::parse(&mismatch.identifier).ok()).collect()
}

/// What is said of a body nobody wants to scroll through.
pub(super) fn too_long(size: usize) -> String {
    format!("The body has {size} bytes: too long for a page, whole in the JSON.")
}

/// A line of what goes beside a message.
pub(super) fn metadata(name: &str, value: &Value<'_>, message: &Sent, mismatches: &[Mismatch]) -> Line {
    let (rules, made) = (&message.rules.metadata, &message.generators.metadata);
    let set = rules.iter().find(|(known, _)| known == name).map(|(_, set)| set);
    let generator = made.iter().find(|(known, _)| known == name).map(|(_, generator)| generator);
    let text = value.to_text();
    let marked = mismatches.iter().any(|mismatch| mismatch.attribute == "metadata" && mismatch.identifier == name);
    Line { marked, ..line(format!("{name}: {text}"), set, generator, &text) }
}

fn query(request: &Request) -> impl Iterator<Item = (&str, Option<&str>)> {
    request.query.iter().flat_map(|(name, values)| values.iter().map(move |value| (name.as_str(), value.as_deref())))
}

fn headers(lines: &mut Vec<Line>, headers: &Headers, rules: &Rules, made: &Generators) {
    for (name, values) in headers.iter() {
        let text = values.join(", ");
        let generator =
            made.header.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, generator)| generator);
        lines.push(line(format!("{}: {text}", name.to_lowercase()), rules.for_header(name), generator, &text));
    }
}

fn line(code: String, set: Option<&RuleSet>, generator: Option<&Generator>, example: &str) -> Line {
    let rule = set.map(|set| rule_words(set, &Value::string(example)));
    let made = generator.map(|generator| generator_words(generator).to_owned());
    Line { rule: rule.into_iter().chain(made).collect::<Vec<_>>().join(", "), ..Line::plain(code) }
}

fn text_lines(text: &str, rules: &Rules) -> Vec<Line> {
    let mut lines: Vec<Line> = text.lines().map(Line::plain).collect();
    let whole = rules.body.iter().find(|(path, _)| path.steps().is_empty());
    if let (Some(first), Some((_, set))) = (lines.first_mut(), whole) {
        first.rule = rule_words(set, &Value::string(text));
    }
    lines
}

pub(super) fn byte_lines(bytes: &[u8]) -> Vec<Line> {
    let mut lines = vec![Line::plain(format!("{} bytes", bytes.len()))];
    for chunk in bytes[..bytes.len().min(HEAD_BYTES)].chunks(16) {
        let hex = chunk.iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x} ");
            hex
        });
        lines.push(Line::plain(hex.trim_end()));
    }
    if bytes.len() > HEAD_BYTES {
        lines.push(Line::plain("…"));
    }
    lines
}
