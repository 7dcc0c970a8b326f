//! `{"match": "regex", "regex": R}`: the text must match `R` as a whole. Since V2.
//!
//! Applies to every part. Numbers, booleans and null are matched by their JSON text. On a list or map of the example's own
//! kind the rule passes, as files in the wild put it on parents.
//!
//! Under `{"match": "regex", "regex": "pay-[0-9]+"}` the text `pay-17` passes; `pay-17b` and `xpay-17` do not.
//!
//! Files hold expressions as Java, Ruby and JavaScript write them: look-around, back-references, possessive repetition,
//! `\Q…\E`, inline flags. They are kept as written.
//!
//! Expressions come from strangers, so the work each may cause is bounded. One without look-around and back-references takes
//! time in proportion to the text. Others backtrack: only so often, only over texts that are not long, and all texts of one
//! request, response or message together only for seconds; where that does not suffice, the difference says that comparing
//! was given up. What compiles to more than 16 MiB is refused.

mod calls;
mod dialect;
mod work;

pub(crate) use work::Budget;

use crate::json::Value;
use crate::mismatch::Difference;
use fancy_regex::Expr;
use std::borrow::Cow;
use std::sync::Arc;
use work::Counted;

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

/// What a comparison gives up when its budget is spent.
pub(crate) const SPENT: &str = "so many texts with regular expressions that backtrack";

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
        let read = translate(source);
        // Read alone first, so that an unbalanced `)` cannot pair up with the group below.
        let tree = Expr::parse_tree(&read).map_err(|error| fail(error.to_string()))?;
        let (text_limit, most) = bounds(&read, &tree.expr).map_err(fail)?;
        for size in [USUAL_SIZE.min(most), most] {
            if *room < size {
                return Err(fail(format!(
                    "with the others of the contract it takes more than {TOTAL_SIZE_LIMIT} bytes"
                )));
            }
            match compile(&read, size) {
                Ok(compiled) => {
                    *room -= size;
                    return Ok(Self { source: source.into(), compiled: Arc::new(compiled), text_limit });
                }
                Err(error) if !is_size(&error) => return Err(fail(error.to_string())),
                Err(_) => {}
            }
        }
        // Finding that out takes as much work as compiling what just fits.
        *room = room.saturating_sub(most);
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
        if self.text_limit == usize::MAX {
            return self.compiled.is_match(text).ok();
        }
        if text.len() > self.text_limit || Budget::is_spent() {
            return None;
        }
        let counted = Counted::new(text);
        let judged = self.compiled.is_match(&counted).ok();
        counted.pay(if judged.is_none() { BACKTRACK_LIMIT } else { 0 });
        judged
    }

    pub(super) fn check(&self, expected: &Value<'_>, actual: &Value<'_>) -> Option<Difference> {
        if expected.is_container() && actual.is_container() {
            return None;
        }
        let text = actual.to_text();
        match self.judge(&text) {
            Some(true) => None,
            Some(false) => Some(Difference::NoRegexMatch { regex: self.as_str().to_owned(), actual: text.to_string() }),
            None if Budget::is_spent() => Some(Difference::TooMuchWork { what: SPENT }),
            None => Some(Difference::TooMuchWork { what: "a text with a regular expression that backtracks" }),
        }
    }
}

/// The expression as the engine reads it.
pub(crate) fn translate(source: &str) -> Cow<'_, str> {
    dialect::translate(source, |read| Expr::parse_tree(read).is_ok())
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
    let called = calls::called(tree)?;
    let text_limit = match TEXT_LIMITS.get(depth) {
        Some(limit) if depth == 0 || !calls::has_calls(tree) => *limit,
        _ => return Err("its look-around is nested too deep".to_owned()),
    };
    // Groups are compiled apart, and once more wherever they are called.
    let parts = 1 + source.matches('(').count() + called;
    Ok((text_limit, (SIZE_LIMIT / parts).max(USUAL_SIZE)))
}

fn look_around_depth(tree: &Expr) -> usize {
    let below = tree.children_iter().map(look_around_depth).max().unwrap_or(0);
    below + usize::from(matches!(tree, Expr::LookAround(..)))
}

fn compile(source: &str, size: usize) -> Result<fancy_regex::Regex, fancy_regex::Error> {
    let ending_with = |end: &str| {
        fancy_regex::RegexBuilder::new(&format!(r"\A(?:{source}{end})\z"))
            .backtrack_limit(BACKTRACK_LIMIT)
            .delegate_size_limit(size)
            .delegate_dfa_size_limit(size)
            .build()
    };
    match ending_with("") {
        // A comment at the end of an expression under `(?x)`, which is well formed by itself, ends with its line.
        Err(fancy_regex::Error::ParseError(..)) => ending_with("\n"),
        other => other,
    }
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
mod tests;
