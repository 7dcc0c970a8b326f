//! Where links lead, what pages carry, and which reader gets what.

use super::seeded::shop;
use super::{BROWSER, html, open};
use crate::harness::TestBroker;
use axum::body::Body;
use axum::http::{Request, header};
use std::collections::BTreeSet;

/// The values of an attribute, unescaped.
fn values<'h>(html: &'h str, attribute: &str) -> impl Iterator<Item = String> + use<'h> {
    let start = format!(" {attribute}=\"");
    let parts: Vec<&str> = html.split(start.as_str()).skip(1).collect();
    parts.into_iter().filter_map(|part| part.split('"').next()).map(|value| value.replace("&#38;", "&"))
}

#[tokio::test]
async fn every_link_of_every_page_leads_to_a_page() {
    let broker = shop().await;
    let mut waiting =
        vec!["/".to_owned(), "/can-i-deploy?pacticipant=orders&version=2&environment=production".to_owned()];
    let mut seen = BTreeSet::new();
    while let Some(path) = waiting.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let reply = open(&broker, &path).await;
        assert_eq!(reply.status.as_u16(), 200, "{path}");
        if !reply.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/html") {
            continue;
        }
        for href in values(&reply.text, "href").chain(values(&reply.text, "action")).chain(values(&reply.text, "src")) {
            let (target, fragment) = href.split_once('#').unwrap_or((&href, ""));
            if target.is_empty() && !["ok", "bad", "never", "changed", "pending", "wip", "none"].contains(&fragment) {
                assert!(reply.text.contains(&format!("id=\"{fragment}\"")), "{path} has no #{fragment}");
            }
            if target.starts_with('/') && target != "/theme" {
                waiting.push(target.to_owned());
            }
        }
    }
    assert!(seen.len() > 30, "{seen:?}");
}

#[tokio::test]
async fn pages_obey_their_own_policy() {
    let broker = shop().await;
    for path in ["/", "/pacts/provider/payments/consumer/orders/version/2", "/pacticipants/orders", "/nowhere"] {
        let reply = open(&broker, path).await;
        let policy = reply.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        assert_eq!(reply.headers["x-content-type-options"], "nosniff");
        for forbidden in [" style=", " onclick=", "<style", "javascript:"] {
            assert!(!reply.text.contains(forbidden), "{path} has {forbidden}");
        }
        assert_eq!(reply.text.matches("<script").count(), 1, "{path}");
        assert_eq!(reply.text.matches("<h1").count(), 1, "{path}");
    }
}

#[tokio::test]
async fn the_same_path_answers_programs_with_hal() {
    let broker = shop().await;
    for path in [
        "/",
        "/pacticipants",
        "/pacticipants/orders",
        "/environments",
        "/pacts/provider/payments/consumer/orders/latest",
    ] {
        let program = broker.get(path).await;
        assert!(program.headers[header::CONTENT_TYPE].to_str().unwrap().contains("json"), "{path}");
        let person = open(&broker, path).await;
        assert_eq!(person.headers[header::CONTENT_TYPE], "text/html; charset=utf-8", "{path}");
        let varies: Vec<_> = person.headers.get_all(header::VARY).iter().collect();
        assert!(varies.iter().any(|value| *value == "Accept"), "{path}: {varies:?}");
    }
}

#[tokio::test]
async fn assets_are_immutable_and_unknown_ones_are_not_there() {
    let broker = TestBroker::start().await;
    let page = html(&broker, "/").await;
    let style = values(&page, "href").find(|href| href.starts_with("/assets/style-")).unwrap();
    let reply = broker.get(&style).await;
    assert_eq!(reply.status.as_u16(), 200);
    assert!(reply.headers[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    assert_eq!(broker.get("/assets/style-00000000.css").await.status.as_u16(), 404);
}

#[tokio::test]
async fn the_theme_is_a_cookie() {
    let broker = TestBroker::start().await;
    let chosen =
        Request::post("/theme").header(header::REFERER, "http://broker/matrix").body(Body::from("theme=dark")).unwrap();
    let reply = broker.send(chosen).await;
    assert_eq!((reply.status.as_u16(), &reply.headers[header::LOCATION]), (303, &"/matrix".parse().unwrap()));
    let cookie = reply.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    let request =
        Request::get("/").header(header::ACCEPT, BROWSER).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
    assert!(broker.send(request).await.text.contains("<html lang=\"en\" data-theme=\"dark\">"));
}
