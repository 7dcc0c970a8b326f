//! Diagnostics as they are collected, each with a pointer that leads somewhere.

use super::source::Source;
use super::{Diagnostic, Kind};
use crate::file::Note;
use std::collections::HashSet;

/// The diagnostics of one file.
pub(super) struct Report<'v, 'a> {
    pub(super) source: Source<'v, 'a>,
    /// The interaction that is being looked at.
    pub(super) interaction: Option<usize>,
    diagnostics: Vec<Diagnostic>,
}

impl<'v, 'a> Report<'v, 'a> {
    pub(super) fn new(source: Source<'v, 'a>) -> Self {
        Self { source, interaction: None, diagnostics: Vec::new() }
    }

    /// Takes over what was noticed while the file was read; such a place may be one that is missing.
    pub(super) fn note(&mut self, note: Note) {
        let interaction = self.source.interaction_of(&note.pointer);
        let Note { pointer, text } = note;
        self.diagnostics.push(Diagnostic { kind: Kind::ReadLeniently, interaction, pointer, text });
    }

    /// Says something about a place; where the file has no such place, about the nearest one above.
    pub(super) fn add(&mut self, kind: Kind, pointer: impl Into<String>, text: impl Into<String>) {
        let pointer = self.source.nearest(pointer.into());
        let interaction = self.interaction.or_else(|| self.source.interaction_of(&pointer));
        self.diagnostics.push(Diagnostic { kind, interaction, pointer, text: text.into() });
    }

    /// Everything said, in the order of the file, once each. What was read leniently is left out where something better
    /// is said about the same place.
    pub(super) fn finish(self) -> Vec<Diagnostic> {
        let mut diagnostics = self.diagnostics;
        diagnostics.sort_by_cached_key(|one| (one.interaction, natural(&one.pointer), one.kind));
        let better = |one: &Diagnostic| matches!(one.kind, Kind::UnknownField | Kind::NotVerifiable);
        let said: HashSet<_> = diagnostics.iter().filter(|one| better(one)).map(|one| one.pointer.clone()).collect();
        diagnostics.retain(|one| one.kind != Kind::ReadLeniently || !said.contains(&one.pointer));
        diagnostics.dedup();
        diagnostics
    }
}

/// A pointer whose positions sort by number.
fn natural(pointer: &str) -> Vec<(usize, String)> {
    pointer.split('/').map(|step| (step.parse().unwrap_or(usize::MAX), step.to_owned())).collect()
}

/// A text as it is shown: in quotes, cut where it is too long to read.
pub(super) fn shown(text: &str) -> String {
    const SHOWN: usize = 60;
    if text.chars().count() <= SHOWN {
        return format!("'{text}'");
    }
    format!("'{}…'", text.chars().take(SHOWN).collect::<String>())
}
