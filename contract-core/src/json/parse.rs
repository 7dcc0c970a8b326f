//! Reading JSON text in one pass.

use super::{Number, Object, Text, Value};
use std::borrow::Cow;

/// How deep lists and objects may be nested in what we read.
pub const MAX_DEPTH: usize = 128;

/// Why a text is not JSON, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason} at line {line} column {column}")]
pub struct ParseError {
    /// What was wrong, such as ``expected `,` or `}` ``.
    pub reason: Cow<'static, str>,
    /// The line, counted from 1.
    pub line: usize,
    /// The column in bytes, counted from 1.
    pub column: usize,
}

/// Reads one JSON value that fills `bytes` but for white space around it.
///
/// A byte-order mark in front is skipped. Nesting deeper than [`MAX_DEPTH`], bytes that are not UTF-8 and lone surrogate
/// escapes are errors.
pub fn parse(bytes: &[u8]) -> Result<Value<'_>, ParseError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Err(Parser::failure(bytes, error.valid_up_to(), "bytes that are not UTF-8")),
    };
    let mut parser = Parser { text, bytes, at: 0, depth: 0, items: Vec::new(), entries: Vec::new() };
    parser.skip_space();
    if parser.at == bytes.len() {
        return Err(parser.error("there is no JSON value, only white space,"));
    }
    let value = parser.value()?;
    parser.skip_space();
    if parser.at < bytes.len() {
        return Err(parser.error("more text after the JSON value"));
    }
    Ok(value)
}

/// The length of the JSON number `bytes` begins with.
pub(super) fn number_length(bytes: &[u8]) -> Option<usize> {
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut at = usize::from(bytes.first() == Some(&b'-'));
    let whole = digits(at);
    if whole == 0 || (whole > 1 && bytes[at] == b'0') {
        return None;
    }
    at += whole;
    if bytes.get(at) == Some(&b'.') {
        let fraction = digits(at + 1);
        if fraction == 0 {
            return None;
        }
        at += 1 + fraction;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        let exponent = digits(at + 1 + sign);
        if exponent == 0 {
            return None;
        }
        at += 1 + sign + exponent;
    }
    Some(at)
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    depth: usize,
    /// Items of the lists being read, innermost last: each list is allocated once, at its size.
    items: Vec<Value<'a>>,
    /// Entries of the objects being read, likewise.
    entries: Vec<(Text<'a>, Value<'a>)>,
}

impl<'a> Parser<'a> {
    fn failure(bytes: &[u8], at: usize, reason: impl Into<Cow<'static, str>>) -> ParseError {
        let before = &bytes[..at.min(bytes.len())];
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let line = before.split(|byte| *byte == b'\n').count();
        ParseError { reason: reason.into(), line, column: before.len() - line_start + 1 }
    }

    #[cold]
    fn error(&self, reason: impl Into<Cow<'static, str>>) -> ParseError {
        Self::failure(self.bytes, self.at, reason)
    }

    #[cold]
    fn unexpected(&self, wanted: &str) -> ParseError {
        match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            Some(found) => self.error(format!("expected {wanted} but found `{}`", found.escape_debug())),
            None => self.error(format!("the text ends where {wanted} was expected")),
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn value(&mut self) -> Result<Value<'a>, ParseError> {
        match self.peek() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'"') => self.string().map(Value::String),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            _ => Err(self.unexpected("a JSON value")),
        }
    }

    fn word(&mut self, word: &str, value: Value<'a>) -> Result<Value<'a>, ParseError> {
        if !self.bytes[self.at..].starts_with(word.as_bytes()) {
            return Err(self.unexpected("a JSON value"));
        }
        self.at += word.len();
        Ok(value)
    }

    fn number(&mut self) -> Result<Value<'a>, ParseError> {
        let Some(length) = number_length(&self.bytes[self.at..]) else {
            return Err(self.error("a malformed number"));
        };
        let text = &self.text[self.at..self.at + length];
        self.at += length;
        Ok(Value::Number(Number::from_checked(text)))
    }

    fn nested(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Value<'a>, ParseError>,
    ) -> Result<Value<'a>, ParseError> {
        if self.depth == MAX_DEPTH {
            return Err(self.error(format!("nesting deeper than {MAX_DEPTH} levels")));
        }
        self.depth += 1;
        self.at += 1;
        self.skip_space();
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn array(&mut self) -> Result<Value<'a>, ParseError> {
        let start = self.items.len();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Value::Array(Vec::new()));
        }
        loop {
            let item = self.value()?;
            self.items.push(item);
            self.skip_space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => break,
                _ => return Err(self.unexpected("`,` or `]`")),
            }
            self.skip_space();
            if self.peek() == Some(b']') {
                return Err(self.error("a trailing comma before `]`"));
            }
        }
        self.at += 1;
        Ok(Value::Array(self.items.drain(start..).collect()))
    }

    fn object(&mut self) -> Result<Value<'a>, ParseError> {
        let start = self.entries.len();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Value::Object(Object::new()));
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.unexpected("a key in double quotes"));
            }
            let key = self.string()?;
            self.skip_space();
            if self.peek() != Some(b':') {
                return Err(self.unexpected("`:`"));
            }
            self.at += 1;
            self.skip_space();
            let value = self.value()?;
            self.entries.push((key, value));
            self.skip_space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                _ => return Err(self.unexpected("`,` or `}`")),
            }
            self.skip_space();
            if self.peek() == Some(b'}') {
                return Err(self.error("a trailing comma before `}`"));
            }
        }
        self.at += 1;
        let entries = self.entries.drain(start..).collect();
        Ok(Value::Object(Object::from_entries(entries)))
    }

    /// The end of the run of plain characters that starts at `self.at`.
    fn plain_run(&self) -> usize {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).unwrap_or(rest.len());
        self.at + length
    }

    fn string(&mut self) -> Result<Text<'a>, ParseError> {
        self.at += 1;
        let start = self.at;
        self.at = self.plain_run();
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(self.text[start..self.at - 1].into());
        }
        let mut unescaped = String::from(&self.text[start..self.at]);
        loop {
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => unescaped.push(self.escape()?),
                Some(_) => return Err(self.error("a control character inside a string")),
                None => return Err(self.error("the text ends inside a string")),
            }
            let from = self.at;
            self.at = self.plain_run();
            unescaped.push_str(&self.text[from..self.at]);
        }
        self.at += 1;
        Ok(unescaped.into())
    }

    fn escape(&mut self) -> Result<char, ParseError> {
        self.at += 1;
        let plain = match self.peek() {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            _ => return Err(self.unexpected("an escape such as `\\n`")),
        };
        self.at += 1;
        Ok(plain)
    }

    fn unicode_escape(&mut self) -> Result<char, ParseError> {
        let lone = "a lone surrogate escape";
        let first = self.hex_unit()?;
        if (0xd800..0xdc00).contains(&first) {
            if !self.bytes[self.at..].starts_with(b"\\u") {
                return Err(self.error(lone));
            }
            self.at += 1;
            let second = self.hex_unit()?;
            if !(0xdc00..0xe000).contains(&second) {
                return Err(self.error(lone));
            }
            let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            return char::from_u32(code).ok_or_else(|| self.error(lone));
        }
        char::from_u32(first).ok_or_else(|| self.error(lone))
    }

    /// Reads `uXXXX`, standing at the `u`.
    fn hex_unit(&mut self) -> Result<u32, ParseError> {
        let digits = self.text.get(self.at + 1..self.at + 5);
        let unit = digits.filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match unit.and_then(|hex| u32::from_str_radix(hex, 16).ok()) {
            Some(code) => {
                self.at += 5;
                Ok(code)
            }
            None => Err(self.error("an escape `\\u` without four hexadecimal digits")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_text_and_strings_are_unescaped() {
        let text = r#" {"n":[100, 100.0, 1e2, 12345678901234567890], "s":"a\"\\\n\u00e9\ud83d\ude00", "t":true} "#;
        let value = parse(text.as_bytes()).unwrap();
        assert_eq!(value.get("n").unwrap().to_compact(), "[100,100.0,1e2,12345678901234567890]");
        assert_eq!(value.get("s").unwrap().as_str().unwrap(), "a\"\\\né😀");
    }

    #[test]
    fn every_error_names_line_and_column() {
        for (text, expected) in [
            ("", "there is no JSON value, only white space, at line 1 column 1"),
            ("{\n  \"a\": 1,\n}", "a trailing comma before `}` at line 3 column 1"),
            ("[1,]", "a trailing comma before `]` at line 1 column 4"),
            ("{\"a\" 1}", "expected `:` but found `1` at line 1 column 6"),
            ("{\"a\": [1, 2", "the text ends where `,` or `]` was expected at line 1 column 12"),
            ("\"abc", "the text ends inside a string at line 1 column 5"),
            ("01", "a malformed number at line 1 column 1"),
            ("\"\\ud800x\"", "a lone surrogate escape at line 1 column 8"),
            ("<html>", "expected a JSON value but found `<` at line 1 column 1"),
            ("1 2", "more text after the JSON value at line 1 column 3"),
        ] {
            assert_eq!(parse(text.as_bytes()).unwrap_err().to_string(), expected, "{text}");
        }
        assert!(parse(b"\"\xff\"").unwrap_err().to_string().contains("not UTF-8 at line 1 column 2"));
    }

    #[test]
    fn nesting_is_bounded() {
        let deep = "[".repeat(100_000);
        assert!(parse(deep.as_bytes()).unwrap_err().to_string().starts_with("nesting deeper than 128 levels"));
    }
}
