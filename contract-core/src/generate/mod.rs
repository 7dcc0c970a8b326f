//! Values made when a request or response is sent, in place of the examples a contract holds.

use crate::http::{Request, Response};
use crate::json::{Json, Object};
use crate::rule_path::RulePath;
use std::borrow::Cow;

/// Which parts of a request, response or message are made when it is sent.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Generators {
    /// For the path.
    pub path: Option<Generator>,
    /// For the method.
    pub method: Option<Generator>,
    /// For the status.
    pub status: Option<Generator>,
    /// For query parameters, by name.
    pub query: Vec<(String, Generator)>,
    /// For headers, by name.
    pub header: Vec<(String, Generator)>,
    /// For message metadata, by key.
    pub metadata: Vec<(String, Generator)>,
    /// For places in the body.
    pub body: Vec<(RulePath, Generator)>,
    /// Categories we give no meaning to, kept for writing back.
    pub extra: Object<'static>,
}

/// How one value is made.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Generator {
    /// A value the provider's state set-up returned.
    ProviderState {
        /// Text with `${name}` holes, or a bare name.
        expression: String,
        /// What to convert the value to.
        data_type: Option<DataType>,
    },
    /// A generator this version does not run: the example stays.
    Other(Json),
}

/// What a provider-state value is converted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataType {
    /// A string.
    String,
    /// A number without fraction.
    Integer,
    /// A number with a fraction.
    Decimal,
    /// A number with a fraction.
    Float,
    /// A boolean.
    Boolean,
    /// As it is.
    Raw,
}

/// Who is sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A mock server or message test: provider-state values stay examples.
    Consumer,
    /// A verifier.
    Provider,
}

/// What values are made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Context {
    /// Who is sending.
    pub mode: Mode,
    /// What state set-up returned, and the states' own parameters.
    pub values: Object<'static>,
}

/// Why a value could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {}

/// The request to send.
pub fn generate_request<'r>(request: &'r Request, _context: &Context) -> Result<Cow<'r, Request>, Error> {
    Ok(Cow::Borrowed(request))
}

/// The response to answer with.
pub fn generate_response<'r>(response: &'r Response, _context: &Context) -> Result<Cow<'r, Response>, Error> {
    Ok(Cow::Borrowed(response))
}
