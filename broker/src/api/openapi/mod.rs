//! `GET /openapi.json`: this API, described for machines.
//!
//! Operations are tables, a file per noun; schemas are JSON files in `openapi/`, where `{"$ref": "Link"}` names a schema of
//! any of them. The tests compare the tables with the routes, and every answer they get with the schemas.

mod contracts;
mod environments;
mod integrations;
mod matrix;
mod operation;
mod parameter;
mod participants;
mod service;
mod verifications;
mod versions;

use self::operation::Operation;
use crate::links::Links;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// The schemas, a file per noun.
const SCHEMAS: [&str; 11] = [
    include_str!("../../../openapi/hal.json"),
    include_str!("../../../openapi/failure.json"),
    include_str!("../../../openapi/service.json"),
    include_str!("../../../openapi/contracts.json"),
    include_str!("../../../openapi/selection.json"),
    include_str!("../../../openapi/verifications.json"),
    include_str!("../../../openapi/participants.json"),
    include_str!("../../../openapi/versions.json"),
    include_str!("../../../openapi/environments.json"),
    include_str!("../../../openapi/matrix.json"),
    include_str!("../../../openapi/integrations.json"),
];

const INTRODUCTION: &str = "The API of a contract broker, as the clients of the Pact ecosystem know it. Documents are HAL: \
    follow their links instead of building URLs. A browser (`Accept: text/html`) gets a page at many of these paths. Names in paths are \
    one segment each, percent-encoded. Properties without a value are left out unless they are described as `null`.";

static DOCUMENT: LazyLock<Value> = LazyLock::new(build);

/// The document, but for the server's URL.
pub fn document() -> &'static Value {
    &DOCUMENT
}

/// The document with this broker's URL.
pub async fn show(links: Links) -> Response {
    let mut document = document().clone();
    document["servers"] = json!([{ "url": links.base() }]);
    ([(header::CONTENT_TYPE, "application/json")], document.to_string()).into_response()
}

fn build() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "abide-broker", "version": env!("CARGO_PKG_VERSION"), "description": INTRODUCTION },
        "tags": groups().map(|(noun, _)| json!({ "name": noun })),
        "paths": paths(),
        // Who is asked who they are is up to whoever runs the broker.
        "security": [{}, { "user": [] }, { "token": [] }],
        "components": {
            "schemas": schemas(),
            "responses": {
                "Failure": failure("The request was not served. A client's mistake is never a 5xx."),
                "Unauthorized": unauthorized(),
                "Forbidden": failure("Whoever asks may only read, or a page of another site wants to write."),
            },
            "securitySchemes": {
                "user": { "type": "http", "scheme": "basic" },
                "token": { "type": "http", "scheme": "bearer" },
            },
        },
    })
}

/// The operations by noun.
fn groups() -> [(&'static str, Vec<Operation>); 8] {
    [
        ("contracts", contracts::operations()),
        ("verifications", verifications::operations()),
        ("participants", participants::operations()),
        ("versions", versions::operations()),
        ("environments", environments::operations()),
        ("matrix", matrix::operations()),
        ("integrations", integrations::operations()),
        ("service", service::operations()),
    ]
}

fn paths() -> Value {
    let mut paths = Map::new();
    for (noun, operations) in groups() {
        for operation in operations {
            let path =
                paths.entry(operation.path.clone()).or_insert_with(|| json!({ "parameters": operation.in_path() }));
            path[operation.method] = operation.document(noun);
        }
    }
    Value::Object(paths)
}

fn schemas() -> Value {
    let mut schemas = Map::new();
    for text in SCHEMAS {
        let file: Map<String, Value> = serde_json::from_str(text).expect("the broker's own schemas are JSON");
        schemas.extend(file.into_iter().map(|(name, mut schema)| {
            operation::expand(&mut schema);
            (name, schema)
        }));
    }
    Value::Object(schemas)
}

/// The answer where the broker asks who somebody is.
fn unauthorized() -> Value {
    let mut answer = failure("The broker asks who is there, and does not know whoever asks.");
    let ways = "How to prove it: a line for users, and one for tokens.";
    answer["headers"] = json!({ "WWW-Authenticate": { "description": ways, "schema": { "type": "string" } } });
    answer
}

/// Every answer that is not documented at its operation.
fn failure(description: &str) -> Value {
    let failure = json!({ "schema": operation::reference("Failure") });
    json!({
        "description": description,
        "content": {
            "application/json": failure,
            "application/hal+json": failure,
            "application/problem+json": { "schema": operation::reference("Problem") },
            "text/plain": { "schema": { "type": "string" } },
            "text/html": {},
        },
    })
}
