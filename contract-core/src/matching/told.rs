//! How much is told of one comparison: differences must not outgrow the memory, however deep they lie and however many
//! there are.

use super::location::Location;
use crate::mismatch::{Difference, Mismatch, Place, RuleOrigin};

/// How much is told of one comparison, in bytes of places and sentences.
pub(super) const MOST_TOLD: usize = 16 << 20;

/// Adds a difference in a body while there is room; the last one says that further ones are not told.
pub(super) fn tell(
    (mismatches, room): (&mut Vec<Mismatch>, &mut usize),
    at: &Location<'_>,
    difference: Difference,
    rule: Option<RuleOrigin>,
) {
    if *room == 0 {
        return;
    }
    let place = at.to_string();
    let origin = rule.as_ref().map_or(0, |rule| rule.path.len());
    *room = room.saturating_sub(place.len() + difference.to_string().len() + origin);
    mismatches.push(Mismatch { place: Place::Body(place), difference, rule });
    if *room == 0 {
        mismatches.push(Mismatch::plain(Place::Body("$".to_owned()), Difference::Untold));
    }
}
