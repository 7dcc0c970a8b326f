//! Which messages and enums of both sides meet: those of the methods, and whatever their fields hold.

use super::{Way, field};
use prost_reflect::{EnumDescriptor, FieldDescriptor, Kind, MessageDescriptor};
use std::collections::{BTreeMap, BTreeSet};

/// The full names of what meets, the contract's first.
type Names = (String, String);

/// What can be reached from the methods, and how.
#[derive(Debug, Default)]
pub(super) struct Reach {
    messages: BTreeMap<Names, (MessageDescriptor, MessageDescriptor, Way)>,
    enums: BTreeMap<Names, (EnumDescriptor, EnumDescriptor, Way)>,
}

impl Reach {
    /// Takes in a message of both sides, on one side of a method, with all it holds.
    pub(super) fn messages(
        &mut self,
        ours: &MessageDescriptor,
        theirs: &MessageDescriptor,
        method: &str,
        in_request: bool,
    ) {
        let come_by = |way: &mut Way| {
            way.methods.insert(method.to_owned());
            way.in_requests |= in_request;
            way.in_responses |= !in_request;
        };
        let mut seen = BTreeSet::new();
        let mut waiting = vec![(ours.clone(), theirs.clone())];
        while let Some((ours, theirs)) = waiting.pop() {
            let names = (ours.full_name().to_owned(), theirs.full_name().to_owned());
            if !seen.insert(names.clone()) {
                continue;
            }
            for (our_field, their_field) in field::pairs(&ours, &theirs) {
                match held(&our_field, &their_field) {
                    Some((Kind::Message(ours), Kind::Message(theirs))) => waiting.push((ours, theirs)),
                    Some((Kind::Enum(ours), Kind::Enum(theirs))) => {
                        let names = (ours.full_name().to_owned(), theirs.full_name().to_owned());
                        come_by(&mut self.enums.entry(names).or_insert_with(|| (ours, theirs, Way::default())).2);
                    }
                    _ => {}
                }
            }
            come_by(&mut self.messages.entry(names).or_insert_with(|| (ours, theirs, Way::default())).2);
        }
    }

    pub(super) fn pairs_of_messages(&self) -> impl Iterator<Item = &(MessageDescriptor, MessageDescriptor, Way)> {
        self.messages.values()
    }

    pub(super) fn pairs_of_enums(&self) -> impl Iterator<Item = &(EnumDescriptor, EnumDescriptor, Way)> {
        self.enums.values()
    }
}

/// What both fields hold: their values, where they are maps; nothing where only one is.
fn held(ours: &FieldDescriptor, theirs: &FieldDescriptor) -> Option<(Kind, Kind)> {
    let value = |field: &FieldDescriptor| match field.kind() {
        Kind::Message(entry) if field.is_map() => entry.map_entry_value_field().kind(),
        kind => kind,
    };
    (ours.is_map() == theirs.is_map()).then(|| (value(ours), value(theirs)))
}
