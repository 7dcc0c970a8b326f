//! Replaying calls over gRPC: the contract's bytes go out, and what comes back is told apart from what went wrong on the way.
//!
//! All four kinds of calls are the same on the wire, so there is one way through here. A status is compared with the
//! expected one only when the provider itself has sent it; whatever the transport, a limit or a deadline did is a
//! [`Problem`], so that an expected `UNAVAILABLE` does not pass because nobody was there. An answer that no gRPC client
//! could use (a web page, no status, compression nobody asked for) breaks the contract.

mod answer;
mod connection;
mod frame;

use super::http;
use super::outcome::{Failure, Outcome, Problem};
use crate::network::Network;
use abide_contract_core::generate::{self, Context};
use abide_contract_core::grpc::{ActualAnswer, ActualStatus, Call, Turn};
use answer::{Answer, Trouble};
use bytes::Bytes;
use connection::{Connection, Outgoing};
use frame::framed;
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, TE};
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::time::{Instant, timeout_at};
use url::Url;

/// No message may be larger than this unless told otherwise; it is what gRPC's own clients allow.
pub(super) const MAX_MESSAGE: usize = 4 * 1024 * 1024;

/// So that the provider's own word about the contract's deadline arrives.
const GRACE: Duration = Duration::from_millis(200);

/// Longer than anybody waits.
const A_LIFETIME: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// The running provider; its one connection is made when first needed.
#[derive(Debug)]
pub(super) struct Provider {
    url: Url,
    network: Arc<Network>,
    metadata: Vec<(HeaderName, HeaderValue)>,
    max_message: usize,
    connection: Mutex<Option<Connection>>,
    /// Set once a connection could not be made: every further try would end the same way, and perhaps take as long.
    unreachable: OnceLock<Problem>,
}

impl Provider {
    /// The provider at `url`; `metadata` replaces that of the contracts.
    pub(super) fn new(
        url: Url,
        metadata: Vec<(HeaderName, HeaderValue)>,
        max_message: usize,
        network: Arc<Network>,
    ) -> Self {
        Self { url, network, metadata, max_message, connection: Mutex::default(), unreachable: OnceLock::new() }
    }

    /// Makes the call with the values of `context` and judges the answer; an error is a value that is missing.
    pub(super) async fn replay(&self, call: &Call, context: &Context) -> Result<Outcome, generate::Error> {
        let messages = call.requests(context)?;
        let metadata = call.request_metadata(context)?;
        Ok(self.exchange(call, &messages, &metadata).await.unwrap_or_else(|trouble| match trouble {
            Trouble::Unknown(problem) => Outcome::Inconclusive(problem),
            Trouble::Breach(text) => Outcome::Failed(Failure::Protocol(text)),
        }))
    }

    async fn exchange(
        &self,
        call: &Call,
        messages: &[Cow<'_, [u8]>],
        metadata: &[(String, String)],
    ) -> Result<Outcome, Trouble> {
        let frames: Option<Vec<_>> = messages.iter().map(|message| framed(message)).collect();
        let frames = frames.ok_or_else(|| unsendable("message", &"it is larger than 4 GB"))?;
        let (sender, receiver) = unbounded_channel();
        let request = self.request(call, metadata, Outgoing(receiver))?;
        let limit = after(self.network.timeout());
        let connection = self.connection(limit).await.map_err(Trouble::Unknown)?;
        let head = Box::pin(connection.sender().send_request(request));
        let mut answer = Answer::new(&self.url, &connection, head, self.max_message);
        let own = call.deadline().map(|deadline| after(deadline.saturating_add(GRACE))).filter(|own| *own < limit);
        match timeout_at(own.unwrap_or(limit), converse(call, &frames, sender, &mut answer)).await {
            Ok(done) => done?,
            Err(_) => return Err(self.late(call.deadline().filter(|_| own.is_some()), answer.messages().len())),
        }
        judge(call, &answer)
    }

    /// The connection of the run, or a new one in its place once it is closed.
    async fn connection(&self, limit: Instant) -> Result<Connection, Problem> {
        if let Some(problem) = self.unreachable.get() {
            return Err(problem.clone());
        }
        let mut kept = self.connection.lock().await;
        if let Some(connection) = kept.as_ref().filter(|connection| !connection.is_closed()) {
            return Ok(connection.clone());
        }
        let opened = timeout_at(limit, Connection::open(&self.url, &self.network)).await.unwrap_or_else(|_| {
            let seconds = self.network.timeout().as_secs();
            Err(Problem::new(format!("the gRPC provider at {} made no connection within {seconds} s", self.url)))
        });
        match opened {
            Ok(connection) => Ok(kept.insert(connection).clone()),
            Err(problem) => Err(self.unreachable.get_or_init(|| problem).clone()),
        }
    }

    fn late(&self, deadline: Option<Duration>, messages: usize) -> Trouble {
        let so_far = match messages {
            0 => "nothing had come".to_owned(),
            1 => "1 message had come".to_owned(),
            many => format!("{many} messages had come"),
        };
        if let Some(deadline) = deadline {
            let given = deadline.as_millis();
            return Trouble::Breach(format!(
                "the call did not end within the {given} ms the contract gives it: {so_far}"
            ));
        }
        let (url, seconds) = (&self.url, self.network.timeout().as_secs());
        let text = format!("the call to the provider at {url} did not end within {seconds} s: {so_far}");
        Trouble::Unknown(Problem::new(text).with_hint("give it more time with `--timeout`"))
    }

    fn request(
        &self,
        call: &Call,
        metadata: &[(String, String)],
        body: Outgoing,
    ) -> Result<hyper::Request<Outgoing>, Trouble> {
        let authority = &self.url[url::Position::BeforeHost..url::Position::AfterPort];
        let context = self.url.path().trim_end_matches('/');
        let target = format!("{}://{authority}{context}{}", self.url.scheme(), call.path());
        let mut request = hyper::Request::post(target).body(body).map_err(|error| unsendable("method", &error))?;
        *request.headers_mut() = self.headers(call, metadata)?;
        Ok(request)
    }

    fn headers(&self, call: &Call, metadata: &[(String, String)]) -> Result<HeaderMap, Trouble> {
        let mut headers = HeaderMap::new();
        for (name, value) in metadata {
            let line = http::header(&name.to_ascii_lowercase(), value)
                .map_err(|error| unsendable(&format!("metadata `{name}`"), &error))?;
            headers.append(line.0, line.1);
        }
        for (name, _) in &self.metadata {
            headers.remove(name);
        }
        headers.extend(self.metadata.iter().map(|(name, value)| (name.clone(), value.clone())));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
        headers.insert(TE, HeaderValue::from_static("trailers"));
        if let Some(deadline) = call.deadline() {
            let value = HeaderValue::from_str(&timeout(deadline)).map_err(|error| unsendable("deadline", &error))?;
            headers.insert("grpc-timeout", value);
        }
        Ok(headers)
    }
}

fn unsendable(what: &str, reason: &dyn std::fmt::Display) -> Trouble {
    Trouble::Unknown(Problem::new(format!("the contract's {what} cannot be sent over gRPC: {reason}")))
}

/// The moment so much later, or one nobody lives to see.
fn after(time: Duration) -> Instant {
    let now = Instant::now();
    now.checked_add(time).unwrap_or_else(|| now + A_LIFETIME)
}

/// A deadline as `grpc-timeout` has it: eight digits at most, and a unit.
fn timeout(deadline: Duration) -> String {
    let milliseconds = deadline.as_millis();
    if milliseconds < 100_000_000 {
        format!("{milliseconds}m")
    } else {
        format!("{}S", deadline.as_secs().min(99_999_999))
    }
}

/// Speaks and listens by the call's script, or says everything at once where there is none; ends with the answer's end, or
/// when enough of it has come.
async fn converse(
    call: &Call,
    frames: &[Bytes],
    sender: UnboundedSender<Bytes>,
    answer: &mut Answer<'_>,
) -> Result<(), Trouble> {
    // Whoever has stopped listening says why in the answer.
    let say = |frame: &Bytes| drop(sender.send(frame.clone()));
    if call.script().is_empty() {
        for frame in frames {
            say(frame);
        }
    }
    for turn in call.script() {
        match turn {
            Turn::Client(index) => frames.get(*index).into_iter().for_each(say),
            Turn::Server(index) => answer.read(index.saturating_add(1)).await?,
            Turn::HalfClose | Turn::End => break,
        }
    }
    drop(sender);
    // Something must come, if only the end.
    answer.read(call.enough().unwrap_or(usize::MAX).max(1)).await
}

fn judge(call: &Call, answer: &Answer<'_>) -> Result<Outcome, Trouble> {
    let status = answer.status()?;
    let (headers, trailers) = (answer.headers(), answer.trailers());
    let (headers, trailers) = (borrowed(&headers), borrowed(&trailers));
    let messages: Vec<_> = answer.messages().iter().map(Bytes::as_ref).collect();
    let actual = ActualAnswer {
        headers: &headers,
        messages: &messages,
        trailers: &trailers,
        status: status.as_ref().map(|status| ActualStatus {
            code: status.code,
            message: &status.message,
            details: &status.details,
        }),
    };
    let found = call.match_answer(&actual);
    if found.is_empty() {
        return Ok(Outcome::Passed);
    }
    Ok(Outcome::Failed(Failure::Mismatches { found, difference: Vec::new() }))
}

fn borrowed<'l>(lines: &'l [(&'l str, String)]) -> Vec<(&'l str, &'l str)> {
    lines.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_has_eight_digits_at_most() {
        for (deadline, expected) in [
            (Duration::from_millis(500), "500m"),
            (Duration::from_millis(99_999_999), "99999999m"),
            (Duration::from_secs(100_000), "100000S"),
            (Duration::MAX, "99999999S"),
        ] {
            assert_eq!(timeout(deadline), expected);
        }
    }
}
