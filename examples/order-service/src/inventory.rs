//! The client of inventory-service's gRPC API.

use inventory_api::ask::Ask as Asked;
use inventory_api::inventory_client::InventoryClient as Calls;
use inventory_api::offer::Offer as Offered;
use inventory_api::{Acceptance, Ask, Offer, OutOfStock, ReserveRequest, Standing, WatchStockRequest, Wish};
use prost::Message as _;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status, Streaming};

/// So many pieces of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Names the article.
    pub sku: String,
    /// How many pieces.
    pub quantity: u32,
}

/// Pieces that are set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservation {
    /// Names the reservation.
    pub reservation_id: String,
    /// How many pieces.
    pub quantity: u32,
}

/// What was set aside of an order of several lines, and what was not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartialReservation {
    /// Names the reservations.
    pub reservation_ids: Vec<String>,
    /// The articles of which there were too few.
    pub missing: Vec<String>,
}

/// Why inventory-service did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InventoryError {
    /// There are too few pieces.
    #[error("only {available} of {sku} left")]
    OutOfStock {
        /// Names the article.
        sku: String,
        /// How many pieces there are.
        available: u32,
    },
    /// An answer this client has no use for, or none.
    #[error("inventory-service answered {:?}: {}", .0.code(), .0.message())]
    Unexpected(#[source] Box<Status>),
    /// Nobody answers there.
    #[error("inventory-service cannot be reached")]
    Unreachable(#[from] tonic::transport::Error),
}

/// Calls inventory-service, which is reached inside the cluster and therefore without TLS.
#[derive(Debug, Clone)]
pub struct InventoryClient {
    calls: Calls<Channel>,
}

impl InventoryClient {
    /// A client of the inventory-service at `url`, such as `http://inventory-service:50051`.
    pub async fn connect(url: impl Into<String>) -> Result<Self, InventoryError> {
        let channel = Endpoint::from_shared(url.into())?.connect().await?;
        Ok(Self { calls: Calls::new(channel) })
    }

    /// Sets the pieces of one line aside for an order: once, however often it is asked.
    pub async fn reserve(&self, order_id: &str, line: &Line) -> Result<Reservation, InventoryError> {
        let mut request = Request::new(wanted(order_id, line));
        let key = format!("reserve-{order_id}-{}", line.sku);
        let key = key.parse().map_err(|_| Status::invalid_argument("the order's id is not for metadata"))?;
        request.metadata_mut().insert("idempotency-key", key);
        let reservation = self.calls.clone().reserve(request).await?.into_inner();
        Ok(Reservation { reservation_id: reservation.reservation_id, quantity: reservation.quantity })
    }

    /// Sets aside what there is of all these lines.
    pub async fn reserve_all(&self, order_id: &str, lines: &[Line]) -> Result<PartialReservation, InventoryError> {
        let lines: Vec<_> = lines.iter().map(|line| wanted(order_id, line)).collect();
        let batch = self.calls.clone().reserve_batch(tokio_stream::iter(lines)).await?.into_inner();
        Ok(PartialReservation {
            reservation_ids: batch.reservations.into_iter().map(|reservation| reservation.reservation_id).collect(),
            missing: batch.out_of_stock.into_iter().map(|missing| missing.sku).collect(),
        })
    }

    /// Waits until an article is gone, and tells every number of pieces since `revision` on the way.
    pub async fn wait_until_gone(
        &self,
        sku: &str,
        revision: u64,
        mut tell: impl FnMut(u32),
    ) -> Result<(), InventoryError> {
        let request = WatchStockRequest { sku: sku.to_owned(), after_revision: revision };
        let mut levels = self.calls.clone().watch_stock(request).await?.into_inner();
        while let Some(level) = levels.message().await? {
            tell(level.available);
            if level.standing() == Standing::Gone {
                return Ok(());
            }
        }
        Err(unexpected("the watch ended while there was something left"))
    }

    /// Sets aside as many pieces as there are, up to those of the line, unless they are fewer than `least`.
    pub async fn reserve_some(&self, order_id: &str, line: &Line, least: u32) -> Result<Reservation, InventoryError> {
        let (say, said) = mpsc::channel(1);
        let ReserveRequest { order_id, sku, quantity } = wanted(order_id, line);
        // The channel has room for it before the call begins.
        let _ = say.try_send(Ask { ask: Some(Asked::Wish(Wish { order_id, sku, quantity })) });
        let mut offers = self.calls.clone().negotiate(ReceiverStream::new(said)).await?.into_inner();
        let Offered::Proposal(proposal) = next(&mut offers).await? else { return Err(unexpected("no proposal")) };
        if proposal.quantity < least {
            return Err(InventoryError::OutOfStock { sku: line.sku.clone(), available: proposal.quantity });
        }
        // If nobody listens any more, the next answer says why.
        let _ = say.send(Ask { ask: Some(Asked::Acceptance(Acceptance {})) }).await;
        drop(say);
        let Offered::Reservation(made) = next(&mut offers).await? else { return Err(unexpected("no reservation")) };
        Ok(Reservation { reservation_id: made.reservation_id, quantity: made.quantity })
    }
}

fn wanted(order_id: &str, line: &Line) -> ReserveRequest {
    ReserveRequest { order_id: order_id.to_owned(), sku: line.sku.clone(), quantity: line.quantity }
}

/// The next answer in a negotiation.
async fn next(offers: &mut Streaming<Offer>) -> Result<Offered, InventoryError> {
    offers.message().await?.and_then(|offer| offer.offer).ok_or_else(|| unexpected("no answer"))
}

fn unexpected(what: &str) -> InventoryError {
    Status::aborted(what).into()
}

impl From<Status> for InventoryError {
    /// Takes what is out of stock from the details of an error.
    fn from(status: Status) -> Self {
        let details = tonic_types::Status::decode(status.details()).map(|status| status.details).unwrap_or_default();
        match details.iter().find_map(|detail| detail.to_msg::<OutOfStock>().ok()) {
            Some(OutOfStock { sku, available }) => Self::OutOfStock { sku, available },
            None => Self::Unexpected(Box::new(status)),
        }
    }
}
