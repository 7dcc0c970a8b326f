//! `{"type": "MockServerURL", "example", "regex"}`: an address of the running mock server. Since V4; by a consumer's mock
//! server only.
//!
//! The regular expression is looked for in the example, and what its first group holds is what follows the mock server's own
//! address: with `"example": "http://localhost:1234/orders/7"` and `"regex": ".*(/orders/\\d+)$"` a mock server at
//! `http://127.0.0.1:49152` makes `http://127.0.0.1:49152/orders/7`.

use crate::json::Json;
use crate::rule::translate_regex;

/// Steps the search may backtrack.
const BACKTRACK_LIMIT: usize = 1_000_000;
/// Bytes the compiled expression may take.
const SIZE_LIMIT: usize = 4 << 20;

/// Bytes an expression may have.
const LENGTH_LIMIT: usize = 10_000;

/// Says what is wrong with the expression, if anything.
pub(super) fn check(example: &str, regex: &str) -> Result<(), String> {
    tail(example, regex).map(|_| ())
}

pub(super) fn make(example: &str, regex: &str, url: &str) -> Result<Json, String> {
    let tail = tail(example, regex)?;
    let base = if tail.starts_with('/') { url.trim_end_matches('/') } else { url };
    Ok(Json::string(format!("{base}{tail}")))
}

/// The part of the example that stays.
fn tail<'e>(example: &'e str, regex: &str) -> Result<&'e str, String> {
    if regex.len() > LENGTH_LIMIT {
        return Err(format!("its regular expression is longer than {LENGTH_LIMIT} bytes"));
    }
    let compiled = fancy_regex::RegexBuilder::new(&translate_regex(regex))
        .backtrack_limit(BACKTRACK_LIMIT)
        .delegate_size_limit(SIZE_LIMIT)
        .build()
        .map_err(|error| format!("regular expression `{regex}` cannot be compiled: {error}"))?;
    if compiled.captures_len() < 2 {
        return Err(format!("regular expression `{regex}` has no group"));
    }
    let captures = compiled.captures(example).ok().flatten();
    let captures = captures.ok_or_else(|| format!("regular expression `{regex}` is not found in `{example}`"))?;
    Ok(captures.get(1).map_or("", |group| group.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_group_follows_the_mock_servers_address() {
        for (example, regex, url, expected) in [
            ("http://1234:8080/a", ".*(/a)", "http://somewhere.world", "http://somewhere.world/a"),
            ("http://1234:8080/a", ".*(/a)", "http://somewhere.world/", "http://somewhere.world/a"),
            ("http://h/orders/7?x=1", r".*(/orders/\d+\?.*)$", "http://127.0.0.1:1", "http://127.0.0.1:1/orders/7?x=1"),
            ("http://h:1/a?b", r".*\Q:1\E(\Q/a?b\E)$", "http://127.0.0.1:1", "http://127.0.0.1:1/a?b"),
            ("http://h", "http://h(/x)?", "http://127.0.0.1:1", "http://127.0.0.1:1"),
        ] {
            assert_eq!(make(example, regex, url), Ok(Json::string(expected)));
        }
    }

    #[test]
    fn an_expression_that_finds_nothing_is_named() {
        for (example, regex) in [("a", "("), ("a", "a"), ("a", "(b)"), (&"a".repeat(100), "(a+)+(?=b)c")] {
            let error = make(example, regex, "http://h").unwrap_err();
            assert!(error.contains(&format!("`{regex}`")), "{error}");
        }
    }
}
