//! Strings and numbers of the definition language, read and printed.

use super::DefinitionError;
use crate::json::{Json, Number};
use std::fmt::{self, Write};

/// A place in the text that is being read.
pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    /// How deep items stand inside each other.
    pub(super) depth: usize,
}

/// What a backslash before `b` is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BackslashB {
    /// The backspace character.
    Backspace,
    /// The word boundary of a regular expression: it stays.
    Boundary,
}

impl<'t> Reader<'t> {
    pub(super) fn error(&self, reason: impl Into<String>) -> DefinitionError {
        DefinitionError { text: self.text.to_owned(), offset: self.at, reason: reason.into() }
    }

    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub(super) fn skip_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// The next character, after white space.
    pub(super) fn peek(&mut self) -> Option<char> {
        self.skip_space();
        self.rest().chars().next()
    }

    /// Takes `token` if it comes next.
    pub(super) fn take(&mut self, token: char) -> bool {
        let found = self.peek() == Some(token);
        if found {
            self.at += token.len_utf8();
        }
        found
    }

    pub(super) fn expect(&mut self, token: char) -> Result<(), DefinitionError> {
        if self.take(token) { Ok(()) } else { Err(self.error(format!("expected `{token}`"))) }
    }

    /// A name: of an item, a rule, or a keyword. Empty where there is none.
    pub(super) fn word(&mut self) -> &'t str {
        self.skip_space();
        let rest = self.rest();
        let is_word = |c: char| c.is_ascii_alphanumeric() || "_-/".contains(c);
        let length = match rest.chars().next() {
            Some(first) if first.is_ascii_alphabetic() => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            _ => 0,
        };
        self.at += length;
        &rest[..length]
    }

    /// `'text'`.
    pub(super) fn string(&mut self, backslash_b: BackslashB) -> Result<String, DefinitionError> {
        let begin = match self.peek() {
            Some('\'') => self.at,
            Some('"') => return Err(self.error("expected a string in single quotes; double quotes do not make one")),
            _ => return Err(self.error("expected a string in single quotes")),
        };
        self.at += 1;
        let mut text = String::new();
        while let Some(next) = self.rest().chars().next() {
            match next {
                '\'' => {
                    self.at += 1;
                    return Ok(text);
                }
                '\\' => self.escape(backslash_b, &mut text)?,
                _ => {
                    text.push(next);
                    self.at += next.len_utf8();
                }
            }
        }
        self.at = begin;
        Err(self.error("a string that is not closed"))
    }

    /// At a backslash.
    fn escape(&mut self, backslash_b: BackslashB, text: &mut String) -> Result<(), DefinitionError> {
        let kept = |text: &mut String, second: char| {
            text.push('\\');
            text.push(second);
        };
        let Some(second) = self.rest().chars().nth(1) else {
            self.at += 1;
            return Ok(());
        };
        match second {
            'u' => {
                let (character, length) = unicode(&self.rest()[2..]).map_err(|reason| self.error(reason))?;
                text.push(character);
                self.at += 2 + length;
                return Ok(());
            }
            '\'' => text.push('\''),
            'b' if backslash_b == BackslashB::Backspace => text.push('\u{8}'),
            'f' => text.push('\u{c}'),
            'n' => text.push('\n'),
            'r' => text.push('\r'),
            't' => text.push('\t'),
            other => kept(text, other),
        }
        self.at += 1 + second.len_utf8();
        Ok(())
    }

    /// `-12.50`, without an exponent; `None` where no number begins.
    pub(super) fn number(&mut self) -> Result<Option<Number<'static>>, DefinitionError> {
        if !self.peek().is_some_and(|next| next == '-' || next.is_ascii_digit()) {
            return Ok(None);
        }
        let rest = self.rest();
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c))).unwrap_or(rest.len());
        let number = Number::parse(&rest[..length]).filter(|number| !number.as_str().contains(['e', 'E']));
        match number {
            Some(number) => {
                self.at += length;
                Ok(Some(number))
            }
            None => Err(self.error(format!(
                "`{}` is not a number: digits, with `-` in front and `.` inside as needed, no leading zeros, no exponent",
                &rest[..length]
            ))),
        }
    }

    /// A number of entries.
    pub(super) fn size(&mut self) -> Result<usize, DefinitionError> {
        let begin = {
            self.skip_space();
            self.at
        };
        let size = self.number()?.and_then(|number| number.as_str().parse().ok());
        size.ok_or_else(|| {
            self.at = begin;
            self.error("expected a number of entries, such as 1")
        })
    }

    /// A string, number, boolean or null.
    pub(super) fn literal(&mut self) -> Result<Json, DefinitionError> {
        if let Some(number) = self.number()? {
            return Ok(Json::Number(number));
        }
        let begin = self.at;
        match self.word() {
            "true" => Ok(Json::Bool(true)),
            "false" => Ok(Json::Bool(false)),
            "null" => Ok(Json::Null),
            "" => self.string(BackslashB::Backspace).map(Json::from),
            _ => {
                self.at = begin;
                Err(self.error("expected a string in single quotes, a number, true, false or null"))
            }
        }
    }
}

/// What follows `\u`: four hexadecimal digits, or any number in braces; its length.
fn unicode(text: &str) -> Result<(char, usize), &'static str> {
    const ADVICE: &str = "`\\u` needs four hexadecimal digits of a character, or more in braces: \\u{1F600}";
    let hex = |digits: &str| {
        let all = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        all.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
    };
    if let Some((digits, _)) = text.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
        return Ok((hex(digits).and_then(char::from_u32).ok_or(ADVICE)?, digits.len() + 2));
    }
    let unit = |from: usize| text.get(from..from + 4).and_then(hex);
    let first = unit(0).ok_or(ADVICE)?;
    if let Some(character) = char::from_u32(first) {
        return Ok((character, 4));
    }
    let second = unit(6).filter(|unit| text.get(4..6) == Some("\\u") && (0xDC00..0xE000).contains(unit));
    let pair = second.filter(|_| first < 0xDC00).map(|second| 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00));
    Ok((pair.and_then(char::from_u32).ok_or("half of a surrogate pair")?, 10))
}

/// Prints a literal.
pub(super) fn write(out: &mut fmt::Formatter<'_>, literal: &Json) -> fmt::Result {
    match literal.as_str() {
        Some(text) => write_string(out, text),
        None => write!(out, "{literal}"),
    }
}

/// Prints a string, so that it reads back the same wherever it stands.
pub(super) fn write_string(out: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    out.write_char('\'')?;
    let mut rest = text.chars().peekable();
    while let Some(next) = rest.next() {
        match next {
            '\\' if rest.peek() == Some(&'\\') => {
                rest.next();
                out.write_str(r"\\")?;
            }
            // Alone, it would make an escape of what follows, or of the closing quote.
            '\\' if rest.peek().is_none_or(|after| "'bfnrtu".contains(*after) || after.is_control()) => {
                out.write_str(r"\u005C")?;
            }
            '\'' => out.write_str(r"\'")?,
            '\n' => out.write_str(r"\n")?,
            '\r' => out.write_str(r"\r")?,
            '\t' => out.write_str(r"\t")?,
            control if control.is_control() => write!(out, "\\u{:04X}", u32::from(control))?,
            other => out.write_char(other)?,
        }
    }
    out.write_char('\'')
}
