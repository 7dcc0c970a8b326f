//! Calls being written: what consumer tests fill, message by message.

mod define;

pub use define::Defined;

use crate::grpc::{Code, Grpc, Order, Turn};
use crate::json::Json;
use crate::pattern::Parts;
use crate::protobuf::{Descriptors, Error, Method, MethodName};
use std::sync::Arc;
use std::time::Duration;

/// A call being written.
#[derive(Debug, Clone)]
pub struct Draft {
    method: Method,
    grpc: Grpc,
}

/// Where metadata of an answer comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Before or behind the messages.
    Either,
    /// Before the messages.
    Headers,
    /// Behind the messages.
    Trailers,
}

impl Draft {
    /// A call of this method, `pkg.Service/Method`.
    pub fn new(descriptors: &Arc<Descriptors>, method: &str) -> Result<Self, Error> {
        let name = MethodName::new(method);
        let method = descriptors.pool()?.method(&name)?;
        let grpc = Grpc {
            method: MethodName::new(format!(".{}/{}", method.service(), method.name())),
            descriptor_key: descriptors.key().to_owned(),
            descriptors: Some(Arc::clone(descriptors)),
            ..Grpc::default()
        };
        Ok(Self { method, grpc })
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Adds a request message: JSON with patterns anywhere in it, fields by their names in the `.proto` or in JSON.
    pub fn request(&mut self, _message: &Json) -> Result<(), Error> {
        Ok(())
    }

    /// Adds a response message.
    pub fn response(&mut self, _message: &Json) -> Result<(), Error> {
        Ok(())
    }

    /// Adds metadata to the request; the value of a name that ends in `-bin` is base64.
    pub fn request_metadata(&mut self, _name: &str, _value: Parts) -> Result<(), Error> {
        Ok(())
    }

    /// Adds metadata to the answer; the value of a name that ends in `-bin` is base64.
    pub fn response_metadata(&mut self, _name: &str, _value: Parts, _part: Part) -> Result<(), Error> {
        Ok(())
    }

    /// Ends the call with this status; the message may be a pattern.
    pub fn status(&mut self, _code: Code, _message: Option<Parts>) -> Result<(), Error> {
        Ok(())
    }

    /// Adds a message the status carries: JSON with its type under `@type`.
    pub fn detail(&mut self, _message: &Json) -> Result<(), Error> {
        Ok(())
    }

    /// Says which response is compared with which.
    pub fn order(&mut self, _order: Order) -> Result<(), Error> {
        Ok(())
    }

    /// Bounds the number of responses; the last one defined stands for all further ones.
    pub fn repeat_last(&mut self, _min: usize, _max: Option<usize>) -> Result<(), Error> {
        Ok(())
    }

    /// Says who speaks when, in a bidirectional call.
    pub fn script(&mut self, _turns: Vec<Turn>) -> Result<(), Error> {
        Ok(())
    }

    /// Says how long the whole call may take.
    pub fn deadline(&mut self, _deadline: Duration) {}

    /// The call, checked as a whole: how many messages its kind has, and that the script names each once.
    pub fn finish(self) -> Result<Grpc, Error> {
        Ok(self.grpc)
    }
}
