//! Messages: as expected by a contract, and as they arrived.

use crate::body::Body;
use crate::generate::Generators;
use crate::json::{Json, Object, Value};
use crate::rules::Rules;

/// A message a contract says is sent.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Message {
    /// What is in it.
    pub contents: Body,
    /// What goes beside it, by key; any JSON.
    pub metadata: Object<'static>,
    /// What may differ from the example, compiled.
    pub rules: Rules,
    /// What is replaced when the message is handed on.
    pub generators: Generators,
    /// Fields we give no meaning to, kept for writing back.
    pub extra: Object<'static>,
}

impl Message {
    /// The type of the contents: stated beside them, or in the metadata.
    pub fn content_type(&self) -> Option<&str> {
        self.contents.content_type.as_deref().or_else(|| stated_type(&self.metadata))
    }
}

/// A request message and the messages that answer it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SyncMessage {
    /// What the consumer sends.
    pub request: Message,
    /// What it needs back, in order.
    pub responses: Vec<Message>,
}

/// A message as it arrived.
#[derive(Debug, Clone, Copy)]
pub struct ActualMessage<'a> {
    /// The contents; `None` or empty when there were none.
    pub contents: Option<&'a [u8]>,
    /// What came beside them.
    pub metadata: &'a Object<'static>,
}

/// The type of contents as metadata states it, in the spellings tools have.
pub(crate) fn stated_type<'m>(metadata: &'m Object<'static>) -> Option<&'m str> {
    let keys = ["contentType", "content-type", "Content-Type"];
    keys.iter().find_map(|key| metadata.get(key).and_then(Json::as_str)).filter(|text| !text.is_empty())
}

/// Whether a metadata key states the type of the contents.
pub(crate) fn is_type_key(key: &str) -> bool {
    ["contenttype", "content-type"].iter().any(|known| known.eq_ignore_ascii_case(key))
}

/// Two metadata values, one of which may be the text of the other: old files hold texts only.
pub(crate) fn is_equal(expected: &Value<'_>, actual: &Value<'_>) -> bool {
    let one_is_text = expected.as_str().is_some() || actual.as_str().is_some();
    expected == actual || (one_is_text && expected.to_text() == actual.to_text())
}
