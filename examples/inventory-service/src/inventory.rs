//! The calls of `shop.inventory.v1.Inventory`.

use crate::stock::Refusal;
use crate::warehouse::Warehouse;
use inventory_api::ask::Ask as Asked;
use inventory_api::inventory_server::Inventory;
use inventory_api::offer::Offer as Offered;
use inventory_api::{
    Ask, BatchReservation, Offer, OutOfStock, Proposal, Reservation, ReserveRequest, StockLevel, WatchStockRequest,
    Wish,
};
use prost::Message as _;
use prost_types::Any;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Code, Request, Response, Status, Streaming};

/// How many messages of a stream wait for a slow caller.
const AHEAD: usize = 16;

/// Answers calls from a warehouse.
#[derive(Debug)]
pub(crate) struct Service {
    warehouse: Warehouse,
}

impl Service {
    pub(crate) fn new(warehouse: Warehouse) -> Self {
        Self { warehouse }
    }
}

type Stream<T> = ReceiverStream<Result<T, Status>>;

#[tonic::async_trait]
impl Inventory for Service {
    type WatchStockStream = Stream<StockLevel>;
    type NegotiateStream = Stream<Offer>;

    async fn reserve(&self, request: Request<ReserveRequest>) -> Result<Response<Reservation>, Status> {
        let key = request.metadata().get("idempotency-key").and_then(|key| key.to_str().ok()).map(str::to_owned);
        let key = key.ok_or_else(|| Status::invalid_argument("a reservation needs the metadata idempotency-key"))?;
        let ReserveRequest { sku, quantity, .. } = request.into_inner();
        let reserved = self.warehouse.change(|stock| stock.reserve_once(&key, &sku, quantity));
        reserved.map(Response::new).map_err(refused)
    }

    async fn watch_stock(
        &self,
        request: Request<WatchStockRequest>,
    ) -> Result<Response<Self::WatchStockStream>, Status> {
        let WatchStockRequest { sku, after_revision } = request.into_inner();
        self.warehouse.stock().levels_after(&sku, after_revision).map(drop).map_err(refused)?;
        let (watcher, levels) = mpsc::channel(AHEAD);
        tokio::spawn(self.warehouse.clone().tell(sku, after_revision, watcher));
        Ok(Response::new(ReceiverStream::new(levels)))
    }

    async fn reserve_batch(
        &self,
        request: Request<Streaming<ReserveRequest>>,
    ) -> Result<Response<BatchReservation>, Status> {
        let mut lines = request.into_inner();
        let mut batch = BatchReservation::default();
        while let Some(ReserveRequest { sku, quantity, .. }) = lines.message().await? {
            match self.warehouse.change(|stock| stock.reserve(&sku, quantity)) {
                Ok(reservation) => batch.reservations.push(reservation),
                Err(Refusal::OutOfStock(missing)) => batch.out_of_stock.push(missing),
                Err(refusal) => return Err(refused(refusal)),
            }
        }
        Ok(Response::new(batch))
    }

    async fn negotiate(&self, request: Request<Streaming<Ask>>) -> Result<Response<Self::NegotiateStream>, Status> {
        let mut asks = request.into_inner();
        let mut negotiation = Negotiation { warehouse: self.warehouse.clone(), proposed: None };
        let (say, said) = mpsc::channel(AHEAD);
        tokio::spawn(async move {
            // Ends with the caller's last word, with the first refusal, or when nobody listens.
            while let Some(ask) = asks.message().await.transpose() {
                let offer = ask.and_then(|ask| negotiation.answer(ask));
                let is_over = offer.is_err();
                if say.send(offer).await.is_err() || is_over {
                    break;
                }
            }
        });
        Ok(Response::new(ReceiverStream::new(said)))
    }
}

/// A conversation about one wish after the other.
#[derive(Debug)]
struct Negotiation {
    warehouse: Warehouse,
    /// The article and the number of pieces that were proposed last.
    proposed: Option<(String, u32)>,
}

impl Negotiation {
    fn answer(&mut self, ask: Ask) -> Result<Offer, Status> {
        let offer = match ask.ask {
            Some(Asked::Wish(wish)) => Offered::Proposal(self.propose(wish)?),
            Some(Asked::Acceptance(_)) => {
                let (sku, quantity) =
                    self.proposed.take().ok_or_else(|| Status::failed_precondition("nothing was proposed yet"))?;
                // Somebody else may have been faster.
                let reserved = self.warehouse.change(|stock| stock.reserve(&sku, quantity));
                Offered::Reservation(reserved.map_err(refused)?)
            }
            None => return Err(Status::invalid_argument("neither a wish nor an acceptance")),
        };
        Ok(Offer { offer: Some(offer) })
    }

    fn propose(&mut self, Wish { sku, quantity, .. }: Wish) -> Result<Proposal, Status> {
        let available = self.warehouse.stock().available(&sku);
        if available == 0 {
            return Err(refused(Refusal::OutOfStock(OutOfStock { sku, available })));
        }
        let quantity = quantity.min(available);
        self.proposed = Some((sku, quantity));
        Ok(Proposal { quantity })
    }
}

/// The status of a refusal; with an `OutOfStock` among the details where that is the reason.
fn refused(refusal: Refusal) -> Status {
    match refusal {
        Refusal::Invalid(reason) => Status::invalid_argument(reason),
        Refusal::Unknown(sku) => Status::not_found(format!("there is no article `{sku}`")),
        Refusal::OutOfStock(missing) => {
            let code = Code::FailedPrecondition;
            let message = format!("{} of `{}` left", missing.available, missing.sku);
            let details = Any::from_msg(&missing).into_iter().collect();
            let status = tonic_types::Status { code: code.into(), message: message.clone(), details };
            Status::with_details(code, message, status.encode_to_vec().into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::warehouse::ApiVersion;
    use tokio_stream::StreamExt as _;

    async fn watched(api: ApiVersion) -> (Warehouse, Stream<StockLevel>) {
        let warehouse = Warehouse::new(api);
        warehouse.change(|stock| stock.deliver("lamp", 5));
        let request = Request::new(WatchStockRequest { sku: "lamp".to_owned(), after_revision: 0 });
        let levels = Service::new(warehouse.clone()).watch_stock(request).await.unwrap().into_inner();
        (warehouse, levels)
    }

    fn available(level: Option<Result<StockLevel, Status>>) -> Option<u32> {
        level.map(|level| level.unwrap().available)
    }

    #[tokio::test]
    async fn a_watch_tells_changes_as_they_happen_until_nothing_is_left() {
        for (api, last) in [(ApiVersion::Current, Some(0)), (ApiVersion::Next, None)] {
            let (warehouse, mut levels) = watched(api).await;
            assert_eq!(available(levels.next().await), Some(5));
            warehouse.change(|stock| stock.reserve("lamp", 4)).unwrap();
            assert_eq!(available(levels.next().await), Some(1));
            warehouse.change(|stock| stock.reserve("lamp", 1)).unwrap();
            assert_eq!(available(levels.next().await), last);
            assert!(levels.next().await.is_none());
        }
    }

    #[tokio::test]
    async fn an_article_nobody_has_delivered_is_not_watched() {
        let request = Request::new(WatchStockRequest { sku: "sofa".to_owned(), after_revision: 0 });
        let refused = Service::new(Warehouse::default()).watch_stock(request).await.unwrap_err();
        assert_eq!(refused.code(), Code::NotFound);
    }

    #[test]
    fn what_is_out_of_stock_is_said_in_a_detail() {
        let missing = OutOfStock { sku: "lamp".to_owned(), available: 2 };
        let status = refused(Refusal::OutOfStock(missing.clone()));
        let details = tonic_types::Status::decode(status.details()).unwrap();
        assert_eq!(details.details[0].type_url, "type.googleapis.com/shop.inventory.v1.OutOfStock");
        assert_eq!(details.details[0].to_msg::<OutOfStock>().unwrap(), missing);
    }

    #[test]
    fn an_acceptance_needs_a_proposal() {
        let mut negotiation = Negotiation { warehouse: Warehouse::default(), proposed: None };
        negotiation.warehouse.change(|stock| stock.deliver("lamp", 4));
        let mut say = |ask| negotiation.answer(Ask { ask: Some(ask) });
        let refused = say(Asked::Acceptance(inventory_api::Acceptance {})).unwrap_err();
        assert_eq!(refused.code(), Code::FailedPrecondition);
        let wish = Wish { order_id: "ord-1".to_owned(), sku: "lamp".to_owned(), quantity: 10 };
        let proposal = say(Asked::Wish(wish)).unwrap();
        assert_eq!(proposal.offer, Some(Offered::Proposal(Proposal { quantity: 4 })));
        assert!(matches!(
            say(Asked::Acceptance(inventory_api::Acceptance {})).unwrap().offer,
            Some(Offered::Reservation(Reservation { quantity: 4, .. }))
        ));
    }
}
