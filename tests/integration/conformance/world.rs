//! What the steps of one scenario share.

use super::part::Shape;
use super::steps::generators::Generating;
use super::steps::matching::Matching;
use super::steps::pact_file::PactFile;
use abide_contract_core::json::{self, Json};
use anyhow::{Context as _, Result};
use std::path::PathBuf;

/// The world a scenario starts with, and what its steps have made of it: one part for each subject.
pub(super) struct World {
    pub(super) suite: Suite,
    pub(super) matching: Matching,
    pub(super) generating: Generating,
    pub(super) pact_file: PactFile,
}

impl World {
    pub(super) fn new(suite: Suite) -> Self {
        Self { suite, matching: Matching::default(), generating: Generating::default(), pact_file: PactFile::default() }
    }
}

/// Where a scenario comes from.
#[derive(Debug, Clone)]
pub(super) struct Suite {
    /// The version of the format it is about: `3`.
    pub(super) version: String,
    /// The folder of the files steps name.
    pub(super) fixtures: PathBuf,
}

impl Suite {
    /// How the parts its steps describe are written down.
    pub(super) fn shape(&self) -> Shape<'_> {
        Shape { version: &self.version, names_types: true }
    }

    /// The bytes of a fixture.
    pub(super) fn fixture(&self, name: &str) -> Result<Vec<u8>> {
        let path = self.fixtures.join(name);
        std::fs::read(&path).with_context(|| format!("fixture {}", path.display()))
    }

    /// JSON as a step states it: `JSON: …`, `file: name`, or the name alone.
    pub(super) fn json(&self, stated: &str) -> Result<Json> {
        let stated = stated.trim();
        let inline = stated.strip_prefix("JSON:").or_else(|| stated.starts_with(['{', '[']).then_some(stated));
        if let Some(text) = inline {
            return Ok(json::parse(text.trim().as_bytes()).with_context(|| stated.to_owned())?.into_owned());
        }
        let name = stated.strip_prefix("file:").unwrap_or(stated).trim();
        Ok(json::parse(&self.fixture(name)?).with_context(|| name.to_owned())?.into_owned())
    }
}
