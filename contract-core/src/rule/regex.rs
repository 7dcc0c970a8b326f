//! `{"match": "regex", "regex": R}`: the text must match `R` as a whole. Since V2.
//!
//! Applies to every part. Numbers, booleans and null are matched by their JSON text. On a list or map of the example's own
//! kind the rule passes, as files in the wild put it on parents.
//!
//! Under `{"match": "regex", "regex": "pay-[0-9]+"}` the text `pay-17` passes; `pay-17b` and `xpay-17` do not.
//!
//! Expressions come from strangers, so the work each may cause is bounded. One without look-around and back-references takes
//! time in proportion to the text. Others backtrack: only so often, and only over texts that are not long; where that does
//! not suffice, the difference says that comparing was given up. What compiles to more than 16 MiB is refused.

use crate::json::Value;
use crate::mismatch::Difference;
use fancy_regex::Expr;
use std::sync::Arc;

/// Bytes the source of an expression may have.
const LENGTH_LIMIT: usize = 64 << 10;
/// Bytes the source of one that backtracks may have.
const BACKTRACKING_LENGTH_LIMIT: usize = 4_000;
/// Bytes a compiled expression may take.
const SIZE_LIMIT: usize = 16 << 20;
/// Bytes most compiled expressions take at most.
const USUAL_SIZE: usize = 32 << 10;
/// Bytes the compiled expressions of one contract may take together, as far as can be told beforehand.
pub(crate) const TOTAL_SIZE_LIMIT: usize = 512 << 20;
/// How often one match may backtrack.
const BACKTRACK_LIMIT: usize = 100_000;
/// Bytes a text may have, by how deep look-around is nested in the expression: each level reads the text once for each of
/// its places.
const TEXT_LIMITS: [usize; 3] = [16 << 10, 16 << 10, 512];

/// A compiled regular expression that matches whole texts. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Regex {
    source: Arc<str>,
    compiled: Arc<fancy_regex::Regex>,
    /// Bytes a text may have.
    text_limit: usize,
}

/// A regular expression that cannot be compiled.
#[derive(Debug, Clone, thiserror::Error)]
#[error("regular expression `{source_text}` cannot be compiled: {reason}")]
pub struct RegexError {
    /// The expression, cut when it is very long.
    pub source_text: String,
    /// Why it cannot be compiled.
    pub reason: String,
}

impl Regex {
    /// Compiles an expression.
    pub fn new(source: &str) -> Result<Self, RegexError> {
        Self::within(source, &mut { TOTAL_SIZE_LIMIT })
    }

    /// Compiles an expression, and takes the room it may need out of what is left.
    pub(crate) fn within(source: &str, room: &mut usize) -> Result<Self, RegexError> {
        let shown = || source.chars().take(200).collect::<String>();
        let fail = |reason: String| RegexError { source_text: shown(), reason };
        if source.len() > LENGTH_LIMIT {
            return Err(fail(format!("it is longer than {LENGTH_LIMIT} bytes")));
        }
        // Read alone first, so that an unbalanced `)` cannot pair up with the group below.
        let tree = Expr::parse_tree(source).map_err(|error| fail(error.to_string()))?;
        let (text_limit, most) = bounds(source, &tree.expr).map_err(fail)?;
        for size in [USUAL_SIZE.min(most), most] {
            if *room < size {
                return Err(fail(format!(
                    "with the others of the contract it takes more than {TOTAL_SIZE_LIMIT} bytes"
                )));
            }
            match compile(source, size) {
                Ok(compiled) => {
                    *room -= size;
                    return Ok(Self { source: source.into(), compiled: Arc::new(compiled), text_limit });
                }
                Err(error) if !is_size(&error) => return Err(fail(error.to_string())),
                Err(_) => {}
            }
        }
        Err(fail(format!("it takes more than {most} bytes when compiled")))
    }

    /// The expression as written.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// Whether `text` matches as a whole; a text that would take too much work does not.
    pub fn matches(&self, text: &str) -> bool {
        self.judge(text).unwrap_or(false)
    }

    /// Whether `text` matches as a whole; `None` when that would take too much work to find out.
    fn judge(&self, text: &str) -> Option<bool> {
        if text.len() > self.text_limit {
            return None;
        }
        self.compiled.is_match(text).ok()
    }

    pub(super) fn check(&self, expected: &Value<'_>, actual: &Value<'_>) -> Option<Difference> {
        if expected.is_container() && actual.is_container() {
            return None;
        }
        let text = actual.to_text();
        match self.judge(&text) {
            Some(true) => None,
            Some(false) => Some(Difference::NoRegexMatch { regex: self.as_str().to_owned(), actual: text.to_string() }),
            None => Some(Difference::TooMuchWork { what: "a text with a regular expression that backtracks" }),
        }
    }
}

/// How long texts may be and how many bytes each part of the compiled expression may take.
fn bounds(source: &str, tree: &Expr) -> Result<(usize, usize), String> {
    if regex_syntax::parse(source).is_ok() {
        return Ok((usize::MAX, SIZE_LIMIT));
    }
    if source.len() > BACKTRACKING_LENGTH_LIMIT {
        return Err(format!("it is longer than {BACKTRACKING_LENGTH_LIMIT} bytes and may backtrack"));
    }
    let depth = look_around_depth(tree);
    let calls = tree.has_descendant(|expression| matches!(expression, Expr::SubroutineCall(_)));
    let text_limit = match TEXT_LIMITS.get(depth) {
        Some(limit) if depth == 0 || !calls => *limit,
        _ => return Err("its look-around is nested too deep".to_owned()),
    };
    // Groups are compiled apart.
    let parts = 1 + source.matches('(').count();
    Ok((text_limit, (SIZE_LIMIT / parts).max(USUAL_SIZE)))
}

fn look_around_depth(tree: &Expr) -> usize {
    let below = tree.children_iter().map(look_around_depth).max().unwrap_or(0);
    below + usize::from(matches!(tree, Expr::LookAround(..)))
}

fn compile(source: &str, size: usize) -> Result<fancy_regex::Regex, fancy_regex::Error> {
    fancy_regex::RegexBuilder::new(&format!(r"\A(?:{source})\z"))
        .backtrack_limit(BACKTRACK_LIMIT)
        .delegate_size_limit(size)
        .delegate_dfa_size_limit(size)
        .build()
}

fn is_size(error: &fancy_regex::Error) -> bool {
    match error {
        fancy_regex::Error::CompileError(error) => {
            matches!(&**error, fancy_regex::CompileError::InnerError(inner) if inner.size_limit().is_some())
        }
        _ => false,
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
    fn runaway_expressions_end_and_say_so() {
        let text = "a".repeat(16 << 10);
        let begun = std::time::Instant::now();
        for source in [r"(a+)+(?=b)c", r"(a|aa)*(?=.*b)\1c", r"((.*)(.*)(.*))\1\2x"] {
            assert!(!Regex::new(source).unwrap().matches(&text), "{source}");
        }
        // Each level of look-around reads the text once for each of its places.
        assert!(Regex::new(r"(?:(?=.*a)a)*").unwrap().matches(&text[..2_000]));
        // Without bounds it would be hours.
        assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
        let rule = Rule::Regex(Regex::new(r"(a|aa)+(?=b)c").unwrap());
        let said = in_body(&rule, "\"a\"", &format!("\"{}\"", "a".repeat(17 << 10))).unwrap();
        assert_eq!(said, "Gave up comparing a text with a regular expression that backtracks: it would take too long");
        assert!(Regex::new("(x+x+)+y").unwrap().matches(&format!("{}y", "x".repeat(100_000))));
    }

    #[test]
    fn expressions_are_bounded_in_length_size_and_depth() {
        for usual in [r"[\w\s]{1,100}", r"\w{1,200}", r"(?=.{1,254}$)[^@]+@.+", r"^(?=.*[A-Z])(?!.*\s).{8,64}$"] {
            assert!(Regex::new(usual).is_ok(), "{usual}");
        }
        for (source, reason) in [
            ("a".repeat(70_000), "longer than 65536 bytes"),
            ("(?=a)".repeat(1_000), "longer than 4000 bytes and may backtrack"),
            ("(a{1000}){1000}".to_owned(), "more than 16777216 bytes when compiled"),
            (r"(?=(?:(?=(?:(?=.*a)a)*)a)*)a*".to_owned(), "nested too deep"),
        ] {
            let error = Regex::new(&source).unwrap_err().to_string();
            assert!(error.contains(reason) && error.len() < 400, "{error}");
        }
    }
}
