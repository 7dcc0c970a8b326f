//! The smallest HTTP client that shows what a server answers.

use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl Answer {
    /// The body as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

/// The resource at `url`, as HAL.
#[track_caller]
pub(crate) fn resource(url: &str) -> Value {
    let answer = get(url, "application/hal+json");
    assert_eq!(answer.status, 200, "{url}: {}", answer.body);
    answer.json()
}

/// Asks for `url` on a connection of its own.
#[track_caller]
pub(crate) fn get(url: &str, accept: &str) -> Answer {
    exchange("GET", url, accept, None)
}

/// Sends a JSON body to `url`; what comes of it is the caller's business.
#[track_caller]
pub(crate) fn send(method: &str, url: &str, body: &Value) -> Answer {
    exchange(method, url, "application/hal+json", Some(body))
}

#[track_caller]
fn exchange(method: &str, url: &str, accept: &str, body: Option<&Value>) -> Answer {
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.find('/').map_or((rest, "/"), |slash| rest.split_at(slash));
    let mut stream = TcpStream::connect(host).unwrap_or_else(|error| panic!("{url}: {error}"));
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let body = body.map(Value::to_string);
    let sent = body.as_ref().map_or_else(String::new, |body| {
        format!("content-type: application/json\r\ncontent-length: {}\r\n", body.len())
    });
    let body = body.unwrap_or_default();
    // Version 1.0 is answered in one piece.
    write!(stream, "{method} {path} HTTP/1.0\r\nhost: {host}\r\naccept: {accept}\r\n{sent}\r\n{body}").unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{url}: no HTTP answer: {text}"));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap();
    Answer { status, body: body.to_owned() }
}
