//! Integration JSON: bodies, headers and the like with rules written into them, as other tools' test libraries send them.
//!
//! An object with `pact:matcher:type` or `pact:generator:type` stands for the example in its `value`. The form exists only
//! between a test library and the core that writes the contract for it, never in files; [`resolve`] takes it apart.
//!
//! ```
//! use abide_contract_core::json;
//! use abide_contract_core::pattern::integration::resolve;
//!
//! let sent = br#"{
//!     "id": {"pact:matcher:type": "integer", "value": 42},
//!     "tags": {"pact:matcher:type": "type", "min": 2, "value": [
//!         {"pact:matcher:type": "regex", "regex": "[a-z]+", "value": "new"}
//!     ]}
//! }"#;
//! let parts = resolve(&json::parse(sent)?.into_owned())?;
//!
//! assert_eq!(parts.example.to_compact(), r#"{"id":42,"tags":["new","new"]}"#);
//! let places: Vec<_> = parts.rules.iter().map(|(path, set)| format!("{path} {}", set.rules[0].name())).collect();
//! assert_eq!(places, ["$.id integer", "$.tags type", "$.tags[*] regex"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | attribute | meaning |
//! |---|---|
//! | `pact:matcher:type` | the name of a rule in any spelling contract files have; a [definition](crate::definition); or a list of names, definitions and objects with a `pact:matcher:type` each, all of which must be met |
//! | `pact:generator:type` | the name of a generator |
//! | `value` | the example: any JSON, which may hold more such objects. For `include` and `contentType` it is the rule's parameter as well |
//! | `regex`, `min`, `max`, `format`, `status`, `digits`, `size`, `expression`, … | parameters, as in a contract file |
//! | `rules` | for `eachKey` and `eachValue`: a list of such objects |
//! | `variants` | for `arrayContains`: a list of values; they are the example |
//! | anything else, where there is no `value` | together, the example: an object |
//!
//! `{"expression": "${id}", "value": 7}` alone is an example whose value comes from the provider's state.
//!
//! Rules on the items of a list stand at `[*]` where all items have the same, otherwise at each item's index; rules on the
//! entries of an object under `values`, `eachKey` or `eachValue` stand at `.*` likewise. A list shorter than its `min` is
//! filled up with its last item. Where no example is given, the generator, or
//! a rule that says enough, makes one, always the same. Of two rules at one place, because a `value` is such an object itself, the inner counts.

mod node;
mod rule;
mod sample;

#[cfg(test)]
mod tests;

use super::Parts;
use crate::generate::{Generator, check_expression};
use crate::json::{Json, MAX_DEPTH, Object};
use crate::rule_path::{RulePath, Step};
use crate::rules::RuleSet;
use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};

const MATCHER: &str = "pact:matcher:type";
const GENERATOR: &str = "pact:generator:type";

/// Integration JSON that cannot be taken apart.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("integration JSON is malformed at {}: {reason}", if pointer.is_empty() { "the top" } else { pointer })]
pub struct IntegrationError {
    /// JSON pointer to the part.
    pub pointer: String,
    /// What is wrong.
    pub reason: String,
}

/// Takes integration JSON apart into the example, the rules and the generators.
///
/// A value without rules is its own example.
pub fn resolve(value: &Json) -> Result<Parts, IntegrationError> {
    Resolver { pointer: String::new(), depth: 0 }.value(value).map(Found::finish)
}

/// Where resolving stands.
struct Resolver {
    pointer: String,
    depth: usize,
}

/// What a value says about itself; paths begin at the value.
#[derive(Debug, Clone, PartialEq)]
struct Found {
    example: Json,
    rules: Vec<(RulePath, RuleSet)>,
    generators: Vec<(RulePath, Generator)>,
}

impl Found {
    fn plain(example: Json) -> Self {
        Self { example, rules: Vec::new(), generators: Vec::new() }
    }

    fn says_the_same_as(&self, other: &Self) -> bool {
        self.rules == other.rules && self.generators == other.generators
    }

    /// Takes over what is said about a place one step down.
    fn adopt(&mut self, step: &Step, below: Self) {
        let down = |path: &RulePath| RulePath::root().then(step.clone()).below(path.steps());
        self.rules.extend(below.rules.into_iter().map(|(path, set)| (down(&path), set)));
        self.generators.extend(below.generators.into_iter().map(|(path, generator)| (down(&path), generator)));
    }

    /// One set and one generator to a place, sorted.
    fn finish(self) -> Parts {
        let mut rules: BTreeMap<RulePath, RuleSet> = BTreeMap::new();
        for (path, set) in self.rules {
            let known = rules.entry(path).or_default();
            for rule in set.rules {
                if !known.rules.contains(&rule) {
                    known.rules.push(rule);
                }
            }
        }
        let mut generators: BTreeMap<RulePath, Generator> = BTreeMap::new();
        for (path, generator) in self.generators {
            generators.entry(path).or_insert(generator);
        }
        Parts {
            example: self.example,
            rules: rules.into_iter().collect(),
            generators: generators.into_iter().collect(),
        }
    }
}

impl Resolver {
    fn error(&self, reason: impl Into<String>) -> IntegrationError {
        IntegrationError { pointer: self.pointer.clone(), reason: reason.into() }
    }

    /// Goes one step down for the time of `read`.
    fn at<T>(
        &mut self,
        step: impl Display,
        read: impl FnOnce(&mut Self) -> Result<T, IntegrationError>,
    ) -> Result<T, IntegrationError> {
        let length = self.pointer.len();
        let _ = write!(self.pointer, "/{}", step.to_string().replace('~', "~0").replace('/', "~1"));
        if self.depth == MAX_DEPTH {
            return Err(self.error(format!("nesting deeper than {MAX_DEPTH} levels")));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        self.pointer.truncate(length);
        result
    }

    fn value(&mut self, value: &Json) -> Result<Found, IntegrationError> {
        match value {
            Json::Array(items) => {
                let mut found = Found::plain(Json::Null);
                let mut examples = Vec::with_capacity(items.len());
                for (index, item) in items.iter().enumerate() {
                    let mut below = self.at(index, |resolver| resolver.value(item))?;
                    examples.push(std::mem::replace(&mut below.example, Json::Null));
                    found.adopt(&Step::Index(index), below);
                }
                Ok(Found { example: Json::Array(examples), ..found })
            }
            Json::Object(object) if object.contains_key(MATCHER) || object.contains_key(GENERATOR) => self.node(object),
            Json::Object(object) => match from_state(object) {
                Some((generator, example)) => {
                    Ok(Found { generators: vec![(RulePath::root(), generator)], ..Found::plain(example) })
                }
                None => self.entries(object),
            },
            scalar => Ok(Found::plain(scalar.clone())),
        }
    }

    fn entries(&mut self, object: &Object<'static>) -> Result<Found, IntegrationError> {
        let mut found = Found::plain(Json::Null);
        let mut examples = Vec::with_capacity(object.len());
        for (key, value) in object.iter() {
            let mut below = self.at(key, |resolver| resolver.value(value))?;
            examples.push((key.to_owned(), std::mem::replace(&mut below.example, Json::Null)));
            found.adopt(&Step::Field(key.to_owned()), below);
        }
        Ok(Found { example: Json::Object(examples.into_iter().collect::<Object<'static>>()), ..found })
    }
}

/// The short form of a value from the provider's state: exactly an `expression` with a hole, and a plain `value`.
fn from_state(object: &Object<'static>) -> Option<(Generator, Json)> {
    let expression = object.get("expression").filter(|_| object.len() == 2)?.as_str()?;
    let example = object.get("value").filter(|value| !value.is_container())?;
    if !expression.contains("${") || check_expression(expression).is_err() {
        return None;
    }
    let expression = expression.to_owned();
    Some((Generator::ProviderState { expression, data_type: None }, example.clone()))
}
