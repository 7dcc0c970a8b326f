//! The health service, for clients that ask before they call.

use super::Answering;
use crate::server::Shared;
use bytes::Bytes;
use prost::Message;
use std::sync::Arc;
use tonic::codegen::BoxStream;
use tonic::codegen::tokio_stream::{self, StreamExt as _};
use tonic::{Response, Status, Streaming};

/// What all its methods begin with.
pub(super) const SERVICE: &str = "/grpc.health.v1.Health/";

/// `grpc.health.v1.HealthCheckRequest`.
#[derive(Clone, PartialEq, Message)]
struct Check {
    #[prost(string, tag = "1")]
    service: String,
}

/// `grpc.health.v1.HealthCheckResponse`.
#[derive(Clone, PartialEq, Message)]
struct Health {
    #[prost(int32, tag = "1")]
    status: i32,
}

/// `SERVING`.
const SERVING: i32 = 1;

/// The contract's services are healthy; `Watch` says so once and then stays silent.
pub(super) fn answer(method: String, mut requests: Streaming<Bytes>, shared: Arc<Shared>) -> Answering {
    Box::pin(async move {
        let request = requests.message().await?.unwrap_or_default();
        let Check { service } = Check::decode(request).map_err(|error| Status::invalid_argument(error.to_string()))?;
        if !service.is_empty() && !super::reflection::services(&shared).contains(&service) {
            return Err(Status::not_found(format!("there is no service `{service}` in the contract")));
        }
        let healthy = tokio_stream::iter([Ok(Bytes::from(Health { status: SERVING }.encode_to_vec()))]);
        let stream: BoxStream<Bytes> = match method.as_str() {
            "Check" => Box::pin(healthy),
            "Watch" => Box::pin(healthy.chain(tokio_stream::pending())),
            _ => return Err(Status::unimplemented(format!("the health of a mock server has no `{method}`"))),
        };
        Ok(Response::new(stream))
    })
}
