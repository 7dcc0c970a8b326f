//! Orders: placed, cancelled, and what a customer has spent on them.

use crate::money::Money;
use crate::payment::{PaymentClient, PaymentError};
use serde::Serialize;

/// What a customer wants to pay for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Order {
    /// Names the order.
    pub order_id: String,
    /// Who ordered.
    pub customer_id: String,
    /// What it costs.
    pub amount: Money,
    /// The currency of the amount, such as `USD`.
    pub currency: String,
}

/// An order that is paid for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedOrder {
    /// Names the order.
    pub order_id: String,
    /// The payment it was paid with.
    pub payment_id: String,
}

/// How a cancelled order ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cancellation {
    /// The customer gets the money back.
    Refunded {
        /// Names the refund.
        refund_id: String,
    },
    /// The order was never paid for.
    NothingPaid,
}

/// Why an order could not be placed or cancelled.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OrderError {
    /// The payment did not go through.
    #[error("order {order_id} could not be paid")]
    Payment {
        /// Names the order.
        order_id: String,
        /// What payment-service said.
        #[source]
        source: PaymentError,
    },
}

/// Places and cancels orders.
#[derive(Debug, Clone)]
pub struct OrderService {
    payments: PaymentClient,
}

impl OrderService {
    /// A service that pays through `payments`.
    pub fn new(payments: PaymentClient) -> Self {
        Self { payments }
    }

    /// Places an order by charging the customer for it.
    pub async fn place(&self, order: &Order) -> Result<PlacedOrder, OrderError> {
        let receipt = self.payments.charge(order).await.map_err(|error| unpaid(&order.order_id, error))?;
        Ok(PlacedOrder { order_id: order.order_id.clone(), payment_id: receipt.payment_id })
    }

    /// Cancels an order, and gives the money back if it was paid for.
    pub async fn cancel(&self, order_id: &str) -> Result<Cancellation, OrderError> {
        let payment = self.payments.payment_of(order_id).await.map_err(|error| unpaid(order_id, error))?;
        let Some(payment_id) = payment else { return Ok(Cancellation::NothingPaid) };
        let key = format!("cancel-{order_id}");
        let refund = self.payments.refund(&payment_id, "order cancelled", &key).await;
        refund.map(|refund_id| Cancellation::Refunded { refund_id }).map_err(|error| unpaid(order_id, error))
    }

    /// What a customer has spent with us.
    pub async fn spent_by(&self, customer_id: &str) -> Result<Money, PaymentError> {
        let charges = self.payments.successful_charges(customer_id).await?;
        Ok(charges.into_iter().map(|charge| charge.amount).sum())
    }
}

fn unpaid(order_id: &str, source: PaymentError) -> OrderError {
    OrderError::Payment { order_id: order_id.to_owned(), source }
}
