//! Patterns for texts.

use super::Pattern;
use crate::rule::semver::is_version;
use crate::rule::{Format, Regex, Rule};

/// The usual form of a UUID.
const UUID: &str = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";

/// Passes texts the regular expression matches as a whole.
///
/// Look-around and back-references work. Numbers and booleans are matched by their JSON text.
///
/// Writes `{"match": "regex", "regex": expression}`.
///
/// # Panics
/// If the expression cannot be compiled, or does not match the example as a whole.
#[track_caller]
pub fn regex(expression: impl AsRef<str>, example: impl Into<String>) -> Pattern {
    let (expression, example) = (expression.as_ref(), example.into());
    match Regex::new(expression) {
        Ok(regex) => regex_of("regex", regex, example),
        Err(error) => panic!("regex({expression:?}, ..): {error}"),
    }
}

/// Passes UUIDs in their usual form, such as `2f3a1c4e-8f0b-4c5d-9e6f-7a8b9c0d1e2f`, in either case.
///
/// Writes a `regex` rule.
///
/// # Panics
/// If the example is not of that form.
#[track_caller]
pub fn uuid(example: impl Into<String>) -> Pattern {
    let example = example.into();
    match Regex::new(UUID) {
        Ok(regex) => regex_of("uuid", regex, example),
        Err(error) => panic!("uuid({example:?}): {error}"),
    }
}

/// Passes versions as semantic versioning 2.0.0 has them, such as `1.4.0` and `2.0.0-rc.1`; no `v` in front.
///
/// Writes `{"match": "semver"}`.
///
/// # Panics
/// If the example is no such version.
#[track_caller]
pub fn semver(example: impl Into<String>) -> Pattern {
    let example = example.into();
    let advice = "the example is not a semantic version; give one, such as 1.0.0";
    assert!(is_version(&example), "semver({example:?}): {advice}");
    Pattern::rule(Rule::Semver, example)
}

#[track_caller]
fn regex_of(function: &str, regex: Regex, example: String) -> Pattern {
    let source = regex.as_str();
    assert!(
        regex.matches(&example),
        "{function}(..): the example {example:?} does not match `{source}` as a whole; give one that does, or loosen the \
         expression"
    );
    Pattern::rule(Rule::Regex(regex), example)
}

/// Passes texts that include `part`, case and all.
///
/// Writes `{"match": "include", "value": part}`.
///
/// # Panics
/// If the example does not include the part.
#[track_caller]
pub fn include(part: impl Into<String>, example: impl Into<String>) -> Pattern {
    let (part, example) = (part.into(), example.into());
    assert!(
        example.contains(&part),
        "include({part:?}, {example:?}): the example does not include the part; give one that does"
    );
    Pattern::rule(Rule::Include(part), example)
}

/// Passes dates that follow a pattern of Java's `DateTimeFormatter` letters, such as `yyyy-MM-dd`.
///
/// Writes `{"match": "date", "format": pattern}`.
///
/// # Panics
/// If the pattern is malformed, or the example does not follow it.
#[track_caller]
pub fn date(pattern: impl AsRef<str>, example: impl Into<String>) -> Pattern {
    dated("date", Rule::Date, pattern.as_ref(), example.into())
}

/// Passes times of day that follow a pattern of Java's `DateTimeFormatter` letters, such as `HH:mm:ss`.
///
/// Writes `{"match": "time", "format": pattern}`.
///
/// # Panics
/// If the pattern is malformed, or the example does not follow it.
#[track_caller]
pub fn time(pattern: impl AsRef<str>, example: impl Into<String>) -> Pattern {
    dated("time", Rule::Time, pattern.as_ref(), example.into())
}

/// Passes dates with times that follow a pattern of Java's `DateTimeFormatter` letters, such as
/// `yyyy-MM-dd'T'HH:mm:ssXXX`.
///
/// Writes `{"match": "datetime", "format": pattern}`.
///
/// # Panics
/// If the pattern is malformed, or the example does not follow it.
#[track_caller]
pub fn datetime(pattern: impl AsRef<str>, example: impl Into<String>) -> Pattern {
    dated("datetime", Rule::DateTime, pattern.as_ref(), example.into())
}

#[track_caller]
fn dated(function: &str, rule: fn(Format) -> Rule, pattern: &str, example: String) -> Pattern {
    let format = match Format::parse(pattern) {
        Ok(format) => format,
        Err(error) => panic!("{function}({pattern:?}, ..): {error}"),
    };
    assert!(
        format.matches(&example),
        "{function}({pattern:?}, {example:?}): the example is not a real {function} written that way; give one that is"
    );
    Pattern::rule(rule(format), example)
}
