//! What bytes look like: told by their first bytes, whatever a header says.
//!
//! [`sniff`] settles the type of a body nobody states one for. [`detect`] and [`is_of_type`] are what the rule
//! `contentType` goes by; they know binary formats too.

use super::{ContentType, Family};

/// The type a body looks like when nobody states it.
pub fn sniff(bytes: &[u8]) -> &'static str {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return "application/octet-stream";
    };
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let head: String = start.chars().take(16).collect::<String>().to_ascii_lowercase();
    if head.starts_with("<?xml") {
        "application/xml"
    } else if head.starts_with("<!doctype html") || head.starts_with("<html") {
        "text/html"
    } else if head.starts_with('<') && head[1..].starts_with(|c: char| c.is_alphabetic() || c == '!') {
        "application/xml"
    } else if !start.is_empty() && crate::json::parse(bytes).is_ok() {
        "application/json"
    } else {
        "text/plain"
    }
}

/// Formats told by a mark at a certain place, the more specific ones first.
const MARKS: [(usize, &[u8], &str); 44] = [
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"\0\0\x01\0", "image/x-icon"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypheic", "image/heic"),
    (0, b"8BPS", "image/vnd.adobe.photoshop"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"%!PS", "application/postscript"),
    (30, b"mimetypeapplication/epub+zip", "application/epub+zip"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\0", "application/x-xz"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (257, b"ustar", "application/x-tar"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"OggS", "audio/ogg"),
    (8, b"WAVEfmt", "audio/wav"),
    (4, b"ftypM4A", "audio/mp4"),
    (8, b"AVI LIST", "video/x-msvideo"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"\0\0\x01\xba", "video/mpeg"),
    (0, b"wOFF", "font/woff"),
    (0, b"wOF2", "font/woff2"),
    (0, b"OTTO", "font/otf"),
    (0, b"\0\x01\0\0\0", "font/ttf"),
    (0, b"\0asm", "application/wasm"),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"SQLite format 3\0", "application/vnd.sqlite3"),
    (0, b"Obj\x01", "application/avro"),
    (0, b"PAR1", "application/vnd.apache.parquet"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
];

/// Families of formats that are one format underneath, which is all the first bytes tell.
const CONTAINERS: [(&str, &[&str]); 3] = [
    (
        "application/zip",
        &["application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument.", "application/java-"],
    ),
    ("application/x-ole-storage", &["application/msword", "application/vnd.ms-"]),
    ("video/webm", &["audio/webm", "video/x-matroska", "audio/x-matroska"]),
];

/// Other names the same formats go by.
const ALIASES: [(&str, &str); 12] = [
    ("image/jpg", "image/jpeg"),
    ("image/pjpeg", "image/jpeg"),
    ("image/vnd.microsoft.icon", "image/x-icon"),
    ("application/x-pdf", "application/pdf"),
    ("application/x-gzip", "application/gzip"),
    ("application/x-zip-compressed", "application/zip"),
    ("application/x-rar-compressed", "application/vnd.rar"),
    ("application/bzip2", "application/x-bzip2"),
    ("audio/mp3", "audio/mpeg"),
    ("audio/x-wav", "audio/wav"),
    ("audio/wave", "audio/wav"),
    ("text/rtf", "application/rtf"),
];

/// The type bytes are of by their looks; `wanted` itself where they look like it.
pub(crate) fn detect(bytes: &[u8], wanted: &str) -> String {
    if is_of_type(bytes, wanted) { wanted.to_owned() } else { looks(bytes).to_owned() }
}

/// Whether bytes may be of type `wanted`: nothing about them says otherwise.
///
/// Text is of any `text/*` type, XML of any `+xml` type, a zip archive of any type that is one underneath.
pub(crate) fn is_of_type(bytes: &[u8], wanted: &str) -> bool {
    let wanted = ContentType::parse(wanted);
    let looks = looks(bytes);
    let name = ALIASES.iter().find(|(alias, _)| *alias == wanted.essence).map_or(&*wanted.essence, |(_, name)| name);
    let family = wanted.family();
    let is_inside = |(container, inside): &(&str, &[&str])| {
        *container == looks && inside.iter().any(|known| name.starts_with(known))
    };
    name == looks
        || name == "application/octet-stream"
        || (family != Family::Binary && family == ContentType::parse(looks).family())
        || (matches!(family, Family::Text | Family::Form) && looks == "application/json" && name != "text/html")
        || (family == Family::Form && looks == "text/plain")
        || (looks == "application/zip" && name.ends_with("+zip"))
        || CONTAINERS.iter().any(is_inside)
}

/// The type bytes are of by their looks. Text is not taken for a binary format whose mark is made of letters.
fn looks(bytes: &[u8]) -> &'static str {
    let is_control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | b'\x0c');
    let is_text = std::str::from_utf8(bytes).is_ok() && !bytes.iter().any(is_control);
    let has = |(at, mark, _): &&(usize, &[u8], &str)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(mark));
    let is_written = |mark: &[u8]| mark.starts_with(b"%") || mark.starts_with(b"{");
    match MARKS.iter().find(has) {
        Some((_, mark, kind)) if !is_text || is_written(mark) => kind,
        _ if !is_text => "application/octet-stream",
        _ => sniff(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_without_a_type_are_recognised_by_their_looks() {
        for (bytes, kind) in [
            (&b" {\"a\":1}"[..], "application/json"),
            (b"<?xml version=\"1.0\"?><a/>", "application/xml"),
            (b"<a/>", "application/xml"),
            (b"<!DOCTYPE html><html>", "text/html"),
            (b"hello", "text/plain"),
            (b"", "text/plain"),
            (b"\xff\xfe", "application/octet-stream"),
            (b"12.5", "application/json"),
        ] {
            assert_eq!(sniff(bytes), kind);
        }
    }

    #[test]
    fn binary_formats_are_told_by_their_marks_and_text_is_not_taken_for_them() {
        for (bytes, wanted, kind) in [
            (&b"\xff\xd8\xff\xe0\0\x10JFIF"[..], "image/gif", "image/jpeg"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpg", "image/jpg"),
            (b"%PDF-1.4\n%\xe2\xe3", "image/jpeg", "application/pdf"),
            (b"%PDF-1.4\n", "image/jpeg", "application/pdf"),
            (b"PK\x03\x04\x14\0", "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
            (b"RIFF\x24\0\0\0WEBPVP8 ", "image/png", "image/webp"),
            (b"ID3 is a name", "audio/mpeg", "text/plain"),
            (b"a,b\n1,2\n", "text/csv", "text/csv"),
            (b"<svg/>", "image/svg+xml", "image/svg+xml"),
            (b"{}", "application/hal+json", "application/hal+json"),
            (b"{}", "text/html", "application/json"),
            (b"\x01\x02", "text/plain", "application/octet-stream"),
            (b"anything", "application/octet-stream", "application/octet-stream"),
        ] {
            assert_eq!(detect(bytes, wanted), kind, "{wanted}");
        }
    }
}
