//! Colour, where it is welcome. Everything reads the same without it.

use std::io::IsTerminal;

/// Whether words may be coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    colour: bool,
}

impl Style {
    /// No colour.
    pub const fn plain() -> Self {
        Self { colour: false }
    }

    /// Colour on a terminal, unless `NO_COLOR` is set.
    pub fn of(stream: &impl IsTerminal) -> Self {
        let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self { colour: !unwanted && stream.is_terminal() }
    }

    /// Something good.
    pub fn good(self, text: &str) -> String {
        self.paint("32", text)
    }

    /// Something bad.
    pub fn bad(self, text: &str) -> String {
        self.paint("31", text)
    }

    /// Something unclear.
    pub fn unclear(self, text: &str) -> String {
        self.paint("33", text)
    }

    /// Something beside the point.
    pub fn faint(self, text: &str) -> String {
        self.paint("2", text)
    }

    /// Something to be seen first.
    pub fn strong(self, text: &str) -> String {
        self.paint("1", text)
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
