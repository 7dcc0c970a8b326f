//! Calls being written: what consumer tests fill, message by message.

mod define;
mod expectation;
mod finish;
mod metadata;
mod place;

pub use define::Defined;

use crate::grpc::{Code, Grpc, Order, Stream, Turn};
use crate::json::Json;
use crate::pattern::{Parts, split};
use crate::protobuf::{Descriptors, Error, MessageType, Method, MethodName};
use metadata::Line;
use std::sync::Arc;
use std::time::Duration;

/// A call being written.
///
/// Names and values are checked as they come: an error says what there is not, and what may have been meant.
#[derive(Debug, Clone)]
pub struct Draft {
    descriptors: Arc<Descriptors>,
    method: Method,
    requests: Vec<Defined>,
    responses: Vec<Defined>,
    request_metadata: Vec<Line>,
    response_metadata: Vec<(Line, Part)>,
    status: Option<(Code, Option<Parts>)>,
    details: Vec<(MessageType, Defined)>,
    stream: Stream,
    repeats: bool,
    script: Vec<Turn>,
    deadline: Option<Duration>,
    strict_presence: bool,
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
        Ok(Self {
            descriptors: Arc::clone(descriptors),
            method: descriptors.pool()?.method(&MethodName::new(method))?,
            requests: Vec::new(),
            responses: Vec::new(),
            request_metadata: Vec::new(),
            response_metadata: Vec::new(),
            status: None,
            details: Vec::new(),
            stream: Stream::default(),
            repeats: false,
            script: Vec::new(),
            deadline: None,
            strict_presence: false,
        })
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Adds a request message: JSON with patterns anywhere in it, fields by their names in the `.proto` or in JSON.
    pub fn request(&mut self, message: &Json) -> Result<(), Error> {
        self.requests.push(self.method.input().define(message)?);
        Ok(())
    }

    /// Adds a response message.
    pub fn response(&mut self, message: &Json) -> Result<(), Error> {
        self.responses.push(self.method.output().define(message)?);
        Ok(())
    }

    /// Adds metadata to the request; the value of a name that ends in `-bin` is base64, and so is what patterns see of it.
    pub fn request_metadata(&mut self, name: &str, value: Parts) -> Result<(), Error> {
        let line = Line::new(name, value)?;
        if let Some(fault) = self.request_metadata.iter().find_map(|known| line.fault_beside(known, false)) {
            return Err(fault);
        }
        self.request_metadata.push(line);
        Ok(())
    }

    /// Adds metadata to the answer; the value of a name that ends in `-bin` is base64, and so is what patterns see of it.
    pub fn response_metadata(&mut self, name: &str, value: Parts, part: Part) -> Result<(), Error> {
        let line = Line::new(name, value)?;
        let mut known = self.response_metadata.iter();
        if let Some(fault) = known.find_map(|(known, place)| line.fault_beside(known, *place != part)) {
            return Err(fault);
        }
        self.response_metadata.push((line, part));
        Ok(())
    }

    /// Ends the call with this status; the message may be a pattern.
    pub fn status(&mut self, code: Code, message: Option<Parts>) -> Result<(), Error> {
        if message.as_ref().is_some_and(|message| message.example.is_container()) {
            return Err(Error::Call("a status message is a text".to_owned()));
        }
        if code.name().is_none() {
            return Err(Error::Call(format!("there is no status {code}: OK is 0, and errors are 1 to 16")));
        }
        self.status = Some((code, message));
        Ok(())
    }

    /// Adds a message the status carries: JSON with its type under `@type`, as in `"shop.v1.OutOfStock"`.
    pub fn detail(&mut self, message: &Json) -> Result<(), Error> {
        let name = split(message).example.get("@type").and_then(Json::as_str).map(ToOwned::to_owned);
        let (Some(name), Json::Object(object)) = (name, message) else {
            return Err(Error::Call("a status detail is an object with its type under `@type`".to_owned()));
        };
        let kind = self.method.output().pool().message(name.rsplit('/').next().unwrap_or(&name))?;
        let mut bare = object.clone();
        bare.remove("@type");
        let defined = kind.define(&Json::Object(bare))?;
        self.details.push((kind, defined));
        Ok(())
    }

    /// Says which response is compared with which.
    pub fn order(&mut self, order: Order) -> Result<(), Error> {
        self.streams("an order of responses")?;
        self.stream.order = order;
        Ok(())
    }

    /// Bounds the number of responses, and takes the last one defined for all further ones.
    pub fn repeat_last(&mut self, min: usize, max: Option<usize>) -> Result<(), Error> {
        self.streams("a response that repeats")?;
        if max.is_some_and(|max| max < min) {
            return Err(Error::Call(format!(
                "at least {min} responses and at most {} there cannot be",
                max.unwrap_or(0)
            )));
        }
        (self.stream.min, self.stream.max, self.repeats) = (Some(min), max, true);
        Ok(())
    }

    /// Bounds the number of responses.
    pub fn count(&mut self, min: usize, max: Option<usize>) -> Result<(), Error> {
        self.streams("a number of responses")?;
        (self.stream.min, self.stream.max) = (Some(min), max);
        Ok(())
    }

    /// Says who speaks when, in a bidirectional call.
    pub fn script(&mut self, turns: Vec<Turn>) -> Result<(), Error> {
        if !self.method.kind().client_streams() || !self.method.kind().server_streams() {
            return Err(Error::Call(format!("`{}` is not bidirectional, so there is no script", self.method.path())));
        }
        self.script = turns;
        Ok(())
    }

    /// Says how long the whole call may take.
    pub fn deadline(&mut self, deadline: Duration) {
        self.deadline = Some(deadline);
    }

    /// Makes a field that is left off the wire fail where its default would meet a rule.
    pub fn strict_presence(&mut self) {
        self.strict_presence = true;
    }

    fn streams(&self, what: &str) -> Result<(), Error> {
        if self.method.kind().server_streams() {
            return Ok(());
        }
        Err(Error::Call(format!("`{}` answers one message, so there is no sense in {what}", self.method.path())))
    }

    /// The call, checked as a whole: how many messages its kind has, and that a script names each of them once.
    pub fn finish(self) -> Result<Grpc, Error> {
        finish::finish(self)
    }
}

#[cfg(test)]
mod tests;
