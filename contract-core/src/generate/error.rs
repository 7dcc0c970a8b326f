//! Why a value could not be made.

use super::place;
use crate::mismatch::Place;

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
        /// The expression, or the type of the generator.
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
    /// What the generator says makes no value.
    #[error("{} cannot be made by `{generator}`: {reason}", place::words(place))]
    Unmakable {
        /// The generator's type.
        generator: &'static str,
        /// What the value is for.
        place: Place,
        /// What is wrong.
        reason: String,
    },
}

fn known_values(known: &[String]) -> String {
    if known.is_empty() {
        return "no provider state has returned any value".to_owned();
    }
    format!("the provider states have returned only: {}", known.join(", "))
}

/// Why a generator makes no value, wherever it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Why {
    Unknown { name: String, expression: String, known: Vec<String> },
    Unconvertible { expression: String, value: String, wanted: &'static str },
    Malformed { expression: String, reason: &'static str },
    Unmakable { generator: &'static str, reason: String },
}

impl Why {
    pub(super) fn at(self, place: Place) -> Error {
        match self {
            Self::Unknown { name, expression, known } => Error::UnknownValue { name, expression, place, known },
            Self::Unconvertible { expression, value, wanted } => {
                Error::Unconvertible { expression, place, value, wanted }
            }
            Self::Malformed { expression, reason } => Error::Malformed { expression, place, reason },
            Self::Unmakable { generator, reason } => Error::Unmakable { generator, place, reason },
        }
    }
}
