//! Everything the service knows, and the rules it follows.

use inventory_api::{OutOfStock, Reservation, Standing, StockLevel};
use std::collections::HashMap;

/// As many pieces as this are few.
const FEW: u32 = 3;

/// The articles and what of them is set aside.
#[derive(Debug, Default)]
pub(crate) struct Stock {
    /// Every level each article has had, in order.
    levels: HashMap<String, Vec<StockLevel>>,
    reservations: Vec<Reservation>,
    /// Reservations by the callers' names for their wishes.
    wishes: HashMap<String, Reservation>,
    revision: u64,
}

/// Why nothing is set aside or told.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Refusal {
    /// The request makes no sense.
    Invalid(&'static str),
    /// There are too few pieces.
    OutOfStock(OutOfStock),
    /// Nobody has ever delivered the article.
    Unknown(String),
}

impl Stock {
    /// Adds pieces of an article; returns the revision this makes.
    pub(crate) fn deliver(&mut self, sku: &str, quantity: u32) -> u64 {
        self.set(sku, self.available(sku).saturating_add(quantity))
    }

    /// How many pieces are there for whoever comes.
    pub(crate) fn available(&self, sku: &str) -> u32 {
        self.levels.get(sku).and_then(|levels| levels.last()).map_or(0, |level| level.available)
    }

    /// Sets pieces aside.
    pub(crate) fn reserve(&mut self, sku: &str, quantity: u32) -> Result<Reservation, Refusal> {
        if quantity == 0 {
            return Err(Refusal::Invalid("the quantity must be more than nothing"));
        }
        let available = self.available(sku);
        let left = available
            .checked_sub(quantity)
            .ok_or_else(|| Refusal::OutOfStock(OutOfStock { sku: sku.to_owned(), available }))?;
        self.set(sku, left);
        let reservation_id = format!("res-{:06}", self.reservations.len() + 1);
        let reservation = Reservation { reservation_id, sku: sku.to_owned(), quantity };
        self.reservations.push(reservation.clone());
        Ok(reservation)
    }

    /// Sets pieces aside, once for each name of a wish.
    pub(crate) fn reserve_once(&mut self, wish: &str, sku: &str, quantity: u32) -> Result<Reservation, Refusal> {
        if let Some(made) = self.wishes.get(wish) {
            return Ok(made.clone());
        }
        let made = self.reserve(sku, quantity)?;
        self.wishes.insert(wish.to_owned(), made.clone());
        Ok(made)
    }

    /// The levels of an article since a revision.
    pub(crate) fn levels_after(&self, sku: &str, revision: u64) -> Result<&[StockLevel], Refusal> {
        let levels = self.levels.get(sku).ok_or_else(|| Refusal::Unknown(sku.to_owned()))?;
        Ok(&levels[levels.partition_point(|level| level.revision <= revision)..])
    }

    fn set(&mut self, sku: &str, available: u32) -> u64 {
        self.revision += 1;
        let standing = match available {
            0 => Standing::Gone,
            1..=FEW => Standing::Low,
            _ => Standing::InStock,
        };
        let level = StockLevel { sku: sku.to_owned(), available, standing: standing.into(), revision: self.revision };
        self.levels.entry(sku.to_owned()).or_default().push(level);
        self.revision
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_aside_is_there_for_nobody_else() {
        let mut stock = Stock::default();
        stock.deliver("lamp", 5);
        assert_eq!(stock.reserve("lamp", 3).unwrap().quantity, 3);
        assert_eq!(stock.available("lamp"), 2);
        let refusal = stock.reserve("lamp", 3).unwrap_err();
        assert_eq!(refusal, Refusal::OutOfStock(OutOfStock { sku: "lamp".to_owned(), available: 2 }));
        assert!(matches!(stock.reserve("desk", 1), Err(Refusal::OutOfStock(_))));
        assert!(matches!(stock.reserve("lamp", 0), Err(Refusal::Invalid(_))));
    }

    #[test]
    fn the_same_wish_is_the_same_reservation() {
        let mut stock = Stock::default();
        stock.deliver("lamp", 5);
        let first = stock.reserve_once("a", "lamp", 2).unwrap();
        assert_eq!(stock.reserve_once("a", "lamp", 2).unwrap(), first);
        assert_ne!(stock.reserve_once("b", "lamp", 2).unwrap(), first);
        assert_eq!(stock.available("lamp"), 1);
    }

    #[test]
    fn levels_are_told_from_any_revision_on() {
        let mut stock = Stock::default();
        let delivered = stock.deliver("lamp", 5);
        stock.deliver("desk", 1);
        stock.reserve("lamp", 3).unwrap();
        stock.reserve("lamp", 2).unwrap();
        let after = |revision| stock.levels_after("lamp", revision).unwrap().iter().map(|level| level.available);
        assert_eq!(after(0).collect::<Vec<_>>(), [5, 2, 0]);
        assert_eq!(after(delivered).collect::<Vec<_>>(), [2, 0]);
        assert_eq!(after(99).count(), 0);
        let standings: Vec<_> = stock.levels_after("lamp", 0).unwrap().iter().map(StockLevel::standing).collect();
        assert_eq!(standings, [Standing::InStock, Standing::Low, Standing::Gone]);
        assert_eq!(stock.levels_after("sofa", 0).unwrap_err(), Refusal::Unknown("sofa".to_owned()));
    }
}
