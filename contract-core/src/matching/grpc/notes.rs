//! What to know about an answer that matches.

use crate::grpc::{ActualAnswer, Call};
use crate::mismatch::{Difference, Mismatch};

/// How many fields are named.
const MOST: usize = 10;

impl Call {
    /// Which messages of the contract no answer is compared with: those behind the first where the method answers one, which
    /// files of other tools may have.
    pub fn not_compared(&self) -> Option<String> {
        let count = self.expected_responses().len();
        (!self.kind().server_streams() && count > 1).then(|| {
            format!("`{}` answers one message, but the contract has {count}: only the first is compared", self.path())
        })
    }

    /// What to know about an answer in which nothing differs, one sentence each: fields that were left off the wire and pass
    /// because their rules accept the default of their type. A provider that forgets such a field looks the same. And
    /// [what is not compared](Self::not_compared).
    pub fn notes(&self, actual: &ActualAnswer<'_>) -> Vec<String> {
        if self.has_strict_presence() {
            return Vec::new();
        }
        // What differs only where presence counts is what has passed by default.
        let found = self.with_strict_presence().match_answer(actual);
        let is_unset = |found: &&Mismatch| matches!(found.difference, Difference::NotSet { .. });
        let mut places = found.iter().filter(is_unset).filter_map(Mismatch::identifier);
        let note = |place| format!("`{place}` was not on the wire: its rule accepts the default of its type");
        let mut notes: Vec<_> = self.not_compared().into_iter().collect();
        notes.extend(places.by_ref().take(MOST).map(note));
        let others = places.count();
        if others > 0 {
            notes.push(format!("{others} more fields were not on the wire and passed so"));
        }
        notes
    }
}
