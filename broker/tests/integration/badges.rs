//! Badges: what they say, and that they come from nowhere else.

use crate::harness::TestBroker;
use serde_json::json;

async fn says(broker: &TestBroker, path: &str) -> String {
    let reply = broker.get(path).await;
    assert_eq!(reply.status, 200, "{path}: {}", reply.text);
    assert_eq!(reply.headers["content-type"], "image/svg+xml;charset=utf-8");
    assert!(
        !reply.text.contains("http") || reply.text.matches("http").count() == 1,
        "only its namespace: {}",
        reply.text
    );
    let title = reply.text.split("<title>").nth(1).unwrap();
    title.split("</title>").next().unwrap().to_owned()
}

#[tokio::test]
async fn a_contracts_badge_follows_its_results() {
    let broker = TestBroker::start().await;
    let badge = "/pacts/provider/payment-service/consumer/order-service/latest/badge";
    assert_eq!(says(&broker, badge).await, "order-service/payment-service pact: pact not found");
    broker.publish("order-service 1", "payment-service", "words").await;
    assert_eq!(says(&broker, badge).await, "order-service/payment-service pact: unknown");
    broker.verify("order-service 1", "payment-service 1", true).await;
    assert_eq!(says(&broker, &format!("{badge}.svg")).await, "order-service/payment-service pact: verified");
    assert_eq!(says(&broker, &format!("{badge}?label=consumer&initials=true")).await, "OS pact: verified");
    assert_eq!(says(&broker, &format!("{badge}?label=Payments")).await, "Payments: verified");
    broker.publish("order-service 2", "payment-service", "other words").await;
    assert_eq!(says(&broker, &format!("{badge}?label=provider")).await, "payment-service pact: changed");
    broker.verify("order-service 2", "payment-service 1", false).await;
    assert_eq!(says(&broker, badge).await, "order-service/payment-service pact: failed");

    let pair = "/pacts/provider/payment-service/consumer/order-service";
    broker.put("/pacticipants/order-service/versions/1/tags/prod", &json!({})).await.expect(201);
    broker.put("/pacticipants/payment-service/versions/1/tags/live", &json!({})).await.expect(201);
    assert!(says(&broker, &format!("{pair}/latest/prod/badge.svg")).await.ends_with(": verified"));
    assert!(says(&broker, &format!("{pair}/latest-untagged/badge")).await.ends_with(": failed"));
    let tags = "/matrix/provider/payment-service/latest/live/consumer/order-service/latest/prod/badge";
    assert_eq!(says(&broker, tags).await, "order-service prod / payment-service live: verified");
}

#[tokio::test]
async fn a_verdicts_badge_says_yes_no_or_unknown() {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    broker.publish("A 1", "B", "words").await;
    broker.put("/pacticipants/B/branches/main/versions/1", &json!({})).await.expect(201);
    broker.deploy("B 1", &production, None).await;
    let head = "/pacticipants/A/branches/main/latest-version/can-i-deploy/to-environment/production/badge";
    let merge = "/pacticipants/A/main-branch/can-i-merge/badge";
    assert_eq!(says(&broker, head).await, "can-i-deploy A main to production: unknown");
    assert_eq!(says(&broker, merge).await, "can-i-merge A: unknown");
    broker.verify("A 1", "B 1", true).await;
    assert_eq!(says(&broker, head).await, "can-i-deploy A main to production: yes");
    assert_eq!(says(&broker, merge).await, "can-i-merge A: yes");
    assert_eq!(broker.get(merge).await.headers["cache-control"], "max-age=30");
    broker.put("/pacticipants/A/versions/1/tags/dev", &json!({})).await.expect(201);
    broker.put("/pacticipants/B/versions/1/tags/prod", &json!({})).await.expect(201);
    let tags = "/pacticipants/A/latest-version/dev/can-i-deploy/to/prod/badge";
    assert_eq!(says(&broker, tags).await, "can-i-deploy A dev to prod: yes");
    broker.verify("A 1", "B 1", false).await;
    assert_eq!(says(&broker, tags).await, "can-i-deploy A dev to prod: no");
    broker.get("/pacticipants/nobody/main-branch/can-i-merge/badge").await.expect(404);
}

#[tokio::test]
async fn a_badge_of_a_hostile_name_is_only_a_picture() {
    let broker = TestBroker::start().await;
    let label = "%3Cscript%3Ealert(1)%3C/script%3E%22%20onload=%22alert(1)";
    let reply = broker.get(&format!("/pacts/provider/B/consumer/A/latest/badge?label={label}")).await;
    assert!(!reply.text.contains("<script") && !reply.text.contains("onload=\""), "{}", reply.text);
    assert!(reply.headers["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
}
