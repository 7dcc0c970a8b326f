//! `{"match": "include", "value": S}`: the text must include `S`, case and all. Since V3.
//!
//! Applies to every part. Values that are no strings are searched in their compact JSON text.
//!
//! Under `{"match": "include", "value": "json"}` the header value `application/json;charset=utf-8` passes; `text/html` and
//! `application/JSON` do not.

use crate::json::Value;
use crate::mismatch::Difference;

pub(super) fn check(part: &str, actual: &Value<'_>) -> Option<Difference> {
    let text = actual.to_text();
    (!text.contains(part)).then(|| Difference::NotIncluded { part: part.to_owned(), actual: text.to_string() })
}

#[cfg(test)]
mod tests {
    use crate::rule::{Rule, tests::in_body};

    #[test]
    fn the_part_must_occur() {
        let rule = Rule::Include("a".to_owned());
        assert_eq!(in_body(&rule, "\"cat\"", "\"bat\""), None);
        assert_eq!(in_body(&rule, "\"cat\"", "\"dog\"").unwrap(), "Expected 'dog' to include 'a'");
        assert_eq!(in_body(&Rule::Include("5".to_owned()), "1", "150"), None);
    }
}
