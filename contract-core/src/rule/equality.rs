//! `{"match": "equality"}`: the value must be the example. Since V3.
//!
//! Applies to every part. Kinds must agree too: `100` does not equal `100.0` or `"100"`. The order of keys does not
//! count. Placed below an inherited rule it puts strict comparison back.
//!
//! With `"currency": "USD"` as the example, `{"match": "equality"}` at `$.currency` accepts `"USD"`; `"usd"` does not pass.

use crate::json::Value;
use crate::mismatch::Difference;

pub(super) fn check(expected: &Value<'_>, actual: &Value<'_>) -> Option<Difference> {
    (expected != actual).then(|| unequal(expected, actual))
}

/// The difference between two values that are not equal.
pub(crate) fn unequal(expected: &Value<'_>, actual: &Value<'_>) -> Difference {
    Difference::Unequal { expected: expected.excerpt(), actual: actual.excerpt() }
}

#[cfg(test)]
mod tests {
    use crate::rule::{Rule, tests::in_body};

    #[test]
    fn only_the_example_passes() {
        assert_eq!(in_body(&Rule::Equality, r#"{"a":1,"b":2}"#, r#"{"b":2,"a":1}"#), None);
        let said = in_body(&Rule::Equality, "100", "100.0").unwrap();
        assert_eq!(said, "Expected 100.0 (Decimal) to be equal to 100 (Integer)");
    }
}
