//! `number`, `integer` and `decimal`: numbers of any form, without fraction, or with one. Since V3.
//!
//! Apply to every part. In a body only JSON numbers count: `"100"` fails all three, `100` fails `decimal`, `100.0` fails
//! `integer`. In a path, query or header the text must read as such a number: an optional sign and digits, for
//! `decimal` with a point and digits behind it, for `number` with a point anywhere and an exponent.
//!
//! | rule | in a body | in a path, query or header | does not pass |
//! |---|---|---|---|
//! | `{"match": "number"}` | `1`, `2.5`, `1e3` | `?page=2` | `"1"` in a body, `?page=two` |
//! | `{"match": "integer"}` | `1`, `-7` | `/orders/42` | `1.0`, `"1"` in a body |
//! | `{"match": "decimal"}` | `1.0`, `-2.50` | `?amount=2.50` | `1`, `"1.0"` in a body |

use super::Site;
use crate::json::{Kind, Value};
use crate::mismatch::Difference;

pub(super) fn check_number(actual: &Value<'_>, site: Site) -> Option<Difference> {
    check("a number", actual, site, |_| true, is_number)
}

pub(super) fn check_integer(actual: &Value<'_>, site: Site) -> Option<Difference> {
    let is_integer = |text: &str| all_digits(text.strip_prefix(['-', '+']).unwrap_or(text));
    check("an integer", actual, site, |kind| kind == Kind::Integer, is_integer)
}

pub(super) fn check_decimal(actual: &Value<'_>, site: Site) -> Option<Difference> {
    let is_decimal = |text: &str| {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        digits.split_once('.').is_some_and(|(whole, fraction)| all_digits(whole) && all_digits(fraction))
    };
    check("a decimal number", actual, site, |kind| kind == Kind::Decimal, is_decimal)
}

/// Sign, digits with a point anywhere among them, and an exponent, in which only the digits have to be there.
fn is_number(text: &str) -> bool {
    let unsigned = |text| str::strip_prefix(text, ['-', '+']).unwrap_or(text);
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = unsigned(digits).split_once('.').unwrap_or((unsigned(digits), ""));
    let has_digits = all_digits(&[whole, fraction].concat());
    has_digits && exponent.is_none_or(|exponent| all_digits(unsigned(exponent)))
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn check(
    what: &'static str,
    actual: &Value<'_>,
    site: Site,
    is_kind: impl Fn(Kind) -> bool,
    reads: impl Fn(&str) -> bool,
) -> Option<Difference> {
    let met = match actual {
        Value::Number(_) => is_kind(actual.kind()),
        Value::String(text) => site.in_text && reads(text),
        _ => false,
    };
    (!met).then(|| Difference::NotA { what, actual: actual.excerpt() })
}

#[cfg(test)]
mod tests {
    use crate::rule::Rule;
    use crate::rule::tests::{in_body, in_text};

    #[test]
    fn bodies_need_json_numbers_and_texts_what_reads_as_one() {
        for (rule, actual, in_body_passes, in_text_passes) in [
            (Rule::Number, "100", true, true),
            (Rule::Number, "1e3", true, true),
            (Rule::Integer, "100", true, true),
            (Rule::Integer, "-100", true, true),
            (Rule::Integer, "100.0", false, false),
            (Rule::Decimal, "100", false, false),
            (Rule::Decimal, "-1.50", true, true),
        ] {
            assert_eq!(in_body(&rule, "1", actual).is_none(), in_body_passes, "{rule:?} {actual}");
            assert_eq!(in_text(&rule, actual).is_none(), in_text_passes, "{rule:?} {actual}");
            let quoted = format!("\"{actual}\"");
            assert!(in_body(&rule, "1", &quoted).is_some(), "{rule:?} {quoted}");
        }
        for (text, passes) in [
            ("+5", true),
            ("007", true),
            (".5", true),
            ("5.", true),
            ("-1.5E+3", true),
            (".", false),
            ("", false),
            ("1e", false),
            ("+-1", false),
            ("1.2.3", false),
            ("inf", false),
            ("0x1", false),
        ] {
            assert_eq!(in_text(&Rule::Number, text).is_none(), passes, "{text}");
        }
        assert_eq!(in_body(&Rule::Integer, "1", "\"2\"").unwrap(), "Expected '2' (String) to be an integer");
    }
}
