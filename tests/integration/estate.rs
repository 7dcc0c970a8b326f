//! An estate that is written into the tables is the one that requests would have left there.

use abide_broker::app::{App, Clock, Identities};
use abide_broker::domain::Moment;
use abide_broker::routes::router;
use abide_broker::store::{Database, Store};
use abide_system_tests::estate::history::History;
use abide_system_tests::estate::plan::{BEGIN, Build, Contract, Pair};
use abide_system_tests::estate::{self, ENVIRONMENTS, Size, build_url, contract, identity, name};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use tokio::net::TcpListener;

const TINY: Size = Size { services: 31, integrations: 50, versions: 31 * 8, results: 700, hub_consumers: 20 };

#[tokio::test]
async fn an_estate_written_into_the_tables_is_the_one_that_requests_leave_there() {
    let folder = tempfile::tempdir().unwrap();
    let (written, requested) = (folder.path().join("written.db"), folder.path().join("requested.db"));
    estate::seed::seed(&format!("sqlite://{}", written.display()), TINY, 5).await.unwrap();
    let history = History::new(TINY, 5);
    let pipeline = Pipeline::start(&requested).await;
    pipeline.prepare(&history).await;
    for build in &history.builds {
        pipeline.run(&history, build).await;
    }
    let (written, requested) = (tables(&written).await, tables(&requested).await);
    assert_eq!(written.len(), requested.len());
    for (written, requested) in written.iter().zip(&requested) {
        let differs = written.iter().zip(requested).find(|(written, requested)| written != requested);
        assert_eq!(differs, None);
        assert_eq!(written.len(), requested.len(), "{}", written[0]);
    }
    let rows: usize = written.iter().map(|rows| rows.len() - 1).sum();
    assert!(rows > 2_000, "only {rows} rows were compared");
}

/// Everybody's builds, against a broker whose clock shows the moment of each.
struct Pipeline {
    http: Client,
    address: String,
    now: Arc<AtomicI64>,
}

impl Pipeline {
    async fn start(database: &Path) -> Self {
        let store = Store::open(&Database::Sqlite(database.to_owned())).await.unwrap();
        let (now, count) = (Arc::new(AtomicI64::new(BEGIN)), AtomicUsize::new(0));
        let clock = Arc::clone(&now);
        let app = App::new(store).with_chance(
            Clock::new(move || Moment(clock.load(Ordering::SeqCst))),
            Identities::new(move || identity(count.fetch_add(1, Ordering::SeqCst))),
        );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(async move { axum::serve(listener, router(app)).await });
        Self { http: Client::new(), address, now }
    }

    async fn send(&self, method: Method, path: &str, body: &Value) {
        let url = format!("http://{}{path}", self.address);
        let answer = self.http.request(method, &url).header("accept", "application/hal+json").json(body).send().await;
        let answer = answer.unwrap();
        let (status, text) = (answer.status(), answer.text().await.unwrap());
        assert!(status == StatusCode::OK || status == StatusCode::CREATED, "{url}: {status} {text}");
    }

    async fn prepare(&self, history: &History) {
        for service in 0..history.services {
            self.send(Method::POST, "/pacticipants", &json!({ "name": name(service) })).await;
        }
        for (name, production) in ENVIRONMENTS {
            let environment = json!({ "name": name, "production": production });
            self.send(Method::POST, "/environments", &environment).await;
        }
    }

    async fn run(&self, history: &History, build: &Build) {
        self.now.store(build.moment, Ordering::SeqCst);
        let (service, number) = (name(build.service), &build.number);
        let version = format!("/pacticipants/{service}/versions/{number}");
        if build.contracts.is_empty() {
            let branch = build.branch.replace('/', "%2F");
            let path = format!("/pacticipants/{service}/branches/{branch}/versions/{number}");
            self.send(Method::PUT, &path, &json!({})).await;
            if let Some(tag) = build.tag {
                self.send(Method::PUT, &format!("{version}/tags/{tag}"), &json!({})).await;
            }
        } else {
            self.publish(history, build).await;
        }
        for (contract, success) in &build.results {
            self.verify(history.pairs[contract.pair], *contract, *success, number).await;
        }
        for environment in &build.deployed_to {
            let place = ENVIRONMENTS.iter().position(|(known, _)| known == environment).unwrap();
            let path = format!("{version}/deployed-versions/environment/{}", identity(place));
            self.send(Method::POST, &path, &json!({})).await;
        }
    }

    async fn publish(&self, history: &History, build: &Build) {
        let contract = |said: &Contract| {
            let pair = history.pairs[said.pair];
            json!({
                "consumerName": name(pair.consumer),
                "providerName": name(pair.provider),
                "specification": "pact",
                "contentType": "application/json",
                "content": BASE64_STANDARD.encode(contract::text(pair, *said)),
            })
        };
        let body = json!({
            "pacticipantName": name(build.service),
            "pacticipantVersionNumber": build.number,
            "branch": build.branch,
            "tags": build.tag.into_iter().collect::<Vec<_>>(),
            "contracts": build.contracts.iter().map(contract).collect::<Vec<_>>(),
        });
        self.send(Method::POST, "/contracts/publish", &body).await;
    }

    async fn verify(&self, pair: Pair, said: Contract, success: bool, number: &str) {
        let read = abide_broker::content::Contract::read(contract::text(pair, said).as_bytes()).unwrap();
        let (consumer, provider) = (name(pair.consumer), name(pair.provider));
        let content = format!("/pacts/provider/{provider}/consumer/{consumer}/pact-version/{}", read.digest);
        let body = json!({ "success": success, "providerApplicationVersion": number, "buildUrl": build_url(number) });
        self.send(Method::POST, &format!("{content}/verification-results"), &body).await;
    }
}

/// Every table: its name, then its rows, sorted.
async fn tables(file: &Path) -> Vec<Vec<String>> {
    let mut connection = AnyConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('_sqlx_migrations', 'sqlite_sequence') ORDER BY name";
    let names: Vec<String> = sqlx::query_scalar(names).fetch_all(&mut connection).await.unwrap();
    let mut tables = Vec::new();
    for table in names {
        let columns = sqlx::query_scalar("SELECT name FROM pragma_table_info($1)").bind(&table);
        let columns: Vec<String> = columns.fetch_all(&mut connection).await.unwrap();
        let shown: Vec<String> = columns.iter().map(|column| shown(&table, column)).collect();
        let sql = AssertSqlSafe(format!("SELECT {} AS line FROM {table} ORDER BY line", shown.join(" || ', ' || ")));
        let rows: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap();
        tables.push(std::iter::once(table).chain(rows).collect());
    }
    tables
}

/// A column as text. Each build takes a key for its branch, whether or not there is one already: branches are told by their order.
fn shown(table: &str, column: &str) -> String {
    match (table, column) {
        ("branches", "id") | (_, "branch_id") => {
            format!("(SELECT COUNT(*) FROM branches b WHERE b.id <= {table}.{column})")
        }
        _ => format!("quote({column})"),
    }
}
