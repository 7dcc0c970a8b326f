//! A provider as people write one: tonic's server with handlers for all four kinds of calls.

#![expect(clippy::unwrap_used, reason = "a harness may panic")]

use super::contract::{reply, text_of};
use super::serving::serve;
use bytes::{Buf as _, BufMut as _, Bytes};
use tokio::sync::mpsc::{Sender, channel};
use tokio_stream::wrappers::ReceiverStream;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::codegen::BoxFuture;
use tonic::metadata::MetadataMap;
use tonic::server::{Grpc, StreamingService};
use tonic::{Code, Request, Response, Status, Streaming};

/// Starts the provider and gives its address.
pub(crate) fn start() -> String {
    serve(async |request| {
        let method = Method(request.uri().path().to_owned());
        Grpc::new(Raw).streaming(method, request).await
    })
}

/// One method of the service.
struct Method(String);

type Answers = ReceiverStream<Result<Bytes, Status>>;

impl StreamingService<Bytes> for Method {
    type Response = Bytes;
    type ResponseStream = Answers;
    type Future = BoxFuture<Response<Answers>, Status>;

    fn call(&mut self, request: Request<Streaming<Bytes>>) -> Self::Future {
        let path = self.0.clone();
        Box::pin(async move {
            let (sender, receiver) = channel(1);
            let token = request.metadata().get("auth").map(|token| token.to_str().unwrap().to_owned());
            let asks = request.into_inner();
            let mut response = Response::new(ReceiverStream::new(receiver));
            response.metadata_mut().insert("x-shelf", "a-7".parse().unwrap());
            match path.as_str() {
                "/demo.v1.Stock/Look" => drop(tokio::spawn(look(asks, sender, token))),
                "/demo.v1.Stock/Watch" => drop(tokio::spawn(watch(sender))),
                "/demo.v1.Stock/Batch" => drop(tokio::spawn(batch(asks, sender))),
                "/demo.v1.Stock/Talk" => drop(tokio::spawn(talk(asks, sender))),
                _ => return Err(Status::unimplemented("no such method")),
            }
            Ok(response)
        })
    }
}

async fn look(mut asks: Streaming<Bytes>, answers: Sender<Result<Bytes, Status>>, token: Option<String>) {
    let ask = asks.message().await.unwrap().unwrap();
    if token.as_deref() != Some("Bearer t") {
        let _ = answers.send(Err(Status::unauthenticated("who are you?"))).await;
        return;
    }
    if text_of(&ask) == "zz" {
        let details = details(&reply("washer", 3)).into();
        let _ = answers.send(Err(Status::with_details(Code::NotFound, "no such part", details))).await;
        return;
    }
    let _ = answers.send(Ok(reply("nut", 12).into())).await;
    let mut trailers = MetadataMap::new();
    trailers.insert("x-count", "1".parse().unwrap());
    let _ = answers.send(Err(Status::with_metadata(Code::Ok, "", trailers))).await;
}

/// `google.rpc.Status { code: 5, message: "no such part", details: [Any of a Reply] }`.
fn details(reply: &[u8]) -> Vec<u8> {
    let field = |tag: u8, bytes: &[u8]| [&[tag, u8::try_from(bytes.len()).unwrap()], bytes].concat();
    let any = [field(0x0a, b"type.googleapis.com/demo.v1.Reply"), field(0x12, reply)].concat();
    [vec![0x08, 5], field(0x12, b"no such part"), field(0x1a, &any)].concat()
}

async fn watch(answers: Sender<Result<Bytes, Status>>) {
    for qty in [7, 8, 9] {
        let _ = answers.send(Ok(reply("bolt", qty).into())).await;
    }
}

async fn batch(mut asks: Streaming<Bytes>, answers: Sender<Result<Bytes, Status>>) {
    let mut count = 0;
    while asks.message().await.unwrap().is_some() {
        count += 1;
    }
    let _ = answers.send(Ok(reply("parts", count).into())).await;
}

/// Answers each question before it listens to the next.
async fn talk(mut asks: Streaming<Bytes>, answers: Sender<Result<Bytes, Status>>) {
    let mut turn = 0;
    while let Some(ask) = asks.message().await.unwrap() {
        turn += 1;
        let _ = answers.send(Ok(reply(&text_of(&ask), turn).into())).await;
    }
}

/// Messages as bytes, so that the contract's `.proto` need not be generated into code.
#[derive(Clone, Default)]
struct Raw;

impl Codec for Raw {
    type Encode = Bytes;
    type Decode = Bytes;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn encode(&mut self, message: Bytes, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        buffer.put(message);
        Ok(())
    }
}

impl Decoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        let length = buffer.remaining();
        Ok(Some(buffer.copy_to_bytes(length)))
    }
}
