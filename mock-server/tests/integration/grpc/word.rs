//! Words of a stream's answer, of metadata and of where the `.proto` is, each with what the file says of it.

use super::client::{Client, all};
use super::stock;
use super::wire::{Level, Offer, OutOfStock, Reservation, ReserveRequest, RpcStatus, Total, WatchRequest};
use crate::client::ask;
use crate::fixture::{ConsumerFixture, failure};
use abide_contract_core::protobuf::compile;
use abide_mock_server::declare::{Contract, GrpcResponse, Interaction};
use abide_mock_server::prelude::*;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use prost::Message as _;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;
use tonic::codegen::tokio_stream::iter;
use tonic::metadata::MetadataValue;
use tonic::{Code, Request};

const RESERVE: &str = "/stock.v1.Stock/Reserve";
const WATCH: &str = "/stock.v1.Stock/Watch";

fn level(available: i64) -> Value {
    json!({"available": available})
}

fn watch(description: &str, answer: GrpcResponse) -> Interaction {
    interaction(description).request(grpc("stock.v1.Stock/Watch").message(json!({"sku": "A-1"}))).respond(answer)
}

fn reserve(description: &str, sku: &str) -> Interaction {
    interaction(description)
        .request(grpc("stock.v1.Stock/Reserve").message(json!({"sku": sku})))
        .respond(message(json!({"quantity": 2})))
}

/// What the contract's file holds.
fn file(fixture: &ConsumerFixture) -> Value {
    serde_json::from_str(&fixture.recorded()).unwrap()
}

async fn reserved(server: &MockServer, sku: &str) -> i32 {
    let request = ReserveRequest { sku: sku.to_owned(), ..ReserveRequest::default() };
    let client = Client::connect(server).await;
    client.unary::<_, Reservation>(RESERVE, Request::new(request)).await.unwrap().into_inner().quantity
}

#[tokio::test]
async fn what_a_provider_may_do_with_a_stream_is_said_in_the_file_and_the_example_is_sent() {
    let two = || messages([level(5), level(4)]);
    for (answer, responses) in [
        (two().repeated(1..=100), json!({"min": 1, "max": 100, "repeat": 1})),
        (two().repeated(2..9), json!({"min": 2, "max": 8, "repeat": 1})),
        (two().repeated(3..), json!({"min": 3, "repeat": 1})),
        (two().in_any_order(), json!({"order": "any"})),
        (two().then_any(), json!({"order": "prefix"})),
        (two().in_any_order().repeated(..=7), json!({"order": "any", "min": 0, "max": 7, "repeat": 1})),
    ] {
        let fixture = ConsumerFixture::new();
        let server = stock(&fixture).interaction(watch("a look", answer)).start();
        let client = Client::connect(&server).await;
        let request = iter([WatchRequest { sku: "A-1".to_owned() }]);
        let mut levels = client.stream::<_, Level>(WATCH, request).await.unwrap().into_inner();
        let seen: Vec<_> = all(&mut levels).await.0.iter().map(|level| level.available).collect();
        assert_eq!(seen, [5, 4], "{responses}");
        server.finish();
        let said = &file(&fixture)["interactions"][0]["pluginConfiguration"]["abide"]["grpc"];
        assert_eq!((&said["responses"], &said["kind"]), (&responses, &json!("server")));
    }
}

#[test]
fn words_of_streams_are_refused_where_nothing_streams() {
    let fixture = ConsumerFixture::new();
    let refused = |answer: GrpcResponse| {
        let call = interaction("a call").request(grpc("stock.v1.Stock/Reserve").message(json!({}))).respond(answer);
        failure(|| drop(stock(&fixture).interaction(call)))
    };
    let one = || message(json!({"quantity": 2}));
    for answer in [one().repeated(1..=2), one().in_any_order(), one().then_any()] {
        let text = refused(answer);
        assert!(text.starts_with("`a call` cannot be declared: ") && text.contains("/Reserve"), "{text}");
        assert!(text.ends_with("\n  at mock-server/tests/integration/grpc/word.rs:LINE"), "{text}");
    }
    let none = failure(|| drop(one().repeated(std::ops::RangeInclusive::new(5, 2))));
    assert!(none.starts_with("no number of messages is at least 5 and at most"), "{none}");
}

#[tokio::test]
async fn binary_metadata_is_compared_by_its_bytes() {
    let fixture = ConsumerFixture::new();
    let server = stock(&fixture)
        .interaction(
            interaction("a traced reservation")
                .request(grpc("stock.v1.Stock/Reserve").message(json!({"sku": "A-1"})).metadata("x-trace-bin", "AP8="))
                .respond(message(json!({"quantity": 2})).header("x-span-bin", "AAE=").trailer("x-end-bin", "/w==")),
        )
        .start();
    let client = Client::connect(&server).await;
    let traced = |bytes: &[u8]| {
        let mut request = Request::new(ReserveRequest { sku: "A-1".to_owned(), ..ReserveRequest::default() });
        request.metadata_mut().insert_bin("x-trace-bin", MetadataValue::from_bytes(bytes));
        request
    };
    let answer = client.unary::<_, Reservation>(RESERVE, traced(&[0, 255])).await.unwrap();
    let bytes = |name: &str| answer.metadata().get_bin(name).unwrap().to_bytes().unwrap();
    assert_eq!((bytes("x-span-bin").as_ref(), bytes("x-end-bin").as_ref()), (&[0, 1][..], &[255][..]));
    let differs = client.unary::<_, Reservation>(RESERVE, traced(&[0, 254])).await.unwrap_err();
    assert!(differs.message().contains("metadata x-trace-bin"), "{}", differs.message());
    failure(|| server.finish());
}

#[tokio::test]
async fn a_descriptor_set_stands_in_for_a_proto() {
    let fixture = ConsumerFixture::new();
    let proto = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/proto/stock.proto");
    let set = fixture.folder().join("stock.binpb");
    std::fs::write(&set, STANDARD.decode(compile(&proto, &[], &[]).unwrap().encoded()).unwrap()).unwrap();
    let server = fixture.contract().descriptor_set(&set).interaction(reserve("a reservation", "A-1")).start();
    assert_eq!(reserved(&server, "A-1").await, 2);
    server.finish();
    let by_set = file(&fixture)["interactions"][0].clone();
    let other = ConsumerFixture::new();
    let server = stock(&other).interaction(reserve("a reservation", "A-1")).start();
    assert_eq!(reserved(&server, "A-1").await, 2);
    server.finish();
    assert_eq!(file(&other)["interactions"][0], by_set);
    let missing = fixture.folder().join("none.binpb");
    let text = failure(|| drop(fixture.contract().descriptor_set(&missing).start()));
    assert!(text.contains("none.binpb` cannot be compiled: "), "{text}");
    std::fs::write(&set, b"no descriptors").unwrap();
    let text = failure(|| drop(fixture.contract().descriptor_set(&set).start()));
    assert!(text.starts_with("the contract cannot be declared: the descriptors cannot be read: "), "{text}");
}

/// A contract whose `.proto` imports one in another folder, and a message that only details of errors hold.
fn in_folders(fixture: &ConsumerFixture) -> Contract {
    let write = |name: &str, text: &str| {
        let path = fixture.folder().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write(
        "api/stock.proto",
        "syntax = \"proto3\"; package stock.v1; import \"shared/item.proto\";
        service Stock { rpc Reserve(shared.Item) returns (shared.Item); }",
    );
    write(
        "protos/shared/item.proto",
        "syntax = \"proto3\"; package shared; message Item { string sku = 1; int32 quantity = 2; }",
    );
    write(
        "errors/gone.proto",
        "syntax = \"proto3\"; package errors; message Gone { string sku = 1; int32 missing = 2; }",
    );
    fixture.contract().proto(fixture.folder().join("api/stock.proto"))
}

#[tokio::test]
async fn imports_and_the_messages_of_details_are_found_where_the_contract_says() {
    let fixture = ConsumerFixture::new();
    let gone = || {
        interaction("a reservation of what is gone")
            .request(grpc("stock.v1.Stock/Reserve").message(json!({"sku": "A-1"})))
            .respond(error("NOT_FOUND", "gone").detail(json!({"@type": "errors.Gone", "missing": 3})))
    };
    let text = failure(|| drop(in_folders(&fixture).start()));
    assert!(text.contains("cannot be compiled") && text.contains("shared/item.proto"), "{text}");
    let included = || in_folders(&fixture).proto_include(fixture.folder().join("protos"));
    let text = failure(|| drop(included().interaction(gone())));
    assert!(text.contains("there is no message `errors.Gone`"), "{text}");
    let server = included().proto_extra(fixture.folder().join("errors/gone.proto")).interaction(gone()).start();
    let request = ReserveRequest { sku: "A-1".to_owned(), ..ReserveRequest::default() };
    let client = Client::connect(&server).await;
    let failed = client.unary::<_, Reservation>(RESERVE, Request::new(request)).await.unwrap_err();
    let details = RpcStatus::decode(failed.details()).unwrap().details;
    assert_eq!((failed.code(), OutOfStock::decode(&*details[0].value).unwrap().missing), (Code::NotFound, 3));
    server.finish();
}

#[tokio::test]
async fn health_is_watched_once_and_the_watch_stays_open() {
    let fixture = ConsumerFixture::new();
    let server = stock(&fixture).start();
    let client = Client::connect(&server).await;
    // `Offer` and `Total` have a number where the health messages have a status; the request is empty.
    let mut watch =
        client.stream::<_, Total>("/grpc.health.v1.Health/Watch", iter([Offer::default()])).await.unwrap().into_inner();
    assert_eq!(watch.message().await.unwrap().unwrap().available, 1);
    assert!(tokio::time::timeout(Duration::from_millis(200), watch.message()).await.is_err(), "it has not ended");
    let begun = std::time::Instant::now();
    server.finish();
    assert!(begun.elapsed() < Duration::from_secs(20), "finish took {:?}", begun.elapsed());
}

#[tokio::test]
async fn http_and_grpc_share_a_file_in_whatever_order_they_are_recorded() {
    let fixture = ConsumerFixture::new();
    let mut files = Vec::new();
    for order in [["http", "grpc", "stream"], ["grpc", "stream", "http"], ["stream", "http", "grpc"]] {
        for part in order {
            let contract = match part {
                "http" => fixture.contract().interaction(
                    interaction("one order").request(get("/orders/42")).respond(status(200).json(json!({"id": 42}))),
                ),
                "grpc" => stock(&fixture).interaction(reserve("a reservation", "A-1")),
                _ => stock(&fixture).interaction(watch("a look", messages([level(5), level(4)]).then_any())),
            };
            let server = contract.start();
            match part {
                "http" => assert_eq!(ask(server.address(), "GET", "/orders/42").status, 200),
                "grpc" => assert_eq!(reserved(&server, "A-1").await, 2),
                _ => {
                    let request = iter([WatchRequest { sku: "A-1".to_owned() }]);
                    let client = Client::connect(&server).await;
                    let mut levels = client.stream::<_, Level>(WATCH, request).await.unwrap().into_inner();
                    assert_eq!(all(&mut levels).await.0.len(), 2);
                }
            }
            server.finish();
        }
        files.push(fixture.recorded());
        // Recording once more changes nothing.
        let server = stock(&fixture).interaction(reserve("a reservation", "A-1")).start();
        assert_eq!(reserved(&server, "A-1").await, 2);
        server.finish();
        assert_eq!(fixture.recorded(), files[files.len() - 1]);
        std::fs::remove_file(fixture.file()).unwrap();
    }
    assert_eq!((&files[0], &files[0]), (&files[1], &files[2]));
    let file: Value = serde_json::from_str(&files[0]).unwrap();
    let descriptions: Vec<_> =
        file["interactions"].as_array().unwrap().iter().map(|one| one["description"].clone()).collect();
    assert_eq!(descriptions.len(), 3, "{descriptions:?}");
    assert_eq!(file["metadata"]["plugins"][0]["configuration"].as_object().unwrap().len(), 1);
}
