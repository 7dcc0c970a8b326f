//! The words of a contract that was not kept, exactly.

use crate::client::{ask, ask_json, send};
use crate::fixture::{ConsumerFixture, failing_line, failure};
use abide_mock_server::declare::Contract;
use abide_mock_server::prelude::*;
use serde_json::json;

/// The contract of the style guide's example.
fn orders(fixture: &ConsumerFixture) -> Contract {
    fixture
        .contract()
        .interaction(
            interaction("a request for one order")
                .request(get("/orders/42").header("accept", "application/json"))
                .respond(status(200).json(json!({"id": 42, "qty": integer(2)}))),
        )
        .interaction(interaction("a request to cancel an order").request(delete("/orders/42")).respond(status(204)))
        .interaction(
            interaction("a request to create an order")
                .request(post("/orders").json(json!({"sku": like("A-1"), "qty": integer(2)})))
                .respond(status(201)),
        )
}

#[test]
fn a_broken_contract_is_reported_whole() {
    let fixture = ConsumerFixture::new();
    let text = failure(|| {
        let server = orders(&fixture).start();
        let order = r#"{"sku":"B-7","qty":1}"#;
        assert_eq!(ask_json(server.address(), "POST", "/orders", order).status, 201);
        send(server.address(), "GET /orders/42 HTTP/1.1\r\naccept: */*\r\nconnection: close\r\n\r\n");
        ask_json(server.address(), "POST", "/orders", r#"{"sku":"B-7","qty":"1"}"#);
        ask_json(server.address(), "POST", "/orders", r#"{"sku":"B-7"}"#);
        server.finish();
    });
    insta::assert_snapshot!(text, @"
    contract web -> orders was not kept

      x  a request for one order                                 mock-server/tests/integration/panic_text.rs:LINE
         GET /orders/42 arrived, but
           header accept   Expected header 'accept' to have value 'application/json' but was '*/*'
      x  a request to cancel an order                            mock-server/tests/integration/panic_text.rs:LINE
         never arrived
      ?  POST /orders arrived and nothing describes it
         closest: a request to create an order
           body $.qty   Expected '1' (String) to be an integer   (rule integer at $.qty)
      ?  POST /orders arrived and nothing describes it
         closest: a request to create an order
           body $   Expected a Map with keys [qty, sku] but received one with keys [sku]
    ");
    assert!(!fixture.file().exists());
}

#[test]
fn a_nested_difference_is_shown_in_the_body() {
    let fixture = ConsumerFixture::new();
    let text = failure(|| {
        let order =
            json!({"customer": like("c-1"), "items": each_like(json!({"sku": like("A-1"), "qty": integer(2)}))});
        let server = fixture
            .contract()
            .interaction(interaction("an order").request(post("/orders").json(order)).respond(status(201)))
            .start();
        let sent = r#"{"customer":"c-7","items":[{"sku":"B-7","qty":1},{"sku":"B-8","quantity":1}]}"#;
        let answer = ask_json(server.address(), "POST", "/orders", sent);
        assert!(answer.body.contains(r#""-       \"qty\": 2,""#), "{}", answer.body);
        server.finish();
    });
    insta::assert_snapshot!(text, @r#"
    contract web -> orders was not kept

      x  an order                                                mock-server/tests/integration/panic_text.rs:LINE
         POST /orders arrived, but
           body $.items[1]   Expected a Map with keys [qty, sku] but received one with keys [quantity, sku]
             - expected  + received
               {
                 "customer": "c-7",
                 "items": [
                   {"qty":1,"sku":"B-7"},
                   {
             -       "qty": 2,
             +       "quantity": 1,
                     "sku": "B-8"
                   }
                 ]
               }
    "#);
}

#[test]
fn a_request_nothing_describes_is_shown_with_the_closest() {
    let fixture = ConsumerFixture::new();
    let text = failure(|| {
        let server = fixture
            .contract()
            .interaction(interaction("the list of orders").request(get("/orders")).respond(status(200)))
            .interaction(interaction("one order").request(get("/orders/42")).respond(status(200)))
            .start();
        for _ in 0..3 {
            ask(server.address(), "GET", "/orders/43");
        }
        ask(server.address(), "HEAD", "/orders");
        ask(server.address(), "GET", "/orders?page=2");
        ask(server.address(), "GET", "/orders");
        server.finish();
    });
    insta::assert_snapshot!(text, @"
    contract web -> orders was not kept

      x  one order                                               mock-server/tests/integration/panic_text.rs:LINE
         never arrived
      ?  GET /orders/43 arrived 3 times and nothing describes it
         closest: one order
           path   Expected path '/orders/42' but was '/orders/43'
      ?  HEAD /orders arrived and nothing describes it
         closest: the list of orders
           method   Expected method 'GET' but was 'HEAD'
      ?  GET /orders?page=2 arrived and nothing describes it
         closest: the list of orders
           query page   Unexpected query parameter 'page' received
    ");
}

#[test]
fn a_contract_without_interactions_must_see_no_request() {
    let fixture = ConsumerFixture::new();
    let text = failure(|| {
        let server = fixture.contract().start();
        ask(server.address(), "GET", "/orders");
        server.finish();
    });
    insta::assert_snapshot!(text, @"
    contract web -> orders was not kept

      ?  GET /orders arrived and nothing describes it
    ");
    fixture.contract().start().finish();
    assert!(!fixture.file().exists());
}

#[test]
fn drop_says_the_same_as_finish() {
    let fixture = ConsumerFixture::new();
    let finished = failure(|| orders(&fixture).start().finish());
    let dropped = failure(|| drop(orders(&fixture).start()));
    assert_eq!(finished, dropped);
    insta::assert_snapshot!(dropped, @"
    contract web -> orders was not kept

      x  a request for one order                                 mock-server/tests/integration/panic_text.rs:LINE
         never arrived
      x  a request to cancel an order                            mock-server/tests/integration/panic_text.rs:LINE
         never arrived
      x  a request to create an order                            mock-server/tests/integration/panic_text.rs:LINE
         never arrived
    ");
}

#[test]
fn the_panic_points_at_the_line_that_finishes() {
    let fixture = ConsumerFixture::new();
    let place = failing_line(|| orders(&fixture).start().finish());
    assert_eq!(place, (file!().to_owned(), line!() - 1));
}

#[test]
fn a_test_that_fails_for_another_reason_keeps_its_own_words() {
    let fixture = ConsumerFixture::new();
    let text = failure(|| {
        let _server = orders(&fixture).start();
        panic!("the client has a bug of its own");
    });
    assert_eq!(text, "the client has a bug of its own");
}

#[test]
fn a_flood_of_requests_is_cut_short() {
    let fixture = ConsumerFixture::new();
    let text = failure(|| {
        let server = orders(&fixture).start();
        for id in 0..30 {
            ask(server.address(), "GET", &format!("/baskets/{id}"));
            ask(server.address(), "DELETE", &format!("/orders/42?attempt={id}"));
        }
        ask(server.address(), "GET", &format!("/{}", "long".repeat(100)));
        server.finish();
    });
    assert_eq!(text.matches("/baskets/").count() - text.matches("but was '/baskets/").count(), 10, "{text}");
    assert_eq!(text.matches("attempt=").count(), 10, "{text}");
    assert!(text.contains("\n     and 20 more requests like these\n"), "{text}");
    assert!(text.ends_with("\n     and 21 more requests like these\n"), "{text}");
}
