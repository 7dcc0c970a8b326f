//! XML bodies: elements, attributes and texts, under the rules in force at each of them.
//!
//! Names agree when namespace and local name do; prefixes, comments, instructions and declarations do not count. CDATA is
//! text, and the white space around texts is not compared.
//!
//! - **Attributes** must be there and be equal. Others are differences in requests and pass in responses.
//! - **Texts** of an element, taken together, must be equal; that of an element without any, in responses too.
//! - **Children** are grouped by name. The order of names does not count, the order within one name does. A missing child
//!   is a difference, one nobody expects is in requests only.
//!
//! Rules stand at `$.root.child`, `$.root.child['@attribute']` and `$.root.child['#text']`; `[*]` and `[n]` are passed
//! over. A name in a namespace is written `['uri:local']` and `['@uri:local']`, or with the prefix the example uses. A
//! rule at an element also holds for its text, its attributes and all below, where no better one does.
//!
//! - `type` accepts any text; each child it covers is compared with the first of its name in the example, however many
//!   there are, and children nobody expects are differences in responses too. `min` and `max` count the children of the
//!   element they are put on; where the example repeats that element, or gives it no children, they count the element
//!   among its siblings.
//! - `equality` brings back strict comparison, without extra attributes and children.
//! - Any other rule judges texts and attribute values. An inherited one has nothing to say where both texts are empty.

mod element;
mod visit;

pub(super) use visit::visit;

use super::super::ExtraKeys;
use super::super::location::Location;
use super::Sides;
use crate::body::Content;
use crate::body::xml::{self as document, Name};
use crate::mismatch::{Difference, Mismatch, Place};
use element::Walk;
use std::borrow::Cow;

const FORMAT: &str = "XML";

pub(super) fn compare(sides: &Sides<'_>, extra_keys: ExtraKeys, mismatches: &mut Vec<Mismatch>) {
    if let Err(difference) = compare_documents(sides, extra_keys, mismatches) {
        mismatches.push(Mismatch::plain(Place::Body("$".to_owned()), difference));
    }
}

fn compare_documents(
    sides: &Sides<'_>,
    extra_keys: ExtraKeys,
    mismatches: &mut Vec<Mismatch>,
) -> Result<(), Difference> {
    let unreadable_example = |reason| Difference::UnreadableExample { format: FORMAT, reason };
    let unreadable = |reason| Difference::Unreadable { format: FORMAT, reason };
    let expected = example(sides).map_err(unreadable_example)?;
    let expected = document::prepare(&expected).map_err(unreadable_example)?;
    let expected = document::parse(&expected).map_err(unreadable_example)?;
    let actual = document::decode(sides.actual, sides.actual_type).map_err(unreadable)?;
    let actual = document::prepare(&actual).map_err(unreadable)?;
    let actual = document::parse(&actual).map_err(unreadable)?;
    let (root, found) = (expected.root_element(), actual.root_element());
    let (name, other) = (Name::of_element(root), Name::of_element(found));
    let (full, live) = (name.full(), sides.live.without_positions());
    let at = Location::Field(&Location::Root, &full);
    if name.key() == other.key() {
        Walk::new(extra_keys, mismatches).element((root, found), &element::below(&live, name), &at, false);
    } else {
        let difference = Difference::Root { expected: full.clone(), actual: other.full() };
        mismatches.push(Mismatch::plain(Place::Body(at.to_string()), difference));
    }
    Ok(())
}

/// The text of the expected document.
fn example<'a>(sides: &Sides<'a>) -> Result<Cow<'a, str>, String> {
    match &sides.expected.content {
        Content::Bytes(bytes) => document::decode(bytes, sides.expected_type),
        Content::Text(text) => Ok(Cow::Borrowed(text.as_str())),
        _ => Ok(Cow::Borrowed("")),
    }
}

#[cfg(test)]
mod tests;
