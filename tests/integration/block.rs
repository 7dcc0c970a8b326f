//! Fenced blocks of the documents, and the commands in them.

use crate::tree;
use std::path::Path;

/// A fenced block: its language and its lines.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) language: String,
    pub(crate) lines: Vec<String>,
}

/// The blocks of a document.
#[track_caller]
pub(crate) fn blocks(document: impl AsRef<Path>) -> Vec<Block> {
    let document = document.as_ref();
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in tree::text(document).lines() {
        match (line.trim_start().strip_prefix("```"), &mut open) {
            (Some(language), None) => open = Some(Block { language: language.trim().to_owned(), lines: Vec::new() }),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => block.lines.push(line.to_owned()),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block of {} is not closed: {open:?}", document.display());
    blocks
}

impl Block {
    /// The commands of the block: its lines, those that end with a backslash together with the next.
    pub(crate) fn commands(&self) -> Vec<String> {
        let text = self.lines.join("\n").replace("\\\n", " ");
        let is_command = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
        text.lines().filter(is_command).map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }
}
