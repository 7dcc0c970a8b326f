//! Contracts that nobody selected and the provider's build verifies all the same, and what is pending by tags.

use crate::harness::{TestBroker, results_url};
use serde_json::{Value, json};

const SINCE: &str = "2025-12-01";

/// What `B` is to verify on top of each consumer's main branch: names and whether they are pending and work in progress.
async fn asked(broker: &TestBroker, mut body: Value) -> Vec<(String, bool, bool)> {
    body["includePendingStatus"] = true.into();
    body["consumerVersionSelectors"] = json!([{ "mainBranch": true }]);
    let found = broker.post("/pacts/provider/B/for-verification", &body).await.expect(200);
    let items = found["_embedded"]["pacts"].as_array().unwrap();
    items
        .iter()
        .map(|item| {
            let properties = &item["verificationProperties"];
            let name = item["_links"]["self"]["name"].as_str().unwrap();
            let name = name.replace("Pact between ", "").replace(" and B", "");
            (name, properties["pending"] == true, properties["wip"] == true)
        })
        .collect()
}

async fn on_branch(broker: &TestBroker, branch: &str) -> Vec<(String, bool, bool)> {
    asked(broker, json!({ "providerVersionBranch": branch, "includeWipPactsSince": SINCE })).await
}

/// Publishes a result for the item called `name` by the URL `B`'s build on `branch` was given.
async fn verify_as(broker: &TestBroker, branch: &str, name: &str, version: &str) {
    let body = json!({ "providerVersionBranch": branch, "includeWipPactsSince": SINCE, "includePendingStatus": true });
    let found = broker.post("/pacts/provider/B/for-verification", &body).await.expect(200);
    let items = found["_embedded"]["pacts"].as_array().unwrap();
    let item =
        items.iter().find(|item| item["_links"]["self"]["name"] == format!("Pact between {name} and B")).unwrap();
    let contract = broker.get(item["_links"]["self"]["href"].as_str().unwrap()).await.expect(200);
    broker.put(&format!("/pacticipants/B/branches/{branch}/versions/{version}"), &json!({})).await.expect(201);
    let url = results_url(&contract);
    broker.post(url, &json!({ "success": true, "providerApplicationVersion": version })).await.expect(201);
}

fn item(name: &str, pending: bool, wip: bool) -> (String, bool, bool) {
    (name.to_owned(), pending, wip)
}

#[tokio::test]
async fn heads_nobody_selected_are_work_in_progress_until_the_branch_has_kept_them_on_purpose() {
    let broker = TestBroker::start().await;
    broker.put("/pacticipants/B/branches/main/versions/0", &json!({})).await.expect(201);
    broker.publish("A 1", "B", "one").await;
    broker.publish_on(Some("feat/x"), "A 2", "B", "two").await.expect(200);
    broker.publish_on(None, "A 3", "B", "three").await.expect(200);
    broker.put("/pacticipants/A/versions/3/tags/dev", &json!({})).await.expect(201);
    let open = vec![item("A (1)", true, false), item("A (2)", true, true), item("A (3)", true, true)];
    assert_eq!(on_branch(&broker, "main").await, open);

    broker.advance(60);
    verify_as(&broker, "main", "A (2)", "1").await;
    assert!(on_branch(&broker, "main").await.contains(&item("A (2)", true, true)), "kept only as work in progress");

    broker.verify("A 2", "B 1", true).await;
    assert_eq!(on_branch(&broker, "main").await, [item("A (1)", true, false), item("A (3)", true, true)]);
}

#[tokio::test]
async fn a_new_branch_does_not_inherit_what_another_has_kept_before() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "one").await;
    broker.publish_on(Some("feat/x"), "A 2", "B", "two").await.expect(200);
    broker.put("/pacticipants/B/branches/old/versions/0", &json!({})).await.expect(201);
    broker.put("/pacticipants/B/branches/main/versions/1", &json!({})).await.expect(201);
    // Far beyond every look-back.
    broker.advance(400 * 24 * 3600);
    broker.verify("A 2", "B 1", true).await;
    broker.advance(60);
    broker.put("/pacticipants/B/branches/new/versions/2", &json!({})).await.expect(201);
    broker.advance(400 * 24 * 3600);
    assert_eq!(on_branch(&broker, "new").await, [item("A (1)", true, false)]);
    assert_eq!(on_branch(&broker, "unheard-of").await, [item("A (1)", true, false)]);
    assert_eq!(on_branch(&broker, "old").await, [item("A (1)", true, false), item("A (2)", true, true)]);
}

#[tokio::test]
async fn results_that_came_before_the_branch_or_tag_count_once_it_is_there() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "one").await;
    broker.verify("A 1", "B 1", true).await;
    broker.advance(60);
    broker.put("/pacticipants/B/branches/late/versions/1", &json!({})).await.expect(201);
    broker.put("/pacticipants/B/versions/1/tags/late", &json!({})).await.expect(201);
    let tagged = json!({ "providerVersionTags": ["late"] });
    assert_eq!(on_branch(&broker, "late").await, [item("A (1)", false, false)]);
    assert_eq!(asked(&broker, tagged.clone()).await, [item("A (1)", false, false)]);
    broker.delete("/pacticipants/B/branches/late/versions/1").await.expect(204);
    broker.delete("/pacticipants/B/versions/1/tags/late").await.expect(204);
    assert_eq!(on_branch(&broker, "late").await, [item("A (1)", true, false)]);
    assert_eq!(asked(&broker, tagged).await, [item("A (1)", true, false)]);
}

#[tokio::test]
async fn a_removed_version_takes_only_its_own_results_with_it() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "one").await;
    for version in ["1", "2"] {
        broker.put(&format!("/pacticipants/B/branches/main/versions/{version}"), &json!({})).await.expect(201);
        broker.verify("A 1", &format!("B {version}"), true).await;
    }
    broker.delete("/pacticipants/B/versions/1").await.expect(204);
    assert_eq!(on_branch(&broker, "main").await, [item("A (1)", false, false)]);
    broker.delete("/pacticipants/B/versions/2").await.expect(204);
    assert_eq!(on_branch(&broker, "main").await, [item("A (1)", true, false)]);
}

#[tokio::test]
async fn tags_of_the_build_are_judged_one_by_one() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "one").await;
    broker.publish_on(Some("feat/x"), "A 2", "B", "two").await.expect(200);
    for (version, tag) in [("1", "dev"), ("1", "test"), ("2", "prod")] {
        broker.put(&format!("/pacticipants/B/versions/{version}/tags/{tag}"), &json!({})).await.expect(201);
    }
    broker.advance(60);
    broker.verify("A 1", "B 1", true).await;
    let with =
        async |tags: Value| asked(&broker, json!({ "providerVersionTags": tags, "includeWipPactsSince": SINCE })).await;
    let wip = item("A (2)", true, true);
    assert_eq!(with(json!(["dev"])).await, [item("A (1)", false, false), wip.clone()]);
    assert_eq!(with(json!(["dev", "test"])).await, [item("A (1)", false, false), wip.clone()]);
    assert_eq!(with(json!(["dev", "prod"])).await, [item("A (1)", true, false), wip]);
    assert_eq!(asked(&broker, json!({ "includeWipPactsSince": SINCE })).await, [item("A (1)", false, false)]);
}

#[tokio::test]
async fn what_was_published_before_the_date_is_not_work_in_progress() {
    let broker = TestBroker::start().await;
    broker.publish_on(Some("feat/x"), "A 1", "B", "one").await.expect(200);
    let count = async |since: &str| {
        asked(&broker, json!({ "providerVersionBranch": "main", "includeWipPactsSince": since })).await.len()
    };
    for (since, expected) in [
        ("2025-12-31", 1),
        ("2026-01-02", 0),
        ("2025-12-31T23:59:59+00:00", 1),
        ("2026-01-01T00:00:00Z", 0),
        ("2026-01-01T00:30:00+01:00", 1),
        ("2025-12-31T12:00:00", 1),
    ] {
        assert_eq!(count(since).await, expected, "{since}");
    }
    for (field, value) in [
        ("includeWipPactsSince", json!("yesterday")),
        ("includeWipPactsSince", json!(7)),
        ("providerVersionTags", json!("dev")),
        ("providerVersionTags", json!([7])),
        ("providerVersionBranch", json!(" ")),
        ("includePendingStatus", json!("yes")),
    ] {
        let refused = broker.post("/pacts/provider/B/for-verification", &json!({ (field): value })).await.expect(400);
        assert!(refused["errors"][field].is_array(), "{refused}");
    }
    let blank = json!({ "providerVersionBranch": "" });
    broker.post("/pacts/provider/B/for-verification", &blank).await.expect(200);
    let blank = json!({ "providerVersionBranch": "", "includeWipPactsSince": SINCE });
    broker.post("/pacts/provider/B/for-verification", &blank).await.expect(400);
}

#[tokio::test]
async fn the_notices_of_work_in_progress_say_why_it_is_there() {
    let broker = TestBroker::start().await;
    broker.publish_on(Some("feat/x"), "A 1", "B", "one").await.expect(200);
    let body = json!({ "providerVersionBranch": "main", "includeWipPactsSince": SINCE, "includePendingStatus": true,
        "consumerVersionSelectors": [{ "mainBranch": true }] });
    let found = broker.post("/pacts/provider/B/for-verification", &body).await.expect(200);
    let item = &found["_embedded"]["pacts"][0];
    assert_eq!(item["shortDescription"], "latest from branch feat/x");
    let notices = item["verificationProperties"]["notices"].as_array().unwrap();
    assert!(notices.iter().all(|notice| notice["when"].is_string() && notice["text"].is_string()));
    let first = notices[0]["text"].as_str().unwrap();
    assert!(
        first.contains("'work in progress' pact (ie. it is the pact for the latest from branch feat/x (1) of A"),
        "{first}"
    );
}

#[tokio::test]
async fn clients_older_than_the_post_ask_in_the_query_string() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "one").await;
    broker.put("/pacticipants/A/versions/1/tags/dev", &json!({})).await.expect(201);
    let ask = async |query: &str| broker.get(&format!("/pacts/provider/B/for-verification?{query}")).await;
    let found = ask("consumer_version_selectors[][tag]=dev&consumer_version_selectors[][latest]=true&provider_version_tags[]=x&include_pending_status=true").await.expect(200);
    let item = &found["_embedded"]["pacts"][0];
    assert_eq!(
        (&item["shortDescription"], &item["verificationProperties"]["pending"]),
        (&json!("latest with tag dev"), &json!(true))
    );
    assert!(item["verificationProperties"]["notices"][0]["text"].as_str().unwrap().contains("deprecated"));
    let refused = ask("consumer_version_selectors[][consumer]=A").await.expect(400);
    assert!(refused["errors"]["consumerVersionSelectors"].is_array());
    assert_eq!(ask("").await.expect(200)["_embedded"]["pacts"], json!([]));
}
