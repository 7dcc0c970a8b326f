//! Status codes.

use super::value::compare_text;
use crate::http::Response;
use crate::mismatch::{Difference, Mismatch, Place};

pub(super) fn compare(expected: &Response, actual: u16, mismatches: &mut Vec<Mismatch>) {
    let texts = (expected.status.to_string(), actual.to_string());
    if let Some(set) = &expected.rules.status {
        compare_text(set, (&texts.0, &texts.1), &Place::Status, mismatches);
    } else if expected.status != actual {
        let difference = Difference::Plain { what: "status", expected: texts.0, actual: texts.1 };
        mismatches.push(Mismatch::plain(Place::Status, difference));
    }
}
