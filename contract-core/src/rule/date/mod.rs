//! `date`, `time` and `datetime`: texts that follow a pattern of Java's `DateTimeFormatter` letters. Since V3.
//!
//! Apply to every part. The text must follow the pattern as a whole and name a date or time that exists: no 30th of
//! February, no 24th hour. Letters mean what they mean in Java: `MM` is exactly two digits, `M` one or two, `MMM` and
//! `MMMM` English month names, `XXX` an offset such as `+02:00` or `Z`, `'T'` the text `T`, `[` and `]` enclose what may be
//! left out. A year of more digits than `yyyy` has letters needs its sign, and no other may have a plus. Names of time zones
//! are judged by their form and not looked up.
//!
//! The same patterns are printed where dates are made: [`Format::print`] of a [`Moment`].
//!
//! | rule | accepts | does not accept |
//! |---|---|---|
//! | `{"match": "date", "format": "dd.MM.yyyy"}` | `29.02.2024` | `29.02.2023`, `2024-02-29`, `1.3.2024` |
//! | `{"match": "time"}`, which is `HH:mm:ss` | `23:59:59` | `24:00:00`, `9:15:00` |
//! | `{"match": "datetime"}`, which is `yyyy-MM-dd'T'HH:mm:ssXXX` | `2024-02-29T10:15:00+01:00` | `2024-02-29 10:15` |

mod calendar;
mod field;
mod moment;
mod pattern;
mod print;

pub use moment::{Moment, MomentError};

use crate::json::Value;
use crate::mismatch::Difference;
use calendar::Seen;
use pattern::Token;

/// The pattern of a `date` rule without one.
pub const DEFAULT_DATE: &str = "yyyy-MM-dd";
/// The pattern of a `time` rule without one.
pub const DEFAULT_TIME: &str = "HH:mm:ss";
/// The pattern of a `datetime` rule without one.
pub const DEFAULT_DATETIME: &str = "yyyy-MM-dd'T'HH:mm:ssXXX";

/// Steps one match may take; patterns of people need a few dozen.
const STEP_LIMIT: u32 = 20_000;

/// A compiled date or time pattern.
#[derive(Debug, Clone, PartialEq)]
pub struct Format {
    source: String,
    tokens: Vec<Token>,
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
        Ok(Self { source: pattern.to_owned(), tokens: pattern::parse(pattern)? })
    }

    /// The pattern as written.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// Whether `text` follows the pattern as a whole and names a real date or time.
    pub fn matches(&self, text: &str) -> bool {
        let mut steps = STEP_LIMIT;
        follows(&self.tokens, text, Seen::default(), &mut steps)
    }
}

impl Format {
    /// `moment` in this form, English where it has words; what may be left out is there.
    pub fn print(&self, moment: &Moment) -> String {
        print::print(&self.tokens, moment.zoned())
    }
}

/// Tries every way to read `text`, since the width of a field can depend on what comes after it.
fn follows(tokens: &[Token], text: &str, seen: Seen, steps: &mut u32) -> bool {
    if *steps == 0 {
        return false;
    }
    *steps -= 1;
    let Some((token, after)) = tokens.split_first() else {
        return text.is_empty() && seen.is_real();
    };
    match token {
        Token::Literal(literal) => {
            text.strip_prefix(literal.as_str()).is_some_and(|rest| follows(after, rest, seen, steps))
        }
        Token::Padding { .. } => follows(after, text.trim_start_matches(' '), seen, steps),
        Token::Optional { length } => {
            follows(after, text, seen, steps) || follows(&after[*length..], text, seen, steps)
        }
        Token::Field(field) => field
            .readings(text)
            .into_iter()
            .any(|reading| follows(after, &text[reading.length..], seen.with(field.slot(), reading.value), steps)),
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

#[cfg(test)]
mod tests;
