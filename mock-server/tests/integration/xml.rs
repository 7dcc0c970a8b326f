//! Requests in XML: compared with the feature `xml`, and refused with its name without.

use crate::fixture::ConsumerFixture;
use abide_mock_server::declare::Contract;
use abide_mock_server::prelude::*;

/// An order in XML.
#[track_caller]
fn declared(fixture: &ConsumerFixture) -> Contract {
    let order = post("/orders").body(r#"<order sku="lamp" pieces="2"/>"#, "application/xml");
    fixture.contract().interaction(interaction("an order").request(order).respond(status(201)))
}

#[cfg(feature = "xml")]
#[test]
fn an_xml_request_is_matched_by_what_it_says() {
    use crate::client::send;
    use crate::fixture::failure;

    let fixture = ConsumerFixture::new();
    let server = declared(&fixture).start();
    let order = |body: &str| {
        let head = "POST /orders HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/xml\r\n";
        send(server.address(), &format!("{head}content-length: {}\r\n\r\n{body}", body.len())).status
    };
    assert_eq!(order(r#"<order  pieces="2" sku="lamp"></order>"#), 201);
    assert_eq!(order(r#"<order pieces="3" sku="lamp"/>"#), 500);
    let text = failure(|| server.finish());
    assert!(text.contains("pieces"), "{text}");
}

/// In a build of the whole workspace the core's feature may be on all the same.
#[cfg(not(feature = "xml"))]
#[test]
fn without_the_feature_an_xml_request_is_refused_by_its_name() {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    let fixture = ConsumerFixture::new();
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| drop(declared(&fixture)))) {
        let text = panic.downcast_ref::<String>().unwrap();
        assert!(text.ends_with("the feature `xml` of abide-mock-server is off"), "{text}");
    }
}
