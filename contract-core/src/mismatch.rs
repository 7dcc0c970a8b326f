//! What differs, as data, and its sentence.
//!
//! The sentences are the ones the ecosystem knows, so that results read alike in every Pact tool and broker.

use crate::json::{Json, Value};
use std::fmt;

/// One difference between what a contract says and what arrived.
#[derive(Debug, Clone, PartialEq)]
pub struct Mismatch {
    /// Where it is.
    pub place: Place,
    /// What it is.
    pub difference: Difference,
    /// The rule that was not met; `None` where plain equality was asked for.
    pub rule: Option<RuleOrigin>,
}

impl Mismatch {
    /// A difference no rule asked for.
    pub fn plain(place: Place, difference: Difference) -> Self {
        Self { place, difference, rule: None }
    }

    /// The kind of place, in the words of verification results: `method`, `path`, `status`, `query`, `header`, `body`,
    /// `body-content-type` or `metadata`.
    pub fn attribute(&self) -> &'static str {
        match self.place {
            Place::Method => "method",
            Place::Path => "path",
            Place::Status => "status",
            Place::Query(_) => "query",
            Place::Header(_) => "header",
            Place::BodyType => "body-content-type",
            Place::Body(_) => "body",
            Place::Metadata(_) => "metadata",
        }
    }

    /// The header, parameter or key it is about, or the path inside the body.
    pub fn identifier(&self) -> Option<&str> {
        match &self.place {
            Place::Query(name) | Place::Header(name) | Place::Metadata(name) | Place::Body(name) => Some(name),
            Place::Method | Place::Path | Place::Status | Place::BodyType => None,
        }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.difference.fmt(f)
    }
}

/// Where a difference is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// The request's method.
    Method,
    /// The request's path.
    Path,
    /// The response's status.
    Status,
    /// A query parameter, by name.
    Query(String),
    /// A header, by the contract's spelling of its name.
    Header(String),
    /// The body's content type.
    BodyType,
    /// A place in the body, by path: `$.items[0].id`.
    Body(String),
    /// A message's metadata, by key.
    Metadata(String),
}

/// The rule a value did not meet, and where the contract puts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleOrigin {
    /// The rule's name, such as `integer`.
    pub rule: String,
    /// The path or name the rule is defined for.
    pub path: String,
}

/// What differs. Values are kept as they were, so that any reader can print them its own way.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Difference {
    /// Another value than expected.
    Unequal {
        /// What the contract says.
        expected: Json,
        /// What arrived.
        actual: Json,
    },
    /// A value of another kind than the example.
    UnlikeExample {
        /// What the contract says.
        expected: Json,
        /// What arrived.
        actual: Json,
    },
    /// A list or map met a value of another kind.
    KindMismatch {
        /// What the contract says.
        expected: Json,
        /// What arrived.
        actual: Json,
    },
    /// A text that a regular expression does not match as a whole.
    NoRegexMatch {
        /// The expression.
        regex: String,
        /// The text that arrived.
        actual: String,
    },
    /// A text without the part it must include.
    NotIncluded {
        /// The part.
        part: String,
        /// The text that arrived.
        actual: String,
    },
    /// A value that is not of the kind a rule names.
    NotA {
        /// The kind: `a number`, `an integer`, `a decimal number`, `a null value`.
        what: &'static str,
        /// What arrived.
        actual: Json,
    },
    /// A value that is no boolean.
    NotBoolean {
        /// What arrived.
        actual: Json,
    },
    /// A text that does not follow a date or time pattern.
    NoDateMatch {
        /// `date`, `time` or `datetime`.
        what: &'static str,
        /// The pattern.
        format: String,
        /// The text that arrived.
        actual: String,
    },
    /// An empty value.
    IsEmpty {
        /// What arrived.
        actual: Json,
    },
    /// A text that is no semantic version.
    NotSemver {
        /// The text that arrived.
        actual: String,
    },
    /// A status outside a class.
    StatusClass {
        /// The class, in words.
        class: String,
        /// The status that arrived.
        actual: String,
    },
    /// Content of another type by its looks.
    ContentType {
        /// The type it must have.
        expected: String,
        /// The type it looks like.
        detected: String,
    },
    /// A list without an item a variant asks for.
    MissingVariant {
        /// The variant's position.
        index: usize,
        /// Its template.
        expected: Json,
    },
    /// A comparison that was given up because it would take too long.
    TooMuchWork {
        /// What was being compared.
        what: &'static str,
    },
    /// A list or map with too few entries.
    TooFew {
        /// What arrived.
        actual: Json,
        /// How many there must be.
        min: usize,
    },
    /// A list or map with too many entries.
    TooMany {
        /// What arrived.
        actual: Json,
        /// How many there may be.
        max: usize,
    },
    /// A rule that makes no sense for the value it met.
    NotApplicable {
        /// The rule's name.
        rule: String,
        /// What arrived.
        actual: Json,
    },
    /// A list of another length.
    Length {
        /// What the contract says.
        expected: Json,
        /// What arrived.
        actual: Json,
    },
    /// Another set of keys where exactly these are allowed.
    Keys {
        /// The keys expected, sorted.
        expected: Vec<String>,
        /// The keys that arrived, sorted.
        actual: Vec<String>,
    },
    /// Keys that did not arrive.
    MissingKeys {
        /// The missing keys, sorted.
        missing: Vec<String>,
    },
    /// Entries where an empty map was expected.
    NotEmptyMap {
        /// What arrived.
        actual: Json,
    },
    /// A body that cannot be read as what it says it is.
    Unreadable {
        /// What it should have been: `JSON`.
        format: &'static str,
        /// Why it is not.
        reason: String,
    },
    /// The contract's own example cannot be read as what it says it is.
    UnreadableExample {
        /// What it should be: `XML`.
        format: &'static str,
        /// Why it is not.
        reason: String,
    },
    /// A body of no bytes where a rule asks for some.
    EmptyBody,
    /// An XML document with another element at its root.
    Root {
        /// The name the contract states, namespace included.
        expected: String,
        /// The name that arrived.
        actual: String,
    },
    /// An XML element that did not arrive.
    MissingChild {
        /// Its name, namespace included.
        name: String,
    },
    /// An XML element nobody expects.
    UnexpectedChild {
        /// Its name, namespace included.
        name: String,
    },
    /// No body where one was expected.
    MissingBody,
    /// A body where none was expected.
    UnexpectedBody {
        /// Its size in bytes.
        size: usize,
    },
    /// A body of another type.
    BodyType {
        /// The type the contract states.
        expected: String,
        /// The type that arrived.
        actual: String,
    },
    /// A text body that is not the one expected.
    UnequalText {
        /// The text the contract states.
        expected: String,
        /// The text that arrived.
        actual: String,
    },
    /// Bytes that are not the ones expected.
    UnequalBytes {
        /// A description of the expected bytes.
        expected: String,
        /// A description of the bytes that arrived.
        actual: String,
    },
    /// Another method, path, status or number of values.
    Plain {
        /// What is compared: `method`, `path`, `status`.
        what: &'static str,
        /// What the contract says.
        expected: String,
        /// What arrived.
        actual: String,
    },
    /// A header, parameter or key that did not arrive.
    Missing {
        /// What it is: `a header`, `query parameter`.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// A parameter, an attribute or a part nobody expects.
    Unexpected {
        /// What it is: `query parameter`, `attribute`, `part`.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// A parameter that does not come as often as expected.
    ValueCount {
        /// What it is: `query parameter`, `header`.
        what: &'static str,
        /// Its name.
        name: String,
        /// How many values the contract has.
        expected: usize,
        /// How many arrived.
        actual: usize,
    },
    /// A header or parameter with another value.
    Value {
        /// What it is: `header`, `query parameter`.
        what: &'static str,
        /// Its name.
        name: String,
        /// The value the contract states.
        expected: String,
        /// The value that arrived.
        actual: String,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unequal { expected: e, actual: a } => write!(f, "Expected {} to be equal to {}", typed(a), typed(e)),
            Self::UnlikeExample { expected: e, actual: a } => {
                write!(f, "Expected {} to be the same type as {}", typed(a), typed(e))
            }
            Self::KindMismatch { expected: e, actual: a } => {
                write!(f, "Type mismatch: Expected {} to be the same type as {}", typed(a), typed(e))
            }
            Self::NoRegexMatch { regex, actual } => write!(f, "Expected '{actual}' to match '{regex}'"),
            Self::NotIncluded { part, actual } => write!(f, "Expected '{actual}' to include '{part}'"),
            Self::NotA { what, actual } => write!(f, "Expected {} to be {what}", typed(actual)),
            Self::NotBoolean { actual } => write!(f, "Expected {} to match a boolean", typed(actual)),
            Self::NoDateMatch { what, format, actual } => {
                write!(f, "Expected '{actual}' to match a {what} pattern of '{format}'")
            }
            Self::TooFew { actual, min } => write!(f, "Expected {} to have minimum size of {min}", sized(actual)),
            Self::TooMany { actual, max } => write!(f, "Expected {} to have maximum size of {max}", sized(actual)),
            Self::NotApplicable { rule, actual } => write!(f, "Unable to match {} with rule '{rule}'", typed(actual)),
            Self::Length { expected: e, actual: a } => {
                write!(f, "Expected a List with {} elements but received {} elements", size(e), size(a))
            }
            Self::Keys { expected, actual } => {
                let (expected, actual) = (expected.join(", "), actual.join(", "));
                write!(f, "Expected a Map with keys [{expected}] but received one with keys [{actual}]")
            }
            Self::MissingKeys { missing } => {
                write!(f, "Actual map is missing the following keys: {}", missing.join(", "))
            }
            Self::NotEmptyMap { actual } => write!(f, "Expected an empty Map but received {actual}"),
            other => other.fmt_other(f),
        }
    }
}

impl Difference {
    /// The sentences about what is not a single value inside a body.
    fn fmt_other(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::IsEmpty { actual } => write!(f, "Expected {} to not be empty", typed(actual)),
            Self::NotSemver { actual } => write!(f, "'{actual}' is not a valid semantic version"),
            Self::StatusClass { class, actual } => write!(f, "Expected status code {actual} to be {class}"),
            Self::ContentType { expected, detected } => {
                write!(f, "Expected binary contents to have content type '{expected}' ")?;
                write!(f, "but detected contents was '{detected}'")
            }
            Self::MissingVariant { index, expected } => {
                write!(f, "Variant at index {index} ({expected}) was not found in the actual list")
            }
            Self::TooMuchWork { what } => write!(f, "Gave up comparing {what}: it would take too long"),
            Self::Unreadable { format, reason } => {
                let article = if format.starts_with('X') { "an" } else { "a" };
                write!(f, "Expected {article} {format} body but could not read it: {reason}")
            }
            Self::UnreadableExample { format, reason } => {
                write!(f, "The contract's {format} example cannot be read: {reason}")
            }
            Self::EmptyBody => f.write_str("Expected [] (0 bytes) to not be empty"),
            Self::Root { expected, actual } => write!(f, "Expected element <{expected}/> but received <{actual}/>"),
            Self::MissingChild { name } => write!(f, "Expected child <{name}/> but was missing"),
            Self::UnexpectedChild { name } => write!(f, "Unexpected child <{name}/> received"),
            Self::MissingBody => f.write_str("Expected a body but was missing"),
            Self::UnexpectedBody { size } => write!(f, "Expected an empty body but received {size} bytes"),
            Self::BodyType { expected, actual } => {
                write!(f, "Expected a body of '{expected}' but the actual content type was '{actual}'")
            }
            Self::UnequalText { expected, actual } => {
                write!(f, "Expected body '{expected}' to match '{actual}' using equality but did not match")
            }
            Self::UnequalBytes { expected, actual } => {
                write!(f, "Actual body [{actual}] is not equal to the expected body [{expected}]")
            }
            Self::Plain { what, expected, actual } => write!(f, "Expected {what} {expected} but was {actual}"),
            Self::Missing { what, name } => write!(f, "Expected {what} '{name}' but was missing"),
            Self::Unexpected { what, name } => write!(f, "Unexpected {what} '{name}' received"),
            Self::ValueCount { what, name, expected, actual } => {
                write!(f, "Expected {what} '{name}' with {expected} value(s) but received {actual} value(s)")
            }
            Self::Value { what, name, expected, actual } => {
                let verb = if what.ends_with("parameter") { "with" } else { "to have" };
                write!(f, "Expected {what} '{name}' {verb} value '{expected}' but was '{actual}'")
            }
            // Printed by `fmt` itself.
            other => write!(f, "{other:?}"),
        }
    }
}

/// A value with its kind: `'x' (String)`, `100 (Integer)`.
fn typed(value: &Value<'_>) -> String {
    match value {
        Value::String(text) => format!("'{text}' (String)"),
        other => format!("{other} ({})", other.kind()),
    }
}

/// A list with blanks behind its commas, or a map, with its size.
fn sized(value: &Value<'_>) -> String {
    let text = match value {
        Value::Array(items) => format!("[{}]", items.iter().map(Value::to_compact).collect::<Vec<_>>().join(", ")),
        other => other.to_compact(),
    };
    format!("{text} (size {})", size(value))
}

fn size(value: &Value<'_>) -> usize {
    match value {
        Value::Array(items) => items.len(),
        Value::Object(object) => object.len(),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Json {
        crate::json::parse(text.as_bytes()).unwrap().into_owned()
    }

    #[test]
    fn sentences_are_the_ones_the_ecosystem_knows() {
        let sentences = [
            Difference::Unequal { expected: json("\"b\""), actual: json("\"c\"") },
            Difference::UnlikeExample { expected: json("\"a\""), actual: json("100") },
            Difference::KindMismatch { expected: json("[\"b\"]"), actual: json("\"b\"") },
            Difference::NoRegexMatch { regex: r"\w{3}\d{3}".into(), actual: "a".into() },
            Difference::NotIncluded { part: "a".into(), actual: "dog".into() },
            Difference::NotA { what: "an integer", actual: json("\"2\"") },
            Difference::TooFew { actual: json("[]"), min: 1 },
            Difference::TooMany { actual: json("[1,2,3,4,5]"), max: 4 },
            Difference::Keys { expected: vec!["one".into(), "two".into()], actual: vec!["one".into()] },
            Difference::MissingKeys { missing: vec!["two".into()] },
            Difference::BodyType { expected: "application/json".into(), actual: "application/xml".into() },
            Difference::Missing { what: "a header", name: "X-TEST".into() },
            Difference::Unexpected { what: "query parameter", name: "c".into() },
            Difference::UnequalText { expected: "Hello World!".into(), actual: "Hello Mars!".into() },
        ]
        .map(|difference| difference.to_string());
        insta::assert_snapshot!(sentences.join("\n"), @r#"
        Expected 'c' (String) to be equal to 'b' (String)
        Expected 100 (Integer) to be the same type as 'a' (String)
        Type mismatch: Expected 'b' (String) to be the same type as ["b"] (Array)
        Expected 'a' to match '\w{3}\d{3}'
        Expected 'dog' to include 'a'
        Expected '2' (String) to be an integer
        Expected [] (size 0) to have minimum size of 1
        Expected [1, 2, 3, 4, 5] (size 5) to have maximum size of 4
        Expected a Map with keys [one, two] but received one with keys [one]
        Actual map is missing the following keys: two
        Expected a body of 'application/json' but the actual content type was 'application/xml'
        Expected a header 'X-TEST' but was missing
        Unexpected query parameter 'c' received
        Expected body 'Hello World!' to match 'Hello Mars!' using equality but did not match
        "#);
    }
}
