//! Which message of an answer is compared with which expected one.

use super::message::MOST_TRIES;
use super::{Side, count};
use crate::grpc::{Call, Expected, Order};
use crate::json::Json;
use crate::matching::value::given_up;
use crate::mismatch::{Difference, Mismatch, Place};
use crate::protobuf::to_json;

/// The messages of an answer on a side that streams.
pub(super) fn compare(call: &Call, actual: &[&[u8]]) -> Vec<Mismatch> {
    let (stream, expected) = (call.stream(), call.expected_responses());
    let mut mismatches: Vec<_> = counted(call, actual.len()).into_iter().collect();
    if stream.order == Order::Any {
        mismatches.extend(in_any_order(call, actual));
        return mismatches;
    }
    if !mismatches.is_empty() {
        mismatches.extend(missing(call, actual.len()));
    }
    let template = stream.repeat.and_then(|at| expected.get(at));
    for (index, bytes) in actual.iter().enumerate() {
        let Some(wanted) = expected.get(index).or(template) else { break };
        mismatches.extend(call.compare(Side::Response, (wanted, index), bytes));
    }
    mismatches
}

/// The expected messages a stream that ended after `actual` messages had no room for.
fn missing(call: &Call, actual: usize) -> impl Iterator<Item = Mismatch> {
    let (least, _) = call.bounds();
    call.expected_responses().iter().enumerate().take(least).skip(actual).map(|(index, wanted)| {
        let place = Place::Message(format!("{}[{index}]", Side::Response.name()));
        Mismatch::plain(place, Difference::NoMessage { expected: shown(call, wanted) })
    })
}

fn shown(call: &Call, wanted: &Expected) -> Json {
    let kind = call.message_type(false);
    to_json::message(kind.schema(), kind.id(), &wanted.tree)
}

/// Whether there are as many messages as there must be.
fn counted(call: &Call, actual: usize) -> Option<Mismatch> {
    let (least, most) = call.bounds();
    let words = match most {
        _ if actual < least && Some(least) != most => format!("at least {least}"),
        Some(most) if most == least => format!("exactly {least}"),
        Some(most) => format!("at most {most}"),
        None => format!("at least {least}"),
    };
    let is_met = actual >= least && most.is_none_or(|most| actual <= most);
    (!is_met).then(|| count(Side::Response, words, actual))
}

/// Each expected message must have one of its own among those that came.
fn in_any_order(call: &Call, actual: &[&[u8]]) -> Vec<Mismatch> {
    let expected = call.expected_responses();
    let mut mismatches = Vec::new();
    let mut candidates: Vec<Vec<usize>> = vec![Vec::new(); expected.len()];
    let mut tries = MOST_TRIES;
    // One message is read at a time: as trees they are many times as large as on the wire.
    for (at, bytes) in actual.iter().enumerate() {
        match call.read(Side::Response, at, bytes) {
            Ok(fields) => {
                for (wanted, candidates) in expected.iter().zip(&mut candidates) {
                    if call.verdict(Side::Response).is_met(wanted, &fields, &mut tries) {
                        candidates.push(at);
                    }
                }
            }
            Err(mismatch) => mismatches.push(*mismatch),
        }
    }
    if let Some(difference) = given_up(tries, "messages in any order") {
        mismatches.push(Mismatch::plain(Place::Message("response".to_owned()), difference));
        return mismatches;
    }
    let (without, owners) = assign(&candidates, actual.len());
    for index in without {
        let expected = shown(call, &expected[index]);
        let difference = Difference::NoMessageLike { index, expected, among: actual.len() };
        mismatches.push(Mismatch::plain(Place::Message("response".to_owned()), difference));
    }
    if let Some(template) = call.stream().repeat.and_then(|at| expected.get(at)) {
        for (index, bytes) in actual.iter().enumerate().filter(|(index, _)| owners[*index].is_none()) {
            mismatches.extend(call.compare(Side::Response, (template, index), bytes));
        }
    }
    mismatches
}

/// The expected messages for which none is left when as many as possible have one, and what each message was taken for:
/// taking the first that fits would leave out more.
pub(super) fn assign(candidates: &[Vec<usize>], count: usize) -> (Vec<usize>, Vec<Option<usize>>) {
    let mut owners: Vec<Option<usize>> = vec![None; count];
    let mut without = Vec::new();
    for wanted in 0..candidates.len() {
        let mut seen = vec![false; count];
        if !place(wanted, candidates, &mut owners, &mut seen) {
            without.push(wanted);
        }
    }
    (without, owners)
}

/// Finds a message for `wanted`, moving others to another one where they have a choice.
fn place(wanted: usize, candidates: &[Vec<usize>], owners: &mut [Option<usize>], seen: &mut [bool]) -> bool {
    // By hand, since chains may be as long as a stream: each level holds an expected message and its next candidate.
    let mut chain = vec![(wanted, 0)];
    while let Some((owner, next)) = chain.last_mut() {
        let (owner, at) = (*owner, candidates[*owner].get(*next).copied());
        *next += 1;
        let Some(at) = at else {
            chain.pop();
            continue;
        };
        if std::mem::replace(&mut seen[at], true) {
            continue;
        }
        let Some(other) = owners[at] else {
            owners[at] = Some(owner);
            // Those above move to the candidate they were about to take.
            for (owner, next) in chain.iter().rev().skip(1) {
                owners[candidates[*owner][*next - 1]] = Some(*owner);
            }
            return true;
        };
        chain.push((other, 0));
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_as_possible_find_a_message_of_their_own() {
        for (candidates, count, without) in [
            (vec![vec![0, 1], vec![0]], 2, vec![]),
            (vec![vec![0], vec![0]], 2, vec![1]),
            (vec![vec![0, 1], vec![0, 2], vec![0], vec![2]], 3, vec![3]),
            (vec![vec![], vec![0]], 1, vec![0]),
            (vec![vec![0, 1], vec![1, 2], vec![2, 3], vec![0]], 4, vec![]),
        ] {
            assert_eq!(assign(&candidates, count).0, without, "{candidates:?}");
        }
    }
}
