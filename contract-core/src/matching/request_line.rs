//! Method and path.

use super::value::compare_text;
use crate::http::Request;
use crate::mismatch::{Difference, Mismatch, Place};

/// Methods compare without regard to case.
pub(super) fn compare_method(expected: &Request, actual: &str, mismatches: &mut Vec<Mismatch>) {
    if let Some(set) = &expected.rules.method {
        compare_text(set, (&expected.method, actual), &Place::Method, mismatches);
    } else if !expected.method.eq_ignore_ascii_case(actual) {
        mismatches.push(Mismatch::plain(Place::Method, plain("method", &expected.method, actual)));
    }
}

/// Paths compare exactly: case, trailing slash and all; a contract's path is not percent-encoded, one that arrived may be.
pub(super) fn compare_path(expected: &Request, actual: &str, mismatches: &mut Vec<Mismatch>) {
    let decoded = decode(actual);
    if let Some(set) = &expected.rules.path {
        compare_text(set, (&expected.path, &decoded), &Place::Path, mismatches);
    } else if expected.path != actual && expected.path != decoded && decode(&expected.path) != decoded {
        mismatches.push(Mismatch::plain(Place::Path, plain("path", &expected.path, actual)));
    }
}

/// A path with its percent-encoding undone, segment by segment: an encoded slash separates nothing and stays as it is.
fn decode(path: &str) -> String {
    let segment = |segment| match percent_encoding::percent_decode_str(segment).decode_utf8() {
        Ok(decoded) if !decoded.contains('/') => decoded.into_owned(),
        _ => segment.to_owned(),
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

fn plain(what: &'static str, expected: &str, actual: &str) -> Difference {
    Difference::Plain { what, expected: format!("'{expected}'"), actual: format!("'{actual}'") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoded_path_is_the_same_path_but_an_encoded_slash_is_no_slash() {
        for (expected, actual, same) in [
            ("/a b", "/a%20b", true),
            ("/größe", "/gr%C3%B6%c3%9fe", true),
            ("/gr%c3%b6", "/gr%C3%B6", true),
            ("/a/b", "/a%2Fb", false),
            ("/a%2Fb", "/a%2Fb", true),
            ("/a", "/a/", false),
            ("", "/", false),
            ("/100%", "/100%25", true),
        ] {
            let mut mismatches = Vec::new();
            let request = Request { path: expected.to_owned(), ..Request::default() };
            compare_path(&request, actual, &mut mismatches);
            assert_eq!(mismatches.is_empty(), same, "{expected} {actual}");
        }
    }
}
