//! Providers that say what they offer: tonic's own reflection, in both versions of the protocol.

#![expect(clippy::unwrap_used, reason = "a harness may panic")]

use super::serving::serve;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tonic::Status;
use tonic::body::Body;
use tonic::codegen::{Service as _, http};
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
    let builder = || Builder::configure().register_encoded_file_descriptor_set(set);
    let (new, old) = (builder().build_v1().unwrap(), builder().build_v1alpha().unwrap());
    serve(move |request| {
        let (mut new, mut old) = (new.clone(), old.clone());
        async move {
            let path = request.uri().path();
            let answer = if path.starts_with("/grpc.reflection.v1alpha.") {
                old.call(request).await
            } else if path.starts_with("/grpc.reflection.v1.") && serves == Serves::Both {
                new.call(request).await
            } else if serves == Serves::OnlyAlphaElse404 {
                Ok(http::Response::builder().status(404).body(Body::empty()).unwrap())
            } else {
                Ok(Status::unimplemented("no such service").into_http())
            };
            let Ok(answer) = answer;
            answer
        }
    })
}
