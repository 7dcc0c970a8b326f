//! A provider's answer, read as it comes and checked for being one that gRPC knows.

use super::connection::{Address, Connection};
use super::frame::{Deframer, Malformed};
use crate::hint::Hint;
use crate::network::MAX_ANSWER;
use crate::verify::outcome::Problem;
use abide_contract_core::grpc::Code;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, Engine as _, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::Response;
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;
use std::pin::Pin;

/// Base64 as metadata has it: padding does not matter.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The status of a call.
const STATUS: HeaderName = HeaderName::from_static("grpc-status");

/// Why there is no answer to compare.
#[derive(Debug)]
pub(super) enum Trouble {
    /// It could not be found out what the provider answers.
    Unknown(Problem),
    /// The provider answered, and no gRPC client could use the answer.
    Breach(String),
}

/// The response, once its head has come.
type Head = Pin<Box<dyn Future<Output = hyper::Result<Response<Incoming>>> + Send>>;

/// An answer that is coming.
pub(super) struct Answer<'c> {
    address: &'c Address,
    connection: &'c Connection,
    head: Option<Head>,
    body: Option<Incoming>,
    deframer: Deframer,
    size: usize,
    headers: HeaderMap,
    trailers: Option<HeaderMap>,
    messages: Vec<Bytes>,
}

/// How a provider ended a call.
#[derive(Debug, Default)]
pub(super) struct Status {
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) details: Vec<u8>,
}

impl<'c> Answer<'c> {
    /// The answer whose head `head` waits for; no message may be larger than `limit`.
    pub(super) fn new(address: &'c Address, connection: &'c Connection, head: Head, limit: usize) -> Self {
        Self {
            address,
            connection,
            head: Some(head),
            body: None,
            deframer: Deframer::new(limit),
            size: 0,
            headers: HeaderMap::new(),
            trailers: None,
            messages: Vec::new(),
        }
    }

    /// The messages that have come.
    pub(super) fn messages(&self) -> &[Bytes] {
        &self.messages
    }

    /// Whether nothing more can come.
    pub(super) fn is_over(&self) -> bool {
        self.head.is_none() && self.body.is_none()
    }

    /// Reads until so many messages have come, or the end.
    pub(super) async fn read(&mut self, messages: usize) -> Result<(), Trouble> {
        while !self.is_over() && self.messages.len() < messages {
            self.step().await?;
        }
        Ok(())
    }

    async fn step(&mut self) -> Result<(), Trouble> {
        if let Some(head) = &mut self.head {
            let head = head.as_mut().await;
            self.head = None;
            return self.begin(head.map_err(|error| self.broken(&error))?);
        }
        let Some(body) = &mut self.body else { return Ok(()) };
        let Some(frame) = body.frame().await else {
            self.body = None;
            return Ok(());
        };
        match frame.map_err(|error| self.broken(&error))?.into_data() {
            Ok(piece) => self.take(&piece),
            Err(frame) => {
                self.trailers = frame.into_trailers().ok();
                self.body = None;
                Ok(())
            }
        }
    }

    fn begin(&mut self, response: Response<Incoming>) -> Result<(), Trouble> {
        let (head, body) = response.into_parts();
        let kind = head.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let has_status = head.headers.contains_key(STATUS);
        if !is_grpc(kind) || (head.status != 200 && !has_status) {
            let kind = if kind.is_empty() { "without a content type" } else { kind };
            let status = head.status.as_u16();
            return Err(Trouble::Breach(format!("the answer is HTTP {status} {kind}, which is not a gRPC answer")));
        }
        self.headers = head.headers;
        self.body = Some(body);
        Ok(())
    }

    fn take(&mut self, piece: &[u8]) -> Result<(), Trouble> {
        self.deframer.push(piece);
        while let Some(message) = self.deframer.next().map_err(|malformed| self.malformed(malformed))? {
            // An endless stream of empty messages takes room as well.
            self.size += message.len() + size_of::<Bytes>();
            self.messages.push(message);
        }
        if self.size > MAX_ANSWER {
            let limit = MAX_ANSWER / 1024 / 1024;
            return Err(Trouble::Unknown(Problem::new(format!("the answer is larger than {limit} MB"))));
        }
        Ok(())
    }

    fn malformed(&self, malformed: Malformed) -> Trouble {
        let number = self.messages.len();
        match malformed {
            Malformed::Compressed => {
                let encoding = self.headers.get("grpc-encoding").and_then(|encoding| encoding.to_str().ok());
                let encoding = encoding.unwrap_or("an unnamed method");
                Trouble::Breach(format!(
                    "message {number} of the answer is compressed with {encoding}, which the request does not accept"
                ))
            }
            Malformed::Flag(flag) => Trouble::Breach(format!(
                "the answer is not made of gRPC messages: message {number} begins with byte {flag}"
            )),
            Malformed::TooLarge(size) => {
                let text = format!("message {number} of the answer is larger than allowed: {size} bytes");
                let problem = Problem::new(text);
                // Beyond that, a whole answer is too large.
                let is_settable = self.deframer.limit() < MAX_ANSWER;
                Trouble::Unknown(if is_settable { problem.with_hint(Hint::LargerMessages) } else { problem })
            }
        }
    }

    fn broken(&self, error: &hyper::Error) -> Trouble {
        Trouble::Unknown(self.connection.broken(self.address, error))
    }

    /// What came before the messages; nothing where the whole answer is its end.
    pub(super) fn headers(&self) -> Vec<(&str, String)> {
        if self.is_bare() { Vec::new() } else { lines(&self.headers) }
    }

    /// What came behind the messages.
    pub(super) fn trailers(&self) -> Vec<(&str, String)> {
        self.end().map(lines).unwrap_or_default()
    }

    /// How the provider ended the call; `None` while it has not.
    pub(super) fn status(&self) -> Result<Option<Status>, Trouble> {
        if !self.is_over() {
            return Ok(None);
        }
        if self.deframer.waiting() > 0 {
            return Err(Trouble::Breach("the answer ends in the middle of a message".to_owned()));
        }
        let end = self.end();
        let Some(code) = end.and_then(|end| end.get(STATUS)) else {
            let text = "the answer ends without a status: there is no `grpc-status` behind the messages";
            return Err(Trouble::Breach(text.to_owned()));
        };
        let malformed = |name: &str, value: &HeaderValue| {
            Trouble::Breach(format!(
                "the answer's `{name}` cannot be read: {}",
                String::from_utf8_lossy(value.as_bytes())
            ))
        };
        let parsed = code.to_str().ok().and_then(|code| code.parse().ok());
        let mut status =
            Status { code: Code(parsed.ok_or_else(|| malformed("grpc-status", code))?), ..Status::default() };
        if let Some(message) = end.and_then(|end| end.get("grpc-message")) {
            let text = String::from_utf8_lossy(message.as_bytes());
            status.message = percent_decode_str(&text).decode_utf8_lossy().into_owned();
        }
        if let Some(details) = end.and_then(|end| end.get("grpc-status-details-bin")) {
            let bytes = BASE64.decode(details.as_bytes());
            status.details = bytes.map_err(|_| malformed("grpc-status-details-bin", details))?;
        }
        Ok(Some(status))
    }

    /// Whether the answer is nothing but its end: one block of metadata with the status.
    fn is_bare(&self) -> bool {
        self.is_over() && self.trailers.is_none() && self.messages.is_empty() && self.headers.contains_key(STATUS)
    }

    fn end(&self) -> Option<&HeaderMap> {
        if self.is_bare() { Some(&self.headers) } else { self.trailers.as_ref() }
    }
}

fn lines(metadata: &HeaderMap) -> Vec<(&str, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    metadata.iter().map(|(name, value)| (name.as_str(), text(value))).collect()
}

/// Whether a content type is gRPC's with Protocol Buffers in it.
fn is_grpc(kind: &str) -> bool {
    let essence = kind.split(';').next().unwrap_or_default().trim();
    ["application/grpc", "application/grpc+proto"].iter().any(|known| essence.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::is_grpc;

    #[test]
    fn only_messages_in_protocol_buffers_are_grpc() {
        for (kind, expected) in [
            ("application/grpc", true),
            ("Application/gRPC+proto; charset=utf-8", true),
            ("application/grpc+json", false),
            ("application/grpc-web", false),
            ("application/grpc-web+proto", false),
            ("text/html", false),
            ("", false),
        ] {
            assert_eq!(is_grpc(kind), expected, "{kind}");
        }
    }
}
