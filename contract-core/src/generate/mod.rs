//! Values made when a request or response is sent, in place of the examples a contract holds.
//!
//! The contract keeps its examples; what is sent is a copy with the values filled in, made only where there is something to
//! fill in. A generator whose place does not occur is ignored, one this version does not run leaves the example.

mod place;
mod provider_state;

pub(crate) use provider_state::check as check_expression;

use crate::body::{Body, Content};
use crate::http::{Headers, Request, Response};
use crate::json::{Json, Object};
use crate::mismatch::Place;
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
pub enum Error {
    /// No state returned a value of this name.
    #[error("{} needs `{name}` (`{expression}`), but {}", place::words(place), known_values(known))]
    UnknownValue {
        /// The name looked for.
        name: String,
        /// The expression it stands in.
        expression: String,
        /// What the value is for.
        place: Place,
        /// The names that are known, sorted.
        known: Vec<String>,
    },
    /// The value is of a kind that cannot stand there.
    #[error("{} needs {wanted}, but `{expression}` is `{value}`", place::words(place))]
    Unconvertible {
        /// The expression.
        expression: String,
        /// What the value is for.
        place: Place,
        /// The value, as JSON.
        value: String,
        /// What it should have been.
        wanted: &'static str,
    },
    /// The expression cannot be read.
    #[error("the expression `{expression}` for {} cannot be read: {reason}", place::words(place))]
    Malformed {
        /// The expression.
        expression: String,
        /// What the value is for.
        place: Place,
        /// What is wrong.
        reason: &'static str,
    },
}

fn known_values(known: &[String]) -> String {
    if known.is_empty() {
        return "no provider state has returned any value".to_owned();
    }
    format!("the provider states have returned only: {}", known.join(", "))
}

/// The request to send: `request` itself when there is nothing to make.
pub fn generate_request<'r>(request: &'r Request, context: &Context) -> Result<Cow<'r, Request>, Error> {
    let generators = &request.generators;
    if !generators.any_runs(context) {
        return Ok(Cow::Borrowed(request));
    }
    let mut made = request.clone();
    if let Some(method) = context.text(generators.method.as_ref(), || Place::Method)? {
        made.method = method;
    }
    if let Some(path) = context.text(generators.path.as_ref(), || Place::Path)? {
        made.path = path;
    }
    for (key, generator) in &generators.query {
        for value in place::in_query(&mut made.query, key) {
            if let Some(text) = context.text(Some(generator), || Place::Query(key.clone()))? {
                *value = Some(text);
            }
        }
    }
    fill_headers(&mut made.headers, &generators.header, context)?;
    fill_body(&mut made.body, &generators.body, context)?;
    Ok(Cow::Owned(made))
}

/// The response to answer with: `response` itself when there is nothing to make.
pub fn generate_response<'r>(response: &'r Response, context: &Context) -> Result<Cow<'r, Response>, Error> {
    let generators = &response.generators;
    if !generators.any_runs(context) {
        return Ok(Cow::Borrowed(response));
    }
    let mut made = response.clone();
    if let Some(status) = context.status(generators.status.as_ref())? {
        made.status = status;
    }
    fill_headers(&mut made.headers, &generators.header, context)?;
    fill_body(&mut made.body, &generators.body, context)?;
    Ok(Cow::Owned(made))
}

fn fill_headers(headers: &mut Headers, generators: &[(String, Generator)], context: &Context) -> Result<(), Error> {
    for (key, generator) in generators {
        for value in place::in_headers(headers, key) {
            if let Some(text) = context.text(Some(generator), || Place::Header(key.clone()))? {
                *value = text;
            }
        }
    }
    Ok(())
}

/// Outer places first, so that a value made for a place inside them stays.
fn fill_body(body: &mut Body, generators: &[(RulePath, Generator)], context: &Context) -> Result<(), Error> {
    let mut by_depth: Vec<_> = generators.iter().collect();
    by_depth.sort_by_key(|(path, _)| path.steps().len());
    for (path, generator) in by_depth {
        let place = || Place::Body(path.to_string());
        match &mut body.content {
            Content::Json(json) => place::each_in_json(json, path.steps(), &mut |value| {
                if let Some(made) = context.value(generator, place)? {
                    *value = made;
                }
                Ok(())
            })?,
            Content::Text(text) if path.steps().is_empty() => {
                if let Some(made) = context.text(Some(generator), place)? {
                    *text = made;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

impl Generators {
    fn any_runs(&self, context: &Context) -> bool {
        let whole = [&self.path, &self.method, &self.status].into_iter().flatten();
        let named = self.query.iter().chain(&self.header).chain(&self.metadata).map(|(_, generator)| generator);
        let body = self.body.iter().map(|(_, generator)| generator);
        whole.chain(named).chain(body).any(|generator| context.runs(generator))
    }
}

impl Context {
    /// Whether this generator makes a value here, rather than leave the example.
    fn runs(&self, generator: &Generator) -> bool {
        match generator {
            Generator::ProviderState { .. } => self.mode == Mode::Provider,
            Generator::Other(_) => false,
        }
    }

    /// A value with its JSON kind; `None` leaves the example.
    fn value(&self, generator: &Generator, place: impl FnOnce() -> Place) -> Result<Option<Json>, Error> {
        match generator {
            Generator::ProviderState { expression, data_type } if self.runs(generator) => {
                provider_state::value(expression, *data_type, &self.values).map(Some).map_err(|why| why.at(place()))
            }
            _ => Ok(None),
        }
    }

    /// A value as it stands in a text.
    fn text(&self, generator: Option<&Generator>, place: impl FnOnce() -> Place) -> Result<Option<String>, Error> {
        match generator {
            Some(generator @ Generator::ProviderState { expression, data_type }) if self.runs(generator) => {
                provider_state::text(expression, *data_type, &self.values).map(Some).map_err(|why| why.at(place()))
            }
            _ => Ok(None),
        }
    }

    fn status(&self, generator: Option<&Generator>) -> Result<Option<u16>, Error> {
        match generator {
            Some(generator @ Generator::ProviderState { expression, .. }) if self.runs(generator) => {
                provider_state::status(expression, &self.values).map(Some).map_err(|why| why.at(Place::Status))
            }
            _ => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests;
