//! Values of an enum that both sides have, and those the provider lacks.

use super::{Change, Difference, Found, Way, encoding};
use prost_reflect::{EnumDescriptor, EnumValueDescriptor};

/// Adds what differs in the values of an enum.
pub(super) fn compare(ours: &EnumDescriptor, theirs: &EnumDescriptor, way: &Way, found: &mut Found) {
    for value in ours.values() {
        if let Some(difference) = difference(ours, &value, theirs, way) {
            found.add(difference, &way.methods);
        }
    }
}

fn difference(
    ours: &EnumDescriptor,
    value: &EnumValueDescriptor,
    theirs: &EnumDescriptor,
    way: &Way,
) -> Option<Difference> {
    let number = value.number();
    let (change, contract, provider, effect) = match (theirs.get_value_by_name(value.name()), theirs.get_value(number))
    {
        (Some(same), _) if same.number() == number => return None,
        (Some(moved), at_ours) => {
            let effect =
                match at_ours.or_else(|| ours.get_value(moved.number()).filter(|other| other.name() != value.name())) {
                    Some(other) => format!("each side takes the other's value for another, `{}`", other.name()),
                    None => "each side gets a number it does not know".to_owned(),
                };
            (Change::EnumValueNumber, number.to_string(), Some(moved.number().to_string()), effect)
        }
        (None, Some(renamed)) if ours.get_value_by_name(renamed.name()).is_none() => {
            let names = (format!("`{}`", value.name()), format!("`{}`", renamed.name()));
            (Change::EnumValueName, names.0, Some(names.1), encoding::ONLY_A_NAME.to_owned())
        }
        (None, other) => {
            let effect = match other {
                Some(other) => {
                    format!("its number is `{}` there: each side takes the other's value for another", other.name())
                }
                None => way.effect("the provider gets a number it does not know", "the provider never sends it"),
            };
            (Change::EnumValueMissing, format!("number {number}"), None, effect)
        }
    };
    let element = format!("{}.{}", ours.full_name(), value.name());
    Some(Difference { element, change, contract, provider, effect })
}
