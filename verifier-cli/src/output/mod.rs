//! Everything that is written: results to the standard output or files, talk to the standard error.
//!
//! What cannot be written because nobody reads any more is no error: `abide … | head` ends quietly.

pub mod can_i;
pub mod check;
pub mod diff;
pub mod drift;
pub mod environments;
pub mod failure;
mod hint;
pub mod human;
pub mod json;
pub mod live;
pub mod participants;
pub mod progress;
pub mod style;
mod table;
pub mod versions;
pub mod words;

use std::io::{self, Write};
use style::Style;

/// A stream to write to, and whether it takes colour.
pub struct Out {
    stream: Box<dyn Write + Send>,
    failed: Option<io::Error>,
    /// How words are dressed here.
    pub style: Style,
}

impl Out {
    /// The standard output.
    pub fn standard() -> Self {
        Self { stream: Box::new(io::stdout()), failed: None, style: Style::of(&io::stdout()) }
    }

    /// The standard error.
    pub fn talk() -> Self {
        Self { stream: Box::new(io::stderr()), failed: None, style: Style::of(&io::stderr()) }
    }

    /// A file.
    pub fn file(path: &std::path::Path) -> io::Result<Self> {
        let file = io::BufWriter::new(std::fs::File::create(path)?);
        Ok(Self { stream: Box::new(file), failed: None, style: Style::plain() })
    }

    /// Writes a line. What goes wrong shows in [`Out::finish`].
    pub fn line(&mut self, line: &str) {
        let line = line.trim_end();
        if let Err(error) = writeln!(self.stream, "{line}") {
            self.failed.get_or_insert(error);
        }
    }

    /// Writes what is still held back.
    pub fn finish(&mut self) -> io::Result<()> {
        match self.failed.take().map_or_else(|| self.stream.flush(), Err) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }
}
