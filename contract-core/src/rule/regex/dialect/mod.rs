//! Spellings of other dialects, rewritten to what the engine reads with the same meaning.
//!
//! | written | by | read as |
//! |---|---|---|
//! | `\Qa.b\E`, also inside a class, also without `\E` | Java | `a\.b` |
//! | `\<`, `\>` outside a class | all | `<`, `>`: here they would be the edges of words |
//! | `[\w-.]`, `[+-\d]` | Java, JavaScript, Ruby | `[\w\-.]`, `[+\-\d]` |
//! | `[!--]`, `[--/]`, `[a-z--9]`, `[a~~b]`: here `--` and `~~` would take sets apart | all | `[!-\-]`, `[\--/]`, `[a-z\--9]`, `[a\~~b]` |
//! | `\cA`, `\ca`; Java's `\ca` is another character | JavaScript, Ruby | `\x01` |
//!
//! In brackets the dialects part. Java and Ruby have classes within classes; JavaScript and Python do not. To JavaScript a `]`
//! that comes first is the end of the class; to the others it is a character. An expression is read as Java and Ruby read it,
//! and where that says nothing, as JavaScript does:
//!
//! | written | read as | in JavaScript's way, when nothing else can be read |
//! |---|---|---|
//! | `[a[b]]` | one of `a`, `b` | |
//! | `[a-z&&[^b]]` | what is in both | |
//! | `[a-z--[b]]`, `[a-c~~[b]]`, which only the engine's own dialect means | without; either but not both | |
//! | `[]a]`, `[^]a]` | one of `]`, `a`; none of them | |
//! | `[[]`, `[a[b]` | | one of `[`; one of `a`, `[`, `b` |
//! | `[[&&]` | | one of `[`, `&` |
//! | `[^]`, `[^]*` | | any character, of lines as well |
//! | `[]` | | nothing |

use std::borrow::Cow;
use std::fmt::Write as _;

/// The expression as an engine reads it that says what it can read.
pub(crate) fn translate(source: &str, can_read: impl Fn(&str) -> bool) -> Cow<'_, str> {
    if !source.contains(['\\', '[']) {
        return Cow::Borrowed(source);
    }
    let usual = Translator::run(source, Brackets::Nested);
    if !source.contains('[') || can_read(&usual) {
        return usual;
    }
    let plain = Translator::run(source, Brackets::Plain);
    if can_read(&plain) { plain } else { usual }
}

/// What brackets in brackets are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Brackets {
    /// Classes within classes; a `]` that comes first is a character.
    Nested,
    /// A `[` is a character, and every `]` is the end.
    Plain,
}

/// Where in a range of characters, as `a-z` in a class is one, the next piece stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Range {
    /// In none: a `-` is a character.
    Outside,
    /// Behind a character that a `-` makes the first of a range.
    First,
    /// Behind the `-`: the next character is the last.
    Open,
}

/// Letters that stand for a class of characters behind a backslash.
const CLASSES: [char; 10] = ['d', 'D', 's', 'S', 'w', 'W', 'h', 'H', 'p', 'P'];

struct Translator<'s> {
    rest: &'s str,
    made: String,
    /// How many classes this is inside of.
    class: usize,
    range: Range,
    brackets: Brackets,
}

impl<'s> Translator<'s> {
    fn run(source: &'s str, brackets: Brackets) -> Cow<'s, str> {
        let made = String::with_capacity(source.len() + 8);
        let mut translator = Self { rest: source, made, class: 0, range: Range::Outside, brackets };
        while translator.step() {}
        if translator.made == source { Cow::Borrowed(source) } else { Cow::Owned(translator.made) }
    }

    /// Takes the next piece; `false` at the end.
    fn step(&mut self) -> bool {
        let Some(next) = self.rest.chars().next() else { return false };
        match next {
            '\\' => self.escape(),
            '[' => self.open(),
            ']' if self.class > 0 => {
                self.class -= 1;
                self.range = Range::Outside;
                self.keep(1);
            }
            '-' | '~' | '&' if self.class > 0 => self.sign(next),
            _ => self.character(next.len_utf8()),
        }
        true
    }

    /// A sign in a class that is an operator of sets when it is doubled, and a `-` also that of a range.
    fn sign(&mut self, sign: char) {
        let rest = &self.rest[1..];
        let is_doubled = rest.starts_with(sign);
        let takes_sets = sign == '&' || rest[usize::from(is_doubled)..].starts_with('[');
        if is_doubled && takes_sets && self.brackets == Brackets::Nested && self.range != Range::Open {
            self.range = Range::Outside;
            return self.keep(2);
        }
        if sign == '-' && self.range == Range::First && !rest.starts_with(']') && !is_class(rest) {
            self.range = Range::Open;
            return self.keep(1);
        }
        if is_doubled || sign == '-' && (self.range == Range::Open || is_class(rest)) {
            self.made.push('\\');
        }
        self.character(1);
    }

    /// A character of so many bytes.
    fn character(&mut self, bytes: usize) {
        self.range = if self.range == Range::Open { Range::Outside } else { Range::First };
        self.keep(bytes);
    }

    /// The beginning of a class.
    fn open(&mut self) {
        if self.brackets == Brackets::Plain {
            return self.open_plain();
        }
        self.range = Range::Outside;
        if self.class > 0 && self.rest.starts_with("[:") {
            let end = self.rest.find(":]").map_or(1, |at| at + 2);
            return self.keep(end);
        }
        self.class += 1;
        self.keep(if self.rest[1..].starts_with('^') { 2 } else { 1 });
        if self.rest.starts_with(']') {
            self.character(1);
        }
    }

    fn open_plain(&mut self) {
        let whole = [("[]", r"[^\s\S]"), ("[^]", r"[\s\S]")];
        match whole.into_iter().find(|(written, _)| self.class == 0 && self.rest.starts_with(written)) {
            Some((written, read)) => {
                self.made.push_str(read);
                self.rest = &self.rest[written.len()..];
            }
            None if self.class > 0 => {
                self.made.push('\\');
                self.character(1);
            }
            None => {
                self.class = 1;
                self.range = Range::Outside;
                self.keep(if self.rest[1..].starts_with('^') { 2 } else { 1 });
            }
        }
    }

    fn escape(&mut self) {
        let Some(letter) = self.rest[1..].chars().next() else { return self.keep(1) };
        match letter {
            'Q' => self.quote(),
            '<' | '>' if self.class == 0 => {
                self.rest = &self.rest[1..];
                self.keep(1);
            }
            'c' if self.rest[2..].starts_with(|letter: char| letter.is_ascii_alphabetic()) => {
                let _ = write!(self.made, r"\x{:02X}", self.rest.as_bytes()[2] & 31);
                self.rest = &self.rest[3..];
                self.character(0);
            }
            letter if CLASSES.contains(&letter) => {
                self.keep(escape_length(self.rest, letter));
                self.range = Range::Outside;
                if self.class > 0 && self.rest.starts_with('-') && !self.rest.starts_with("-]") {
                    self.made.push('\\');
                    self.character(1);
                }
            }
            _ => self.character(escape_length(self.rest, letter)),
        }
    }

    /// What stands between `\Q` and `\E` stands for itself.
    fn quote(&mut self) {
        let quoted = &self.rest[2..];
        let (text, rest) = quoted.split_once(r"\E").unwrap_or((quoted, ""));
        for character in text.chars() {
            self.character(0);
            // White space counts for nothing under `(?x)`, and a `\ ` is no escape everywhere.
            if character.is_whitespace() {
                let _ = write!(self.made, r"\x{{{:X}}}", u32::from(character));
                continue;
            }
            if character.is_ascii_punctuation() && !matches!(character, '<' | '>' | '_') {
                self.made.push('\\');
            }
            self.made.push(character);
        }
        self.rest = rest;
    }

    fn keep(&mut self, bytes: usize) {
        let (kept, rest) = self.rest.split_at(bytes);
        self.made.push_str(kept);
        self.rest = rest;
    }
}

/// Whether an escape for a class of characters follows.
fn is_class(rest: &str) -> bool {
    rest.strip_prefix('\\').is_some_and(|rest| rest.starts_with(CLASSES))
}

/// Bytes of an escape; that of a property has a name behind it, and that of a code point a number.
fn escape_length(rest: &str, letter: char) -> usize {
    let length = 1 + letter.len_utf8();
    let digits = match letter {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        'p' | 'P' => 0,
        _ => return length,
    };
    let behind = &rest[length..];
    if behind.starts_with('{') {
        return length + behind.find('}').map_or(0, |end| end + 1);
    }
    length + behind.bytes().take(digits).take_while(u8::is_ascii_hexdigit).count()
}

#[cfg(test)]
mod tests;
