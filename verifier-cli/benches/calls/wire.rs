//! The messages of the calls and their codec, as generated code would have them.

use prost::Message;
use std::marker::PhantomData;
use tonic::Status;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};

/// `Ask`.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Ask {
    #[prost(string, tag = "1")]
    pub(crate) id: String,
    #[prost(int32, tag = "2")]
    pub(crate) least: i32,
}

/// `Reply`.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Reply {
    #[prost(string, tag = "1")]
    pub(crate) id: String,
    #[prost(string, tag = "2")]
    pub(crate) name: String,
    #[prost(int64, tag = "3")]
    pub(crate) qty: i64,
    #[prost(string, repeated, tag = "4")]
    pub(crate) tags: Vec<String>,
}

/// What the provider says of the part `id`.
pub(crate) fn reply(id: String) -> Reply {
    Reply { id, name: "hexagon bolt".to_owned(), qty: 7, tags: vec!["steel".to_owned(), "m8".to_owned()] }
}

/// Sends `S` and takes `R`.
pub(crate) struct Typed<S, R>(PhantomData<fn() -> (S, R)>);

impl<S, R> Typed<S, R> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<S: Message + 'static, R: Message + Default + 'static> Codec for Typed<S, R> {
    type Encode = S;
    type Decode = R;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self::new()
    }

    fn decoder(&mut self) -> Self {
        Self::new()
    }
}

impl<S: Message, R> Encoder for Typed<S, R> {
    type Item = S;
    type Error = Status;

    fn encode(&mut self, message: S, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        message.encode(buffer).map_err(|error| Status::internal(error.to_string()))
    }
}

impl<S, R: Message + Default> Decoder for Typed<S, R> {
    type Item = R;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<R>, Status> {
        R::decode(buffer).map(Some).map_err(|error| Status::internal(error.to_string()))
    }
}
