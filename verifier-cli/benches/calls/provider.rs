//! The provider: tonic's server on a thread of its own.

use super::wire::{Ask, Reply, Typed, reply};
use std::convert::Infallible;
use std::net::TcpListener;
use std::task::{Context, Poll};
use tokio_stream::wrappers::TcpListenerStream;
use tonic::codegen::{BoxFuture, Service, http};
use tonic::server::{Grpc, UnaryService};
use tonic::{Request, Response, Status};

/// Starts the provider and gives its address.
pub(crate) fn start() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let incoming = TcpListenerStream::new(tokio::net::TcpListener::from_std(listener).unwrap());
            tonic::transport::Server::builder().serve_with_incoming(Stock, incoming).await.unwrap();
        });
    });
    url
}

#[derive(Clone)]
struct Stock;

impl Service<http::Request<tonic::body::Body>> for Stock {
    type Response = http::Response<tonic::body::Body>;
    type Error = Infallible;
    type Future = BoxFuture<Self::Response, Infallible>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<tonic::body::Body>) -> Self::Future {
        Box::pin(async move { Ok(Grpc::new(Typed::<Reply, Ask>::new()).unary(Look, request).await) })
    }
}

struct Look;

impl UnaryService<Ask> for Look {
    type Response = Reply;
    type Future = BoxFuture<Response<Reply>, Status>;

    fn call(&mut self, request: Request<Ask>) -> Self::Future {
        Box::pin(async move { Ok(Response::new(reply(request.into_inner().id))) })
    }
}
