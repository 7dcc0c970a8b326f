//! The places of bodies, by what the body is.
//!
//! | body | places |
//! |---|---|
//! | JSON | what the path leads to |
//! | form | `$.name`: every value of the parameter; `$.name[n]`: one of them |
//! | XML | `$.root.child`, `$.root.child['#text']`, `$.root.child['@attribute']`, as for rules; `[*]` and `[n]` are passed over |
//! | multipart | `$.name` or `$[n]`: the content of a part; `$.name.field`: a place inside it, by its own type |
//! | any | `$`: all of it |
//!
//! A place that does not occur is passed over. A body that has no places inside, or cannot be taken apart, is for
//! [`obstacle`] to name.

mod form;
mod multipart;
#[cfg(feature = "xml")]
mod xml;

use super::maker::Maker;
use super::place::each_in_json;
use super::{Error, Generator};
use crate::body::{Content, ContentType, Family, multipart::MAX_DEPTH, sniff};
use crate::json::Json;
use crate::mismatch::Place;
use crate::rule_path::Step;
use std::borrow::Cow;

/// A generator and where it makes values.
#[derive(Clone, Copy)]
pub(super) struct Job<'g> {
    /// The way from the root of the body, or of the part of it that is being filled.
    pub(super) steps: &'g [Step],
    pub(super) generator: &'g Generator,
    /// The place in the body as a whole.
    pub(super) place: &'g Place,
}

/// Fills a body that is stated to be of this type, in the order of the jobs. `depth` is how many bodies it is inside of.
pub(super) fn fill(
    (content, stated): (&mut Content, Option<&str>),
    jobs: &[Job<'_>],
    maker: &mut Maker<'_>,
    depth: u8,
) -> Result<(), Error> {
    if let Content::Json(json) = content {
        return fill_json(json, jobs, maker);
    }
    let (whole, inner): (Vec<Job<'_>>, Vec<_>) = jobs.iter().copied().partition(|job| job.steps.is_empty());
    for job in whole {
        if let Some(made) = maker.at(job.generator, job.place).text()? {
            replace(content, made);
        }
    }
    if inner.is_empty() {
        return Ok(());
    }
    let Some(bytes) = bytes(content) else { return Ok(()) };
    let (family, text) = (family(bytes, stated), std::str::from_utf8(bytes).ok());
    match (family, text) {
        (Family::Multipart, _) => *content = Content::Bytes(multipart::fill((bytes, stated), &inner, maker, depth)?),
        (Family::Form, Some(text)) => replace(content, form::fill(text, &inner, maker)?),
        #[cfg(feature = "xml")]
        (Family::Xml, Some(text)) => replace(content, xml::fill(text, &inner, maker)?),
        (Family::Json, Some(text)) => {
            if let Ok(document) = crate::json::parse(text.as_bytes()) {
                let mut document = document.into_owned();
                fill_json(&mut document, &inner, maker)?;
                replace(content, document.to_compact());
            }
        }
        _ => {}
    }
    Ok(())
}

fn fill_json(json: &mut Json, jobs: &[Job<'_>], maker: &mut Maker<'_>) -> Result<(), Error> {
    for job in jobs {
        let mut at = maker.at(job.generator, job.place);
        each_in_json(json, job.steps, &mut |value| {
            if let Some(made) = at.value()? {
                *value = made;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// Why nothing can be made at this place of a body that is stated to be of this type, if so.
pub(crate) fn obstacle(content: &Content, stated: Option<&str>, steps: &[Step]) -> Option<String> {
    obstacle_inside((content, stated), steps, 0)
}

fn obstacle_inside((content, stated): (&Content, Option<&str>), steps: &[Step], depth: u8) -> Option<String> {
    let bytes = bytes(content).filter(|_| !steps.is_empty())?;
    let text = || std::str::from_utf8(bytes).map_err(|error| format!("it is not UTF-8: {error}"));
    let taken_apart = match family(bytes, stated) {
        Family::Multipart if depth == MAX_DEPTH => Err(format!("it is nested deeper than {MAX_DEPTH} levels")),
        Family::Multipart => multipart::check((bytes, stated), steps, depth),
        Family::Form => text().map(drop),
        #[cfg(feature = "xml")]
        Family::Xml => text().and_then(xml::check),
        #[cfg(not(feature = "xml"))]
        Family::Xml => Err("the feature `xml` of abide-contract-core is off".to_owned()),
        Family::Json if crate::json::parse(bytes).is_ok() => Ok(()),
        Family::Json | Family::Text => Err("a text has no places inside".to_owned()),
        Family::Binary => Err("a binary body has no places inside".to_owned()),
    };
    taken_apart.err()
}

/// What is in a body that is no JSON; `None` where nothing is.
fn bytes(content: &Content) -> Option<&[u8]> {
    match content {
        Content::Text(text) => Some(text.as_bytes()),
        Content::Bytes(bytes) => Some(bytes),
        Content::Missing | Content::Empty | Content::Null | Content::Json(_) => None,
    }
}

fn family(bytes: &[u8], stated: Option<&str>) -> Family {
    ContentType::parse(stated.unwrap_or_else(|| sniff(bytes))).family()
}

/// Puts a text in place of what is there.
fn replace(content: &mut Content, text: String) {
    match content {
        Content::Text(old) => *old = text,
        Content::Bytes(old) => *old = text.into_bytes(),
        Content::Missing | Content::Empty | Content::Null | Content::Json(_) => {}
    }
}

/// Bytes with other bytes in places that do not overlap, in order.
fn spliced<'b>(bytes: &[u8], edits: impl IntoIterator<Item = (std::ops::Range<usize>, Cow<'b, [u8]>)>) -> Vec<u8> {
    let (mut made, mut at) = (Vec::with_capacity(bytes.len()), 0);
    for (range, new) in edits {
        made.extend_from_slice(&bytes[at..range.start]);
        made.extend_from_slice(&new);
        at = range.end;
    }
    made.extend_from_slice(&bytes[at..]);
    made
}

#[cfg(test)]
mod tests;
