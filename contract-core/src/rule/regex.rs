//! `{"match": "regex", "regex": R}`: the text must match `R` as a whole. Since V2.
//!
//! Applies to every part. Numbers, booleans and null are matched by their JSON text. Look-around and back-references work;
//! the work one match may do is bounded, and a text that would need more does not match. On a list or map of the
//! example's own kind the rule passes, as files in the wild put it on parents.

use crate::json::Value;
use crate::mismatch::Difference;
use std::sync::Arc;

/// Steps one match may backtrack.
const BACKTRACK_LIMIT: usize = 1_000_000;
/// Bytes a compiled expression may take.
const SIZE_LIMIT: usize = 4 << 20;

/// A compiled regular expression that matches whole texts. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Regex {
    source: Arc<str>,
    compiled: Arc<fancy_regex::Regex>,
}

/// A regular expression that cannot be compiled.
#[derive(Debug, Clone, thiserror::Error)]
#[error("regular expression `{source_text}` cannot be compiled: {reason}")]
pub struct RegexError {
    /// The expression.
    pub source_text: String,
    /// Why it cannot be compiled.
    pub reason: String,
}

impl Regex {
    /// Compiles an expression.
    pub fn new(source: &str) -> Result<Self, RegexError> {
        let fail = |reason: String| RegexError { source_text: source.to_owned(), reason };
        // Compiled alone first, so that an unbalanced `)` cannot pair up with the group below.
        fancy_regex::Regex::new(source).map_err(|error| fail(error.to_string()))?;
        let compiled = fancy_regex::RegexBuilder::new(&format!(r"\A(?:{source})\z"))
            .backtrack_limit(BACKTRACK_LIMIT)
            .delegate_size_limit(SIZE_LIMIT)
            .build()
            .map_err(|error| fail(error.to_string()))?;
        Ok(Self { source: source.into(), compiled: Arc::new(compiled) })
    }

    /// The expression as written.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// Whether `text` matches as a whole.
    pub fn matches(&self, text: &str) -> bool {
        self.compiled.is_match(text).unwrap_or(false)
    }

    pub(super) fn check(&self, expected: &Value<'_>, actual: &Value<'_>) -> Option<Difference> {
        if expected.is_container() && actual.is_container() {
            return None;
        }
        let text = actual.to_text();
        let unmet = || Difference::NoRegexMatch { regex: self.as_str().to_owned(), actual: text.to_string() };
        (!self.matches(&text)).then(unmet)
    }
}

impl PartialEq for Regex {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

#[cfg(test)]
mod tests {
    use super::Regex;
    use crate::rule::{Rule, tests::in_body};

    #[test]
    fn the_whole_text_must_match() {
        let rule = Rule::Regex(Regex::new(r"\w{3}-\d+|x").unwrap());
        assert_eq!(in_body(&rule, "\"abc-1\"", "\"abc-123\""), None);
        for actual in ["\"AAAB-123\"", "\"abc-1 \"", "\"xx\"", "null"] {
            assert!(in_body(&rule, "\"abc-1\"", actual).is_some(), "{actual}");
        }
        let digits = Rule::Regex(Regex::new(r"^\d+$").unwrap());
        assert_eq!(in_body(&digits, "1", "42"), None);
    }

    #[test]
    fn look_around_works_and_bad_expressions_are_refused() {
        assert!(Regex::new(r"(?!0)\d+").unwrap().matches("12"));
        for bad in ["(", "a)(b", "[z-a]"] {
            assert!(Regex::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn runaway_backtracking_ends() {
        assert!(!Regex::new(r"(a+)+(?=b)c").unwrap().matches(&"a".repeat(5_000)));
    }
}
