//! `--wait` of `abide can-i-deploy` and `abide can-i-merge`.

use crate::estate::abide;
use crate::harness::Ran;
use crate::stub::{Canned, Running, Stub, bare, hal};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn answer(deployable: &Value) -> Canned {
    hal(200, &json!({"summary": {"deployable": deployable}, "notices": [], "matrix": []}))
}

fn broker(answers: Vec<Canned>) -> Running {
    let stub = Stub::new().on("GET /", hal(200, &json!({"_links": {}})));
    answers.into_iter().fold(stub, |stub, answer| stub.then("GET /matrix", answer)).start()
}

#[track_caller]
fn wait(broker: &Running, more: &str) -> Ran {
    abide(broker, &format!("can-i-deploy --participant a --version 1 --to-environment e --wait --interval 0.05 {more}"))
}

fn times_asked(broker: &Running) -> usize {
    broker.lines().iter().filter(|line| line.contains("/matrix")).count()
}

#[test]
fn a_missing_result_is_waited_for() {
    let broker = broker(vec![answer(&Value::Null), answer(&Value::Null), answer(&json!(true))]);
    let ran = wait(&broker, "");
    assert_eq!((ran.code, times_asked(&broker), ran.stderr.as_str()), (0, 3, ""), "{ran}");
    assert!(ran.stdout.starts_with("Yes: a 1 can be deployed to e"), "{ran}");
}

#[test]
fn a_no_ends_the_waiting_at_once() {
    let broker = broker(vec![answer(&Value::Null), answer(&json!(false)), answer(&json!(true))]);
    let ran = wait(&broker, "");
    assert_eq!((ran.code, times_asked(&broker)), (1, 2), "{ran}");
    assert!(ran.stdout.starts_with("No: "), "{ran}");
}

#[test]
fn a_no_among_rows_that_are_not_shown_ends_the_waiting_too() {
    let cut_off = hal(200, &json!({"summary": {"deployable": null, "failed": 1, "unknown": 200}, "matrix": []}));
    let broker = broker(vec![cut_off, answer(&json!(true))]);
    let ran = wait(&broker, "");
    assert_eq!((ran.code, times_asked(&broker)), (1, 1), "{ran}");
    assert!(ran.stdout.starts_with("No: "), "{ran}");
}

#[test]
fn the_waiting_ends_and_the_answer_is_still_not_yet() {
    let broker = broker(vec![answer(&Value::Null)]);
    let start = Instant::now();
    let ran = wait(&broker, "--timeout 0.3");
    assert_eq!(ran.code, 1, "{ran}");
    assert!(ran.stdout.starts_with("Not yet: ") && ran.stderr.contains("no more results came within 300 ms"), "{ran}");
    assert!(times_asked(&broker) > 2 && start.elapsed() < Duration::from_secs(20), "{:?}", broker.lines());
}

#[test]
fn a_broker_that_is_away_for_a_moment_is_waited_for_too() {
    let away = || bare(500);
    let restarted = broker(vec![answer(&Value::Null), away(), answer(&json!(true))]);
    assert_eq!(wait(&restarted, "").code, 0);
    let never_there = broker(vec![away(), answer(&json!(true))]);
    assert_eq!(wait(&never_there, "").code, 3, "it has not answered even once");
    let gone = broker(vec![answer(&Value::Null), away()]);
    let ran = wait(&gone, "--timeout 0.2");
    assert_eq!(ran.code, 3, "{ran}");
    let forbidden = broker(vec![answer(&Value::Null), bare(401), answer(&json!(true))]);
    assert_eq!(wait(&forbidden, "").code, 3, "waiting does not help");
}

#[test]
fn a_merge_can_wait_too() {
    let broker = broker(vec![answer(&Value::Null), answer(&json!(true))]);
    assert_eq!(abide(&broker, "can-i-merge --participant a --version 1 --wait --retry-interval 0.05").code, 0);
    assert_eq!(times_asked(&broker), 2);
}
