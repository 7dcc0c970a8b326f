//! Whether a text looks made by a program on the spot.

/// Different characters an identifier needs to look random: people write `1111…` and `0000…`.
const VARIETY: usize = 6;
/// The first year a date may be today's.
const RECENT: u16 = 2015;

/// What a text looks like, if it looks generated.
pub(super) fn like(text: &str) -> Option<&'static str> {
    let has_uuid = text.is_ascii() && text.as_bytes().windows(36).any(is_uuid);
    if has_uuid {
        return Some("a UUID");
    }
    if is_timestamp(text) || is_http_date(text) {
        return Some("a timestamp");
    }
    if date(text).is_some_and(|(year, rest)| year >= RECENT && rest.is_empty()) {
        return Some("a date");
    }
    if is_token(text) {
        return Some("a signed token");
    }
    if is_ulid(text) {
        return Some("a ULID");
    }
    if text.len() >= 24 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) && is_various(text) && has_both(text) {
        return Some("a long hexadecimal identifier");
    }
    is_long_number(text).then_some("a long numeric identifier")
}

/// What a number looks like, if it looks generated.
pub(super) fn like_number(text: &str) -> Option<&'static str> {
    let is_milliseconds = text.len() == 13 && matches!(text.as_bytes(), [b'1', b'4'..=b'9', ..] | [b'2', b'0', ..]);
    if is_milliseconds && text.bytes().all(|byte| byte.is_ascii_digit()) && is_various(text) {
        return Some("a timestamp in milliseconds");
    }
    is_long_number(text).then_some("a long numeric identifier")
}

fn is_long_number(text: &str) -> bool {
    (17..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) && is_various(text)
}

fn is_various(text: &str) -> bool {
    let mut bytes = text.to_ascii_lowercase().into_bytes();
    bytes.sort_unstable();
    bytes.dedup();
    bytes.len() >= VARIETY
}

fn has_both(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit()) && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}

fn is_uuid(window: &[u8]) -> bool {
    let fits = |(at, byte): (usize, &u8)| match at {
        8 | 13 | 18 | 23 => *byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    window.iter().enumerate().all(fits) && std::str::from_utf8(window).is_ok_and(is_various)
}

/// A ULID: 26 characters of its own alphabet, in capitals.
fn is_ulid(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_digit() || (byte.is_ascii_uppercase() && !b"ILOU".contains(&byte));
    text.len() == 26 && text.starts_with(|c| ('0'..='7').contains(&c)) && text.bytes().all(is_letter) && has_both(text)
}

/// A signed token (JWT), bare or behind a scheme.
fn is_token(text: &str) -> bool {
    let token = text.rsplit(' ').next().unwrap_or_default();
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    token.starts_with("eyJ") && token.matches('.').count() == 2 && token.len() > 40 && token.bytes().all(is_letter)
}

/// The year of a text that begins with a date, and what follows.
fn date(text: &str) -> Option<(u16, &str)> {
    let (year, rest) = number(text, 4)?;
    let (month, rest) = number(rest.strip_prefix('-')?, 2)?;
    let (day, rest) = number(rest.strip_prefix('-')?, 2)?;
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((year, rest))
}

/// An ISO date with a time of day.
fn is_timestamp(text: &str) -> bool {
    let time = || {
        let (_, rest) = date(text)?;
        let (hour, rest) = number(rest.strip_prefix(['T', 't', ' '])?, 2)?;
        let (minute, rest) = number(rest.strip_prefix(':')?, 2)?;
        let is_end = |rest: &str| rest.chars().all(|c| c.is_ascii_digit() || ":.,+-Zz".contains(c));
        Some(hour < 25 && minute < 60 && is_end(rest))
    };
    time().unwrap_or(false)
}

/// A date as HTTP headers have it: `Sat, 29 Oct 2022 19:43:31 GMT`.
fn is_http_date(text: &str) -> bool {
    let (days, end) = (["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], " GMT");
    text.len() == 29
        && text.ends_with(end)
        && days.iter().any(|day| text.starts_with(day))
        && text[3..].starts_with(", ")
}

fn number(text: &str, digits: usize) -> Option<(u16, &str)> {
    let head = text.get(..digits).filter(|head| head.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some((head.parse().ok()?, &text[digits..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_programs_are_told_from_values_of_people() {
        for (text, what) in [
            ("0b9f4a3e-58a1-4f0e-9d52-6a1f4a0c7e11", Some("a UUID")),
            ("/orders/0B9F4A3E-58A1-4F0E-9D52-6A1F4A0C7E11/items", Some("a UUID")),
            ("00000000-0000-0000-0000-000000000000", None),
            ("11111111-1111-1111-1111-111111111111", None),
            ("2024-05-17T10:11:12.123Z", Some("a timestamp")),
            ("2024-05-17T10:11:12+02:00", Some("a timestamp")),
            ("2024-05-17 10:11", Some("a timestamp")),
            ("Sat, 29 Oct 2022 19:43:31 GMT", Some("a timestamp")),
            ("2024-05-17", Some("a date")),
            ("1985-05-17", None),
            ("2024-13-17", None),
            ("2024-05-17 is a date", None),
            ("5f2b1c9e8d7a6b5c4d3e2f1a", Some("a long hexadecimal identifier")),
            ("aaaaaaaaaaaaaaaaaaaaaaaa", None),
            ("01ARZ3NDEKTSV4RRFFQ69G5FAV", Some("a ULID")),
            ("Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmN", Some("a signed token")),
            ("1234567890123456789", Some("a long numeric identifier")),
            ("pay-abc123", None),
            ("cust-456", None),
            ("", None),
            ("größe und weite", None),
        ] {
            assert_eq!(like(text), what, "{text}");
        }
        assert_eq!(like_number("1715940672123"), Some("a timestamp in milliseconds"));
        assert_eq!(like_number("1000000000000"), None);
        assert_eq!(like_number("42"), None);
    }
}
