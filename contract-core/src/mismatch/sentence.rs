//! The sentence of a difference: the one the ecosystem knows, so that results read alike in every Pact tool and broker.

use super::Difference;
use crate::json::Value;
use std::fmt;

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
            Self::TooFew { actual, size, min } => {
                write!(f, "Expected {} (size {size}) to have minimum size of {min}", spaced(actual))
            }
            Self::TooMany { actual, size, max } => {
                write!(f, "Expected {} (size {size}) to have maximum size of {max}", spaced(actual))
            }
            Self::NotApplicable { rule, actual } => write!(f, "Unable to match {} with rule '{rule}'", typed(actual)),
            Self::Length { lengths: (expected, actual), .. } => {
                write!(f, "Expected a List with {expected} elements but received {actual} elements")
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
            Self::Untold => f.write_str("Further differences are not told: there are too many"),
            Self::TooMuchWork { what } => write!(f, "Gave up comparing {what}: it would take too long"),
            Self::Unreadable { format, reason } => {
                let article = if format.starts_with('X') { "an" } else { "a" };
                write!(f, "Expected {article} {format} body but could not read it: {reason}")
            }
            Self::UnreadableExample { format, reason } => {
                write!(f, "The contract's {format} example cannot be read: {reason}")
            }
            other => other.fmt_whole(f),
        }
    }

    /// The sentences about bodies as a whole, and about what is no body.
    fn fmt_whole(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
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
            Self::NotEmptyHeader { name, actual } => {
                write!(f, "Expected an empty header '{name}' but actual value was '{actual}'")
            }
            Self::Value { what, name, expected, actual } => {
                let verb = if what.ends_with("parameter") { "with" } else { "to have" };
                write!(f, "Expected {what} '{name}' {verb} value '{expected}' but was '{actual}'")
            }
            other => other.fmt_of_messages(f),
        }
    }

    /// The sentences about Protobuf messages and streams of them.
    fn fmt_of_messages(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSet { expected, default: None } => {
                write!(f, "Expected the field to be {} but it was not set", typed(expected))
            }
            Self::NotSet { expected, default: Some(default) } => {
                write!(f, "Expected {default} (field not set) to be equal to {}", typed(expected))
            }
            Self::OneofCase { oneof, expected, actual: Some(actual) } => {
                write!(f, "Expected oneof '{oneof}' to be '{expected}' but was '{actual}'")
            }
            Self::OneofCase { oneof, expected, actual: None } => {
                write!(f, "Expected oneof '{oneof}' to be '{expected}' but none of its fields was set")
            }
            Self::MessageCount { expected, actual } => {
                let words = if expected.ends_with(" 1") { "message" } else { "messages" };
                write!(f, "Expected {expected} {words} but received {actual}")
            }
            Self::NoMessage { expected } => {
                write!(f, "Expected a message like {expected} but the stream had ended")
            }
            Self::NoMessageLike { index, expected, among } => {
                write!(f, "Expected a message like the one at index {index} ({expected}) but none of the {among} is")
            }
            // Printed above.
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

/// A list with blanks behind its commas, or a map.
fn spaced(value: &Value<'_>) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(Value::to_compact).collect::<Vec<_>>().join(", ")),
        other => other.to_compact(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Difference;
    use crate::json::Json;

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
            Difference::TooFew { actual: json("[]"), size: 0, min: 1 },
            Difference::TooMany { actual: json("[1,2,3,4,5]"), size: 5, max: 4 },
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
