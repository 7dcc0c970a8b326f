//! `{"match": "contentType", "value": T}`: content that is of type `T` by its looks. Since V3.
//!
//! Applies to whole bodies at `$`, and to strings in a body: a string that decodes as base64 is judged decoded. Types are
//! told by the first bytes, whatever a header says; only that of a multipart body is the one it was sent as. It says nothing
//! of what is in a body: other rules for a JSON, XML or form body hold beside it, and where there are any, what they do not
//! cover has to be equal.
//!
//! Under `{"match": "contentType", "value": "image/png"}` at `$` any body that begins like a PNG file passes, whatever its
//! size; a JPEG file does not.

use crate::body::{detect, from_base64};
use crate::json::Value;
use crate::mismatch::Difference;

pub(super) fn check(expected: &str, actual: &Value<'_>) -> Option<Difference> {
    let text = actual.to_text();
    let decoded = from_base64(&text).filter(|bytes| !bytes.is_empty());
    let fits = |bytes: &[u8]| detect(bytes, expected).eq_ignore_ascii_case(expected);
    if fits(text.as_bytes()) || decoded.as_deref().is_some_and(fits) {
        return None;
    }
    let detected = detect(decoded.as_deref().unwrap_or(text.as_bytes()), expected);
    Some(Difference::ContentType { expected: expected.to_owned(), detected })
}

#[cfg(test)]
mod tests {
    use crate::rule::{Rule, tests::in_body};

    #[test]
    fn the_looks_decide() {
        let xml = Rule::ContentType("application/xml".into());
        assert_eq!(in_body(&xml, "\"\"", "\"<?xml version='1.0'?><a/>\""), None);
        let said = in_body(&xml, "\"\"", "\"plain words\"").unwrap();
        assert_eq!(
            said,
            "Expected binary contents to have content type 'application/xml' but detected contents was 'text/plain'"
        );
    }
}
