//! HTTP requests and responses: as expected by a contract, and as they arrived.

use crate::body::Body;
use crate::generate::Generators;
use crate::json::Object;
use crate::rules::Rules;

/// The request a contract says the consumer sends.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The method, as written in the file.
    pub method: String,
    /// The path, not percent-encoded, without query.
    pub path: String,
    /// Query parameters in the order of the file; a parameter sent without `=` has the value `None`.
    pub query: Vec<(String, Vec<Option<String>>)>,
    /// The query as one text, where the contract is of version 1.0: there the order of parameters counts.
    pub exact_query: Option<String>,
    /// Headers in the order of the file, each with its values.
    pub headers: Headers,
    /// The body.
    pub body: Body,
    /// What may differ from the example, compiled.
    pub rules: Rules,
    /// What is replaced when the request is replayed.
    pub generators: Generators,
    /// Fields we give no meaning to, kept for writing back.
    pub extra: Object<'static>,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            method: "GET".to_owned(),
            path: "/".to_owned(),
            query: Vec::new(),
            exact_query: None,
            headers: Headers::default(),
            body: Body::default(),
            rules: Rules::default(),
            generators: Generators::default(),
            extra: Object::new(),
        }
    }
}

/// The response a contract says the consumer needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Headers in the order of the file, each with its values.
    pub headers: Headers,
    /// The body.
    pub body: Body,
    /// What may differ from the example, compiled.
    pub rules: Rules,
    /// What a mock server replaces when it answers.
    pub generators: Generators,
    /// Fields we give no meaning to, kept for writing back.
    pub extra: Object<'static>,
}

impl Default for Response {
    fn default() -> Self {
        Self {
            status: 200,
            headers: Headers::default(),
            body: Body::default(),
            rules: Rules::default(),
            generators: Generators::default(),
            extra: Object::new(),
        }
    }
}

/// Headers with their values, in the order of the file; names compare without regard to case.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Headers(Vec<(String, Vec<String>)>);

impl Headers {
    /// Adds values under `name`, to those already there.
    pub fn add(&mut self, name: impl Into<String>, values: impl IntoIterator<Item = String>) {
        let name = name.into();
        match self.0.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(&name)) {
            Some((_, known)) => known.extend(values),
            None => self.0.push((name, values.into_iter().collect())),
        }
    }

    /// The values under `name`.
    pub fn get(&self, name: &str) -> Option<&[String]> {
        self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, values)| values.as_slice())
    }

    /// The first value under `name`.
    pub fn first(&self, name: &str) -> Option<&str> {
        self.get(name)?.first().map(String::as_str)
    }

    /// Names and values in the order of the file.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &[String])> {
        self.0.iter().map(|(name, values)| (name.as_str(), values.as_slice()))
    }

    /// The same, with the values to be changed.
    pub fn iter_mut(&mut self) -> impl ExactSizeIterator<Item = (&str, &mut Vec<String>)> {
        self.0.iter_mut().map(|(name, values)| (name.as_str(), values))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A request as it arrived at a mock server.
#[derive(Debug, Clone, Copy, Default)]
pub struct ActualRequest<'a> {
    /// The method.
    pub method: &'a str,
    /// The path, percent-encoded as it came.
    pub path: &'a str,
    /// What stood behind the `?`, percent-encoded as it came; empty when there was none.
    pub query: &'a str,
    /// One entry for each header line.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body; `None` or empty when there was none.
    pub body: Option<&'a [u8]>,
}

/// A response as the provider gave it.
#[derive(Debug, Clone, Copy, Default)]
pub struct ActualResponse<'a> {
    /// The status code.
    pub status: u16,
    /// One entry for each header line.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body; `None` or empty when there was none.
    pub body: Option<&'a [u8]>,
}
