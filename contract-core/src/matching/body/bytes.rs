//! Bodies of any other type: every byte.

use super::Sides;
use crate::body::sniff;
use crate::mismatch::{Difference, Mismatch, Place};
use std::fmt::Write as _;

/// How many bytes a difference shows.
const SHOWN: usize = 32;

pub(super) fn compare(sides: &Sides<'_>, mismatches: &mut Vec<Mismatch>) {
    let expected = sides.expected.to_bytes().unwrap_or_default();
    if *expected != *sides.actual {
        let difference = Difference::UnequalBytes {
            expected: described(&expected, sides.expected_type),
            actual: described(sides.actual, sides.actual_type),
        };
        mismatches.push(Mismatch::plain(Place::Body("$".to_owned()), difference));
    }
}

fn described(bytes: &[u8], stated: Option<&str>) -> String {
    let kind = stated.unwrap_or_else(|| sniff(bytes));
    let mut text = format!("{kind}, {} bytes, starting with ", bytes.len());
    for byte in bytes.iter().take(SHOWN) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
