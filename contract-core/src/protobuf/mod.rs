//! Protocol Buffers: what messages are made of, the tree they are compared in, and their bytes.
//!
//! [`Descriptors`] are what a contract file carries. With the feature `protobuf` they turn into a `Pool`, which knows every
//! method and message; messages are read into a typed tree that keeps which fields were on the wire, and written
//! deterministically. The feature `proto-source` compiles `.proto` files.

#[cfg(feature = "protobuf")]
pub(crate) mod decode;
mod descriptors;
#[cfg(feature = "protobuf")]
pub mod drift;
#[cfg(feature = "protobuf")]
pub(crate) mod encode;
#[cfg(feature = "protobuf")]
mod error;
#[cfg(feature = "protobuf")]
pub(crate) mod fill;
#[cfg(feature = "protobuf")]
pub(crate) mod from_json;
mod meaning;
mod method_name;
#[cfg(feature = "protobuf")]
mod nearest;
#[cfg(feature = "protobuf")]
pub(crate) mod node;
#[cfg(feature = "protobuf")]
mod pool;
#[cfg(feature = "protobuf")]
pub mod reflection;
#[cfg(feature = "protobuf")]
pub(crate) mod rule_paths;
#[cfg(test)]
#[cfg(feature = "protobuf")]
pub(crate) mod sample;
#[cfg(feature = "protobuf")]
pub(crate) mod schema;
#[cfg(feature = "proto-source")]
mod source;
#[cfg(feature = "protobuf")]
pub(crate) mod status;
#[cfg(feature = "protobuf")]
mod time;
#[cfg(feature = "protobuf")]
pub(crate) mod to_json;
#[cfg(feature = "protobuf")]
pub(crate) mod well_known;

pub use descriptors::Descriptors;
#[cfg(feature = "protobuf")]
pub use error::Error;
pub use meaning::Meaning;
#[cfg(feature = "protobuf")]
pub(crate) use meaning::Tree;
pub(crate) use meaning::may_be_same;
pub use method_name::{CallKind, MethodName};
#[cfg(feature = "protobuf")]
pub use pool::{MessageType, Method, Pool};
#[cfg(feature = "proto-source")]
pub use source::compile;

#[cfg(test)]
#[cfg(feature = "protobuf")]
mod tests;
