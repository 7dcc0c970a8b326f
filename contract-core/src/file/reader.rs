//! Where in a file reading stands, what it has noticed, and the patterns it has compiled.

use super::Error;
use crate::interaction::Problem;
use crate::protobuf::Descriptors;
use crate::rule::{Format, REGEX_ROOM, Regex};
use std::collections::HashMap;
use std::fmt::{Display, Write as _};
use std::sync::Arc;

/// Something that was read leniently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// JSON pointer to the part.
    pub pointer: String,
    /// What it is.
    pub text: String,
}

/// The state of reading one file.
pub(super) struct Reader<'n> {
    name: &'n str,
    pointer: String,
    interaction: Option<String>,
    version: Option<String>,
    pub(super) notes: Vec<Note>,
    /// Each distinct expression is compiled once.
    regexes: HashMap<String, Result<Regex, String>>,
    formats: HashMap<String, Format>,
    /// Of gRPC messages, by key.
    descriptors: HashMap<String, Arc<Descriptors>>,
    /// Bytes the expressions still to come may take.
    regex_room: usize,
    /// How many rules have been read.
    rules: usize,
    /// Whether there is more than is read.
    is_exhausted: bool,
}

/// How many rules a contract may have.
const MAX_RULES: usize = 500_000;

impl<'n> Reader<'n> {
    pub(super) fn new(name: &'n str, version: Option<String>) -> Self {
        Self {
            name,
            pointer: String::new(),
            interaction: None,
            version,
            notes: Vec::new(),
            regexes: HashMap::new(),
            formats: HashMap::new(),
            descriptors: HashMap::new(),
            regex_room: REGEX_ROOM,
            rules: 0,
            is_exhausted: false,
        }
    }

    /// Whether the file does not say of which version it is.
    pub(super) fn states_no_version(&self) -> bool {
        self.version.is_none()
    }

    /// Why something cannot be read, as a problem of the present place and no other; the error itself, where it is one of
    /// the file.
    pub(super) fn problem(&self, error: Error) -> Result<Problem, Error> {
        match error {
            Error::Malformed { pointer, reason, .. } if !self.is_exhausted => {
                let below = pointer.strip_prefix(&self.pointer).unwrap_or(&pointer);
                Ok(Problem { pointer: below.to_owned(), reason })
            }
            error => Err(error),
        }
    }

    /// Whether the file says it is of version 4.
    pub(super) fn states_version_4(&self) -> bool {
        self.version.as_deref().is_some_and(|version| version.starts_with('4'))
    }

    /// Whether the file says it is of the very first version, 1.0.
    pub(super) fn states_version_1(&self) -> bool {
        self.version.as_deref().is_some_and(|version| ["1", "1.0", "1.0.0"].contains(&version))
    }

    /// Keeps the descriptors interactions refer to.
    pub(super) fn keep_descriptors(&mut self, descriptors: HashMap<String, Arc<Descriptors>>) {
        self.descriptors = descriptors;
    }

    /// The descriptors under a key.
    pub(super) fn descriptors(&self, key: &str) -> Option<Arc<Descriptors>> {
        self.descriptors.get(key).cloned()
    }

    /// Goes one step down for the time of `read`.
    pub(super) fn at<T>(
        &mut self,
        step: impl Display,
        read: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let length = self.pointer.len();
        let _ = write!(self.pointer, "/{}", escape(&step.to_string()));
        let result = read(self);
        self.pointer.truncate(length);
        result
    }

    /// Names the interaction that is being read, for errors.
    pub(super) fn enter_interaction(&mut self, description: &str) {
        self.interaction = Some(description.to_owned());
    }

    /// An error at the present place.
    pub(super) fn error(&self, reason: impl Into<String>) -> Error {
        let interaction = self.interaction.as_ref().map(|description| format!(" (interaction \"{description}\")"));
        Error::Malformed {
            name: self.name.to_owned(),
            pointer: if self.pointer.is_empty() { "the top".to_owned() } else { self.pointer.clone() },
            interaction: interaction.unwrap_or_default(),
            reason: reason.into(),
        }
    }

    /// An error at a place one step down.
    pub(super) fn error_at(&mut self, step: &str, reason: impl Into<String>) -> Error {
        let length = self.pointer.len();
        let _ = write!(self.pointer, "/{}", escape(step));
        let error = self.error(reason);
        self.pointer.truncate(length);
        error
    }

    /// Notes something about the present place.
    pub(super) fn note(&mut self, text: impl Into<String>) {
        self.notes.push(Note { pointer: self.pointer.clone(), text: text.into() });
    }

    /// Notes something about a place one step down.
    pub(super) fn note_at(&mut self, step: &str, text: impl Into<String>) {
        self.notes.push(Note { pointer: format!("{}/{}", self.pointer, escape(step)), text: text.into() });
    }

    /// Counts a rule that is about to be read.
    pub(super) fn count_rule(&mut self) -> Result<(), Error> {
        self.rules += 1;
        if self.rules > MAX_RULES {
            self.is_exhausted = true;
            return Err(self.error(format!("the contract has more than {MAX_RULES} matching rules")));
        }
        Ok(())
    }

    pub(super) fn regex(&mut self, source: &str) -> Result<Regex, Error> {
        if !self.regexes.contains_key(source) {
            let regex = Regex::within(source, &mut self.regex_room).map_err(|error| error.to_string());
            self.regexes.insert(source.to_owned(), regex);
        }
        match &self.regexes[source] {
            Ok(regex) => Ok(regex.clone()),
            Err(reason) => Err(self.error(reason.as_str())),
        }
    }

    pub(super) fn format(&mut self, pattern: &str) -> Result<Format, Error> {
        if let Some(format) = self.formats.get(pattern) {
            return Ok(format.clone());
        }
        let format = Format::parse(pattern).map_err(|error| self.error(error.to_string()))?;
        self.formats.insert(pattern.to_owned(), format.clone());
        Ok(format)
    }
}

/// A step of a JSON pointer.
fn escape(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_and_expressions_are_bounded_and_the_place_is_named() {
        let mut reader = Reader::new("a.json", None);
        reader.enter_interaction("an order");
        reader.rules = MAX_RULES;
        let error = reader.at("matchingRules", Reader::count_rule).unwrap_err().to_string();
        assert_eq!(
            error,
            "contract file `a.json` is malformed at /matchingRules (interaction \"an order\"): \
             the contract has more than 500000 matching rules"
        );
        reader.regex_room = 40_000;
        assert!(reader.regex("a+").is_ok());
        assert!(reader.regex("a+").is_ok(), "compiled once, counted once");
        let error = reader.regex("b+").unwrap_err().to_string();
        assert!(error.contains("`b+` cannot be compiled: with the others of the contract"), "{error}");
    }
}
