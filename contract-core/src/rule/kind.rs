//! `{"match": "type", "min"?, "max"?}`: the value must be of the example's kind. Since V2.
//!
//! Applies to every part and to everything below the place it is put on. Numbers of any form agree with each other;
//! null agrees only with null. `min` and `max` bound the number of entries of a list or map at exactly this place, and that
//! of the values under one name of a query, header or form. On a list it makes each item be compared with the first item of the example.
//!
//! With `"items": [{"qty": 1}]` as the example, `{"match": "type", "min": 1}` at `$.items` accepts
//! `[{"qty": 7}, {"qty": 2.5}]`; `[]` is too short, and `[{"qty": "7"}]` has a text for a number.

use super::Site;
use crate::json::Value;
use crate::mismatch::Difference;

pub(super) fn check(
    (min, max): (Option<usize>, Option<usize>),
    expected: &Value<'_>,
    actual: &Value<'_>,
    site: Site,
) -> Option<Difference> {
    if !site.in_text && !expected.kind().agrees_with(actual.kind()) {
        return Some(Difference::UnlikeExample { expected: expected.excerpt(), actual: actual.excerpt() });
    }
    let entries = match actual {
        Value::Array(items) => items.len(),
        Value::Object(object) => object.len(),
        _ => return None,
    };
    match (min, max) {
        _ if site.inherited => None,
        (Some(min), _) if entries < min => Some(Difference::TooFew { actual: actual.excerpt(), size: entries, min }),
        (_, Some(max)) if entries > max => Some(Difference::TooMany { actual: actual.excerpt(), size: entries, max }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::rule::{Rule, tests::in_body};

    #[test]
    fn kinds_must_agree() {
        let rule = Rule::Type { min: None, max: None };
        for (expected, actual, passes) in [
            ("1", "2.5", true),
            ("\"a\"", "\"b\"", true),
            ("\"1\"", "1", false),
            ("null", "null", true),
            ("1", "null", false),
            ("true", "false", true),
        ] {
            assert_eq!(in_body(&rule, expected, actual).is_none(), passes, "{expected} {actual}");
        }
    }

    #[test]
    fn sizes_are_bounded() {
        let rule = Rule::Type { min: Some(1), max: Some(2) };
        assert_eq!(in_body(&rule, "[1]", "[]").unwrap(), "Expected [] (size 0) to have minimum size of 1");
        assert_eq!(in_body(&rule, "[1]", "[1,2]"), None);
        assert!(in_body(&rule, "{}", r#"{"a":1,"b":2,"c":3}"#).is_some());
    }
}
