//! XML text to a document, with bounds on what hostile input can ask for.
//!
//! Document type declarations are passed over: nothing outside is read, and entities they declare are not known. The
//! bounds on nesting, attributes and namespaces keep the parser's work and memory in proportion to the text.

mod name;

pub(crate) use name::Name;

use super::charset;
use roxmltree::{Document, ParsingOptions};
use std::borrow::Cow;
use std::collections::HashSet;

/// Deepest nesting of elements.
const MAX_DEPTH: usize = 128;
/// Most attributes of one element, namespace declarations included.
const MAX_ATTRIBUTES: usize = 1_000;
/// Most prefixes one document may declare.
const MAX_PREFIXES: usize = 128;
/// Most namespace declarations × prefixes of one document.
const MAX_DECLARATIONS: usize = 1_000_000;

/// The text of an XML document, by the charset stated for it, its byte-order mark, or its own declaration.
pub(crate) fn decode<'b>(bytes: &'b [u8], content_type: Option<&str>) -> Result<Cow<'b, str>, String> {
    let stated = charset::stated(content_type).or_else(|| declared(bytes));
    charset::decode(bytes, stated.as_deref())
}

/// The encoding an XML declaration states, where it can be read as ASCII.
fn declared(bytes: &[u8]) -> Option<String> {
    let end = bytes.iter().take(256).position(|byte| *byte == b'>')?;
    let declaration = std::str::from_utf8(&bytes[..end]).ok()?.trim_start_matches('\u{feff}');
    let (_, encoding) = declaration.strip_prefix("<?xml")?.split_once("encoding")?;
    let value = encoding.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_ascii_lowercase)
}

/// The text without its document type declaration, every other byte at its place.
pub(crate) fn prepare(text: &str) -> Result<Cow<'_, str>, String> {
    let text = without_doctype(text)?;
    check_bounds(&text)?;
    Ok(text)
}

/// Reads a prepared text.
pub(crate) fn parse(text: &str) -> Result<Document<'_>, String> {
    let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| error.to_string())
}

/// Blanks out the document type declaration, which only white space, comments and instructions can stand in front of.
fn without_doctype(text: &str) -> Result<Cow<'_, str>, String> {
    let mut at = 0;
    loop {
        let rest = text[at..].trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        at = text.len() - rest.len();
        let end = if rest.starts_with("<?") {
            rest.find("?>").map(|end| end + 2)
        } else if rest.starts_with("<!--") {
            rest.find("-->").map(|end| end + 3)
        } else if rest.starts_with("<!DOCTYPE") {
            let end = at + doctype_end(rest).ok_or("its document type declaration does not end")?;
            let blank: String = text[at..end].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
            return Ok(Cow::Owned(format!("{}{blank}{}", &text[..at], &text[end..])));
        } else {
            return Ok(Cow::Borrowed(text));
        };
        let Some(end) = end else { return Ok(Cow::Borrowed(text)) };
        at += end;
    }
}

/// Where a document type declaration ends; quotes, comments and the internal subset may hold `>`.
fn doctype_end(text: &str) -> Option<usize> {
    let (mut at, mut is_inside) = (0, false);
    loop {
        let rest = text.get(at..)?;
        let next = at + rest.find(['"', '\'', '[', ']', '>', '-'])?;
        at = match text.as_bytes()[next] {
            b'-' if text[..next].ends_with("<!") && text[next..].starts_with("--") => {
                next + 2 + text[next + 2..].find("-->")? + 3
            }
            quote @ (b'"' | b'\'') => next + 1 + text[next + 1..].find(char::from(quote))? + 1,
            b'>' if !is_inside => return Some(next + 1),
            b'[' => {
                is_inside = true;
                next + 1
            }
            b']' => {
                is_inside = false;
                next + 1
            }
            _ => next + 1,
        };
    }
}

/// Goes over the tags, before the parser does. What is not well-formed is left to the parser to report.
fn check_bounds(text: &str) -> Result<(), String> {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(start) = text[at..].find('<').map(|start| at + start) {
        let rest = &text[start..];
        let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
        if let Some((_, end)) = skipped.iter().find(|(begin, _)| rest.starts_with(begin)) {
            let Some(found) = rest.find(end) else { return Ok(()) };
            at = start + found + end.len();
        } else if rest.starts_with("</") {
            depth = depth.saturating_sub(1);
            at = start + 2;
        } else {
            let tag = Tag::read(rest);
            if tag.attributes > MAX_ATTRIBUTES {
                return Err(format!("an element has more than {MAX_ATTRIBUTES} attributes"));
            }
            depth += usize::from(!tag.is_empty);
            if depth > MAX_DEPTH {
                return Err(format!("nesting deeper than {MAX_DEPTH} levels"));
            }
            at = start + tag.length;
        }
    }
    check_namespaces(text)
}

/// The parser copies the namespaces in scope to each element that declares one.
fn check_namespaces(text: &str) -> Result<(), String> {
    let (mut declarations, mut prefixes) = (0_usize, HashSet::new());
    for (at, mark) in text.match_indices("xmlns") {
        declarations += 1;
        let rest = &text[at + mark.len()..];
        prefixes.insert(rest.split(|c: char| c == '=' || c.is_whitespace()).next().unwrap_or_default());
        if prefixes.len() > MAX_PREFIXES || declarations * prefixes.len() > MAX_DECLARATIONS {
            return Err("it declares too many namespaces".to_owned());
        }
    }
    Ok(())
}

/// A start tag.
pub(crate) struct Tag {
    attributes: usize,
    /// Whether it ends its element too.
    pub(crate) is_empty: bool,
    /// Its length in bytes.
    pub(crate) length: usize,
}

impl Tag {
    /// The tag the text begins with.
    pub(crate) fn read(text: &str) -> Self {
        let (mut attributes, mut quote) = (0, None);
        let bytes = text.as_bytes();
        for (at, byte) in bytes.iter().enumerate().skip(1) {
            match (quote, byte) {
                (Some(open), byte) if open == byte => quote = None,
                (None, b'"' | b'\'') => {
                    quote = Some(byte);
                    attributes += 1;
                }
                (None, b'>') => return Self { attributes, is_empty: bytes[at - 1] == b'/', length: at + 1 },
                _ => {}
            }
        }
        Self { attributes, is_empty: false, length: text.len() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        let prepared = prepare(text)?;
        let document = parse(&prepared)?;
        Ok(document.root_element().text().unwrap_or_default().to_owned())
    }

    #[test]
    fn document_types_are_passed_over_and_declare_nothing() {
        for text in [
            "<!DOCTYPE a><a>x</a>",
            "<?xml version='1.0'?>\n<!-- c --><!DOCTYPE a SYSTEM \"a>.dtd\"><a>x</a>",
            "<!DOCTYPE a [ <!ELEMENT a (#PCDATA)> <!-- ]> ' --> <!ENTITY b \"]>\"> ] ><a>x</a>",
        ] {
            assert_eq!(read(text).unwrap(), "x", "{text}");
        }
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
        assert!(read(bomb).unwrap_err().starts_with("unknown entity reference 'c'"), "{:?}", read(bomb));
        assert!(read("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>").unwrap().is_empty());
        assert_eq!(read("<!DOCTYPE a [<a/>").unwrap_err(), "its document type declaration does not end");
    }

    #[test]
    fn nesting_attributes_and_namespaces_are_bounded() {
        let nested = |depth: usize| "<a b='>'>".repeat(depth) + &"</a>".repeat(depth);
        assert!(read(&nested(MAX_DEPTH)).is_ok());
        assert_eq!(read(&nested(MAX_DEPTH + 1)).unwrap_err(), "nesting deeper than 128 levels");
        assert!(read(&nested(1_000_000)).is_err());
        assert!(read(&format!("<a>{}</a>", "<b/><c></c><!-- <d> --><![CDATA[<e>]]>".repeat(1_000))).is_ok());
        let attributes: String =
            (0..=MAX_ATTRIBUTES).flat_map(|at| [" a".to_owned(), at.to_string(), "=''".to_owned()]).collect();
        assert_eq!(read(&format!("<a{attributes}/>")).unwrap_err(), "an element has more than 1000 attributes");
        let prefixes: String =
            (0..=MAX_PREFIXES).flat_map(|at| [" xmlns:p".to_owned(), at.to_string(), "='u'".to_owned()]).collect();
        assert_eq!(read(&format!("<a{prefixes}/>")).unwrap_err(), "it declares too many namespaces");
        assert!(read(&format!("<a>{}</a>", "<b xmlns='u' xmlns:c='v'/>".repeat(10_000))).is_ok());
    }

    #[test]
    fn broken_text_is_an_error() {
        for text in ["", "text", "<a>", "<a></b>", "<a", "<a b=\"", "<a b=c/>", "<!--", "<?", "<a/><b/>", "<x:a/>", "<"]
        {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_declared_encoding_counts_where_none_is_stated() {
        let latin = b"<?xml version=\"1.0\" encoding='ISO-8859-1'?><a>gr\xfcn</a>";
        assert!(decode(latin, None).unwrap().contains("grün"));
        assert!(decode(latin, Some("application/xml; charset=utf-8")).is_err());
        assert_eq!(decode(b"<a/>", Some("text/xml")).unwrap(), "<a/>");
    }
}
