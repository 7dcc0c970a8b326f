//! Multipart bodies: part by part, each compared as a body of its own.
//!
//! A part is known by the `name` of its `Content-Disposition`, else by its position. Boundaries are not compared; each
//! side's own type states its own. The headers of an expected part must be there and agree, but for
//! `Content-Disposition`, whose file names vary. Contents are decoded as `Content-Transfer-Encoding` says and compared by
//! the part's content type. Parts nobody expects are differences in requests and pass in responses.
//!
//! Rules for a part stand at `$.name` or `$[0]`, which is the root of its body: `$.order.id` is a field of the JSON in the
//! part `order`.

use super::super::location::Location;
use super::super::{ExtraKeys, headers};
use super::Sides;
use super::visit::Visitor;
use crate::body::multipart::{MAX_DEPTH, Part, parse};
use crate::http::Headers;
use crate::mismatch::{Difference, Mismatch, Place};
use crate::rules::{Live, Rules};
use std::collections::{HashMap, HashSet};

const FORMAT: &str = "multipart";

pub(super) fn compare(sides: &Sides<'_>, extra_keys: ExtraKeys, mismatches: &mut Vec<Mismatch>) {
    let at_root = |difference| Mismatch::plain(Place::Body("$".to_owned()), difference);
    if sides.depth == MAX_DEPTH {
        let reason = format!("multipart bodies are nested deeper than {MAX_DEPTH} levels");
        return mismatches.push(at_root(Difference::Unreadable { format: FORMAT, reason }));
    }
    let bytes = sides.expected.to_bytes().unwrap_or_default();
    match (parse(&bytes, sides.expected_type), parse(sides.actual, sides.actual_type)) {
        (Err(reason), _) => mismatches.push(at_root(Difference::UnreadableExample { format: FORMAT, reason })),
        (_, Err(reason)) => mismatches.push(at_root(Difference::Unreadable { format: FORMAT, reason })),
        (Ok(expected), Ok(actual)) => {
            let mut walk = Walk { sides, extra_keys, mismatches };
            walk.parts(&expected, &actual);
        }
    }
}

/// Every place of the parts' contents.
pub(super) fn visit(sides: &Sides<'_>, visitor: &mut Visitor<'_>) {
    let bytes = sides.expected.to_bytes().unwrap_or_default();
    let Some(parts) = parse(&bytes, sides.expected_type).ok().filter(|_| sides.depth < MAX_DEPTH) else { return };
    for (at, part) in parts.iter().enumerate() {
        let (body, content_type) = part.to_body();
        let part_sides = Sides {
            expected: &body,
            expected_type: Some(content_type),
            type_rules: None,
            rules: sides.rules,
            live: sides.at_part(part, at),
            actual: &[],
            actual_type: None,
            depth: sides.depth + 1,
        };
        super::visit::visit_content(&part_sides, &location(part, at), visitor);
    }
}

impl<'a> Sides<'a> {
    /// The rules in force at the root of a part.
    fn at_part(&self, part: &Part<'_>, at: usize) -> Live<'a> {
        match &part.name {
            Some(name) => self.live.field(name),
            None => self.live.item(at),
        }
    }
}

struct Walk<'s, 'm> {
    sides: &'s Sides<'s>,
    extra_keys: ExtraKeys,
    mismatches: &'m mut Vec<Mismatch>,
}

impl Walk<'_, '_> {
    fn parts(&mut self, expected: &[Part<'_>], actual: &[Part<'_>]) {
        let places = pair(expected, actual);
        for (at, (part, found)) in expected.iter().zip(&places).enumerate() {
            match found {
                Some(found) => self.part((part, &actual[*found]), at),
                None => self.report(part, at, |name| Difference::Missing { what: "part", name }),
            }
        }
        if self.extra_keys == ExtraKeys::Rejected {
            let known: HashSet<usize> = places.into_iter().flatten().collect();
            for (at, part) in actual.iter().enumerate().filter(|(at, _)| !known.contains(at)) {
                self.report(part, at, |name| Difference::Unexpected { what: "part", name });
            }
        }
    }

    fn report(&mut self, part: &Part<'_>, at: usize, difference: impl Fn(String) -> Difference) {
        let name = part.name.clone().unwrap_or_else(|| format!("[{at}]"));
        self.mismatches.push(Mismatch::plain(Place::Body(location(part, at).to_string()), difference(name)));
    }

    /// Compares one part and puts what differs where the part stands.
    fn part(&mut self, (expected, actual): (&Part<'_>, &Part<'_>), at: usize) {
        let mut mismatches = Vec::new();
        compare_headers(expected, actual, &mut mismatches);
        let (body, expected_type) = expected.to_body();
        let actual_type = actual.header("content-type");
        let sides = Sides {
            expected: &body,
            // Where only the part that arrived states a type, it is compared by that.
            expected_type: expected.header("content-type").or((actual_type.is_none()).then_some(expected_type)),
            type_rules: None,
            rules: self.sides.rules,
            live: self.sides.at_part(expected, at),
            actual: &actual.content,
            actual_type,
            depth: self.sides.depth + 1,
        };
        super::compare(&sides, self.extra_keys, &mut mismatches);
        let here = location(expected, at).to_string();
        self.mismatches.extend(mismatches.into_iter().map(|mismatch| {
            let place = match &mismatch.place {
                Place::Body(path) => Place::Body(format!("{here}{}", path.strip_prefix('$').unwrap_or(path))),
                _ => Place::Body(here.clone()),
            };
            Mismatch { place, ..mismatch }
        }));
    }
}

/// For each expected part, the position of the one it is compared with: the next of the same name, else the one at the
/// same position.
fn pair(expected: &[Part<'_>], actual: &[Part<'_>]) -> Vec<Option<usize>> {
    let mut named: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, part) in actual.iter().enumerate().rev() {
        if let Some(name) = &part.name {
            named.entry(name).or_default().push(at);
        }
    }
    let found = |(at, part): (usize, &Part<'_>)| match &part.name {
        Some(name) => named.get_mut(name.as_str()).and_then(Vec::pop),
        None => (at < actual.len()).then_some(at),
    };
    expected.iter().enumerate().map(found).collect()
}

fn location<'p>(part: &'p Part<'_>, at: usize) -> Location<'p> {
    match &part.name {
        Some(name) => Location::Field(&Location::Root, name),
        None => Location::Item(&Location::Root, at),
    }
}

/// All headers but those that are no part of the promise; the content type is only looked for here, since comparing the
/// contents compares it.
fn compare_headers(expected: &Part<'_>, actual: &Part<'_>, mismatches: &mut Vec<Mismatch>) {
    let mut wanted = Headers::default();
    for (name, value) in &expected.headers {
        let is = |known: &str| known.eq_ignore_ascii_case(name);
        let is_compared_below = is("content-type") && actual.header(name).is_some();
        if !is("content-disposition") && !is("content-length") && !is_compared_below {
            wanted.add(name.as_str(), [value.clone()]);
        }
    }
    let found: Vec<_> = actual.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    headers::compare(&wanted, &Rules::default(), &found, mismatches);
}
