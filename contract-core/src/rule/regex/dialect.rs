//! Spellings of other dialects, rewritten to what the engine reads with the same meaning.
//!
//! | written | by | read as |
//! |---|---|---|
//! | `\Qa.b\E`, also inside a class, also without `\E` | Java | `a\.b` |
//! | `\<`, `\>` outside a class | all | `<`, `>`: here they would be the edges of words |
//! | `[\w-.]`, `[+-\d]` | Java, JavaScript, Ruby | `[\w\-.]`, `[+\-\d]` |
//! | `\cA`, `\ca`; Java's `\ca` is another character | JavaScript, Ruby | `\x01` |
//!
//! In brackets the dialects part. Java and Ruby have classes within classes; JavaScript and Python do not. To JavaScript a `]`
//! that comes first is the end of the class; to the others it is a character. An expression is read as Java and Ruby read it,
//! and where that says nothing, as JavaScript does:
//!
//! | written | read as | in JavaScript's way, when nothing else can be read |
//! |---|---|---|
//! | `[a[b]]` | one of `a`, `b` | |
//! | `[]a]`, `[^]a]` | one of `]`, `a`; none of them | |
//! | `[[]`, `[a[b]` | | one of `[`; one of `a`, `[`, `b` |
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

/// Letters that stand for a class of characters behind a backslash.
const CLASSES: [char; 10] = ['d', 'D', 's', 'S', 'w', 'W', 'h', 'H', 'p', 'P'];

struct Translator<'s> {
    rest: &'s str,
    made: String,
    /// How many classes this is inside of.
    class: usize,
    brackets: Brackets,
}

impl<'s> Translator<'s> {
    fn run(source: &'s str, brackets: Brackets) -> Cow<'s, str> {
        let made = String::with_capacity(source.len() + 8);
        let mut translator = Self { rest: source, made, class: 0, brackets };
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
                self.keep(1);
            }
            '-' if self.class > 0 && is_class(&self.rest[1..]) => {
                self.made.push('\\');
                self.keep(1);
            }
            _ => self.keep(next.len_utf8()),
        }
        true
    }

    /// The beginning of a class.
    fn open(&mut self) {
        if self.brackets == Brackets::Plain {
            return self.open_plain();
        }
        if self.class > 0 && self.rest.starts_with("[:") {
            let end = self.rest.find(":]").map_or(1, |at| at + 2);
            return self.keep(end);
        }
        self.class += 1;
        let sign = if self.rest[1..].starts_with('^') { 2 } else { 1 };
        self.keep(if self.rest[sign..].starts_with(']') { sign + 1 } else { sign });
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
                self.keep(1);
            }
            None => {
                self.class = 1;
                self.keep(1);
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
            }
            _ => {
                self.keep(escape_length(self.rest, letter));
                let is_between = self.class > 0 && self.rest.starts_with('-') && !self.rest.starts_with("-]");
                if CLASSES.contains(&letter) && is_between {
                    self.made.push('\\');
                    self.keep(1);
                }
            }
        }
    }

    /// What stands between `\Q` and `\E` stands for itself.
    fn quote(&mut self) {
        let quoted = &self.rest[2..];
        let (text, rest) = quoted.split_once(r"\E").unwrap_or((quoted, ""));
        for character in text.chars() {
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

/// Bytes of an escape; that of a property has a name behind it.
fn escape_length(rest: &str, letter: char) -> usize {
    let named = rest.get(2..).filter(|rest| matches!(letter, 'p' | 'P') && rest.starts_with('{'));
    let name = named.and_then(|rest| rest.find('}')).map_or(0, |end| end + 1);
    1 + letter.len_utf8() + name
}

#[cfg(test)]
mod tests {
    use super::translate;
    use crate::rule::Regex;

    #[test]
    fn spellings_of_other_dialects_mean_what_they_mean_there() {
        for (source, read, good, bad) in [
            (r"\Qa.b\E\d", r"a\.b\d", &["a.b1"][..], &["axb1"][..]),
            (r"\Qa.b", r"a\.b", &["a.b"], &["axb"]),
            (r"\Q\E", "", &[""], &["a"]),
            (r"\Qa\\E|b", r"a\\|b", &[r"a\", "b"], &["a"]),
            (r"x\Q[(\E+", r"x\[\(+", &["x[(", "x[(("], &["x[([("]),
            (r"\\Qa\\E", r"\\Qa\\E", &[r"\Qa\E"], &["a"]),
            (r"[\Q^]-a\E]+", r"[\^\]\-a]+", &["^]-a"], &["_", "b"]),
            (r"(?x) a \Q b#\E c", r"(?x) a \x{20}b\# c", &["a b#c"], &["ab#c"]),
            (r"\Qä<b>_\E", r"ä<b>_", &["ä<b>_"], &["b"]),
            (r"\<b\>[\<]", r"<b>[\<]", &["<b><"], &["b<"]),
            (r"[\w-.]+@[+-\d]+", r"[\w\-.]+@[+\-\d]+", &["a-b.c@1+-"], &["a,@1", "a@,"]),
            (r"[\w-]+[\p{Lu}-_][^]\d-_]", r"[\w-]+[\p{Lu}\-_][^]\d\-_]", &["a-A.", "b-,"], &["a-a.", "a-A]", "a-A-"]),
            (r"[[:alpha:]\d-_]", r"[[:alpha:]\d\-_]", &["-", "a", "7"], &["^"]),
            (r"\d-\w", r"\d-\w", &["1-a"], &["1a"]),
            (r"\cA[\cj\cZ]", r"\x01[\x0A\x1A]", &["\u{1}\n", "\u{1}\u{1a}"], &["cAcj", "A\n"]),
        ] {
            assert_eq!(translate(source, |_| true), read, "{source}");
            let regex = Regex::new(source).unwrap();
            assert_eq!(regex.as_str(), source);
            for text in good {
                assert!(regex.matches(text), "`{text}` by {source}");
            }
            for text in bad {
                assert!(!regex.matches(text), "`{text}` by {source}");
            }
        }
    }

    #[test]
    fn brackets_are_those_of_javascript_where_nothing_else_can_be_read() {
        for (source, plain, good, bad) in [
            ("[^]", r"[\s\S]", &["a", "\n", "]"][..], &["", "ab"][..]),
            ("a[^]*z", r"a[\s\S]*z", &["az", "a\n]z"], &["a", "za"]),
            ("[^]*foo[^]*", r"[\s\S]*foo[\s\S]*", &["foo", "a\nfoo b"], &["fo", "]"]),
            ("([^]*)[a-z]", r"([\s\S]*)[a-z]", &["\nb"], &["b\n"]),
            ("a|[]", r"a|[^\s\S]", &["a"], &["", "[]", "]"]),
            ("[[]", r"[\[]", &["["], &["[]", "]"]),
            ("[a[b]+", r"[a\[b]+", &["a[b"], &["]", ""]),
            ("[a-z[0-9]-x", r"[a-z\[0-9]-x", &["7-x", "[-x"], &["--x", "]-x"]),
            (r"[[\]]+", r"[\[\]]+", &["[]"], &["a", "\\"]),
            (r"[[\w-.]", r"[\[\w\-.]", &["[", "-", "."], &["/", "]"]),
        ] {
            assert_eq!(translate(source, |read| read == plain), plain, "{source}");
            let regex = Regex::new(source).unwrap();
            for text in good {
                assert!(regex.matches(text), "`{text}` by {source}");
            }
            for text in bad {
                assert!(!regex.matches(text), "`{text}` by {source}");
            }
        }
    }

    #[test]
    fn what_the_dialects_read_in_two_ways_is_read_as_most_of_them_do() {
        for (source, good, bad) in [
            ("[a[b]]", &["a", "b"][..], &["[", "a]", "[]"][..]),
            ("[]a]", &["]", "a"], &["", "[]", "a]"]),
            ("[^]a]", &["b"], &["]", "a", "ba]"]),
            ("[[:digit:]a]", &["7", "a"], &["[", ":", "7a]"]),
        ] {
            let regex = Regex::new(source).unwrap();
            for text in good {
                assert!(regex.matches(text), "`{text}` by {source}");
            }
            for text in bad {
                assert!(!regex.matches(text), "`{text}` by {source}");
            }
        }
    }

    #[test]
    fn what_no_dialect_reads_stays_an_error() {
        for source in ["[", "[a", "[[", "[^", "([a[b]", r"\c", r"\c1", r"\cä", "[b-a[]", r"a\Q\E)"] {
            assert!(Regex::new(source).is_err(), "{source}");
        }
    }

    #[test]
    fn what_is_written_alike_everywhere_stays() {
        for source in
            ["", r"\", "[", "[[:", r"\p{", r"[\", r"\é", r"[a-z]\-[^-]", r"(?-mix:\/a\-\_)\Z", "[]-a]", r"[\d"]
        {
            assert_eq!(translate(source, |_| true), source);
        }
    }
}
