//! Text bodies: the rules at `$`, otherwise every byte.

use super::super::value::unmet;
use super::Sides;
use crate::json::Value;
use crate::mismatch::{Difference, Mismatch, Place};
use crate::rule::Site;

pub(super) fn compare(sides: &Sides<'_>, mismatches: &mut Vec<Mismatch>) {
    let expected = sides.expected.to_bytes().unwrap_or_default();
    let expected = String::from_utf8_lossy(&expected);
    let actual = String::from_utf8_lossy(sides.actual);
    let place = || Place::Body("$".to_owned());
    if let Some((found, _)) = sides.live.applying() {
        let texts = (&Value::string(&*expected), &Value::string(&*actual));
        for (difference, rule) in unmet(found.set, found.path, texts, Site { in_text: true, inherited: false }) {
            mismatches.push(Mismatch { place: place(), difference, rule: Some(rule) });
        }
    } else if expected != actual {
        let difference = Difference::UnequalText { expected: expected.into_owned(), actual: actual.into_owned() };
        mismatches.push(Mismatch::plain(place(), difference));
    }
}
