//! The messages a status carries, and what else is said of how a call ends.

use super::own::text_of;
use super::{End, Expected, Grpc};
use crate::body::{Body, Content, from_base64};
use crate::json::Json;
use crate::message::Message;
use crate::protobuf::{Error, MessageType, Method, status};
use crate::rules::BodyRules;

/// A message an expected status carries.
#[derive(Debug)]
pub(crate) struct Detail {
    /// The type's full name.
    pub(crate) name: String,
    pub(crate) content: DetailContent,
}

/// What is known about the message of a detail.
#[derive(Debug)]
pub(crate) enum DetailContent {
    Message(MessageType, Box<Expected>),
    /// The contract's descriptors do not have its type.
    Bytes(Vec<u8>),
}

impl Grpc {
    /// How the call ends, with the details a status in the metadata carries, as newer files of the plugin have them.
    pub(super) fn settled_end(&self) -> Result<(End, Vec<Detail>), Error> {
        let mut end = self.end();
        let text = |name: &str| text_of(self.responses.first()?, name);
        if let Some(unknown) = text("grpc-status").filter(|_| end.code.is_none()) {
            return Err(Error::Call(format!("`{unknown}` is no status code")));
        }
        let Some(status) = text("grpc-status-details-bin") else { return Ok((end, Vec::new())) };
        let read = from_base64(&status).and_then(|bytes| status::read_status(&bytes));
        let (message, details) = read.ok_or_else(|| {
            Error::Call("the metadata `grpc-status-details-bin` is no google.rpc.Status in base64".to_owned())
        })?;
        if end.message.is_none() && !message.is_empty() {
            end.message = Some(message);
        }
        let raw = |(url, bytes): (String, Vec<u8>)| Detail {
            name: url.rsplit('/').next().unwrap_or(&url).to_owned(),
            content: DetailContent::Bytes(bytes),
        };
        Ok((end, details.into_iter().map(raw).collect()))
    }

    /// What the status carries, as the extension has it or else as the metadata of the answer has.
    pub(super) fn details(&self, method: &Method, end: &End, from_metadata: Vec<Detail>) -> Result<Vec<Detail>, Error> {
        let extension = self.extension.as_ref();
        let stated = end.details.iter().enumerate().map(|(index, message)| {
            let rules = extension.and_then(|extension| of_message(&extension.detail_rules, index));
            let named = extension.and_then(|extension| of_message(&extension.detail_named, index));
            Detail::read(method, message, rules, named)
        });
        let stated = stated.collect::<Result<Vec<_>, _>>()?;
        if !stated.is_empty() {
            return Ok(stated);
        }
        from_metadata.into_iter().map(|detail| detail.understood(method)).collect()
    }
}

impl Detail {
    fn read(method: &Method, message: &Message, rules: Option<BodyRules>, named: Option<Json>) -> Result<Self, Error> {
        let stated = message.contents.content_type.as_deref().unwrap_or_default();
        let name = stated.split("message=").nth(1).unwrap_or_default().trim();
        let kind = method.output().pool().message(name)?;
        let expected = Expected::read(&kind, (&message.contents, &message.rules.body), rules, named)
            .map_err(|error| Error::Example { place: "status details".to_owned(), reason: error.to_string() })?;
        Ok(Self { name: kind.full_name().to_owned(), content: DetailContent::Message(kind, Box::new(expected)) })
    }

    /// The same as a message, where its type is known.
    fn understood(self, method: &Method) -> Result<Self, Error> {
        let (DetailContent::Bytes(bytes), Ok(kind)) = (&self.content, method.output().pool().message(&self.name))
        else {
            return Ok(self);
        };
        let contents = Body { content: Content::Bytes(bytes.clone()), ..Body::default() };
        let expected = Expected::read(&kind, (&contents, &BodyRules::default()), None, None)?;
        Ok(Self { content: DetailContent::Message(kind, Box::new(expected)), ..self })
    }

    pub(super) fn to_any(&self) -> (String, Vec<u8>) {
        let bytes = match &self.content {
            DetailContent::Message(_, expected) => &expected.bytes,
            DetailContent::Bytes(bytes) => bytes,
        };
        (self.name.clone(), bytes.clone())
    }
}

/// What is said of one message of several.
pub(super) fn of_message<T: Clone>(said: &[(usize, T)], index: usize) -> Option<T> {
    said.iter().find(|(known, _)| *known == index).map(|(_, said)| said.clone())
}
