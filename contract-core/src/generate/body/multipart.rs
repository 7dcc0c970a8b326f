//! Places in multipart bodies: the contents of parts, and what is inside them. Headers and delimiters stay as they are.

use super::Job;
use crate::body::multipart::{MAX_DEPTH, Part, parse};
use crate::body::to_base64;
use crate::generate::{Error, maker::Maker};
use crate::rule_path::Step;
use std::borrow::Cow;

pub(super) fn fill(
    (bytes, stated): (&[u8], Option<&str>),
    jobs: &[Job<'_>],
    maker: &mut Maker<'_>,
    depth: u8,
) -> Result<Vec<u8>, Error> {
    let parts = parse(bytes, stated).ok().filter(|_| depth < MAX_DEPTH).unwrap_or_default();
    let mut edits = Vec::new();
    for (index, part) in parts.iter().enumerate().filter(|(_, part)| !is_quoted(part)) {
        let inner: Vec<_> =
            jobs.iter().filter_map(|job| Some(Job { steps: below(part, index, job.steps)?, ..*job })).collect();
        if inner.is_empty() {
            continue;
        }
        let (mut body, content_type) = part.to_body();
        super::fill((&mut body.content, Some(content_type)), &inner, maker, depth + 1)?;
        let made = body.to_bytes().unwrap_or_default().into_owned();
        let made = if part.encoding() == "base64" { to_base64(&made).into_bytes() } else { made };
        edits.push((part.at.clone(), Cow::Owned(made)));
    }
    Ok(super::spliced(bytes, edits))
}

/// Whether the places inside the parts the steps lead to can be filled; the error is why not.
pub(super) fn check((bytes, stated): (&[u8], Option<&str>), steps: &[Step], depth: u8) -> Result<(), String> {
    for (index, part) in parse(bytes, stated)?.iter().enumerate() {
        let Some(below) = below(part, index, steps) else { continue };
        if is_quoted(part) {
            return Err("parts in quoted-printable cannot be filled".to_owned());
        }
        let (body, content_type) = part.to_body();
        if let Some(reason) = super::obstacle_inside((&body.content, Some(content_type)), below, depth + 1) {
            return Err(format!("in part {index}, {reason}"));
        }
    }
    Ok(())
}

/// The steps from the part on, if they lead into it.
fn below<'s>(part: &Part<'_>, index: usize, steps: &'s [Step]) -> Option<&'s [Step]> {
    let (first, below) = steps.split_first()?;
    let is_meant = match &part.name {
        Some(name) => first.leads_to_entry(name),
        None => first.leads_to_item(index),
    };
    is_meant.then_some(below)
}

fn is_quoted(part: &Part<'_>) -> bool {
    part.encoding() == "quoted-printable"
}
