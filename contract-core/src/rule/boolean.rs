//! `{"match": "boolean"}`: `true` or `false`. Since V3.
//!
//! Applies to every part. The texts `"true"` and `"false"` pass as well, since queries and headers know nothing else.
//!
//! Under `{"match": "boolean"}` at `$.paid` the bodies `{"paid": false}` and `{"paid": "true"}` pass; `{"paid": 1}` and
//! `{"paid": "yes"}` do not.

use crate::json::Value;
use crate::mismatch::Difference;

pub(super) fn check(actual: &Value<'_>) -> Option<Difference> {
    let met = match actual {
        Value::Bool(_) => true,
        Value::String(text) => text == "true" || text == "false",
        _ => false,
    };
    (!met).then(|| Difference::NotBoolean { actual: actual.excerpt() })
}

#[cfg(test)]
mod tests {
    use crate::rule::{Rule, tests::in_body};

    #[test]
    fn booleans_and_their_texts_pass() {
        for actual in ["true", "false", "\"true\""] {
            assert_eq!(in_body(&Rule::Boolean, "true", actual), None, "{actual}");
        }
        assert_eq!(in_body(&Rule::Boolean, "true", "\"\"").unwrap(), "Expected '' (String) to match a boolean");
        assert!(in_body(&Rule::Boolean, "true", "0").is_some());
    }
}
