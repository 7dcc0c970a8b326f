//! Bidirectional calls: in turns, and all at the end.

use super::client::{Client, all};
use super::stock;
use super::wire::{Offer, Total};
use crate::fixture::{ConsumerFixture, failure};
use abide_mock_server::declare::Interaction;
use abide_mock_server::prelude::*;
use serde_json::json;
use tokio::sync::mpsc::channel;
use tokio_stream::wrappers::ReceiverStream;
use tonic::codegen::tokio_stream::iter;
use tonic::{Code, Request};

const NEGOTIATE: &str = "/stock.v1.Stock/Negotiate";

fn offer(price: i32) -> serde_json::Value {
    json!({"price": price})
}

/// 10 is answered with 15, and whatever is offered second is taken.
#[track_caller]
fn negotiation(description: &str, second: i32) -> Interaction {
    interaction(description)
        .request(grpc("stock.v1.Stock/Negotiate").message(offer(10)).message(offer(second)))
        .respond(after(1).message(offer(15)).after(2).message(offer(second)))
}

#[tokio::test]
async fn both_sides_take_turns() {
    let fixture = ConsumerFixture::new();
    let server = stock(&fixture).interaction(negotiation("a negotiation", 12)).start();
    let client = Client::connect(&server).await;
    let (say, said) = channel(1);
    say.send(Offer { price: 10 }).await.unwrap();
    let mut answers = client.stream::<_, Offer>(NEGOTIATE, ReceiverStream::new(said)).await.unwrap().into_inner();
    // The second offer depends on the first answer.
    assert_eq!(answers.message().await.unwrap().unwrap().price, 15);
    say.send(Offer { price: 12 }).await.unwrap();
    assert_eq!(answers.message().await.unwrap().unwrap().price, 12);
    drop(say);
    assert!(answers.message().await.unwrap().is_none());
    server.finish();
}

#[tokio::test]
async fn conversations_part_where_they_differ() {
    let fixture = ConsumerFixture::new();
    let server = stock(&fixture).interaction(negotiation("low", 11)).interaction(negotiation("high", 14)).start();
    let client = Client::connect(&server).await;
    for second in [14, 11] {
        let offers = iter([Offer { price: 10 }, Offer { price: second }]);
        let mut answers = client.stream::<_, Offer>(NEGOTIATE, offers).await.unwrap().into_inner();
        let prices: Vec<i32> = all(&mut answers).await.0.iter().map(|offer| offer.price).collect();
        assert_eq!(prices, [15, second]);
    }
    server.finish();
}

#[tokio::test]
async fn without_turns_the_answers_come_at_the_end() {
    let fixture = ConsumerFixture::new();
    let server = stock(&fixture)
        .interaction(
            interaction("a negotiation by letter")
                .request(grpc("stock.v1.Stock/Negotiate").message(offer(10)).message(offer(12)))
                .respond(message(offer(15)).message(offer(12))),
        )
        .start();
    let client = Client::connect(&server).await;
    let offers = iter([Offer { price: 10 }, Offer { price: 12 }]);
    let mut answers = client.stream::<_, Offer>(NEGOTIATE, offers).await.unwrap().into_inner();
    assert_eq!(all(&mut answers).await.0, [Offer { price: 15 }, Offer { price: 12 }]);
    server.finish();
}

#[tokio::test]
async fn a_conversation_that_differs_ends_there() {
    let fixture = ConsumerFixture::new();
    let server = stock(&fixture).interaction(negotiation("a negotiation", 12)).start();
    let client = Client::connect(&server).await;
    let offers = iter([Offer { price: 10 }, Offer { price: 13 }]);
    let mut answers = client.stream::<_, Offer>(NEGOTIATE, offers).await.unwrap().into_inner();
    let (seen, end) = all(&mut answers).await;
    assert_eq!((seen, end.unwrap().code()), (vec![Offer { price: 15 }], Code::Internal));
    let text = failure(|| server.finish());
    insta::assert_snapshot!(text, @"
    contract web -> orders was not kept

      x  a negotiation                                           mock-server/tests/integration/grpc/conversation.rs:LINE
         stock.v1.Stock/Negotiate arrived, but
           message request[1].$.price   Expected 13 (Integer) to be equal to 12 (Integer)
    ");
}

#[tokio::test]
async fn a_conversation_the_client_breaks_off_began() {
    let fixture = ConsumerFixture::new();
    let server = stock(&fixture).interaction(negotiation("a negotiation", 12)).start();
    let client = Client::connect(&server).await;
    let (say, said) = channel(1);
    say.send(Offer { price: 10 }).await.unwrap();
    let mut answers = client.stream::<_, Offer>(NEGOTIATE, ReceiverStream::new(said)).await.unwrap().into_inner();
    assert_eq!(answers.message().await.unwrap().unwrap().price, 15);
    drop(answers);
    // Answered behind it on the same connection: by then the server has heard of the end.
    let _: Total =
        client.unary("/grpc.health.v1.Health/Check", Request::new(Offer::default())).await.unwrap().into_inner();
    let text = failure(|| server.finish());
    assert!(text.contains("Negotiate began to arrive, but its requests never ended"), "{text}");
    drop(say);
}
