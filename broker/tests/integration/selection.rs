//! Contracts for verification.

use crate::harness::{TestBroker, assert_document, results_url};
use serde_json::{Value, json};

async fn select(broker: &TestBroker, selectors: Value) -> Vec<String> {
    let body = json!({ "consumerVersionSelectors": selectors, "includePendingStatus": false, "providerVersionBranch": "feat/x" });
    let found = broker.post("/pacts/provider/B/for-verification", &body).await.expect(200);
    let items = found["_embedded"]["pacts"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["_links"]["self"]["name"].as_str().unwrap().replace("Pact between ", "").replace(" and B", ""))
        .collect()
}

/// A 1 on main and live, A 2 on main, A 3 on feat/x; C 1 without a branch, tagged `prod`.
async fn history() -> TestBroker {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    broker.publish("A 1", "B", "one").await;
    broker.publish("A 2", "B", "two").await;
    broker.publish_on(Some("feat/x"), "A 3", "B", "three").await.expect(200);
    broker.publish_on(None, "C 1", "B", "one").await.expect(200);
    // Given alone it would be its branch.
    broker.put("/pacticipants/C/versions/1", &json!({ "tags": [{ "name": "prod" }] })).await.expect(200);
    broker.deploy("A 1", &production, None).await;
    broker
}

#[tokio::test]
async fn every_selector_selects_what_it_says() {
    let broker = history().await;
    let cases = [
        (json!([]), vec!["A (1)", "A (2)", "C (1)"]),
        (json!([{ "mainBranch": true }]), vec!["A (2)"]),
        (json!([{ "branch": "main" }]), vec!["A (2)"]),
        (json!([{ "matchingBranch": true }]), vec!["A (3)"]),
        (json!([{ "branch": true, "latest": true }]), vec!["A (2)", "A (3)"]),
        (json!([{ "branch": "gone", "fallbackBranch": "main" }]), vec!["A (2)"]),
        (json!([{ "latest": true }]), vec!["A (3)", "C (1)"]),
        (json!([{ "latest": true, "consumer": "C" }]), vec!["C (1)"]),
        (json!([{ "deployed": true }]), vec!["A (1)"]),
        (json!([{ "deployedOrReleased": true }]), vec!["A (1)"]),
        (json!([{ "environment": "production" }]), vec!["A (1)"]),
        (json!([{ "released": true }]), vec![]),
        (json!([{ "tag": "prod" }]), vec!["C (1)"]),
        (json!([{ "tag": "prod", "latest": true }]), vec!["C (1)"]),
        (json!([{ "tag": "gone", "latest": true, "fallbackTag": "prod" }]), vec!["C (1)"]),
        (json!([{ "branch": "gone" }]), vec![]),
    ];
    for (selectors, expected) in cases {
        assert_eq!(select(&broker, selectors.clone()).await, expected, "{selectors}");
    }
}

#[tokio::test]
async fn an_item_explains_itself_in_the_shape_verifiers_need() {
    let broker = history().await;
    let body = json!({ "consumerVersionSelectors": [{ "mainBranch": true }, { "branch": "main" }], "includePendingStatus": true, "providerVersionBranch": "main" });
    let found = broker.post("/pacts/provider/B/for-verification", &body).await.expect(200);
    assert_document("for_verification", &found);
    let item = &found["_embedded"]["pacts"][0];
    for link in item["_links"].as_object().unwrap().values() {
        assert!(link["href"].is_string(), "an item's links are objects: {link}");
    }
    let contract = broker.get(item["_links"]["self"]["href"].as_str().unwrap()).await.expect(200);
    assert_eq!(contract["interactions"][0]["description"], "two");
    let results = results_url(&contract);
    assert!(results.contains("/metadata/"), "{results}");
    broker.post(results, &json!({ "success": true, "providerApplicationVersion": "1" })).await.expect(201);
}

#[tokio::test]
async fn a_contract_is_pending_until_the_branch_has_kept_it() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    let pending = async |branch: &str| {
        let body = json!({ "includePendingStatus": true, "providerVersionBranch": branch });
        broker.post("/pacts/provider/B/for-verification", &body).await.expect(200)["_embedded"]["pacts"][0]["verificationProperties"]["pending"]
            .as_bool()
            .unwrap()
    };
    assert!(pending("main").await);
    broker.put("/pacticipants/B/branches/old/versions/0", &json!({})).await.expect(201);
    broker.put("/pacticipants/B/branches/main/versions/1", &json!({})).await.expect(201);
    broker.advance(60);
    broker.verify("A 1", "B 1", true).await;
    assert!(!pending("main").await, "its own branch has kept it");
    assert!(pending("old").await, "kept by another branch, but only after this one began");
    broker.advance(60);
    broker.put("/pacticipants/B/branches/new/versions/2", &json!({})).await.expect(201);
    assert!(!pending("new").await, "kept by another branch before this one began");
    assert!(!pending("unheard-of").await);
}

#[tokio::test]
async fn get_answers_with_the_link_to_post_to() {
    let broker = history().await;
    let links = broker.get("/pacts/provider/B/for-verification").await.expect(200);
    assert_eq!(links["_links"]["self"]["href"], "http://broker/pacts/provider/B/for-verification");
    let unknown = broker.post("/pacts/provider/Z/for-verification", &json!({})).await.expect(404);
    assert_eq!(unknown["error"], "No provider with name 'Z' found");
}

#[tokio::test]
async fn selectors_that_make_no_sense_are_refused() {
    let broker = history().await;
    for selectors in
        [json!([{}]), json!([{ "environment": "nowhere" }]), json!({}), json!([{ "branch": "a", "tag": "b" }])]
    {
        let body = json!({ "consumerVersionSelectors": selectors });
        let refused = broker.post("/pacts/provider/B/for-verification", &body).await.expect(400);
        assert!(refused["errors"]["consumerVersionSelectors"].is_array(), "{refused}");
    }
    broker.post("/pacts/provider/B/for-verification", &json!([])).await.expect(400);
}

#[tokio::test]
async fn an_item_is_described_by_what_it_was_found_by() {
    let broker = history().await;
    broker.post("/pacticipants", &json!({ "name": "D", "mainBranch": "trunk" })).await.expect(201);
    broker.publish_on(None, "D 1", "B", "four").await.expect(200);
    // Too late for the tag to be taken for a branch.
    broker.advance(60);
    broker.put("/pacticipants/D/versions/1/tags/trunk", &json!({})).await.expect(201);
    let cases = [
        (json!([{ "consumer": "C", "tag": "prod" }]), vec!["one of C prod"], ""),
        (json!([{ "tag": "prod" }]), vec!["one of prod"], ""),
        (
            json!([{ "branch": "gone", "fallbackBranch": "main" }]),
            vec!["latest from branch main"],
            "* latest from branch main (2), the fallback, as there is no branch gone",
        ),
        (json!([{ "branch": "main", "fallbackBranch": "feat/x" }]), vec!["latest from branch main"], ""),
        (
            json!([{ "tag": "gone", "latest": true, "fallbackTag": "prod" }]),
            vec!["latest with tag prod"],
            "* latest with tag prod (1), the fallback, as nothing has the tag gone",
        ),
        (
            json!([]),
            vec!["deployed to production", "latest from main branch", "latest", "latest with tag trunk"],
            "* latest from main branch (2)",
        ),
    ];
    for (selectors, expected, notice) in cases {
        let body = json!({ "consumerVersionSelectors": selectors, "includePendingStatus": false });
        let found = broker.post("/pacts/provider/B/for-verification", &body).await.expect(200);
        let items = found["_embedded"]["pacts"].as_array().unwrap();
        let described: Vec<_> = items.iter().map(|item| item["shortDescription"].as_str().unwrap()).collect();
        assert_eq!(described, expected, "{selectors}");
        let notices: Vec<_> =
            items.iter().map(|item| item["verificationProperties"]["notices"][0]["text"].as_str().unwrap()).collect();
        assert!(notices.iter().any(|text| text.contains(notice)), "{notices:?}");
        assert_eq!(notices.iter().any(|text| text.contains("fallback")), notice.contains("fallback"), "{notices:?}");
    }
}

#[tokio::test]
async fn an_unknown_environment_is_named_with_its_place() {
    let broker = history().await;
    let selectors =
        json!([{ "mainBranch": true }, { "environment": "gone" }, { "deployed": true, "environment": "lost" }]);
    let refused =
        broker.post("/pacts/provider/B/for-verification", &json!({ "consumerVersionSelectors": selectors })).await;
    assert_eq!(
        refused.expect(400)["errors"]["consumerVersionSelectors"],
        json!([
            "environment with name 'gone' does not exist (at index 1)",
            "environment with name 'lost' does not exist (at index 2)"
        ])
    );
}

#[tokio::test]
async fn dates_are_read_as_clients_print_them() {
    let broker = history().await;
    for (date, status) in [
        ("2020-01-01", 200),
        ("2020-01-01T00:00:00Z", 200),
        ("2020-01-01T00:00:00+02:00", 200),
        ("2020-01-01 00:00:00", 200),
        ("2020-01-01 00:00:00 +0000", 200),
        ("2020-01-01 02:00:00 +0200", 200),
        ("2020-01-01 00:00:00 UTC", 200),
        ("2020-13-01 00:00:00 +0000", 400),
        ("yesterday", 400),
    ] {
        let body = json!({ "providerVersionBranch": "main", "includeWipPactsSince": date });
        let reply = broker.post("/pacts/provider/B/for-verification", &body).await;
        assert_eq!(reply.status.as_u16(), status, "{date}: {}", reply.text);
    }
}
