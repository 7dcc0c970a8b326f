//! `{"match": "notEmpty"}`: a value of the example's kind that is not empty. Since V4.
//!
//! Applies to every part. Kinds are compared first; then `""`, `[]`, `{}`, null and a body of no bytes fail.
//!
//! With `"name": "Ann"` as the example, `{"match": "notEmpty"}` at `$.name` accepts `"Bob"`; `""`, `null` and `7` do not pass.

use super::Site;
use crate::json::Value;
use crate::mismatch::Difference;

pub(super) fn check(expected: &Value<'_>, actual: &Value<'_>, site: Site) -> Option<Difference> {
    if !site.in_text && !expected.kind().agrees_with(actual.kind()) {
        return Some(Difference::KindMismatch { expected: expected.excerpt(), actual: actual.excerpt() });
    }
    let is_empty = match actual {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(object) => object.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    };
    is_empty.then(|| Difference::IsEmpty { actual: actual.excerpt() })
}

#[cfg(test)]
mod tests {
    use crate::rule::{Rule, tests::in_body};

    #[test]
    fn emptiness_fails_after_kinds() {
        assert_eq!(in_body(&Rule::NotEmpty, "\"a\"", "\"b\""), None);
        assert_eq!(in_body(&Rule::NotEmpty, "1", "0"), None);
        assert_eq!(in_body(&Rule::NotEmpty, "\"a\"", "\"\"").unwrap(), "Expected '' (String) to not be empty");
        assert_eq!(in_body(&Rule::NotEmpty, "[1]", "[]").unwrap(), "Expected [] (Array) to not be empty");
        assert_eq!(
            in_body(&Rule::NotEmpty, "\"a\"", "100").unwrap(),
            "Type mismatch: Expected 100 (Integer) to be the same type as 'a' (String)"
        );
    }
}
