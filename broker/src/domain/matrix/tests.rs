//! Verdicts on small histories: who publishes what, who verifies it, who is live.

use super::{
    Chosen, Facts, Ignored, LatestBy, Pick, Published, Question, Selector, Side, Specified, State, Versions, compose,
    decide, grouped,
};
use crate::domain::{LatestVerification, Moment, Publication, Ways};
use std::collections::BTreeMap;

const A: i64 = 1;
const B: i64 = 2;

fn name(id: i64) -> String {
    if id == A { "A" } else { "B" }.to_owned()
}

/// A version's key says whose it is: A1 is 101, B2 is 202.
fn chosen(participant: i64, number: i64) -> Chosen {
    Chosen { id: participant * 100 + number, number: number.to_string(), since: Some(Moment(5000)) }
}

/// A version of A, with a contract of its own with B.
fn published(number: i64) -> Published {
    let publication = Publication {
        id: number,
        consumer_id: A,
        consumer: name(A),
        provider_id: B,
        provider: name(B),
        consumer_version_id: A * 100 + number,
        consumer_version: number.to_string(),
        content_id: number,
        digest: format!("{number:040}"),
        ways: Ways::default(),
        revision: 1,
        created_at: Moment(1000),
    };
    Published { publication, since: None }
}

fn verified(content: i64, provider_number: i64, success: bool) -> LatestVerification {
    LatestVerification {
        number: content * 10 + provider_number,
        content_id: content,
        provider_version_id: B * 100 + provider_number,
        provider_version: provider_number.to_string(),
        success,
        created_at: Moment(9000),
    }
}

fn question(participant: i64, number: &str) -> Question {
    let selector = Selector { participant: name(participant), pick: Pick::Version(number.to_owned()) };
    Question::about(selector, Pick::Environment("production".to_owned()), Vec::new())
}

struct History {
    question: Question,
    published: Vec<Published>,
    sides: BTreeMap<i64, Side>,
    results: Vec<LatestVerification>,
    exists: bool,
}

impl History {
    /// Asks for one version of `participant`; the other one is represented by `others`.
    fn of(participant: i64, others: &[i64]) -> Self {
        let other = if participant == A { B } else { A };
        let these = |participant, numbers: &[i64]| {
            Versions::These(numbers.iter().map(|number| chosen(participant, *number)).collect())
        };
        let sides = BTreeMap::from([
            (
                participant,
                Side {
                    pick: Pick::Version("1".to_owned()),
                    versions: these(participant, &[1]),
                    specified: true,
                    beside: Vec::new(),
                },
            ),
            (
                other,
                Side {
                    pick: Pick::Environment("production".to_owned()),
                    versions: these(other, others),
                    specified: false,
                    beside: Vec::new(),
                },
            ),
        ]);
        let consumers = if participant == A { &[1][..] } else { others };
        Self {
            question: question(participant, "1"),
            published: consumers.iter().map(|number| published(*number)).collect(),
            sides,
            results: Vec::new(),
            exists: true,
        }
    }

    fn with(mut self, results: &[LatestVerification]) -> Self {
        self.results = results.to_vec();
        self
    }

    fn ignoring(mut self, participant: &str, version: Option<&str>) -> Self {
        self.question
            .ignored
            .push(Ignored { participant: participant.to_owned(), version: version.map(str::to_owned) });
        self
    }

    fn decide(&self) -> super::Verdict {
        let (rows, gaps) = compose(&self.published, &self.sides, &self.results, &self.question.ignored);
        let specified = Specified {
            participant: self.question.selectors[0].participant.clone(),
            pick: self.question.selectors[0].pick.clone(),
            exists: self.exists,
            consumes: true,
            provides: true,
        };
        let rows = grouped(&self.question, rows);
        let elsewhere = self.results.iter().map(|result| (result.content_id, result.clone())).collect();
        let facts = Facts {
            specified: vec![specified],
            sides: self.sides.clone(),
            rows,
            gaps,
            elsewhere,
            unknown_ignored: Vec::new(),
            unknown_tag: None,
        };
        decide(&self.question, &facts)
    }

    fn states(&self) -> Vec<State> {
        self.decide().reasons.iter().map(|reason| reason.state).collect()
    }
}

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
    let mut history = History::of(A, &[1]);
    history.exists = false;
    history.published.clear();
    let verdict = history.decide();
    assert_eq!(verdict.answer, Some(false));
    assert_eq!(verdict.reasons[0].state, State::UnknownVersion);
    assert_eq!(
        verdict.reasons[0].next_command("http://b"),
        "abide publish target/contracts --version 1 --broker http://b"
    );
}

#[test]
fn each_reason_says_what_is_wrong() {
    let cases = [
        (History::of(A, &[1]).with(&[verified(1, 1, false)]), vec![State::Failed]),
        (History::of(A, &[1]), vec![State::NeverVerified]),
        (History::of(A, &[2]).with(&[verified(1, 1, true)]), vec![State::VerifiedForAnotherVersion]),
        (History::of(A, &[]).with(&[verified(1, 1, true)]), vec![State::NotDeployed]),
        (History::of(A, &[]), vec![State::NeverVerified]),
        (History::of(A, &[1, 2]).with(&[verified(1, 1, false)]), vec![State::Failed, State::VerifiedForAnotherVersion]),
    ];
    for (history, expected) in cases {
        assert_eq!(history.states(), expected);
    }
}

#[test]
fn reasons_read_as_sentences_with_the_next_command() {
    let reason = |history: History| {
        let reason = history.decide().reasons.remove(0);
        format!("{}\n{}", reason.sentence(), reason.next_command("http://b"))
    };
    insta::assert_snapshot!(reason(History::of(A, &[1])), @r"
    B 1 has never verified the contract of A 1, published 1970-01-01T00:00:01+00:00
    abide verify --provider B --url <provider url> --broker http://b --publish --provider-version 1
    ");
    insta::assert_snapshot!(reason(History::of(A, &[1]).with(&[verified(1, 1, false)])), @r"
    B 1 does not keep the contract of A 1 since 1970-01-01T00:00:09+00:00
    abide verify --provider B --url <provider url> --broker http://b --publish --provider-version <version>
    ");
    insta::assert_snapshot!(reason(History::of(A, &[2]).with(&[verified(1, 1, true)])), @r"
    B 2 has not verified the contract of A 1; B 1 kept it on 1970-01-01T00:00:09+00:00
    abide verify --provider B --url <provider url> --broker http://b --publish --provider-version 2
    ");
    insta::assert_snapshot!(reason(History::of(A, &[]).with(&[verified(1, 1, true)])), @r"
    A 1 needs B, and no version of it is recorded as live in production; B 1 kept it on 1970-01-01T00:00:09+00:00
    abide record-deployment --participant B --version 1 --environment production --broker http://b
    ");
    insta::assert_snapshot!(reason(History::of(A, &[])), @r"
    no version of B has ever verified the contract of A 1, published 1970-01-01T00:00:01+00:00, and none is recorded as live in production
    abide verify --provider B --url <provider url> --broker http://b --publish --provider-version <version>
    ");
}

#[test]
fn the_next_command_speaks_to_the_provider_as_the_contract_does() {
    let next = |ways: Ways, versions: &[i64]| {
        let mut history = History::of(A, versions);
        history.published.iter_mut().for_each(|published| published.publication.ways = ways);
        history.decide().reasons.remove(0).next_command("http://b")
    };
    for versions in [&[1][..], &[]] {
        assert!(
            next(Ways::of(false, true), versions).contains("--provider B --transport grpc=<provider url> --broker")
        );
        let both = next(Ways::of(true, true), versions);
        assert!(both.contains("--url <provider url> --transport grpc=<provider url> --broker"), "{both}");
    }
}

#[test]
fn notices_are_in_the_words_of_the_ecosystem() {
    let notices = |history: History| history.decide().notices.into_iter().map(|notice| notice.text).collect::<Vec<_>>();
    assert_eq!(
        notices(History::of(A, &[])),
        [
            "There is no verified pact between version 1 of A and a version of B currently in production (no version is currently recorded as \
             deployed/released in this environment)"
        ]
    );
    assert_eq!(
        notices(History::of(A, &[1]).with(&[verified(1, 1, false)])),
        [
            "The verification for the pact between version 1 of A and the version of B currently in production (1) failed"
        ]
    );
    assert_eq!(notices(History::of(B, &[])), ["There are no missing dependencies"]);
    assert_eq!(
        notices(History::of(A, &[1]).with(&[verified(1, 1, true)])),
        ["All required verification results are published and successful"]
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
        let mut history = History::of(A, &[1]).ignoring("A", ignored);
        history.exists = false;
        history.published.clear();
        history.decide().answer
    };
    assert_eq!(unknown(Some("2")), Some(false), "another version is ignored");
    assert_eq!((unknown(Some("1")), unknown(None)), (Some(true), Some(true)));
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
    let mut history = History::of(A, &[1, 2]).with(&[verified(1, 1, false), verified(1, 2, true)]);
    history.question.target = Some(Pick::Tagged("prod".to_owned()));
    history.question.latest_by = Some(LatestBy::ConsumerVersion);
    assert_eq!(history.decide().answer, Some(true));
}

#[test]
fn a_provider_represented_by_all_versions_shows_its_results_or_that_there_are_none() {
    let mut history = History::of(A, &[]).with(&[verified(1, 1, true), verified(1, 2, false)]);
    history.question.target = None;
    let any = Side { pick: Pick::Any, versions: Versions::Any, specified: false, beside: Vec::new() };
    history.sides.insert(B, any);
    assert_eq!(history.decide().answer, Some(false));
    history.results.clear();
    let verdict = history.decide();
    assert_eq!((verdict.answer, verdict.unknown), (None, 1));
}

#[test]
fn questions_are_read_from_the_query_of_every_client() {
    let read = |query: &str| Question::read(&crate::query::parse(query));
    let environment = read("q[][pacticipant]=A&q[][version]=1&latestby=cvpv&environment=production").unwrap();
    assert_eq!(environment, question(A, "1"));
    let tag = read("q%5B%5D%5Bpacticipant%5D=A&q%5B%5D%5Bversion%5D=1&tag=prod&latestby=cvp&latest=true").unwrap();
    assert_eq!(tag.target, Some(Pick::LatestTagged("prod".to_owned())));
    let merge = read("q[][pacticipant]=A&q[][version]=1&latestby=cvp&latest=true&mainBranch=true").unwrap();
    assert_eq!(merge.target, Some(Pick::MainBranchHead));
    let several = read("q[][pacticipant]=A&q[][version]=1&q[][pacticipant]=B&q[][latest]=true&latestby=cvpv").unwrap();
    assert_eq!((several.selectors.len(), several.infers), (2, false));
}

#[test]
fn questions_that_make_no_sense_are_refused_with_every_complaint() {
    let cases = [
        "",
        "q=x",
        "q[][version]=1",
        "q[][pacticipant]=A&q[][version]=1&q[][latest]=true",
        "q[][pacticipant]=A&q[][version]=1&q[][branch]=main",
        "q[][pacticipant]=A&q[][branch]=main&q[][mainBranch]=true",
        "q[][pacticipant]=A&tag=a&environment=b",
        "q[][pacticipant]=A&latest=true&environment=b",
        "q[][pacticipant]=A&latestby=zzz",
        "q[][pacticipant]=A&limit=0",
        "q[][pacticipant]=A&success=maybe",
    ];
    for query in cases {
        assert!(Question::read(&crate::query::parse(query)).is_err(), "{query}");
    }
}

#[test]
fn a_name_without_a_value_is_refused_by_name_and_never_means_any() {
    let cases = [
        ("q[][pacticipant]=A&q[][version]=", "q[][version] can't be blank for A"),
        ("q[][pacticipant]=A&q[][version]=%20&environment=production", "q[][version] can't be blank for A"),
        ("q[][pacticipant]=A&q[][version]", "q[][version] can't be blank for A"),
        ("q[][pacticipant]=A&q[][tag]=", "q[][tag] can't be blank for A"),
        ("q[][pacticipant]=A&q[][branch]=", "q[][branch] can't be blank for A"),
        ("q[][pacticipant]=A&q[][environment]=", "q[][environment] can't be blank for A"),
        ("q[][pacticipant]=A&q[][version]=1&environment=", "environment can't be blank"),
        ("q[][pacticipant]=A&q[][version]=1&tag=&latest=true", "tag can't be blank"),
        (
            "q[][pacticipant]=A&q[][version]=1&ignore[][pacticipant]=B&ignore[][version]=",
            "ignore[][version] can't be blank for B",
        ),
    ];
    for (query, complaint) in cases {
        assert_eq!(Question::read(&crate::query::parse(query)), Err(vec![complaint.to_owned()]), "{query}");
    }
}
