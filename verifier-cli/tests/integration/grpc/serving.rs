//! Tonic's server around one function: what generated code would hand it requests by.

#![expect(clippy::unwrap_used, reason = "a harness may panic")]

use crate::listening::listen;
use std::convert::Infallible;
use std::task::{Context, Poll};
use tokio_stream::wrappers::TcpListenerStream;
use tonic::body::Body;
use tonic::codegen::{BoxFuture, Service, http};

/// Starts a server that answers requests as `answer` does, and gives its address.
pub(crate) fn serve<A>(answer: impl Fn(http::Request<Body>) -> A + Clone + Send + 'static) -> String
where
    A: Future<Output = http::Response<Body>> + Send + 'static,
{
    let address = listen(async |listener| {
        let server = tonic::transport::Server::builder();
        server.serve_with_incoming(Answering(answer), TcpListenerStream::new(listener)).await.unwrap();
    });
    format!("http://{address}")
}

#[derive(Clone)]
struct Answering<F>(F);

impl<F, A> Service<http::Request<Body>> for Answering<F>
where
    F: Fn(http::Request<Body>) -> A,
    A: Future<Output = http::Response<Body>> + Send + 'static,
{
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<Self::Response, Infallible>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let answer = (self.0)(request);
        Box::pin(async move { Ok(answer.await) })
    }
}
