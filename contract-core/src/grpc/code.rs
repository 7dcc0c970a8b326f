//! Status codes of gRPC.

use std::fmt;

/// A status code; providers may send numbers nobody has named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Code(pub i32);

/// The names, by number.
const NAMES: [&str; 17] = [
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED",
];

impl Code {
    /// The call went well.
    pub const OK: Self = Self(0);

    /// Reads a name or a number: `NOT_FOUND`, `not_found`, `NotFound`, `5`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(number) = text.parse() {
            return Some(Self(number));
        }
        let bare = |name: &str| name.replace('_', "").to_ascii_uppercase();
        let wanted = bare(text);
        let found = NAMES.iter().position(|name| bare(name) == wanted);
        let found = found.or_else(|| (wanted == "CANCELED").then_some(1))?;
        i32::try_from(found).ok().map(Self)
    }

    /// The name, if the number has one.
    pub fn name(self) -> Option<&'static str> {
        NAMES.get(usize::try_from(self.0).ok()?).copied()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => self.0.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_are_read_in_every_spelling() {
        for (text, expected) in [
            ("NOT_FOUND", Some(5)),
            ("NotFound", Some(5)),
            (" 5 ", Some(5)),
            ("99", Some(99)),
            ("CANCELED", Some(1)),
            ("OK", Some(0)),
            ("FINE", None),
            ("", None),
        ] {
            assert_eq!(Code::parse(text), expected.map(Code), "{text}");
        }
        assert_eq!((Code(5).to_string(), Code(99).to_string()), ("NOT_FOUND".to_owned(), "99".to_owned()));
    }
}
