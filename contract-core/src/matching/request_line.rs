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
    let decoded = percent_encoding::percent_decode_str(actual).decode_utf8().unwrap_or(actual.into());
    if let Some(set) = &expected.rules.path {
        compare_text(set, (&expected.path, &decoded), &Place::Path, mismatches);
    } else if expected.path != actual && expected.path != decoded {
        mismatches.push(Mismatch::plain(Place::Path, plain("path", &expected.path, actual)));
    }
}

fn plain(what: &'static str, expected: &str, actual: &str) -> Difference {
    Difference::Plain { what, expected: format!("'{expected}'"), actual: format!("'{actual}'") }
}
