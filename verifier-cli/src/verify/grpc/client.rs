//! One provider to call: its connection, made when first needed, and what goes out with every call.

use super::answer::{Answer, Trouble};
use super::connection::{Address, Connection, Outgoing};
use super::{after, unsendable};
use crate::hint::Hint;
use crate::network::Network;
use crate::verify::http;
use crate::verify::outcome::Problem;
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, TE};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout_at};

/// The running provider; its one connection is made when first needed.
#[derive(Debug)]
pub(super) struct Client {
    address: Address,
    network: Arc<Network>,
    metadata: Vec<(HeaderName, HeaderValue)>,
    max_message: usize,
    connection: Mutex<Option<Connection>>,
    /// Set once a connection could not be made: every further try would end the same way, and perhaps take as long.
    unreachable: OnceLock<Problem>,
}

/// What a call begins with.
#[derive(Debug)]
pub(super) struct Head<'c> {
    /// `/package.Service/Method`.
    pub(super) path: &'c str,
    pub(super) metadata: &'c [(String, String)],
    /// What the provider is told about the time it has.
    pub(super) deadline: Option<Duration>,
}

impl Client {
    /// The provider at an address; `metadata` replaces that of the calls, and no message may be larger than `max_message`.
    pub(super) fn new(
        address: Address,
        metadata: Vec<(HeaderName, HeaderValue)>,
        max_message: usize,
        network: Arc<Network>,
    ) -> Self {
        Self { address, network, metadata, max_message, connection: Mutex::default(), unreachable: OnceLock::new() }
    }

    /// Where the provider is.
    pub(super) fn address(&self) -> &Address {
        &self.address
    }

    /// The moment by which a call that begins now must have ended.
    pub(super) fn limit(&self) -> Instant {
        after(self.network.timeout())
    }

    /// The connection of the run, or a new one in its place once it is closed.
    pub(super) async fn connection(&self, limit: Instant) -> Result<Connection, Problem> {
        if let Some(problem) = self.unreachable.get() {
            return Err(problem.clone());
        }
        let mut kept = self.connection.lock().await;
        if let Some(connection) = kept.as_ref().filter(|connection| !connection.is_closed()) {
            return Ok(connection.clone());
        }
        let opened = timeout_at(limit, Connection::open(&self.address, &self.network)).await.unwrap_or_else(|_| {
            let (url, seconds) = (&self.address.url, self.network.timeout().as_secs());
            Err(Problem::new(format!("the gRPC provider at {url} made no connection within {seconds} s")))
        });
        match opened {
            Ok(connection) => Ok(kept.insert(connection).clone()),
            Err(problem) => Err(self.unreachable.get_or_init(|| problem).clone()),
        }
    }

    /// Begins a call whose messages are `body`.
    pub(super) fn call<'c>(
        &'c self,
        connection: &'c Connection,
        head: &Head<'_>,
        body: Outgoing,
    ) -> Result<Answer<'c>, Trouble> {
        let request = self.request(head, body)?;
        let response = Box::pin(connection.sender().send_request(request));
        Ok(Answer::new(&self.address, connection, response, self.max_message))
    }

    /// What is said of a call that has not ended in time, and of which so many messages have come.
    pub(super) fn late(&self, messages: usize) -> Problem {
        let (url, seconds, so_far) = (&self.address.url, self.network.timeout().as_secs(), so_far(messages));
        Problem::new(format!("the call to the provider at {url} did not end within {seconds} s: {so_far}"))
            .with_hint(Hint::MoreTime)
    }

    fn request(&self, head: &Head<'_>, body: Outgoing) -> Result<hyper::Request<Outgoing>, Trouble> {
        let url = &self.address.url;
        let authority = &url[url::Position::BeforeHost..url::Position::AfterPort];
        let context = url.path().trim_end_matches('/');
        let target = format!("{}://{authority}{context}{}", url.scheme(), head.path);
        let mut request = hyper::Request::post(target).body(body).map_err(|error| unsendable("method", &error))?;
        *request.headers_mut() = self.headers(head)?;
        Ok(request)
    }

    fn headers(&self, head: &Head<'_>) -> Result<HeaderMap, Trouble> {
        let mut headers = HeaderMap::new();
        for (name, value) in head.metadata {
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
        if let Some(deadline) = head.deadline {
            let value = HeaderValue::from_str(&timeout(deadline)).map_err(|error| unsendable("deadline", &error))?;
            headers.insert("grpc-timeout", value);
        }
        Ok(headers)
    }
}

/// How much of an answer has come.
pub(super) fn so_far(messages: usize) -> String {
    match messages {
        0 => "nothing had come".to_owned(),
        1 => "1 message had come".to_owned(),
        many => format!("{many} messages had come"),
    }
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
