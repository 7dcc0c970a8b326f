//! `{"type": "RandomInt", "min", "max"}` and `{"type": "RandomDecimal", "digits"}`: numbers. Since V3.
//!
//! A whole number from `min` (0) to `max` (10), both included. A decimal number of `digits` (10, at least 2) digits in all,
//! with the point somewhere among them: `{"digits": 6}` makes `481.593`. It begins and ends with another digit than 0, so
//! that no reader drops one.

use super::allowance::{Allowance, check};
use crate::json::{Json, Number};
use fastrand::Rng;

/// Says what is wrong with the bounds of a whole number, if anything.
pub(super) fn check_bounds(min: i64, max: i64) -> Result<(), String> {
    if min > max { Err(format!("its `min` {min} is greater than its `max` {max}")) } else { Ok(()) }
}

pub(super) fn integer((min, max): (i64, i64), rng: &mut Rng) -> Result<Json, String> {
    check_bounds(min, max)?;
    Ok(Json::Number(Number::from(rng.i64(min..=max))))
}

pub(super) fn decimal(digits: usize, rng: &mut Rng, allowance: &mut Allowance) -> Result<Json, String> {
    check(digits)?;
    let digits = digits.max(2);
    allowance.spend(digits)?;
    let point = rng.usize(1..digits);
    let mut text = String::with_capacity(digits + 1);
    for at in 0..digits {
        if at == point {
            text.push('.');
        }
        let is_end = at == 0 || at == digits - 1;
        text.push(char::from(rng.u8(if is_end { b'1' } else { b'0' }..=b'9')));
    }
    Number::parse(&text).map(Json::Number).ok_or_else(|| format!("`{text}` is no number"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Kind;

    #[test]
    fn whole_numbers_lie_between_their_bounds() {
        let mut rng = Rng::with_seed(1);
        for bounds in [(0, 10), (-5, -5), (i64::MIN, i64::MAX), (1, 2)] {
            for _ in 0..50 {
                let made: i64 = integer(bounds, &mut rng).unwrap().to_text().parse().unwrap();
                assert!((bounds.0..=bounds.1).contains(&made), "{made}");
            }
        }
        assert_eq!(integer((3, 2), &mut rng), Err("its `min` 3 is greater than its `max` 2".to_owned()));
    }

    #[test]
    fn decimal_numbers_have_the_digits_asked_for() {
        let mut rng = Rng::with_seed(1);
        for digits in [0, 1, 2, 3, 6, 10, 400] {
            for _ in 0..50 {
                let made = decimal(digits, &mut rng, &mut Allowance::default()).unwrap();
                let text = made.to_text();
                assert_eq!((made.kind(), text.len()), (Kind::Decimal, digits.max(2) + 1), "{text}");
                assert!(!text.starts_with(['0', '.']) && !text.ends_with(['0', '.']), "{text}");
            }
        }
    }
}
