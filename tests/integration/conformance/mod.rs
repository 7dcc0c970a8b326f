//! The official conformance material of Pact, run unmodified: specification cases and the compatibility suite's features.
//!
//! `ABIDE_CONFORMANCE` names a folder that holds it, absolute or from the root of the workspace; without it the test says
//! that it is skipped. CONTRIBUTING.md says where the material comes from. To see the tally:
//!
//! ```text
//! cargo test -p abide-system-tests conformance -- --nocapture
//! ```
//!
//! - `material`: what the folder holds: `spec-cases/v*/**/*.json` and `compatibility-suite/features/**/*.feature`
//! - `part`: requests, responses and messages, read as parts of a contract, and compared as if one of them had arrived
//! - `spec_case`: judges one specification case; there is no list of exceptions
//! - `gherkin`, `sentence`: read features, and the sentences of their steps
//! - `steps`: what each sentence does to the `world`, one file a subject, each with its part of the world
//! - `feature`: runs the scenarios of the features in scope; a new subject is a file in `steps` and a name there
//! - `tally`: what was passed, and what was not

mod feature;
mod gherkin;
mod material;
mod part;
mod sentence;
mod spec_case;
mod steps;
mod tally;
mod world;

use crate::tree;
use anyhow::Result;
use std::io::{self, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use tally::Report;

#[test]
fn conformance_material_passes() {
    let Some(folder) = std::env::var_os("ABIDE_CONFORMANCE").filter(|folder| !folder.is_empty()) else {
        // Not by `eprintln!`, which says nothing when the test passes.
        let _ = writeln!(
            io::stderr(),
            "skipped: ABIDE_CONFORMANCE is not set, so the official cases and features of Pact do not run"
        );
        return;
    };
    let material =
        material::discover(&tree::root().join(folder)).unwrap_or_else(|error| panic!("ABIDE_CONFORMANCE: {error:#}"));
    let mut report = Report::default();
    for version in &material.versions {
        report.cases.push(spec_case::run(version));
    }
    for file in &material.features {
        feature::run(file, &material.fixtures, &mut report);
    }
    println!("\n{report}");
    assert!(report.is_complete(), "not everything was passed: see the tally");
}

/// Runs one case; a panic fails it and nothing else.
fn caught<T>(run: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
        anyhow::bail!("panicked: {}", text.unwrap_or("without words"))
    })
}
