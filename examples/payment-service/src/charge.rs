//! Charges, refunds and the cards behind them.

use serde::{Deserialize, Serialize};

/// An order to charge a customer.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ChargeRequest {
    pub(crate) order_id: String,
    pub(crate) customer_id: String,
    pub(crate) amount: f64,
    pub(crate) currency: String,
}

/// Money that was taken.
#[derive(Debug, Clone)]
pub(crate) struct Charge {
    pub(crate) id: String,
    pub(crate) request: ChargeRequest,
    pub(crate) status: Status,
}

/// How a charge stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Status {
    Success,
    Refunded,
}

/// Money that was given back.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Refund {
    #[serde(rename = "refund_id")]
    pub(crate) id: String,
    pub(crate) amount: f64,
    pub(crate) reason: String,
    #[serde(skip)]
    pub(crate) charge: String,
    /// The caller's name for this refund.
    #[serde(skip)]
    pub(crate) key: String,
}

/// A customer's card.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Card {
    pub(crate) number: String,
}

impl Card {
    /// The card that every bank accepts in tests.
    pub(crate) const VALID: &str = "4242424242424242";
    /// The card that every bank declines in tests.
    pub(crate) const DECLINED: &str = "4000000000009995";

    /// What the bank says to a charge: nothing, or why it declines.
    pub(crate) fn refusal(&self) -> Option<&'static str> {
        (self.number == Self::DECLINED).then_some("insufficient funds")
    }
}
