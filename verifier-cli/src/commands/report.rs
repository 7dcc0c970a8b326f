//! A command's result, in every form and to every place the flags name.

use super::Usage;
use crate::cli::{Format, OutputArg};
use crate::output::{Out, json};
use anyhow::Context as _;
use serde::Serialize;

/// Where a result goes.
#[derive(Debug)]
pub(super) struct Report<'a> {
    standard: Option<Format>,
    wanted: &'a OutputArg,
}

impl<'a> Report<'a> {
    /// Refuses flags that contradict each other: before anything is asked, not after.
    pub(super) fn to(wanted: &'a OutputArg) -> anyhow::Result<Self> {
        match wanted.contradiction() {
            Some(contradiction) => Err(Usage(contradiction.to_owned()).into()),
            None => Ok(Self { standard: wanted.standard(), wanted }),
        }
    }

    /// The standard output, if people are to read the result there: for what is told while it comes about. What is
    /// written at the end then leaves it alone.
    pub(super) fn live(&mut self) -> Option<Out> {
        self.standard.take_if(|format| *format == Format::Human).map(|_| Out::standard())
    }

    /// Writes the result: as `human` does, and as this document.
    pub(super) fn write(self, human: impl Fn(&mut Out), document: &impl Serialize) -> anyhow::Result<()> {
        let write = |format, mut out: Out| -> anyhow::Result<()> {
            match format {
                Format::Human => human(&mut out),
                Format::Json => out.line(&json::text(document)?),
            }
            Ok(out.finish()?)
        };
        if let Some(format) = self.standard {
            write(format, Out::standard())?;
        }
        for (format, path) in self.wanted.files() {
            let context = || format!("cannot write the file `{}`", path.display());
            write(format, Out::file(path).with_context(context)?).with_context(context)?;
        }
        Ok(())
    }
}
