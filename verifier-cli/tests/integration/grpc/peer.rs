//! A provider that answers every call step by step, however wrong the steps are.

#![expect(clippy::unwrap_used, reason = "a harness may panic")]

use crate::listening::listen;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request, Response};
use h2::server::SendResponse;
use h2::{Reason, RecvStream};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncRead, AsyncWrite};

/// One step of an answer.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// Waits until so many request messages have come.
    Heard(usize),
    /// The head, with this status and these headers.
    Head(u16, Vec<(&'static str, &'static str)>),
    /// The head of a gRPC answer.
    Grpc,
    /// A message.
    Message(Vec<u8>),
    /// Bytes as they are.
    Raw(&'static [u8]),
    /// The end, with these trailers.
    Trailers(Vec<(&'static str, &'static str)>),
    /// The end, without trailers.
    End,
    /// The end, with an error of the stream.
    Reset(Reason),
    /// Nothing, for so many milliseconds.
    Wait(u64),
    /// Nothing, for good.
    Hang,
}

/// The steps of a good answer with this message.
pub(crate) fn good(message: &[u8]) -> Vec<Step> {
    vec![Step::Grpc, Step::Message(message.to_vec()), ok()]
}

/// The end of a good answer.
pub(crate) fn ok() -> Step {
    Step::Trailers(vec![("grpc-status", "0")])
}

/// A call a peer has seen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    pub(crate) path: String,
    pub(crate) metadata: Vec<String>,
    pub(crate) body: Vec<u8>,
}

/// A peer that runs until the test ends.
pub(crate) struct Peer {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Peer {
    /// Answers every call with these steps, over plain HTTP/2.
    pub(crate) fn start(steps: Vec<Step>) -> Self {
        let seen = Arc::<Mutex<Vec<Seen>>>::default();
        let kept = Arc::clone(&seen);
        let address = listen(async move |listener| {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(serve(stream, steps.clone(), Arc::clone(&kept)));
            }
        });
        Self { url: format!("http://{address}"), seen }
    }

    /// The calls so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

/// Answers the calls of one connection.
pub(crate) async fn serve(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    steps: Vec<Step>,
    seen: Arc<Mutex<Vec<Seen>>>,
) {
    // A client that speaks something else hangs up here.
    let Ok(mut connection) = h2::server::handshake(stream).await else { return };
    while let Some(Ok((request, respond))) = connection.accept().await {
        let (steps, seen) = (steps.clone(), Arc::clone(&seen));
        tokio::spawn(async move {
            let at = note(&request, &seen);
            answer(request.into_body(), respond, steps, |body| seen.lock().unwrap()[at].body = body).await;
        });
    }
}

fn note(request: &Request<RecvStream>, seen: &Mutex<Vec<Seen>>) -> usize {
    let line = |(name, value): (&HeaderName, &HeaderValue)| format!("{name}: {}", value.to_str().unwrap());
    let mut seen = seen.lock().unwrap();
    seen.push(Seen {
        path: request.uri().path().to_owned(),
        metadata: request.headers().iter().map(line).collect(),
        body: Vec::new(),
    });
    seen.len() - 1
}

/// How many whole messages the bytes hold.
fn messages(mut bytes: &[u8]) -> usize {
    let mut count = 0;
    while let Some((length, rest)) = bytes.get(1..).and_then(|rest| rest.split_first_chunk::<4>()) {
        let Some(rest) = rest.get(u32::from_be_bytes(*length) as usize..) else { break };
        (bytes, count) = (rest, count + 1);
    }
    count
}

async fn answer(mut body: RecvStream, mut respond: SendResponse<Bytes>, steps: Vec<Step>, keep: impl Fn(Vec<u8>)) {
    let mut received = Vec::new();
    let mut sender = None;
    let waits = steps.iter().any(|step| matches!(step, Step::Heard(_)));
    let mut wanted = if waits { 0 } else { usize::MAX };
    for step in steps {
        if let Step::Heard(number) = step {
            wanted = number;
        }
        while messages(&received) < wanted {
            let Some(Ok(piece)) = body.data().await else { break };
            received.extend(piece);
            keep(received.clone());
        }
        match step {
            Step::Heard(_) => {}
            Step::Head(status, headers) => {
                let mut head = Response::builder().status(status).body(()).unwrap();
                *head.headers_mut() = map(&headers);
                sender = Some(respond.send_response(head, false).unwrap());
            }
            Step::Grpc => {
                let head = Response::builder().header("content-type", "application/grpc").body(()).unwrap();
                sender = Some(respond.send_response(head, false).unwrap());
            }
            Step::Message(message) => {
                let mut frame = vec![0];
                frame.extend(u32::try_from(message.len()).unwrap().to_be_bytes());
                frame.extend(message);
                sender.as_mut().unwrap().send_data(frame.into(), false).unwrap();
            }
            Step::Raw(bytes) => sender.as_mut().unwrap().send_data(bytes.into(), false).unwrap(),
            Step::Trailers(trailers) => sender.as_mut().unwrap().send_trailers(map(&trailers)).unwrap(),
            Step::End => sender.as_mut().unwrap().send_data(Bytes::new(), true).unwrap(),
            Step::Reset(reason) => respond.send_reset(reason),
            Step::Wait(milliseconds) => tokio::time::sleep(std::time::Duration::from_millis(milliseconds)).await,
            Step::Hang => std::future::pending().await,
        }
    }
}

fn map(lines: &[(&'static str, &'static str)]) -> HeaderMap {
    lines.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
}
