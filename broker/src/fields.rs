//! Reads the fields of a JSON body and collects what is wrong with them, so that a client learns everything at once.

use crate::domain::name;
use crate::error::{ApiError, FieldErrors, Place};
use serde_json::{Map, Value};

/// A body being read.
#[derive(Debug)]
pub struct Fields<'a> {
    body: &'a Map<String, Value>,
    errors: FieldErrors,
}

impl<'a> Fields<'a> {
    /// Starts reading `body`.
    pub fn of(body: &'a Map<String, Value>) -> Self {
        Self { body, errors: FieldErrors::new() }
    }

    /// Notes a complaint.
    pub fn complain(&mut self, field: &str, message: impl Into<String>) {
        self.errors.entry(field.to_owned()).or_default().push(message.into());
    }

    /// Whether nothing is wrong so far.
    pub fn is_fine(&self) -> bool {
        self.errors.is_empty()
    }

    /// The answer to a body with complaints.
    pub fn finish(self) -> Result<(), ApiError> {
        if self.errors.is_empty() { Ok(()) } else { Err(ApiError::Invalid(Place::Body, self.errors)) }
    }

    /// The raw value; `null` counts as absent.
    pub fn value(&self, field: &str) -> Option<&'a Value> {
        self.body.get(field).filter(|value| !value.is_null())
    }

    /// A text that may be absent or empty.
    pub fn text(&mut self, field: &str) -> Option<String> {
        match self.value(field) {
            None => None,
            Some(Value::String(text)) => {
                if text.contains('\0') {
                    self.complain(field, "cannot contain the character U+0000");
                }
                Some(text.clone())
            }
            Some(_) => {
                self.complain(field, "must be a string");
                None
            }
        }
    }

    /// A text of one line that may be absent; a blank one counts as absent.
    pub fn line(&mut self, field: &str) -> Option<String> {
        let text = self.text(field)?;
        if text.contains(['\n', '\r']) {
            self.complain(field, "cannot contain multiple lines");
        }
        Some(text).filter(|text| !text.trim().is_empty())
    }

    /// A name that may be absent, but not blank.
    pub fn optional_name(&mut self, field: &str) -> Option<String> {
        let text = self.text(field)?;
        if let Err(error) = name::check(&text) {
            self.complain(field, error.message());
        }
        Some(text)
    }

    /// A name that must be there; the result is empty when it is not.
    pub fn name(&mut self, field: &str) -> String {
        if self.value(field).is_none() {
            self.complain(field, "is missing");
        }
        self.optional_name(field).unwrap_or_default()
    }

    /// A flag that must be there.
    pub fn flag(&mut self, field: &str) -> bool {
        match self.value(field) {
            Some(Value::Bool(flag)) => return *flag,
            Some(_) => self.complain(field, "must be true or false"),
            None => self.complain(field, "is missing"),
        }
        false
    }

    /// A list that may be absent.
    pub fn list(&mut self, field: &str) -> &'a [Value] {
        match self.value(field) {
            None => &[],
            Some(Value::Array(items)) => items,
            Some(_) => {
                self.complain(field, "must be an array");
                &[]
            }
        }
    }
}
