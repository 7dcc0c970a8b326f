//! Bodies, their content types, and what they look like.

pub(crate) mod charset;
mod content_type;
pub(crate) mod form;
mod looks;
pub(crate) mod multipart;
#[cfg(feature = "xml")]
pub(crate) mod xml;

pub use content_type::{ContentType, Family};
pub use looks::sniff;
pub(crate) use looks::{detect, is_of_type};

use crate::json::{Json, Object};
use crate::protobuf::Meaning;
use base64::Engine as _;
use std::borrow::Cow;

/// The body a contract expects.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Body {
    /// What is in it.
    pub content: Content,
    /// The type stated with the body (V4); the `Content-Type` header may say it instead.
    pub content_type: Option<String>,
    /// Whether other tools are to take it for text or binary where they do not know the type: `TEXT`, `BINARY`. Kept for
    /// writing back.
    pub hint: Option<String>,
    /// The message it is, where the contract says so (V4, for the protobuf plugin of other tools).
    pub meaning: Option<Meaning>,
    /// Fields around the content that we give no meaning to (V4), kept for writing back.
    pub extra: Object<'static>,
}

impl Body {
    /// A body of a stated type, or of none.
    pub fn new(content: Content, content_type: Option<String>) -> Self {
        Self { content, content_type, hint: None, meaning: None, extra: Object::new() }
    }

    /// A JSON body.
    pub fn json(value: impl Into<Json>) -> Self {
        Self::new(Content::Json(value.into()), Some("application/json".to_owned()))
    }

    /// A text body of type `text/plain`.
    pub fn text(text: impl Into<String>) -> Self {
        Self::new(Content::Text(text.into()), Some("text/plain".to_owned()))
    }

    /// The bytes as they go over the wire; `None` when there is no body.
    pub fn to_bytes(&self) -> Option<Cow<'_, [u8]>> {
        match &self.content {
            Content::Missing => None,
            Content::Empty | Content::Null => Some(Cow::Borrowed(&[])),
            Content::Json(value) => Some(Cow::Owned(value.to_compact().into_bytes())),
            Content::Text(text) => Some(Cow::Borrowed(text.as_bytes())),
            Content::Bytes(bytes) => Some(Cow::Borrowed(bytes)),
        }
    }
}

/// What is in a body.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Content {
    /// The contract says nothing about the body: anything matches.
    #[default]
    Missing,
    /// The body must be empty.
    Empty,
    /// Written as `null`: the body must be empty or the JSON value `null`.
    Null,
    /// JSON.
    Json(Json),
    /// Text of any other type.
    Text(String),
    /// Anything else.
    Bytes(Vec<u8>),
}

/// Standard base64, with padding.
pub(crate) fn to_base64(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// Standard base64, as written by any tool: padding and line breaks do not matter.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    let compact: String = text.chars().filter(|c| !c.is_ascii_whitespace() && *c != '=').collect();
    base64::engine::general_purpose::STANDARD_NO_PAD.decode(compact).ok()
}
