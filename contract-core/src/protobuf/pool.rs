//! What descriptors say, ready to be used: methods and messages.

use super::nearest::nearest;
use super::schema::{Schema, TypeId};
use super::{CallKind, Error, MethodName, from_json, may_be_same, to_json};
use super::{decode::decode, encode::encode};
use crate::json::Json;
use prost_reflect::prost::Message as _;
use prost_reflect::prost_types::FileDescriptorSet;
use prost_reflect::{DescriptorPool, MessageDescriptor, MethodDescriptor, ServiceDescriptor};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Every service and message of one set of descriptors.
#[derive(Debug)]
pub struct Pool {
    reflect: DescriptorPool,
    schema: Schema,
}

/// A method, found in its pool.
#[derive(Debug, Clone)]
pub struct Method {
    descriptor: MethodDescriptor,
    input: MessageType,
    output: MessageType,
}

/// A message type, found in its pool.
#[derive(Debug, Clone)]
pub struct MessageType {
    pool: Arc<Pool>,
    id: TypeId,
}

impl Pool {
    /// Reads the bytes of a `FileDescriptorSet` that includes its imports.
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        let unreadable = |reason: String| Error::Descriptors { reason };
        let set = FileDescriptorSet::decode(bytes).map_err(|error| unreadable(error.to_string()))?;
        if let Some(file) = set.file.iter().find(|file| !matches!(file.syntax(), "" | "proto2" | "proto3")) {
            return Err(Error::Syntax { file: file.name().to_owned(), syntax: file.syntax().to_owned() });
        }
        // The set comes from outside, and the reader of descriptors has been seen to panic on what it does not know.
        let read = catch_unwind(AssertUnwindSafe(|| {
            let reflect = DescriptorPool::decode(bytes).map_err(|error| error.to_string())?;
            Ok(Self { schema: Schema::of(&reflect)?, reflect })
        }));
        read.unwrap_or_else(|_| Err("they do not fit together".to_owned())).map_err(unreadable)
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
        if name.method().is_empty() {
            return Err(Error::Call(format!("`{}` names no method: `package.Service/Method` does", name.as_str())));
        }
        let service = self.service(name)?;
        let Some(descriptor) = service.methods().find(|method| method.name() == name.method()) else {
            let names: Vec<_> = service.methods().map(|method| method.name().to_owned()).collect();
            return Err(Error::Unknown {
                what: "method",
                name: name.method().to_owned(),
                place: service.full_name().to_owned(),
                nearest: nearest(name.method(), names.iter().map(String::as_str)),
            });
        };
        let input = self.message(descriptor.input().full_name())?;
        let output = self.message(descriptor.output().full_name())?;
        Ok(Method { descriptor, input, output })
    }

    /// By its full name; a name without package is looked for in every file.
    fn service(&self, name: &MethodName) -> Result<ServiceDescriptor, Error> {
        let wanted = name.service();
        if let Some(service) = self.reflect.get_service_by_name(wanted) {
            return Ok(service);
        }
        let mut found: Vec<_> =
            self.reflect.services().filter(|service| !name.is_full() && service.name() == wanted).collect();
        match found.len() {
            1 => Ok(found.remove(0)),
            0 => {
                let names = self.services();
                let nearest = nearest(wanted, names.iter().map(String::as_str));
                Err(Error::Unknown { what: "service", name: wanted.to_owned(), place: String::new(), nearest })
            }
            _ => {
                let found = found.iter().map(|service| service.full_name().to_owned()).collect();
                Err(Error::Ambiguous { name: wanted.to_owned(), found })
            }
        }
    }

    /// The message of this name, in any form a file has: a name without leading dot may lack its package, or a part of it,
    /// and one of a message inside of another may have the package only, as other tools make it.
    pub fn message_named(self: &Arc<Self>, name: &str) -> Result<MessageType, Error> {
        let exact = self.message(name);
        if exact.is_ok() {
            return exact;
        }
        let (package, last) =
            name.trim_start_matches('.').rsplit_once('.').unwrap_or(("", name.trim_start_matches('.')));
        let is_full = name.starts_with('.');
        let is_meant = |message: &MessageDescriptor| {
            let is_inside = message.name() == last && message.package_name() == package;
            !message.is_map_entry()
                && if is_full { is_inside } else { is_inside || may_be_same(message.full_name(), name) }
        };
        let found: Vec<_> = self.reflect.all_messages().filter(is_meant).collect();
        match found.as_slice() {
            [] => exact,
            [only] => self.message(only.full_name()),
            _ => {
                let found = found.iter().map(|message| message.full_name().to_owned()).collect();
                Err(Error::Ambiguous { name: name.to_owned(), found })
            }
        }
    }

    /// The message of this full name; an error names the nearest ones.
    pub fn message(self: &Arc<Self>, name: &str) -> Result<MessageType, Error> {
        match self.schema.find(name) {
            Some(id) => Ok(MessageType { pool: Arc::clone(self), id }),
            None => Err(Error::Unknown {
                what: "message",
                name: name.to_owned(),
                place: String::new(),
                nearest: nearest(name, self.schema.names()),
            }),
        }
    }
}

impl Method {
    pub(super) fn descriptor(&self) -> &MethodDescriptor {
        &self.descriptor
    }

    /// The service's full name.
    pub fn service(&self) -> &str {
        self.descriptor.parent_service().full_name()
    }

    /// The method's own name.
    pub fn name(&self) -> &str {
        self.descriptor.name()
    }

    /// The path it is called by: `/pkg.Service/Method`.
    pub fn path(&self) -> String {
        format!("/{}/{}", self.service(), self.name())
    }

    /// Which sides stream.
    pub fn kind(&self) -> CallKind {
        CallKind::of(self.descriptor.is_client_streaming(), self.descriptor.is_server_streaming())
    }

    /// What the consumer sends.
    pub fn input(&self) -> &MessageType {
        &self.input
    }

    /// What the provider sends.
    pub fn output(&self) -> &MessageType {
        &self.output
    }
}

impl MessageType {
    /// The full name.
    pub fn full_name(&self) -> &str {
        &self.pool.schema.message(self.id).name
    }

    /// The pool it is in.
    pub fn pool(&self) -> &Arc<Pool> {
        &self.pool
    }

    pub(crate) fn id(&self) -> TypeId {
        self.id
    }

    pub(crate) fn schema(&self) -> &Schema {
        &self.pool.schema
    }

    /// The message's bytes as JSON, for people: the fields that are on the wire, by their names in the `.proto`.
    pub fn to_json(&self, bytes: &[u8]) -> Result<Json, Error> {
        let fields = decode(self.schema(), self.id, bytes).map_err(|error| error.of(self.full_name()))?;
        Ok(to_json::message(self.schema(), self.id, &fields))
    }

    /// The bytes of a message written as JSON: the fields that are named and no others, the same bytes every time.
    pub fn to_bytes(&self, message: &Json) -> Result<Vec<u8>, Error> {
        let fields = from_json::message(self.schema(), self.id, message, "$")?;
        Ok(encode(self.schema(), self.id, &fields))
    }
}
