//! Text bodies: the rules at `$`, otherwise the whole text.
//!
//! Each side is read in the charset its content type states. A text that cannot be read is compared byte by byte, unless
//! rules would have to be applied to it.

use super::Sides;
use super::whole::{compare_by_rules, unequal_bytes, unequal_text};
use crate::body::charset;
use crate::mismatch::{Difference, Mismatch, Place};

pub(super) fn compare(sides: &Sides<'_>, mismatches: &mut Vec<Mismatch>) {
    let at_root = |difference| Mismatch::plain(Place::Body("$".to_owned()), difference);
    let stated = charset::stated(sides.actual_type.or(sides.expected_type));
    let (expected, actual) = (sides.expected_text(), charset::decode(sides.actual, stated.as_deref()));
    let applying = sides.live.applying();
    match (expected, actual, applying) {
        (Ok(expected), Ok(actual), Some(applying)) => {
            compare_by_rules(sides, applying, Some((&expected, &actual)), mismatches);
        }
        (Ok(expected), Ok(actual), None) => {
            if expected != actual {
                mismatches.push(at_root(unequal_text(&expected, &actual)));
            }
        }
        (Ok(_), Err(reason), Some(_)) => mismatches.push(at_root(Difference::Unreadable { format: "text", reason })),
        (Err(reason), _, Some(_)) => mismatches.push(at_root(Difference::UnreadableExample { format: "text", reason })),
        (_, _, None) => mismatches.extend(unequal_bytes(sides).map(at_root)),
    }
}
