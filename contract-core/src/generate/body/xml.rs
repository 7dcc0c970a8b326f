//! Places in XML documents: texts of elements and values of attributes. All else stays as it is written.
//!
//! Paths are those of rules: names with their namespace (`['uri:local']`) or the prefix the document uses, and positions are
//! passed over. An element that holds other elements and no text of its own has no place for one.

use super::Job;
use crate::body::xml::{Name, Tag, parse, prepare};
use crate::generate::{Error, maker::Maker};
use crate::json::Json;
use crate::rule_path::Step;
use roxmltree::{Attribute, Node};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

const TEXT: &str = "#text";

/// The document with its places filled; one that cannot be read stays as it is.
pub(super) fn fill(text: &str, jobs: &[Job<'_>], maker: &mut Maker<'_>) -> Result<String, Error> {
    let Ok(prepared) = prepare(text) else { return Ok(text.to_owned()) };
    let Ok(document) = parse(&prepared) else { return Ok(text.to_owned()) };
    let mut edits: BTreeMap<usize, (Range<usize>, String)> = BTreeMap::new();
    for job in jobs {
        let steps: Vec<_> = job.steps.iter().filter(|step| matches!(step, Step::Field(_) | Step::Star)).collect();
        let mut spots = Vec::new();
        document_spots(document.root_element(), &steps, &mut spots);
        let mut at = maker.at(job.generator, job.place);
        for spot in spots {
            let Some(made) = at.text()? else { break };
            if !made.chars().all(is_allowed) {
                return Err(at.unconvertible(&Json::string(made), "a text XML can hold"));
            }
            edits.extend(spot.write(&made).into_iter().map(|(range, text)| (range.start, (range, text))));
        }
    }
    let edits = edits.into_values().map(|(range, text)| (range, Cow::Owned(text.into_bytes())));
    // What is put in is text in place of text.
    Ok(String::from_utf8(super::spliced(text.as_bytes(), edits)).unwrap_or_else(|_| text.to_owned()))
}

/// Whether the document can be read; the error is why not.
pub(super) fn check(text: &str) -> Result<(), String> {
    parse(&prepare(text)?).map(drop)
}

/// Where a value is put, by byte positions.
enum Spot {
    /// Between the quotes of an attribute.
    Attribute(Range<usize>),
    /// The texts of an element, of which the first one takes the value.
    Texts(Vec<Range<usize>>),
    /// The `/>` of an element of this name.
    Empty(Range<usize>, String),
}

impl Spot {
    fn write(self, value: &str) -> Vec<(Range<usize>, String)> {
        match self {
            Self::Attribute(range) => vec![(range, escaped(value, true))],
            Self::Texts(ranges) => {
                let texts = std::iter::once(escaped(value, false)).chain(std::iter::repeat(String::new()));
                ranges.into_iter().zip(texts).collect()
            }
            Self::Empty(range, name) => vec![(range, format!(">{}</{name}>", escaped(value, false)))],
        }
    }
}

fn document_spots(root: Node<'_, '_>, steps: &[&Step], spots: &mut Vec<Spot>) {
    if let Some((name, below)) = steps.split_first()
        && is_element(root, name)
    {
        element_spots(root, below, spots);
    }
}

fn element_spots(node: Node<'_, '_>, steps: &[&Step], spots: &mut Vec<Spot>) {
    let Some((step, below)) = steps.split_first() else { return spots.extend(text_spot(node)) };
    if below.is_empty() {
        let is_meant = |attribute: &Attribute<'_, '_>| is_attribute(node, attribute, step);
        spots.extend(node.attributes().filter(is_meant).map(|attribute| attribute_spot(node, &attribute)));
        match step {
            Step::Field(name) if name == TEXT => spots.extend(text_spot(node)),
            Step::Star => spots.extend(text_spot(node).filter(|spot| matches!(spot, Spot::Texts(_)))),
            _ => {}
        }
    }
    for child in node.children().filter(|child| child.is_element() && is_element(*child, step)) {
        element_spots(child, below, spots);
    }
}

fn is_element(node: Node<'_, '_>, step: &Step) -> bool {
    let name = Name::of_element(node);
    match step {
        Step::Field(wanted) => *wanted == name.full() || name.written() == Some(wanted),
        _ => true,
    }
}

fn is_attribute(node: Node<'_, '_>, attribute: &Attribute<'_, '_>, step: &Step) -> bool {
    let name = Name::of_attribute(attribute, node.document());
    match step {
        Step::Field(wanted) => {
            wanted.strip_prefix('@').is_some_and(|wanted| wanted == name.full() || name.written() == Some(wanted))
        }
        _ => true,
    }
}

fn attribute_spot(node: Node<'_, '_>, attribute: &Attribute<'_, '_>) -> Spot {
    let range = attribute.range();
    let written = &node.document().input_text()[range.clone()];
    let quote = written.find(['"', '\'']).unwrap_or_default();
    Spot::Attribute(range.start + quote + 1..range.end - 1)
}

/// Where the text of an element stands, or would stand.
fn text_spot(node: Node<'_, '_>) -> Option<Spot> {
    let (text, range) = (node.document().input_text(), node.range());
    let tag = Tag::read(&text[range.clone()]);
    if tag.is_empty {
        let name = text[range.start + 1..].split(|c: char| c.is_ascii_whitespace() || c == '/').next()?;
        return Some(Spot::Empty(range.end - 2..range.end, name.to_owned()));
    }
    let (mut at, end) = (range.start + tag.length, range.start + text[range].rfind("</")?);
    let mut texts = Vec::new();
    for child in node.children().filter(|child| !child.is_text()) {
        texts.push(at..child.range().start);
        at = child.range().end;
    }
    texts.push(at..end);
    let has_elements = node.children().any(|child| child.is_element());
    let is_written = |range: &Range<usize>| !text[range.clone()].trim_ascii().is_empty();
    match texts.iter().any(is_written) {
        true => texts.retain(is_written),
        false if has_elements => return None,
        false => texts.truncate(1),
    }
    Some(Spot::Texts(texts))
}

/// Whether XML has the character.
fn is_allowed(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

fn escaped(text: &str, in_attribute: bool) -> String {
    let mut made = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => made.push_str("&amp;"),
            '<' => made.push_str("&lt;"),
            '>' => made.push_str("&gt;"),
            '\r' => made.push_str("&#13;"),
            '"' if in_attribute => made.push_str("&quot;"),
            '\'' if in_attribute => made.push_str("&apos;"),
            '\n' if in_attribute => made.push_str("&#10;"),
            '\t' if in_attribute => made.push_str("&#9;"),
            other => made.push(other),
        }
    }
    made
}
