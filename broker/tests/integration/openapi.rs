//! The description of the API against what the API does: every route is described, and every answer any test receives is
//! checked against its description.

use crate::harness::{BASE, Reply, TestBroker};
use abide_broker::api::openapi::document;
use abide_broker::routes::paths;
use axum::body::Body;
use axum::http::{Method, Request, header};
use jsonschema::Validator;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, LazyLock, Mutex};

/// Where the document keeps an operation, and the parts of its path.
struct Described {
    path: String,
    segments: Vec<String>,
}

static PATHS: LazyLock<Vec<Described>> = LazyLock::new(|| {
    let paths = document()["paths"].as_object().unwrap();
    paths.keys().map(|path| Described { path: path.clone(), segments: segments(path) }).collect()
});

fn segments(path: &str) -> Vec<String> {
    path.trim_start_matches('/').split('/').map(str::to_owned).collect()
}

/// The described path that `path` belongs to: of several, the one that says most about it.
fn described(path: &str) -> Option<&'static str> {
    let asked = segments(path);
    let fits = |described: &&Described| {
        described.segments.len() == asked.len()
            && described.segments.iter().zip(&asked).all(|(own, asked)| own.starts_with('{') || own == asked)
    };
    let literal = |described: &&Described| -> Vec<bool> {
        described.segments.iter().map(|segment| !segment.starts_with('{')).collect()
    };
    PATHS.iter().filter(fits).max_by_key(literal).map(|described| described.path.as_str())
}

/// The path as the router sees it: without its query and without a type at its end.
fn routed(path: &str, method: &Method) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let reads = matches!(*method, Method::GET | Method::HEAD);
    let without = |suffix: &&str| path.strip_suffix(*suffix).filter(|_| reads && path != "/openapi.json");
    [".json", ".csv", ".svg", ".yaml"].iter().find_map(without).unwrap_or(path).to_owned()
}

static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

fn validator(schema: &Value) -> Arc<Validator> {
    let mut known = VALIDATORS.lock().unwrap();
    let fresh = || {
        let whole = json!({ "allOf": [schema], "components": document()["components"] });
        Arc::new(jsonschema::options().should_validate_formats(true).build(&whole).expect("a valid schema"))
    };
    Arc::clone(known.entry(schema.to_string()).or_insert_with(fresh))
}

#[track_caller]
fn check(schema: &Value, value: &Value, what: &str) {
    let complaints: Vec<String> =
        validator(schema).iter_errors(value).map(|error| format!("{} at {}", error, error.instance_path())).collect();
    assert!(complaints.is_empty(), "{what} is not as described:\n  {}\n{value:#}", complaints.join("\n  "));
}

/// Fails unless an answer is as the document describes it.
#[track_caller]
pub(crate) fn check_answer(method: &Method, path: &str, reply: &Reply) {
    if *method == Method::OPTIONS {
        return;
    }
    let status = reply.status.as_u16();
    let what = format!("{status} to {method} {path}");
    let media = reply.headers.get(header::CONTENT_TYPE).map_or("", |value| value.to_str().unwrap());
    let media = media.split(';').next().unwrap_or_default();
    let operation = described(&routed(path, method)).map(|path| {
        let method = if *method == Method::HEAD { "get".to_owned() } else { method.as_str().to_lowercase() };
        &document()["paths"][path][method]
    });
    let answers = operation.map(|operation| &operation["responses"]);
    let answer = answers.and_then(|answers| answers.get(status.to_string())).unwrap_or_else(|| {
        assert!(status >= 400, "{what} is not described");
        assert!(status < 500, "{what}: {}", reply.text);
        &document()["components"]["responses"]["Failure"]
    });
    let shared = answer["$ref"].as_str().map(|place| document().pointer(&place[1..]).unwrap());
    let answer = shared.unwrap_or(answer);
    if media == "text/html" || reply.text.is_empty() {
        return;
    }
    if let Some(operation) = operation.filter(|_| reply.status.is_success()) {
        check_query(operation, path, &what);
    }
    let content = answer["content"].get(media).or(answer["content"].get("*/*"));
    let content = content.unwrap_or_else(|| panic!("{what} as {media} is not described"));
    if media.ends_with("json") {
        check(&content["schema"], &serde_json::from_str(&reply.text).unwrap(), &what);
    }
}

/// What may be asked for in any query string.
static ASKED: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let items = document()["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap().values());
    items.flat_map(in_query).collect()
});

/// The names an operation's query string may have.
fn in_query(operation: &'static Value) -> impl Iterator<Item = &'static str> {
    operation["parameters"].as_array().into_iter().flatten().filter_map(|parameter| parameter["name"].as_str())
}

/// Fails if a query string asks for what is described elsewhere and not at this operation; nonsense is no matter.
#[track_caller]
fn check_query(operation: &'static Value, path: &str, what: &str) {
    let query = path.split_once('?').map_or("", |(_, query)| query);
    for name in query.split('&').filter_map(|pair| Some(pair.split_once('=')?.0)) {
        let name = percent_decode_str(name).decode_utf8_lossy();
        let described = !ASKED.contains(&*name) || in_query(operation).any(|known| known == name);
        assert!(described, "{what}: `{name}` is not described there");
    }
}

/// Fails unless a body that was accepted is as the document describes it.
#[track_caller]
pub(crate) fn check_body(method: &str, path: &str, media: &str, body: &Value) {
    let path = described(&routed(path, &Method::POST)).unwrap();
    let request = &document()["paths"][path][method.to_lowercase()]["requestBody"]["content"];
    if let Some(content) = request.get(media) {
        check(&content["schema"], body, &format!("the body of {method} {path}"));
    }
}

#[test]
fn the_document_is_a_valid_schema_with_every_reference_resolved() {
    for name in document()["components"]["schemas"].as_object().unwrap().keys() {
        let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
        let _ = validator(&schema);
        jsonschema::draft202012::meta::validate(&document()["components"]["schemas"][name]).unwrap();
    }
}

#[tokio::test]
async fn every_route_and_method_is_described_and_nothing_else() {
    let routes: BTreeSet<String> = paths().into_iter().collect();
    let described: BTreeSet<String> = document()["paths"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(described, routes);
    let broker = TestBroker::start().await;
    for path in routes {
        let filled: Vec<&str> =
            path.split('/').map(|segment| if segment.starts_with('{') { "x" } else { segment }).collect();
        let request = Request::builder().method("OPTIONS").uri(filled.join("/"));
        let allowed = broker.send(request.body(Body::empty()).unwrap()).await.headers[header::ALLOW].clone();
        let allowed: BTreeSet<String> =
            allowed.to_str().unwrap().split(',').filter(|method| *method != "HEAD").map(str::to_lowercase).collect();
        let item = document()["paths"][&path].as_object().unwrap();
        let methods: BTreeSet<String> = item.keys().filter(|key| *key != "parameters").cloned().collect();
        assert_eq!(methods, allowed, "{path}");
    }
}

#[test]
fn everything_is_explained_once() {
    let mut ids = BTreeSet::new();
    for (path, item) in document()["paths"].as_object().unwrap() {
        for parameter in item["parameters"].as_array().unwrap() {
            assert!(parameter["description"].as_str().is_some_and(|text| !text.is_empty()), "{path}: {parameter}");
        }
        for (_, operation) in item.as_object().unwrap().iter().filter(|(key, _)| *key != "parameters") {
            assert!(ids.insert(operation["operationId"].to_string()), "{path}: {}", operation["operationId"]);
            assert!(operation["summary"].as_str().is_some_and(|text| !text.ends_with('.')), "{path}");
        }
    }
}

#[tokio::test]
async fn the_document_names_the_broker_it_came_from() {
    let broker = TestBroker::start().await;
    let served = broker.get("/openapi.json").await.expect(200);
    assert_eq!((&served["servers"][0]["url"], &served["openapi"]), (&json!(BASE), &json!("3.1.0")));
    assert_eq!(served["paths"], document()["paths"]);
}

#[tokio::test]
async fn every_relation_anywhere_leads_to_its_explanation() {
    let broker = TestBroker::start().await;
    let production = broker.environment("production", true).await;
    broker.publish("A 1", "B", "one").await;
    broker.publish("A 2", "B", "two").await;
    broker.verify("A 2", "B 1", true).await;
    broker.deploy("A 1", &production, None).await;
    let index = broker.get("/").await.expect(200);
    assert_eq!(index["_links"]["curies"][0]["href"], "http://broker/doc/{rel}?context=index");
    let mut waiting = vec![BASE.to_owned() + "/", BASE.to_owned() + "/pacts/provider/B/consumer/A/latest"];
    waiting.push(BASE.to_owned() + "/pacticipants/A/versions/1");
    waiting.push(BASE.to_owned() + "/pacts/provider/B/for-verification");
    let (mut seen, mut relations) = (BTreeSet::new(), BTreeSet::new());
    while let Some(url) = waiting.pop() {
        if !seen.insert(url.clone()) {
            continue;
        }
        let reply = broker.get(&url).await;
        if let Ok(document) = serde_json::from_str::<Value>(&reply.text) {
            collect(&document, &mut relations, &mut waiting);
        }
    }
    assert!(seen.len() > 40 && relations.len() > 60, "{} {}", seen.len(), relations.len());
    for relation in relations {
        let name = percent_decode_str(&relation).decode_utf8().unwrap();
        let found = broker.get(&format!("/doc/{}", name.split_once(':').unwrap().1)).await;
        assert_eq!(found.status, 200, "{relation}");
        let explained = broker.get(&format!("/doc/{name}")).await.expect(200);
        assert_eq!(explained["relation"], *name);
    }
    broker.get("/doc/unheard-of").await.expect(404);
}

/// The relations of a document, and the links that can be followed as they are.
fn collect(value: &Value, relations: &mut BTreeSet<String>, urls: &mut Vec<String>) {
    let Value::Object(fields) = value else {
        value.as_array().into_iter().flatten().for_each(|item| collect(item, relations, urls));
        return;
    };
    for (key, item) in fields {
        if key == "_links" {
            for (relation, link) in item.as_object().unwrap() {
                relations.extend(Some(relation.clone()).filter(|relation| relation.contains(':')));
                let links = link.as_array().map_or_else(|| std::slice::from_ref(link), Vec::as_slice);
                let plain = links.iter().filter(|link| link["templated"] != true);
                urls.extend(
                    plain.filter_map(|link| link["href"].as_str()).filter(|href| *href != BASE).map(str::to_owned),
                );
            }
        }
        collect(item, relations, urls);
    }
}

#[tokio::test]
async fn a_body_is_required_where_the_document_says_so_and_only_there() {
    let broker = TestBroker::start().await;
    for (path, item) in document()["paths"].as_object().unwrap() {
        let filled = path.replace(['{', '}'], "");
        for (method, operation) in item.as_object().unwrap() {
            let Some(body) = operation.get("requestBody") else { continue };
            let media = body["content"].as_object().unwrap().keys().next().unwrap();
            let request = Request::builder().method(method.to_uppercase().as_str()).uri(&filled);
            let reply = broker.send(request.header("content-type", media).body(Body::empty()).unwrap()).await;
            let complains = reply.status == 400;
            assert_eq!(body["required"], json!(complains), "{method} {path}: {}", reply.text);
        }
    }
}
