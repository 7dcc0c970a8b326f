//! HAL documents: JSON with `_links` and `_embedded`.

use crate::links::Links;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

/// The content type of every document that is not an error.
pub const CONTENT_TYPE: &str = "application/hal+json;charset=utf-8";

/// The same for clients that name `application/json` only, where it is offered.
pub const PLAIN_CONTENT_TYPE: &str = "application/json;charset=utf-8";

/// A document and its status.
#[derive(Debug, Clone)]
pub struct Hal {
    status: StatusCode,
    location: Option<String>,
    body: String,
}

impl Hal {
    /// 200 with a document.
    pub fn ok(body: &Value) -> Self {
        Self::text(body.to_string())
    }

    /// 200 with a document that is already text.
    pub fn text(body: String) -> Self {
        Self { status: StatusCode::OK, location: None, body }
    }

    /// 201 with the new resource and where it is.
    pub fn created(body: &Value, location: String) -> Self {
        Self { status: StatusCode::CREATED, location: Some(location), body: body.to_string() }
    }

    /// 201 with the resource if it is new, else 200.
    pub fn created_if(new: bool, body: &Value, location: String) -> Self {
        if new { Self::created(body, location) } else { Self::ok(body) }
    }

    /// The same document with another status.
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }
}

impl IntoResponse for Hal {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.body).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(CONTENT_TYPE));
        if let Some(location) = self.location.and_then(|location| HeaderValue::try_from(location).ok()) {
            response.headers_mut().insert(header::LOCATION, location);
        }
        response
    }
}

/// `{href}`.
pub fn link(href: impl Into<String>) -> Value {
    whole([("href", Value::String(href.into()))])
}

/// `{self: {href}}`: where something is.
pub fn own(href: impl Into<String>) -> Value {
    whole([("self", link(href))])
}

/// `{href, title}`.
pub fn titled(title: &str, href: impl Into<String>) -> Value {
    whole([("title", title.into()), ("href", Value::String(href.into()))])
}

/// `{href, title, name}`.
pub fn named(title: &str, name: &str, href: impl Into<String>) -> Value {
    whole([("title", title.into()), ("name", name.into()), ("href", Value::String(href.into()))])
}

/// `{href, title, templated: true}`: the client fills in `{words}`.
pub fn templated(title: &str, href: impl Into<String>) -> Value {
    whole([("title", title.into()), ("href", Value::String(href.into())), ("templated", true.into())])
}

/// Where relations are explained, for the list of links of a document that is about `context`.
pub fn curies(links: &Links, context: &str) -> Value {
    json!([curie(links, "pb", context)])
}

/// Where the relations with a prefix are explained.
pub fn curie(links: &Links, prefix: &str, context: &str) -> Value {
    let href = links.path(&format!("/doc/{{rel}}?context={context}"));
    json!({ "name": prefix, "href": href, "templated": true })
}

/// An object made of its entries. `json!` copies every value it is given, with all that is below it; here they are moved, for
/// what a document has hundreds of.
pub fn whole<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// An object without the entries that have no value: they are left out of a document, never `null`.
pub fn object<const N: usize>(entries: [(&str, Option<Value>); N]) -> Map<String, Value> {
    entries.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}
