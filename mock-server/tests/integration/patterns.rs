//! Patterns in every place they can stand: what they let through, and what the contract file says of them.

use crate::client::{ask, ask_json, send};
use crate::fixture::{ConsumerFixture, failure};
use abide_mock_server::declare::Contract;
use abide_mock_server::prelude::*;
use serde_json::json;

/// One of everything.
fn orders(fixture: &ConsumerFixture) -> Contract {
    fixture
        .contract()
        .interaction(
            interaction("a search for open orders")
                .given("orders exist")
                .given(state("a customer").with("customer_id", "cust-456").with("vip", true))
                .comment("the page shows twenty at a time")
                .request(
                    get("/orders")
                        .query("status", regex("open|closed", "open"))
                        .query("tag", "new")
                        .query("tag", "sale")
                        .header("x-request-id", uuid("7f4df4a8-8e2c-4bd8-9d0e-1c6e0c4b7d11")),
                )
                .respond(status(200).header("x-total", regex(r"\d+", "2")).json(json!({
                    "items": each_like_min(json!({"id": integer(42), "placed": date("yyyy-MM-dd", "2026-01-31")}), 2),
                    "next": null, "total": 2, "ratio": 0.5, "exact": 1.0
                }))),
        )
        .interaction(
            interaction("a request for the order just placed")
                .given(state("an order").with("order_id", 42))
                .pending()
                .key("order-just-placed")
                .request(get(from_state("/orders/${order_id}", "/orders/42")))
                .respond(status(200).text("open")),
        )
        .interaction(
            interaction("an order is changed")
                .request(
                    put(regex(r"/orders/\d+/größe", "/orders/42/größe"))
                        .json(json!({"customer": from_state("${customer_id}", "cust-456"), "qty": like(1)})),
                )
                .respond(status(200).body([0xff, 0xd8, 0xff, 0xe0], "image/jpeg")),
        )
}

fn satisfied(contract: Contract) {
    let server = contract.start();
    let address = server.address();
    let search = "GET /orders?tag=new&status=closed&tag=sale HTTP/1.1\r\nconnection: close\r\n\
                  x-request-id: 0b8e6c1e-3a5e-4b39-9a3b-0d7a2a6a9f10\r\n\r\n";
    let answer = send(address, search);
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("x-total"), Some("2"));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let item = r#"{"id":42,"placed":"2026-01-31"}"#;
    assert_eq!(answer.body, format!(r#"{{"exact":1.0,"items":[{item},{item}],"next":null,"ratio":0.5,"total":2}}"#));
    let placed = ask(address, "GET", "/orders/42");
    assert_eq!((placed.status, placed.body.as_str()), (200, "open"));
    assert_eq!(placed.header("content-type"), Some("text/plain"));
    let body = r#"{"customer":"cust-9","qty":7}"#;
    let changed = "PUT /orders/7/gr%C3%B6%C3%9Fe HTTP/1.1\r\nconnection: close\r\ncontent-type: application/json\r\n";
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    std::io::Write::write_all(&mut stream, format!("{changed}content-length: {}\r\n\r\n{body}", body.len()).as_bytes())
        .unwrap();
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut stream, &mut bytes).unwrap();
    assert!(bytes.ends_with(&[0xff, 0xd8, 0xff, 0xe0]), "{}", String::from_utf8_lossy(&bytes));
    server.finish();
}

#[test]
fn the_contract_file_holds_example_and_rules() {
    let fixture = ConsumerFixture::new();
    satisfied(orders(&fixture));
    insta::assert_snapshot!("contract_file", fixture.recorded());
}

#[test]
fn the_same_test_writes_the_same_bytes() {
    let (first, second) = (ConsumerFixture::new(), ConsumerFixture::new());
    satisfied(orders(&first));
    satisfied(orders(&second));
    assert_eq!(first.recorded(), second.recorded());
    let before = std::fs::metadata(first.file()).unwrap().modified().unwrap();
    satisfied(orders(&first));
    assert_eq!(first.recorded(), second.recorded());
    assert_eq!(std::fs::metadata(first.file()).unwrap().modified().unwrap(), before, "equal content is left alone");
}

#[test]
fn what_a_pattern_refuses_is_named_with_its_rule() {
    let fixture = ConsumerFixture::new();
    let text = failure(|| {
        let server = orders(&fixture).start();
        ask(server.address(), "GET", "/orders?status=lost&tag=new");
        ask_json(server.address(), "PUT", "/orders/7/gr%C3%B6%C3%9Fe", r#"{"customer":9,"qty":"7"}"#);
        server.finish();
    });
    insta::assert_snapshot!(text, @"
    contract web -> orders was not kept

      x  a search for open orders                                mock-server/tests/integration/patterns.rs:LINE
         GET /orders?status=lost&tag=new arrived, but
           query  status         Expected 'lost' to match 'open|closed'   (rule regex at status)
           query  tag            Expected query parameter 'tag' with 2 value(s) but received 1 value(s)
           header x-request-id   Expected a header 'x-request-id' but was missing
      x  a request for the order just placed                     mock-server/tests/integration/patterns.rs:LINE
         never arrived
      x  an order is changed                                     mock-server/tests/integration/patterns.rs:LINE
         PUT /orders/7/gr%C3%B6%C3%9Fe arrived, but
           body $.customer   Expected 9 (Integer) to be the same type as 'cust-456' (String)   (rule type at $.customer)
           body $.qty        Expected '7' (String) to be the same type as 1 (Integer)   (rule type at $.qty)
    ");
}

/// A client sends `0.1`, and not the `f64` nearest to the `f32` nearest to it.
#[test]
fn numbers_are_the_ones_a_client_would_send() {
    #[derive(serde::Serialize, Clone)]
    struct Reading {
        small: f32,
        long: f64,
        large: u64,
    }
    let reading = Reading { small: 0.1, long: 0.1 + 0.2, large: u64::MAX };
    let fixture = ConsumerFixture::new();
    let server = fixture
        .contract()
        .interaction(
            interaction("a reading")
                .request(post("/readings").json(reading.clone()))
                .respond(status(200).json(&reading)),
        )
        .start();
    let body = serde_json::to_string(&reading).unwrap();
    let answer = ask_json(server.address(), "POST", "/readings", &body);
    assert_eq!(answer.body, r#"{"large":18446744073709551615,"long":0.30000000000000004,"small":0.1}"#);
    server.finish();
}

#[test]
fn a_path_from_a_state_is_the_example_in_the_consumers_test() {
    let fixture = ConsumerFixture::new();
    let text = failure(|| {
        let order = get(from_state("/orders/${order_id}", "/orders/42"));
        let declared = interaction("one order").given("an order").request(order).respond(status(200));
        let server = fixture.contract().interaction(declared).start();
        assert_eq!(ask(server.address(), "GET", "/orders/42").status, 200);
        assert_eq!(ask(server.address(), "GET", "/customers/42").status, 500);
        server.finish();
    });
    assert!(text.contains("GET /customers/42 arrived and nothing describes it"), "{text}");
}

#[test]
fn a_content_type_header_goes_before_the_type_of_the_word_json() {
    let fixture = ConsumerFixture::new();
    let problem = status(404).header("content-type", "application/problem+json").json(json!({"title": "unknown"}));
    let server =
        fixture.contract().interaction(interaction("no order").request(get("/orders/1")).respond(problem)).start();
    assert_eq!(ask(server.address(), "GET", "/orders/1").header("content-type"), Some("application/problem+json"));
    server.finish();
    assert!(fixture.recorded().contains(r#""contentType": "application/problem+json""#));
}
