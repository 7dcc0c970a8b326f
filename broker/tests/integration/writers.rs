//! Who writes at the same time, and what those see who read.

use crate::database::{TestDatabase, server};
use crate::harness::TestBroker;
use abide_broker::domain::{Moment, ParticipantFields};
use abide_broker::store::{Database, Error, State, Store, Transaction, participant};
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use std::collections::{HashMap, HashSet};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::timeout;

async fn add(transaction: &mut Transaction, name: &str) -> Result<(), Error> {
    participant::create(transaction, name, ParticipantFields::default(), Moment(0)).await.map(|_| ())
}

async fn names(database: &Database) -> Vec<String> {
    let store = Store::open(database).await.unwrap();
    let mut names: Vec<String> = participant::list(&mut store.read().await.unwrap(), None)
        .await
        .unwrap()
        .into_iter()
        .map(|one| one.name)
        .collect();
    store.close().await;
    names.sort();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_gives_up_or_fails_takes_nothing_from_those_who_write_beside_him() {
    let database = TestDatabase::new();
    let store = Store::open(&database.get()).await.unwrap();
    let mut writers = JoinSet::new();
    for number in 0..60 {
        let store = store.clone();
        writers.spawn(async move {
            let mut transaction = store.write().await.unwrap();
            add(&mut transaction, &format!("service-{number:02}")).await.unwrap();
            match number % 5 {
                0 => drop(transaction),
                1 => transaction.rollback().await.unwrap(),
                2 => {
                    // Another statement of the same transaction fails, and it is dropped.
                    let again = add(&mut transaction, &format!("service-{number:02}")).await.unwrap_err();
                    assert!(again.is_unique_violation());
                }
                // Whoever leaves while he waits for the disk may have written or not.
                3 => drop(timeout(Duration::ZERO, transaction.commit()).await),
                _ => transaction.commit().await.unwrap(),
            }
        });
    }
    writers.join_all().await;
    let found = names(&database.get()).await;
    for number in 0..60 {
        let is_there = found.contains(&format!("service-{number:02}"));
        match number % 5 {
            0..3 => assert!(!is_there, "service-{number:02} was given up"),
            3 => (),
            _ => assert!(is_there, "service-{number:02} was acknowledged"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_is_seen_by_everybody_and_what_was_not_by_nobody() {
    let database = TestDatabase::new();
    let (store, other) = (Store::open(&database.get()).await.unwrap(), Store::open(&database.get()).await.unwrap());
    let mut transaction = store.write().await.unwrap();
    add(&mut transaction, "orders").await.unwrap();
    assert_eq!(participant::find(&mut other.read().await.unwrap(), "orders").await.unwrap(), None);
    transaction.commit().await.unwrap();
    let mut view = other.read().await.unwrap();
    assert!(participant::find(&mut view, "orders").await.unwrap().is_some());
    // The line does not stand still because somebody before has left.
    drop(store.write().await.unwrap());
    let mut next = store.write().await.unwrap();
    add(&mut next, "payments").await.unwrap();
    next.commit().await.unwrap();
    assert_eq!(participant::find(&mut view, "payments").await.unwrap(), None, "a view does not change");
}

#[tokio::test]
async fn a_commit_makes_another_state() {
    let database = TestDatabase::new();
    let (store, other) = (Store::open(&database.get()).await.unwrap(), Store::open(&database.get()).await.unwrap());
    let state = async || store.state(&mut store.read().await.unwrap()).await.unwrap();
    // On a server what happens in other databases makes other states as well.
    if server().is_none() {
        let mut marks: HashMap<i64, HashSet<String>> = HashMap::new();
        for _ in 0..20 {
            let State { place, mark } = state().await;
            marks.entry(place).or_default().insert(mark);
        }
        assert!(marks.len() < 20 && marks.values().all(|marks| marks.len() == 1), "{marks:?}");
    }
    for writer in [&store, &other] {
        let before = state().await;
        let mut transaction = writer.write().await.unwrap();
        participant::find_or_create(&mut transaction, "orders", Moment(0)).await.unwrap();
        let label = abide_broker::store::label::add;
        let orders = participant::find(&mut transaction, "orders").await.unwrap().unwrap();
        label(&mut transaction, orders.id, &format!("{before:?}"), Moment(0)).await.unwrap();
        transaction.commit().await.unwrap();
        let after = loop {
            let after = state().await;
            if after.place == before.place {
                break after;
            }
        };
        assert_ne!(after.mark, before.mark);
    }
}

#[tokio::test]
async fn the_home_page_is_never_older_than_what_was_written() {
    let broker = TestBroker::start().await;
    let other = broker.beside().await;
    let page = async || {
        let request = Request::get("/").header("accept", "text/html").body(Body::empty()).unwrap();
        let bytes = broker.send_raw(request).await.into_body().collect().await.unwrap().to_bytes();
        String::from_utf8(bytes.to_vec()).unwrap()
    };
    for number in 1..=8 {
        let writer = if number % 2 == 0 { &broker } else { &other };
        writer.publish(&format!("consumer-{number} 1"), "orders", "x").await;
        for _ in 0..3 {
            let shown = page().await;
            let plural = if number == 1 { "integration" } else { "integrations" };
            assert!(shown.contains(&format!("{number} {plural}")), "after {number}: {shown}");
        }
    }
}

#[tokio::test]
async fn a_store_that_is_closed_leaves_everything_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("abide.db");
    let store = Store::open(&Database::Sqlite(file.clone())).await.unwrap();
    let mut transaction = store.write().await.unwrap();
    add(&mut transaction, "orders").await.unwrap();
    transaction.commit().await.unwrap();
    store.close().await;
    assert!(!folder.path().join("abide.db-wal").exists(), "a log is left behind");
    std::fs::copy(&file, folder.path().join("copy.db")).unwrap();
    assert_eq!(names(&Database::Sqlite(folder.path().join("copy.db"))).await, ["orders"]);
    assert!(store.write().await.is_err());
}
