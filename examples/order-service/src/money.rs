//! Amounts of money: cents inside, a decimal number in JSON.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::iter::Sum;

/// An amount in cents, so that sums are exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Money {
    cents: u32,
}

impl Money {
    /// An amount of `cents`.
    pub fn from_cents(cents: u32) -> Self {
        Self { cents }
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self { cents: amounts.map(|amount| amount.cents).sum() }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.cents / 100, self.cents % 100)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from(self.cents) / 100.0)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let cents = (f64::deserialize(deserializer)? * 100.0).round();
        if !(0.0..=f64::from(u32::MAX)).contains(&cents) {
            return Err(de::Error::custom("not an amount of money"));
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole and within range, see above"
        )]
        Ok(Self { cents: cents as u32 })
    }
}

#[cfg(test)]
mod tests {
    use super::Money;

    #[test]
    fn an_amount_is_a_decimal_number_in_json() {
        let amount = Money::from_cents(9999);
        assert_eq!(serde_json::to_string(&amount).unwrap(), "99.99");
        assert_eq!(serde_json::from_str::<Money>("99.99").unwrap(), amount);
        assert_eq!(serde_json::from_str::<Money>("100").unwrap(), Money::from_cents(10_000));
        assert!(serde_json::from_str::<Money>("-1").is_err());
    }

    #[test]
    fn a_sum_is_exact() {
        let sum: Money = [10, 20].map(Money::from_cents).into_iter().sum();
        assert_eq!(sum.to_string(), "0.30");
    }
}
