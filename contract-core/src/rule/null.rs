//! `{"match": "null"}`: JSON `null` and nothing else. Since V3.
//!
//! Applies to bodies and metadata; a missing key is still missing, and `""` is not null.
//!
//! Under `{"match": "null"}` at `$.cancelled_at` the body `{"cancelled_at": null}` passes; `{"cancelled_at": ""}` and `{}` do
//! not.

use crate::json::Value;
use crate::mismatch::Difference;

pub(super) fn check(actual: &Value<'_>) -> Option<Difference> {
    (!actual.is_null()).then(|| Difference::NotA { what: "a null value", actual: actual.excerpt() })
}

#[cfg(test)]
mod tests {
    use crate::rule::{Rule, tests::in_body};

    #[test]
    fn only_null_passes() {
        assert_eq!(in_body(&Rule::Null, "null", "null"), None);
        assert_eq!(in_body(&Rule::Null, "null", "\"\"").unwrap(), "Expected '' (String) to be a null value");
    }
}
