//! gRPC on the port of the mock server.
//!
//! On the wire all four kinds of calls are streams both ways, so every one is served as a stream of bytes: `codec` hands the
//! bytes on, `choose` finds the interaction a call is meant for, `call` answers once all requests are there and
//! `conversation` as they come, `reply` sends what was declared or says why not. `reflection` and `health` serve clients that
//! ask what can be called.

mod call;
mod choose;
mod codec;
mod conversation;
mod health;
mod reflection;
mod reply;

use super::Shared;
use super::http::{self as plain, BODY_LIMIT};
use super::journal::Reason;
use bytes::Bytes;
use call::Incoming as IncomingCall;
use codec::RawCodec;
use http::header::{CONTENT_TYPE, HOST};
use http::{HeaderMap, Request, Response};
use hyper::body::Incoming;
use std::sync::Arc;
use tonic::body::Body;
use tonic::codegen::{BoxFuture, BoxStream};
use tonic::server::{Grpc, StreamingService};
use tonic::{Status, Streaming};

/// What a call is answered with, in time.
type Answering = BoxFuture<tonic::Response<BoxStream<Bytes>>, Status>;

/// Answers a request of either kind.
pub(super) async fn answer(request: Request<Incoming>, shared: Arc<Shared>) -> Result<Response<Body>, hyper::Error> {
    let Some(format) = format(request.headers()) else {
        return plain::answer(request, shared).await.map(|response| response.map(Body::new));
    };
    let path = request.uri().path().to_owned();
    if let Err(reason) = format.readable(request.headers()) {
        return Ok(reply::refuse(&path, reason, &shared).into_http());
    }
    let address = request.uri().authority().map(ToString::to_string);
    let address = address.or_else(|| Some(request.headers().get(HOST)?.to_str().ok()?.to_owned()));
    let metadata = metadata(request.headers());
    let call = IncomingCall { path, metadata, address, shared };
    // The runtime's own limits would refuse what a test may want to send.
    let mut grpc = Grpc::new(RawCodec).max_decoding_message_size(BODY_LIMIT);
    Ok(grpc.streaming(Handler(Some(call)), request).await)
}

/// What follows `application/grpc` in the content type.
struct Format(String);

/// The format of a call's messages; `None` when it is no call.
fn format(headers: &HeaderMap) -> Option<Format> {
    let stated = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let kind = stated.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind.strip_prefix("application/grpc").map(|format| Format(format.to_owned()))
}

impl Format {
    /// Whether the messages can be read at all.
    fn readable(&self, headers: &HeaderMap) -> Result<(), Reason> {
        let refused = |why: String| Err(Reason::Failed(why));
        if !matches!(self.0.as_str(), "" | "+proto") {
            return refused(format!(
                "its content type is `application/grpc{}`, and only Protobuf is understood",
                self.0
            ));
        }
        match headers.get("grpc-encoding").and_then(|value| value.to_str().ok()) {
            None | Some("identity") => Ok(()),
            Some(encoding) => {
                refused(format!("its messages are compressed with `{encoding}`, which is not understood"))
            }
        }
    }
}

/// The metadata, one entry for each line.
fn metadata(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}

/// Borrows texts for matching.
fn borrowed(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// Hands the one call it is made for on.
struct Handler(Option<IncomingCall>);

impl StreamingService<Bytes> for Handler {
    type Response = Bytes;
    type ResponseStream = BoxStream<Bytes>;
    type Future = Answering;

    fn call(&mut self, request: tonic::Request<Streaming<Bytes>>) -> Answering {
        match self.0.take() {
            Some(call) => call.answer(request.into_inner()),
            None => Box::pin(async { Err(Status::internal("a call is answered once")) }),
        }
    }
}
