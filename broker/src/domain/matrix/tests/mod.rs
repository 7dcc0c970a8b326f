//! Verdicts on small histories.

mod explanation;
mod history;
mod reading;

use super::{LatestBy, Pick, Side, State, Versions};
use history::{A, B, History, chosen, verified};

#[test]
fn verdicts_follow_from_complete_results() {
    let cases = [
        ("the live provider keeps the contract", History::of(A, &[1]).with(&[verified(1, 1, true)]), Some(true)),
        ("the live provider breaks the contract", History::of(A, &[1]).with(&[verified(1, 1, false)]), Some(false)),
        ("the live provider was never verified", History::of(A, &[1]), None),
        ("the provider is not live", History::of(A, &[]), None),
        ("one of two live providers was never verified", History::of(A, &[1, 2]).with(&[verified(1, 1, true)]), None),
        ("one failed and one was never verified", History::of(A, &[1, 2]).with(&[verified(1, 1, false)]), None),
        (
            "one kept and one failed",
            History::of(A, &[1, 2]).with(&[verified(1, 1, true), verified(1, 2, false)]),
            Some(false),
        ),
        (
            "another provider version kept it, not the live one",
            History::of(A, &[2]).with(&[verified(1, 1, true)]),
            None,
        ),
        ("no consumer of the provider is live", History::of(B, &[]), Some(true)),
        (
            "both live consumers are kept",
            History::of(B, &[1, 2]).with(&[verified(1, 1, true), verified(2, 1, true)]),
            Some(true),
        ),
        ("one live consumer was never verified", History::of(B, &[1, 2]).with(&[verified(1, 1, true)]), None),
        (
            "one live consumer is broken",
            History::of(B, &[1, 2]).with(&[verified(1, 1, true), verified(2, 1, false)]),
            Some(false),
        ),
    ];
    for (what, history, expected) in cases {
        assert_eq!(history.decide().answer, expected, "{what}");
    }
}

#[test]
fn a_version_nobody_knows_is_a_plain_no() {
    let verdict = History::of(A, &[1]).missing(Pick::Version("1".to_owned())).decide();
    assert_eq!(verdict.answer, Some(false));
    assert_eq!(verdict.reasons[0].state, State::UnknownVersion);
    assert_eq!(
        verdict.reasons[0].next_command("http://b"),
        "abide publish target/contracts --version 1 --broker http://b"
    );
}

#[test]
fn what_is_ignored_does_not_count() {
    let verdict = History::of(A, &[1]).with(&[verified(1, 1, false)]).ignoring("B", None).decide();
    assert_eq!((verdict.answer, verdict.ignored, verdict.failed), (Some(true), 1, 0));
    let other_version = History::of(A, &[1]).with(&[verified(1, 1, false)]).ignoring("B", Some("2")).decide();
    assert_eq!((other_version.answer, other_version.ignored), (Some(false), 0));
    let missing = History::of(A, &[]).ignoring("B", None).decide();
    assert_eq!((missing.answer, missing.ignored), (Some(true), 1));
}

#[test]
fn a_version_nobody_knows_is_excused_only_by_ignoring_it() {
    let unknown = |ignored: Option<&str>| {
        History::of(A, &[1]).ignoring("A", ignored).missing(Pick::Version("1".to_owned())).decide().answer
    };
    assert_eq!(unknown(Some("2")), Some(false), "another version is ignored");
    assert_eq!((unknown(Some("1")), unknown(None)), (Some(true), Some(true)));
    let tagged = History::of(A, &[1]).ignoring("A", Some("1")).missing(Pick::LatestTagged("prod".to_owned()));
    assert_eq!(tagged.decide().answer, Some(false), "which version it would be nobody knows");
}

#[test]
fn an_environment_keeps_every_live_version_whatever_the_grouping() {
    let cases = [
        ("the older live provider fails", History::of(A, &[1, 2]), &[(1, 1, false), (1, 2, true)][..], Some(false)),
        ("the older live provider has no result", History::of(A, &[1, 2]), &[(1, 2, true)][..], None),
        ("both live providers keep it", History::of(A, &[1, 2]), &[(1, 1, true), (1, 2, true)][..], Some(true)),
        ("the older live consumer is broken", History::of(B, &[1, 2]), &[(1, 1, false), (2, 1, true)][..], Some(false)),
        ("the older live consumer has no result", History::of(B, &[1, 2]), &[(2, 1, true)][..], None),
        ("both live consumers are kept", History::of(B, &[1, 2]), &[(1, 1, true), (2, 1, true)][..], Some(true)),
    ];
    for (what, history, results, expected) in cases {
        let results: Vec<_> = results.iter().map(|(content, by, success)| verified(*content, *by, *success)).collect();
        let mut history = history.with(&results);
        for grouping in [None, Some(LatestBy::VersionPair), Some(LatestBy::ConsumerVersion), Some(LatestBy::Pair)] {
            history.question.latest_by = grouping;
            assert_eq!(history.decide().answer, expected, "{what}, {grouping:?}");
        }
    }
}

#[test]
fn without_an_environment_the_newest_row_stands_for_its_group() {
    let history = History::of(A, &[1, 2]).with(&[verified(1, 1, false), verified(1, 2, true)]);
    let mut history = history.beside(Pick::Tagged("prod".to_owned()));
    history.question.latest_by = Some(LatestBy::ConsumerVersion);
    assert_eq!(history.decide().answer, Some(true));
}

#[test]
fn what_was_named_by_itself_is_never_stood_for_by_another() {
    let version =
        |number: i64| Side::new(Pick::Version(number.to_string()), Versions::These(vec![chosen(B, number)]), true);
    let any = || Side::new(Pick::Any, Versions::Any, true);
    let both = |mut first: Side, second: Side| {
        first.choices.extend(second.choices);
        first
    };
    let cases = [
        ("the older of two named has no result", both(version(1), version(2)), vec![verified(1, 2, true)], None),
        ("the newer of two named has no result", both(version(1), version(2)), vec![verified(1, 1, true)], None),
        (
            "the older of two named fails",
            both(version(2), version(1)),
            vec![verified(1, 1, false), verified(1, 2, true)],
            Some(false),
        ),
        ("one named beside all of them has no result", both(any(), version(1)), vec![verified(1, 2, true)], None),
        (
            "both named keep it",
            both(version(1), version(2)),
            vec![verified(1, 1, true), verified(1, 2, true)],
            Some(true),
        ),
        ("all of them are meant, and the newest keeps it", any(), vec![verified(1, 2, true)], Some(true)),
    ];
    for (what, side, results, expected) in cases {
        let mut history = History::of(A, &[]).with(&results);
        history.question.target = None;
        history.sides.insert(B, side);
        for grouping in [None, Some(LatestBy::VersionPair), Some(LatestBy::ConsumerVersion), Some(LatestBy::Pair)] {
            history.question.latest_by = grouping;
            assert_eq!(history.decide().answer, expected, "{what}, {grouping:?}");
        }
    }
}

#[test]
fn a_provider_represented_by_all_versions_shows_its_results_or_that_there_are_none() {
    let mut history = History::of(A, &[]).with(&[verified(1, 1, true), verified(1, 2, false)]);
    history.question.target = None;
    history.sides.insert(B, Side::new(Pick::Any, Versions::Any, false));
    assert_eq!(history.decide().answer, Some(false));
    history.results.clear();
    let verdict = history.decide();
    assert_eq!((verdict.answer, verdict.unknown), (None, 1));
}
