//! A rule or a generator by itself, as other notations than contract files hold them.

use super::Error;
use super::reader::Reader;
use crate::json::Json;
use crate::rule::Rule;

pub(crate) use super::generators::{one as read_generator, write_one as write_generator};

/// Reads one rule; what is wrong with it otherwise.
pub(crate) fn read_rule(value: &Json) -> Result<Rule, String> {
    let mut reader = Reader::new("", None);
    super::rule::read(value, &mut reader).map_err(|error| match error {
        Error::Malformed { reason, .. } => reason,
        other => other.to_string(),
    })
}
