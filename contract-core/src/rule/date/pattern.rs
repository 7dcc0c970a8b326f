//! Reads a pattern of letters into tokens.

use super::FormatError;
use super::field::{self, Field};

/// A piece of a pattern.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// Stands for itself.
    Literal(String),
    /// Stands for part of a date or time.
    Field(Field),
    /// Spaces that fill up the next field.
    Padding {
        /// To how many characters.
        width: usize,
    },
    /// What follows may be left out.
    Optional {
        /// How many tokens that is.
        length: usize,
    },
}

/// Bytes a pattern may have, which bounds the depth of a match; patterns of people have a few dozen.
const LENGTH_LIMIT: usize = 500;

/// Compiles a pattern.
pub(super) fn parse(pattern: &str) -> Result<Vec<Token>, FormatError> {
    let mut reader = Reader { pattern, at: 0, tokens: Vec::new(), open: Vec::new(), joins: false };
    if pattern.len() > LENGTH_LIMIT {
        return Err(reader.error("longer than 500 bytes"));
    }
    while let Some(next) = pattern[reader.at..].chars().next() {
        reader.token(next)?;
    }
    // Java takes a section that is not closed to reach to the end.
    while reader.open.last().is_some() {
        reader.close();
    }
    Ok(reader.tokens)
}

struct Reader<'p> {
    pattern: &'p str,
    at: usize,
    tokens: Vec<Token>,
    /// Where the sections still open begin.
    open: Vec<usize>,
    /// Whether literal text goes on where the last token ended.
    joins: bool,
}

impl Reader<'_> {
    fn error(&self, reason: &'static str) -> FormatError {
        FormatError { pattern: self.pattern.to_owned(), offset: self.at, reason }
    }

    fn token(&mut self, next: char) -> Result<(), FormatError> {
        match next {
            '\'' => return self.quoted(),
            '[' => {
                self.open.push(self.tokens.len());
                self.tokens.push(Token::Optional { length: 0 });
                self.joins = false;
            }
            ']' if self.open.is_empty() => return Err(self.error("a `]` without its `[`")),
            ']' => self.close(),
            '{' | '}' | '#' => return Err(self.error("a character reserved by Java; put it in quotes: '{'")),
            letter if letter.is_ascii_alphabetic() => return self.field(letter),
            other => self.literal(other),
        }
        self.at += next.len_utf8();
        Ok(())
    }

    fn close(&mut self) {
        self.joins = false;
        if let Some(begin) = self.open.pop() {
            self.tokens[begin] = Token::Optional { length: self.tokens.len() - begin - 1 };
        }
    }

    fn field(&mut self, letter: char) -> Result<(), FormatError> {
        let count = self.pattern[self.at..].chars().take_while(|next| *next == letter).count();
        let token = if letter == 'p' {
            Token::Padding { width: count }
        } else {
            Token::Field(field::compile(letter, count).map_err(|reason| self.error(reason))?)
        };
        if let (Token::Field(field), Some(Token::Field(before))) = (&token, self.tokens.last_mut()) {
            before.stand_before(field);
        }
        self.tokens.push(token);
        self.at += count;
        self.joins = false;
        Ok(())
    }

    /// `'text'`, in which `''` is a quote; `''` alone is a quote too.
    fn quoted(&mut self) -> Result<(), FormatError> {
        let inner = &self.pattern[self.at + 1..];
        if inner.starts_with('\'') {
            self.literal('\'');
            self.at += 2;
            return Ok(());
        }
        let mut chars = inner.char_indices().peekable();
        while let Some((offset, next)) = chars.next() {
            if next != '\'' {
                self.literal(next);
            } else if chars.next_if(|(_, after)| *after == '\'').is_some() {
                self.literal('\'');
            } else {
                self.at += offset + 2;
                return Ok(());
            }
        }
        Err(self.error("a quote that is not closed"))
    }

    fn literal(&mut self, text: char) {
        match self.tokens.last_mut() {
            Some(Token::Literal(literal)) if self.joins => literal.push(text),
            _ => self.tokens.push(Token::Literal(text.to_string())),
        }
        self.joins = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(text: &str) -> Token {
        Token::Literal(text.to_owned())
    }

    #[test]
    fn quotes_and_sections_are_taken_apart() {
        assert_eq!(parse("'T'").unwrap(), [literal("T")]);
        assert_eq!(parse("'o''clock' ''-").unwrap(), [literal("o'clock '-")]);
        assert_eq!(
            parse("-[.[:]]/").unwrap(),
            [
                literal("-"),
                Token::Optional { length: 3 },
                literal("."),
                Token::Optional { length: 1 },
                literal(":"),
                literal("/"),
            ]
        );
        assert_eq!(parse("[-").unwrap(), [Token::Optional { length: 1 }, literal("-")]);
    }

    #[test]
    fn malformed_patterns_say_where() {
        for (pattern, offset) in [
            ("yyyy'T", 4),
            ("yyyy-MM-ddTHH:mm", 10),
            ("yyyy]", 4),
            ("HH{", 2),
            ("YYYY-JJ", 5),
            ("SSSSSSSSSS", 0),
            ("é HHH", 3),
            (&"-".repeat(501), 0),
        ] {
            assert_eq!(parse(pattern).unwrap_err().offset, offset, "{pattern}");
        }
    }
}
