//! What holds for every request: names, `Accept`, methods, bodies, and that a client's mistake is never a 5xx.

use crate::harness::{TestBroker, contract};
use axum::body::Body;
use axum::http::Request;
use serde_json::json;

#[tokio::test]
async fn any_name_survives_the_round_trip() {
    let broker = TestBroker::start().await;
    let names =
        ["a b", "feat/1", "..", "<script>&\"'", "\u{1f980}", "100%", "a+b?c#d", "\u{202e}rtl", &"long".repeat(500)];
    for name in names {
        let created = broker.post("/pacticipants", &json!({ "name": name })).await.expect(201);
        let url = created["_links"]["self"]["href"].as_str().unwrap();
        assert_eq!(broker.get(url).await.expect(200)["name"], *name, "{name}");
        let encoded = url.rsplit('/').next().unwrap();
        let branch = format!("/pacticipants/A/branches/{encoded}/versions/{encoded}");
        let added = broker.put(&branch, &json!({})).await.expect(201);
        let version = added["_links"]["pb:version"]["href"].as_str().unwrap();
        let shown = broker.get(version).await.expect(200);
        assert_eq!((&shown["number"], &shown["_embedded"]["branches"][0]["name"]), (&json!(name), &json!(name)));
        let published = broker
            .put(&format!("/pacts/provider/{encoded}/consumer/A/version/{encoded}"), &contract("A", name, "x"))
            .await;
        published.expect(201);
        broker.get(&format!("/pacts/provider/{encoded}/for-verification")).await.expect(200);
    }
}

#[tokio::test]
async fn accept_lines_are_read_together() {
    let broker = TestBroker::start().await;
    let status = async |lines: &[&str]| {
        let request = lines.iter().fold(Request::get("/pacts/latest"), |request, line| request.header("accept", *line));
        broker.send(request.body(Body::empty()).unwrap()).await
    };
    for lines in [
        &["application/hal+json", "application/json"][..],
        &["image/png", "application/json"],
        &["*/*"],
        &["text/html"],
        &[],
    ] {
        let reply = status(lines).await;
        assert!(reply.headers.get_all("vary").iter().any(|vary| vary == "Accept"));
        assert!(reply.headers["x-pact-broker-version"].to_str().unwrap().starts_with("abide-broker/"));
        assert_eq!(reply.status, 200, "{lines:?}");
    }
    status(&["image/png"]).await.expect(406);
}

#[tokio::test]
async fn problems_are_told_in_the_form_the_client_asks_for() {
    let broker = TestBroker::start().await;
    let request = Request::get("/pacticipants/Z").header("accept", "application/problem+json");
    let reply = broker.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(reply.headers["content-type"], "application/problem+json;charset=utf-8");
    assert_eq!(
        reply.expect(404),
        json!({ "title": "Not Found", "type": "http://broker/problem/not-found", "detail": "No pacticipant with name 'Z' found", "status": 404 })
    );
    let request = Request::post("/environments")
        .header("accept", "application/problem+json")
        .header("content-type", "application/json");
    let refused =
        broker.send(request.body(Body::from(r#"{"name":"a b","production":true}"#)).unwrap()).await.expect(400);
    assert_eq!(
        (&refused["errors"][0]["pointer"], &refused["errors"][0]["detail"]),
        (&json!("/name"), &json!("cannot contain spaces"))
    );
}

#[tokio::test]
async fn methods_are_answered_refused_or_listed() {
    let broker = TestBroker::start().await;
    let send = async |method: &str, path: &str| {
        broker.send(Request::builder().method(method).uri(path).body(Body::empty()).unwrap()).await
    };
    let head = send("HEAD", "/pacticipants").await;
    assert_eq!((head.status.as_u16(), head.text.as_str()), (200, ""));
    let options = send("OPTIONS", "/pacticipants").await;
    assert_eq!(options.status, 200);
    assert!(options.headers["access-control-allow-methods"].to_str().unwrap().contains("POST"));
    assert_eq!(send("DELETE", "/contracts/publish").await.expect(405)["error"], "Method Not Allowed");
    assert!(send("GET", "/nowhere").await.expect(404)["error"].is_string());
}

#[tokio::test]
async fn broken_paths_and_bodies_are_the_clients_fault() {
    let broker = TestBroker::start().await;
    // Told as a problem, whatever form is asked for.
    let empty = broker.get("/pacticipants//versions").await;
    assert_eq!(empty.headers["content-type"], "application/problem+json;charset=utf-8");
    assert_eq!(empty.expect(404)["detail"], "Empty path component found");
    let line_break = broker.get("/pacticipants/a%0Ab").await.expect(422);
    assert_eq!(line_break["errors"][0]["parameter"], "path");
    broker.get("/pacticipants/a%ff").await.expect(422);
    let post = async |path: &str, content_type: &str, body: Vec<u8>| {
        broker.send(Request::post(path).header("content-type", content_type).body(Body::from(body)).unwrap()).await
    };
    for path in ["/contracts/publish", "/pacticipants", "/environments"] {
        post(path, "application/json", b"{\"truncated\":".to_vec()).await.expect(400);
        post(path, "application/json", b"[]".to_vec()).await.expect(400);
        post(path, "application/json", b"\"\xff\"".to_vec()).await.expect(400);
        post(path, "application/json", Vec::new()).await.expect(400);
        post(path, "application/json", "[".repeat(100_000).into_bytes()).await.expect(400);
        post(path, "text/plain", b"{}".to_vec()).await.expect(415);
        broker.send(Request::post(path).body(Body::from("{}")).unwrap()).await.expect(415);
        post(path, "application/json", vec![b' '; 17 * 1024 * 1024]).await.expect(413);
    }
    let put = Request::put("/pacts/provider/B/consumer/A/version/1").header("content-type", "application/json");
    broker.send(put.body(Body::from("[]")).unwrap()).await.expect(400);
}

#[tokio::test]
async fn large_answers_are_compressed_for_those_who_ask() {
    let broker = TestBroker::start().await;
    let request = Request::get("/").header("accept-encoding", "gzip");
    let response = broker.send_raw(request.body(Body::empty()).unwrap()).await;
    assert_eq!(response.headers()["content-encoding"], "gzip");
}

#[tokio::test]
async fn pages_of_other_sites_cannot_write() {
    let broker = TestBroker::start().await;
    let write = async |method: &str, path: &str, origin: &str| {
        let request =
            Request::builder().method(method).uri(path).header("host", "10.0.0.1:9292").header("origin", origin);
        broker.send(request.body(Body::empty()).unwrap()).await
    };
    let version = "/pacticipants/A/versions/1";
    for origin in ["https://evil.example", "null", "http://10.0.0.1:8080", "http://broker.evil.example", ""] {
        for (method, path) in [("PUT", version), ("POST", "/theme"), ("PATCH", version), ("DELETE", "/pacticipants/A")]
        {
            let refused = write(method, path, origin).await.expect(403);
            assert!(refused["error"].as_str().unwrap().contains("may not write"), "{refused}");
        }
    }
    broker.get(version).await.expect(404);
    write("GET", "/pacticipants", "https://evil.example").await.expect(200);
    // The host of the request, and the one the operator has named.
    for origin in ["http://10.0.0.1:9292", "http://broker", "http://BROKER:80"] {
        let status = write("PUT", &format!("{version}?{origin}"), origin).await.status;
        assert!(status.is_success(), "{origin}: {status}");
    }
    let problem = Request::put(version).header("origin", "null").header("accept", "application/problem+json");
    let problem = broker.send(problem.body(Body::empty()).unwrap()).await;
    assert_eq!(problem.headers["content-type"], "application/problem+json;charset=utf-8");
    assert_eq!(problem.expect(403)["title"], "Forbidden");
}

#[tokio::test]
async fn an_empty_body_needs_no_type() {
    let broker = TestBroker::start().await;
    for path in
        ["/pacticipants/A/versions/1", "/pacticipants/A/versions/1/tags/dev", "/pacticipants/A/branches/b/versions/1"]
    {
        broker.send(Request::put(path).body(Body::empty()).unwrap()).await.expect(201);
    }
}

#[tokio::test]
async fn a_body_may_be_nested_fifty_levels_deep() {
    let broker = TestBroker::start().await;
    let nested = |levels: usize| {
        let inner = format!("{}{}", "[".repeat(levels - 1), "]".repeat(levels - 1));
        let put = Request::put("/pacts/provider/B/consumer/A/version/1").header("content-type", "application/json");
        put.body(Body::from(format!("{{\"x\":{inner}}}"))).unwrap()
    };
    let refused = broker.send(nested(51)).await.expect(400);
    assert_eq!(refused["error"], "The request body is nested deeper than 50 levels.");
    broker.send(nested(50)).await.expect(201);
}

#[tokio::test]
async fn the_suffix_json_stands_for_the_type_and_is_no_part_of_a_name() {
    let broker = TestBroker::start().await;
    broker.post("/pacticipants", &json!({ "name": "A" })).await.expect(201);
    let get = |path: &str| Request::get(path).header("accept", "text/html").body(Body::empty()).unwrap();
    assert_eq!(broker.send(get("/pacticipants/A.json")).await.expect(200)["name"], "A");
    assert!(broker.send(get("/pacticipants.json?q=a")).await.expect(200)["pacticipants"].is_array());
    let odd = broker.post("/pacticipants", &json!({ "name": "odd.json" })).await.expect(201);
    assert_eq!(broker.get(odd["_links"]["self"]["href"].as_str().unwrap()).await.expect(200)["name"], "odd.json");
    broker.put("/pacticipants/A/versions/1.json", &json!({})).await.expect(201);
    broker.get("/pacticipants/A/versions/1%2Ejson").await.expect(200);
}

#[tokio::test]
async fn a_broken_path_is_a_page_for_people() {
    let broker = TestBroker::start().await;
    for (path, status) in [("/pacticipants//versions", 404), ("/pacticipants/a%0Ab", 422), ("/pacticipants/a%ff", 422)]
    {
        let reply = broker.send(Request::get(path).header("accept", "text/html").body(Body::empty()).unwrap()).await;
        assert_eq!(
            (reply.status.as_u16(), reply.headers["content-type"].to_str().unwrap()),
            (status, "text/html; charset=utf-8"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_problem_says_where_in_the_request_it_is() {
    let broker = TestBroker::start().await;
    let errors = async |line: &str, body: &str| {
        let (method, path) = line.split_once(' ').unwrap();
        let request = Request::builder().method(method).uri(path).header("accept", "application/problem+json");
        let request = request.header("content-type", "application/json").body(Body::from(body.to_owned())).unwrap();
        broker.send(request).await.expect(400)["errors"].clone()
    };
    for (path, parameter) in
        [("/pacticipants?page=-1", "page"), ("/can-i-deploy?pacticipant=A&version=1", "environment")]
    {
        let errors = errors(&format!("GET {path}"), "").await;
        assert!(errors.as_array().unwrap().iter().any(|error| error["parameter"] == parameter), "{errors}");
        assert!(
            errors.to_string().contains("invalid-query-parameter-value") && !errors.to_string().contains("pointer")
        );
    }
    let question = errors("GET /matrix?limit=0", "").await;
    assert!(question[0].get("pointer").is_none() && question[0].get("parameter").is_none(), "{question}");
    let contracts = errors("POST /contracts/publish", r#"{"contracts":[{},1]}"#).await;
    let pointers: Vec<_> =
        contracts.as_array().unwrap().iter().map(|error| error["pointer"].as_str().unwrap()).collect();
    assert!(pointers.contains(&"/pacticipantName") && pointers.contains(&"/contracts/1"), "{pointers:?}");
    let named = errors("PUT /pacts/provider/B/consumer/A/version/1", r#"{"consumer":{"name":"X"}}"#).await;
    assert_eq!(named[0]["pointer"], "/consumer/name");
    let path = errors("PUT /pacts/provider/B/consumer/A/version/%20", "{}").await;
    assert_eq!(path[0]["parameter"], "consumerVersionNumber");
}

#[tokio::test]
async fn links_are_those_of_the_proxy_in_front() {
    let broker = TestBroker::start_with(|app| app.with_base_urls(&[])).await;
    let base = async |headers: &[(&str, &str)]| {
        let request = headers.iter().fold(Request::get("/"), |request, (name, value)| request.header(*name, *value));
        broker.send(request.body(Body::empty()).unwrap()).await.expect(200)["_links"]["self"]["href"].clone()
    };
    let host = ("host", "10.0.0.1:9292");
    let public = ("x-forwarded-host", "b.example.com");
    for (headers, expected) in [
        (&[host][..], "http://10.0.0.1:9292"),
        (&[host, ("x-forwarded-proto", "https"), public], "https://b.example.com"),
        (&[host, ("x-forwarded-proto", "https"), public, ("x-forwarded-port", "8443")], "https://b.example.com:8443"),
        (&[host, ("x-forwarded-proto", "https"), public, ("x-forwarded-port", "443")], "https://b.example.com"),
        (&[host, ("x-forwarded-host", "b.example.com:81"), ("x-forwarded-port", "8443")], "http://b.example.com:81"),
        (&[host, ("x-forwarded-host", "[::1]"), ("x-forwarded-port", "81")], "http://[::1]:81"),
        (&[host, public, ("x-forwarded-port", "port")], "http://b.example.com"),
        (&[host, public, ("x-forwarded-ssl", "on")], "https://b.example.com"),
        (&[host, public, ("x-forwarded-ssl", "off")], "http://b.example.com"),
        (&[host, public, ("x-forwarded-scheme", "https")], "https://b.example.com"),
        (&[host, public, ("x-forwarded-scheme", "javascript")], "http://b.example.com"),
    ] {
        assert_eq!(base(headers).await, expected, "{headers:?}");
    }
}
