//! gRPC consumer tests as a user writes them, with a tonic client over sockets.

mod call;
mod client;
mod conversation;
mod declaring;
mod peer;
mod reflection;
mod verdict;
mod wire;
mod word;

use crate::fixture::ConsumerFixture;
use abide_mock_server::declare::Contract;

/// The contract `web -> orders` with the services of `stock.proto`.
fn stock(fixture: &ConsumerFixture) -> Contract {
    fixture.contract().proto("tests/proto/stock.proto")
}
