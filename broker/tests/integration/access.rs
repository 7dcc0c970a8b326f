//! Who may read and who may write, through the router, and through the binary with the variables of the broker teams come from.

use crate::binary::{Running, command};
use crate::harness::{Reply, TestBroker, publication};
use abide_broker::access::{Access, Key, Public};
use axum::body::Body;
use axum::http::Request;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;
use tempfile::TempDir;

const PATH_OF_WRITING: &str = "/pacticipants/A/versions/1";

fn access(public: Public) -> Access {
    Access {
        writers: vec![Key::user("ann", &"pass:word".parse().unwrap()), Key::Token("writes".parse().unwrap())],
        readers: vec![Key::user("bob", &"\u{e4}".parse().unwrap()), Key::Token("reads".parse().unwrap())],
        public,
    }
}

async fn broker(public: Public) -> TestBroker {
    TestBroker::start_with(|app| app.with_access(access(public))).await
}

fn basic(name: &str, password: &str) -> String {
    format!("Basic {}", BASE64_STANDARD.encode(format!("{name}:{password}")))
}

/// Sends a request as whoever `authorization` proves, for a page if it is to be read by a person.
async fn ask(broker: &TestBroker, line: &str, authorization: &str, accept: &str) -> Reply {
    let (method, path) = line.split_once(' ').unwrap();
    let mut request = Request::builder().method(method).uri(path).header("accept", accept);
    if !authorization.is_empty() {
        request = request.header("authorization", authorization);
    }
    broker.send(request.body(Body::empty()).unwrap()).await
}

async fn status(broker: &TestBroker, line: &str, authorization: &str) -> u16 {
    ask(broker, line, authorization, "*/*").await.status.as_u16()
}

#[tokio::test]
async fn writers_write_readers_read_and_others_are_asked_who_they_are() {
    let broker = broker(Public::default()).await;
    let question = "POST /pacts/provider/P/for-verification";
    let writing = format!("PUT {PATH_OF_WRITING}");
    for writer in [basic("ann", "pass:word"), "Bearer writes".to_owned()] {
        assert!(status(&broker, &writing, &writer).await < 300);
        assert_eq!(status(&broker, "GET /pacticipants/A", &writer).await, 200);
    }
    for reader in [basic("bob", "\u{e4}"), "Bearer reads".to_owned()] {
        assert_eq!(status(&broker, "GET /pacticipants/A", &reader).await, 200);
        assert_eq!(status(&broker, "HEAD /pacticipants", &reader).await, 200);
        assert_eq!(status(&broker, "OPTIONS /pacticipants", &reader).await, 200);
        assert_eq!(status(&broker, question, &reader).await, 400, "it is let in, and has no body");
        for refused in [writing.as_str(), "POST /contracts/publish", "DELETE /pacticipants/A", "PATCH /pacticipants/A"]
        {
            let refused = ask(&broker, refused, &reader, "*/*").await;
            assert!(!refused.headers.contains_key("www-authenticate"));
            assert!(refused.expect(403)["error"].as_str().unwrap().starts_with("You may only read here. To write, "));
        }
    }
    let strangers =
        ["", "Bearer write", "Bearer", "Basic !", "Digest x", &basic("ann", "no"), &basic("bob", "pass:word")];
    for stranger in strangers {
        for line in ["GET /", "GET /nowhere", "GET /diagnostic/status/heartbeat", question, &writing] {
            let refused = ask(&broker, line, stranger, "*/*").await;
            let ways: Vec<_> = refused.headers.get_all("www-authenticate").iter().cloned().collect();
            assert!(ways[0].to_str().unwrap().starts_with("Basic realm=\"Restricted area\""), "{ways:?}");
            assert!(ways[1].to_str().unwrap().starts_with("Bearer"), "{ways:?}");
            let words = refused.expect(401)["error"].as_str().unwrap().to_owned();
            assert!(words.contains("send a user and a password (PACT_BROKER_USERNAME"), "{words}");
            assert!(words.contains("or a token (PACT_BROKER_TOKEN"), "{words}");
        }
    }
}

#[tokio::test]
async fn who_is_asked_is_told_in_the_form_asked_for() {
    let broker = broker(Public::default()).await;
    let page = ask(&broker, "GET /pacticipants", "", "text/html").await;
    assert_eq!(
        (page.status.as_u16(), page.headers["content-type"].to_str().unwrap()),
        (401, "text/html; charset=utf-8")
    );
    assert!(page.headers["www-authenticate"].to_str().unwrap().starts_with("Basic"));
    assert!(page.text.contains("This broker asks who you are"), "{}", page.text);
    for path in ["/", "/pacticipants", "/matrix", "/environments"] {
        let page = ask(&broker, &format!("GET {path}"), &basic("bob", "\u{e4}"), "text/html").await;
        assert!(page.status == 200 && page.text.starts_with("<!doctype html>"), "{path}: {}", page.text);
    }
    let problem = ask(&broker, "GET /pacticipants", "", "application/problem+json").await;
    assert!(problem.headers.contains_key("www-authenticate"));
    assert_eq!(problem.headers["content-type"], "application/problem+json;charset=utf-8");
    let problem = problem.expect(401);
    assert_eq!(
        (&problem["title"], &problem["type"]),
        (&json!("Unauthorized"), &json!("http://broker/problem/unauthorized"))
    );
    let problem = ask(&broker, &format!("PUT {PATH_OF_WRITING}"), "Bearer reads", "application/problem+json").await;
    assert_eq!(problem.expect(403)["title"], "Forbidden");
}

#[tokio::test]
async fn what_is_public_needs_no_proof_and_nothing_else_is() {
    let badge = "GET /pacts/provider/P/consumer/C/latest/badge";
    let (heartbeat, reading) = ("GET /diagnostic/status/heartbeat", "GET /pacticipants");
    let cases = [
        (Public::default(), [401, 401, 401]),
        (Public { heartbeat: true, ..Public::default() }, [200, 401, 401]),
        (Public { badges: true, ..Public::default() }, [401, 200, 401]),
        (Public { read: true, ..Public::default() }, [200, 200, 200]),
    ];
    for (public, expected) in cases {
        let broker = broker(public).await;
        let lines = [heartbeat, badge, reading];
        for (line, expected) in lines.into_iter().zip(expected) {
            assert_eq!(status(&broker, line, "").await, expected, "{line}, {public:?}");
        }
        let for_people = ask(&broker, badge, "", "text/html").await.status;
        assert_eq!(for_people.as_u16(), expected[1], "{public:?}");
        assert_eq!(status(&broker, &format!("PUT {PATH_OF_WRITING}"), "").await, 401);
        // Names that look like what is public are not.
        let looks = ["GET /pacticipants/badge", "GET /pacticipants/A/branches/badge"];
        for line in looks {
            assert_eq!(status(&broker, line, "").await == 401, !public.read, "{line}, {public:?}");
        }
        assert!(
            ask(&broker, "GET /assets/none", "", "*/*").await.status == 404,
            "pages need their files before the prompt"
        );
    }
}

#[tokio::test]
async fn whoever_may_only_read_cannot_publish_and_nothing_is_left_of_it() {
    let broker = broker(Public { read: true, ..Public::default() }).await;
    let body = publication("A", "1", &[]);
    broker.post("/contracts/publish", &body).await.expect(401);
    broker.get("/pacticipants/A").await.expect(404);
}

#[test]
fn the_variables_of_the_broker_teams_come_from_name_its_users() {
    let directory = TempDir::new().unwrap();
    let mut start = command(directory.path(), &["--port", "0"]);
    start.envs([
        ("PACT_BROKER_BASIC_AUTH_USERNAME", "ann"),
        ("PACT_BROKER_BASIC_AUTH_PASSWORD", "hunter2"),
        ("PACT_BROKER_BASIC_AUTH_READ_ONLY_USERNAME", "bob"),
        ("PACT_BROKER_BASIC_AUTH_READ_ONLY_PASSWORD", "hunter3"),
        ("PACT_BROKER_PUBLIC_HEARTBEAT", "true"),
        ("PACT_BROKER_ENABLE_PUBLIC_BADGE_ACCESS", "true"),
        ("PACT_BROKER_ALLOW_PUBLIC_READ", "false"),
        ("ABIDE_BROKER_READ_ONLY_TOKEN", "hunter4"),
        ("ABIDE_LOG", "trace"),
    ]);
    let broker = Running::spawn(&mut start);
    let first_line = |path: &str, authorization: &str| {
        let answer = broker.get_with(path, &format!("authorization: {authorization}\r\n"));
        answer.lines().next().unwrap_or_default().to_owned()
    };
    let wrong = basic("ann", "hunter3");
    for (path, authorization, code) in [
        ("/pacticipants", basic("ann", "hunter2").as_str(), "200"),
        ("/pacticipants", &basic("bob", "hunter3"), "200"),
        ("/pacticipants", "Bearer hunter4", "200"),
        ("/pacticipants", &wrong, "401"),
        ("/pacticipants", "", "401"),
        ("/diagnostic/status/heartbeat", &wrong, "200"),
        ("/pacts/provider/P/consumer/C/latest/badge", "", "200"),
    ] {
        let line = first_line(path, authorization);
        assert!(line.starts_with(&format!("HTTP/1.1 {code} ")), "{path} as {authorization}: {line}");
    }
    let (code, _, logged) = broker.stop("-TERM");
    assert_eq!(code, Some(0));
    assert!(!logged.contains("hunter"), "{logged}");

    let output = command(directory.path(), &["--help"]).env("ABIDE_BROKER_WRITE_TOKEN", "hunter5").output().unwrap();
    assert!(!String::from_utf8_lossy(&output.stdout).contains("hunter"));
}
