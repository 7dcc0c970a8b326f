//! A tonic client as generated code makes it, for any message.

use abide_mock_server::prelude::MockServer;
use prost::Message;
use std::marker::PhantomData;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::codegen::tokio_stream::Stream;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Response, Status, Streaming};

/// A client of the services of `stock.proto`.
#[derive(Debug, Clone)]
pub(super) struct Client(Channel);

impl Client {
    pub(super) async fn connect(server: &MockServer) -> Self {
        Self(Endpoint::from_shared(server.url().to_owned()).unwrap().connect().await.unwrap())
    }

    async fn ready(&self) -> tonic::client::Grpc<Channel> {
        let mut grpc = tonic::client::Grpc::new(self.0.clone());
        grpc.ready().await.unwrap();
        grpc
    }

    /// One request, one response.
    pub(super) async fn unary<Q: Message + 'static, A: Message + Default + 'static>(
        &self,
        path: &'static str,
        request: impl Into<Request<Q>>,
    ) -> Result<Response<A>, Status> {
        self.ready().await.unary(request.into(), path.parse().unwrap(), Typed(PhantomData)).await
    }

    /// Any number of both.
    pub(super) async fn stream<Q: Message + 'static, A: Message + Default + 'static>(
        &self,
        path: &'static str,
        requests: impl Stream<Item = Q> + Send + 'static,
    ) -> Result<Response<Streaming<A>>, Status> {
        self.ready().await.streaming(Request::new(requests), path.parse().unwrap(), Typed(PhantomData)).await
    }
}

/// Every message of a stream, and how it ended.
pub(super) async fn all<A>(answers: &mut Streaming<A>) -> (Vec<A>, Option<Status>) {
    let mut messages = Vec::new();
    loop {
        match answers.message().await {
            Ok(Some(message)) => messages.push(message),
            Ok(None) => return (messages, None),
            Err(status) => return (messages, Some(status)),
        }
    }
}

struct Typed<Q, A>(PhantomData<fn() -> (Q, A)>);

impl<Q: Message + 'static, A: Message + Default + 'static> Codec for Typed<Q, A> {
    type Encode = Q;
    type Decode = A;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self(PhantomData)
    }

    fn decoder(&mut self) -> Self {
        Self(PhantomData)
    }
}

impl<Q: Message, A> Encoder for Typed<Q, A> {
    type Item = Q;
    type Error = Status;

    fn encode(&mut self, message: Q, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        message.encode(buffer).map_err(|error| Status::internal(error.to_string()))
    }
}

impl<Q, A: Message + Default> Decoder for Typed<Q, A> {
    type Item = A;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<A>, Status> {
        A::decode(buffer).map(Some).map_err(|error| Status::internal(error.to_string()))
    }
}
