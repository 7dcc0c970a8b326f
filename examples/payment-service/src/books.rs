//! Everything the service knows, and the rules it follows.

use crate::charge::{Card, Charge, ChargeRequest, Refund, Status};
use std::collections::HashMap;

/// The cards, charges and refunds.
#[derive(Debug, Default)]
pub(crate) struct Books {
    cards: HashMap<String, Card>,
    charges: Vec<Charge>,
    refunds: Vec<Refund>,
}

/// Why a charge or refund is not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The request makes no sense.
    Invalid(&'static str),
    /// The bank, or the lack of a card, says no.
    Declined(&'static str),
    /// There is no such charge.
    Unknown,
    /// The money was given back before, by another request.
    AlreadyRefunded,
}

impl Books {
    /// Keeps a customer's card, in place of an earlier one.
    pub(crate) fn keep_card(&mut self, customer_id: impl Into<String>, card: Card) {
        self.cards.insert(customer_id.into(), card);
    }

    /// Charges the customer's card.
    pub(crate) fn charge(&mut self, request: ChargeRequest) -> Result<&Charge, Refusal> {
        if request.amount <= 0.0 {
            return Err(Refusal::Invalid("the amount must be more than nothing"));
        }
        if request.currency.len() != 3 {
            return Err(Refusal::Invalid("the currency must be one of three letters"));
        }
        let card = self.cards.get(&request.customer_id).ok_or(Refusal::Declined("no payment method"))?;
        if let Some(reason) = card.refusal() {
            return Err(Refusal::Declined(reason));
        }
        let at = self.charges.len();
        self.charges.push(Charge { id: format!("pay-{:06}", at + 1), request, status: Status::Success });
        Ok(&self.charges[at])
    }

    /// A charge by its id.
    pub(crate) fn charge_by_id(&self, id: &str) -> Option<&Charge> {
        self.charges.iter().find(|charge| charge.id == id)
    }

    /// The charge that paid for an order.
    pub(crate) fn charge_of_order(&self, order_id: &str) -> Option<&Charge> {
        self.charges.iter().find(|charge| charge.request.order_id == order_id)
    }

    /// The charges of a customer, in one status or any.
    pub(crate) fn charges_of<'b>(
        &'b self,
        customer_id: &'b str,
        status: Option<Status>,
    ) -> impl Iterator<Item = &'b Charge> {
        self.charges.iter().filter(move |charge| {
            charge.request.customer_id == customer_id && status.is_none_or(|status| charge.status == status)
        })
    }

    /// Gives a charge back. The same key again is the same refund.
    pub(crate) fn refund(&mut self, id: &str, reason: String, key: String) -> Result<&Refund, Refusal> {
        if let Some(at) = self.refunds.iter().position(|refund| refund.charge == id && refund.key == key) {
            return Ok(&self.refunds[at]);
        }
        let charge = self.charges.iter_mut().find(|charge| charge.id == id).ok_or(Refusal::Unknown)?;
        if charge.status == Status::Refunded {
            return Err(Refusal::AlreadyRefunded);
        }
        charge.status = Status::Refunded;
        let (at, amount) = (self.refunds.len(), charge.request.amount);
        self.refunds.push(Refund { id: format!("ref-{:06}", at + 1), amount, reason, charge: id.to_owned(), key });
        Ok(&self.refunds[at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn charge_of(amount: f64) -> ChargeRequest {
        let [order_id, customer_id, currency] = ["ord-1", "cust-1", "EUR"].map(str::to_owned);
        ChargeRequest { order_id, customer_id, amount, currency }
    }

    fn books(card: &str) -> Books {
        let mut books = Books::default();
        books.keep_card("cust-1", Card { number: card.to_owned() });
        books
    }

    #[test]
    fn a_charge_needs_a_card_the_bank_accepts() {
        assert_eq!(Books::default().charge(charge_of(1.0)).unwrap_err(), Refusal::Declined("no payment method"));
        assert_eq!(books(Card::DECLINED).charge(charge_of(1.0)).unwrap_err(), Refusal::Declined("insufficient funds"));
        assert_eq!(books(Card::VALID).charge(charge_of(1.0)).unwrap().status, Status::Success);
        assert!(matches!(books(Card::VALID).charge(charge_of(0.0)), Err(Refusal::Invalid(_))));
    }

    #[test]
    fn a_refund_is_made_once() {
        let mut books = books(Card::VALID);
        let id = books.charge(charge_of(5.0)).unwrap().id.clone();
        let mut refund =
            |key: &str| books.refund(&id, "broken".to_owned(), key.to_owned()).map(|refund| refund.id.clone());
        let first = refund("a").unwrap();
        assert_eq!(refund("a").unwrap(), first);
        assert_eq!(refund("b").unwrap_err(), Refusal::AlreadyRefunded);
        assert_eq!(books.charges_of("cust-1", Some(Status::Success)).count(), 0);
        assert_eq!(books.charges_of("cust-1", None).count(), 1);
    }
}
