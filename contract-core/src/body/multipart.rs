//! A multipart body taken apart (RFC 2046), with bounds on what hostile input can ask for.

use super::{Body, Content, ContentType, Family, from_base64, sniff};
use std::borrow::Cow;
use std::ops::Range;

/// How deep multipart bodies may be nested.
pub(crate) const MAX_DEPTH: u8 = 4;
/// Most parts of one body.
const MAX_PARTS: usize = 1_000;
/// Most header lines of one part.
const MAX_HEADERS: usize = 100;

/// One part of a multipart body.
#[derive(Debug)]
pub(crate) struct Part<'b> {
    /// The `name` of its `Content-Disposition`.
    pub(crate) name: Option<String>,
    /// Header lines, names as written.
    pub(crate) headers: Vec<(String, String)>,
    /// Where its content stands in the body, not decoded.
    pub(crate) at: Range<usize>,
    /// What is in it, decoded.
    pub(crate) content: Cow<'b, [u8]>,
}

impl Part<'_> {
    /// The first header of this name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// How its content is encoded, in lower case; empty where nothing is stated.
    pub(crate) fn encoding(&self) -> String {
        self.header("content-transfer-encoding").unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// The part as a body, and its type. One that states none is text, unless it looks like a document.
    pub(crate) fn to_body(&self) -> (Body, &str) {
        let start = self.content.trim_ascii_start();
        let looks = || match sniff(&self.content) {
            "application/json" if !start.starts_with(b"{") && !start.starts_with(b"[") => "text/plain",
            looks => looks,
        };
        let content_type = self.header("content-type").unwrap_or_else(looks);
        let is_json = ContentType::parse(content_type).family() == Family::Json;
        let document = is_json.then(|| crate::json::parse(&self.content).ok()).flatten();
        let content = match document {
            Some(document) => Content::Json(document.into_owned()),
            None => Content::Bytes(self.content.to_vec()),
        };
        (Body::new(content, None), content_type)
    }
}

/// Takes a body apart. The boundary is the one its type states; without one, the first line that looks like a delimiter
/// shows it. Text in front of the first delimiter and behind the last is passed over.
pub(crate) fn parse<'b>(body: &'b [u8], content_type: Option<&str>) -> Result<Vec<Part<'b>>, String> {
    let stated = content_type.and_then(|text| ContentType::parse(text).parameter("boundary").map(ToOwned::to_owned));
    let boundary = stated.or_else(|| shown(body)).filter(|boundary| !boundary.is_empty());
    let Some(boundary) = boundary else {
        return Err("its content type states no boundary".to_owned());
    };
    let pieces = cut(body, format!("--{boundary}").as_bytes())
        .ok_or_else(|| format!("the closing delimiter `--{boundary}--` is missing"))?;
    if pieces.len() > MAX_PARTS {
        return Err(format!("it has more than {MAX_PARTS} parts"));
    }
    let read = |(at, piece)| part(body, piece).map_err(|error| format!("part {at}: {error}"));
    pieces.into_iter().enumerate().map(read).collect()
}

/// The boundary of the first line that looks like a delimiter.
fn shown(body: &[u8]) -> Option<String> {
    let line = body.split(|byte| *byte == b'\n').find_map(|line| line.strip_prefix(b"--"))?;
    String::from_utf8(line.trim_ascii_end().to_owned()).ok()
}

/// What stands between the delimiter lines; `None` when the closing one is missing.
fn cut(body: &[u8], delimiter: &[u8]) -> Option<Vec<Range<usize>>> {
    let (mut pieces, mut start, mut at) = (Vec::new(), None, 0);
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let (begin, end) = (at, at + line.len());
        at = end;
        let Some(rest) = line.strip_prefix(delimiter) else { continue };
        let (is_last, rest) = rest.strip_prefix(b"--").map_or((false, rest), |rest| (true, rest));
        if !rest.trim_ascii().is_empty() {
            continue;
        }
        if let Some(start) = start {
            // The line break in front of a delimiter belongs to it.
            let piece = body[start..begin].strip_suffix(b"\n").unwrap_or(&body[start..begin]);
            pieces.push(start..start + piece.strip_suffix(b"\r").unwrap_or(piece).len());
        }
        if is_last {
            return Some(pieces);
        }
        start = Some(end);
    }
    None
}

fn part(body: &[u8], piece: Range<usize>) -> Result<Part<'_>, String> {
    let (headers, content) = headers(&body[piece.clone()])?;
    let at = piece.end - content.len()..piece.end;
    let mut part = Part { name: None, headers, at, content: Cow::Borrowed(content) };
    let disposition = part.header("content-disposition").map(ContentType::parse);
    part.name = disposition.and_then(|disposition| disposition.parameter("name").map(ToOwned::to_owned));
    part.content = match part.encoding().as_str() {
        "base64" => {
            let decoded = std::str::from_utf8(content).ok().and_then(from_base64);
            Cow::Owned(decoded.ok_or("it is not base64, as it says")?)
        }
        "quoted-printable" => Cow::Owned(quoted_printable(content)),
        _ => Cow::Borrowed(content),
    };
    Ok(part)
}

type Headers = Vec<(String, String)>;

/// Header lines up to the first empty line, and what stands behind it.
fn headers(piece: &[u8]) -> Result<(Headers, &[u8]), String> {
    let (mut headers, mut at): (Headers, usize) = (Vec::new(), 0);
    for line in piece.split_inclusive(|byte| *byte == b'\n') {
        at += line.len();
        let text = String::from_utf8_lossy(line);
        let text = text.trim_end_matches(['\r', '\n']);
        if text.is_empty() {
            return Ok((headers, &piece[at..]));
        }
        if let (true, Some((_, value))) = (text.starts_with([' ', '\t']), headers.last_mut()) {
            value.push(' ');
            value.push_str(text.trim());
            continue;
        }
        let (name, value) = text.split_once(':').ok_or("a header line without colon")?;
        headers.push((name.trim().to_owned(), value.trim().to_owned()));
        if headers.len() > MAX_HEADERS {
            return Err(format!("more than {MAX_HEADERS} headers"));
        }
    }
    // A part that ends with its headers is empty.
    Ok((headers, &[]))
}

/// What is not a valid escape stays as it is.
fn quoted_printable(text: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut rest = text;
    while let Some((byte, behind)) = rest.split_first() {
        rest = match (byte, behind) {
            (b'=', [b'\r', b'\n', behind @ ..] | [b'\n', behind @ ..]) => behind,
            (b'=', [high, low, after @ ..]) => {
                if let (Some(high), Some(low)) = (digit(high), digit(low)) {
                    decoded.push(high << 4 | low);
                    after
                } else {
                    decoded.push(b'=');
                    behind
                }
            }
            _ => {
                decoded.push(*byte);
                behind
            }
        };
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPE: Option<&str> = Some("multipart/form-data; boundary=\"x y\"");

    fn parts(body: &str, content_type: Option<&str>) -> Result<String, String> {
        let body = body.replace('\n', "\r\n");
        let parts = parse(body.as_bytes(), content_type)?;
        let shown = parts.iter().map(|part| {
            let content = String::from_utf8_lossy(&part.content);
            format!("{}={content:?}/{}", part.name.as_deref().unwrap_or("-"), part.headers.len())
        });
        Ok(shown.collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn parts_stand_between_delimiter_lines() {
        let body = "\npreamble\n--x y\nContent-Disposition: form-data;\n name=\"a\"\n\none\n--x yz\ntwo\n--x y  \n\n\n--x y\n\
                    --x y--\nepilogue --x y";
        assert_eq!(parts(body, TYPE).unwrap(), r#"a="one\r\n--x yz\r\ntwo"/1 -=""/0 -=""/0"#);
        assert_eq!(parse(b"--b\n\na\nb\n--b--", None).unwrap()[0].content, &b"a\nb"[..]);
    }

    #[test]
    fn contents_are_decoded() {
        let body = "--b\nContent-Transfer-Encoding: base64\n\naGVs\nbG8=\n--b\nContent-Transfer-Encoding: \
                    Quoted-Printable\n\ngr=C3=BCn =3D=\n =zz\n--b--";
        assert_eq!(parts(body, Some("multipart/mixed;boundary=b")).unwrap(), r#"-="hello"/1 -="grün = =zz"/1"#);
    }

    #[test]
    fn what_is_no_multipart_body_says_why() {
        for (body, content_type, why) in [
            ("text", Some("multipart/mixed"), "its content type states no boundary"),
            ("--b\n\ntext", Some("multipart/mixed;boundary=b"), "the closing delimiter `--b--` is missing"),
            ("--b\nHeader\n\n--b--", Some("multipart/mixed;boundary=b"), "part 0: a header line without colon"),
            (
                "--b\nContent-Transfer-Encoding: base64\n\n!\n--b--",
                Some("multipart/mixed;boundary=b"),
                "part 0: it is not base64, as it says",
            ),
        ] {
            assert_eq!(parts(body, content_type).unwrap_err(), why);
        }
        let many = "--b\n\n".repeat(MAX_PARTS + 2) + "--b--";
        assert_eq!(parts(&many, Some("a;boundary=b")).unwrap_err(), "it has more than 1000 parts");
    }
}
