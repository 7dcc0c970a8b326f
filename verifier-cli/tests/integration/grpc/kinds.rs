//! All four kinds of calls against tonic's server.

use super::contract::{call, end_with, look, look_for_nothing};
use super::peer::{Peer, Step, good, ok};
use super::{contract, stock, verify};
use insta::assert_snapshot;
use serde_json::json;

/// A conversation: the provider answers each question before the next is asked.
fn a_talk(second: (&str, u8)) -> serde_json::Value {
    let mut talk = call("Talk", &["a1", "b2"], &[("a1", 1), second]);
    talk["pluginConfiguration"]["abide"]["grpc"]["script"] = json!(["c0", "s0", "c1", "s1", "close", "end"]);
    talk
}

#[test]
fn calls_of_every_kind_pass() {
    let watch = call("Watch", &["a1"], &[("bolt", 7), ("bolt", 8), ("bolt", 9)]);
    let batch = call("Batch", &["a1", "b2", "c3"], &[("parts", 3)]);
    let calls = [look(), watch, batch, a_talk(("b2", 2))];
    assert_snapshot!(verify(&calls, &stock::start(), &[]), @"
    exit 0
    --- stdout
    shop-web -> stock   web.json

      ✓  a call of Look   [time]
      ✓  a call of Watch   [time]
      ✓  a call of Batch   [time]
      ✓  a call of Talk   [time]

    4 interactions: 4 passed   [time]
    ");
    let ran = verify(&calls, &stock::start(), &["--jobs", "4"]);
    assert_eq!(ran.code, 0, "{ran}");
}

#[test]
fn calls_of_every_kind_fail_where_they_differ() {
    let calls = [
        call("Watch", &["a1"], &[("bolt", 7), ("bolt", 5), ("bolt", 9)]),
        call("Watch", &["a1"], &[("bolt", 7), ("bolt", 8)]),
        call("Batch", &["a1", "b2"], &[("parts", 3)]),
        a_talk(("b2", 5)),
    ];
    assert_snapshot!(verify(&calls, &stock::start(), &[]), @"
    exit 1
    --- stdout
    shop-web -> stock   web.json

      x  a call of Watch   [time]
         message response[1].$.qty   Expected 8 (Integer) to be equal to 5 (Integer)
      x  a call of Watch   [time]
         message response   Expected exactly 2 messages but received 3
      x  a call of Batch   [time]
         message $.qty   Expected 2 (Integer) to be equal to 3 (Integer)
      x  a call of Talk   [time]
         message response[1].$.qty   Expected 2 (Integer) to be equal to 5 (Integer)

    4 interactions: 4 failed   [time]
    ");
}

#[test]
fn metadata_trailers_and_a_status_with_details_are_compared() {
    let mut found = look();
    found["response"][0]["metadata"] = json!({"x-shelf": "a-7"});
    found["pluginConfiguration"]["abide"] = json!({"v": 1, "grpc": {"end": {"trailers": {"x-count": "1"}}}});
    let mut detailed = look_for_nothing();
    detailed["description"] = json!("details");
    detailed["pluginConfiguration"]["abide"] = end_with(5, ("washer", 3));
    let ran = verify(&[found.clone(), look_for_nothing(), detailed.clone()], &stock::start(), &[]);
    assert_eq!(ran.code, 0, "{ran}");
    found["response"][0]["metadata"] = json!({"x-shelf": "b-1"});
    found["pluginConfiguration"]["abide"]["grpc"]["end"]["trailers"]["x-count"] = json!("2");
    let mut nothing = look_for_nothing();
    nothing["response"][0]["metadata"] = json!({"grpc-status": "NOT_FOUND", "grpc-message": "nothing here"});
    detailed["pluginConfiguration"]["abide"] = end_with(5, ("washer", 4));
    let mut wrong = look_for_nothing();
    wrong["description"] = json!("another status");
    wrong["response"][0]["metadata"] = json!({"grpc-status": "ABORTED"});
    assert_snapshot!(verify(&[found, nothing, wrong, detailed], &stock::start(), &[]), @"
    exit 1
    --- stdout
    shop-web -> stock   web.json

      x  a call of Look   [time]
         metadata x-shelf   Expected metadata 'x-shelf' to have value 'b-1' but was 'a-7'
         metadata x-count   Expected trailer metadata 'x-count' to have value '2' but was '1'
      x  a call of Look   [time]
         metadata grpc-message   Expected grpc-message 'nothing here' but was 'no such part'
      x  another status   [time]
         status   Expected grpc-status ABORTED but was NOT_FOUND (no such part)
      x  details   [time]
         message details[0].$.qty   Expected 3 (Integer) to be equal to 4 (Integer)

    4 interactions: 4 failed   [time]
    ");
}

#[test]
fn a_stream_without_end_is_left_when_enough_has_come() {
    let bolt = || Step::Message(contract::reply("bolt", 7));
    let peer = Peer::start(vec![Step::Grpc, bolt(), bolt(), Step::Hang]);
    let mut watch = call("Watch", &["a1"], &[("bolt", 7)]);
    let ran = verify(&[watch.clone()], &peer.url, &[]);
    assert!(ran.code == 1 && ran.stdout.contains("Expected exactly 1 message but received 2"), "{ran}");
    watch["pluginConfiguration"]["abide"] = json!({"v": 1, "grpc": {"responses": {"order": "prefix"}}});
    let ran = verify(&[watch], &peer.url, &[]);
    assert_eq!(ran.code, 0, "{ran}");
}

#[test]
fn a_provider_may_say_nothing_at_all_before_it_is_spoken_to() {
    let answer = |name: &str, qty| Step::Message(contract::reply(name, qty));
    let steps = vec![Step::Heard(1), Step::Grpc, answer("a1", 1), Step::Heard(2), answer("b2", 2), ok()];
    let ran = verify(&[a_talk(("b2", 2))], &Peer::start(steps).url, &["--timeout", "5"]);
    assert_eq!(ran.code, 0, "{ran}");
}

#[test]
fn only_what_the_contract_says_is_sent() {
    let peer = Peer::start(good(&contract::reply("bolt", 7)));
    let mut look = look();
    look["pluginConfiguration"]["abide"] = json!({"v": 1, "grpc": {"deadline_ms": 2500}});
    let ran = verify(&[look], &peer.url, &["--header", "auth: Bearer mine"]);
    assert_eq!(ran.code, 0, "{ran}");
    let seen = &peer.seen()[0];
    let mut metadata = seen.metadata.clone();
    metadata.sort();
    assert_eq!(
        metadata,
        ["auth: Bearer mine", "content-type: application/grpc", "grpc-timeout: 2500m", "te: trailers"]
    );
    assert_eq!((seen.path.as_str(), seen.body.as_slice()), ("/demo.v1.Stock/Look", &b"\0\0\0\0\x04\x0a\x02a1"[..]));
}

#[test]
fn a_field_that_passes_by_its_default_is_noted() {
    let peer = Peer::start(good(b"\x0a\x04bolt"));
    let ran = verify(&[look()], &peer.url, &[]);
    assert_eq!(ran.code, 0, "{ran}");
    assert!(ran.to_string().contains("`$.qty` was not on the wire: its rule accepts the default of its type"), "{ran}");
    let ran = verify(&[look()], &peer.url, &["--strict-presence"]);
    assert_eq!(ran.code, 1, "{ran}");
    assert!(
        ran.to_string().contains("message $.qty   Expected the field to be 7 (Integer) but it was not set"),
        "{ran}"
    );
}

#[test]
fn what_is_said_of_the_end_is_verified_behind_whatever_comes_before() {
    let bolt = || Step::Message(contract::reply("bolt", 7));
    let open = |end: serde_json::Value| {
        let mut watch = call("Watch", &["a1"], &[("bolt", 7)]);
        watch["pluginConfiguration"]["abide"] = json!({"v": 1, "grpc": {"responses": {"order": "prefix"}, "end": end}});
        watch
    };
    let lost = || vec![("grpc-status", "15"), ("grpc-message", "lost"), ("x-count", "2")];
    let watched = |end: Step| vec![Step::Grpc, bolt(), bolt(), end];
    for (call, steps, said) in [
        (open(json!({"code": 15})), watched(ok()), "Expected grpc-status DATA_LOSS but was OK"),
        (open(json!({"code": 0})), watched(Step::Trailers(lost())), "Expected grpc-status OK but was DATA_LOSS (lost)"),
        (open(json!({"trailers": {"x-count": "2"}})), watched(ok()), "Expected trailer metadata 'x-count'"),
        (
            open(json!({"code": 15, "message": "lost", "trailers": {"x-count": "2"}})),
            watched(Step::Trailers(lost())),
            "1 passed",
        ),
        (look_for_nothing(), watched(ok()), "Expected exactly 0 messages but received 2"),
    ] {
        let ran = verify(&[call], &Peer::start(steps).url, &["--timeout", "5"]);
        assert!(ran.stdout.contains(said), "{said}: {ran}");
    }
}
