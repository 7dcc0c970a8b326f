//! The messages of `stock.proto` and of reflection, as generated code would have them.

use prost::{Message, Oneof};

#[derive(Clone, PartialEq, Message)]
pub(super) struct ReserveRequest {
    #[prost(string, tag = "1")]
    pub(super) sku: String,
    #[prost(int32, tag = "2")]
    pub(super) quantity: i32,
    #[prost(int32, tag = "3")]
    pub(super) priority: i32,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Reservation {
    #[prost(string, tag = "1")]
    pub(super) reservation_id: String,
    #[prost(int32, tag = "2")]
    pub(super) quantity: i32,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct WatchRequest {
    #[prost(string, tag = "1")]
    pub(super) sku: String,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Level {
    #[prost(string, tag = "1")]
    pub(super) sku: String,
    #[prost(int64, tag = "2")]
    pub(super) available: i64,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Total {
    #[prost(int64, tag = "1")]
    pub(super) available: i64,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Offer {
    #[prost(int32, tag = "1")]
    pub(super) price: i32,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct OutOfStock {
    #[prost(string, tag = "1")]
    pub(super) sku: String,
    #[prost(int32, tag = "2")]
    pub(super) missing: i32,
}

/// `google.rpc.Status`.
#[derive(Clone, PartialEq, Message)]
pub(super) struct RpcStatus {
    #[prost(int32, tag = "1")]
    pub(super) code: i32,
    #[prost(string, tag = "2")]
    pub(super) message: String,
    #[prost(message, repeated, tag = "3")]
    pub(super) details: Vec<Any>,
}

/// `google.protobuf.Any`.
#[derive(Clone, PartialEq, Message)]
pub(super) struct Any {
    #[prost(string, tag = "1")]
    pub(super) type_url: String,
    #[prost(bytes = "vec", tag = "2")]
    pub(super) value: Vec<u8>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Question {
    #[prost(oneof = "Asked", tags = "4, 7")]
    pub(super) asked: Option<Asked>,
}

#[derive(Clone, PartialEq, Oneof)]
pub(super) enum Asked {
    #[prost(string, tag = "4")]
    Symbol(String),
    #[prost(string, tag = "7")]
    Services(String),
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Told {
    #[prost(message, optional, tag = "4")]
    pub(super) files: Option<Files>,
    #[prost(message, optional, tag = "6")]
    pub(super) services: Option<Services>,
    #[prost(message, optional, tag = "7")]
    pub(super) failure: Option<Failure>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Files {
    #[prost(bytes = "vec", repeated, tag = "1")]
    pub(super) files: Vec<Vec<u8>>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Services {
    #[prost(message, repeated, tag = "1")]
    pub(super) services: Vec<Service>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Service {
    #[prost(string, tag = "1")]
    pub(super) name: String,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Failure {
    #[prost(int32, tag = "1")]
    pub(super) code: i32,
    #[prost(string, tag = "2")]
    pub(super) message: String,
}
