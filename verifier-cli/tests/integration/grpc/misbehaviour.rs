//! What providers do wrong, and what does not come from the provider at all: one sentence each, and never the status that
//! was expected.

#![expect(clippy::unwrap_used, reason = "a harness may panic")]

use super::contract::{look, look_for_nothing, reply};
use super::peer::{Peer, Step, good, ok};
use super::{tls, verify};
use crate::stub::nobody;
use h2::Reason;
use serde_json::json;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener};
use std::time::{Duration, Instant};

/// Verifies `look` against a peer; the exit code and the line below the interaction.
#[track_caller]
fn look_at(provider: &str, more: &[&str]) -> (i32, String) {
    let begun = Instant::now();
    let ran = verify(&[look()], provider, more);
    assert!(begun.elapsed() < Duration::from_secs(10), "{ran}");
    let line = ran.stdout.lines().nth(3).unwrap_or_default().trim().to_owned();
    (ran.code, line)
}

fn bolt() -> Step {
    Step::Message(reply("bolt", 7))
}

#[test]
fn each_wrong_answer_is_named_in_a_sentence() {
    let not_grpc = |status, kind| vec![Step::Head(status, kind), Step::Raw(b"<html>hello</html>"), Step::End];
    let gzip = vec![("content-type", "application/grpc"), ("grpc-encoding", "gzip")];
    for (steps, sentence) in [
        (
            not_grpc(404, vec![("content-type", "text/html")]),
            "the answer is HTTP 404 text/html, which is not a gRPC answer",
        ),
        (
            not_grpc(200, vec![("content-type", "application/json")]),
            "the answer is HTTP 200 application/json, which is not a gRPC answer",
        ),
        (not_grpc(503, vec![]), "the answer is HTTP 503 without a content type, which is not a gRPC answer"),
        (
            vec![Step::Grpc, bolt(), Step::End],
            "the answer ends without a status: there is no `grpc-status` behind the messages",
        ),
        (
            vec![Step::Grpc, Step::End],
            "the answer ends without a status: there is no `grpc-status` behind the messages",
        ),
        (vec![Step::Grpc, Step::Raw(b"\0\0\0\0\x09abc"), ok()], "the answer ends in the middle of a message"),
        (
            vec![Step::Grpc, Step::Raw(b"<html>"), ok()],
            "the answer is not made of gRPC messages: message 0 begins with byte 60",
        ),
        (
            vec![Step::Head(200, gzip), Step::Raw(b"\x01\0\0\0\x01x"), ok()],
            "message 0 of the answer is compressed with gzip, which the request does not accept",
        ),
        (
            vec![Step::Grpc, bolt(), Step::Trailers(vec![("grpc-status", "fine")])],
            "the answer's `grpc-status` cannot be read: fine",
        ),
    ] {
        let peer = Peer::start(steps.clone());
        assert_eq!(look_at(&peer.url, &[]), (1, sentence.to_owned()), "{steps:?}");
    }
}

#[test]
fn a_call_that_does_not_come_to_its_end_leaves_the_answer_open() {
    for (steps, sentence) in [
        (
            vec![Step::Grpc, Step::Reset(Reason::REFUSED_STREAM)],
            "the call to the provider at http://provider/ broke off: stream error received: refused stream before \
             processing any application logic",
        ),
        (
            vec![Step::Grpc, Step::Raw(b"\0\x7f\0\0\0"), Step::Hang],
            "message 0 of the answer is larger than allowed: 2130706432 bytes",
        ),
        (vec![Step::Hang], "the call to the provider at http://provider/ did not end within 1 s: nothing had come"),
        (
            vec![Step::Grpc, bolt(), Step::Hang],
            "the call to the provider at http://provider/ did not end within 1 s: 1 message had come",
        ),
    ] {
        let peer = Peer::start(steps.clone());
        assert_eq!(look_at(&peer.url, &["--timeout", "1"]), (3, sentence.to_owned()), "{steps:?}");
    }
}

#[test]
fn a_wrong_number_of_messages_or_an_unknown_status_is_a_mismatch() {
    for steps in [
        vec![Step::Grpc, bolt(), bolt(), ok()],
        vec![Step::Grpc, ok()],
        vec![Step::Grpc, bolt(), Step::Trailers(vec![("grpc-status", "99"), ("grpc-message", "odd")])],
        vec![Step::Head(200, vec![("content-type", "application/grpc"), ("grpc-status", "14")]), Step::End],
    ] {
        let peer = Peer::start(steps.clone());
        let (code, line) = look_at(&peer.url, &[]);
        assert_eq!(code, 1, "{steps:?}: {line}");
    }
}

#[test]
fn messages_may_be_as_large_as_allowed() {
    let mut large = reply("bolt", 7);
    // An unknown field of 2 MiB.
    large.extend([0x7a, 0x80, 0x80, 0x80, 0x01]);
    large.extend(vec![0; 2 * 1024 * 1024]);
    let peer = Peer::start(good(&large));
    assert_eq!(look_at(&peer.url, &[]).0, 0);
    let (code, line) = look_at(&peer.url, &["--max-message-size", "1"]);
    assert_eq!((code, line.as_str()), (3, "message 0 of the answer is larger than allowed: 2097165 bytes"));
}

#[test]
fn whoever_speaks_something_else_is_told_so() {
    let web = http1();
    let (secure, _) = tls::start(None);
    let plain = Peer::start(good(&reply("bolt", 7)));
    let switched = |url: &str| url.replace("http://", "https://");
    for (url, sentence) in [
        (nobody(), "cannot reach the gRPC provider at http://provider/: Connection refused"),
        (web, "the provider at http://provider/ speaks HTTP/1.1, and gRPC needs HTTP/2"),
        (secure.replace("https://", "http://"), "the provider at http://provider/ wants TLS"),
        (secure, "cannot reach the gRPC provider at http://provider/: invalid peer certificate: UnknownIssuer"),
        (switched(&plain.url), "cannot reach the gRPC provider at http://provider/: it does not speak TLS"),
    ] {
        assert_eq!(look_at(&url, &["--timeout", "2"]), (3, sentence.to_owned()));
    }
}

/// A server that knows nothing but HTTP/1.1.
fn http1() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            let _ = stream.read(&mut [0; 1024]);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            let _ = stream.shutdown(Shutdown::Write);
            let _ = stream.read_to_end(&mut Vec::new());
        }
    });
    url
}

#[test]
fn an_expected_error_does_not_pass_because_nobody_is_there() {
    for status in ["UNAVAILABLE", "CANCELLED", "UNKNOWN", "DEADLINE_EXCEEDED"] {
        let mut look = look_for_nothing();
        look["response"][0]["metadata"] = json!({"grpc-status": status});
        let hangs = Peer::start(vec![Step::Hang]);
        let resets = Peer::start(vec![Step::Reset(Reason::CANCEL)]);
        for url in [nobody(), hangs.url, resets.url] {
            let ran = verify(&[look.clone()], &url, &["--timeout", "1"]);
            assert_eq!(ran.code, 3, "{status}: {ran}");
        }
    }
}

#[test]
fn the_deadline_of_the_contract_must_be_kept() {
    let mut look = look();
    look["pluginConfiguration"]["abide"] = json!({"v": 1, "grpc": {"deadline_ms": 300}});
    let peer = Peer::start(vec![Step::Grpc, Step::Hang]);
    let ran = verify(&[look], &peer.url, &[]);
    assert_eq!(ran.code, 1, "{ran}");
    assert!(ran.stdout.contains("did not end within the 300 ms the contract gives it: nothing had come"), "{ran}");
}

#[test]
fn behind_the_deadline_only_its_own_status_counts() {
    let late = "did not end within the 1000 ms the contract gives it: 1 message had come";
    let message = || Step::Message(reply("bolt", 7));
    let exceeded = || Step::Trailers(vec![("grpc-status", "4")]);
    for (deadline, steps, said) in [
        (1000, vec![Step::Grpc, message(), Step::Hang], late),
        (1000, vec![Step::Grpc, message(), Step::Wait(1100), ok()], late),
        (
            1000,
            vec![Step::Grpc, message(), Step::Wait(1100), exceeded()],
            "Expected grpc-status OK but was DEADLINE_EXCEEDED",
        ),
        (20_000, vec![Step::Grpc, message(), ok()], "1 passed"),
    ] {
        let mut look = look();
        look["pluginConfiguration"]["abide"] = json!({"v": 1, "grpc": {"deadline_ms": deadline}});
        let ran = verify(&[look], &Peer::start(steps).url, &[]);
        assert!(ran.stdout.contains(said), "{said}: {ran}");
    }
}
