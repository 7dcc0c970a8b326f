//! A number as it was written.

use super::Text;
use std::fmt;

/// A JSON number, kept as its source text.
///
/// Two numbers are equal when both are integers or both have a fraction or exponent, and they denote the same value:
/// `1.50` equals `1.5` and `15e-1`, but `100` does not equal `100.0`.
#[derive(Debug, Clone)]
pub struct Number<'a>(Text<'a>);

impl<'a> Number<'a> {
    /// Takes the text of a number that has already been checked against the JSON grammar.
    pub(super) fn from_checked(text: impl Into<Text<'a>>) -> Self {
        Self(text.into())
    }

    /// Reads a number, if `text` is one by the JSON grammar.
    pub fn parse(text: &str) -> Option<Number<'static>> {
        let length = super::parse::number_length(text.as_bytes())?;
        (length == text.len()).then(|| Number(text.to_owned().into()))
    }

    /// A number with a fraction (`10.0`) or an exponent, in the shortest form that reads back the same; `None` for infinities
    /// and what is not a number.
    pub fn from_f64(number: f64) -> Option<Number<'static>> {
        number.is_finite().then(|| Number(format!("{number:?}").into()))
    }

    /// The source text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it has neither fraction nor exponent.
    pub fn is_integer(&self) -> bool {
        !self.0.bytes().any(|byte| matches!(byte, b'.' | b'e' | b'E'))
    }

    /// The value, when it is a whole number without sign that fits.
    pub fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    /// The same number, owning its text.
    pub fn into_owned(self) -> Number<'static> {
        Number(self.0.into_owned())
    }

    /// Sign, significant digits and power of ten: equal for equal values.
    fn decimal(&self) -> (bool, String, i64) {
        let text = self.0.as_str();
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut exponent =
            exponent.parse::<i64>().unwrap_or(if exponent.starts_with('-') { i64::MIN / 2 } else { i64::MAX / 2 });
        exponent = exponent.saturating_sub(i64::try_from(fraction.len()).unwrap_or(i64::MAX));
        let digits = format!("{whole}{fraction}");
        let digits = digits.trim_start_matches('0');
        let significant = digits.trim_end_matches('0');
        if significant.is_empty() {
            return (false, String::new(), 0);
        }
        let dropped = digits.len() - significant.len();
        (negative, significant.to_owned(), exponent.saturating_add(i64::try_from(dropped).unwrap_or(i64::MAX)))
    }
}

impl PartialEq for Number<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || (self.is_integer() == other.is_integer() && self.decimal() == other.decimal())
    }
}

impl fmt::Display for Number<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! from_integer {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Number<'static> {
            fn from(number: $kind) -> Self {
                Self(number.to_string().into())
            }
        }
    )*};
}
from_integer!(u8, u16, u32, u64, usize, i32, i64, i128);

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn numbers_are_equal_by_value_within_their_kind() {
        let number = |text| Number::parse(text).unwrap();
        for (left, right, equal) in [
            ("100", "100", true),
            ("100", "100.0", false),
            ("1.50", "1.5", true),
            ("15e-1", "1.5", true),
            ("1e2", "100.0", true),
            ("-0", "0", true),
            ("0.0", "-0.0", true),
            ("12345678901234567890", "12345678901234567891", false),
            ("1e999999999999999999999", "1e999999999999999999998", true),
        ] {
            assert_eq!(number(left) == number(right), equal, "{left} and {right}");
        }
    }

    #[test]
    fn text_that_is_no_json_number_is_refused() {
        for text in ["", "-", "01", "1.", ".5", "1e", "+1", "1 ", "NaN"] {
            assert!(Number::parse(text).is_none(), "{text}");
        }
    }
}
