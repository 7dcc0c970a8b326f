//! Clients that ask what can be called, and whether.

use super::client::{Client, all};
use super::stock;
use super::wire::{Asked, Offer, Question, Told, Total};
use crate::fixture::ConsumerFixture;
use abide_mock_server::prelude::*;
use tonic::codegen::tokio_stream::iter;
use tonic::{Code, Request};

async fn told(server: &MockServer, path: &'static str) -> Vec<Told> {
    let symbol = |name: &str| Question { asked: Some(Asked::Symbol(name.to_owned())) };
    let questions = iter([
        Question { asked: Some(Asked::Services(String::new())) },
        symbol("stock.v1.Stock"),
        symbol("stock.v1.Stock.Reserve"),
        symbol("stock.v1.Stok"),
    ]);
    let mut answers = Client::connect(server).await.stream(path, questions).await.unwrap().into_inner();
    all(&mut answers).await.0
}

#[tokio::test]
async fn services_are_listed_and_described() {
    let fixture = ConsumerFixture::new();
    let server = stock(&fixture).start();
    for path in [
        "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
        "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
    ] {
        let told = told(&server, path).await;
        let services = told[0].services.as_ref().unwrap();
        let names: Vec<_> = services.services.iter().map(|service| service.name.as_str()).collect();
        assert_eq!(names, ["stock.v1.Stock"]);
        // The file, and the one it imports.
        assert_eq!(told[1].files.as_ref().unwrap().files.len(), 2);
        assert_eq!(told[1].files, told[2].files);
        assert_eq!(told[3].failure.as_ref().unwrap().code, 5);
    }
    // Asking is no call the contract would have to describe.
    server.finish();
}

#[tokio::test]
async fn the_services_of_the_contract_are_healthy() {
    let fixture = ConsumerFixture::new();
    let server = stock(&fixture).start();
    let client = Client::connect(&server).await;
    // `Offer` and `Total` have a number where the health messages have a status; the request is empty.
    let check = "/grpc.health.v1.Health/Check";
    let healthy: Total = client.unary(check, Request::new(Offer::default())).await.unwrap().into_inner();
    assert_eq!(healthy.available, 1);
    let unknown = super::wire::WatchRequest { sku: "other.v1.Service".to_owned() };
    let failed = client.unary::<_, Total>(check, Request::new(unknown)).await.unwrap_err();
    assert_eq!(failed.code(), Code::NotFound);
    server.finish();
}
