//! The floor: a client as tonic's users have it, which makes the calls and does nothing else.

use super::contract::part;
use super::wire::{Ask, Reply, Typed};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tonic::Request;
use tonic::transport::{Channel, Endpoint};

/// Makes so many calls, `jobs` at a time.
pub(crate) async fn calls(provider: &str, calls: usize, jobs: usize) {
    let channel = Endpoint::from_shared(provider.to_owned()).unwrap().connect().await.unwrap();
    let next = Arc::new(AtomicUsize::new(0));
    let workers: Vec<_> = (0..jobs)
        .map(|_| {
            let (channel, next) = (channel.clone(), Arc::clone(&next));
            tokio::spawn(async move {
                let mut client = tonic::client::Grpc::new(channel);
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= calls {
                        break;
                    }
                    one(&mut client, number).await;
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
}

async fn one(client: &mut tonic::client::Grpc<Channel>, number: usize) {
    let mut request = Request::new(Ask { id: part(number), least: 1 });
    request.metadata_mut().insert("authorization", "Bearer t".parse().unwrap());
    client.ready().await.unwrap();
    let path = "/demo.v1.Stock/Look".parse().unwrap();
    let reply = client.unary(request, path, Typed::<Ask, Reply>::new()).await.unwrap().into_inner();
    assert_eq!(reply.qty, 7);
}
