//! The matrix and can-i-deploy.

use crate::harness::{TestBroker, assert_document};
use serde_json::{Value, json};

const NOTHING_OF_A: &str =
    "WARN: Nothing has been published for version 1 of A: no contract, and no verification result";

async fn deployable(broker: &TestBroker, query: &str) -> Value {
    broker.get(&format!("/matrix?{query}")).await.expect(200)["summary"]["deployable"].clone()
}

#[tokio::test]
async fn a_deployment_goes_from_not_yet_to_yes_to_no() {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    broker.publish("orders 1", "payments", "a charge").await;
    let ask = |name: &str, version: &str| {
        format!("/can-i-deploy?pacticipant={name}&version={version}&environment=production")
    };

    assert_document("never_verified", &broker.get(&ask("orders", "1")).await.expect(200));
    broker.verify("orders 1", "payments 1", true).await;
    let not_there = broker.get(&ask("orders", "1")).await.expect(200);
    assert_eq!(not_there["summary"]["deployable"], Value::Null);
    assert_eq!(not_there["reasons"][0]["state"], "not_deployed");
    assert_eq!(
        not_there["reasons"][0]["next"],
        "abide record-deployment --participant payments --version 1 --environment production --broker http://broker"
    );
    assert_eq!(broker.get(&ask("payments", "1")).await.expect(200)["summary"]["deployable"], true);
    broker.deploy("payments 1", &production, None).await;
    assert_document("deployable", &broker.get(&ask("orders", "1")).await.expect(200));
    broker.deploy("orders 1", &production, None).await;

    broker.verify("orders 1", "payments 2", false).await;
    let failing = broker.get(&ask("payments", "2")).await.expect(200);
    assert_document("breaks_a_live_consumer", &failing);
    assert_eq!(failing["summary"]["deployable"], false);
}

#[tokio::test]
async fn every_live_version_needs_its_own_result() {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    broker.publish("A 1", "B", "words").await;
    broker.verify("A 1", "B 1", true).await;
    broker.put("/pacticipants/B/versions/2", &json!({})).await.expect(201);
    broker.deploy("B 1", &production, None).await;
    broker.deploy("B 2", &production, Some("canary")).await;
    for query in [
        "q[][pacticipant]=A&q[][version]=1&latestby=cvpv&environment=production",
        "q[][pacticipant]=A&q[][version]=1&latestby=cvp&environment=production",
        "q[][pacticipant]=A&q[][version]=1&q[][pacticipant]=B&q[][environment]=production&latestby=cvpv",
        "q[][pacticipant]=A&q[][version]=1&q[][pacticipant]=B&q[][version]=1&q[][pacticipant]=B&q[][version]=2&latestby=cvpv",
    ] {
        let matrix = broker.get(&format!("/matrix?{query}")).await.expect(200);
        assert_eq!(matrix["summary"]["deployable"], Value::Null, "{query}");
        assert_eq!(matrix["reasons"][0]["state"], "verified_for_another_version", "{query}");
        assert_eq!(matrix["reasons"][0]["provider"]["version"], "2", "{query}");
        assert_eq!(matrix["matrix"].as_array().unwrap().len(), 2, "{query}");
    }
    broker.verify("A 1", "B 2", false).await;
    assert_eq!(
        deployable(&broker, "q[][pacticipant]=A&q[][version]=1&latestby=cvpv&environment=production").await,
        false
    );
}

#[tokio::test]
async fn the_verdict_never_depends_on_a_limit() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    broker.verify("A 1", "B 1", false).await;
    for version in 1..=3 {
        broker.publish(&format!("X {version}"), "Y", &format!("words {version}")).await;
    }
    let query = "q[][pacticipant]=B&q[][version]=1&latestby=cvpv";
    assert_eq!(deployable(&broker, query).await, false);
    broker.publish("A 2", "B", "new words").await;
    let limited = broker.get(&format!("/matrix?{query}&limit=1")).await.expect(200);
    assert_eq!(limited["matrix"].as_array().unwrap().len(), 1);
    assert_eq!((&limited["summary"]["failed"], &limited["summary"]["unknown"]), (&json!(1), &json!(1)));

    broker.publish("C 1", "D", "one").await;
    broker.publish("C 2", "D", "two").await;
    broker.verify("C 2", "D 1", true).await;
    for limit in ["", "&limit=1"] {
        assert_eq!(
            deployable(&broker, &format!("q[][pacticipant]=C&q[][pacticipant]=D&latestby=cvpv{limit}")).await,
            Value::Null
        );
    }
}

#[tokio::test]
async fn tags_branches_and_the_newest_versions_are_targets_too() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    broker.put("/pacticipants/B/branches/main/versions/1", &json!({})).await.expect(201);
    broker.verify("A 1", "B 1", true).await;
    broker.put("/pacticipants/B/versions/1/tags/prod", &json!({})).await.expect(201);
    let a1 = "q[][pacticipant]=A&q[][version]=1&latestby=cvp&latest=true";
    assert_eq!(deployable(&broker, a1).await, true);
    assert_eq!(deployable(&broker, &format!("{a1}&tag=prod")).await, true);
    assert_eq!(deployable(&broker, &format!("{a1}&tag=gone")).await, Value::Null);
    assert_eq!(deployable(&broker, &format!("{a1}&mainBranch=true")).await, true);
    broker.put("/pacticipants/B/branches/main/versions/2", &json!({})).await.expect(201);
    assert_eq!(deployable(&broker, &format!("{a1}&mainBranch=true")).await, Value::Null);
    assert_eq!(
        deployable(
            &broker,
            "q[][pacticipant]=A&q[][branch]=main&q[][latest]=true&q[][pacticipant]=B&q[][tag]=prod&latestby=cvpv"
        )
        .await,
        true
    );
    assert_eq!(
        broker.get("/can-i-deploy?pacticipant=A&version=1&to=prod").await.expect(200)["summary"]["deployable"],
        true
    );
    broker.put("/pacticipants/A/versions/1/tags/dev", &json!({})).await.expect(201);
    let tags = broker.get("/pacticipants/A/latest-version/dev/can-i-deploy/to/prod").await.expect(200);
    assert_eq!(tags["summary"]["deployable"], true);
}

#[tokio::test]
async fn grouping_by_pair_keeps_the_newest_of_each() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "one").await;
    broker.verify("A 1", "B 1", false).await;
    broker.publish("A 2", "B", "two").await;
    broker.verify("A 2", "B 1", true).await;
    let cp = broker.get("/matrix?q[][pacticipant]=A&q[][pacticipant]=B&latestby=cp").await.expect(200);
    assert_eq!((cp["matrix"].as_array().unwrap().len(), &cp["summary"]["deployable"]), (1, &json!(true)));
    let all = broker.get("/matrix/provider/B/consumer/A").await.expect(200);
    assert_eq!((all["matrix"].as_array().unwrap().len(), &all["summary"]["deployable"]), (2, &json!(false)));
    let failed = broker.get("/matrix?q[][pacticipant]=A&q[][pacticipant]=B&success=false").await.expect(200);
    assert_eq!(failed["matrix"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_ignored_is_counted_and_shown_last() {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    broker.publish("A 1", "B", "words").await;
    broker.verify("A 1", "B 1", false).await;
    broker.deploy("B 1", &production, None).await;
    let ask = "q[][pacticipant]=A&q[][version]=1&latestby=cvpv&environment=production";
    let ignored = broker.get(&format!("/matrix?{ask}&ignore[][pacticipant]=B")).await.expect(200);
    assert_eq!((&ignored["summary"]["deployable"], &ignored["summary"]["ignored"]), (&json!(true), &json!(1)));
    assert_eq!(ignored["matrix"][0]["ignored"], true);
    let unknown =
        broker.get("/can-i-deploy?pacticipant=A&version=1&environment=production&ignore[]=Z").await.expect(200);
    assert_eq!(unknown["summary"]["deployable"], false);
    assert_eq!(unknown["notices"][0]["text"], "WARN: Cannot ignore Z, as it does not exist");
}

#[tokio::test]
async fn an_older_version_is_not_held_to_what_came_later() {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    broker.publish("A 1", "B", "words").await;
    broker.verify("A 1", "B 1", true).await;
    broker.deploy("B 1", &production, None).await;
    broker.publish("A 2", "C", "words").await;
    let answer = broker.get("/can-i-deploy?pacticipant=A&version=1&environment=production").await.expect(200);
    assert_eq!(answer["summary"]["deployable"], true);
}

#[tokio::test]
async fn nobody_depends_on_it_is_a_yes_and_nobody_knows_it_is_a_no() {
    let broker = TestBroker::start().await;
    broker.environment("production", true).await;
    broker.put("/pacticipants/lonely/versions/1", &json!({})).await.expect(201);
    let yes = broker.get("/can-i-deploy?pacticipant=lonely&version=1&environment=production").await.expect(200);
    assert_eq!(
        (&yes["summary"]["deployable"], &yes["summary"]["reason"]),
        (
            &json!(true),
            &json!(
                "WARN: Nothing has been published for version 1 of lonely: no contract, and no verification result\n\
                 There are no missing dependencies"
            )
        )
    );
    let no = broker.get("/can-i-deploy?pacticipant=lonely&version=9&environment=production").await.expect(200);
    assert_eq!((&no["summary"]["deployable"], &no["reasons"][0]["state"]), (&json!(false), &json!("unknown_version")));
}

#[tokio::test]
async fn questions_about_nobody_are_refused() {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    let refused = broker.get("/can-i-deploy?pacticipant=Z&version=1&environment=nowhere").await.expect(400);
    assert_document("can_i_deploy_complaints", &refused);
    for query in [
        "pacticipant=A&version=1",
        "pacticipant=A&version=1&to=a&environment=b",
        "version=1&to=a",
        "pacticipant=A&to=a",
    ] {
        broker.get(&format!("/can-i-deploy?{query}")).await.expect(400);
    }
    for query in [
        "q=x",
        "",
        "q[][pacticipant]=Z",
        "q[][pacticipant]=A&q[][environment]=nowhere",
        "q[][pacticipant]=A&environment=nowhere",
    ] {
        let refused = broker.get(&format!("/matrix?{query}")).await.expect(400);
        assert!(refused["errors"].is_array(), "{refused}");
    }
}

#[tokio::test]
async fn a_branch_has_its_verdict_at_a_path_of_its_own() {
    let broker = TestBroker::start().await;
    broker.environment("production", true).await;
    broker.publish("A 1", "B", "words").await;
    let path = "/pacticipants/A/branches/main/latest-version/can-i-deploy/to-environment/production";
    assert_eq!(broker.get(path).await.expect(200)["summary"]["deployable"], Value::Null);
    broker.get(&path.replace("main", "gone")).await.expect(404);
    broker.get(&path.replace("production", "nowhere")).await.expect(404);
}

#[tokio::test]
async fn a_version_nobody_has_set_is_a_mistake_and_not_any_version() {
    let broker = TestBroker::start().await;
    broker.environment("production", true).await;
    broker.publish("A 1", "B", "words").await;
    let matrix = [
        ("q[][pacticipant]=A&q[][version]=&latestby=cvpv&environment=production", "q[][version] can't be blank for A"),
        ("q[][pacticipant]=A&q[][version]=1&latestby=cvpv&environment=", "environment can't be blank"),
        ("q[][pacticipant]=A&q[][version]=1&latestby=cvp&latest=true&tag=", "tag can't be blank"),
        ("q[][pacticipant]=A&q[][branch]=%20&environment=production", "q[][branch] can't be blank for A"),
    ];
    for (query, complaint) in matrix {
        assert_eq!(broker.get(&format!("/matrix?{query}")).await.expect(400)["errors"], json!([complaint]), "{query}");
    }
    let simple = [
        ("pacticipant=A&version=&environment=production", "version"),
        ("pacticipant=A&version=1&environment=", "environment"),
        ("pacticipant=A&version=1&to=", "to"),
        ("pacticipant=&version=1&environment=production", "pacticipant"),
    ];
    for (query, field) in simple {
        let refused = broker.get(&format!("/can-i-deploy?{query}")).await.expect(400);
        assert_eq!(refused["errors"], json!({ field: ["can't be blank"] }), "{query}");
    }
}

#[tokio::test]
async fn a_tag_nobody_has_is_pointed_out() {
    let broker = TestBroker::start().await;
    broker.put("/pacticipants/A/versions/1", &json!({})).await.expect(201);
    for path in [
        "/can-i-deploy?pacticipant=A&version=1&to=nope",
        "/matrix?q[][pacticipant]=A&q[][version]=1&latest=true&tag=nope",
    ] {
        let answer = broker.get(path).await.expect(200);
        assert_eq!(answer["notices"][0]["type"], "warning", "{path}");
        let words = "WARN: No version of any pacticipant has the tag nope, so there is nothing to compare with";
        assert_eq!(answer["notices"][0]["text"], words);
    }
    broker.put("/pacticipants/B/versions/1/tags/nope", &json!({})).await.expect(201);
    let answer = broker.get("/can-i-deploy?pacticipant=A&version=1&to=nope").await.expect(200);
    let kinds: Vec<_> =
        answer["notices"].as_array().unwrap().iter().map(|notice| notice["type"].as_str().unwrap()).collect();
    assert_eq!((kinds, &answer["notices"][0]["text"]), (vec!["warning", "success"], &json!(NOTHING_OF_A)));
}

#[tokio::test]
async fn a_service_that_calls_itself_is_judged_with_the_version_it_replaces() {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    broker.publish("s 1", "s", "old words").await;
    broker.verify("s 1", "s 1", true).await;
    broker.deploy("s 1", &production, None).await;
    broker.publish("s 2", "s", "new words").await;
    broker.verify("s 2", "s 2", true).await;
    let ask = async || broker.get("/can-i-deploy?pacticipant=s&version=2&environment=production").await.expect(200);
    let pairs = |answer: &Value| {
        let number = |row: &Value, role: &str| row[role]["version"]["number"].as_str().unwrap().to_owned();
        let rows = answer["matrix"].as_array().unwrap().iter();
        rows.map(|row| (number(row, "consumer"), number(row, "provider"))).collect::<Vec<_>>()
    };
    let open = ask().await;
    assert_eq!((&open["summary"]["deployable"], &open["summary"]["unknown"]), (&Value::Null, &json!(2)));
    let expected = [("2", "2"), ("2", "1"), ("1", "2")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(pairs(&open), expected);
    broker.verify("s 1", "s 2", true).await;
    assert_eq!(ask().await["summary"]["deployable"], Value::Null, "the old version still has to keep the new contract");
    broker.verify("s 2", "s 1", false).await;
    assert_eq!(ask().await["summary"]["deployable"], false);
    broker.verify("s 2", "s 1", true).await;
    assert_eq!(ask().await["summary"]["deployable"], true);
}

#[tokio::test]
async fn a_shell_gets_the_matrix_as_a_table() {
    let broker = TestBroker::start().await;
    broker.publish("order-service 1", "B", "words").await;
    broker.verify("order-service 1", "B 1.0", true).await;
    broker.publish("order-service 2", "B", "other words").await;
    let request = axum::http::Request::get("/matrix/provider/B/consumer/order-service").header("accept", "text/plain");
    let reply = broker.send(request.body("".into()).unwrap()).await;
    assert_eq!(
        (reply.status.as_u16(), reply.headers["content-type"].to_str().unwrap()),
        (200, "text/plain; charset=utf-8")
    );
    insta::assert_snapshot!(reply.text, @"
    CONSUMER      | C_VERSION | REVISION | PROVIDER | P_VERSION | NUMBER | SUCCESS
    --------------|-----------|----------|----------|-----------|--------|--------
    order-service | 2         | 1        | B        |           |        |
    order-service | 1         | 1        | B        | 1.0       | 1      | true

    Deployable: null
    Reason: WARN: It is recommended to specify the version number (rather than the tag or branch) of the pacticipant you wish to deploy to avoid race conditions. Without a version number, this result will not be reliable.
    There is no verified pact between version 2 of order-service and any version of B
    ");
}
