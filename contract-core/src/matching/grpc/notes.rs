//! What to know about an answer that matches.

use crate::grpc::{ActualAnswer, Call};
use crate::mismatch::{Difference, Mismatch};

/// How many fields are named.
const MOST: usize = 10;

impl Call {
    /// What to know about an answer in which nothing differs, one sentence each: fields that were left off the wire and pass
    /// because their rules accept the default of their type. A provider that forgets such a field looks the same.
    pub fn notes(&self, actual: &ActualAnswer<'_>) -> Vec<String> {
        if self.has_strict_presence() {
            return Vec::new();
        }
        // What differs only where presence counts is what has passed by default.
        let found = self.with_strict_presence().match_answer(actual);
        let is_unset = |found: &&Mismatch| matches!(found.difference, Difference::NotSet { .. });
        let mut places = found.iter().filter(is_unset).filter_map(Mismatch::identifier);
        let note = |place| format!("`{place}` was not on the wire: its rule accepts the default of its type");
        let mut notes: Vec<_> = places.by_ref().take(MOST).map(note).collect();
        let others = places.count();
        if others > 0 {
            notes.push(format!("{others} more fields were not on the wire and passed so"));
        }
        notes
    }
}
