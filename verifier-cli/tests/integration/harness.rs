//! Runs the binary in a directory of its own and shows all it did: exit code, standard output and standard error.
//!
//! ```ignore
//! let cli = Cli::new().file("orders.json", &contract).names("provider", provider.url());
//! assert_snapshot!(cli.run(["verify", "orders.json", "--provider", "orders", "--url", provider.url()]), @"");
//! ```
//! [`Ran`] shows all three on purpose: a command that says the right thing and ends with the wrong code is wrong, and so
//! is one that talks where data belongs. Addresses, the directory and times are replaced by names. JSON results are held
//! against their schema, whatever the test is about.

#![expect(clippy::unwrap_used, reason = "a harness may panic")]

use crate::schema;
use std::fmt;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

/// The binary, a directory it runs in, and the variables it sees.
#[must_use = "call `run`"]
pub(crate) struct Cli {
    directory: TempDir,
    variables: Vec<(String, String)>,
    names: Vec<(String, String)>,
}

impl Cli {
    /// An empty directory and no variables at all.
    pub(crate) fn new() -> Self {
        Self { directory: TempDir::new().unwrap(), variables: Vec::new(), names: Vec::new() }
    }

    /// Writes a file into the directory.
    #[track_caller]
    pub(crate) fn file(self, name: &str, content: &str) -> Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    /// Sets a variable.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Shows `http://NAME` where the address `url` is printed.
    pub(crate) fn names(mut self, name: &str, url: &str) -> Self {
        self.names.push((url.to_owned(), format!("http://{name}")));
        self
    }

    /// A path in the directory.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// What a file holds.
    #[track_caller]
    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs the binary to its end.
    #[track_caller]
    pub(crate) fn run<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Ran {
        let arguments: Vec<_> = arguments.into_iter().collect();
        let output = Command::new(env!("CARGO_BIN_EXE_abide"))
            .args(&arguments)
            .env_clear()
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .current_dir(self.directory.path())
            .output()
            .unwrap();
        self.hold_reports(&arguments, &output.stdout);
        let shown = |bytes: Vec<u8>| self.shown(&String::from_utf8(bytes).unwrap());
        Ran { code: output.status.code().unwrap(), stdout: shown(output.stdout), stderr: shown(output.stderr) }
    }

    /// Holds the JSON results of the command against its schema, wherever they went.
    #[track_caller]
    fn hold_reports(&self, arguments: &[&str], stdout: &[u8]) {
        for output in arguments.windows(2).filter(|pair| ["--output", "-o"].contains(&pair[0])).map(|pair| pair[1]) {
            match output.strip_prefix("json") {
                Some("") if !stdout.is_empty() => schema::hold(arguments[0], stdout),
                Some(path) if path.starts_with('=') => {
                    if let Ok(report) = std::fs::read(self.path(&path[1..])) {
                        schema::hold(arguments[0], &report);
                    }
                }
                _ => {}
            }
        }
    }

    fn shown(&self, text: &str) -> String {
        let mut text = text.replace(&self.directory.path().display().to_string(), "[directory]");
        for (url, name) in &self.names {
            text = text.replace(url, name);
        }
        timeless(&text)
    }
}

/// What the binary did.
#[derive(Debug)]
#[must_use = "compare it"]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl fmt::Display for Ran {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "exit {}", self.code)?;
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !text.is_empty() {
                writeln!(f, "--- {name}\n{text}")?;
            }
        }
        Ok(())
    }
}

/// Drops the system's number of an error: `Connection refused (os error 111)`.
fn without_number(line: &str) -> String {
    match line.split_once(" (os error ").and_then(|(start, rest)| Some((start, rest.split_once(')')?.1))) {
        Some((start, rest)) => format!("{start}{rest}"),
        None => line.to_owned(),
    }
}

/// Replaces `12 ms`, `1.25 s` at a line's end and `"durationMs": 12` by something that does not change.
fn timeless(text: &str) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        let words: Vec<_> = line.rsplitn(3, ' ').collect();
        let is_time = |number: &str| number.parse::<f64>().is_ok();
        lines.push(match words.as_slice() {
            [unit @ ("ms" | "s"), number, rest] if is_time(number) && rest.ends_with("  ") => {
                let _ = unit;
                format!("{rest} [time]")
            }
            _ if line.split_once("\"durationMs\": ").is_some_and(|(_, time)| is_time(time.trim_end_matches(','))) => {
                let (start, _) = line.split_once(": ").unwrap();
                let comma = if line.ends_with(',') { "," } else { "" };
                format!("{start}: 0{comma}")
            }
            _ => without_number(line),
        });
    }
    lines.join("\n")
}
