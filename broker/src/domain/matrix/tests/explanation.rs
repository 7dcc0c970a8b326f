//! What is said about an answer: states, sentences, notices, and the next command.

use super::history::{A, B, History, verified};
use crate::domain::matrix::{Pick, Reason, State};
use crate::domain::{Moment, Ways};

#[test]
fn each_reason_says_what_is_wrong() {
    let cases = [
        (History::of(A, &[1]).with(&[verified(1, 1, false)]), vec![State::Failed]),
        (History::of(A, &[1]), vec![State::NeverVerified]),
        (History::of(A, &[2]).with(&[verified(1, 1, true)]), vec![State::VerifiedForAnotherVersion]),
        (History::of(A, &[]).with(&[verified(1, 1, true)]), vec![State::NotDeployed]),
        (History::of(A, &[]).with(&[verified(1, 1, false)]), vec![State::NotDeployed]),
        (History::of(A, &[]), vec![State::NeverVerified]),
        (tagged(A).with(&[verified(1, 1, true)]), vec![State::NoSuchVersion]),
        (tagged(A), vec![State::NeverVerified]),
        (History::of(A, &[]).missing(Pick::Latest), vec![State::UnknownVersion]),
        (History::of(A, &[]).missing(Pick::MainBranchHead), vec![State::NoSuchVersion]),
        (History::of(B, &[]).missing(Pick::Environment("test".to_owned())), vec![State::NotDeployed]),
        (History::of(A, &[1, 2]).with(&[verified(1, 1, false)]), vec![State::Failed, State::VerifiedForAnotherVersion]),
    ];
    for (history, expected) in cases {
        assert_eq!(history.states(), expected);
    }
}

/// The other side is looked for by a tag it does not have.
fn tagged(participant: i64) -> History {
    History::of(participant, &[]).beside(Pick::LatestTagged("prod".to_owned()))
}

fn first(history: &History) -> Reason {
    history.decide().reasons.remove(0)
}

fn advice(history: &History) -> String {
    let reason = first(history);
    format!("{}\n{}", reason.sentence(), reason.next_command("http://b"))
}

#[test]
fn reasons_read_as_sentences_with_the_next_command() {
    insta::assert_snapshot!(advice(&History::of(A, &[1])), @r"
    B 1 has never verified the contract of A 1, published 1970-01-01T00:00:01+00:00
    abide verify --provider B --url <provider url> --broker http://b --publish --provider-version 1
    ");
    insta::assert_snapshot!(advice(&History::of(A, &[1]).with(&[verified(1, 1, false)])), @r"
    B 1 has not kept the contract of A 1 since 1970-01-01T00:00:09+00:00
    abide verify --provider B --url <provider url> --broker http://b --publish --provider-version <version>
    ");
    insta::assert_snapshot!(advice(&History::of(A, &[2]).with(&[verified(1, 1, true)])), @r"
    B 2 has not verified the contract of A 1; B 1 kept it on 1970-01-01T00:00:09+00:00
    abide verify --provider B --url <provider url> --broker http://b --publish --provider-version 2
    ");
    insta::assert_snapshot!(advice(&History::of(A, &[]).with(&[verified(1, 1, true)])), @r"
    A 1 needs B, and no version of it is recorded as live in production; B 1 kept it on 1970-01-01T00:00:09+00:00
    abide record-deployment --participant B --version 1 --environment production --broker http://b
    ");
    insta::assert_snapshot!(advice(&History::of(A, &[])), @r"
    no version of B has ever verified the contract of A 1, published 1970-01-01T00:00:01+00:00, and none is recorded as live in production
    abide verify --provider B --url <provider url> --broker http://b --publish --provider-version <version>
    ");
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
fn where_no_version_has_the_tag_the_next_command_gives_it_to_one_that_keeps_the_contract() {
    insta::assert_snapshot!(advice(&tagged(A).with(&[verified(1, 1, true)])), @r"
    A 1 needs B, and no version of it has the tag prod; B 1 kept it on 1970-01-01T00:00:09+00:00
    abide tags create --participant B --version 1 --tag prod --broker http://b
    ");
    insta::assert_snapshot!(advice(&tagged(A)), @r"
    no version of B has ever verified the contract of A 1, published 1970-01-01T00:00:01+00:00, and none has the tag prod
    abide verify --provider B --url <provider url> --broker http://b --publish --provider-version <version>
    ");
}

#[test]
fn where_the_main_branch_is_empty_or_not_known_the_next_command_fills_or_names_it() {
    let mut history = History::of(A, &[]).beside(Pick::MainBranchHead).with(&[verified(1, 1, true)]);
    insta::assert_snapshot!(advice(&history), @r"
    A 1 needs B, and no version of it is on its main branch; B 1 kept it on 1970-01-01T00:00:09+00:00
    abide participants update --name B --main-branch <branch> --broker http://b
    ");
    history.background.main_branches.insert(B, "trunk".to_owned());
    insta::assert_snapshot!(advice(&history), @r"
    A 1 needs B, and no version of it is on its main branch; B 1 kept it on 1970-01-01T00:00:09+00:00
    abide verify --provider B --url <provider url> --broker http://b --publish --provider-version <version> --provider-branch trunk
    ");
}

#[test]
fn where_no_version_keeps_the_contract_nobody_is_told_to_deploy_one() {
    insta::assert_snapshot!(advice(&History::of(A, &[]).with(&[verified(1, 1, false)])), @r"
    A 1 needs B, and no version of it is recorded as live in production; no version of it keeps that contract, B 1 failed it on 1970-01-01T00:00:09+00:00
    abide verify --provider B --url <provider url> --broker http://b --publish --provider-version <version>
    ");
    insta::assert_snapshot!(advice(&tagged(A).with(&[verified(1, 1, false)])), @r"
    A 1 needs B, and no version of it has the tag prod; no version of it keeps that contract, B 1 failed it on 1970-01-01T00:00:09+00:00
    abide verify --provider B --url <provider url> --broker http://b --publish --provider-version <version>
    ");
}

#[test]
fn a_version_that_is_asked_about_and_not_there_can_be_made_by_the_next_command() {
    let missing = |participant, pick| advice(&History::of(participant, &[]).missing(pick));
    let environment = Pick::Environment("test".to_owned());
    assert_eq!(first(&History::of(B, &[]).missing(environment.clone())).environment.as_deref(), Some("test"));
    insta::assert_snapshot!(missing(B, environment), @r"
    No version of B is currently recorded as deployed or released in environment test
    abide record-deployment --participant B --version <version> --environment test --broker http://b
    ");
    insta::assert_snapshot!(missing(A, Pick::LatestTagged("prod".to_owned())), @r"
    No version with tag prod exists for A
    abide tags create --participant A --version <version> --tag prod --broker http://b
    ");
    insta::assert_snapshot!(missing(A, Pick::BranchHead("new words".to_owned())), @r"
    No version of A from branch new words exists
    abide publish target/contracts --version <version> --branch 'new words' --broker http://b
    ");
    insta::assert_snapshot!(missing(B, Pick::Branch("main".to_owned())), @r"
    No version of B from branch main exists
    abide verify --provider B --url <provider url> --broker http://b --publish --provider-version <version> --provider-branch main
    ");
    insta::assert_snapshot!(missing(B, Pick::MainBranchHead), @r"
    No version of B from the main branch exists
    abide participants update --name B --main-branch <branch> --broker http://b
    ");
    insta::assert_snapshot!(missing(B, Pick::Version("7".to_owned())), @r"
    No pacts or verifications have been published for version 7 of B
    abide verify --provider B --url <provider url> --broker http://b --publish --provider-version 7
    ");
}

#[test]
fn since_is_the_moment_the_state_began() {
    let mut failed = History::of(A, &[1]).with(&[verified(1, 1, false)]);
    assert_eq!(first(&failed).since, Some(Moment(9000)));
    failed.background.failing_since.insert((1, 201), Moment(7000));
    assert_eq!(first(&failed).since, Some(Moment(7000)), "the first failure in a row");

    let mut gone = History::of(A, &[]).with(&[verified(1, 1, true)]);
    assert_eq!(first(&gone).since, Some(Moment(1000)), "it was never there: since the contract was published");
    gone.background.left.insert((B, "production".to_owned()), Moment(4000));
    assert_eq!(first(&gone).since, Some(Moment(4000)), "the last version left");
    gone.background.left.insert((B, "production".to_owned()), Moment(500));
    assert_eq!(first(&gone).since, Some(Moment(1000)), "it left before anybody needed it");
}

#[test]
fn the_next_command_speaks_to_the_provider_as_the_contract_does() {
    let next = |ways: Ways, versions: &[i64]| {
        let mut history = History::of(A, versions);
        history.published.iter_mut().for_each(|published| published.publication.ways = ways);
        first(&history).next_command("http://b")
    };
    for versions in [&[1][..], &[]] {
        assert!(
            next(Ways::of(false, true), versions).contains("--provider B --transport grpc=<provider url> --broker")
        );
        let both = next(Ways::of(true, true), versions);
        assert!(both.contains("--url <provider url> --transport grpc=<provider url> --broker"), "{both}");
    }
}
