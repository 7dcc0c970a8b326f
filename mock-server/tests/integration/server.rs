//! The server's manners on the wire.

use crate::client::{ask, ask_json, parsed, send};
use crate::fixture::{ConsumerFixture, failure, without_line_numbers};
use abide_mock_server::prelude::*;
use serde_json::json;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

fn one_order() -> abide_mock_server::declare::Interaction {
    interaction("one order").request(get("/orders/42")).respond(status(200).json(json!({"id": 42})))
}

#[test]
fn a_connection_is_kept_for_the_next_request() {
    let fixture = ConsumerFixture::new();
    let server = fixture.contract().interaction(one_order()).start();
    let mut stream = TcpStream::connect(server.address()).unwrap();
    for _ in 0..3 {
        stream.write_all(b"GET /orders/42 HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
        let mut bytes = Vec::new();
        while !bytes.ends_with(b"{\"id\":42}") {
            let mut chunk = [0; 512];
            let count = stream.read(&mut chunk).unwrap();
            assert!(count > 0, "the server closed the connection");
            bytes.extend_from_slice(&chunk[..count]);
        }
        assert_eq!(parsed(&bytes).status, 200);
    }
    server.finish();
}

#[test]
fn finish_waits_for_no_connection() {
    let fixture = ConsumerFixture::new();
    let large = "x".repeat(20_000_000);
    let server = fixture
        .contract()
        .interaction(one_order())
        .interaction(interaction("a large text").request(get("/text")).respond(status(200).text(large)))
        .interaction(interaction("never asked").request(get("/never")).respond(status(200)))
        .start();
    let idle = TcpStream::connect(server.address()).unwrap();
    let mut half_open = TcpStream::connect(server.address()).unwrap();
    half_open.write_all(b"POST /orders HTTP/1.1\r\ncontent-length: 10\r\n\r\nabc").unwrap();
    let mut unread = TcpStream::connect(server.address()).unwrap();
    unread.write_all(b"GET /text HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    let mut first = [0; 1];
    unread.read_exact(&mut first).unwrap();
    assert_eq!(ask(server.address(), "GET", "/orders/42").status, 200);
    let start = Instant::now();
    // Not kept, so that no time goes into writing the large text to a file.
    failure(|| server.finish());
    assert!(start.elapsed() < Duration::from_secs(20), "finish took {:?}", start.elapsed());
    drop((idle, half_open, unread));
}

#[test]
fn nothing_is_listening_after_finish() {
    let fixture = ConsumerFixture::new();
    let server = fixture.contract().interaction(one_order()).start();
    let address = server.address();
    ask(address, "GET", "/orders/42");
    server.finish();
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn a_refused_request_is_explained_to_the_client() {
    let fixture = ConsumerFixture::new();
    let mut answers = Vec::new();
    failure(|| {
        let server = fixture
            .contract()
            .interaction(
                interaction("a new order")
                    .request(post("/orders").json(json!({"qty": integer(2)})))
                    .respond(status(201)),
            )
            .start();
        answers.push(ask_json(server.address(), "POST", "/orders", r#"{"qty":"2"}"#));
        answers.push(ask(server.address(), "GET", "/order?id=7"));
        server.finish();
    });
    assert_eq!(answers[0].status, 500);
    assert_eq!(answers[0].header("x-pact"), Some("Request-Mismatch"));
    assert_eq!(answers[0].header("content-type"), Some("application/json"));
    insta::assert_snapshot!(without_line_numbers(&answers[0].body), @r#"
    {
      "closest": "a new order (mock-server/tests/integration/server.rs:LINE)",
      "differences": [
        "body $.qty   Expected '2' (String) to be an integer   (rule integer at $.qty)"
      ],
      "error": "POST /orders differs from what contract web -> orders declares"
    }
    "#);
    assert_eq!(answers[1].status, 500);
    assert_eq!(answers[1].header("x-pact"), Some("Unexpected-Request"));
    insta::assert_snapshot!(without_line_numbers(&answers[1].body), @r#"
    {
      "closest": "a new order (mock-server/tests/integration/server.rs:LINE)",
      "differences": [
        "method                Expected method 'POST' but was 'GET'",
        "path                  Expected path '/orders' but was '/order'",
        "query  id             Unexpected query parameter 'id' received",
        "header Content-Type   Expected a header 'Content-Type' but was missing",
        "body   $              Expected a body but was missing"
      ],
      "error": "nothing in contract web -> orders describes GET /order?id=7"
    }
    "#);
}

#[test]
fn an_interaction_not_yet_seen_is_answered_first() {
    let fixture = ConsumerFixture::new();
    let poll = |description: &str, state: &str, answer: &str| {
        interaction(description).given(state).request(get("/jobs/1")).respond(status(200).text(answer))
    };
    let server = fixture
        .contract()
        .interaction(poll("a look at a running job", "it runs", "running"))
        .interaction(poll("a look at a finished job", "it is done", "done"))
        .start();
    let answers: Vec<String> = (0..3).map(|_| ask(server.address(), "GET", "/jobs/1").body).collect();
    assert_eq!(answers, ["running", "done", "running"]);
    server.finish();
}

#[test]
fn head_and_204_have_no_body() {
    let fixture = ConsumerFixture::new();
    let server = fixture
        .contract()
        .interaction(interaction("a look").request(head("/file")).respond(status(200).header("content-length", "1234")))
        .interaction(interaction("a removal").request(delete("/file")).respond(status(204)))
        .start();
    let look = ask(server.address(), "HEAD", "/file");
    assert_eq!((look.status, look.body.as_str(), look.header("content-length")), (200, "", Some("1234")));
    let removal = ask(server.address(), "DELETE", "/file");
    assert_eq!((removal.status, removal.body.as_str()), (204, ""));
    server.finish();
}

#[test]
fn a_head_request_does_not_count_as_a_get() {
    let fixture = ConsumerFixture::new();
    let text = failure(|| {
        let server = fixture.contract().interaction(one_order()).start();
        ask(server.address(), "HEAD", "/orders/42");
        server.finish();
    });
    insta::assert_snapshot!(text, @"
    contract web -> orders was not kept

      x  one order                                               mock-server/tests/integration/server.rs:LINE
         never arrived
      ?  HEAD /orders/42 arrived and nothing describes it
         closest: one order
           method   Expected method 'GET' but was 'HEAD'
    ");
}

#[test]
fn large_bodies_go_both_ways() {
    let fixture = ConsumerFixture::new();
    let text = "0123456789".repeat(500_000);
    let server = fixture
        .contract()
        .interaction(
            interaction("an echo")
                .request(post("/echo").json(json!({"text": text})))
                .respond(status(200).json(json!({"text": text}))),
        )
        .start();
    let body = json!({"text": text}).to_string();
    let answer = ask_json(server.address(), "POST", "/echo", &body);
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body, body);
    server.finish();
}

#[test]
fn a_body_over_the_limit_is_refused_and_named() {
    let fixture = ConsumerFixture::new();
    let mut answer = None;
    let text = failure(|| {
        let server = fixture.contract().interaction(one_order()).start();
        let request = "POST /upload HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999999\r\n\r\n";
        answer = Some(send(server.address(), request));
        ask(server.address(), "GET", "/orders/42");
        server.finish();
    });
    assert_eq!(answer.unwrap().status, 413);
    insta::assert_snapshot!(text, @"
    contract web -> orders was not kept

      ?  POST /upload arrived and could not be answered
         its body is over the mock server's limit of 64 MiB
    ");
}

#[test]
fn bytes_that_are_no_http_leave_the_server_standing() {
    let fixture = ConsumerFixture::new();
    let server = fixture.contract().interaction(one_order()).start();
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.write_all(b"\x16\x03\x01\x02\x00 not http \xff\r\n\r\n").unwrap();
    let _ = stream.read_to_end(&mut Vec::new());
    assert_eq!(ask(server.address(), "GET", "/orders/42").status, 200);
    server.finish();
}

#[test]
fn a_server_may_be_held_by_any_thread() {
    fn is_send_and_sync<T: Send + Sync>() {}
    is_send_and_sync::<MockServer>();
    let fixture = ConsumerFixture::new();
    let server = fixture.contract().interaction(one_order()).start();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(ask(server.address(), "GET", "/orders/42").status, 200));
        }
    });
    server.finish();
}

/// Thousands of interactions cost a request no more than a few.
#[test]
fn choosing_looks_only_at_interactions_with_the_same_request_line() {
    let fixture = ConsumerFixture::new();
    let mut contract = fixture.contract();
    for id in 0..500 {
        let order = interaction(format!("order {id}")).request(get(format!("/orders/{id}")));
        contract = contract.interaction(order.respond(status(200).text(id.to_string())));
    }
    let server = contract.start();
    for id in (0..500).rev() {
        assert_eq!(ask(server.address(), "GET", &format!("/orders/{id}")).body, id.to_string());
    }
    server.finish();
}
