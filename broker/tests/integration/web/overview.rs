//! The overview and the lists around it.

use super::seeded::shop;
use super::{assert_main, html, open};
use crate::harness::TestBroker;
use axum::http::header;

#[tokio::test]
async fn a_new_broker_shows_the_three_steps() {
    let broker = TestBroker::start().await;
    assert_main("first_use", &html(&broker, "/").await);
}

#[tokio::test]
async fn trouble_stands_first_and_every_environment_has_its_cell() {
    assert_main("overview", &html(&shop().await, "/").await);
}

#[tokio::test]
async fn the_filter_narrows_the_list_and_says_when_nothing_is_left() {
    let broker = shop().await;
    let failed = html(&broker, "/?status=failed").await;
    assert!(failed.contains("Integrations 1 to 1 of 1") && failed.contains("payments"), "{failed}");
    let named = html(&broker, "/?search=STOCK&sort=name").await;
    assert!(named.contains("Integrations 1 to 2 of 2, by name"), "{named}");
    let live = html(&broker, "/?environment=production").await;
    assert!(live.contains("1 to 2 of 2"), "{live}");
    let paged = html(&broker, "/?pageSize=2&page=2").await;
    assert!(paged.contains("3 to 4 of 5") && paged.contains("/?page=3&#38;pageSize=2"), "{paged}");
    let nothing = html(&broker, "/?search=zebra&status=verified").await;
    assert!(nothing.contains("No integration is “Verified” and has “zebra” in a name."), "{nothing}");
}

#[tokio::test]
async fn services_versions_and_environments_have_their_pages() {
    let broker = shop().await;
    for (name, path) in [
        ("services", "/pacticipants"),
        ("participant", "/pacticipants/orders"),
        ("version", "/pacticipants/orders/versions/2"),
        ("environments", "/environments"),
        ("matrix", "/matrix/provider/payments/consumer/orders"),
    ] {
        assert_main(name, &html(&broker, path).await);
    }
    let named = open(&broker, "/environments/production").await;
    assert_eq!(named.status.as_u16(), 303);
    assert_main("environment", &html(&broker, named.headers[header::LOCATION].to_str().unwrap()).await);
}

#[tokio::test]
async fn what_is_missing_says_what_is_near_it() {
    let broker = shop().await;
    for (name, path) in [
        ("no_service", "/pacticipants/ordres"),
        ("no_version", "/pacticipants/orders/versions/22"),
        ("no_page", "/nowhere"),
    ] {
        let reply = open(&broker, path).await;
        assert_eq!(reply.status.as_u16(), 404, "{path}");
        assert_main(name, &reply.text);
    }
}
