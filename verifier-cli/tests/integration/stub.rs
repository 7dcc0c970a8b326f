//! A small real HTTP server that plays provider, state handler or broker and remembers what it was asked.

#![expect(clippy::unwrap_used, reason = "a harness may panic")]

use crate::listening::listen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;
use std::collections::{HashMap, VecDeque};
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

/// What a stub answers to one request line, such as `GET /orders`; the query does not count.
#[derive(Debug, Clone)]
pub(crate) struct Canned {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

/// A JSON answer.
pub(crate) fn json(status: u16, body: &Value) -> Canned {
    Canned {
        status,
        headers: vec![("content-type", "application/json".to_owned())],
        body: body.to_string().into_bytes(),
    }
}

/// A HAL answer.
pub(crate) fn hal(status: u16, body: &Value) -> Canned {
    Canned { headers: vec![("content-type", "application/hal+json;charset=utf-8".to_owned())], ..json(status, body) }
}

/// A web page.
pub(crate) fn html(status: u16) -> Canned {
    let body = b"<!doctype html><title>Welcome</title>".to_vec();
    Canned { status, headers: vec![("content-type", "text/html".to_owned())], body }
}

/// An answer without a body.
pub(crate) fn bare(status: u16) -> Canned {
    Canned { status, headers: Vec::new(), body: Vec::new() }
}

impl Canned {
    /// Adds a body.
    pub(crate) fn holding(self, body: &[u8]) -> Self {
        Self { body: body.to_vec(), ..self }
    }

    /// Adds a header.
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }
}

/// A request a stub has seen.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// Method and target, such as `GET /orders?page=1`.
    pub(crate) line: String,
    /// The headers, `host` aside, one `name: value` each.
    pub(crate) headers: Vec<String>,
    /// The body as text.
    pub(crate) body: String,
}

impl Seen {
    /// The body as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

type Journal = Arc<Mutex<Vec<Seen>>>;
type Answers = Arc<Mutex<HashMap<String, VecDeque<Canned>>>>;

/// Answers to be given.
#[must_use = "call `start`"]
#[derive(Default)]
pub(crate) struct Stub {
    answers: HashMap<String, VecDeque<Canned>>,
}

impl Stub {
    /// Knows nothing: every request is answered 404.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds an answer to a request line such as `GET /orders`.
    pub(crate) fn on(mut self, line: &str, answer: Canned) -> Self {
        self.answers.insert(line.to_owned(), VecDeque::from([answer]));
        self
    }

    /// Adds the answer to be given from the next time on.
    pub(crate) fn then(mut self, line: &str, answer: Canned) -> Self {
        self.answers.entry(line.to_owned()).or_default().push_back(answer);
        self
    }

    /// Listens on a port of its own until the test process ends.
    pub(crate) fn start(self) -> Running {
        let journal = Journal::default();
        let router =
            Router::new().fallback(answer).with_state((Arc::new(Mutex::new(self.answers)), Arc::clone(&journal)));
        let address = listen(async |listener| axum::serve(listener, router).await.unwrap());
        Running { url: format!("http://{address}"), journal }
    }
}

/// A stub that listens.
pub(crate) struct Running {
    url: String,
    journal: Journal,
}

impl Running {
    /// Its address, without a slash at the end.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// What it was asked, in order.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.journal.lock().unwrap().clone()
    }

    /// The request lines alone.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.line).collect()
    }

    /// The one request with this line.
    #[track_caller]
    pub(crate) fn the(&self, line: &str) -> Seen {
        let found: Vec<_> = self.seen().into_iter().filter(|seen| seen.line == line).collect();
        assert_eq!(found.len(), 1, "{line} among {:?}", self.lines());
        found.into_iter().next().unwrap()
    }
}

/// An address where nobody listens.
pub(crate) fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

async fn answer(
    State((answers, journal)): State<(Answers, Journal)>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let shown = headers.iter().filter(|(name, _)| *name != "host");
    journal.lock().unwrap().push(Seen {
        line: format!("{method} {uri}"),
        headers: shown.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect(),
        body: String::from_utf8_lossy(&body).into_owned(),
    });
    let Some(canned) = next(&answers, &format!("{method} {}", uri.path())) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = Response::builder().status(canned.status);
    for (name, value) in canned.headers {
        response = response.header(name, value);
    }
    response.body(canned.body.into()).unwrap()
}

/// The answer whose turn it is; the last one stays.
fn next(answers: &Answers, line: &str) -> Option<Canned> {
    let mut answers = answers.lock().unwrap();
    let queue = answers.get_mut(line)?;
    if queue.len() > 1 { queue.pop_front() } else { queue.front().cloned() }
}

/// Takes every connection, sends `bytes` and then either holds the connection or closes it.
pub(crate) fn raw(bytes: &'static [u8], stays_open: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let mut held = Vec::new();
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            // The request is read first: closing with it unread would reset the connection.
            let _ = connection.read(&mut [0; 4096]);
            connection.write_all(bytes).unwrap();
            if stays_open {
                held.push(connection);
            }
        }
    });
    url
}
