//! Replaying calls over gRPC: the contract's bytes go out, and what comes back is told apart from what went wrong on the way.
//!
//! All four kinds of calls are the same on the wire, so there is one way through here. A status is compared with the
//! expected one only when the provider itself has sent it; whatever the transport, a limit or a deadline did is a
//! [`Problem`], so that an expected `UNAVAILABLE` does not pass because nobody was there. An answer that no gRPC client
//! could use (a web page, no status, compression nobody asked for) breaks the contract.
//!
//! `connection` and `frame` know HTTP/2 and the bytes, `client` one provider, `answer` what comes back; `reflection` asks the
//! same provider what it offers.

mod answer;
mod client;
mod connection;
mod frame;
mod reflection;

pub use reflection::Reflection;

use super::outcome::{Failure, Outcome, Problem};
use crate::hint::Endpoint;
use crate::network::Network;
use abide_contract_core::generate::{self, Context};
use abide_contract_core::grpc::{ActualAnswer, ActualStatus, Call, Code, Turn};
use answer::{Answer, Trouble};
use bytes::Bytes;
use client::{Client, Head, so_far};
use connection::{Address, Outgoing};
use frame::framed;
use hyper::header::{HeaderName, HeaderValue};
use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::time::{Instant, timeout_at};
use url::Url;

/// No message may be larger than this unless told otherwise; it is what gRPC's own clients allow.
pub(super) const MAX_MESSAGE: usize = 4 * 1024 * 1024;

/// So that the provider's own word about the contract's deadline arrives.
const GRACE: Duration = Duration::from_millis(200);

/// The word.
const DEADLINE_EXCEEDED: Code = Code(4);

/// Longer than anybody waits.
const A_LIFETIME: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// The running provider.
#[derive(Debug)]
pub(super) struct Provider(Client);

/// What is sent: messages and metadata.
type Sent<'s> = (&'s [Cow<'s, [u8]>], &'s [(String, String)]);

impl Provider {
    /// The provider at `url`; `metadata` replaces that of the contracts.
    pub(super) fn new(
        url: Url,
        metadata: Vec<(HeaderName, HeaderValue)>,
        max_message: usize,
        network: Arc<Network>,
    ) -> Self {
        Self(Client::new(Address { url, endpoint: Endpoint::Grpc }, metadata, max_message, network))
    }

    /// Makes the call with the values of `context` and judges the answer, with what is to be known of one that passes; an
    /// error is a value that is missing.
    pub(super) async fn replay(
        &self,
        call: &Call,
        context: &Context,
        warnings: &mut Vec<String>,
    ) -> Result<Outcome, generate::Error> {
        let messages = call.requests(context)?;
        let metadata = call.request_metadata(context)?;
        Ok(self.exchange(call, (&messages, &metadata), warnings).await.unwrap_or_else(|trouble| match trouble {
            Trouble::Unknown(problem) => Outcome::Inconclusive(problem),
            Trouble::Breach(text) => Outcome::Failed(Failure::Protocol(text)),
        }))
    }

    async fn exchange(
        &self,
        call: &Call,
        (messages, metadata): Sent<'_>,
        warnings: &mut Vec<String>,
    ) -> Result<Outcome, Trouble> {
        let frames: Option<Vec<_>> = messages.iter().map(|message| framed(message)).collect();
        let frames = frames.ok_or_else(|| unsendable("message", &"it is larger than 4 GB"))?;
        let limit = self.0.limit();
        let connection = self.0.connection(limit).await.map_err(Trouble::Unknown)?;
        let (sender, receiver) = unbounded_channel();
        let head = Head { path: call.path(), metadata, deadline: call.deadline() };
        let mut answer = self.0.call(&connection, &head, Outgoing(receiver))?;
        let own = call.deadline().map(|deadline| (deadline, after(deadline.saturating_add(GRACE))));
        let own = own.filter(|(_, moment)| *moment < limit);
        let moment = own.map_or(limit, |(_, moment)| moment);
        let begun = Instant::now();
        match timeout_at(moment, converse(call, &frames, sender, &mut answer)).await {
            Ok(done) => done?,
            Err(_) => return Err(self.late(own.map(|(deadline, _)| deadline), answer.messages().len())),
        }
        // What is left of the time is for the provider's own word that the deadline has passed.
        let missed = call.deadline().filter(|deadline| begun.elapsed() > *deadline);
        if missed.is_some() && answer.status()?.is_none_or(|status| status.code != DEADLINE_EXCEEDED) {
            return Err(self.late(missed, answer.messages().len()));
        }
        judge(call, &answer, warnings)
    }

    fn late(&self, deadline: Option<Duration>, messages: usize) -> Trouble {
        let Some(deadline) = deadline else { return Trouble::Unknown(self.0.late(messages)) };
        let (given, so_far) = (deadline.as_millis(), so_far(messages));
        Trouble::Breach(format!("the call did not end within the {given} ms the contract gives it: {so_far}"))
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

fn judge(call: &Call, answer: &Answer<'_>, warnings: &mut Vec<String>) -> Result<Outcome, Trouble> {
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
        warnings.extend(call.notes(&actual));
        return Ok(Outcome::Passed);
    }
    Ok(Outcome::Failed(Failure::Mismatches { found, difference: Vec::new() }))
}

fn borrowed<'l>(lines: &'l [(&'l str, String)]) -> Vec<(&'l str, &'l str)> {
    lines.iter().map(|(name, value)| (*name, value.as_str())).collect()
}
