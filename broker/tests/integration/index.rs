//! The index and the probes.

use crate::harness::{TestBroker, assert_document};

#[tokio::test]
async fn the_index_lists_every_resource_the_broker_answers() {
    let broker = TestBroker::start().await;
    let index = broker.get("/").await.expect(200);
    assert_document("index", &index);
}

#[tokio::test]
async fn no_fixed_link_of_the_index_dangles() {
    let broker = TestBroker::start().await;
    let index = broker.get("/").await.expect(200);
    for (relation, link) in index["_links"].as_object().unwrap() {
        if link["href"].is_string() && link["templated"] != true && relation != "pb:publish-contracts" {
            let href = link["href"].as_str().unwrap();
            let path = if href == "http://broker" { "/" } else { href };
            broker.get(path).await.expect(200);
        }
    }
}

#[tokio::test]
async fn the_probes_answer() {
    let broker = TestBroker::start().await;
    assert_eq!(broker.get("/diagnostic/status/heartbeat").await.expect(200)["ok"], true);
    assert_eq!(broker.get("/diagnostic/status/dependencies").await.expect(200)["database"]["ok"], true);
}
