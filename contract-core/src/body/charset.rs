//! Bytes to text, by the charset a content type or a byte-order mark states.
//!
//! Known are UTF-8, ASCII, ISO-8859-1 and UTF-16; UTF-8 is taken where nothing is stated.

use crate::body::ContentType;
use std::borrow::Cow;

/// The charset a content type states.
pub(crate) fn stated(content_type: Option<&str>) -> Option<String> {
    ContentType::parse(content_type?).parameter("charset").map(str::to_ascii_lowercase)
}

/// Text from bytes in a charset, by its name in lower case; a byte-order mark of UTF-16 goes before the name.
pub(crate) fn decode<'b>(bytes: &'b [u8], charset: Option<&str>) -> Result<Cow<'b, str>, String> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => return utf_16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return utf_16(rest, u16::from_be_bytes),
        _ => {}
    }
    match charset {
        None | Some("" | "utf-8" | "utf8" | "us-ascii" | "ascii") => {
            std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| format!("it is not UTF-8: {error}"))
        }
        Some("iso-8859-1" | "iso8859-1" | "latin1" | "latin-1") => {
            Ok(Cow::Owned(bytes.iter().copied().map(char::from).collect()))
        }
        Some("utf-16" | "utf-16be") => utf_16(bytes, u16::from_be_bytes),
        Some("utf-16le") => utf_16(bytes, u16::from_le_bytes),
        Some(other) => Err(format!("the charset `{other}` is not known")),
    }
}

fn utf_16<'b>(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'b, str>, String> {
    let (pairs, rest) = bytes.as_chunks();
    let text = char::decode_utf16(pairs.iter().copied().map(unit)).collect::<Result<String, _>>();
    text.ok().filter(|_| rest.is_empty()).map(Cow::Owned).ok_or_else(|| "it is not UTF-16".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_charset_decides_how_bytes_read() {
        for (bytes, charset, text) in [
            (&b"gr\xc3\xbcn"[..], None, Some("grün")),
            (b"gr\xfcn", Some("iso-8859-1"), Some("grün")),
            (b"gr\xfcn", None, None),
            (b"\0g\0\xfc", Some("utf-16"), Some("gü")),
            (b"\xff\xfeg\0\xfc\0", Some("utf-8"), Some("gü")),
            (b"\0g\0", Some("utf-16"), None),
            (b"a", Some("ebcdic"), None),
        ] {
            assert_eq!(decode(bytes, charset).ok().as_deref(), text, "{bytes:?} {charset:?}");
        }
        assert_eq!(stated(Some("text/plain; Charset=\"UTF-8\"")).as_deref(), Some("utf-8"));
    }
}
