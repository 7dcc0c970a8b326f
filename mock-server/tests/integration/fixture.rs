//! A folder for the contract files of one test, and the words of a failed verdict.

use abide_mock_server::declare::Contract;
use abide_mock_server::prelude::*;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Once;

/// A folder of its own for the contract `web -> orders`.
#[must_use = "the folder is gone when this is dropped"]
pub(crate) struct ConsumerFixture(tempfile::TempDir);

impl ConsumerFixture {
    #[track_caller]
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// The contract, to be declared.
    #[track_caller]
    pub(crate) fn contract(&self) -> Contract {
        contract("web", "orders").folder(self.0.path())
    }

    pub(crate) fn folder(&self) -> &std::path::Path {
        self.0.path()
    }

    /// Where the contract's file is, or would be.
    pub(crate) fn file(&self) -> PathBuf {
        self.0.path().join("web-orders.json")
    }

    /// What is in the contract's file.
    #[track_caller]
    pub(crate) fn recorded(&self) -> String {
        std::fs::read_to_string(self.file()).expect("a recorded contract")
    }
}

impl Drop for ConsumerFixture {
    /// Holds the file against the schema of contracts, whatever the test was about.
    fn drop(&mut self) {
        let Ok(text) = std::fs::read_to_string(self.file()) else { return };
        let Ok(file) = serde_json::from_str::<serde_json::Value>(&text) else { return };
        // Some tests put files of other tools there, or have older versions written.
        if file.pointer("/metadata/pactSpecification/version").is_none_or(|version| version != "4.0") {
            return;
        }
        let schema = serde_json::from_str(abide_contract_core::file::SCHEMA).unwrap();
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        let errors: Vec<_> =
            validator.iter_errors(&file).map(|error| format!("{}: {error}", error.instance_path())).collect();
        if !std::thread::panicking() {
            assert!(errors.is_empty(), "{}\n{text}", errors.join("\n"));
        }
    }
}

/// The text a test fails with; line numbers are left out, and folders called `FOLDER`.
#[track_caller]
pub(crate) fn failure(test: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(test)).expect_err("the test should have failed");
    let borrowed = payload.downcast_ref::<&str>().copied();
    without_line_numbers(borrowed.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap())
}

/// The text with every `file.rs:12` as `file.rs:LINE`.
pub(crate) fn without_line_numbers(text: &str) -> String {
    let mut pieces = text.split(".rs:");
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        plain.push_str(".rs:LINE");
        plain.push_str(piece.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':'));
    }
    plain
}

/// The line of this file's caller the test panics at, as the panic itself reports it.
#[track_caller]
pub(crate) fn failing_line(test: impl FnOnce()) -> (String, u32) {
    static HOOK: Once = Once::new();
    thread_local! {
        static PLACE: Cell<Option<(String, u32)>> = const { Cell::new(None) };
    }
    HOOK.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            PLACE.set(info.location().map(|place| (place.file().to_owned(), place.line())));
            usual(info);
        }));
    });
    failure(test);
    PLACE.take().unwrap()
}
