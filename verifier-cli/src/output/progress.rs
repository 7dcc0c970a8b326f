//! A line that says what is being waited for; on a terminal only, and gone when it is over.

use std::io::{self, IsTerminal as _, Write as _};

/// Such a line.
#[derive(Debug)]
pub struct Progress {
    shown: bool,
    terminal: bool,
}

impl Progress {
    /// Nothing is shown yet.
    pub fn new() -> Self {
        Self { shown: false, terminal: io::stderr().is_terminal() }
    }

    /// Shows `text` in place of what was shown before.
    pub fn show(&mut self, text: &str) {
        if self.terminal {
            self.shown = true;
            draw(text);
        }
    }

    /// Takes the line away.
    pub fn clear(&mut self) {
        if std::mem::take(&mut self.shown) {
            draw("");
        }
    }
}

/// Who does not read any more misses nothing that counts.
fn draw(text: &str) {
    let mut stream = io::stderr().lock();
    let _ = write!(stream, "\r\u{1b}[K{text}").and_then(|()| stream.flush());
}

impl Default for Progress {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}
