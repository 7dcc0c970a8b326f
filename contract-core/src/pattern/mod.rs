//! Values that are example and rule at once.
//!
//! A [`Pattern`] stands anywhere a JSON value can: in `json!`, in a field of a struct, inside another pattern. The
//! example is what a mock server sends and a verifier replays; the rule is what the other side's value is held to.
//!
//! ```
//! use abide_contract_core::json::Json;
//! use abide_contract_core::pattern::{each_like, integer, like, regex, split};
//! use serde_json::json;
//!
//! let parts = split(&Json::from_serialize(&json!({
//!     "payment_id": regex("pay-[a-z0-9]+", "pay-abc123"),
//!     "currency": "EUR",
//!     "items": each_like(json!({ "sku": like("sku-1"), "quantity": integer(2) })),
//! }))?);
//!
//! assert_eq!(
//!     parts.example.to_compact(),
//!     r#"{"currency":"EUR","items":[{"quantity":2,"sku":"sku-1"}],"payment_id":"pay-abc123"}"#
//! );
//! let places: Vec<_> = parts.rules.iter().map(|(path, set)| format!("{path} {}", set.rules[0].name())).collect();
//! assert_eq!(
//!     places,
//!     ["$.items type", "$.items[*].quantity integer", "$.items[*].sku type", "$.payment_id regex"]
//! );
//! # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
//! ```
//!
//! | pattern | passes |
//! |---|---|
//! | a plain value | that value |
//! | [`like`] | values of the same kind, all the way down |
//! | [`equal`] | the value itself, also inside [`like`] |
//! | [`each_like`], [`each_like_min`], [`each_like_between`] | lists whose every item is like the one given |
//! | [`each_entry`] | objects whose every key and every value is like the one given |
//! | [`array_containing`] | lists that have the items given, among others and in any order |
//! | [`not_empty`] | values of the same kind that are not empty |
//! | [`number`], [`integer`], [`decimal`], [`boolean`], [`null`] | what the name says |
//! | [`regex`], [`include`](fn@include), [`uuid`], [`semver`] | texts |
//! | [`date`], [`time`], [`datetime`] | texts in a pattern of Java's letters |
//! | [`from_state`] | values of the same kind; replayed with what the provider's state set-up returns |
//!
//! A pattern is checked when it is made: an example its own rule would refuse panics at the test's line.
//!
//! Patterns can be nested. Two at one place, as in `like(regex(..))` or `from_state(.., regex(..))`, count as the inner one;
//! a state's value is still filled in.

mod container;
pub mod integration;
mod marker;
mod scalar;
mod shape;
mod split;
mod state;
mod text;

pub use container::{array_containing, each_entry};
pub use scalar::{boolean, decimal, integer, null, number};
pub use shape::{each_like, each_like_between, each_like_min, equal, like, not_empty};
pub use split::split;
pub use state::from_state;
pub use text::{date, datetime, include, regex, semver, time, uuid};

use crate::generate::Generator;
use crate::json::Json;
use crate::rule::Rule;
use crate::rule_path::RulePath;
use crate::rules::RuleSet;
use serde::Serialize;

/// An example together with the rule that says what may stand in its place.
///
/// Made by the functions of [this module](self), as in `regex("pay-[a-z0-9]+", "pay-abc123")`.
///
/// Serialised it is a marker object under a private key, which [`split`](fn@split) takes apart again. Do not write the marker
/// yourself or rely on its shape: it may change with any release. An object that merely resembles it is plain data.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a pattern does nothing until it stands in a request or response"]
pub struct Pattern {
    meaning: Meaning,
    /// May hold the markers of other patterns.
    example: Json,
}

/// What a pattern says about the place it stands at.
#[derive(Debug, Clone, PartialEq)]
enum Meaning {
    /// One rule, on the example as it is.
    Rule(Rule),
    /// A list of items like the example.
    Each { min: usize, max: Option<usize> },
    /// A map of values like the example; `name` is the example of a key.
    Entries { key: Rule, name: String },
    /// A list that has, for each item of the example, one like it.
    Containing,
    /// The example is replaced by what the provider's state returns.
    FromState { expression: String },
}

/// A value with its patterns taken apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// The value without patterns.
    pub example: Json,
    /// What may differ from it, by place; sorted, one set to a place.
    pub rules: Vec<(RulePath, RuleSet)>,
    /// What is replaced when it is sent, by place; sorted.
    pub generators: Vec<(RulePath, Generator)>,
}

impl Pattern {
    /// Takes this one pattern apart; its own rule is at `$`.
    ///
    /// For places that hold one value: a path, a header, a query parameter.
    pub fn into_parts(self) -> Parts {
        split::split_pattern(&self)
    }

    fn rule(rule: Rule, example: impl Into<Json>) -> Self {
        Self { meaning: Meaning::Rule(rule), example: example.into() }
    }
}

/// The JSON of an example.
#[track_caller]
fn json_of(function: &str, example: impl Serialize) -> Json {
    match Json::from_serialize(&example) {
        Ok(value) => value,
        Err(error) => panic!("{function}(..): the example cannot be written as JSON: {error}"),
    }
}

#[cfg(test)]
mod tests;
