//! Verdicts of whole estates, however they are asked for: no grouping of rows, no form of the question and no other version
//! hides what is missing.

mod advice;
mod estate;
mod reference;

use crate::harness::TestBroker;
use axum::body::Body;
use axum::http::Request;
use estate::{ENVIRONMENT, Estate, SERVICES, Step, VERSIONS, Version};
use http_body_util::BodyExt;
use proptest::collection;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Everything `latestby` can be.
const GROUPINGS: [&str; 4] = ["", "&latestby=cvpv", "&latestby=cvp", "&latestby=cp"];

fn selector((service, number): Version) -> String {
    format!("q[][pacticipant]={service}&q[][version]={number}")
}

/// The questions that mean whether a version can go to production.
fn questions(version: Version) -> Vec<String> {
    let mut questions: Vec<String> =
        GROUPINGS.map(|grouping| format!("/matrix?{}&environment={ENVIRONMENT}{grouping}", selector(version))).into();
    questions.push(format!("/can-i-deploy?pacticipant={}&version={}&environment={ENVIRONMENT}", version.0, version.1));
    questions
}

/// The questions that mean whether a version gets along with what is live of another service.
fn questions_by_selector(version: Version, other: &str) -> Vec<String> {
    let other = format!("q[][pacticipant]={other}&q[][environment]={ENVIRONMENT}");
    GROUPINGS.map(|grouping| format!("/matrix?{}&{other}{grouping}", selector(version))).into()
}

/// The questions that mean whether a version gets along with two versions of another service, each named.
fn questions_by_name(version: Version, others: [Version; 2]) -> Vec<String> {
    let [first, second] = others.map(selector);
    GROUPINGS.map(|grouping| format!("/matrix?{}&{first}&{second}{grouping}", selector(version))).into()
}

async fn ask(broker: &TestBroker, path: &str) -> Option<bool> {
    let response = broker.send_raw(Request::get(path).body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), 200, "{path}");
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    let document: Value = serde_json::from_slice(&bytes).unwrap();
    let answer = document["summary"]["deployable"].as_bool();
    assert_eq!(answer == Some(true), document["reasons"] == json!([]), "{path}: {document}");
    answer
}

#[tokio::test]
async fn each_live_version_counts_however_it_is_asked_for() {
    use Step::{Deploy, Publish, Verify};
    let live = |version, instance| Deploy { version, instance, elsewhere: false };
    let kept = |consumer, provider, success| Verify { consumer, provider, success };
    let contract = |consumer, words| Publish { consumer, provider: "B", words };
    let providers = [contract(("A", 1), 0), live(("B", 1), None), live(("B", 2), Some("blue"))];
    let consumers = [contract(("A", 1), 0), contract(("A", 2), 1), live(("A", 1), None), live(("A", 2), Some("blue"))];
    let cases = [
        ("the older of two live providers has no result", ("A", 1), &providers[..], vec![(1, 2, true)], None),
        ("the newer of two live providers has no result", ("A", 1), &providers[..], vec![(1, 1, true)], None),
        ("the older fails", ("A", 1), &providers[..], vec![(1, 1, false), (1, 2, true)], Some(false)),
        ("both keep it", ("A", 1), &providers[..], vec![(1, 1, true), (1, 2, true)], Some(true)),
        ("the older of two live consumers has no result", ("B", 3), &consumers[..], vec![(2, 3, true)], None),
        ("the newer of two live consumers has no result", ("B", 3), &consumers[..], vec![(1, 3, true)], None),
        ("the older is broken", ("B", 3), &consumers[..], vec![(1, 3, false), (2, 3, true)], Some(false)),
        ("both are kept", ("B", 3), &consumers[..], vec![(1, 3, true), (2, 3, true)], Some(true)),
    ];
    for (what, asked, steps, results, expected) in cases {
        let broker = TestBroker::start().await;
        let results =
            results.iter().map(|(consumer, provider, success)| kept(("A", *consumer), ("B", *provider), *success));
        Estate::grow(&broker, &steps.iter().copied().chain(results).collect::<Vec<_>>()).await;
        let other = if asked.0 == "A" { "B" } else { "A" };
        for question in questions(asked).into_iter().chain(questions_by_selector(asked, other)) {
            assert_eq!(ask(&broker, &question).await, expected, "{what}: {question}");
        }
    }
}

#[tokio::test]
async fn ignoring_another_version_does_not_excuse_one_that_does_not_exist() {
    let broker = TestBroker::start().await;
    Estate::grow(&broker, &[Step::Publish { consumer: ("A", 1), provider: "B", words: 0 }]).await;
    for question in questions(("A", 9)) {
        let ignoring = |ignored: &str| format!("{question}&ignore[][pacticipant]={ignored}");
        assert_eq!(ask(&broker, &question).await, Some(false), "{question}");
        for ignored in ["A&ignore[][version]=1", "B", "B&ignore[][version]=9"] {
            assert_eq!(ask(&broker, &ignoring(ignored)).await, Some(false), "{question}, ignoring {ignored}");
        }
        for ignored in ["A", "A&ignore[][version]=9"] {
            assert_eq!(ask(&broker, &ignoring(ignored)).await, Some(true), "{question}, ignoring {ignored}");
        }
    }
}

/// Asks everything about an estate and compares with the reference, which says what came up; the error names the first
/// question that differs.
async fn compare(steps: &[Step]) -> Result<BTreeSet<Option<bool>>, TestCaseError> {
    let broker = TestBroker::start().await;
    let estate = Estate::grow(&broker, steps).await;
    let mut seen = BTreeSet::new();
    for version in SERVICES.into_iter().flat_map(|service| VERSIONS.map(|number| (service, number))) {
        let expected = reference::can_deploy(&estate, version, None);
        seen.insert(expected);
        same(&broker, &questions(version), expected).await?;
        for (ignored, words) in [
            (("B", None), "&ignore[][pacticipant]=B"),
            (("A", Some(1)), "&ignore[][pacticipant]=A&ignore[][version]=1"),
        ] {
            let questions: Vec<_> =
                questions(version).iter().skip(3).map(|question| format!("{question}{words}")).collect();
            same(&broker, &questions, reference::can_deploy(&estate, version, Some(ignored))).await?;
        }
        for other in SERVICES.into_iter().filter(|other| *other != version.0) {
            let expected = reference::gets_along(&estate, version, other);
            same(&broker, &questions_by_selector(version, other), expected).await?;
            let named = [(other, 1), (other, 2)];
            let expected = reference::together(&estate, version, &named);
            same(&broker, &questions_by_name(version, named), expected).await?;
        }
    }
    Ok(seen)
}

async fn same(broker: &TestBroker, questions: &[String], expected: Option<bool>) -> Result<(), TestCaseError> {
    for question in questions {
        let answer = ask(broker, question).await;
        if answer != expected {
            let text = format!("{question} is answered {answer:?}, and {expected:?} is right");
            return Err(TestCaseError::fail(text));
        }
    }
    Ok(())
}

#[test]
fn every_answer_is_what_the_sentence_says() {
    let config = Config { cases: 16, max_shrink_iters: 200, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let seen = RefCell::new(BTreeSet::new());
    let outcome = runner.run(&collection::vec(estate::step(), 5..60), |steps| {
        seen.borrow_mut().extend(runtime.block_on(compare(&steps))?);
        Ok(())
    });
    if let Err(difference) = outcome {
        panic!("{difference}");
    }
    assert_eq!(seen.into_inner().len(), 3, "yes, no and not known came up");
}
