//! What only PostgreSQL has: a server that can be away or wrong, and several brokers on one database.

use crate::binary::{Running, command, run};
use crate::database::{TestDatabase, execute, server, server_or_skip};
use crate::harness::{TestBroker, contract, publication};
use serde_json::json;
use std::net::TcpListener;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::task::JoinSet;

/// What a start with this database says.
fn start(url: &str) -> (Option<i32>, String) {
    let folder = TempDir::new().unwrap();
    let said = run(folder.path(), &["--port", "0", "--database", url]);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "no file is left behind");
    said
}

#[test]
fn a_server_that_is_not_there_is_named_without_the_password() {
    // Taken, but nobody listens once the listener is gone.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let (code, stderr) = start(&format!("postgres://ann:secret@127.0.0.1:{port}/abide?sslpassword=secret"));
    assert_eq!(code, Some(3));
    let expected = format!("error: cannot open the database `postgres://ann@127.0.0.1:{port}/abide`\ncaused by: ");
    assert!(stderr.contains(&expected), "{stderr}");
    assert!(stderr.contains("\nhint: start PostgreSQL there, or correct host and port"), "{stderr}");
    assert!(!stderr.contains("secret"), "{stderr}");
}

#[test]
fn a_url_that_makes_no_sense_is_shown_without_the_password() {
    let (code, stderr) = start("postgres://ann:secret@host:many/abide");
    assert_eq!(code, Some(2));
    assert!(stderr.starts_with("error: `postgres://host:many/abide` is not a database URL"), "{stderr}");
}

#[test]
fn a_database_that_is_not_there_is_named_with_the_remedy() {
    let Some(server) = server_or_skip() else { return };
    let url = with_database(&server, "nobody_has_created_this");
    let (code, stderr) = start(&url);
    assert_eq!(code, Some(3));
    assert!(stderr.contains("nobody_has_created_this`\ncaused by: "), "{stderr}");
    assert!(stderr.contains("\nhint: create the database"), "{stderr}");
}

/// The URL with another path.
fn with_database(server: &str, name: &str) -> String {
    let (start, query) = server.split_once('?').map_or((server, String::new()), |(url, q)| (url, format!("?{q}")));
    let (address, _) = start.rsplit_once('/').unwrap();
    format!("{address}/{name}{query}")
}

#[test]
fn a_schema_of_another_application_is_left_alone() {
    let Some(server) = server_or_skip() else { return };
    let database = TestDatabase::on(server);
    execute(&database.url(), "CREATE TABLE notes (text TEXT)".to_owned()).unwrap();
    let (code, stderr) = start(&database.url());
    assert_eq!(code, Some(3));
    assert!(
        stderr.contains("` belongs to another application: nothing in it was changed\nhint: create a database of"),
        "{stderr}"
    );
    execute(&database.url(), "DROP TABLE notes; CREATE TABLE contents (id BIGINT)".to_owned()).unwrap();
    assert_eq!(start(&database.url()).0, Some(3), "one table's name is no proof");
}

#[test]
fn a_database_of_a_newer_broker_is_refused() {
    let Some(server) = server_or_skip() else { return };
    let database = TestDatabase::on(server);
    let folder = TempDir::new().unwrap();
    let broker = Running::spawn(&mut command(folder.path(), &["--port", "0", "--database", &database.url()]));
    assert_eq!(broker.stop("-TERM").0, Some(0));
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (999, 'later', TRUE, '', 0)";
    execute(&database.url(), newer.to_owned()).unwrap();
    let (code, stderr) = start(&database.url());
    assert_eq!(code, Some(3));
    assert!(stderr.starts_with("error: cannot prepare the tables of the database `"), "{stderr}");
    assert!(stderr.contains("\nhint: a newer abide-broker wrote this database"), "{stderr}");
}

#[test]
fn several_brokers_start_at_once_on_an_empty_database() {
    let Some(server) = server_or_skip() else { return };
    let (database, folder) = (TestDatabase::on(server), TempDir::new().unwrap());
    let url = database.url();
    let brokers: Vec<Running> = std::thread::scope(|scope| {
        let spawn = || Running::spawn(&mut command(folder.path(), &["--port", "0", "--database", &url]));
        let starting: Vec<_> = (0..4).map(|_| scope.spawn(spawn)).collect();
        starting.into_iter().map(|broker| broker.join().unwrap()).collect()
    });
    for broker in brokers {
        let answer = broker.get("/diagnostic/status/dependencies");
        assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
        assert_eq!(broker.stop("-TERM"), (Some(0), String::new(), String::new()));
    }
}

/// Two brokers on one database where there can be two, else the same one twice.
async fn brokers() -> [Arc<TestBroker>; 2] {
    let first = Arc::new(TestBroker::start().await);
    let second = if server().is_some() { Arc::new(first.beside().await) } else { Arc::clone(&first) };
    [first, second]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn brokers_on_one_database_write_the_same_names_at_once() {
    let brokers = brokers().await;
    let mut writes = JoinSet::new();
    for turn in 0..48 {
        let broker = Arc::clone(&brokers[turn % 2]);
        // Each calls the other, so that neither side always comes first.
        let (consumer, provider) = if turn % 4 < 2 { ("A", "B") } else { ("B", "A") };
        writes.spawn(async move {
            let version = (turn / 8).to_string();
            let mut body = publication(consumer, &version, &[(provider, contract(consumer, provider, &version))]);
            body["branch"] = "main".into();
            body["tags"] = json!(["dev"]);
            broker.post("/contracts/publish", &body).await.expect(200);
            broker.verify(&format!("{consumer} {version}"), &format!("{provider} {version}"), true).await;
        });
    }
    while let Some(written) = writes.join_next().await {
        written.unwrap();
    }
    for broker in &brokers {
        let matrix = broker.get("/matrix?q[][pacticipant]=A&q[][pacticipant]=B&latestby=cvpv").await.expect(200);
        assert_eq!(matrix["matrix"].as_array().unwrap().len(), 12);
        for name in ["A", "B"] {
            let versions = broker.get(&format!("/pacticipants/{name}/versions")).await.expect(200);
            assert_eq!(versions["_embedded"]["versions"].as_array().unwrap().len(), 6);
        }
        let head = broker.get("/pacticipants/A/branches/main/latest-version").await.expect(200);
        let newest = broker.get("/pacticipants/A/latest-version").await.expect(200);
        assert_eq!(head["number"], newest["number"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_new_names_alike_that_arrive_at_once_one_is_taken() {
    let brokers = brokers().await;
    let mut writes = JoinSet::new();
    for (turn, name) in
        ["order-service", "OrderService", "orders", "Order", "order_api", "Orders"].into_iter().enumerate()
    {
        let broker = Arc::clone(&brokers[turn % 2]);
        writes.spawn(async move {
            let body = publication(name, "1", &[("B", contract(name, "B", "words"))]);
            broker.post("/contracts/publish", &body).await.status.as_u16()
        });
    }
    let mut statuses = writes.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409, 409, 409, 409, 409]);
}

#[tokio::test]
async fn a_server_that_was_restarted_is_found_again() {
    let Some(_) = server_or_skip() else { return };
    let broker = TestBroker::start().await;
    broker.publish("A 1", "B", "words").await;
    for number in 2..5 {
        broker.database().disconnect();
        broker.get("/pacticipants/A").await.expect(200);
        broker.database().disconnect();
        broker.publish(&format!("A {number}"), "B", "words").await;
    }
}

#[tokio::test]
async fn a_null_character_is_the_clients_mistake() {
    let broker = TestBroker::start().await;
    for path in ["/pacticipants/a%00b", "/pacticipants?q=%00", "/matrix?q[][pacticipant]=%00", "/pacts/latest?x=%00"] {
        let reply = broker.get(path).await;
        assert!(!reply.status.is_server_error(), "{path}: {}", reply.text);
    }
    for field in ["name", "displayName", "repositoryUrl", "mainBranch"] {
        let mut body = json!({ "name": "C" });
        body[field] = "a\0b".into();
        broker.post("/pacticipants", &body).await.expect(400);
    }
    let selection = json!({ "consumerVersionSelectors": [{ "branch": "a\0b" }] });
    broker.publish("A 1", "B", "words").await;
    let reply = broker.post("/pacts/provider/B/for-verification", &selection).await;
    assert!(!reply.status.is_server_error(), "{}", reply.text);
}
