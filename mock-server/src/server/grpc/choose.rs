//! Which interaction a call is meant for.

use crate::declare::{Declaration, Declared};
use crate::server::choose::Choice;
use crate::server::journal::Near;
use abide_contract_core::grpc::{ActualCall, Call};
use abide_contract_core::mismatch::{Difference, Mismatch, Place};

/// The calls of a contract that go to `path`, in the order to try them: one that has not been hit yet comes first.
pub(super) fn candidates<'d>(
    declaration: &'d Declaration,
    hits: &[bool],
    path: &str,
) -> impl Iterator<Item = (usize, &'d Call)> + use<'d> {
    let mut candidates: Vec<_> = calls(&declaration.interactions).filter(|(_, call)| call.path() == path).collect();
    candidates.sort_by_key(|(at, _)| (hits[*at], *at));
    candidates.into_iter()
}

/// Chooses by what the call holds.
pub(super) fn choose(declaration: &Declaration, hits: &[bool], path: &str, actual: &ActualCall<'_>) -> Choice {
    let mut nearest: Option<Near> = None;
    for (at, call) in candidates(declaration, hits, path) {
        let mismatches = call.match_call(actual);
        if mismatches.is_empty() {
            return Choice::Match(at);
        }
        if nearest.as_ref().is_none_or(|near| mismatches.len() < near.mismatches.len()) {
            nearest = Some(near(at, mismatches));
        }
    }
    nearest.map_or_else(|| unknown(declaration, path), Choice::Differs)
}

/// Nothing goes to this path; the closest is another method of the service, or else one of the same name elsewhere.
pub(super) fn unknown(declaration: &Declaration, path: &str) -> Choice {
    let (service, method) = parts(path);
    let distance = |call: &Call| match parts(call.path()) {
        (known, _) if known == service => Some(0),
        (_, known) if known == method => Some(1),
        _ => None,
    };
    let known = calls(&declaration.interactions).filter_map(|(at, call)| Some((distance(call)?, at, call)));
    Choice::Unknown(known.min_by_key(|(distance, at, _)| (*distance, *at)).map(|(_, at, call)| {
        let expected = call.path().trim_start_matches('/').to_owned();
        let actual = path.trim_start_matches('/').to_owned();
        near(at, vec![Mismatch::plain(Place::Method, Difference::Plain { what: "method", expected, actual })])
    }))
}

pub(super) fn near(interaction: usize, mismatches: Vec<Mismatch>) -> Near {
    Near { interaction, mismatches, difference: Vec::new() }
}

fn calls(interactions: &[Declared]) -> impl Iterator<Item = (usize, &Call)> {
    interactions.iter().enumerate().filter_map(|(at, declared)| Some((at, declared.call.as_ref()?)))
}

fn parts(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}
