//! One command line: run to its end, with everything it prints in the order it was printed.

use crate::interrupt::Interrupt;
use crate::narrator::Narrator;
use anyhow::{Context as _, bail};
use std::env;
use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process;
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// How often a running command is looked at.
const GLANCE: Duration = Duration::from_millis(10);

/// A command that is shown one way and run another: as one would type it, and with the paths of this build.
#[derive(Debug)]
#[must_use = "a command does nothing until it is run"]
pub struct Command {
    shown: Vec<String>,
    actual: process::Command,
}

impl Command {
    /// The program at `path`, shown by its name.
    pub fn new(name: &str, path: impl AsRef<OsStr>) -> Self {
        Self::of(name, process::Command::new(path))
    }

    /// A command with arguments of its own, shown as these words.
    pub(crate) fn of(shown: &str, mut actual: process::Command) -> Self {
        // What the person at the keyboard has set up for their own broker is no business of the demo.
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("ABIDE_") || text.starts_with("PACT_") {
                actual.env_remove(&name);
            }
        }
        actual.env("NO_PROXY", "127.0.0.1").env("no_proxy", "127.0.0.1");
        Self { shown: shown.split_whitespace().map(str::to_owned).collect(), actual }
    }

    /// Adds arguments, separated by blanks.
    pub fn args(self, line: &str) -> Self {
        line.split_whitespace().fold(self, Self::arg)
    }

    /// Adds one argument.
    pub fn arg(mut self, argument: impl AsRef<str>) -> Self {
        self.actual.arg(argument.as_ref());
        self.shown.push(argument.as_ref().to_owned());
        self
    }

    /// Sets an environment variable and shows it.
    pub(crate) fn shown_env(mut self, name: &str, value: &str) -> Self {
        self.actual.env(name, value);
        self.shown.insert(0, format!("{name}={value}"));
        self
    }

    /// Sets an environment variable that was shown before.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.actual.env(name, value);
        self
    }

    /// Runs in `folder`.
    pub fn folder(mut self, folder: &Path) -> Self {
        self.actual.current_dir(folder);
        self
    }

    /// The command as it is shown.
    pub(crate) fn shown(&self) -> &[String] {
        &self.shown
    }

    /// The command as it is run.
    pub(crate) fn into_actual(self) -> process::Command {
        self.actual
    }

    /// Shows the command, runs it, and shows what it prints.
    pub(crate) fn tell(self, narrator: &mut Narrator<'_>, interrupt: &Interrupt) -> anyhow::Result<Outcome> {
        narrator.command(&self.shown)?;
        let outcome = self.run(Duration::from_mins(10), interrupt, |line| narrator.output(line))?;
        narrator.exit(outcome.code)?;
        Ok(outcome)
    }

    /// Runs the command, and passes each line it prints on.
    fn run(
        mut self,
        patience: Duration,
        interrupt: &Interrupt,
        mut print: impl FnMut(&str) -> std::io::Result<()>,
    ) -> anyhow::Result<Outcome> {
        let name = self.shown.join(" ");
        let (reader, writer) = std::io::pipe()?;
        self.actual.stdin(process::Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
        let mut child = Killed(self.actual.spawn().with_context(|| format!("`{name}` cannot be started"))?);
        // Its ends of the pipe would otherwise keep the reader waiting.
        drop(self.actual);

        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(reader).split(b'\n').map_while(Result::ok) {
                if sender.send(String::from_utf8_lossy(&line).trim_end().to_owned()).is_err() {
                    break;
                }
            }
        });
        let deadline = Instant::now() + patience;
        let mut text = String::new();
        loop {
            match lines.recv_timeout(GLANCE) {
                Ok(line) => {
                    print(&line)?;
                    text.push_str(&line);
                    text.push('\n');
                }
                Err(mpsc::RecvTimeoutError::Timeout) if Instant::now() > deadline => {
                    bail!("`{name}` is not done after {} s", patience.as_secs());
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            }
            if interrupt.raised_within(Duration::ZERO) {
                bail!("interrupted");
            }
        }
        let status = child.0.wait()?;
        let code = status.code().with_context(|| format!("`{name}` was ended: {status}"))?;
        Ok(Outcome { code, text })
    }
}

/// How a command ended.
#[derive(Debug)]
pub struct Outcome {
    /// Its exit code.
    pub code: i32,
    /// Everything it printed.
    pub text: String,
}

/// A child that does not outlive its owner.
#[derive(Debug)]
pub(crate) struct Killed(pub(crate) process::Child);

impl Drop for Killed {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
