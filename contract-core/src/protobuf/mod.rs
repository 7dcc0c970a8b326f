//! Protocol Buffers: what messages are made of, the tree they are compared in, and their bytes.
//!
//! [`Descriptors`] are what a contract file carries. With the feature `protobuf` they turn into a [`Pool`], which knows every
//! method and message; messages are read into a typed tree that keeps which fields were on the wire, and written
//! deterministically. The feature `proto-source` compiles `.proto` files.

mod descriptors;
#[cfg(feature = "protobuf")]
mod error;
mod method_name;
#[cfg(feature = "protobuf")]
mod pool;
#[cfg(feature = "proto-source")]
mod source;

pub use descriptors::Descriptors;
#[cfg(feature = "protobuf")]
pub use error::Error;
pub use method_name::{CallKind, MethodName};
#[cfg(feature = "protobuf")]
pub use pool::{MessageType, Method, Pool};
#[cfg(feature = "proto-source")]
pub use source::compile;
