//! [`TestBroker`]: the whole broker in process, over its own database, with a clock that stands still until it is advanced.

use crate::database::TestDatabase;
use crate::openapi;
use abide_broker::app::{App, Clock, Identities};
use abide_broker::domain::Moment;
use abide_broker::routes::router;
use abide_broker::store::Store;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, Response, StatusCode, header};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tower::ServiceExt;

/// Every link starts with this.
pub(crate) const BASE: &str = "http://broker";

/// 2026-01-01T00:00:00Z.
const START: i64 = 1_767_225_600_000;

/// A broker of its own for one test.
#[must_use]
pub(crate) struct TestBroker {
    router: Router,
    now: Arc<AtomicI64>,
    database: Arc<TestDatabase>,
}

/// What came back.
#[must_use]
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Reply {
    /// The JSON body of a reply that must have this status.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        if self.text.is_empty() { Value::Null } else { serde_json::from_str(&self.text).expect("a JSON body") }
    }
}

impl TestBroker {
    /// Starts with an empty database on the first of January 2026.
    pub(crate) async fn start() -> Self {
        Self::start_with(|app| app).await
    }

    /// The same with other settings.
    pub(crate) async fn start_with(settings: impl FnOnce(App) -> App) -> Self {
        Self::over(Arc::new(TestDatabase::new()), settings).await
    }

    /// Starts over a database that may have been used.
    pub(crate) async fn over(database: Arc<TestDatabase>, settings: impl FnOnce(App) -> App) -> Self {
        let store = Store::open(&database.get()).await.unwrap();
        let now = Arc::new(AtomicI64::new(START));
        let (clock, count) = (Arc::clone(&now), AtomicI64::new(1));
        let app = App::new(store).with_base_urls(&[BASE.to_owned()]).with_chance(
            Clock::new(move || Moment(clock.load(Ordering::SeqCst))),
            Identities::new(move || format!("00000000-0000-4000-8000-{:012}", count.fetch_add(1, Ordering::SeqCst))),
        );
        Self { router: router(settings(app)), now, database }
    }

    /// Another broker over the same database.
    pub(crate) async fn beside(&self) -> Self {
        Self::over(Arc::clone(&self.database), |app| app).await
    }

    /// What it keeps everything in.
    pub(crate) fn database(&self) -> &TestDatabase {
        &self.database
    }

    /// Lets the clock go on.
    pub(crate) fn advance(&self, seconds: i64) {
        self.now.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    /// Sends any request and leaves the answer as it comes.
    pub(crate) async fn send_raw(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Sends any request; the answer must be as the API's description has it.
    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        let (method, path) = (request.method().clone(), request.uri().to_string());
        let (parts, body) = self.send_raw(request).await.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let reply = Reply { status: parts.status, headers: parts.headers, text };
        openapi::check_answer(&method, &path, &reply);
        reply
    }

    async fn send_json(&self, method: &str, path: &str, content_type: &str, body: &Value) -> Reply {
        let request = Request::builder()
            .method(method)
            .uri(path.trim_start_matches(BASE))
            .header(header::CONTENT_TYPE, content_type);
        let reply = self.send(request.body(Body::from(body.to_string())).unwrap()).await;
        if reply.status.is_success() {
            openapi::check_body(method, path.trim_start_matches(BASE), content_type, body);
        }
        reply
    }

    /// `GET`; links of earlier replies work as they are.
    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.send(Request::get(path.trim_start_matches(BASE)).body(Body::empty()).unwrap()).await
    }

    /// `DELETE`.
    pub(crate) async fn delete(&self, path: &str) -> Reply {
        self.send(Request::delete(path.trim_start_matches(BASE)).body(Body::empty()).unwrap()).await
    }

    /// `POST` with JSON.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Reply {
        self.send_json("POST", path, "application/json", body).await
    }

    /// `PUT` with JSON.
    pub(crate) async fn put(&self, path: &str, body: &Value) -> Reply {
        self.send_json("PUT", path, "application/json", body).await
    }

    /// `PATCH` with a merge patch.
    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Reply {
        self.send_json("PATCH", path, "application/merge-patch+json", body).await
    }

    /// Publishes the contract `words` of `consumer` (`name version`) with `provider` on `main`.
    pub(crate) async fn publish(&self, consumer: &str, provider: &str, words: &str) -> Value {
        self.publish_on(Some("main"), consumer, provider, words).await.expect(200)
    }

    /// The same on any branch, or none.
    pub(crate) async fn publish_on(&self, branch: Option<&str>, consumer: &str, provider: &str, words: &str) -> Reply {
        let (consumer, version) = consumer.rsplit_once(' ').unwrap();
        let mut body = publication(consumer, version, &[(provider, contract(consumer, provider, words))]);
        if let Some(branch) = branch {
            body["branch"] = branch.into();
        }
        self.post("/contracts/publish", &body).await
    }

    /// Publishes a result of `provider` (`name version`) for the newest contract of `consumer` (`name version`).
    pub(crate) async fn verify(&self, consumer: &str, provider: &str, success: bool) -> Value {
        let (consumer, number) = consumer.rsplit_once(' ').unwrap();
        let (provider, version) = provider.rsplit_once(' ').unwrap();
        let contract =
            self.get(&format!("/pacts/provider/{provider}/consumer/{consumer}/version/{number}")).await.expect(200);
        let url = results_url(&contract);
        self.post(url, &json!({ "success": success, "providerApplicationVersion": version })).await.expect(201)
    }

    /// Creates an environment.
    pub(crate) async fn environment(&self, name: &str, production: bool) -> Value {
        self.post("/environments", &json!({ "name": name, "production": production })).await.expect(201)
    }

    /// Records that `version` (`name number`) is live in `environment`.
    pub(crate) async fn deploy(&self, version: &str, environment: &Value, instance: Option<&str>) -> Value {
        let (name, number) = version.rsplit_once(' ').unwrap();
        let uuid = environment["uuid"].as_str().unwrap();
        let path = format!("/pacticipants/{name}/versions/{number}/deployed-versions/environment/{uuid}");
        let body = instance.map_or_else(|| json!({}), |instance| json!({ "applicationInstance": instance }));
        self.post(&path, &body).await.expect(201)
    }
}

/// Where the results for a contract go.
#[track_caller]
pub(crate) fn results_url(contract: &Value) -> &str {
    contract["_links"]["pb:publish-verification-results"]["href"].as_str().unwrap()
}

/// A small contract whose only interaction is described by `words`.
pub(crate) fn contract(consumer: &str, provider: &str, words: &str) -> Value {
    json!({
        "consumer": { "name": consumer },
        "provider": { "name": provider },
        "interactions": [{
            "description": words,
            "request": { "method": "GET", "path": "/" },
            "response": { "status": 200 },
        }],
        "metadata": { "pactSpecification": { "version": "4.0" } },
    })
}

/// The body of a publish request.
pub(crate) fn publication(consumer: &str, version: &str, contracts: &[(&str, Value)]) -> Value {
    let contracts: Vec<Value> = contracts
        .iter()
        .map(|(provider, contract)| {
            json!({
                "consumerName": consumer,
                "providerName": provider,
                "specification": "pact",
                "contentType": "application/json",
                "content": BASE64_STANDARD.encode(contract.to_string()),
            })
        })
        .collect();
    json!({ "pacticipantName": consumer, "pacticipantVersionNumber": version, "contracts": contracts })
}

/// Compares a HAL document with its snapshot, whatever order keys come in.
#[track_caller]
pub(crate) fn assert_document(name: &str, document: &Value) {
    insta::with_settings!({ sort_maps => true, prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_json_snapshot!(name, document);
    });
}
