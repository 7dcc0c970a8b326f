//! One method of one path: what it takes, and what it answers.

use super::parameter;
use serde_json::{Map, Value, json};

/// The content type of HAL documents.
const HAL: &str = "application/hal+json";

/// What pages need and nobody has to prove anything for.
const OUTSIDE: [&str; 2] = ["/assets/{name}", "/theme"];

/// A method of a path.
#[derive(Debug, Clone)]
pub(super) struct Operation {
    pub(super) method: &'static str,
    pub(super) path: String,
    summary: &'static str,
    query: &'static [&'static str],
    body: Option<Body>,
    answers: Vec<Answer>,
}

/// What a request carries: media types, a schema, and whether it may be missing.
#[derive(Debug, Clone, Copy)]
struct Body {
    media: &'static [&'static str],
    schema: &'static str,
    required: bool,
}

impl Body {
    fn of(media: &'static [&'static str], schema: &'static str) -> Self {
        Self { media, schema, required: true }
    }
}

/// A status, and the schema of the document that comes with it for a media type.
#[derive(Debug, Clone, Copy)]
struct Answer {
    status: &'static str,
    media: &'static str,
    schema: Option<&'static str>,
}

fn operation(method: &'static str, path: impl Into<String>, summary: &'static str) -> Operation {
    Operation { method, path: path.into(), summary, query: &[], body: None, answers: Vec::new() }
}

pub(super) fn get(path: impl Into<String>, summary: &'static str) -> Operation {
    operation("get", path, summary)
}

pub(super) fn put(path: impl Into<String>, summary: &'static str) -> Operation {
    operation("put", path, summary)
}

pub(super) fn post(path: impl Into<String>, summary: &'static str) -> Operation {
    operation("post", path, summary)
}

pub(super) fn patch(path: impl Into<String>, summary: &'static str) -> Operation {
    operation("patch", path, summary)
}

pub(super) fn delete(path: impl Into<String>, summary: &'static str) -> Operation {
    operation("delete", path, summary)
}

impl Operation {
    /// Names in the query string.
    pub(super) fn query(self, names: &'static [&'static str]) -> Self {
        Self { query: names, ..self }
    }

    /// A JSON body.
    pub(super) fn takes(self, schema: &'static str) -> Self {
        Self { body: Some(Body::of(&["application/json"], schema)), ..self }
    }

    /// A JSON body that may be missing.
    pub(super) fn may_take(self, schema: &'static str) -> Self {
        Self { body: Some(Body { required: false, ..Body::of(&["application/json"], schema) }), ..self }
    }

    /// A body that changes the fields it has.
    pub(super) fn merges(self, schema: &'static str) -> Self {
        Self { body: Some(Body::of(&["application/merge-patch+json"], schema)), ..self }
    }

    /// The same where clients also say `application/json`.
    pub(super) fn merges_leniently(self, schema: &'static str) -> Self {
        Self { body: Some(Body::of(&["application/merge-patch+json", "application/json"], schema)), ..self }
    }

    fn answers(mut self, status: &'static str, media: &'static str, schema: Option<&'static str>) -> Self {
        self.answers.push(Answer { status, media, schema });
        self
    }

    /// 200 with a document.
    pub(super) fn ok(self, schema: &'static str) -> Self {
        self.answers("200", HAL, Some(schema))
    }

    /// 201 with a document.
    pub(super) fn created(self, schema: &'static str) -> Self {
        self.answers("201", HAL, Some(schema))
    }

    /// 202 with a document.
    pub(super) fn accepted(self, schema: &'static str) -> Self {
        self.answers("202", HAL, Some(schema))
    }

    /// 204.
    pub(super) fn no_content(self) -> Self {
        self.answers("204", "", None)
    }

    /// Another status with a document.
    pub(super) fn status(self, status: &'static str, schema: &'static str) -> Self {
        self.answers(status, HAL, Some(schema))
    }

    /// 200 with a document that clients who name `application/json` only get under that name.
    pub(super) fn ok_or_json(self, schema: &'static str) -> Self {
        self.ok(schema).json(schema)
    }

    /// 200 with something that is no JSON.
    pub(super) fn raw(self, media: &'static str) -> Self {
        self.answers("200", media, None)
    }

    /// 200 with JSON that is no HAL.
    pub(super) fn json(self, schema: &'static str) -> Self {
        self.answers("200", "application/json", Some(schema))
    }

    /// 303.
    pub(super) fn see_other(self) -> Self {
        self.answers("303", "", None)
    }

    /// The parameters in the path.
    pub(super) fn in_path(&self) -> Vec<Value> {
        let names = self.path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
        names
            .map(|name| {
                json!({
                    "name": name, "in": "path", "required": true,
                    "description": parameter::in_path(name), "schema": { "type": "string" },
                })
            })
            .collect()
    }

    /// The operation as the document has it.
    pub(super) fn document(&self, noun: &str) -> Value {
        let id: Vec<&str> = self
            .path
            .split(|character: char| !character.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let mut document = json!({
            "operationId": format!("{}_{}", self.method, id.join("_")),
            "summary": self.summary,
            "tags": [noun],
            "responses": self.responses(),
        });
        if !self.query.is_empty() {
            document["parameters"] = self.query.iter().map(|name| parameter::in_query(name)).collect();
        }
        if let Some(Body { media, schema, required }) = self.body {
            let content: Map<String, Value> =
                media.iter().map(|media| ((*media).to_owned(), json!({ "schema": reference(schema) }))).collect();
            document["requestBody"] = json!({ "required": required, "content": content });
        }
        document
    }

    fn responses(&self) -> Value {
        let mut responses = Map::new();
        for answer in &self.answers {
            let response =
                responses.entry(answer.status).or_insert_with(|| json!({ "description": description(answer.status) }));
            if answer.media.is_empty() {
                continue;
            }
            response["content"][answer.media] = match answer.schema {
                Some(schema) => json!({ "schema": reference(schema) }),
                None => json!({ "schema": { "type": "string" } }),
            };
        }
        let named = |name: &str| json!({ "$ref": format!("#/components/responses/{name}") });
        if !OUTSIDE.contains(&self.path.as_str()) {
            responses.insert("401".to_owned(), named("Unauthorized"));
        }
        if self.method != "get" {
            responses.insert("403".to_owned(), named("Forbidden"));
        }
        responses.insert("default".to_owned(), named("Failure"));
        Value::Object(responses)
    }
}

fn description(status: &str) -> &'static str {
    match status {
        "201" => "It is new.",
        "202" => "It is done.",
        "204" => "It is gone.",
        "303" => "Look there.",
        "500" => "The broker cannot work.",
        _ => "Here it is.",
    }
}

/// Where a schema stands in the document.
pub(super) fn reference(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

/// Makes references between schemas from their names.
pub(super) fn expand(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Value::String(name) if key == "$ref" => *value = reference(name)["$ref"].take(),
                    other => expand(other),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(expand),
        _ => (),
    }
}
