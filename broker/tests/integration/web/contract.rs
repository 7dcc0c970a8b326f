//! The contract's page.

use super::seeded::shop;
use super::{assert_main, html, open};
use crate::harness::{TestBroker, publication, results_url};
use serde_json::{Value, json};

const PAIR: &str = "/pacts/provider/payments/consumer/orders";

#[tokio::test]
async fn a_contract_shows_what_differs_first_and_rules_beside_the_example() {
    assert_main("contract", &html(&shop().await, &format!("{PAIR}/version/2")).await);
}

#[tokio::test]
async fn every_way_to_a_contract_opens_the_same_page() {
    let broker = shop().await;
    let digest = broker.get(&format!("{PAIR}/latest")).await.expect(200)["_links"]["pb:pact-version"]["name"].clone();
    let digest = digest.as_str().unwrap().to_owned();
    for way in [
        "latest",
        "latest/rc",
        "branch/main/latest",
        &format!("pact-version/{digest}"),
        &format!("pact-version/{digest}/metadata/c1tdW2N2bl09Mg"),
    ] {
        let page = html(&broker, &format!("{PAIR}/{way}")).await;
        assert!(page.contains("Does payments keep it?") && page.contains("tests/charges.rs:18"), "{way}");
    }
    for way in ["version/9", "branch/none/latest", "latest/none", "pact-version/0000"] {
        assert_eq!(open(&broker, &format!("{PAIR}/{way}")).await.status.as_u16(), 404, "{way}");
    }
}

#[tokio::test]
async fn what_nobody_understands_is_shown_as_it_was_published() {
    let broker = TestBroker::start().await;
    let with = |interactions: Value| json!({ "consumer": { "name": "a" }, "provider": { "name": "b" }, "interactions": interactions });
    let cases = [
        (
            with(json!([{ "description": 7, "request": "GET /" }])),
            "Not verified by this version:",
            "&#34;request&#34;: &#34;GET /&#34;",
        ),
        (
            with(json!("none")),
            "This contract is shown as it was published, without its rules:",
            "/interactions: expected a list",
        ),
    ];
    for (version, (odd, words, detail)) in cases.into_iter().enumerate() {
        let body = publication("a", &version.to_string(), &[("b", odd)]);
        broker.post("/contracts/publish", &body).await.expect(200);
        let page = html(&broker, "/pacts/provider/b/consumer/a/latest").await;
        assert!(page.contains(words), "{page}");
        assert!(page.contains(detail), "{page}");
    }
}

#[tokio::test]
async fn a_long_contract_is_folded_and_paged_and_every_link_finds_its_interaction() {
    let broker = TestBroker::start().await;
    let interactions: Vec<Value> = (0..150)
        .map(|n| json!({ "description": format!("number {n}"), "request": { "path": format!("/{n}") }, "response": { "status": 200 } }))
        .collect();
    let long = json!({ "consumer": { "name": "a" }, "provider": { "name": "b" }, "interactions": interactions });
    broker.post("/contracts/publish", &publication("a", "1", &[("b", long)])).await.expect(200);
    let path = "/pacts/provider/b/consumer/a/version/1";
    let first = html(&broker, path).await;
    assert_eq!((first.matches("<article").count(), first.matches("<details><summary><h2>").count()), (100, 100));
    let (_, link) = first.split_once("href=\"?page=2#").unwrap();
    let anchor = link.split('"').next().unwrap();
    let second = html(&broker, &format!("{path}?page=2")).await;
    assert!(second.contains(&format!("id=\"{anchor}\"")) && second.matches("<article").count() == 50, "{anchor}");
}

#[tokio::test]
async fn a_tick_above_somebody_elses_differences_says_whose_it_is() {
    let broker = TestBroker::start().await;
    broker.publish("a 1", "b", "words").await;
    let contract = broker.get("/pacts/provider/b/consumer/a/version/1").await.expect(200);
    let url = results_url(&contract);
    let id = &contract["interactions"][0]["_id"];
    let result = |version: &str, success: bool| {
        json!({ "success": success, "providerApplicationVersion": version,
                "testResults": [{ "interactionId": id, "success": success,
                                  "mismatches": [{ "attribute": "status", "description": "expected 200 but was 500" }] }] })
    };
    broker.put("/pacticipants/b/branches/feat/versions/1.9.0", &json!({})).await.expect(201);
    broker.put("/pacticipants/b/branches/main/versions/2.0.0", &json!({})).await.expect(201);
    broker.post(url, &result("2.0.0", true)).await.expect(201);
    let quiet = html(&broker, "/pacts/provider/b/consumer/a/version/1").await;
    assert!(quiet.contains("Passed</span></div>"), "{quiet}");
    broker.advance(60);
    broker.post(url, &result("1.9.0", false)).await.expect(201);
    let contested = html(&broker, "/pacts/provider/b/consumer/a/version/1").await;
    assert!(contested.contains("expected 200 but was 500"), "{contested}");
    assert!(
        contested.contains("Passed</span> by <a class=\"v\" href=\"/pacticipants/b/versions/2.0.0\""),
        "{contested}"
    );
}
