//! Whatever a client sends, the answer is never the broker's own failure, and nothing else happens: corpora of paths,
//! queries and bodies against every operation the API describes.
//!
//! That no answer is a 5xx, and that each says what is wrong in the described form, is checked where the harness receives it.

use crate::harness::TestBroker;
use abide_broker::api::openapi::document;
use axum::body::Body;
use axum::http::Request;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

/// Names that try to leave the place they stand in: statements, paths, templates, markup, and odd characters.
const HOSTILE: [&str; 16] = [
    "'; DROP TABLE participants; --",
    "' OR '1'='1",
    "1) UNION SELECT body FROM contents --",
    "%' ESCAPE '!' OR 1=1 --",
    "$1",
    "../../../etc/passwd",
    "..",
    "C:\\windows\\win.ini",
    "{{7*7}}${7*7}",
    "<script>alert(1)</script>",
    "a b/c?d=e#f&g=h;i",
    "\u{1f980}\u{202e}\u{feff}",
    "-1",
    "99999999999999999999999999",
    "null",
    "x.json",
];

/// Segments that are not even names.
const BROKEN: [&str; 6] = ["%00", "a%00b", "%ff", "%0A", "%0d%0a", "%09"];

/// Every operation with the path it has when each name is `name`.
fn operations(name: &str) -> Vec<(String, String, &'static Value)> {
    let mut all = Vec::new();
    for (path, item) in document()["paths"].as_object().unwrap() {
        let filled: Vec<&str> =
            path.split('/').map(|segment| if segment.starts_with('{') { name } else { segment }).collect();
        for (method, operation) in item.as_object().unwrap().iter().filter(|(key, _)| *key != "parameters") {
            all.push((method.to_uppercase(), filled.join("/"), operation));
        }
    }
    all
}

fn media(operation: &Value) -> &str {
    let content = operation["requestBody"]["content"].as_object();
    content.and_then(|content| content.keys().next()).map_or("application/json", String::as_str)
}

async fn send(broker: &TestBroker, method: &str, path: &str, media: &str, body: impl Into<Body>) -> u16 {
    let request = Request::builder().method(method).uri(path).header("content-type", media);
    match request.body(body.into()) {
        Ok(request) => broker.send(request).await.status.as_u16(),
        // What no client can send.
        Err(_) => 400,
    }
}

/// One contract with a result, whose rows must all still be there afterwards.
async fn seeded() -> TestBroker {
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    broker.verify("A 1", "B 1", true).await;
    broker
}

async fn is_unharmed(broker: &TestBroker) {
    let latest = broker.get("/pacts/provider/B/consumer/A/latest").await.expect(200);
    assert_eq!(latest["interactions"][0]["description"], "words");
    let found = broker.get("/matrix?q[][pacticipant]=A&q[][version]=1").await.expect(200);
    assert_eq!(found["summary"]["success"], 1);
}

#[tokio::test]
async fn hostile_names_in_paths_are_only_names() {
    let broker = seeded().await;
    for name in HOSTILE {
        let encoded = utf8_percent_encode(name, NON_ALPHANUMERIC).to_string();
        for (method, path, operation) in operations(&encoded) {
            if path != "/integrations" {
                send(&broker, &method, &path, media(operation), "{}").await;
            }
        }
        is_unharmed(&broker).await;
    }
}

#[tokio::test]
async fn broken_names_in_paths_are_refused() {
    let broker = seeded().await;
    for name in BROKEN {
        for (method, path, operation) in operations(name) {
            if path.contains('%') {
                let status = send(&broker, &method, &path, media(operation), "{}").await;
                assert!((400..500).contains(&status), "{status} to {method} {path}");
            }
        }
    }
    is_unharmed(&broker).await;
}

#[tokio::test]
async fn hostile_values_in_queries_are_only_values() {
    let broker = seeded().await;
    for value in HOSTILE.into_iter().chain(["", "%ff", "%00", "0", "true"]) {
        let encoded = if value.starts_with('%') {
            value.to_owned()
        } else {
            utf8_percent_encode(value, NON_ALPHANUMERIC).to_string()
        };
        for (method, path, operation) in operations("A") {
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let name = parameter["name"].as_str().unwrap();
                if name != "force" && path != "/integrations" {
                    send(&broker, &method, &format!("{path}?{name}={encoded}"), media(operation), "{}").await;
                }
            }
        }
    }
    for query in ["q", "q[]", "q[][", "q[][][][]=1", "q]=1", "=", "&&&", "[]=1", "q[a][b][c][d][e][f][g][h][i][j]=1"] {
        for path in ["/matrix", "/can-i-deploy", "/pacticipants", "/integrations", "/pacts/provider/B/for-verification"]
        {
            send(&broker, "GET", &format!("{path}?{query}"), "application/json", "").await;
        }
    }
}

/// What no field expects everywhere.
fn oddities() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(1.5e300),
        json!(""),
        json!("\u{0}"),
        json!("a\nb"),
        json!("x".repeat(5_000)),
        json!(HOSTILE[0]),
        json!([]),
        json!([null, 1, [], {}]),
        json!({}),
        json!({ "name": 1, "a": [{}] }),
        json!([{ "name": "", "consumer": 1, "content": "%%%", "tag": "t", "latest": "yes" }]),
    ]
}

/// A body for `operation` that would be fine.
fn fine(operation: &Value) -> Map<String, Value> {
    let schema = operation["requestBody"]["content"][media(operation)]["schema"]["$ref"].as_str().unwrap();
    let body = match schema.rsplit('/').next().unwrap() {
        "Publication" => crate::harness::publication("N", "1", &[("M", crate::harness::contract("N", "M", "words"))]),
        "ContractFile" => {
            json!({ "interactions": [{ "description": "x", "providerStates": [] }], "messages": [], "metadata": {} })
        }
        "Selection" => json!({ "consumerVersionSelectors": [{ "mainBranch": true }] }),
        "NewVerification" => {
            json!({ "success": true, "providerApplicationVersion": "1", "testResults": [], "verifiedBy": {} })
        }
        "NewParticipant" => json!({ "name": "N" }),
        "EnvironmentFields" => json!({ "name": "e", "production": true }),
        _ => json!({}),
    };
    body.as_object().unwrap().clone()
}

/// The names of the fields of a body, whether or not [`fine`] has them.
fn fields(operation: &Value) -> Vec<String> {
    let schema = operation["requestBody"]["content"][media(operation)]["schema"]["$ref"].as_str().unwrap();
    let schema = &document()["components"]["schemas"][schema.rsplit('/').next().unwrap()];
    let own = schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone());
    own.chain(fine(operation).keys().cloned()).collect()
}

#[tokio::test]
async fn every_field_of_every_body_may_be_anything() {
    let broker = seeded().await;
    for (method, path, operation) in operations("A") {
        if !operation["requestBody"].is_object() {
            continue;
        }
        for field in fields(operation) {
            for oddity in oddities() {
                let mut body = fine(operation);
                body.insert(field.clone(), oddity);
                send(&broker, &method, &path, media(operation), Value::Object(body).to_string()).await;
            }
        }
    }
    is_unharmed(&broker).await;
}

#[tokio::test]
async fn bodies_that_are_no_json_objects_are_refused_with_the_reason() {
    let broker = seeded().await;
    let nested = |opening: &str, closing: &str| format!("{}{}", opening.repeat(60), closing.repeat(60)).into_bytes();
    let bodies: [Vec<u8>; 12] = [
        b"[]".to_vec(),
        b"null".to_vec(),
        b"\"text\"".to_vec(),
        b"7".to_vec(),
        b"{\"a\":".to_vec(),
        b"{\"a\":1e999999}x".to_vec(),
        b"{\"a\":\"\xff\"}".to_vec(),
        b"{\"a\":\"\\ud800\"}".to_vec(),
        b"\xef\xbb\xbf[]".to_vec(),
        nested("[", "]"),
        nested("{\"a\":", "}"),
        "[".repeat(200_000).into_bytes(),
    ];
    for (method, path, operation) in operations("A") {
        if !operation["requestBody"].is_object() {
            continue;
        }
        for body in &bodies {
            let request =
                Request::builder().method(method.as_str()).uri(&path).header("content-type", media(operation));
            let reply = broker.send(request.body(Body::from(body.clone())).unwrap()).await;
            // Whoever a path names may be missing, which is said first.
            assert!([400, 404].contains(&reply.status.as_u16()), "{} to {method} {path}", reply.status);
            assert!(!reply.text.contains(".rs:") && !reply.text.to_lowercase().contains("panic"), "{}", reply.text);
        }
        let oversize = vec![b' '; 16 * 1024 * 1024 + 1];
        assert_eq!(send(&broker, &method, &path, media(operation), oversize).await, 413, "{method} {path}");
        assert_eq!(send(&broker, &method, &path, "text/html", "{}").await, 415, "{method} {path}");
    }
}

#[tokio::test]
async fn a_contract_inside_a_publication_is_read_as_carefully() {
    let broker = seeded().await;
    let publish = async |content: &[u8]| {
        let mut body = crate::harness::publication("N", "1", &[("M", Value::Null)]);
        body["contracts"][0]["content"] = BASE64_STANDARD.encode(content).into();
        broker.post("/contracts/publish", &body).await
    };
    let deep = format!("{{\"interactions\":[{}{}]}}", "[".repeat(500), "]".repeat(500));
    for content in [&b""[..], b"[]", b"null", b"\xff\xfe", b"{\"a\":", deep.as_bytes(), b"{\"a\":\"\\ud800\"}"] {
        let refused = publish(content).await.expect(400);
        assert!(refused["errors"]["contracts"][0].as_str().unwrap().ends_with("(at index 0)"), "{refused}");
    }
    for content in
        ["{}", r#"{"interactions":7,"messages":"x"}"#, r#"{"interactions":[7,null,"x",{}]}"#, r#"{"a":1,"a":2}"#]
    {
        let version = content.len();
        let mut body = crate::harness::publication("N", &version.to_string(), &[("M", Value::Null)]);
        body["contracts"][0]["content"] = BASE64_STANDARD.encode(content).into();
        broker.post("/contracts/publish", &body).await.expect(200);
        broker.get(&format!("/pacts/provider/M/consumer/N/version/{version}")).await.expect(200);
    }
    for diff in ["previous-distinct", "version/2"] {
        assert_eq!(broker.get(&format!("/pacts/provider/M/consumer/N/version/13/diff/{diff}")).await.status, 200);
    }
    broker.get("/pacts/provider/M/provider-states").await.expect(200);
}

#[tokio::test]
async fn no_answer_is_taken_for_a_page() {
    let broker = seeded().await;
    broker.post("/pacticipants", &json!({ "name": HOSTILE[9] })).await.expect(201);
    for path in ["/pacticipants", "/metrics", "/relationships", "/nowhere", "/pacts/provider/B/consumer/A/latest/badge"]
    {
        let reply = broker.get(path).await;
        assert_eq!(reply.headers["x-content-type-options"], "nosniff", "{path}");
        assert!(!reply.headers["content-type"].to_str().unwrap().starts_with("text/html"), "{path}");
    }
}
