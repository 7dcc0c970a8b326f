//! Every element, attribute and text of an example, with the rules in force there.

use super::super::super::location::Location;
use super::super::Sides;
use super::super::visit::{Visited, Visitor};
use super::element::{TEXT, at_attribute, below, elements, text};
use super::example;
use crate::body::xml::{self as document, Name};
use crate::json::Value;
use crate::rules::Live;
use roxmltree::Node;

/// Visits every place of the document; none where it cannot be read.
pub(in super::super) fn visit(sides: &Sides<'_>, visitor: &mut Visitor<'_>) {
    let Ok(text) = example(sides) else { return };
    let Ok(text) = document::prepare(&text) else { return };
    let Ok(document) = document::parse(&text) else { return };
    element(document.root_element(), &sides.live.without_positions(), &Location::Root, visitor);
}

fn element(node: Node<'_, '_>, above: &Live<'_>, parent: &Location<'_>, visitor: &mut Visitor<'_>) {
    let name = Name::of_element(node);
    let (live, full) = (below(above, name), name.full());
    let at = Location::Field(parent, &full);
    visitor(&Visited { value: None, live: &live, at: &at, is_compared: true });
    for attribute in node.attributes() {
        let name = Name::of_attribute(&attribute, node.document());
        leaf(&format!("@{}", name.full()), attribute.value(), (&at_attribute(&live, name), &at), visitor);
    }
    leaf(TEXT, &text(node), (&live.field(TEXT), &at), visitor);
    for child in elements(node) {
        element(child, &live, &at, visitor);
    }
}

fn leaf(name: &str, text: &str, (live, parent): (&Live<'_>, &Location<'_>), visitor: &mut Visitor<'_>) {
    let value = Value::string(text);
    let at = Location::Field(parent, name);
    visitor(&Visited { value: Some(&value), live, at: &at, is_compared: true });
}
