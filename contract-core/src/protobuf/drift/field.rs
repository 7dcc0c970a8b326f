//! Fields of a message that both sides have, and those one side lacks.
//!
//! A field is known by its name, and by its number where the name is not there: what has the name but another number was
//! renumbered, what has the number but another name was renamed.

use super::encoding::{self, Label};
use super::{Change, Difference, Found, Way};
use prost_reflect::{FieldDescriptor, MessageDescriptor};
use std::collections::BTreeSet;

/// The fields of the contract's message, each with the provider's.
pub(super) fn pairs<'m>(
    ours: &'m MessageDescriptor,
    theirs: &'m MessageDescriptor,
) -> impl Iterator<Item = (FieldDescriptor, FieldDescriptor)> + 'm {
    ours.fields().filter_map(|field| {
        let theirs = counterpart(&field, theirs)?;
        Some((field, theirs))
    })
}

fn counterpart(ours: &FieldDescriptor, theirs: &MessageDescriptor) -> Option<FieldDescriptor> {
    let is_unclaimed = |field: &FieldDescriptor| ours.parent_message().get_field_by_name(field.name()).is_none();
    theirs.get_field_by_name(ours.name()).or_else(|| theirs.get_field(ours.number()).filter(is_unclaimed))
}

/// Adds what differs in the fields of a message.
pub(super) fn compare(ours: &MessageDescriptor, theirs: &MessageDescriptor, way: &Way, found: &mut Found) {
    for field in ours.fields() {
        let differences = match counterpart(&field, theirs) {
            Some(their_field) => differences(&field, &their_field, way),
            None => vec![missing(&field, theirs, way)],
        };
        for difference in differences {
            found.add(difference, &way.methods);
        }
    }
    for field in theirs.fields().filter(|field| field.is_required() && way.in_requests) {
        if !ours.fields().any(|ours| counterpart(&ours, theirs).as_ref() == Some(&field)) {
            found.add(required(ours, &field), &way.methods);
        }
    }
}

fn missing(ours: &FieldDescriptor, theirs: &MessageDescriptor, way: &Way) -> Difference {
    let effect = match theirs.get_field(ours.number()) {
        Some(other) => {
            format!("its number is `{}` there: each side takes the other's bytes for another field", other.name())
        }
        None => way.effect("the provider does not read what the consumer sends in it", "the consumer never gets it"),
    };
    let contract = format!("number {} of type {}", ours.number(), encoding::type_name(ours));
    Difference { change: Change::FieldMissing, element: element(ours), contract, provider: None, effect }
}

/// A field the provider has added and cannot do without.
fn required(ours: &MessageDescriptor, theirs: &FieldDescriptor) -> Difference {
    Difference {
        change: Change::FieldRequired,
        element: format!("{}.{}", ours.full_name(), theirs.name()),
        contract: "unknown".to_owned(),
        provider: Some("required".to_owned()),
        effect: "the provider cannot read the messages the consumer sends".to_owned(),
    }
}

/// What differs between a field and its counterpart.
fn differences(ours: &FieldDescriptor, theirs: &FieldDescriptor, way: &Way) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut add = |change, contract: String, provider: String, effect: String| {
        if contract != provider {
            found.push(Difference { change, element: element(ours), contract, provider: Some(provider), effect });
        }
    };
    let numbers = (ours.number().to_string(), theirs.number().to_string());
    add(Change::FieldNumber, numbers.0, numbers.1, number_effect(ours, theirs));
    let quoted = |name: &str| format!("`{name}`");
    add(Change::FieldName, quoted(ours.name()), quoted(theirs.name()), encoding::ONLY_A_NAME.to_owned());
    let types = (encoding::type_name(ours), encoding::type_name(theirs));
    add(Change::FieldType, types.0, types.1, encoding::of_types(ours, theirs).to_owned());
    let (our_label, their_label) = (Label::of(ours), Label::of(theirs));
    let effect = our_label.against(their_label, way);
    add(Change::FieldLabel, our_label.word().to_owned(), their_label.word().to_owned(), effect);
    if let Some((contract, provider)) = oneofs(ours, theirs) {
        let effect =
            "setting one member of a oneof clears the others: what one side sets together, the other reads in part";
        add(Change::OneofMembership, contract, provider, effect.to_owned());
    }
    found
}

fn number_effect(ours: &FieldDescriptor, theirs: &FieldDescriptor) -> String {
    let at_ours = theirs.parent_message().get_field(ours.number());
    let at_theirs = ours.parent_message().get_field(theirs.number());
    match at_ours.or(at_theirs) {
        Some(other) => format!("each side takes the other's bytes for another field, `{}`", other.name()),
        None => "neither side reads what the other sends in it".to_owned(),
    }
}

/// The oneofs the field is in on both sides, where it is in another company.
fn oneofs(ours: &FieldDescriptor, theirs: &FieldDescriptor) -> Option<(String, String)> {
    let company = |field: &FieldDescriptor| {
        let oneof = field.containing_oneof().filter(|oneof| !oneof.is_synthetic())?;
        let numbers: BTreeSet<_> = oneof.fields().map(|field| field.number()).collect();
        Some((oneof.name().to_owned(), numbers))
    };
    let (our_company, their_company) = (company(ours), company(theirs));
    let word = |company: &Option<(String, BTreeSet<u32>)>| match company {
        Some((name, _)) => format!("in the oneof `{name}`"),
        None => "in no oneof".to_owned(),
    };
    let words = (word(&our_company), word(&their_company));
    match (our_company, their_company) {
        (None, None) => None,
        // A oneof of another name with the same members is the same on the wire, and so is one with new members.
        (Some((_, our_numbers)), Some((_, their_numbers))) if our_numbers.is_subset(&their_numbers) => None,
        _ => Some(words),
    }
}

/// The name of a field in reports.
fn element(field: &FieldDescriptor) -> String {
    format!("{}.{}", field.parent_message().full_name(), field.name())
}
