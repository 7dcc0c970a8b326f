//! Publishing, reading and listing contracts.

use crate::harness::{TestBroker, assert_document, contract, publication};
use crate::web::html;
use serde_json::{Value, json};

#[tokio::test]
async fn publishing_answers_with_notices_and_links() {
    let broker = TestBroker::start().await;
    let mut body = publication(
        "order-service",
        "1",
        &[("payment-service", contract("order-service", "payment-service", "a charge"))],
    );
    body["branch"] = "main".into();
    body["tags"] = json!(["dev"]);
    body["buildUrl"] = "https://ci/1".into();
    let published = broker.post("/contracts/publish", &body).await.expect(200);
    assert_document("published", &published);
    let version = broker.get("/pacticipants/order-service/versions/1").await.expect(200);
    assert_eq!(version["buildUrl"], "https://ci/1");
    assert_eq!(version["_embedded"]["tags"][0]["name"], "dev");
    let participant = broker.get("/pacticipants/order-service").await.expect(200);
    assert_eq!(participant["mainBranch"], "main", "taken from the first branch that looks like one");
}

#[tokio::test]
async fn the_same_content_again_is_fine_and_other_content_is_a_conflict_that_names_the_paths() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    let again = broker.publish("A 1", "B", "words").await;
    assert!(again["notices"].to_string().contains("with no content changes"), "{again}");

    let mut other = contract("A", "B", "words");
    other["interactions"][0]["response"]["status"] = 201.into();
    let refused = broker.post("/contracts/publish", &publication("A", "1", &[("B", other)])).await.expect(409);
    assert_document("publish_conflict", &refused);
    let kept = broker.get("/pacts/provider/B/consumer/A/version/1").await.expect(200);
    assert_eq!(kept["interactions"][0]["response"]["status"], 200);
}

#[tokio::test]
async fn other_comments_are_no_other_content_and_each_version_keeps_its_own() {
    let broker = TestBroker::start().await;
    let commented = |comment: &str| {
        let mut contract = contract("A", "B", "words");
        contract["interactions"][0]["comments"] = json!({ "testname": comment });
        contract
    };
    let publish = async |version: &str, comment: &str| {
        let body = publication("A", version, &[("B", commented(comment))]);
        broker.post("/contracts/publish", &body).await.expect(200)
    };
    let shown = async |version: &str| {
        let url = format!("/pacts/provider/B/consumer/A/version/{version}");
        let contract = broker.get(&url).await.expect(200);
        let digest = contract["_links"]["pb:pact-version"]["name"].clone();
        (contract["interactions"][0]["comments"]["testname"].as_str().unwrap().to_owned(), digest)
    };
    publish("1", "first").await;
    let again = publish("1", "later").await;
    assert!(again["notices"].to_string().contains("with no content changes"), "{again}");
    let (comment, digest) = shown("1").await;
    assert_eq!(comment, "first", "what a version has said stays");

    for (version, comment) in [("2", "second"), ("3", "second"), ("4", "first")] {
        publish(version, comment).await;
        assert_eq!(shown(version).await, (comment.to_owned(), digest.clone()));
    }
    let page = html(&broker, "/pacts/provider/B/consumer/A/version/3").await;
    assert!(page.contains("second"), "{page}");

    broker.delete("/pacts/provider/B/consumer/A/version/2").await.expect(200);
    assert_eq!(shown("3").await, ("second".to_owned(), digest.clone()), "3 has the text of 2");
    broker.delete("/pacts/provider/B/consumer/A/version/1").await.expect(200);
    assert_eq!(shown("4").await, ("first".to_owned(), digest));
}

#[tokio::test]
async fn a_refused_publish_leaves_nothing_behind() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    let contracts = [("C", contract("A", "C", "new")), ("B", contract("A", "B", "other"))];
    broker.post("/contracts/publish", &publication("A", "1", &contracts)).await.expect(409);
    broker.get("/pacticipants/C").await.expect(404);
}

#[tokio::test]
async fn merging_adds_interactions_and_refuses_contradictions() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "first").await;
    let merge = |contract: Value| {
        let mut body = publication("A", "1", &[("B", contract)]);
        body["contracts"][0]["onConflict"] = "merge".into();
        body
    };
    broker.post("/contracts/publish", &merge(contract("A", "B", "second"))).await.expect(200);
    let merged = broker.get("/pacts/provider/B/consumer/A/version/1").await.expect(200);
    assert_eq!(merged["interactions"].as_array().unwrap().len(), 2);

    let mut other = contract("A", "B", "first");
    other["interactions"][0]["request"]["path"] = "/other".into();
    let refused = broker.post("/contracts/publish", &merge(other)).await.expect(409);
    let errors = refused["errors"]["contracts"].as_array().unwrap();
    assert!(
        errors[0].as_str().unwrap().starts_with("Cannot merge the pact for A version 1 and provider B"),
        "{refused}"
    );
    assert_eq!(errors[1], "A and B: $.interactions[0].request.path was \"/\", is now \"/other\"");
}

#[tokio::test]
async fn a_contract_keeps_every_digit_of_its_numbers() {
    let broker = TestBroker::start().await;
    let text = r#"{"consumer":{"name":"A"},"provider":{"name":"B"},"interactions":[{"description":"n","response":{"body":[1.0,1e2,12345678901234567890123]}}]}"#;
    let request = axum::http::Request::put("/pacts/provider/B/consumer/A/version/1")
        .header("content-type", "application/json")
        .body(text.into())
        .unwrap();
    broker.send(request).await.expect(201);
    let kept = broker.get("/pacts/provider/B/consumer/A/latest").await;
    assert!(kept.text.contains("[1.0,1e2,12345678901234567890123]"), "{}", kept.text);
}

#[tokio::test]
async fn a_contract_shows_its_links_whichever_way_it_is_reached() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    broker.advance(60);
    broker.publish("A 2", "B", "other words").await;
    let by_version = broker.get("/pacts/provider/B/consumer/A/version/2").await.expect(200);
    assert_document("contract", &by_version);
    for path in ["latest", "branch/main/latest", "versions/2"] {
        let reached = broker.get(&format!("/pacts/provider/B/consumer/A/{path}")).await;
        assert_eq!(reached.headers["x-pact-consumer-version"], "2", "{path}");
        assert_eq!(reached.expect(200)["_links"]["self"], by_version["_links"]["self"], "{path}");
    }
    let content = by_version["_links"]["pb:pact-version"]["href"].as_str().unwrap();
    assert_eq!(broker.get(content).await.expect(200)["interactions"], by_version["interactions"]);
    let previous = by_version["_links"]["pb:previous-distinct"]["href"].as_str().unwrap();
    assert_eq!(broker.get(previous).await.expect(200)["interactions"][0]["description"], "words");
    let previous = broker.get("/pacts/provider/B/consumer/A/version/2/previous-distinct").await.expect(200);
    assert_eq!(previous["interactions"][0]["description"], "words");
}

#[tokio::test]
async fn old_clients_put_a_contract() {
    let broker = TestBroker::start().await;
    let url = "/pacts/provider/B/consumer/A/version/1";
    broker.put(url, &contract("A", "B", "words")).await.expect(201);
    broker.put(url, &contract("A", "B", "words")).await.expect(200);
    broker.put(url, &contract("A", "B", "other")).await.expect(409);
    let wrong = broker.put(url, &contract("X", "B", "words")).await.expect(400);
    assert_eq!(wrong["errors"]["consumer.name"][0], "name in pact 'X' does not match name in URL path 'A'.");
    broker.put("/pacts/provider/B/consumer/A/version/2", &json!({ "anything": true })).await.expect(201);
}

#[tokio::test]
async fn lists_hold_the_newest_contract_of_each_pair() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "old").await;
    broker.publish("A 2", "B", "new").await;
    broker.publish_on(Some("feat/x"), "C 1", "B", "words").await.expect(200);
    let latest = broker.get("/pacts/latest").await.expect(200);
    assert_document("latest_contracts", &latest);
    let of_provider = broker.get("/pacts/provider/B/latest").await.expect(200);
    assert_document("latest_contracts_of_provider", &of_provider);
    let count = |document: &Value| document["_links"]["pb:pacts"].as_array().unwrap().len();
    assert_eq!(count(&broker.get("/pacts/provider/B").await.expect(200)), 3);
    assert_eq!(count(&broker.get("/pacts/provider/B/branch").await.expect(200)), 2);
    assert_eq!(count(&broker.get("/pacts/provider/B/branch/latest").await.expect(200)), 1);
    assert_eq!(count(&broker.get("/pacts/provider/B/branch/feat%2Fx").await.expect(200)), 1);
    assert_eq!(count(&broker.get("/pacts/provider/B/consumer/A/versions").await.expect(200)), 2);
    assert_eq!(count(&broker.get("/pacts/provider/B/consumer/A/branch/latest/versions").await.expect(200)), 1);
    assert_eq!(count(&broker.get("/pacts/provider/B/consumer/A/branch/main").await.expect(200)), 2);
    let unknown = broker.get("/pacts/provider/Z/latest").await.expect(404);
    assert_eq!(unknown["error"], "No provider with name 'Z' found");
}

#[tokio::test]
async fn a_contract_of_a_live_version_cannot_be_deleted() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    broker.publish("A 2", "B", "words").await;
    let production = broker.environment("production", true).await;
    broker.deploy("A 1", &production, None).await;
    broker.delete("/pacts/provider/B/consumer/A/version/1").await.expect(409);
    let deleted = broker.delete("/pacts/provider/B/consumer/A/version/2").await.expect(200);
    assert!(deleted["_links"]["pb:latest-pact-version"].is_object());
    broker.get("/pacts/provider/B/consumer/A/version/2").await.expect(404);
    broker.delete("/pacts/provider/B/consumer/A/version/1?force=true").await.expect(200);
}

#[tokio::test]
async fn a_publish_request_that_makes_no_sense_is_told_everything_at_once() {
    let broker = TestBroker::start().await;
    let complaints = broker
        .post(
            "/contracts/publish",
            &json!({ "pacticipantVersionNumber": "1\n2", "branch": " ", "tags": [""], "contracts": [{}, 1] }),
        )
        .await
        .expect(400);
    assert_document("publish_complaints", &complaints);
    let with =
        |contract: Value| json!({ "pacticipantName": "A", "pacticipantVersionNumber": "1", "contracts": contract });
    let one = |content: &str| {
        with(
            json!([{ "consumerName": "A", "providerName": "B", "specification": "pact", "contentType": "application/json", "content": content }]),
        )
    };
    // `eyJh` is a truncated object, `WzFd` is `[1]`, `////` is not UTF-8.
    for body in
        [with(json!([])), with(json!(null)), with(json!("x")), one("***"), one("eyJh"), one("WzFd"), one("////")]
    {
        let answer = broker.post("/contracts/publish", &body).await.expect(400);
        assert!(answer["errors"]["contracts"].is_array(), "{answer}");
    }
    let names = publication("A", "1", &[("B", contract("A", "Other", "words"))]);
    let answer = broker.post("/contracts/publish", &names).await.expect(400);
    assert!(answer.to_string().contains("provider name in contract content ('Other') must match"), "{answer}");
}

#[tokio::test]
async fn two_contracts_of_one_pair_in_one_request_must_say_the_same() {
    let broker = TestBroker::start().await;
    let twice =
        |second: &str| publication("A", "1", &[("B", contract("A", "B", "first")), ("B", contract("A", "B", second))]);
    let refused = broker.post("/contracts/publish", &twice("second")).await.expect(400);
    assert_eq!(refused["errors"], json!({ "contracts": ["the contract with 'B' is given twice (at index 1)"] }));
    broker.get("/pacticipants/A").await.expect(404);
    broker.post("/contracts/publish", &twice("first")).await.expect(200);
    let mut merged = twice("second");
    merged["contracts"][1]["onConflict"] = "merge".into();
    broker.post("/contracts/publish", &merged).await.expect(200);
}

#[tokio::test]
async fn a_new_name_like_a_known_one_must_be_created_first() {
    let broker = TestBroker::start().await;
    broker.publish("web 1", "order-service", "words").await;
    let body = publication("web", "2", &[("Orders", contract("web", "Orders", "words"))]);
    let refused = broker.post("/contracts/publish", &body).await.expect(409);
    let words = refused["notices"][0]["text"].as_str().unwrap();
    assert_eq!((&refused["notices"][0]["type"], &refused["errors"]["contracts"][0]), (&json!("error"), &json!(words)));
    assert!(words.contains("very similar to 'order-service'") && words.contains("/pacticipants"), "{words}");
    for (method, path) in [
        ("PUT", "/pacts/provider/Orders/consumer/web/version/2"),
        ("PATCH", "/pacts/provider/Orders/consumer/web/version/2"),
        ("PUT", "/pacts/provider/web/consumer/OrderService/version/2"),
    ] {
        let request =
            axum::http::Request::builder().method(method).uri(path).header("content-type", "application/json");
        let reply = broker.send(request.body("{}".into()).unwrap()).await;
        assert_eq!(
            (reply.status.as_u16(), reply.headers["content-type"].to_str().unwrap()),
            (409, "text/plain;charset=utf-8")
        );
        assert!(reply.text.contains("very similar to 'order-service'"), "{}", reply.text);
    }
    broker.get("/pacticipants/web/versions/2").await.expect(404);
    let spelled = publication("web", "3", &[("order_api", contract("web", "order_api", "words"))]);
    broker.post("/contracts/publish?allowSimilarNames=true", &spelled).await.expect(200);
    broker.post("/pacticipants", &json!({ "name": "Orders" })).await.expect(201);
    broker.post("/contracts/publish", &body).await.expect(200);
}

#[tokio::test]
async fn similar_names_are_nobodys_business_where_the_operator_says_so() {
    let broker = TestBroker::start_with(|app| app.with_similar_names_checked(false)).await;
    broker.publish("web 1", "order-service", "words").await;
    broker.publish("web 2", "Orders", "words").await;
}

#[tokio::test]
async fn a_conflict_says_as_a_problem_what_it_says_otherwise() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    broker.publish("A 1", "C", "words").await;
    let production = broker.environment("production", true).await;
    broker.deploy("A 1", &production, None).await;
    let ask = async |line: &str, body: &Value| {
        let (method, path) = line.split_once(' ').unwrap();
        let request =
            axum::http::Request::builder().method(method).uri(path).header("accept", "application/problem+json");
        let request = request.header("content-type", "application/json").body(body.to_string().into()).unwrap();
        let reply = broker.send(request).await;
        assert_eq!(reply.headers["content-type"], "application/problem+json;charset=utf-8");
        reply.expect(409)
    };
    let refused = ask("PUT /pacts/provider/B/consumer/A/version/1", &contract("A", "B", "other")).await;
    assert!(refused["detail"].as_str().unwrap().starts_with("Cannot change the content"), "{refused}");
    assert!(refused["changes"].to_string().contains("$.interactions"), "{refused}");
    let both = publication("A", "1", &[("B", contract("A", "B", "other")), ("C", contract("A", "C", "other"))]);
    let refused = ask("POST /contracts/publish", &both).await;
    let details: Vec<_> =
        refused["errors"].as_array().unwrap().iter().map(|error| error["detail"].to_string()).collect();
    let has = |words: &str| details.iter().any(|detail| detail.contains(words));
    assert!(has("provider B") && has("provider C") && has("$.interactions"), "{refused}");
    assert!(refused["notices"].is_array());
    let refused = ask("DELETE /pacticipants/A/versions/1", &json!({})).await;
    assert_eq!(refused["live"][0]["environment"], "production");
    let refused = ask("POST /pacticipants", &json!({ "name": "A" })).await;
    assert_eq!(refused["_links"]["pb:pacticipant"]["href"], "http://broker/pacticipants/A");
}

#[tokio::test]
async fn a_contract_handed_out_for_verification_is_still_there_after_a_merge() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "first").await;
    broker.publish_on(Some("other"), "A 2", "B", "later").await.expect(200);
    let body = json!({ "consumerVersionSelectors": [{ "mainBranch": true }] });
    let selected = broker.post("/pacts/provider/B/for-verification", &body).await.expect(200);
    let url = selected["_embedded"]["pacts"][0]["_links"]["self"]["href"].as_str().unwrap();
    let before = broker.get(url).await.expect(200);
    let mut more = publication("A", "1", &[("B", contract("A", "B", "second"))]);
    more["contracts"][0]["onConflict"] = "merge".into();
    broker.post("/contracts/publish", &more).await.expect(200);

    let after = broker.get(url).await;
    assert_eq!(after.headers["x-pact-consumer-version"], "1");
    let after = after.expect(200);
    assert_eq!(after["interactions"], before["interactions"]);
    for relation in ["self", "pb:pact-version", "pb:publish-verification-results"] {
        assert_eq!(after["_links"][relation], before["_links"][relation], "{relation}");
    }
    let results = after["_links"]["pb:publish-verification-results"]["href"].as_str().unwrap();
    broker.post(results, &json!({ "success": true, "providerApplicationVersion": "1" })).await.expect(201);
    let plain = url.split("/metadata/").next().unwrap();
    assert_eq!(broker.get(plain).await.expect(200)["interactions"], before["interactions"]);
    broker.get(&plain[..plain.len() - 1]).await.expect(404);
}

#[tokio::test]
async fn a_contract_is_plain_json_for_those_who_ask_for_that() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    for (accept, media) in [
        ("application/json", "application/json;charset=utf-8"),
        ("application/hal+json, application/json", "application/hal+json;charset=utf-8"),
        ("*/*", "application/hal+json;charset=utf-8"),
    ] {
        let get = |path: &str| {
            axum::http::Request::get(path).header("accept", accept).body(axum::body::Body::empty()).unwrap()
        };
        let reply = broker.send(get("/pacts/provider/B/consumer/A/latest")).await;
        assert_eq!(reply.headers["content-type"], media, "{accept}");
        assert_eq!(
            broker.send(get("/pacticipants")).await.headers["content-type"],
            "application/hal+json;charset=utf-8"
        );
    }
}
