//! Providers that say what they offer: tonic's own reflection, in both versions of the protocol.

#![expect(clippy::unwrap_used, reason = "a harness may panic")]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::convert::Infallible;
use std::net::TcpListener;
use std::task::{Context, Poll};
use tokio_stream::wrappers::TcpListenerStream;
use tonic::Status;
use tonic::body::Body;
use tonic::codegen::{BoxFuture, Service, http};
use tonic_reflection::server::Builder;

/// Which versions of the protocol a provider serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Serves {
    Both,
    OnlyAlpha,
    /// As [`Serves::OnlyAlpha`], under a router that knows no gRPC.
    OnlyAlphaElse404,
}

/// Starts a provider of what these `.proto` texts say and gives its address.
pub(crate) fn start(text: &str, serves: Serves) -> String {
    let set: &'static [u8] = STANDARD.decode(super::contract::compiled(text).encoded()).unwrap().leak();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let builder = || Builder::configure().register_encoded_file_descriptor_set(set);
            let versions =
                Versions { new: builder().build_v1().unwrap(), old: builder().build_v1alpha().unwrap(), serves };
            let incoming = TcpListenerStream::new(tokio::net::TcpListener::from_std(listener).unwrap());
            tonic::transport::Server::builder().serve_with_incoming(versions, incoming).await.unwrap();
        });
    });
    url
}

/// Hands questions to the version they are for.
#[derive(Clone)]
struct Versions<N, O> {
    new: N,
    old: O,
    serves: Serves,
}

impl<N, O> Service<http::Request<Body>> for Versions<N, O>
where
    N: Service<http::Request<Body>, Response = http::Response<Body>, Error = Infallible> + Clone + Send + 'static,
    O: Service<http::Request<Body>, Response = http::Response<Body>, Error = Infallible> + Clone + Send + 'static,
    N::Future: Send,
    O::Future: Send,
{
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<Self::Response, Infallible>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let Self { mut new, mut old, serves } = self.clone();
        Box::pin(async move {
            let path = request.uri().path();
            if path.starts_with("/grpc.reflection.v1alpha.") {
                old.call(request).await
            } else if path.starts_with("/grpc.reflection.v1.") && serves == Serves::Both {
                new.call(request).await
            } else if serves == Serves::OnlyAlphaElse404 {
                Ok(http::Response::builder().status(404).body(Body::empty()).unwrap())
            } else {
                Ok(Status::unimplemented("no such service").into_http())
            }
        })
    }
}
