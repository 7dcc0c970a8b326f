//! Which interaction a request is meant for.
//!
//! Interactions are indexed by method and path, so that choosing costs the few that share them and not the whole contract;
//! only a request that nothing describes is held against the others, to name the closest.

use super::journal::Near;
use crate::declare::{Declaration, Declared};
use abide_contract_core::Mismatch;
use abide_contract_core::explain::body_difference;
use abide_contract_core::http::{ActualRequest, Request};
use abide_contract_core::matching::{match_request, matches_request_line};
use percent_encoding::percent_decode_str;
use std::collections::HashMap;

/// Of interactions equally close by method and path, how many are compared in full to find the closest.
const COMPARED: usize = 8;

/// The positions of interactions, by what they ask for.
#[derive(Debug, Default)]
pub(crate) struct Choices(HashMap<String, ByPath>);

/// Those with one method.
#[derive(Debug, Default)]
struct ByPath {
    exact: HashMap<String, Vec<usize>>,
    ruled: Vec<usize>,
}

/// What a request turned out to be.
#[derive(Debug)]
pub(crate) enum Choice {
    /// This interaction.
    Match(usize),
    /// One with its method and path, of which this one comes closest.
    Differs(Near),
    /// None; this one comes closest.
    Unknown(Option<Near>),
}

impl Choices {
    pub(super) fn new(declaration: &Declaration) -> Self {
        let mut choices = Self::default();
        for (at, declared) in declaration.interactions.iter().enumerate() {
            if let Some((request, _)) = declared.expected.as_http() {
                let by_path = choices.0.entry(request.method.to_ascii_uppercase()).or_default();
                match request.rules.path {
                    Some(_) => by_path.ruled.push(at),
                    None => by_path.exact.entry(request.path.clone()).or_default().push(at),
                }
            }
        }
        choices
    }

    /// Chooses among `interactions`, preferring one that has not been `hit` yet.
    pub(super) fn choose(&self, interactions: &[Declared], hits: &[bool], actual: &ActualRequest<'_>) -> Choice {
        let mut near = Vec::new();
        for at in self.candidates(hits, actual) {
            let Some((request, _)) = interactions[at].expected.as_http() else { continue };
            if !matches_request_line(request, actual) {
                continue;
            }
            let mismatches = match_request(request, actual);
            if mismatches.is_empty() {
                return Choice::Match(at);
            }
            near.push((at, mismatches));
        }
        match closest(near, interactions, actual) {
            Some(near) => Choice::Differs(near),
            None => fallback(interactions, hits, actual),
        }
    }

    /// Those that may match, in the order to try them.
    fn candidates(&self, hits: &[bool], actual: &ActualRequest<'_>) -> Vec<usize> {
        let Some(by_path) = self.0.get(&actual.method.to_ascii_uppercase()) else { return Vec::new() };
        let decoded = decoded(actual.path);
        let mut candidates = by_path.exact.get(actual.path).cloned().unwrap_or_default();
        if decoded != actual.path {
            candidates.extend(by_path.exact.get(&decoded).into_iter().flatten());
        }
        candidates.extend(&by_path.ruled);
        candidates.sort_by_key(|at| (hits[*at], *at));
        candidates
    }
}

/// The whole contract, looked through for what comes closest.
fn fallback(interactions: &[Declared], hits: &[bool], actual: &ActualRequest<'_>) -> Choice {
    let path = decoded(actual.path);
    let mut ranked: Vec<(usize, usize, &Request)> = interactions
        .iter()
        .enumerate()
        .filter_map(|(at, declared)| declared.expected.as_http().map(|(request, _)| (at, request)))
        .map(|(at, request)| (distance(request, actual.method, &path), at, request))
        .collect();
    ranked.sort_by_key(|(distance, at, _)| (*distance, hits[*at], *at));
    let nearest = ranked.first().map_or(0, |(distance, ..)| *distance);
    let compared = ranked.into_iter().take_while(|(distance, ..)| *distance == nearest).take(COMPARED);
    let near = compared.map(|(_, at, request)| (at, match_request(request, actual)));
    Choice::Unknown(closest(near, interactions, actual))
}

/// The first of those with the fewest mismatches.
fn closest(
    near: impl IntoIterator<Item = (usize, Vec<Mismatch>)>,
    interactions: &[Declared],
    actual: &ActualRequest<'_>,
) -> Option<Near> {
    let (interaction, mismatches) = near.into_iter().min_by_key(|(_, mismatches)| mismatches.len())?;
    let (request, _) = interactions[interaction].expected.as_http()?;
    let difference = body_difference(&request.body, actual.body.unwrap_or_default(), &mismatches);
    Some(Near { interaction, mismatches, difference })
}

/// How far apart two request lines are: a missing segment counts for more than a differing one, and that for more than the
/// method.
fn distance(request: &Request, method: &str, path: &str) -> usize {
    let segments = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
    let (expected, actual) = (segments(&request.path), segments(path));
    let differing = expected.iter().zip(&actual).filter(|(left, right)| left != right).count();
    let missing = expected.len().abs_diff(actual.len());
    3 * missing + 2 * differing + usize::from(!request.method.eq_ignore_ascii_case(method))
}

fn decoded(path: &str) -> String {
    percent_decode_str(path).decode_utf8_lossy().into_owned()
}
