//! Bodies of any other type: the rules at `$`, otherwise every byte.

use super::Sides;
use super::whole::{compare_by_rules, unequal_bytes};
use crate::mismatch::{Mismatch, Place};

pub(super) fn compare(sides: &Sides<'_>, mismatches: &mut Vec<Mismatch>) {
    if let Some(applying) = sides.live.applying() {
        let expected = sides.expected.to_bytes().unwrap_or_default();
        let texts = std::str::from_utf8(&expected).ok().zip(std::str::from_utf8(sides.actual).ok());
        compare_by_rules(sides, applying, texts, mismatches);
    } else if let Some(difference) = unequal_bytes(sides) {
        mismatches.push(Mismatch::plain(Place::Body("$".to_owned()), difference));
    }
}
